"""The part of the summary about safety: whom to call, where help goes, what to do, what was said."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, number_to_call
from iopintake.summary.model import SafetyAlert, Summary
from iopintake.support.language import N_, _
from iopintake.terminal.pages.reasons import answers_behind
from iopintake.terminal.pages.renderables import heading, item, line

WHEN = {"none": "", "routine": "", "same_day": N_(" TODAY: "), "now": N_(" NOW: ")}


def safety_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield whom to call first, then what to do, then what was said and done."""
    safety = summary.safety
    if not safety.alerts and not safety.actions:
        return
    yield heading(_("Safety"))
    if safety.protocol:
        yield line("; ".join(kind.title for kind in safety.protocol.kinds), "bold")
        for call in safety.protocol.call:
            yield item(call.line, "->", "bold")
    if safety.steps:
        yield from where_help_goes(summary)
    elif safety.callback_note:
        yield item(number_to_call(safety, _("not known")), "@")
    for number, step in enumerate(safety.steps, 1):
        yield item(step, f"{number}.")
    for alert, following in zip(safety.alerts, (*safety.alerts[1:], None), strict=True):
        yield from _alert(alert, following)
    if safety.protective:
        yield item(answers_behind(safety.protective), "+")
    for action in safety.actions:
        yield item(action_sentence(action, pack), "*", "dim")
    yield line(_("Help at any time"), "bold")
    for resource in safety.resources:
        note = f". {resource.note}" if resource.note else ""
        yield item(f"{resource.title}: {resource.how}{note}")


def where_help_goes(summary: Summary) -> Iterator[RenderableType]:
    """Yield where the person is and the number to call back."""
    yield item(
        _("Where the person is: {place}").format(place=summary.safety.place or _("not known: ask now")), "@"
    )
    yield item(number_to_call(summary.safety, _("not known: ask now")), "@")


def _alert(alert: SafetyAlert, following: SafetyAlert | None) -> Iterator[RenderableType]:
    """Yield what was told and what is to be done; of several with one step it stands below the last."""
    mark = "!!" if alert.review == "now" else "!"
    yield item(alert.sentence, mark, "bold")
    if following is None or (alert.step, alert.review) != (following.step, following.review):
        yield item(f"{_when(alert).lstrip()}{alert.step}", "", indent=len(mark))


def _when(alert: SafetyAlert) -> str:
    return _(WHEN[alert.review]) if WHEN[alert.review] else ""
