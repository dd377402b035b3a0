"""The intakes that a clinician decided, with what was recommended and the rules behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iopintake.packs.model import LEVELS, LevelId
from iopintake.store.database.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedIntake:
    """One decision beside the recommendation it was made on."""

    site: str  # empty where the records are those of one site
    recommended: LevelId | None
    level: LevelId
    reason: str  # for another level than the recommended one, else empty
    rules: Mapping[str, str]  # the rules behind the recommendation, with their sentences
    summary: Mapping[str, Any]  # as it was kept, answers and all

    @property
    def agrees(self) -> bool:
        """Say whether the clinician chose the recommended level."""
        return self.level == self.recommended


def decided_intakes(store: Store) -> Iterator[DecidedIntake]:
    """Yield every intake with a decision that stands, practice left out; Damaged where one can't be read."""
    store.opened.prove_index()
    with store.explained():
        rows = store.connection.execute(
            "SELECT id FROM intake WHERE practice = 0 AND decided IS NOT NULL ORDER BY serial"
        ).fetchall()
    for (intake_id,) in rows:
        intake = store.intake(intake_id)
        decision, number = intake.standing, intake.finished_number
        if decision is None or number is None:  # amended since: the decision was on other answers
            continue
        summary = store.summary(intake_id, number)
        with store.explained():
            site = store.opened.site_of(intake_id)
        yield DecidedIntake(
            site=site,
            recommended=_known(decision.recommended),
            level=next(level for level in LEVELS if level == decision.level),
            reason=decision.reason,
            rules={reason["id"]: reason["sentence"] for reason in summary["recommendation"]["reasons"]},
            summary=summary,
        )


def _known(level: str | None) -> LevelId | None:
    return next((known for known in LEVELS if known == level), None)
