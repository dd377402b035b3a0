"""What the rules of a pack come to for a set of answers, and which answers are behind it.

The rulebook is compiled once to one Python function that computes the truth of every
condition of every rule. Explanations read those very truths off the tree of
conditions; nothing is decided a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from iopintake.answers.model import Answers
from iopintake.packs.conditions import All, AnyOf, Formula, Holds, Not, Test, Truth
from iopintake.packs.model import Pack
from iopintake.rules.rulebook import Node, Rulebook, decisive_rules, optional, spared, when
from iopintake.rules.seen import IRRELEVANT, OPEN, TABLE_LIMIT, WITHHELD, Mark, Seen

MET, UNKNOWN, NOT_MET = int(Truth.MET), int(Truth.UNKNOWN), int(Truth.NOT_MET)
TRUTHS: Final = (Truth.NOT_MET, Truth.UNKNOWN, Truth.UNKNOWN, Truth.MET)
NEGATION: Final = (MET, UNKNOWN, UNKNOWN, NOT_MET)

Found = TypeVar("Found")

Program = Callable[[Mapping[str, Seen]], tuple[tuple[int, ...], tuple[Seen, ...]]]
"""Takes what is seen of each answered question; gives truths, and what counts of each
question in the pack's order."""


class _Table(dict[Seen, int]):
    """The truth of one test for each answer that was met so far."""

    def __init__(self, formula: Formula, *, withheld: bool) -> None:
        self._marks: dict[Seen, int] = {
            OPEN: UNKNOWN,
            WITHHELD: MET if withheld else UNKNOWN,
            IRRELEVANT: NOT_MET,
        }
        self._formula = None if withheld else formula
        super().__init__(self._marks)

    def __missing__(self, seen: Seen) -> int:
        if len(self) >= TABLE_LIMIT:
            self.clear()
            self.update(self._marks)
        assert not isinstance(seen, Mark)
        assert seen is not None
        truth = MET if self._formula is not None and self._formula.of(seen) else NOT_MET
        self[seen] = truth
        return truth


class _Source:
    """The source text of a program, and the tables that it looks tests up in."""

    def __init__(self, book: Rulebook, *, every_node: bool, rules: Collection[str] | None = None) -> None:
        """Prepare for the rules of BOOK, or for RULES and what they rest on.

        EVERY_NODE keeps the truth of each condition; what is left out is told as unknown.
        """
        self.book = book
        wanted = book.conditions if rules is None else book.closure(rules)
        self.order = [rule for rule in book.order if rule in wanted]
        self.every_node = every_node
        self.lines: list[str] = []
        self.tables: dict[str, object] = {"NEG": NEGATION, "NA": IRRELEVANT}
        self.known: dict[Test, str] = {}

    def program(self) -> Program:
        """Return the compiled program."""
        admitted: set[int] = set()
        for rule in self.order:
            node = self.book.nodes[rule]
            self.lines.append(f"n{node.index} = {self._inner(node)}")
            if rule.startswith("when:"):
                admitted.add(self._admit(rule.removeprefix("when:"), node))
        kept = set(self._indices())
        truths = ", ".join(f"n{i}" if i in kept else str(UNKNOWN) for i in range(max(kept) + 1))
        counted = ", ".join(
            f"v{place}" if place in admitted else "None" for place in self.book.place.values()
        )
        body = "\n    ".join((*self.lines, f"return ({truths},), ({counted},)"))
        namespace = dict(self.tables)
        exec(f"def program(given):\n    get = given.get\n    {body}\n", namespace)  # noqa: S102 - our own text
        program: Program = namespace["program"]  # type: ignore[assignment]
        return program

    def _indices(self) -> Iterator[int]:
        for node in (self.book.nodes[rule] for rule in self.order):
            yield from _indices(node) if self.every_node else (node.index,)

    def _admit(self, question_id: str, gate: Node) -> int:
        """Take the answer in, unless its question is irrelevant and it is none that counts all the same."""
        place = self.book.place[question_id]
        self.lines.append(f"v{place} = get({question_id!r})")
        if self.book.pack.questions[question_id].counts_unasked:
            not_asked = self.book.nodes[optional(question_id)].index
            self.lines.append(f"if v{place} is None and n{not_asked} == {MET}: v{place} = NA")
        if gate.condition != All(()):
            self.tables[f"S{place}"] = self.book.counting(question_id)
            self.lines.append(f"if not n{gate.index} and not S{place}[v{place}]: v{place} = NA")
        return place

    def _expression(self, node: Node) -> str:
        if not self.every_node:
            return self._inner(node)
        self.lines.append(f"n{node.index} = {self._inner(node)}")
        return f"n{node.index}"

    def _inner(self, node: Node) -> str:
        match node.condition:
            case Test() as test:
                return self._test(test)
            case Holds(rule):
                return f"n{self.book.nodes[rule].index}"
            case All():
                return "(" + (" & ".join(map(self._expression, node.parts)) or str(MET)) + ")"
            case AnyOf():
                return "(" + (" | ".join(map(self._expression, node.parts)) or str(NOT_MET)) + ")"
            case Not():
                return f"NEG[{self._expression(node.parts[0])}]"

    def _test(self, test: Test) -> str:
        """Return the variable that holds the truth of TEST, computed where it first stands."""
        if test not in self.known:
            name = f"t{len(self.known)}"
            table = f"T{len(self.known)}"
            self.tables[table] = _Table(self.book.formula(test), withheld=test.operator == "withheld")
            self.lines.append(f"{name} = {table}[v{self.book.place[test.answer]}]")
            self.known[test] = name
        return self.known[test]


def _indices(node: Node) -> Iterator[int]:
    yield node.index
    for part in node.parts:
        yield from _indices(part)


class Evaluator:
    """A pack's rules, ready to be evaluated over any number of sets of answers."""

    def __init__(self, pack: Pack) -> None:
        """Order the rules of PACK; they are compiled at the first use."""
        self.pack = pack
        self.book = Rulebook(pack)

    @cached_property
    def _whole(self) -> Program:
        return _Source(self.book, every_node=True).program()

    @cached_property
    def truths_of_rules(self) -> Program:
        """Return the faster program that keeps the truths of whole rules only."""
        return _Source(self.book, every_node=False).program()

    @cached_property
    def _decisive(self) -> Program:
        return _Source(self.book, every_node=False, rules=decisive_rules(self.pack)).program()

    def evaluate(self, answers: Answers) -> Evaluation:
        """Return what the rules come to for ANSWERS."""
        truths, counted = self._whole(seen(answers))
        return Evaluation(book=self.book, answers=answers, truths=truths, counted=counted)

    def suppose(self, answers: Answers, given: Mapping[str, Seen]) -> Evaluation:
        """Return what the rules that decide come to for what is GIVEN, with nothing to explain.

        It is for trying many sets of answers fast; ANSWERS stand beside it for what does
        not rest on their values.
        """
        truths, counted = self._decisive(given)
        return Evaluation(book=self.book, answers=answers, truths=truths, counted=counted)


def seen(answers: Answers) -> dict[str, Seen]:
    """Return ANSWERS as the rules see them; what is not there is open."""
    found: dict[str, Seen] = {}
    for question_id, answer in answers.items():
        if answer.withheld:
            found[question_id] = WITHHELD
        elif answer.value is not None:
            found[question_id] = answer.reading(answers.as_of)
    return found


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The truth of every condition of a pack for one set of answers."""

    book: Rulebook
    answers: Answers
    truths: tuple[int, ...]
    counted: tuple[Seen, ...]
    _because: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    _missing: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    _found: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, find: Callable[[Evaluation], Found]) -> Found:
        """Return what FIND finds in it, which is looked for once only."""
        if find not in self._found:
            self._found[find] = find(self)
        found: Found = self._found[find]
        return found

    def truth(self, rule: str) -> Truth:
        """Return the truth of a rule."""
        return TRUTHS[self.truths[self.book.index[rule]]]

    def is_met(self, rule: str) -> bool:
        """Say whether a rule is met for sure."""
        return self.truths[self.book.index[rule]] == MET

    def is_possible(self, rule: str) -> bool:
        """Say whether a rule is met or may yet be."""
        return self.truths[self.book.index[rule]] != NOT_MET

    def relevance(self, question_id: str) -> Truth:
        """Say whether a question belongs to the interview of these answers."""
        return self.truth(when(question_id))

    def is_spared(self, question_id: str) -> bool:
        """Say whether a question is not asked for now, though it may belong."""
        return self.is_met(spared(question_id))

    def counts(self, question_id: str) -> Seen:
        """Return what counts of the answer to a question."""
        return self.counted[self.book.place[question_id]]

    def belongs(self, question_id: str) -> bool:
        """Say whether a question belongs, or has an answer that counts though nobody asks for it."""
        question = self.book.pack.questions[question_id]
        held = question.counts_unasked and self.counts(question_id) not in {OPEN, IRRELEVANT}
        return held or self.relevance(question_id) is Truth.MET

    def is_settled(self, question_id: str) -> bool:
        """Say whether a question has a value that counts, or needs none."""
        return self.counts(question_id) is not OPEN and self.counts(question_id) is not WITHHELD

    def crisis_signs(self) -> tuple[str, ...]:
        """Return the questions whose answers are crisis signs."""
        return tuple(q for q in self.book.pack.questions if self.book.is_crisis_sign(q, self.counts(q)))

    def conflicts(self) -> tuple[str, ...]:
        """Return the questions that are irrelevant and whose crisis sign counts all the same."""
        return tuple(q for q in self.crisis_signs() if self.relevance(q) is Truth.NOT_MET)

    def set_aside(self) -> tuple[str, ...]:
        """Return the questions that have an answer which does not count."""
        return tuple(
            q for q in self.book.pack.questions if q in self.answers and self.counts(q) is IRRELEVANT
        )

    def because(self, rule: str) -> tuple[str, ...]:
        """Return the questions whose answers are behind the truth of a settled rule."""
        if rule not in self._because:
            found: dict[str, None] = {}
            self._gather_because(self.book.nodes[rule], found)
            self._because[rule] = tuple(found)
        return self._because[rule]

    def missing(self, rule: str) -> tuple[str, ...]:
        """Return the questions that would settle a rule whose truth is unknown."""
        if self.truths[self.book.index[rule]] != UNKNOWN:
            return ()
        if rule not in self._missing:
            found: dict[str, None] = {}
            self._gather_missing(self.book.nodes[rule], found)
            self._missing[rule] = tuple(found)
        return self._missing[rule]

    def _gather_because(self, node: Node, found: dict[str, None]) -> None:
        """Take in the answers behind a condition: in an *any* that is met, those of what is met."""
        truths, condition = self.truths, node.condition
        truth = truths[node.index]
        if isinstance(condition, Test):
            counted = self.counts(condition.answer)
            if counted is IRRELEVANT:
                found.update(dict.fromkeys(self.because(when(condition.answer))))
            elif counted is not OPEN and truth != UNKNOWN:
                found[condition.answer] = None
        elif isinstance(condition, Holds):
            found.update(dict.fromkeys(self.because(condition.rule)))
        else:
            ignored = MET if isinstance(condition, All) else NOT_MET
            skips = isinstance(condition, All | AnyOf) and truth != ignored
            for part in node.parts:
                if not skips or truths[part.index] != ignored:
                    self._gather_because(part, found)

    def _gather_missing(self, node: Node, found: dict[str, None]) -> None:
        """Take in the questions that keep an unknown condition so, what they depend on first."""
        condition = node.condition
        if isinstance(condition, Test):
            if relevance := self.missing(when(condition.answer)):
                found.update(dict.fromkeys(relevance))
            found[condition.answer] = None
        elif isinstance(condition, Holds):
            found.update(dict.fromkeys(self.missing(condition.rule)))
        else:
            truths = self.truths
            for part in node.parts:
                if truths[part.index] == UNKNOWN:
                    self._gather_missing(part, found)
