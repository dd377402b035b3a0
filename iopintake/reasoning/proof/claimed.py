"""Claims that a pack makes itself: what is never said beside certain answers, and who looks how soon."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.conditions import AnyOf, Condition, Test, tests
from iopintake.packs.model import Claim, Result
from iopintake.reasoning.proof.model import Broken, Subject
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.outcome import without_value
from iopintake.support.language import _

Premise = tuple[str, list[Literal]]
"""What is supposed, in words and as literals that are all true."""


def claimed(subject: Subject, claim: Claim) -> Iterator[Broken]:
    """Yield for each thing that CLAIM supposes the smallest answers with which it does not hold."""
    bad = [(_("the result holds {name}").format(name=name), _result(subject, name)) for name in claim.never]
    if claim.review_at_least != "none":
        soon = subject.world.outcome.review[claim.review_at_least]
        bad.append((_("a clinician looks later than {review}").format(review=claim.review_at_least), -soon))
    for supposed, literals in _premises(subject, claim):
        for what, literal in bad:
            yield from subject.impossible(
                _("{supposed}, and {what}").format(supposed=supposed, what=what), *literals, literal
            )


def _result(subject: Subject, name: Result) -> Literal:
    outcome = subject.world.outcome
    match name:
        case "week":
            return outcome.week
        case "readiness":
            return outcome.readiness
        case _:
            named: dict[str | None, Literal] = {**outcome.verdict, **outcome.level}  # type: ignore[dict-item]
            return named[name]


def _premises(subject: Subject, claim: Claim) -> Iterator[Premise]:
    encoding = subject.world.encoding
    fresh: list[Literal] = []
    if claim.unsettled:
        asked = {test.answer for test in tests(claim.beside)}
        fresh = [-literal for (question, _reason), literal in encoding.confirmed.items() if question in asked]
    for part in alternatives(claim.beside):
        words, told = _("it is so that {words}").format(words=_words(part)), [subject.known(part), *fresh]
        if not claim.while_open:
            yield words, told
        for silence, literals in _silences(subject, claim.while_open):
            yield f"{words}, {silence}", [*told, *literals]
    yield from _silences(subject, claim.open)
    for situation in claim.when:
        yield from _situation(subject, situation)


def _silences(subject: Subject, questions: tuple[str, ...]) -> Iterator[Premise]:
    encoding = subject.world.encoding
    for question in questions:
        unanswered = subject.ask.added(lambda q=question: without_value(encoding, q))  # type: ignore[misc]
        yield _('"{question}" is open, declined or not known').format(question=question), [unanswered]


def _situation(subject: Subject, situation: str) -> Iterator[Premise]:
    outcome = subject.world.outcome
    match situation:
        case "urgent":
            for rule, literal in outcome.urgent.items():
                yield _('"{rule}", for which a clinician looks today, is met').format(rule=rule), [literal]
        case "to_be_ruled_out":
            for rule, literal in outcome.raised.items():
                yield _('"{rule}", which has first to be ruled out, is met').format(rule=rule), [literal]
        case "conflict":
            for conflict, literal in outcome.conflicts.items():
                yield _('the contradiction "{conflict}" is open').format(conflict=conflict), [literal]
        case "emergency":
            yield _("it is an emergency"), [outcome.emergency]
        case "open_safety":
            yield _("a safety question is open"), [outcome.open_safety]
        case _:
            yield _("it is out of scope"), [outcome.scope]


def alternatives(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions of which each one alone meets CONDITION, as far as they show."""
    match condition:
        case AnyOf(parts):
            for part in parts:
                yield from alternatives(part)
        case Test(answer, "includes_any", tuple() as codes):
            for code in codes:
                yield Test(answer, "includes", code)
        case Test(answer, "any_of", tuple() as codes):
            for code in codes:
                yield Test(answer, "is", code)
        case _:
            yield condition


def _words(condition: Condition) -> str:
    """Return a condition as a pack writes it, in short."""
    found = [f"{test.answer} {test.operator} {test.operand}" for test in tests(condition)]
    return " and ".join(found) or repr(condition)
