"""Claims that compare two sets of answers: graver, withheld, or other totals of screeners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iopintake.packs.conditions import Proposition
from iopintake.packs.model import LEVELS, Risk
from iopintake.reasoning.proof.model import Broken
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.outcome import told_conflict
from iopintake.reasoning.solving.solver import asking
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.names import named_rules, needs_at_least, when
from iopintake.rules.rulebook import Rulebook
from iopintake.support.language import _


class Pair:
    """Two sets of answers side by side, alike in all questions but some."""

    def __init__(self, book: Rulebook) -> None:
        """Model two sets of answers to the pack of BOOK in the same clauses."""
        self.pack = book.pack
        self.before = World(book)
        self.after = World(book, self.before.clauses)
        self.alike = {question: self._alike(question) for question in book.pack.questions}
        self.no_better = {risk.question: self._no_better(risk) for risk in book.pack.claims.risk}
        self._lower = self._lower_level()
        self._differ = self._different_result()
        self._other_rule = self._different_rule()
        self.ask = Questioner(self.before, self.after)

    def _alike(self, question: str) -> Literal:
        """Return a literal under which both worlds have the same answer to a question."""
        clauses = self.before.clauses
        alike = clauses.fresh()
        first, second = self.before.encoding.questions[question], self.after.encoding.questions[question]
        pairs = [(first.valued, second.valued), (first.withheld, second.withheld)]
        pairs += [(literal, second.propositions[p]) for p, literal in first.propositions.items()]
        again = self.after.encoding.confirmed
        pairs += [
            (one, again[key]) for key, one in self.before.encoding.confirmed.items() if key[0] == question
        ]
        for one, other in pairs:
            clauses.add(-alike, -one, other)
            clauses.add(-alike, one, -other)
        return alike

    def _no_better(self, risk: Risk) -> Literal:
        """Return a literal under which no risk that was named before is gone after.

        In a multiple choice all that was ticked stays ticked, but "none of these"; a
        number stays or grows.
        """
        clauses = self.before.clauses
        selected = clauses.fresh()
        question = self.pack.questions[risk.question]
        exclusive = {option.code for option in question.options if option.exclusive}
        second = self.after.encoding.questions[risk.question].propositions
        if question.type != "choice":
            for proposition, literal in self.before.encoding.questions[risk.question].propositions.items():
                if proposition.operand not in exclusive:
                    clauses.add(-selected, -literal, second[proposition])
        return selected

    def _lower_level(self) -> Literal:
        clauses = self.before.clauses
        rules, then = self.before.encoding.rules, self.after.encoding.rules
        names = [needs_at_least(level) for level in LEVELS]
        return clauses.disjunction(
            clauses.conjunction([rules[name].surely, -then[name].surely]) for name in names
        )

    def _different_result(self) -> Literal:
        clauses = self.before.clauses
        first, second = self.before.outcome, self.after.outcome
        pairs = [(literal, second.level[level]) for level, literal in first.level.items()]
        pairs += [(literal, second.verdict[verdict]) for verdict, literal in first.verdict.items()]
        return clauses.disjunction(clauses.conjunction([one, -other]) for one, other in pairs)

    def _different_rule(self) -> Literal:
        clauses = self.before.clauses
        names = [name for name, _ in named_rules(self.pack)]
        names += [name for name in self.before.encoding.rules if name.startswith(("when:", "spared:"))]
        rules, then = self.before.encoding.rules, self.after.encoding.rules
        return clauses.disjunction(
            clauses.conjunction([rules[name].surely, -then[name].surely]) for name in names
        )

    def _all_but(self, questions: set[str]) -> list[Literal]:
        return [alike for question, alike in self.alike.items() if question not in questions]

    def lowered_by_risk(self, risk: Risk, as_of: date) -> Iterator[Broken]:
        """Yield answers whose level gets lower as one answer gets graver by a step."""
        question = self.pack.questions[risk.question]
        first = self.before.encoding.questions[question.id]
        second = self.after.encoding.questions[question.id]
        both = [*self._all_but({question.id}), first.valued, second.valued, self.no_better[question.id]]
        for less, more in _steps(first.propositions, second.propositions, risk, question.type):
            literals = [*both, *less, *more, self._lower]
            what = _('"{short}" gets graver, and the level gets lower').format(short=question.short)
            if self.ask.can(*literals):
                yield Broken(what, *self.ask.smallest(literals, as_of))
                return

    def lowered_by_silence(self, question_id: str, as_of: date) -> Iterator[Broken]:
        """Yield answers where withholding one lowers what is possible, or makes an IOP fit.

        Only what is asked can be withheld, so the question belongs, or may.
        """
        clauses = self.before.encoding
        then = self.after.encoding
        silent = [
            *self._all_but({question_id}),
            -clauses.rules[when(question_id)].surely_not,
            clauses.questions[question_id].valued,
            then.questions[question_id].withheld,
        ]
        short = self.pack.questions[question_id].short
        for level in LEVELS[:-1]:
            name = needs_at_least(level)
            literals = [*silent, -clauses.rules[name].surely_not, then.rules[name].surely_not]
            if self.ask.can(*literals):
                what = _('"{short}" is withheld, and {level} is ruled out by that').format(
                    short=short, level=level
                )
                yield Broken(what, *self.ask.smallest(literals, as_of))
                return
        literals = [
            *silent,
            self.before.outcome.verdict["higher_level_first"],
            self.after.outcome.verdict["fits"],
        ]
        if self.ask.can(*literals):
            what = _('"{short}" is withheld, and a higher level turns into "fits"').format(short=short)
            yield Broken(what, *self.ask.smallest(literals, as_of))

    def changed_by(self, questions: set[str], as_of: date) -> Iterator[Broken]:
        """Yield answers that differ in these questions only, and in the needs or the result.

        No need may differ. The result may only where one of them contradicts another answer on
        safety: that is an open safety question until it is asked again.
        """
        told = [
            told_conflict(world.encoding, conflict)
            for world in (self.before, self.after)
            for conflict in self.pack.conflicts
            if not questions.isdisjoint(world.encoding.book.asked_by(conflict.id))
        ]
        same = self._all_but(questions)
        for literals in ([*same, self._lower], [*same, self._differ, *(-literal for literal in told)]):
            if self.ask.can(*literals):
                yield Broken(_("totals of screeners change the result"), *self.ask.smallest(literals, as_of))
                return

    def without_influence(self) -> Iterator[Broken]:
        """Yield the questions that change no rule, though they are not only for the record."""
        for question in self.pack.questions.values():
            what = _('the question "{id}" has no influence').format(id=question.id)
            with asking(what):
                if not question.record_only and not self.ask.can(
                    *self._all_but({question.id}), self._other_rule
                ):
                    yield Broken(what)


def _steps(
    first: object, second: object, risk: Risk, kind: str
) -> Iterator[tuple[list[Literal], list[Literal]]]:
    """Yield what holds before and after one step from harmless to grave."""
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    match kind:
        case "choice":
            for less, more in zip(risk.order, risk.order[1:], strict=False):
                yield [first[Proposition("is", less)]], [second[Proposition("is", more)]]
        case "choices":
            for code in risk.order:
                graver = Proposition("has", code)
                yield [-first[graver]], [second[graver]]
        case _:
            for proposition, literal in first.items():
                yield [-literal], [second[proposition]]


def monotone(pair: Pair, as_of: date) -> Iterator[Broken]:
    """Yield a graver or a withheld answer that lowers what is called for."""
    for risk in pair.pack.claims.risk:
        with asking(f'"{risk.question}" gets graver'):
            yield from pair.lowered_by_risk(risk, as_of)
    for question in pair.pack.questions:
        with asking(f'"{question}" is withheld'):
            yield from pair.lowered_by_silence(question, as_of)


def screeners(pair: Pair, as_of: date) -> Iterator[Broken]:
    """Yield two sets of answers that differ in screeners' totals only, and in the result for no other reason.

    Totals that contradict what was said on safety have it asked again; they call for no level.

    A risk level that a screener names in words is no total: like a single item, it may open
    questions on safety.
    """
    asked = {screener.question for screener in pair.pack.screeners}
    totals = {question for question in asked if pair.pack.questions[question].type == "integer"}
    yield from pair.changed_by(totals, as_of)
