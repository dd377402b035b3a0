"""Writes summaries of the records to a file or to standard output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iopintake.export.as_json import to_json
from iopintake.store import Store, StoreError, Wanted, count, find
from iopintake.store.queries.summaries import as_summary, kept_summary, toolkit_of
from iopintake.summary import deidentified
from iopintake.support.files import whole_file
from iopintake.terminal.output import write_data

FINISHED = Wanted(states=("finished", "ended", "amending"))


def export_ids(store: Store, typed: Sequence[str], *, every: bool) -> list[str]:
    """Return the ids to export: those that were typed, or every finished intake."""
    if every == bool(typed):
        raise StoreError("Name the ids to export, or --all for every finished intake.")
    if typed:
        return [store.find_id(item) for item in typed]
    return [row.id for row in reversed(find(store, FINISHED, limit=count(store, FINISHED)))]


def write_exports(
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
