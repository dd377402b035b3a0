"""Faults of what is claimed of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.checking.soundness.conditions import unknown_codes
from iopintake.packs.conditions import NEVER
from iopintake.packs.model import CLAIMS, Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def risk_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of the risks that are claimed never to lower a level."""
    for risk in pack.claims.risk:
        where = f'claims.toml > risk "{risk.question}"'
        question = pack.questions.get(risk.question)
        if question is None:
            what = _('there is no question "{question}".').format(question=risk.question)
            yield Fault(where, what, nearest(risk.question, pack.questions))
            continue
        for what, do in unknown_codes(question, "the order", risk.order):
            yield Fault(where, what, do)
        if question.type == "choice" and set(risk.order) != set(question.codes):
            yield Fault(where, _("the order does not name every option."), _("List all codes once."))


def claim_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of the claims that the pack makes itself."""
    seen = set(CLAIMS)
    for claim in pack.claims.claim:
        where = f'claims.toml > claim "{claim.id}"'
        if claim.id in seen:
            yield Fault(
                where, _("the id stands twice, or is a claim that every pack can make."), _("Rename it.")
            )
        seen.add(claim.id)
        for question in (*claim.open, *claim.while_open):
            if question not in pack.questions:
                what = _('there is no question "{question}".').format(question=question)
                yield Fault(where, what, nearest(question, pack.questions))
        if claim.beside == NEVER and not claim.open and not claim.when:
            yield Fault(where, _("it supposes nothing."), _("Say beside what: beside, open, or when."))
        if not claim.never and claim.review_at_least == "none":
            yield Fault(
                where, _("it claims nothing."), _("Say what is never said, or how soon a clinician looks.")
            )
