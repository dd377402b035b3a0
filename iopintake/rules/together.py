"""The rules of a pack compiled for many sets of answers at once: a byte of long numbers for each.

Truths are two bits, *and* is ``&`` and *or* is ``|``, and so they are for a hundred sets that lie side
by side in one number. What comes out is what each set of answers comes to by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from iopintake.packs.conditions import All
from iopintake.rules.columns import AnswerColumn, Column, Columns, Truths
from iopintake.rules.names import optional
from iopintake.rules.program import Source
from iopintake.rules.rulebook import Node, Rulebook
from iopintake.rules.seen import IRRELEVANT, OPEN, WITHHELD, Seen

MOST: Final = 250
"""Sets of answers that go together: each answer to a question then has a number below 256."""

Program = Callable[
    [Sequence[AnswerColumn], Truths, Truths], tuple[tuple[Truths, ...], tuple[Truths | None, ...]]
]
"""Takes the columns of all questions, and 1 and 3 in every byte. Gives the truths of all conditions, and
for each question in which sets its answer counts; None where it does in all."""


class Answered:
    """What is seen of one question in every set."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.seen = seen
        self._numbers = {one: number for number, one in enumerate(dict.fromkeys(seen))}
        self._places = bytes(map(self._numbers.__getitem__, seen))

    def truths(self, table: Mapping[Seen, int]) -> Truths:
        """Return what TABLE says of each."""
        return self._column([table[one] for one in self._numbers])

    def valued(self) -> Column:
        """Return where it has a value."""
        return self._column([one is not OPEN and one is not WITHHELD for one in self._numbers])

    def withheld(self) -> Column:
        """Return where it was asked and left without a value."""
        return self._column([one is WITHHELD for one in self._numbers])

    def _column(self, values: Sequence[int]) -> int:
        return int.from_bytes(self._places.translate(bytes(values).ljust(256)), "little")


class AnsweredAlike:
    """What is seen of a question to which every set has the same answer."""

    def __init__(self, seen: Seen, count: int) -> None:
        self._one, self._ones = seen, ones(count)

    def truths(self, table: Mapping[Seen, int]) -> Truths:
        """Return what TABLE says of each."""
        return table[self._one] * self._ones

    def valued(self) -> Column:
        """Return where it has a value."""
        return 0 if self._one is OPEN or self._one is WITHHELD else self._ones

    def withheld(self) -> Column:
        """Return where it was asked and left without a value."""
        return self._ones if self._one is WITHHELD else 0


class Together(Source):
    """The source text of a program for many sets of answers."""

    always = "met"

    def __init__(self, book: Rulebook, rules: Collection[str] | None = None) -> None:
        """Prepare for all rules of BOOK and each of their conditions, or for RULES alone."""
        super().__init__(book, every_node=rules is None, rules=rules)
        self.gated: set[int] = set()

    def compiled(self) -> Program:
        """Return the compiled program."""
        for rule in self.order:
            node = self.book.nodes[rule]
            self.lines.append(f"n{node.index} = {self._inner(node)}")
            if rule.startswith("when:"):
                self._admit(rule.removeprefix("when:"), node)
        kept = set(self._indices())
        truths = ", ".join(f"n{index}" if index in kept else "0" for index in range(max(kept) + 1))
        counting = ", ".join(f"a{p}" if p in self.gated else "None" for p in self.book.place.values())
        body = "\n    ".join((*self.lines, f"return ({truths},), ({counting},)"))
        namespace = dict(self.tables)
        exec(f"def program(columns, one, met):\n    {body}\n", namespace)  # noqa: S102 - our own text
        program: Program = namespace["program"]  # type: ignore[assignment]
        return program

    def _admit(self, question_id: str, gate: Node) -> int:
        """Say in which sets an answer counts, as the program for one set does."""
        place = self.book.place[question_id]
        counting = []
        if gate.condition != All(()):
            self.tables[f"S{place}"] = self.book.counting(question_id)
            belongs = f"(n{gate.index} | n{gate.index} >> 1) & one"
            counting.append(f"(({belongs}) | columns[{place}].truths(S{place}))")
        if self.book.pack.questions[question_id].counts_unasked:
            self.tables["O"] = _IsOpen()
            unasked = f"n{self.book.nodes[optional(question_id)].index}"
            counting.append(f"(one & ~({unasked} & {unasked} >> 1 & columns[{place}].truths(O)))")
        if counting:
            self.gated.add(place)
            self.lines.append(f"a{place} = ({' & '.join(counting)}) * 3")
        return place

    def _looked_up(self, table: str, question_id: str) -> str:
        place = self.book.place[question_id]
        return f"columns[{place}].truths({table})" + (f" & a{place}" if place in self.gated else "")

    def _negated(self, truth: str) -> str:
        return f"((({truth} >> 1) & one | ({truth} & one) << 1) ^ met)"


class _IsOpen(dict[Seen, int]):
    def __missing__(self, seen: Seen) -> int:
        return int(seen is OPEN)


def evaluated(
    program: Program, book: Rulebook, sets: Sequence[Mapping[str, Seen]]
) -> tuple[Columns, list[tuple[bytes, tuple[Seen, ...]]]]:
    """Return what SETS come to, at most ``MOST`` of them, side by side and one by one.

    Of each there are its truths, and what counts of each question.
    """
    count = len(sets)
    seen: dict[str, list[Seen]] = {question: [OPEN] * count for question in book.place}
    for place, given in enumerate(sets):
        for question, one in given.items():
            if question in seen:  # else it is no longer asked
                seen[question][place] = one
    answers = [Answered(of_each) for of_each in seen.values()]
    every = ones(count)
    truths, counting = program(answers, every, 3 * every)
    rows = b"".join([truth.to_bytes(count, "little") for truth in truths])
    counted = [
        column.seen
        if counts is None
        else [
            one if yes else IRRELEVANT
            for one, yes in zip(column.seen, counts.to_bytes(count, "little"), strict=True)
        ]
        for column, counts in zip(answers, counting, strict=True)
    ]
    each = [(rows[place::count], counts) for place, counts in enumerate(zip(*counted, strict=True))]
    return Columns(count, truths, answers.__getitem__), each


def ones(count: int) -> Truths:
    """Return 1 in the byte of every set."""
    return int.from_bytes(b"\x01" * count, "little")
