"""Holds a pack against what clinicians decided beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from iopintake.answers.circumstances import today
from iopintake.checking.cases import load_cases
from iopintake.checking.check import Summarize
from iopintake.checking.review import Judged, Review
from iopintake.checking.toolkit import Toolkit, load_toolkit, usual_pack
from iopintake.packs.model import Pack
from iopintake.rules.evaluation import Evaluator
from iopintake.store import Store
from iopintake.store.queries.agreement import FEWEST
from iopintake.store.queries.decided import decided_intakes
from iopintake.store.queries.reassess import answers_for
from iopintake.support.language import _
from iopintake.terminal.output import console
from iopintake.terminal.pages.agreement import show_review
from iopintake.terminal.prompts.operator import tell

CLINICAL: Final = "clinician_judgment"
"""The reason that speaks about the rules; distance, insurance or a wish speak about something else."""


def review_pack(store: Store, folder: Path | None) -> None:
    """Print the rules that were overridden, each with the smallest change that would have agreed."""
    toolkit = load_toolkit(folder)
    judged = tuple(_judged(store, toolkit.pack))
    review = Review(
        evaluator=toolkit.evaluator,
        judged=judged,
        cases=load_cases(folder or usual_pack()),
        summarizer=_summarizer,
        at_least=FEWEST,
        as_of=today(),
    )
    found = tuple(review.overridden())
    show_review(console(), toolkit.pack, found)
    if not found:
        tell(
            _(
                "No rule was overridden on clinical grounds {fewest} times or more, so there is nothing "
                "to propose. See: iopintake report --agreement"
            ).format(fewest=FEWEST)
        )


def _judged(store: Store, pack: Pack) -> Iterator[Judged]:
    for decided in decided_intakes(store):
        if decided.recommended is not None and (decided.agrees or decided.reason == CLINICAL):
            answers, _ = answers_for(pack, decided.summary)
            yield Judged(answers, decided.level, decided.agrees, tuple(decided.rules))


def _summarizer(pack: Pack) -> Summarize:
    return Toolkit(Evaluator(pack)).summarize
