"""What the commands of the records do once the records are open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from iopintake.answers.circumstances import Circumstances
from iopintake.checking.toolkit import Toolkit
from iopintake.cli.records.opening import toolkit_of
from iopintake.export.as_json import plain, to_json
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.replay import UNFINISHED, Intake
from iopintake.store.queries.report import Week
from iopintake.store.queries.search import Wanted, count, find
from iopintake.store.session.decision import as_summarized
from iopintake.summary import deidentified
from iopintake.summary.model import Summary
from iopintake.support.files import whole_file
from iopintake.support.safe_text import safe_text
from iopintake.terminal.output import console, write_data
from iopintake.terminal.prompts.operator import tell

FINISHED = Wanted(states=("finished", "ended", "amending"))


def kept_summary(store: Store, intake_id: str) -> dict[str, Any]:
    """Return the latest summary of an intake as it was then, with the clinician's decision of today.

    A draft has none yet; its summary is what its answers come to so far, with its own pack.
    """
    intake = store.intake(intake_id)
    if intake.finished_number is None:
        summary: dict[str, Any] = plain(_so_far(toolkit_of(store, intake), intake, intake_id))
    else:
        summary = store.summary(intake_id, intake.finished_number)
    return {**summary, "decision": plain(as_summarized(intake))}


def as_summary(table: dict[str, Any]) -> Summary:
    """Return a kept summary as what the screen and the exports read."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Summary).validate_python(table)
    except ValidationError:
        raise StoreError(
            "This summary was made by another version of iopintake and can't be shown by this one. "
            "Read it with --json, or see what it comes to today with --reassess."
        ) from None


def show_on_screen(store: Store, intake_id: str) -> None:
    """Print the summary of an intake, with the state it is in and what was decided."""
    from iopintake.terminal.pages.summary import show_summary

    intake, out = store.intake(intake_id), console()
    summary = as_summary(kept_summary(store, intake_id))
    if intake.state in UNFINISHED:
        out.print(f"{intake_id}: {intake.state}, not finished; this is what it comes to so far.")
    elif intake.amended_at is not None:
        on, why = f"{intake.amended_at:%Y-%m-%d}", safe_text(intake.amended_why)
        out.print(f"{intake_id}: amended on {on} ({why}). See: iopintake history {intake_id}")
    show_summary(out, summary, toolkit_of(store, intake).pack)


def reassessed(store: Store, intake_id: str, toolkit: Toolkit) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the summary of an intake as it was, and as it would be with the pack of TOOLKIT."""
    from iopintake.store.queries.reassess import answers_for

    then = kept_summary(store, intake_id)
    answers, unknown = answers_for(toolkit.pack, then)
    if unknown:
        tell("Today's pack does not know these answers, they are left out: " + ", ".join(unknown))
    actions = store.intake(intake_id).answers.actions
    circumstances = Circumstances(
        id=intake_id,
        started_at=then["intake"]["started_at"],
        finished_at=then["intake"]["finished_at"],
        mode=then["intake"]["mode"],
        operator=then["intake"]["operator"],
    )
    now = plain(toolkit.summarize(replace(answers, actions=actions), circumstances))
    return then, {**now, "decision": then["decision"]}


def export_ids(store: Store, typed: Sequence[str], *, every: bool) -> list[str]:
    """Return the ids to export: those that were typed, or every finished intake."""
    if every == bool(typed):
        raise StoreError("Name the ids to export, or --all for every finished intake.")
    if typed:
        return [store.find_id(item) for item in typed]
    return [row.id for row in reversed(find(store, FINISHED, limit=count(store, FINISHED)))]


def export(
    store: Store, ids: Sequence[str], form: str, target: Path | None, *, force: bool, nameless: bool
) -> None:
    """Write summaries to TARGET, whole or not at all, or to standard output."""
    if form in {"json", "html"} and len(ids) != 1:
        raise StoreError(
            f"The format {form} holds one summary, and there are {len(ids)}. Use --format jsonl."
        )
    parts = (_exported(store, intake_id, form, nameless=nameless) for intake_id in ids)
    if target is None or str(target) == "-":
        for part in parts:
            write_data(part, None, force=force)
        return
    with whole_file(target, force=force) as file:
        for part in parts:
            file.write(part)


def _exported(store: Store, intake_id: str, form: str, *, nameless: bool) -> bytes:
    table = kept_summary(store, intake_id)
    if form in {"json", "jsonl"} and not nameless:
        return to_json(table, indent=2 if form == "json" else None)
    pack = toolkit_of(store, store.intake(intake_id)).pack
    summary = as_summary(table)
    if nameless:
        summary = deidentified(summary, pack)
    match form:
        case "markdown":
            from iopintake.export.as_markdown import summary_markdown

            return summary_markdown(summary, pack).encode("utf-8", "replace")
        case "html":
            from iopintake.export.as_html import summary_html

            return summary_html(summary, pack).encode("utf-8", "replace")
        case _:
            return to_json(summary, indent=2 if form == "json" else None)


def report_csv(weeks: Iterable[Week]) -> bytes:
    """Return the report as CSV, one count a line: week, what is counted, of what, how often."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("week", "count", "of", "number"))
    writer.writerows(row for week in weeks for row in _csv_rows(week))
    return text.getvalue().encode()


def _csv_rows(week: Week) -> Iterator[tuple[str, str, str, object]]:
    for name in ("intakes", "decided", "crises", "median_minutes"):
        yield week.week, name, "", getattr(week, name)
    for name in ("verdicts", "levels", "tracks", "overrides", "declined"):
        for code, number in getattr(week, name).items():
            yield week.week, name, code, number


def _so_far(toolkit: Toolkit, intake: Intake, intake_id: str) -> Summary:
    circumstances = Circumstances(
        id=intake_id,
        started_at=intake.begun_at.isoformat(timespec="seconds"),
        finished_at=None,
        mode="interview",
        operator=intake.operator,
    )
    return toolkit.summarize(intake.answers, circumstances)
