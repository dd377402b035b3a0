"""When an item of a form is asked, in FHIR's terms: enableWhen where it can say it, FHIRPath where not.

A question of a pack belongs when its condition is met. FHIR knows two values, so what is not
known counts as not yet; the negation of a test therefore asks for an answer to be there. An item
that is not enabled has no answer in a response, and FHIR can't tell it from one not answered yet,
so "the tested question does not belong" is written out from that question's own condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from iopintake.answers import fhir_terms as terms
from iopintake.packs.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    Every,
    Formula,
    Holds,
    No,
    Not,
    Proposition,
    Some,
    Test,
)
from iopintake.rules.rulebook import Rulebook

Kind = Literal[
    "code",
    "no_code",
    "at_least",
    "below",
    "days_ago",
    "fewer_days_ago",
    "free_days",
    "fewer_free_days",
    "only_times",
    "withheld",
    "given",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the answer to one question; false while there is none."""

    question: str
    kind: Kind
    operand: str | int = ""


@dataclass(frozen=True, slots=True)
class Both:
    """True when every part is; without parts always."""

    parts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """True when some part is; without parts never."""

    parts: tuple[Said, ...]


Said = Fact | Both | Either
TRUE: Final = Both(())
FALSE: Final = Either(())


def enabling(pack_book: Rulebook, question_id: str) -> dict[str, Any]:
    """Return the elements that say when the item of a question is enabled; none when it always is."""
    said = said_when(pack_book, question_id)
    if said is None:
        return {}
    flat = _as_enable_when(pack_book, said)
    if flat is not None:
        return flat
    expression = {"language": "text/fhirpath", "expression": fhirpath(said)}
    return {"extension": [{"url": terms.ENABLE_EXPRESSION, "valueExpression": expression}]}


def said_when(pack_book: Rulebook, question_id: str) -> Said | None:
    """Return what must stand in a response for a question to be answered; None when it always can be.

    What counts unasked, such as a result that lies before somebody, can be answered always.
    """
    relevance = pack_book.relevance[question_id]
    always = relevance == ALWAYS or pack_book.pack.questions[question_id].counts_unasked
    return None if always else _Reader(pack_book).met(relevance)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads conditions as what must stand in a response."""

    book: Rulebook

    def met(self, condition: Condition) -> Said:
        match condition:
            case All(parts):
                return _both(self.met(part) for part in parts)
            case AnyOf(parts):
                return _either(self.met(part) for part in parts)
            case Not(part):
                return self.not_met(part)
            case Holds(rule):
                return self.met(self.book.conditions[rule])
            case Test():
                return self._test(condition, holds=True)

    def not_met(self, condition: Condition) -> Said:
        match condition:
            case All(parts):
                return _either(self.not_met(part) for part in parts)
            case AnyOf(parts):
                return _both(self.not_met(part) for part in parts)
            case Not(part):
                return self.met(part)
            case Holds(rule):
                return self.not_met(self.book.conditions[rule])
            case Test(answer):
                gone = self.not_met(self.book.relevance[answer])
                return _either((self._test(condition, holds=False), gone))

    def _test(self, test: Test, *, holds: bool) -> Said:
        question, operand = test.answer, test.operand
        match test.operator:
            case "withheld":
                return Fact(question, "withheld" if holds else "given")
            case "days_at_least" | "days_at_most" if isinstance(operand, int):
                many = (test.operator == "days_at_least") == holds
                number = operand + (test.operator == "days_at_most")
                return Fact(question, "free_days" if many else "fewer_free_days", number)
            case "only_times" if holds:
                return Fact(question, "only_times", str(operand))
            case _:
                return self._formula(question, self.book.formula(test), holds=holds)

    def _formula(self, question: str, formula: Formula, *, holds: bool) -> Said:
        match formula:
            case Every(parts) | Some(parts):
                each = (self._formula(question, part, holds=holds) for part in parts)
                return _both(each) if isinstance(formula, Every) == holds else _either(each)
            case No(part):
                return self._formula(question, part, holds=not holds)
            case Proposition("at_least", number) if self.book.pack.questions[question].type == "date":
                return Fact(question, "days_ago" if holds else "fewer_days_ago", number)
            case Proposition("at_least", number):
                return Fact(question, "at_least" if holds else "below", number)
            case Proposition("is", code) if not holds:
                others = (other for other in self.book.pack.questions[question].codes if other != code)
                return _either(Fact(question, "code", other) for other in others)
            case Proposition(_, code):
                return Fact(question, "code" if holds else "no_code", code)


def _both(parts: Iterable[Said]) -> Said:
    found = _flat(parts, Both)
    if FALSE in found:
        return FALSE
    return found[0] if len(found) == 1 else Both(found)


def _either(parts: Iterable[Said]) -> Said:
    found = _flat(parts, Either)
    if TRUE in found:
        return TRUE
    return found[0] if len(found) == 1 else Either(found)


def _flat(parts: Iterable[Said], kind: type[Both | Either]) -> tuple[Said, ...]:
    """Return PARTS without doubles, those of the same KIND taken apart."""
    found: dict[Said, None] = {}
    for part in parts:
        for one in part.parts if isinstance(part, kind) else (part,):
            found[one] = None
    return tuple(found)


# --- enableWhen ------------------------------------------------------------------------


def _as_enable_when(book: Rulebook, said: Said) -> dict[str, Any] | None:
    """Return SAID as enableWhen, or None when it takes more than one list of comparisons."""
    parts = said.parts if isinstance(said, Both | Either) else (said,)
    whens = [_comparison(book, part) for part in parts]
    if not whens or None in whens:
        return None
    found: dict[str, Any] = {"enableWhen": whens}
    if len(whens) > 1:
        found["enableBehavior"] = "all" if isinstance(said, Both) else "any"
    return found


def _comparison(book: Rulebook, said: Said) -> dict[str, Any] | None:
    if not isinstance(said, Fact):
        return None
    question = book.pack.questions[said.question]
    match said.kind:
        case "code":
            code = str(said.operand)
            coding = {"system": terms.option_system(book.pack, question.id), "code": code}
            return {"question": question.id, "operator": "=", "answerCoding": coding}
        case "at_least" | "below" if question.type == "integer":
            operator = ">=" if said.kind == "at_least" else "<"
            return {"question": question.id, "operator": operator, "answerInteger": said.operand}
        case _:
            return None


# --- FHIRPath --------------------------------------------------------------------------


def fhirpath(said: Said) -> str:
    """Return SAID as a FHIRPath expression over the response, true or false and never empty."""
    match said:
        case Both(parts):
            return " and ".join(map(_bracketed, parts)) or "true"
        case Either(parts):
            return " or ".join(map(_bracketed, parts)) or "false"
        case Fact():
            return _fact(said)


def _bracketed(said: Said) -> str:
    return fhirpath(said) if isinstance(said, Fact) else f"({fhirpath(said)})"


def _fact(fact: Fact) -> str:
    item = f"%resource.repeat(item).where(linkId = '{fact.question}')"
    values = f"{item}.answer.value"
    days = f"{values}.code.where($this != '{terms.NO_FREE_TIMES}').select(substring(0, 3)).distinct().count()"
    match fact.kind:
        case "code":
            return f"{values}.where(code = '{fact.operand}').exists()"
        case "no_code":
            return f"({values}.exists() and {values}.where(code = '{fact.operand}').exists().not())"
        case "at_least":
            return f"{values}.where($this >= {fact.operand}).exists()"
        case "below":
            return f"{values}.where($this < {fact.operand}).exists()"
        case "days_ago":
            return f"{values}.where($this <= today() - {fact.operand} days).exists()"
        case "fewer_days_ago":
            return f"{values}.where($this > today() - {fact.operand} days).exists()"
        case "free_days":
            return f"({days} >= {fact.operand})"
        case "fewer_free_days":
            return f"({values}.exists() and {days} < {fact.operand})"
        case "only_times":
            other = f"{values}.where(code.endsWith('-{fact.operand}').not()).exists()"
            return f"({values}.exists() and {other}.not())"
        case "given":
            return f"{values}.exists()"
        case "withheld":
            reasons = f"{item}.extension.where(url = '{terms.ABSENT_REASON}').value"
            return f"{reasons}.where($this = 'asked-declined' or $this = 'asked-unknown').exists()"
