"""The rules of a pack compiled to one Python function, which computes the truth of every condition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from iopintake.packs.conditions import All, AnyOf, Formula, Holds, Not, Test, Truth
from iopintake.rules.names import optional
from iopintake.rules.rulebook import Node, Rulebook
from iopintake.rules.seen import IRRELEVANT, OPEN, TABLE_LIMIT, WITHHELD, Mark, Seen

MET, UNKNOWN, NOT_MET = int(Truth.MET), int(Truth.UNKNOWN), int(Truth.NOT_MET)
NEGATION: Final = (MET, UNKNOWN, UNKNOWN, NOT_MET)

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


class Source:
    """The source text of a program, and the tables that it looks tests up in."""

    always = str(MET)

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
                return "(" + (" & ".join(map(self._expression, node.parts)) or self.always) + ")"
            case AnyOf():
                return "(" + (" | ".join(map(self._expression, node.parts)) or str(NOT_MET)) + ")"
            case Not():
                return self._negated(self._expression(node.parts[0]))

    def _negated(self, truth: str) -> str:
        return f"NEG[{truth}]"

    def _test(self, test: Test) -> str:
        """Return the variable that holds the truth of TEST, computed where it first stands."""
        if test not in self.known:
            name = f"t{len(self.known)}"
            table = f"T{len(self.known)}"
            self.tables[table] = _Table(self.book.formula(test), withheld=test.operator == "withheld")
            self.lines.append(f"{name} = {self._looked_up(table, test.answer)}")
            self.known[test] = name
        return self.known[test]

    def _looked_up(self, table: str, question_id: str) -> str:
        return f"{table}[v{self.book.place[question_id]}]"


def _indices(node: Node) -> Iterator[int]:
    yield node.index
    for part in node.parts:
        yield from _indices(part)
