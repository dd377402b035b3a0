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
from iopintake.support.safe_text import safe_text

if TYPE_CHECKING:
    from rich.console import Console


def show_added(out: Console, form: Form, pack: Pack) -> None:
    """Say that FORM was added, what it fills in, and what in it counts no points."""
    asked = [item for item in form.every_item() if item.is_asked]
    out.print(safe_text(f"{form.name}: added. {form.title}, {len(asked)} questions."))
    for line in _fills_in(form, pack):
        out.print(safe_text(f"  {line}"))
    scored = any(item.is_scored for item in asked)
    for item in asked:
        if scored and item.type in {"integer", "decimal", "quantity"}:
            out.print(safe_text(f"  It asks a number that counts no points: {item.text}"))
    out.print(safe_text(f"Ask it with: iopintake screener run {form.name}"), soft_wrap=True)


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
        out.print("There are no screeners yet. Add one with: iopintake screener add FILE")


def show_result(
    out: Console, form: Form, come_to: Score, pack: Pack, *, alerts: Sequence[SafetyAlert], notes: str
) -> None:
    """Show what a form came to: its totals with their bands, or what is missing."""
    out.print(safe_text(f"\n{form.title}"), style="bold")
    for alert in alerts:
        out.print(safe_text(f"!!! {alert.sentence} {alert.step}"))
    if not come_to.complete:
        out.print(f"Not complete, so there is no total. Open: {len(come_to.missing)}.")
        for text in come_to.missing:
            out.print(safe_text(f"  - {text}"))
    by_code = {screener.loinc: screener for screener in pack.screeners if screener.loinc}
    for code, number in come_to.totals.items():
        screener = by_code.get(code)
        name = band(screener, number) if screener else None
        title = screener.title if screener else f"LOINC {code}"
        out.print(safe_text(f"Total: {number:g} ({title}{f', {name}' if name else ''})"))
    if come_to.unnamed is not None:
        out.print(f"Sum of points: {come_to.unnamed:g}")
    for text in come_to.uncounted:
        out.print(safe_text(f"It counts no points: {text}"))
    if notes:
        out.print(safe_text(f"Note: {notes}"))
    out.print("A total alone names no level of care. This was no intake, and nothing is kept of it.")


def _fills_in(form: Form, pack: Pack) -> list[str]:
    found = questions_of(pack, Filling(form))
    return [
        f"It fills in: {pack.questions[question].short} (LOINC {code})" for question, code in found.items()
    ]
