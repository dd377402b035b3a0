"""What the rules of a pack come to for a set of answers, and which answers are behind it.

The rulebook is compiled once to one Python function that computes the truth of every
condition of every rule. Explanations read those very truths off the tree of
conditions; nothing is decided a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from iopintake.answers.model import Answers
from iopintake.packs.conditions import All, AnyOf, Holds, Test, Truth
from iopintake.packs.model import Pack
from iopintake.rules.columns import Columns
from iopintake.rules.kinds import Kinds
from iopintake.rules.names import decisive_rules, spared, when
from iopintake.rules.program import MET, NOT_MET, UNKNOWN, Program, Source
from iopintake.rules.rulebook import Node, Rulebook
from iopintake.rules.seen import IRRELEVANT, OPEN, WITHHELD, Seen
from iopintake.rules.together import AnsweredAlike, Together, evaluated
from iopintake.rules.together import Program as TogetherProgram

TRUTHS: Final = (Truth.NOT_MET, Truth.UNKNOWN, Truth.UNKNOWN, Truth.MET)

Found = TypeVar("Found")


class Evaluator:
    """A pack's rules, ready to be evaluated over any number of sets of answers."""

    def __init__(self, pack: Pack) -> None:
        """Order the rules of PACK; they are compiled at the first use."""
        self.pack = pack
        self.book = Rulebook(pack)

    @cached_property
    def _whole(self) -> Program:
        return Source(self.book, every_node=True).program()

    @cached_property
    def truths_of_rules(self) -> Program:
        """Return the faster program that keeps the truths of whole rules only."""
        return Source(self.book, every_node=False).program()

    @cached_property
    def _decisive(self) -> Program:
        return Source(self.book, every_node=False, rules=decisive_rules(self.pack)).program()

    def evaluate(self, answers: Answers) -> Evaluation:
        """Return what the rules come to for ANSWERS."""
        given = seen(answers)
        truths, counted = self._whole(given)
        return Evaluation(self.book, answers, given, truths, counted)

    @cached_property
    def _together(self) -> TogetherProgram:
        return Together(self.book).compiled()

    def evaluate_all(self, every: Sequence[Answers]) -> tuple[list[Evaluation], Columns]:
        """Return what the rules come to for EVERY set of answers, and the same in columns.

        There are some sets, and at most ``MOST``; together each takes half as long.
        """
        given = [seen(answers) for answers in every]
        columns, each = evaluated(self._together, self.book, given)
        evaluations = [
            Evaluation(self.book, answers, one, truths, counted)
            for answers, one, (truths, counted) in zip(every, given, each, strict=True)
        ]
        return evaluations, columns

    def suppose(self, answers: Answers, given: Mapping[str, Seen]) -> Evaluation:
        """Return what the rules that decide come to for what is GIVEN, with nothing to explain.

        It is for trying many sets of answers fast; ANSWERS stand beside it for what does
        not rest on their values.
        """
        truths, counted = self._decisive(given)
        return Evaluation(self.book, answers, given, truths, counted)

    @cached_property
    def kinds(self) -> Kinds:
        """Return what tells apart what changes of answers come to."""
        return Kinds(self.book)


def seen(answers: Answers) -> dict[str, Seen]:
    """Return ANSWERS as the rules see them; what is not there is open."""
    found: dict[str, Seen] = {}
    for question_id, answer in answers.given.items():
        if (value := answer.value) is None:
            if answer.withheld:
                found[question_id] = WITHHELD
        else:
            found[question_id] = (
                value if type(value) is str or type(value) is int else answer.reading(answers.as_of)
            )
    return found


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The truth of every condition of a pack for one set of answers."""

    book: Rulebook
    answers: Answers
    given: Mapping[str, Seen]  # what is seen of each answered question
    truths: Sequence[int]
    counted: tuple[Seen, ...]
    _because: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    _missing: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)
    _found: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, find: Callable[[Evaluation], Found]) -> Found:
        """Return what FIND finds in it, which is looked for once only."""
        found: Found
        try:
            found = self._found[find]
        except KeyError:
            found = self._found[find] = find(self)
        return found

    def keep(self, find: Callable[[Evaluation], Found], found: Found) -> None:
        """Keep what FIND would find, which was found otherwise, for ``once``."""
        self._found[find] = found

    def columns(self) -> Columns:
        """Return it as the only set of answers in columns."""
        questions = tuple(self.book.place)
        return Columns(1, self.truths, lambda place: AnsweredAlike(self.given.get(questions[place]), 1))

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
        return TRUTHS[self.truths[self.book.relevance_index[question_id]]]

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
            self._missing[rule] = self.missing_of((rule,))
        return self._missing[rule]

    def missing_of(self, rules: Iterable[str]) -> tuple[str, ...]:
        """Return the questions that would settle some of RULES, each once, in the order of ``missing``."""
        found: dict[str, None] = {}
        looked_at: set[str] = set()
        for rule in rules:
            self._look_at(rule, found, looked_at)
        return tuple(found)

    def _look_at(self, rule: str, found: dict[str, None], looked_at: set[str]) -> None:
        if rule not in looked_at:
            looked_at.add(rule)
            if self.truths[self.book.index[rule]] == UNKNOWN:
                self._gather_missing(self.book.nodes[rule], found, looked_at)

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

    def _gather_missing(self, node: Node, found: dict[str, None], looked_at: set[str]) -> None:
        """Take in the questions that keep an unknown condition so, what they depend on first."""
        if node.rule:
            if node.rule not in looked_at:
                self._look_at(node.rule, found, looked_at)
            if node.answer:
                found[node.answer] = None
            return
        truths = self.truths
        for part in node.parts:
            if truths[part.index] == UNKNOWN and part.answer not in found:
                self._gather_missing(part, found, looked_at)
