"""How a summary is made: the answers evaluated, decided on, explained, and put into one record."""

from iopintake.summary.build import recommend_all, summarize
from iopintake.summary.deidentify import deidentified

__all__ = ["deidentified", "recommend_all", "summarize"]
