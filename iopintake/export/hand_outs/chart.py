"""The pages for the chart: situation, background, assessment, recommendation (SBAR), at most four pages."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.export.hand_outs.document import Block, Document, Item, Items, Paragraph, Part, Table
from iopintake.export.hand_outs.shared import (
    against_besides_safety,
    listed,
    said,
    services,
    sources,
    verdict_panel,
)
from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, decision_sentences, number_to_call
from iopintake.summary.glance import foremost_changes, groups_shown, reason_groups
from iopintake.summary.model import AnswerNote, Summary
from iopintake.summary.open_points import called_for, short_form, to_ask
from iopintake.summary.week_grid import how_many_weeks, week_grid
from iopintake.support.language import N_, _, language_name

TRUTH = {"met": N_("met"), "not_met": N_("not met"), "unknown": N_("not known")}


def chart_document(summary: Summary, pack: Pack) -> Document:
    """Return the chart's pages of SUMMARY; PACK names levels, sections and sources."""
    return Document(
        title=_("Intake summary for the chart (SBAR)"),
        opening=tuple(_opening(summary, pack)),
        parts=(
            Part(title=_("Situation"), blocks=tuple(_situation(summary, pack))),
            Part(title=_("Background"), blocks=tuple(_background(summary, pack))),
            Part(title=_("Assessment"), blocks=tuple(_assessment(summary, pack))),
            Part(title=_("Recommendation"), blocks=tuple(_recommendation(summary, pack))),
            Part(title=_("Sources"), blocks=(listed(_sources(summary, pack)),)),
        ),
        small_print=(summary.disclaimer, _made_with(summary)),
        language=pack.language,
        dense=True,
    )


def _opening(summary: Summary, pack: Pack) -> Iterator[Block]:
    intake = summary.intake
    facts = (
        (_("Intake"), intake.id or ""),
        (_("Date"), intake.as_of),
        (_("Taken by"), intake.operator or ""),
        (_("Language spoken"), _other_language(intake.language, pack)),
        *((contact.short, contact.display) for contact in summary.contacts),
    )
    yield Table(rows=tuple(fact for fact in facts if fact[1]))


def _other_language(spoken: str, pack: Pack) -> str:
    """Return the language that was spoken with the person, where it is not that of the chart."""
    return "" if language_name(spoken) == language_name(pack.language) else language_name(spoken)


def _situation(summary: Summary, pack: Pack) -> Iterator[Block]:
    yield verdict_panel(summary)
    for sentence in decision_sentences(summary, pack):
        yield Paragraph(text=sentence, strong=True)
    safety = summary.safety
    if safety.alerts:
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
    if safety.actions:
        yield Paragraph(text=_("What was done:"), strong=True)
        yield listed(action_sentence(action, pack) for action in safety.actions)


def _background(summary: Summary, pack: Pack) -> Iterator[Block]:
    shorts = {contact.question for contact in summary.contacts}
    rows = [
        (pack.questions[a.id].short if a.id in pack.questions else a.ask, _given(a))
        for a in summary.answers
        if a.id not in shorts
    ]
    yield Table(rows=tuple(rows))
    scores = [
        Item(lead=s.title, text=f"{s.total}{f' ({s.band})' if s.band and s.band != s.total else ''}")
        for s in summary.screeners
        if s.complete
    ]
    if scores:
        yield Paragraph(text=_("Screeners (no total sets a level by itself):"), strong=True)
        yield Items(items=tuple(scores))
    aside = [f"{a.ask or a.id} {a.display} {a.why}".rstrip() for a in summary.set_aside if a.id not in shorts]
    if aside:
        yield Paragraph(text=_("Set aside, since the question no longer applies:"), strong=True)
        yield listed(aside)


def _given(answer: AnswerNote) -> str:
    return (
        _("{display}\nNote: {note}").format(display=answer.display, note=answer.note)
        if answer.note
        else answer.display
    )


def _assessment(summary: Summary, pack: Pack) -> Iterator[Block]:
    recommendation = summary.recommendation
    for title, reasons in (
        (_("Why:"), recommendation.reasons),
        (_("Against, or missing:"), against_besides_safety(summary)),
    ):
        if reasons:
            yield Paragraph(text=title, strong=True)
            yield Items(
                items=tuple(
                    Item(text=" ".join(group.sentences), detail=said(group.because))
                    for group in reason_groups(reasons)
                )
            )
    if left := short_form(summary, pack):
        yield Paragraph(text=left)
    yield Paragraph(text=_("Needs by dimension:"), strong=True)
    yield Table(rows=tuple((d.title, called_for(summary, d, pack)) for d in summary.dimensions))
    for group, title in groups_shown(summary):
        yield Paragraph(text=f"{title}:", strong=True)
        yield Table(
            rows=tuple(
                (_(TRUTH[c.truth]), c.title, to_ask(summary, c.missing, pack) if c.missing else "")
                for c in summary.criteria
                if c.group == group
            )
        )


def _recommendation(summary: Summary, pack: Pack) -> Iterator[Block]:
    recommendation = summary.recommendation
    yield listed(recommendation.next_steps, numbered=True)
    if level := recommendation.about_level:
        asam = _(" (ASAM {asam})").format(asam=level.asam) if level.asam else ""
        yield Paragraph(text=f"{level.title}: {level.hours}{asam}.")
    if week := summary.week or summary.php_week:
        grid = week_grid(week)
        days = ", ".join(
            f"{day}{f' {time}' if time else ''}" for day, time in zip(grid.days, grid.times, strict=True)
        )
        weeks = how_many_weeks(week)
        yield Paragraph(text=f"{summary.track.title}: {days}; {grid.total}{f', {weeks}' if weeks else ''}.")
    if recommendation.ask_next:
        yield Paragraph(text=_("Still to ask:"), strong=True)
        yield listed(question.ask for question in recommendation.ask_next)
    first, _rest = foremost_changes(summary, pack)
    if first:
        yield Paragraph(text=_("What would change this:"), strong=True)
        yield listed(change.sentence for change in first)
    if summary.safety.alerts:
        yield Paragraph(text=_("Help at any time:"), strong=True)
        yield services(summary.safety.resources)


def _sources(summary: Summary, pack: Pack) -> tuple[str, ...]:
    used = [id_ for criterion in summary.criteria for id_ in criterion.source]
    ids = {reason.id for reason in summary.recommendation.reasons} | {a.id for a in summary.safety.alerts}
    used += [id_ for need in pack.levels.need if need.id in ids for id_ in need.source]
    used += [id_ for alert in pack.levels.alert if alert.id in ids for id_ in alert.source]
    return sources(pack, used)


def _made_with(summary: Summary) -> str:
    pack = summary.intake.pack
    return _("Pack {id} {version} ({sha256}), iopintake {tool_version}.").format(
        id=pack.id, version=pack.version, sha256=pack.sha256[:12], tool_version=summary.intake.tool_version
    )
