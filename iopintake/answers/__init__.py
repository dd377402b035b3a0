"""Answers: what was said or why nothing was, from where it came, and how it reads."""
