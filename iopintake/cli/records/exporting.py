"""Writes summaries of the records to a file or to standard output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from iopintake.export.as_json import to_json, to_json_line
from iopintake.export.registry import ExportOptions, Finished, check_ending, exporter
from iopintake.settings import read_settings, settings_path
from iopintake.store import Store, StoreError, Wanted, count, find
from iopintake.store.derived.index import APART
from iopintake.store.queries.summaries import as_summary, kept_summary, toolkit_of
from iopintake.summary import deidentified
from iopintake.support.language import N_, _
from iopintake.terminal.output import write_parts
from iopintake.terminal.pages.records import APART as COUNTS
from iopintake.terminal.prompts.operator import tell

LEFT_OUT = N_("Left out, as two desks wrote to them apart and nobody has settled it: {ids}.")
FINISHED = Wanted(states=("finished", "ended", "amending"))


def export_ids(store: Store, typed: Sequence[str], *, every: bool) -> list[str]:
    """Return the ids to export: those that were typed, or every finished intake."""
    if every == bool(typed):
        raise StoreError(
            _("Name the ids to export, or --all for every finished intake. Ids are in: iopintake list")
        )
    unsettled = Wanted(states=(APART,))
    apart = [row.id for row in find(store, unsettled, limit=count(store, unsettled))]
    if typed:
        found = [store.find_id(item) for item in typed]
        for intake_id in set(found) & set(apart):
            tell(_(COUNTS).format(id=intake_id))
        return found
    if apart:
        tell(_(LEFT_OUT).format(ids=", ".join(reversed(apart))))
    return [row.id for row in reversed(find(store, FINISHED, limit=count(store, FINISHED)))]


def write_exports(
    store: Store,
    ids: Sequence[str],
    form: str,
    target: Path | None,
    *,
    patient: str = "",
    force: bool,
    nameless: bool,
) -> None:
    """Write summaries to TARGET, whole or not at all, or to standard output."""
    leaving = exporter(form)
    check_ending(target, leaving)
    if len(ids) != 1 and not leaving.holds_many:
        raise StoreError(
            _("The format {form} holds one summary, and there are {count}. Use --format jsonl.").format(
                form=form, count=len(ids)
            )
        )
    if form in {"json", "jsonl"} and not nameless:  # as it was kept, whichever version kept it
        tables = (kept_summary(store, intake_id) for intake_id in ids)
        parts: Iterator[bytes] = map(to_json if form == "json" else to_json_line, tables)
    else:
        finished = (_finished(store, intake_id, nameless=nameless) for intake_id in ids)
        parts = leaving.write(
            finished, ExportOptions(patient=patient, clinic=read_settings(settings_path()).clinic)
        )
    write_parts(parts, target, is_text=leaving.is_text, force=force)


def _finished(store: Store, intake_id: str, *, nameless: bool) -> Finished:
    pack = toolkit_of(store, store.intake(intake_id)).pack
    summary = as_summary(kept_summary(store, intake_id))
    return Finished(summary=deidentified(summary, pack) if nameless else summary, pack=pack)
