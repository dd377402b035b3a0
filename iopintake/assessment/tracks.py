"""Which program type a person's answers point to."""

from __future__ import annotations

from iopintake.assessment.model import ChosenTrack
from iopintake.packs.conditions import ALWAYS
from iopintake.rules.evaluation import Evaluation


def track_rule(track_id: str) -> str:
    """Return the name of the rule that says whether a track applies."""
    return f"track:{track_id}"


def choose_track(evaluation: Evaluation) -> ChosenTrack:
    """Return the first track of the pack that is met; the other met ones go beside it.

    A track that applies to everybody is the fallback and stands beside no other; nor
    does one that the chosen track includes.
    """
    tracks = evaluation.book.pack.tracks
    met = [track for track in tracks if evaluation.is_met(track_rule(track.id))]
    chosen = met[0]
    covered = {id_ for track in met for id_ in track.includes}
    return ChosenTrack(
        id=chosen.id,
        title=chosen.title,
        emphasis=chosen.emphasis,
        why=chosen.why,
        because=evaluation.because(track_rule(chosen.id)),
        also=tuple(t.id for t in met[1:] if t.when != ALWAYS and t.id not in covered),
    )
