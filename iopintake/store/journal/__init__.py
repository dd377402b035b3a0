"""The record of truth: the events of an intake, how each is written down, and the intake they come to."""
