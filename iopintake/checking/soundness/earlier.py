"""Faults of retired.toml: what an answer of an earlier version is taken for must be an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iopintake.answers.validation import Invalid, from_json
from iopintake.packs.model import Becomes, Pack, Question, Retired
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def retired_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every retired question that would be read wrongly."""
    seen: set[str] = set()
    for retired in pack.retired:
        where = f'retired.toml > retired "{retired.id}"'
        if retired.id in seen:
            yield Fault(where, _("the id stands twice."), _("Put both into one."))
        seen.add(retired.id)
        for what, do in _problems(pack, retired):
            yield Fault(where, what, do)


def _problems(pack: Pack, retired: Retired) -> Iterator[tuple[str, str]]:
    asked = pack.questions.get(retired.id)
    if asked is not None and not retired.codes:
        yield (
            _("the question is still asked."),
            _("Name in codes the options that it no longer has, or remove it."),
        )
    if asked is None and retired.codes:
        yield _("it names codes, and the question is not asked any more."), _("Leave codes out.")
    for code in retired.codes:
        if asked is not None and code in asked.codes:
            yield _('the option "{code}" is still there.').format(code=code), _("Leave it out.")
    if retired.moved_to and (retired.becomes or retired.codes):
        yield _("the whole answer moves, and parts of it become others."), _("Say one of both.")
    if retired.moved_to and retired.moved_to not in pack.questions:
        yield (
            _('there is no question "{question}".').format(question=retired.moved_to),
            nearest(retired.moved_to, pack.questions),
        )
    for becomes in retired.becomes:
        target = pack.questions.get(becomes.question)
        if target is None:
            yield (
                _('there is no question "{question}".').format(question=becomes.question),
                nearest(becomes.question, pack.questions),
            )
        else:
            yield from _value_problems(pack, target, becomes)


def _value_problems(pack: Pack, target: Question, becomes: Becomes) -> Iterator[tuple[str, str]]:
    raw = list(becomes.value) if isinstance(becomes.value, tuple) else becomes.value
    if target.type == "choices" and isinstance(raw, str):
        raw = [raw]
    try:
        from_json(target, raw, date.max)
    except Invalid as invalid:
        yield _('"{id}" does not take what it becomes.').format(id=target.id), str(invalid)
        return
    values = raw if isinstance(raw, list) else [raw]
    if target.safety and any(value in _harmless(pack, target) for value in values):
        yield (
            _('a safety question, "{id}", would be answered with its harmless answer.').format(id=target.id),
            _("Leave it out: the question is asked anew."),
        )


def _harmless(pack: Pack, question: Question) -> set[str | int]:
    """Return the answers to a safety question that say that all is well."""
    found: set[str | int] = {option.code for option in question.options if option.exclusive}
    if question.type == "choice":
        found |= {risk.order[0] for risk in pack.claims.risk if risk.question == question.id and risk.order}
    return found
