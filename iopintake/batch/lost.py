"""What is said of a batch whose worker did not survive it."""

from __future__ import annotations

from iopintake.batch.assessing import Assessed, Batch
from iopintake.batch.lines_in import Line
from iopintake.support.language import _


def lost(batch: Batch) -> Assessed:
    """Return a message for a batch at which the process died that worked on it."""
    lines = [line for line in batch if isinstance(line, Line)]
    message = _(
        "{first}, to {last}: not assessed, since the system ended the process that worked on them, most "
        "often for want of memory. Try them in smaller files."
    ).format(first=lines[0].where, last=lines[-1].where)
    return Assessed(b"", (message,), sum(len(line.data) for line in lines))
