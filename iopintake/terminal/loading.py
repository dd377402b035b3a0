"""What every command starts with: the pack, ready to be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iopintake import datafiles
from iopintake.answers import Answers
from iopintake.assessment.decide import cautious_levels
from iopintake.evaluation import Evaluator
from iopintake.packs.load import load_pack
from iopintake.packs.model import Pack
from iopintake.summary import Circumstances, Summary, summarize


@dataclass(frozen=True, slots=True)
class Desk:
    """A pack with its evaluator: what is needed to ask and to assess."""

    evaluator: Evaluator

    @property
    def pack(self) -> Pack:
        """Return the pack on the desk."""
        return self.evaluator.pack

    def summarize(self, answers: Answers, circumstances: Circumstances) -> Summary:
        """Return the summary of ANSWERS."""
        return summarize(
            self.evaluator,
            answers,
            circumstances,
            levels_possible=cautious_levels,
            would_change=lambda _evaluation, _decision: (),
        )


def open_desk(folder: Path | None) -> Desk:
    """Return a desk with the pack in FOLDER, or the shipped one; PackError names its faults."""
    return Desk(Evaluator(load_pack(folder or datafiles.shipped_pack())))


def today() -> date:
    """Return the day of an assessment that names none."""
    return date.today()  # noqa: DTZ011 - the day where the operator sits
