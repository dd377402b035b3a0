"""An intake interview for intensive outpatient programs, in the terminal."""

__version__ = "0.1.0"
