"""All rules of a pack, each after what it rests on.

A rule is a question's relevance (its own and
its section's ``when``), a shared condition, a need, a criterion and so on; all ids
share one namespace, and a question's relevance goes by ``when:ID``.

An irrelevant answer does not count: every test of it is not met. A crisis sign is the
exception: an answer that by itself meets an emergency rule counts always. A question
that is spared belongs and is not asked; without an answer its tests stay unknown. What
counts unasked, such as a result that lies before the operator, counts wherever it is held;
where its own ``spared_when`` is met and nobody gave it, its tests are not met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from iopintake.packs.conditions import (
    ALWAYS,
    OPERATORS,
    All,
    AnyOf,
    Condition,
    Formula,
    Holds,
    Not,
    Reading,
    Test,
    Truth,
    references,
    tests,
)
from iopintake.packs.model import Pack, Question
from iopintake.rules.names import named_rules, offered, optional, sooner, spared, unlikely, when
from iopintake.rules.seen import Seen, Signs


class Cycle(ValueError):
    """Rules that rest on each other in a circle; ``path`` names them."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(" -> ".join(path))


@dataclass(frozen=True, slots=True)
class Node:
    """One condition of a rule, with the place where its truth stands in the result."""

    condition: Condition
    index: int
    parts: tuple[Node, ...] = ()
    rule: str = ""  # that it refers to, or that says whether what it asks belongs
    answer: str = ""  # that it tests


class Rulebook:
    """The rules of one pack, in order and compiled.

    Raises Cycle when rules rest on each other in a circle, KeyError when one names a
    question, a code or a rule that the pack does not have.
    """

    def __init__(self, pack: Pack) -> None:
        """Name and order the rules of PACK."""
        self.pack = pack
        self.relevance: dict[str, Condition] = {
            question.id: _both(section.when, question.when)
            for section in pack.sections
            for question in section.question
        }
        self.conditions: dict[str, Condition] = dict(named_rules(pack))
        self.conditions.update({when(qid): rule for qid, rule in self.relevance.items()})
        self.conditions.update(
            {
                spared(question.id): AnyOf((section.spared_when, question.spared_when))
                for section in pack.sections
                for question in section.question
            }
        )
        self.unasked = tuple(q.id for q in pack.questions.values() if q.counts_unasked)
        self.conditions.update({optional(q): pack.questions[q].spared_when for q in self.unasked})
        self.gated = tuple(q for q in pack.questions if self.relevance[q] != ALWAYS)  # may not belong
        self.conditions.update(
            {
                offered(question.id, option.code): option.when
                for question in pack.questions.values()
                for option in question.options
                if option.when != ALWAYS
            }
        )
        self.conditions.update(
            {sooner(q.id): q.sooner.when for q in pack.questions.values() if q.sooner is not None}
        )
        self.conditions.update(
            {
                unlikely(question.id, number): doubt.when
                for question in pack.questions.values()
                for number, doubt in enumerate(question.unlikely)
            }
        )
        self.order: tuple[str, ...] = tuple(self._ordered())
        self._asked_by: dict[str, frozenset[str]] = {}

    # --- order ---------------------------------------------------------------------

    def rests_on(self, rule: str) -> tuple[str, ...]:
        """Return the rules that RULE refers to, and the relevance of what it asks.

        The relevance of a question rests on whether anything waits for it, too.
        """
        condition = self.conditions[rule]
        gates = (when(test.answer) for test in tests(condition))
        waits = optional(rule.removeprefix("when:"))
        first = (waits,) if rule.startswith("when:") and waits in self.conditions else ()
        return tuple(dict.fromkeys((*first, *references(condition), *gates)))

    def closure(self, rules: Iterable[str]) -> set[str]:
        """Return RULES and all that they rest on."""
        found: set[str] = set()
        waiting = list(rules)
        while waiting:
            rule = waiting.pop()
            if rule not in found:
                found.add(rule)
                waiting += self.rests_on(rule)
        return found

    def asked_by(self, rule: str) -> frozenset[str]:
        """Return the questions that RULE and all that it rests on look at."""
        if rule not in self._asked_by:
            gates = self.closure([rule])
            self._asked_by[rule] = frozenset(q for q in self.pack.questions if when(q) in gates)
        return self._asked_by[rule]

    def _ordered(self) -> Iterator[str]:
        done: set[str] = set()
        for start in self.conditions:
            path: dict[str, Iterator[str]] = {}
            if start not in done:
                path[start] = iter(self.rests_on(start))
            while path:
                rule, rest = next(reversed(path.items()))
                for below in rest:
                    if below in path:
                        names = list(path)
                        raise Cycle((*names[names.index(below) :], below))
                    if below not in done:
                        path[below] = iter(self.rests_on(below))
                        break
                else:
                    del path[rule]
                    done.add(rule)
                    yield rule

    # --- signs ---------------------------------------------------------------------

    def formula(self, test: Test) -> Formula:
        """Return what TEST means, as a formula over its answer."""
        question = self.pack.questions[test.answer]
        return OPERATORS[test.operator].formula(test.operand, question.codes)

    def alone(self, condition: Condition, question_id: str, reading: Reading) -> Truth:
        """Return the truth of CONDITION when nothing but this one answer is known."""
        match condition:
            case Test(answer, operator):
                if answer != question_id:
                    return Truth.UNKNOWN
                if operator == "withheld":
                    return Truth.NOT_MET
                return Truth.MET if self.formula(condition).of(reading) else Truth.NOT_MET
            case All(parts):
                return min((self.alone(p, question_id, reading) for p in parts), default=Truth.MET)
            case AnyOf(parts):
                return max((self.alone(p, question_id, reading) for p in parts), default=Truth.NOT_MET)
            case Not(part):
                return ~self.alone(part, question_id, reading)
            case Holds(rule):
                return self.alone(self.conditions[rule], question_id, reading)

    @cached_property
    def _sign_tables(self) -> dict[str, Signs]:
        emergencies = [need for need in self.pack.levels.need if need.level == "emergency"]

        def table(question: Question) -> Signs:
            def is_sign(reading: Reading) -> bool:
                return any(self.alone(need.when, question.id, reading) is Truth.MET for need in emergencies)

            return Signs(is_sign)

        return {question.id: table(question) for question in self.pack.questions.values()}

    def signs(self, question_id: str) -> Mapping[Seen, bool]:
        """Return for each answer to a question whether it is a crisis sign."""
        return self._sign_tables[question_id]

    def counting(self, question_id: str) -> Mapping[Seen, bool]:
        """Return for each answer to a question whether it counts though its question does not belong."""
        return self._counting[question_id]

    @cached_property
    def _counting(self) -> dict[str, Signs]:
        return {
            question.id: Signs(lambda _: True) if question.counts_unasked else self._sign_tables[question.id]
            for question in self.pack.questions.values()
        }

    def is_crisis_sign(self, question_id: str, seen: Seen) -> bool:
        """Say whether an answer by itself meets an emergency rule of the pack."""
        return self._sign_tables[question_id][seen]

    # --- places --------------------------------------------------------------------

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Return each rule's condition as a tree whose truths have a place."""
        counter = iter(range(10**9))

        def number(condition: Condition) -> Node:
            match condition:
                case Test(answer):
                    return Node(condition, next(counter), rule=when(answer), answer=answer)
                case Holds(rule):
                    return Node(condition, next(counter), rule=rule)
                case All(parts) | AnyOf(parts):
                    below = tuple(number(part) for part in parts)
                case Not(part):
                    below = (number(part),)
            return Node(condition, next(counter), below)

        return {rule: number(self.conditions[rule]) for rule in self.order}

    @cached_property
    def index(self) -> dict[str, int]:
        """Return where the truth of each rule stands in the first part of a result."""
        return {rule: node.index for rule, node in self.nodes.items()}

    @cached_property
    def relevance_index(self) -> dict[str, int]:
        """Return where the truth stands that a question belongs, by its id."""
        return {question_id: self.index[when(question_id)] for question_id in self.pack.questions}

    @cached_property
    def place(self) -> dict[str, int]:
        """Return where each question stands in the second part of a result."""
        return {question_id: place for place, question_id in enumerate(self.pack.questions)}


def _both(first: Condition, second: Condition) -> Condition:
    if first == ALWAYS:
        return second
    return first if second == ALWAYS else All((first, second))
