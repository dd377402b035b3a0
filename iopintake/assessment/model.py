"""The recommendation as frozen records: what the decision comes to, with its reasons."""

from __future__ import annotations

from typing import NamedTuple

from iopintake.packs.model import LevelId, Review, TrackId, VerdictId
from iopintake.support.frozen import frozen


class Reason(NamedTuple):
    """A rule that speaks for or against a result, and what its truth says of the person's situation."""

    rule: str
    sentence: str


@frozen
class Decision:
    """The level of care and the verdict for one set of answers."""

    verdict: VerdictId
    level: LevelId | None
    at_least: bool
    levels_possible: tuple[LevelId, ...]  # from the highest need to the lowest
    scope: str | None  # the id of the rule that ended the interview
    review: Review
    locked: bool  # an emergency need is met: no other answer lowers it
    open_safety: tuple[str, ...]  # safety questions without a value
    prepares: bool  # a week and how to get ready for a program are shown
    held: bool  # nothing is open, and a clinician has to look before a level is named


@frozen
class DimensionRating:
    """The least level that one dimension calls for."""

    id: str
    title: str
    level: LevelId | None
    because: tuple[str, ...]
    missing: tuple[str, ...]


@frozen
class ChosenTrack:
    """The program type for a person, and the others whose blocks are added."""

    id: TrackId
    title: str
    emphasis: str
    why: str
    because: tuple[str, ...]
    also: tuple[TrackId, ...]
