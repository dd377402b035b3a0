"""The assessment: level of care, verdict, track, and why."""
