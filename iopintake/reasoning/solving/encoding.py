"""A pack's rules as propositional clauses: every set of answers is a model, and no other.

Each question has a value, is withheld, or is open; each condition has two literals,
"surely true" and "surely false", so that unknown is neither (strong Kleene logic). What
a test means comes from the operator's one definition in ``iopintake.packs.conditions``: here a
proposition becomes a literal, in the evaluator it is read off the answer.

Numbers become order literals over the thresholds that the rules mention; a choice has
one literal for each option; exclusive options, bounds and relevance are clauses too, so
that the solver never invents an answer that nobody can give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from iopintake.answers.model import ANY_CONFLICT, Answer, Answers
from iopintake.packs.conditions import (
    SLOTS,
    All,
    AnyOf,
    Condition,
    Every,
    Formula,
    Holds,
    No,
    Not,
    Proposition,
    Reading,
    Some,
    Test,
)
from iopintake.packs.model import Question
from iopintake.reasoning.solving.clauses import Clauses, Literal
from iopintake.reasoning.thresholds import least_number, thresholds_of
from iopintake.rules.names import optional, when
from iopintake.rules.rulebook import Rulebook

REMEMBERED: Final = 20_000
"""Values whose literals are remembered, so that endless different ones take no memory."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two literals of a three-valued truth; never both true."""

    surely: Literal  # surely true
    surely_not: Literal  # surely false


@dataclass(frozen=True, slots=True)
class QuestionLiterals:
    """What can be said of one question: whether it has a value, and which."""

    valued: Literal
    withheld: Literal
    propositions: Mapping[Proposition, Literal]


class Encoding:
    """The clauses of one pack, and where its questions and rules are among them.

    ``clauses`` may be shared by two encodings (of two packs, or of two sets of answers
    to one pack); ``shared`` then maps questions to literals that are there already.
    """

    def __init__(
        self,
        book: Rulebook,
        clauses: Clauses | None = None,
        shared: Mapping[str, QuestionLiterals] | None = None,
        thresholds: Mapping[str, set[int]] | None = None,
    ) -> None:
        """Encode every rule of BOOK."""
        self.book = book
        self._values: dict[tuple[str, Reading], tuple[Literal, ...]] = {}
        self.clauses = clauses or Clauses()
        self.thresholds = thresholds or thresholds_of(book)
        self.questions = {
            question.id: (shared or {}).get(question.id) or self._question(question)
            for question in book.pack.questions.values()
        }
        self.confirmed = {
            (question, conflict.id): self._confirmed(question)
            for conflict in book.pack.conflicts
            for question in conflict.questions
        }
        self.rules: dict[str, Pair] = {}
        self._tests: dict[Test, Pair] = {}
        self.irrelevant: dict[str, Literal] = {}
        for rule in book.order:
            self.rules[rule] = self.encode(book.conditions[rule])
            if rule.startswith("when:"):
                self._gate(rule.removeprefix("when:"), self.rules[rule])

    # --- questions -----------------------------------------------------------------

    def _question(self, question: Question) -> QuestionLiterals:
        clauses = self.clauses
        valued, withheld = clauses.fresh(), clauses.fresh()
        clauses.add(-valued, -withheld)
        propositions: dict[Proposition, Literal] = {}
        match question.type:
            case "choice":
                options = {Proposition("is", code): clauses.fresh() for code in question.codes}
                clauses.add(*options.values())
                for first, second in combinations(options.values(), 2):
                    clauses.add(-first, -second)
                propositions.update(options)
            case "choices":
                for option in question.options:
                    propositions[Proposition("has", option.code)] = clauses.fresh()
                clauses.add(*propositions.values())
                for option in question.options:
                    if option.exclusive:
                        alone = propositions[Proposition("has", option.code)]
                        for other in propositions.values():
                            if other != alone:
                                clauses.add(-alone, -other)
            case "schedule":
                propositions.update({Proposition("has", slot): clauses.fresh() for slot in SLOTS})
            case "integer" | "date":
                self._order(question, propositions)
            case "text":
                pass
        return QuestionLiterals(valued, withheld, propositions)

    def _order(self, question: Question, propositions: dict[Proposition, Literal]) -> None:
        """Give each threshold a literal; a higher one implies every lower one."""
        clauses = self.clauses
        for threshold in sorted(self.thresholds.get(question.id, ())):
            propositions[Proposition("at_least", threshold)] = clauses.fresh()
        for lower, higher in pairwise(propositions.values()):
            clauses.add(-higher, lower)
        for proposition, literal in propositions.items():
            assert isinstance(proposition.operand, int)
            minimum = least_number(question)
            if minimum is not None and proposition.operand <= minimum:
                clauses.add(literal)
            if question.maximum is not None and proposition.operand > question.maximum:
                clauses.add(-literal)

    def formula(self, question_id: str, formula: Formula) -> Literal:
        """Return a literal for a formula over the value of a question."""
        match formula:
            case Proposition():
                return self.questions[question_id].propositions[formula]
            case Every(parts):
                return self.clauses.conjunction(self.formula(question_id, part) for part in parts)
            case Some(parts):
                return self.clauses.disjunction(self.formula(question_id, part) for part in parts)
            case No(part):
                return -self.formula(question_id, part)

    def _gate(self, question_id: str, relevance: Pair) -> None:
        """Say when a question does not count: irrelevant, and with no answer that counts all the same."""
        clauses, literals = self.clauses, self.questions[question_id]
        if not self.book.pack.questions[question_id].counts_unasked:
            sign = clauses.conjunction([literals.valued, self.sign(question_id)])
            self.irrelevant[question_id] = clauses.conjunction([relevance.surely_not, -sign])
            return
        not_given = [-literals.valued, -literals.withheld, self.rules[optional(question_id)].surely]
        self.irrelevant[question_id] = clauses.disjunction(
            [clauses.conjunction([relevance.surely_not, -literals.valued]), clauses.conjunction(not_given)]
        )

    def not_asked(self, question_id: str) -> Literal:
        """Return a literal that is true when a question does not belong, or nothing waits for it."""
        absent = self.rules[when(question_id)].surely_not
        if not self.book.pack.questions[question_id].counts_unasked:
            return absent
        return self.clauses.disjunction([absent, self.rules[optional(question_id)].surely])

    def sign(self, question_id: str) -> Literal:
        """Return a literal that is true when the value of a question is a crisis sign.

        Which values are is asked of the rulebook, value by value, for the codes of a
        choice; no emergency rule of one answer rests on anything but codes.
        """
        propositions = self.questions[question_id].propositions
        signs = []
        for proposition, literal in propositions.items():
            code = proposition.operand
            if isinstance(code, str):
                reading = code if proposition.kind == "is" else frozenset({code})
                if self.book.is_crisis_sign(question_id, reading):
                    signs.append(literal)
        return self.clauses.disjunction(signs)

    def _confirmed(self, question_id: str) -> Literal:
        """Return a literal that is true when a question was answered again after a conflict."""
        literals, confirmed = self.questions[question_id], self.clauses.fresh()
        self.clauses.add(-confirmed, literals.valued, literals.withheld)
        return confirmed

    # --- conditions ----------------------------------------------------------------

    def encode(self, condition: Condition) -> Pair:
        """Return the two literals of a condition."""
        clauses = self.clauses
        match condition:
            case Test():
                return self._test(condition)
            case Holds(rule):
                return self.rules[rule]
            case Not(part):
                pair = self.encode(part)
                return Pair(pair.surely_not, pair.surely)
            case All(parts):
                pairs = [self.encode(part) for part in parts]
                return Pair(
                    clauses.conjunction(pair.surely for pair in pairs),
                    clauses.disjunction(pair.surely_not for pair in pairs),
                )
            case AnyOf(parts):
                pairs = [self.encode(part) for part in parts]
                return Pair(
                    clauses.disjunction(pair.surely for pair in pairs),
                    clauses.conjunction(pair.surely_not for pair in pairs),
                )

    def _test(self, test: Test) -> Pair:
        if test not in self._tests:
            clauses, literals = self.clauses, self.questions[test.answer]
            gone = self.irrelevant[test.answer]
            if test.operator == "withheld":
                yes, no = literals.withheld, literals.valued
            else:
                truth = self.formula(test.answer, self.book.formula(test))
                yes = clauses.conjunction([literals.valued, truth])
                no = clauses.conjunction([literals.valued, -truth])
            self._tests[test] = Pair(clauses.conjunction([-gone, yes]), clauses.disjunction([gone, no]))
        return self._tests[test]

    # --- answers ----------------------------------------------------------

    def given(self, answers: Answers) -> list[Literal]:
        """Return the literals that fix every answer with a value, and what was asked again."""
        fixed: list[Literal] = [
            literal if _is_confirmed(answers.get(question), conflict) else -literal
            for (question, conflict), literal in self.confirmed.items()
        ]
        for question_id, answer in answers.given.items():
            if question_id not in self.questions:
                continue  # an earlier version of the pack asked it
            if (reading := answer.reading(answers.as_of)) is not None:
                fixed += self._of_value(question_id, reading)
        return fixed

    def _of_value(self, question_id: str, reading: Reading) -> tuple[Literal, ...]:
        """Return the literals that give a question a value."""
        if (known := self._values.get((question_id, reading))) is not None:
            return known
        literals = self.questions[question_id]
        made = literals.valued, *_telling(literals.propositions, reading)
        if len(self._values) < REMEMBERED:
            self._values[question_id, reading] = made
        return made


def _telling(propositions: Mapping[Proposition, Literal], reading: Reading) -> list[Literal]:
    """Return literals that tell READING; of one code, or of thresholds in order, the others follow."""
    true = [literal for p, literal in propositions.items() if p.of(reading)]
    false = [-literal for p, literal in propositions.items() if not p.of(reading)]
    match next(iter(propositions), None):
        case Proposition(kind="is") if true:
            return true
        case Proposition(kind="at_least"):
            return [*true[-1:], *false[:1]]
    return true + false


def _is_confirmed(answer: Answer | None, conflict: str) -> bool:
    return answer is not None and not {conflict, ANY_CONFLICT}.isdisjoint(answer.confirmed)
