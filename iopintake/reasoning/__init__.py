"""Exact reasoning over every set of answers: what is still possible, and what always holds."""
