"""A pack as a document that a clinical board can read and sign, and as a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.conditions import ALWAYS, NEVER, All, AnyOf, Condition, Holds, Not, Test, tests
from iopintake.export.as_markdown import md
from iopintake.packs.cases import WholeCase
from iopintake.packs.model import Pack
from iopintake.rulebook import Rulebook, when


def pack_book(pack: Pack, cases: tuple[WholeCase, ...], changes: str) -> str:
    """Return the whole pack as one Markdown document; CHANGES is its change log."""
    return "\n".join(_book(pack, cases, changes)) + "\n"


def _book(pack: Pack, cases: tuple[WholeCase, ...], changes: str) -> Iterator[str]:
    yield f"# {md(pack.about.title)}"
    yield ""
    yield f"Pack {pack.about.id}, version {pack.about.version}, content hash `{pack.sha256}`."
    yield ""
    yield "Approved by: ______________________  Date: ____________"
    yield from _questions(pack)
    yield from _criteria(pack)
    yield from _levels(pack)
    yield "\n## Cases\n"
    for whole in cases:
        expect = whole.case.expect
        yield f"- {md(whole.case.name)}: {expect.verdict}, level {expect.level or 'none'}"
    yield "\n## Sources\n"
    for source in pack.about.source:
        yield f"- {source.id}: {md(source.title)} {source.href}".rstrip()
    yield "\n## Change log\n"
    yield changes


def _questions(pack: Pack) -> Iterator[str]:
    yield "\n## Questions"
    for section in pack.sections:
        yield f"\n### {md(section.title)}\n"
        if section.intro:
            yield f"> {md(section.intro)}\n"
        for question in section.question:
            kind = f"{question.type}, safety" if question.safety else question.type
            yield f"**{question.id}** ({kind}): {md(question.ask)}"
            yield f"  \nWhy: {md(question.why)}"
            if question.when != ALWAYS:
                yield f"  \nOnly if {in_words(pack, question.when)}."
            if question.spared_when != NEVER:
                yield f"  \nNot asked when {in_words(pack, question.spared_when)}."
            yield ""
            yield from (f"- {option.code}: {md(option.label)}" for option in question.options)
            yield ""


def _criteria(pack: Pack) -> Iterator[str]:
    yield "\n## Shared conditions\n"
    for condition in pack.conditions:
        yield f"- **{condition.id}** ({md(condition.title)}): {in_words(pack, condition.when)}"
    yield "\n## Criteria\n"
    for criterion in pack.criteria:
        yield (
            f"- **{criterion.id}** ({criterion.group}): {md(criterion.title)}. Met when "
            f"{in_words(pack, criterion.when)}. Source: {', '.join(criterion.source)}"
        )


def _levels(pack: Pack) -> Iterator[str]:
    yield "\n## Levels of care and what calls for them\n"
    for level in pack.levels.level:
        yield f"\n### {md(level.title)} ({md(level.hours)})\n"
        for need in pack.levels.need:
            if need.level == level.id:
                more = f"; up to {need.up_to} stays possible" if need.up_to else ""
                yield (
                    f"- **{need.id}**: {md(need.sentence)} When {in_words(pack, need.when)}{more}. "
                    f"Review: {need.review}. Source: {', '.join(need.source)}"
                )
    yield "\n### What an IOP needs\n"
    for requirement in pack.levels.requirement:
        yield f"- **{requirement.id}**: {in_words(pack, requirement.when)}"
    yield "\n### Alerts\n"
    for alert in pack.levels.alert:
        yield f"- **{alert.id}**: {md(alert.sentence)} When {in_words(pack, alert.when)}. {md(alert.step)}"


def in_words(pack: Pack, condition: Condition) -> str:
    """Return a condition as one readable phrase."""
    match condition:
        case All(parts):
            return "(" + " and ".join(in_words(pack, part) for part in parts) + ")" if parts else "always"
        case AnyOf(parts):
            return "(" + " or ".join(in_words(pack, part) for part in parts) + ")" if parts else "never"
        case Not(part):
            return f"not {in_words(pack, part)}"
        case Holds(rule):
            return f"*{rule}*"
        case Test(answer, operator, operand):
            question = pack.questions[answer]
            codes = operand if isinstance(operand, tuple) else (operand,)
            labels = [question.label(str(c)) if c in question.codes else str(c) for c in codes]
            return f'"{md(question.short)}" {operator.replace("_", " ")} {md(" / ".join(labels))}'


# --- drawings ------------------------------------------------------------------------


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
