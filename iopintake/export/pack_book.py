"""A pack as a document that a clinical board can read and sign: all its questions, rules and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from iopintake.assessment.week import span
from iopintake.checking.cases import WholeCase
from iopintake.checking.effects import Effect
from iopintake.export.condition_words import in_words
from iopintake.export.markdown_text import bold, md, md_line
from iopintake.export.pack_book_rules import conflicts, criteria, levels, proved, results
from iopintake.packs.conditions import ALWAYS, NEVER
from iopintake.packs.model import Pack, Protocol


def changes_of(folder: Path) -> str:
    """Return the log of changes that lies in a pack's FOLDER, or a sentence for want of one."""
    changes = folder / "CHANGES.md"
    return changes.read_text(encoding="utf-8") if changes.is_file() else "See the version above."


def pack_book(pack: Pack, cases: tuple[WholeCase, ...], moved: Iterable[Effect], changes: str) -> str:
    """Return the whole pack as one Markdown document.

    MOVED tells what each rule does to the cases; CHANGES is the change log.
    """
    return "\n".join(_book(pack, cases, moved, changes)) + "\n"


def _book(pack: Pack, cases: tuple[WholeCase, ...], moved: Iterable[Effect], changes: str) -> Iterator[str]:
    yield f"# {md_line(pack.about.title)}"
    yield ""
    yield f"Pack {pack.about.id}, version {pack.about.version}, content hash `{pack.sha256}`."
    yield ""
    yield "Approved by: ______________________  Date: ____________"
    for part in (
        _questions,
        criteria,
        levels,
        results,
        _crisis,
        _program,
        _guidance,
        _hand_outs,
        conflicts,
        proved,
    ):
        yield from part(pack)
    yield "\n## Cases\n"
    for whole in cases:
        expect = whole.case.expect
        one_of = " or ".join(expect.levels)
        right = one_of or f"{expect.verdict}, level {expect.level or 'none'}"
        yield f"- {md(whole.case.name)}: {right}"
    yield from _effects(moved, len(cases))
    yield "\n## Sources\n"
    for source in pack.about.source:
        yield f"- {source.id}: {md(source.title)} {source.href}".rstrip()
    yield "\n## Change log\n"
    yield changes


def _effects(moved: Iterable[Effect], cases: int) -> Iterator[str]:
    """Yield a table of the rules: where each comes from, and whom it moves."""
    yield "\n## Whom each rule moves\n"
    yield (
        f"Of the {cases} cases: for how many a rule holds (a requirement: is not met), and how many come out "
        "with another level, verdict or review without it. None moved: other rules say the same."
    )
    yield ""
    yield "| rule | calls for | source | holds | level | verdict | review |"
    yield "|---|---|---|---:|---:|---:|---:|"
    for effect in moved:
        source = ", ".join(effect.source) or "-"
        cells = (effect.rule, f"{effect.kind}: {effect.calls_for}".rstrip(": "), source)
        counts = (effect.met, effect.level, effect.verdict, effect.review)
        yield f"| {' | '.join(map(md_line, cells))} | {' | '.join(map(str, counts))} |"


def _questions(pack: Pack) -> Iterator[str]:
    yield "\n## Questions"
    for section in pack.sections:
        yield f"\n### {md_line(section.title)}\n"
        if section.intro:
            yield f"> {md(section.intro)}\n"
        for question in section.question:
            kind = f"{question.type}, safety" if question.safety else question.type
            yield f"**{question.id}** ({md(question.short)}; {kind}): {md(question.ask)}"
            if question.ask_other:
                yield f"  \nAbout somebody else: {md(question.ask_other)}"
            if question.instruction:
                yield f"  \nTo do: {md(question.instruction)}"
            yield f"  \nWhy: {md(question.why)}"
            if question.help:
                yield f"  \nHelp: {md(question.help)}"
            if question.when != ALWAYS:
                yield f"  \nOnly if {in_words(pack, question.when)}."
            if question.spared_when != NEVER:
                yield f"  \nNot asked when {in_words(pack, question.spared_when)}."
            if question.sooner is not None:
                after, when = question.sooner.after, in_words(pack, question.sooner.when)
                yield f"  \nAsked sooner, after {after}, when {when}."
            if question.invalid:
                yield f"  \nOut of bounds: {md(question.invalid)}"
            if question.doubt:
                doubted = "Another number of digits" if question.digits else "A number alone"
                yield f"  \n{doubted}: {md(question.doubt)}"
            for doubt in question.unlikely:
                said = f", and it is {md(' or '.join(doubt.words))}" if doubt.words else ""
                yield f"  \nAsked back when {in_words(pack, doubt.when)}{said}: {md(doubt.say)}"
            yield ""
            yield from (f"- {option.code}: {md(option.label)}" for option in question.options)
            yield ""


def _crisis(pack: Pack) -> Iterator[str]:
    crisis = pack.crisis
    yield "\n## In a crisis\n"
    for protocol in pack.protocols:
        yield from _protocol(pack, protocol)
    yield "\n### What comes next\n"
    yield from (f"- {md(choice.label)}" for choice in crisis.choices)
    yield "\n### Hand-over\n"
    yield from (f"> {md(sentence)}  " for sentence in (*crisis.hand_over, crisis.hand_over_none))
    yield "\nAbout somebody else:\n"
    yield from (f"> {md(sentence)}  " for sentence in crisis.hand_over_other)
    yield "\n### Checklist\n"
    items = (*crisis.checklist, crisis.checklist_none) if crisis.checklist else ()
    yield from (f"- [ ] {md(item)}" for item in items)
    yield "\n### Beside the result\n"
    for sentence in (crisis.locked, crisis.conflict, crisis.conflict_step):
        yield f"- {md(sentence)}"
    yield from (
        f"- {md(sentence)}" for sentence in (crisis.need_step, crisis.corrected, crisis.corrected_step)
    )
    yield from (f"- {md(sentence)}" for sentence in (crisis.not_answered, crisis.not_answered_step))
    if crisis.interpreter:
        yield f"\n### Who speaks another language\n\n- {md(crisis.interpreter)}"
    yield "\n### Services\n"
    for resource in pack.crisis.resource:
        only = "" if resource.when == ALWAYS else f" Only if {in_words(pack, resource.when)}."
        yield f"- {md(resource.title)}: {md(resource.how)}. {md(resource.note)}{only}"


def _protocol(pack: Pack, protocol: Protocol) -> Iterator[str]:
    yield f"\n### {md_line(protocol.title)}\n"
    yield f"When {in_words(pack, protocol.when)}.\n"
    if protocol.words:
        yield f"Also called: {md(', '.join(protocol.words))}\n"
    yield from (f"- {md(call.line)}" for call in protocol.call)
    yield ""
    for number, step in enumerate(protocol.steps, 1):
        but = "" if step.unless == NEVER else f" Not if {in_words(pack, step.unless)}."
        yield f"{number}. {bold(step.do)} {md(step.details)}{but}".rstrip()
    yield ""
    yield from (f"> {md(said)}  " for said in (*protocol.ask, *protocol.ask_other, *protocol.hand_over))
    if protocol.callback:
        yield f"\nNumber to call back: {md(protocol.callback)}"


def _program(pack: Pack) -> Iterator[str]:
    yield "\n## Tracks\n"
    for track in pack.tracks:
        yield f"- **{track.id}**: {md(track.title)}, when {in_words(pack, track.when)}"
        yield f"  - {md(track.why)} Emphasis: {md(track.emphasis)}"
    weeks = pack.weeks
    yield "\n## Weeks\n"
    days = f"{weeks.days_min} to {weeks.days_max} days a week"
    yield f"{days}, for {weeks.weeks_min} to {weeks.weeks_max} weeks.\n"
    said = (weeks.sample_note, weeks.sample_week_note, weeks.filled_note, weeks.unknown_days)
    when_short = (weeks.too_few_days, weeks.below_aim, weeks.only_time, weeks.php_instead)
    yield from (f"- {md(sentence)}" for sentence in (*said, *when_short))
    for note in weeks.note:
        yield f"- {md(note.text)} When {in_words(pack, note.when)}."
    for aim in weeks.aim:
        yield f"- At least {aim.hours} hours when {in_words(pack, aim.when)}"
    for payer in weeks.payer:
        yield f"- {md(payer.title)}: {payer.hours} hours, when {in_words(pack, payer.when)}. {md(payer.note)}"
    for block in weeks.block:
        yield f"- {md(block.title)}: {span(block.minutes_min, block.minutes_max)} minutes"
    if weeks.php is not None:
        yield "\n### A week of a PHP\n"
        yield from (f"- {md(note)}" for note in weeks.php.notes)


def _hand_outs(pack: Pack) -> Iterator[str]:
    client = pack.hand_outs.client
    if client is None:
        return
    yield f"\n## The client's page: {md_line(client.title)}\n"
    titles = (client.steps_title, client.week_title, client.ready_title, client.ask_title, client.help_title)
    worse = (client.if_worse,) if client.if_worse else ()
    for said in (client.greeting, *titles, *worse, client.week_note, client.our_number, client.closing):
        yield f"- {md(said)}"
    for result in pack.hand_outs.result:
        yield f"\n### {result.id}\n"
        yield from (f"- {md(said)}" for said in (result.headline, result.what, *result.steps))


def _guidance(pack: Pack) -> Iterator[str]:
    guidance = pack.guidance
    yield "\n## How to get ready\n"
    for tip in guidance.tip:
        yield f"- {bold(tip.title)}: {md(tip.text)}"
        for specific in tip.specific:
            yield f"  - If {in_words(pack, specific.when)}: {md(specific.text)}"
    yield "\n### What stands in the way\n"
    for barrier in guidance.barrier:
        yield f"- If {in_words(pack, barrier.when)}: {md(barrier.text)} {md(barrier.helps)}"
    pointed = {"Choosing a program": guidance.choosing, "What speaks for an IOP": guidance.benefit}
    for title, points in pointed.items():
        yield f"\n### {title}\n"
        yield from (f"- {bold(point.title)}: {md(point.text)}" for point in points)
    yield "\n### Insurance\n"
    for check in guidance.insurance:
        only = "" if check.when == ALWAYS else f" Only if {in_words(pack, check.when)}."
        yield f"- {md(check.text)}{only}"
    yield "\n### What callers ask\n"
    yield from (f"- {bold(topic.question)} {md(topic.answer)}" for topic in guidance.topic)
    words = ((topic, md(", ".join(topic.words))) for topic in guidance.topic if topic.words)
    yield from (f"- {topic.id} is found by: {said}" for topic, said in words)


PARTS = (
    _questions,
    criteria,
    levels,
    results,
    _crisis,
    _program,
    _guidance,
    _hand_outs,
    conflicts,
    proved,
)
"""What the book holds between its title and its cases, in order."""
