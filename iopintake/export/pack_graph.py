"""A pack's questions and their skip logic as a drawing, in Mermaid or Graphviz text."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.conditions import tests
from iopintake.packs.model import Pack
from iopintake.rules.names import when
from iopintake.rules.rulebook import Rulebook


def graph(pack: Pack, form: str) -> str:
    """Return the questions and their skip logic as Mermaid or Graphviz text."""
    arrows = list(_arrows(pack))
    if form == "mermaid":
        lines = ["flowchart TD"]
        for section in pack.sections:
            lines.append(f'  subgraph {section.id}["{_plain(section.title)}"]')
            lines += [f'    {q.id}["{_plain(q.short)}"]' for q in section.question]
            lines.append("  end")
        lines += [f"  {start} --> {end}" for start, end in arrows]
    else:
        lines = ["digraph pack {", "  rankdir=LR; node [shape=box];"]
        for number, section in enumerate(pack.sections):
            lines.append(f'  subgraph cluster_{number} {{ label="{_plain(section.title)}";')
            lines += [f'    {q.id} [label="{_plain(q.short)}"];' for q in section.question]
            lines.append("  }")
        lines += [f"  {start} -> {end};" for start, end in arrows]
        lines.append("}")
    return "\n".join(lines) + "\n"


def _arrows(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield question and follow-up, where the answer to the one decides on the other."""
    book = Rulebook(pack)
    for question in pack.questions:
        for start in dict.fromkeys(_asked_by(book, when(question))):
            yield start, question


def _asked_by(book: Rulebook, rule: str) -> Iterator[str]:
    for below in book.rests_on(rule):
        if not below.startswith("when:"):
            yield from _asked_by(book, below)
    yield from (test.answer for test in tests(book.conditions[rule]))


def _plain(text: str) -> str:
    return text.replace('"', "'")
