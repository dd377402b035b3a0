"""The whole summary on paper, for the operator: the answer first, then all that is behind it."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.export.hand_outs.document import Block, Document, Item, Items, Paragraph, Part, Table
from iopintake.export.hand_outs.shared import (
    against_besides_safety,
    listed,
    said,
    services,
    verdict_panel,
    week_blocks,
)
from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, decision_sentences, name_of, number_to_call
from iopintake.summary.glance import foremost_changes, groups_shown, reason_groups
from iopintake.summary.model import Stated, Summary
from iopintake.support.language import N_, _

TRUTH = {"met": N_("met"), "not_met": N_("not met"), "unknown": N_("not known")}


def whole_document(summary: Summary, pack: Pack) -> Document:
    """Return everything of SUMMARY in the order in which a reader needs it."""
    parts = (part for part in _parts(summary, pack) if part.blocks)
    return Document(
        title=_("Intake summary"),
        opening=tuple(_opening(summary, pack)),
        parts=tuple(parts),
        small_print=(summary.disclaimer, f"{pack.about.title} {pack.about.version}"),
        language=pack.language,
    )


def _opening(summary: Summary, pack: Pack) -> Iterator[Block]:
    who = [part for part in (summary.intake.id, name_of(summary, pack), summary.intake.as_of) if part]
    yield Paragraph(text=" · ".join(who))
    yield verdict_panel(summary)
    for sentence in decision_sentences(summary, pack):
        yield Paragraph(text=sentence, strong=True)


def _parts(summary: Summary, pack: Pack) -> Iterator[Part]:
    recommendation = summary.recommendation
    yield Part(title=_("Safety"), blocks=tuple(_safety(summary)))
    done = tuple(action_sentence(action, pack) for action in summary.safety.actions)
    yield Part(title=_("What was done"), blocks=(listed(done),) if done else ())
    yield Part(title=_("Why"), blocks=_grouped(recommendation.reasons))
    yield Part(
        title=_("What speaks against it, or is missing"), blocks=_grouped(against_besides_safety(summary))
    )
    asked = tuple(question.ask for question in recommendation.ask_next)
    yield Part(title=_("To ask next"), blocks=(listed(asked, numbered=True),) if asked else ())
    first, rest = foremost_changes(summary, pack)
    changes = tuple(change.sentence for change in (*first, *rest))
    yield Part(title=_("What to do now"), blocks=tuple(_to_do(summary)))
    if summary.week:
        week = (Paragraph(text=summary.track.why), *week_blocks(summary.week))
        notes = (*summary.week.notes, summary.week.php_instead)
        yield Part(
            title=_("A typical week: {title}").format(title=summary.track.title),
            blocks=(*week, listed(notes)),
        )
    if summary.php_week:
        week = (*week_blocks(summary.php_week), listed(summary.php_week.notes))
        yield Part(title=_("A typical week of a PHP"), blocks=week)
    yield Part(title=_("How to get ready"), blocks=tuple(_ready(summary)))
    checks = summary.readiness.insurance
    yield Part(title=_("What to check with the insurance"), blocks=(listed(checks),) if checks else ())
    yield Part(title=_("What would change this"), blocks=(listed(changes),) if changes else ())
    yield Part(title=_("Admission criteria"), blocks=tuple(_criteria(summary)))
    yield Part(title=_("Screeners"), blocks=tuple(_screeners(summary)))
    rows = tuple(
        (a.ask, _("{display}\nNote: {note}").format(display=a.display, note=a.note) if a.note else a.display)
        for a in summary.answers
    )
    yield Part(title=_("Answers"), blocks=(Table(rows=rows),) if rows else ())


def _safety(summary: Summary) -> Iterator[Block]:
    safety = summary.safety
    if not safety.alerts:
        return
    yield Items(
        items=tuple(Item(lead=a.sentence, text=a.step, detail=said(a.because)) for a in safety.alerts)
    )
    if safety.steps:
        yield Paragraph(
            text=_("Where the person is: {place}").format(place=safety.place or _("not known")), strong=True
        )
        yield Paragraph(text=number_to_call(safety, _("not known")), strong=True)
    elif safety.callback_note:
        yield Paragraph(text=number_to_call(safety, _("not known")), strong=True)
    if safety.protocol:
        yield Items(items=tuple(Item(lead=call.line, text="") for call in safety.protocol.call))
        steps = (*safety.protocol.steps, *safety.protocol.further)
        yield Items(items=tuple(Item(lead=step.do, text=step.details) for step in steps), numbered=True)
    yield services(safety.resources)


def _grouped(reasons: tuple[Stated, ...]) -> tuple[Block, ...]:
    if not reasons:
        return ()
    groups = reason_groups(reasons)
    return (Items(items=tuple(Item(text=" ".join(g.sentences), detail=said(g.because)) for g in groups)),)


def _to_do(summary: Summary) -> Iterator[Block]:
    level = summary.recommendation.about_level
    if level:
        yield Paragraph(text=level.what)
    yield listed(summary.recommendation.next_steps, numbered=True)
    if level:
        yield Paragraph(text=level.iop_after)


def _ready(summary: Summary) -> Iterator[Block]:
    readiness = summary.readiness
    if readiness.tips:
        tips = (Item(lead=t.title, text=" ".join((t.text, *t.specific))) for t in readiness.tips)
        yield Items(items=tuple(tips), numbered=True)
    if readiness.barriers:
        yield Items(
            items=tuple(Item(lead=barrier.text, text=barrier.helps) for barrier in readiness.barriers)
        )
    if readiness.choosing:
        yield Paragraph(text=_("Choosing a program"), strong=True)
        yield Items(items=tuple(Item(lead=point.title, text=point.text) for point in readiness.choosing))


def _criteria(summary: Summary) -> Iterator[Block]:
    for group, title in groups_shown(summary):
        yield Paragraph(text=title, strong=True)
        yield Table(
            rows=tuple((_(TRUTH[c.truth]), c.title, c.sentence) for c in summary.criteria if c.group == group)
        )


def _screeners(summary: Summary) -> Iterator[Block]:
    rows = tuple(
        (s.title, str(s.total) if s.complete else _("not complete"), s.band or "") for s in summary.screeners
    )
    if rows:
        yield Table(rows=rows)
