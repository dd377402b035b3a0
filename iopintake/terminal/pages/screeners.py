"""Pages on a clinic's screeners: what was added, which there are, what one came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from iopintake.packs.model import Pack
from iopintake.screeners.filling import Filling
from iopintake.screeners.in_pack import band, questions_of
from iopintake.screeners.model import Form
from iopintake.screeners.scoring import Score
from iopintake.summary.model import SafetyAlert
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text

if TYPE_CHECKING:
    from rich.console import Console


def show_added(out: Console, form: Form, pack: Pack) -> None:
    """Say that FORM was added, what it fills in, and what in it counts no points."""
    asked = [item for item in form.every_item() if item.is_asked]
    out.print(
        safe_text(
            _("{name}: added. {title}, {count} questions.").format(
                name=form.name, title=form.title, count=len(asked)
            )
        )
    )
    for line in _fills_in(form, pack):
        out.print(safe_text(f"  {line}"))
    scored = any(item.is_scored for item in asked)
    for item in asked:
        if scored and item.type in {"integer", "decimal", "quantity"}:
            out.print(safe_text(_("  It asks a number that counts no points: {text}").format(text=item.text)))
    out.print(
        safe_text(_("Ask it with: iopintake screener run {name}").format(name=form.name)), soft_wrap=True
    )


def show_screeners(out: Console, forms: Iterable[Form], pack: Pack) -> None:
    """Show every screener of the clinic with what it fills in."""
    none = True
    for form in forms:
        none = False
        out.print(safe_text(form.name), style="bold")
        out.print(safe_text(f"    {form.title}"))
        for line in _fills_in(form, pack):
            out.print(safe_text(f"    {line}"))
    if none:
        out.print(_("There are no screeners yet. Add one with: iopintake screener add FILE"))


def show_result(
    out: Console, form: Form, come_to: Score, pack: Pack, *, alerts: Sequence[SafetyAlert], notes: str
) -> None:
    """Show what a form came to: its totals with their bands, or what is missing."""
    out.print(safe_text(f"\n{form.title}"), style="bold")
    for alert in alerts:
        out.print(safe_text(f"!!! {alert.sentence} {alert.step}"))
    if not come_to.complete:
        out.print(_("Not complete, so there is no total. Open: {count}.").format(count=len(come_to.missing)))
        for text in come_to.missing:
            out.print(safe_text(f"  - {text}"))
    by_code = {screener.loinc: screener for screener in pack.screeners if screener.loinc}
    for code, number in come_to.totals.items():
        screener = by_code.get(code)
        name = band(screener, number) if screener else None
        title = screener.title if screener else _("LOINC {code}").format(code=code)
        out.print(
            safe_text(
                _("Total: {number:g} ({title}{more})").format(
                    number=number, title=title, more=f", {name}" if name else ""
                )
            )
        )
    if come_to.unnamed is not None:
        out.print(_("Sum of points: {unnamed:g}").format(unnamed=come_to.unnamed))
    for text in come_to.uncounted:
        out.print(safe_text(_("It counts no points: {text}").format(text=text)))
    if notes:
        out.print(safe_text(_("Note: {notes}").format(notes=notes)))
    out.print(_("A total alone names no level of care. This was no intake, and nothing is kept of it."))


def _fills_in(form: Form, pack: Pack) -> list[str]:
    found = questions_of(pack, Filling(form))
    return [
        _("It fills in: {short} (LOINC {code})").format(short=pack.questions[question].short, code=code)
        for question, code in found.items()
    ]
