"""What can be said without a solver: levels that are shown to be possible, and levels that are ruled out.

Every witness is tried with a person's answers in place of its own; a level that one comes to is possible.
And every answer that could be given is supposed; a level that the rules then rule out, each looked
at by itself, is not possible beside it. Both are exact; what neither says stays to be proved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from iopintake.answers.model import Answers
from iopintake.packs.conditions import Truth
from iopintake.reasoning.circuit import Circuit, Lanes
from iopintake.reasoning.lanes import SideBySide
from iopintake.reasoning.said import Said, answers_to, both_sides
from iopintake.reasoning.thresholds import thresholds_of
from iopintake.reasoning.variables import Slot, Variable
from iopintake.reasoning.witnesses import Witnesses, lanes_of
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import when

TOGETHER: Final = 64
"""Sets of answers that are looked at together; with more the numbers outgrow the nearest memory."""
FEW: Final = 3
"""Witnesses of one level that are tried with each answer."""
LOOKED_AT: Final = 24
"""Witnesses of one level among which these are looked for."""


@dataclass(frozen=True, slots=True)
class Case:
    """What levels rest on in a set of answers."""

    slots: tuple[Slot | None, ...]  # of each variable that has a value
    tried: tuple[Slot | None, ...]  # the same, and what makes questions belong whose answers count on
    held: tuple[bool, ...]  # for each gated question with crisis signs: it has a value
    kept: tuple[bool, ...]  # for each gated question: its answer goes on to count
    silent: tuple[bool, ...]  # for each question that counts unasked: it was asked, and has no value
    open: int  # a bit for each variable without a value


@dataclass
class Found:
    """What is known for one case; each number has a lane for what may be supposed, or for each witness."""

    screening: Screening
    case: Case
    open: tuple[Lanes, ...]  # for each level, beside which answers no rule rules it out

    @cached_property
    def shown(self) -> tuple[Lanes, ...]:
        """Return for each level which witnesses come to it."""
        return self.screening.shown(self.case)

    def is_possible(self, level: int) -> bool | None:
        """Say whether a level is possible; None when that stays to be proved."""
        open_ = self.open[level]
        if not open_ & 1:
            return False
        if self.shown[level]:
            return True
        return None if all(open_ & whole for whole in self.screening.wholes) else False

    def beside(self, questions: Sequence[str]) -> dict[str, list[tuple[Lanes, Lanes]]]:
        """Return for those of QUESTIONS that can narrow levels beside which answers each level is possible.

        A bit stands for each of ``answers_to``: first those beside which it is possible, then those of
        which that stays to be proved.
        """
        asked = [one for q in questions if (one := self.screening.asked.get(q)) and self._is_open(one)]
        shown = self.screening.shown_beside(self.case, self.shown, asked)
        found, place = {}, 0
        for one in asked:
            every = (1 << len(one.moves)) - 1
            found[one.question] = [
                (yes := lanes >> place & every, open_ >> one.first & every & ~yes)
                for lanes, open_ in zip(shown, self.open, strict=True)
            ]
            place += len(one.moves)
        return found

    def _is_open(self, asked: Asked) -> bool:
        return self.case.slots[asked.place] is None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers are supposed."""

    question: str
    place: int  # of its first variable
    first: int  # the lane of its first answer; the others follow
    said: tuple[Said, ...]  # what its answers can say
    moves: tuple[tuple[tuple[Slot, Slot], ...], ...]  # what each answer excludes, and what may be instead


class Screening:
    """Screens sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES, and suppose what can be said to the questions of CIRCUIT."""
        self.circuit, self.witnesses = circuit, witnesses
        variables, calm = circuit.variables, witnesses.completions[0]
        self._tried = lanes_of(witnesses.completions, variables.count)
        self._every = (1 << len(witnesses.completions)) - 1
        self._changed = [
            [(place, slot) for place, slot in enumerate(one) if slot != calm[place]]
            for one in witnesses.completions
        ]
        self._kinds = [sum(1 << place for place, _ in changed) for changed in self._changed]
        self.asked: dict[str, Asked] = {}
        self.wholes: list[Lanes] = []
        excluded: list[frozenset[Slot]] = [frozenset()]
        thresholds = thresholds_of(circuit.book)
        for question_id, some in variables.of.items():
            question = circuit.book.pack.questions[question_id]
            said = answers_to(question, thresholds.get(question_id, ()))
            sides = {one: variables.excluded(question_id, one) for one in both_sides(question, said)}
            can_be = [one for one in said if sides[one] is not None]
            moves = tuple(tuple(_moves(some, sides[one] or frozenset(), calm)) for one in can_be)
            self.asked[question_id] = Asked(
                question_id, variables.places[question_id], len(excluded), tuple(can_be), moves
            )
            wholes: dict[object, Lanes] = {}
            for one in (*can_be, *(one for one in sides if one not in said)):
                if (slots := sides[one]) is not None:
                    whole = None if question.type == "choice" else one.proposition
                    wholes[whole] = wholes.get(whole, 0) | 1 << len(excluded)
                    excluded.append(slots)
            self.wholes += wholes.values()
        supposed = [(1 << len(excluded)) - 1] * variables.count
        for lane, slots in enumerate(excluded):
            for slot in slots:
                supposed[slot] &= ~(1 << lane)
        self._supposed = SideBySide(supposed, len(excluded))
        book = circuit.book
        self._relevance = [
            (place, question, book.nodes[when(question)].index)
            for place, question in enumerate(circuit.gated)
        ]

    def case(self, evaluation: Evaluation, kept: Answers) -> Case:
        """Return what levels rest on in the answers of EVALUATION that are KEPT."""
        variables = self.circuit.variables
        slots: list[Slot | None] = [None] * len(variables.all)
        valued = set()
        for question, answer in kept.given.items():
            if answer.value is None:
                continue
            valued.add(question)
            if (first := variables.places.get(question)) is not None:
                reading = answer.reading(kept.as_of)
                assert reading is not None
                for place, slot in enumerate(variables.state(question, reading), first):
                    slots[place] = slot
        tried = list(slots)
        counting = [False] * len(self._relevance)
        for place, question, index in self._relevance:
            if question in valued and (truth := evaluation.truths[index]) != Truth.NOT_MET:
                counting[place] = True
                if truth == Truth.UNKNOWN:
                    self._open(question, tried)
        held = tuple(question in valued for question in self.circuit.signs)
        open_ = sum([1 << place for place, slot in enumerate(tried) if slot is None])
        silent = tuple((a := kept.get(q)) is not None and a.withheld for q in self.circuit.unasked)
        return Case(tuple(slots), tuple(tried), held, tuple(counting), silent, open_)

    def _open(self, question: str, tried: list[Slot | None]) -> None:
        """Try what makes QUESTION belong, as far as it is open."""
        for place, slot in self.witnesses.openings.get(question, ()):
            if tried[place] is None:
                tried[place] = slot

    def find(self, cases: Sequence[Case]) -> Iterator[Found]:
        """Yield what is known for each of CASES."""
        for first in range(0, len(cases), TOGETHER):
            some = cases[first : first + TOGETHER]
            for case, open_ in zip(some, self._open_in(some), strict=True):
                yield Found(self, case, open_)

    def shown(self, case: Case) -> tuple[Lanes, ...]:
        """Return for each level which witnesses come to it with the answers of CASE."""
        can = list(self._tried)
        self._answer(case, self._every, can)
        return self._run(case, self._every, can)

    def shown_beside(self, case: Case, shown: Sequence[Lanes], asked: Sequence[Asked]) -> list[Lanes]:
        """Return for each level beside which answers to what is ASKED it is possible, a bit for each.

        A few of the witnesses that are SHOWN to come to a level are tried once more with each answer.
        """
        few = sorted({number for lanes in shown for number in self._few(case, lanes)})
        width = sum(len(one.moves) for one in asked)
        block = (1 << width) - 1
        once = sum(1 << width * place for place in range(len(few)))
        every = once * block
        can = [0] * self.circuit.variables.count
        calm = self.witnesses.completions[0]
        for slot in calm:
            can[slot] = every
        for place, number in enumerate(few):
            lanes = block << width * place
            for changed, slot in self._changed[number]:
                can[calm[changed]] ^= lanes
                can[slot] |= lanes
        self._answer(case, every, can)
        supposed = once
        for one in asked:
            for moves in one.moves:
                for slot, instead in moves:
                    moved = can[slot] & supposed
                    can[slot] ^= moved
                    can[instead] |= moved
                supposed <<= 1
        return [_folded(lanes, width, block) for lanes in self._run(case, every, can)]

    def _few(self, case: Case, lanes: Lanes) -> Iterator[int]:
        """Yield the numbers of some witnesses among LANES, no two of which change the same open variables."""
        kinds: list[int] = []
        for _ in range(LOOKED_AT):
            if not lanes or len(kinds) == FEW:
                return
            number = (lanes & -lanes).bit_length() - 1
            lanes &= lanes - 1
            kind = self._kinds[number] & case.open
            if not any(other & kind == other for other in kinds):
                kinds.append(kind)
                yield number

    def _answer(self, case: Case, every: Lanes, can: list[Lanes]) -> None:
        """Put the answers of CASE into all lanes, and what makes questions belong."""
        for variable, slot in zip(self.circuit.variables.all, case.tried, strict=True):
            if slot is not None:
                for other in variable.slots:
                    can[other] = 0
                can[slot] = every

    def _run(self, case: Case, every: Lanes, can: Sequence[Lanes]) -> tuple[Lanes, ...]:
        """Return for each level in which lanes it is possible."""
        held = [every if yes else 0 for yes in case.held]
        kept = [every if yes else 0 for yes in case.kept]
        silent = [every if yes else 0 for yes in case.silent]
        return self.circuit.of_complete(every, can, held, kept, silent)

    def _open_in(self, cases: Sequence[Case]) -> list[tuple[Lanes, ...]]:
        """Return for each case and level beside which answers no rule rules the level out."""
        lanes, can = self._supposed, []
        columns = zip(*(case.slots for case in cases), strict=True)
        for variable, column in zip(self.circuit.variables.all, columns, strict=True):
            can += [lanes.where(slot, column) for slot in variable.slots]
        every = lanes.whether([True] * len(cases))
        held = [lanes.whether(column) for column in zip(*(case.held for case in cases), strict=True)]
        kept = [lanes.whether(column) for column in zip(*(case.kept for case in cases), strict=True)]
        silent = [lanes.whether(column) for column in zip(*(case.silent for case in cases), strict=True)]
        return lanes.apart(self.circuit.of_partial(every, can, held, kept, silent), len(cases))


def _moves(
    variables: Iterable[Variable], excluded: Collection[Slot], calm: Collection[Slot]
) -> Iterator[tuple[Slot, Slot]]:
    """Yield the slots that are EXCLUDED, each with one that is not, a CALM one if it may be."""
    for variable in variables:
        out = [slot for slot in variable.slots if slot in excluded]
        left = [slot for slot in variable.slots if slot not in excluded]
        yield from ((slot, min(left, key=lambda slot: slot not in calm)) for slot in out)


def _folded(lanes: Lanes, width: int, block: Lanes) -> Lanes:
    """Return what is in some block of WIDTH lanes."""
    found = 0
    while lanes:
        found |= lanes & block
        lanes >>= width
    return found
