"""What is said of a batch whose worker did not survive it."""

from __future__ import annotations

from iopintake.batch.assessing import Assessed, Batch
from iopintake.batch.lines_in import Line


def lost(batch: Batch) -> Assessed:
    """Return a message for a batch at which the process died that worked on it."""
    lines = [line for line in batch if isinstance(line, Line)]
    what = "the system ended the process that worked on them, most often for want of memory"
    message = (
        f"{lines[0].where}, to {lines[-1].where}: not assessed, since {what}. Try them in smaller files."
    )
    return Assessed(b"", (message,), sum(len(line.data) for line in lines))
