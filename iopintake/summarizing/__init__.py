"""How a summary is made: the answers evaluated, decided on, explained, and put into one record."""

from iopintake.summarizing.nameless import deidentified
from iopintake.summarizing.whole import recommend, summarize

__all__ = ["deidentified", "recommend", "summarize"]
