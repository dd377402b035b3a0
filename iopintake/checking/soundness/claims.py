"""Faults of what is claimed of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.checking.soundness.conditions import unknown_codes
from iopintake.packs.model import Pack
from iopintake.support.errors import Fault, nearest


def risk_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of the risks that are claimed never to lower a level."""
    for risk in pack.claims.risk:
        where = f'claims.toml > risk "{risk.question}"'
        question = pack.questions.get(risk.question)
        if question is None:
            what = f'there is no question "{risk.question}".'
            yield Fault(where, what, nearest(risk.question, pack.questions))
            continue
        for what, do in unknown_codes(question, "the order", risk.order):
            yield Fault(where, what, do)
        if question.type == "choice" and set(risk.order) != set(question.codes):
            yield Fault(where, "the order does not name every option.", "List all codes once.")
