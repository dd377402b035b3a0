"""What the commands of the records show: as a table for a person, as JSON or CSV for a program."""

from __future__ import annotations

from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.records.opening import open_records
from iopintake.export.as_json import plain, to_json
from iopintake.store import Store, StoreError, Wanted, count, find
from iopintake.store.queries.reassess import differences
from iopintake.store.queries.report import report, report_csv
from iopintake.store.queries.summaries import as_summary, kept_summary, reassessed, toolkit_of
from iopintake.store.queries.trail import trail, upkeep
from iopintake.store.queries.verifying import verified
from iopintake.store.queries.versions import summary_of, version
from iopintake.support.language import _
from iopintake.terminal.output import console, write_data
from iopintake.terminal.pages.code_words import code_words
from iopintake.terminal.prompts.operator import tell


def list_wanted(home: Path | None, wanted: Wanted, *, limit: int, as_json: bool) -> None:
    """Print the intakes that are wanted."""
    with open_records(home) as store:
        rows = find(store, wanted, limit=limit)
        if as_json:
            write_data(to_json(rows), None, force=False)
        elif rows:
            from iopintake.terminal.pages.intake_list import list_table, open_lines

            out = console()
            out.print(list_table(rows, today(), out.width))
            for line in open_lines(rows, today()):
                out.print(line)
        more = count(store, wanted) - len(rows)
    if more:
        tell(_("{more} more. To list them: --limit {number}").format(more=more, number=more + len(rows)))
    elif not rows:
        tell(nothing_found(wanted))


def nothing_found(wanted: Wanted) -> str:
    """Return what there is to say when no intake is wanted."""
    if wanted.due_by is not None:
        return _("Nothing is due.")
    if wanted.review is not None:
        return _("Nothing waits for a clinician's review.")
    if wanted == Wanted():
        return _("There are no intakes yet. Begin one with: iopintake start")
    return _("There is no such intake. See all with: iopintake list")


def show_one(
    store: Store, intake_id: str, *, as_json: bool, full: bool = False, every_list: bool = False
) -> None:
    """Print the summary of an intake, or at a terminal walk through it."""
    if as_json:
        write_data(to_json(kept_summary(store, intake_id)), None, force=False)
    else:
        from iopintake.terminal.pages.records import show_kept

        intake = store.intake(intake_id)
        summary = as_summary(kept_summary(store, intake_id))
        pack = toolkit_of(store, intake).pack
        show_kept(console(), intake_id, intake, summary, pack, full=full, every_list=every_list)


def show_version(
    store: Store, intake_id: str, number: int, *, as_json: bool, full: bool, every_list: bool
) -> None:
    """Print one of the summaries of an intake, as it was seen when its interview came to an end."""
    one = version(store, intake_id, number)
    if as_json:
        write_data(to_json(summary_of(store, intake_id, one)), None, force=False)
        return
    from iopintake.terminal.pages.records import version_note
    from iopintake.terminal.pages.showing import show_result

    summary = as_summary(summary_of(store, intake_id, one))
    pack = toolkit_of(store, store.intake(intake_id)).pack
    note = version_note(intake_id, one)
    show_result(console(), summary, pack, full=full, every_list=every_list, note=note)


def show_reassessed(store: Store, intake_id: str, pack: Path | None, *, as_json: bool) -> None:
    """Print what today's pack makes of an intake, and name what is different."""
    made = reassessed(store, intake_id, load_toolkit(pack))
    if made.unknown:
        tell(_("Today's pack does not know these answers, they are left out: ") + ", ".join(made.unknown))
    found = tuple(differences(made.then, made.now))
    if as_json:
        write_data(to_json({"summary": made.now, "differences": plain(found)}), None, force=False)
    elif found:
        from iopintake.terminal.pages.records import difference_table

        console().print(difference_table(found))
    else:
        console().print(_("{intake_id}: today's pack gives the same result.").format(intake_id=intake_id))


def show_history(store: Store, intake_id: str | None, *, as_json: bool) -> None:
    """Print the audit trail of an intake, or that of the records themselves."""
    pack = toolkit_of(store, store.intake(intake_id)).pack if intake_id is not None else None
    questions = pack.questions if pack else {}
    words = code_words(pack) if pack and not as_json else None

    def shown(question_id: str, answer: Answer) -> str:
        question = questions.get(question_id)
        return str(answer.value) if question is None else display(question, answer)

    lines = tuple(trail(store.entries(intake_id), shown, words)) if intake_id is not None else upkeep(store)
    if as_json:
        write_data(to_json(lines), None, force=False)
        return
    if not lines:
        tell(
            _(
                "Nothing was deleted, and nothing was done to the records themselves. For one intake: "
                "iopintake history ID"
            )
        )
        return
    from iopintake.terminal.pages.records import trail_table

    console().print(trail_table(lines, {key: question.short for key, question in questions.items()}))


def show_proof(store: Store, intake_id: str | None, *, as_json: bool) -> None:
    """Prove the journal of one intake, or of all; raise StoreError when an event was changed or cut."""
    proofs = tuple(verified(store, intake_id))
    if as_json:
        write_data(to_json(proofs), None, force=False)
    for proof in proofs if not as_json else ():
        if proof.is_whole:
            sound = _("{id}: {events} events, none changed or cut. Proof: {proof}")
            console().print(sound.format(id=proof.id, events=proof.events, proof=proof.proof))
    broken = [proof.id for proof in proofs if not proof.is_whole]
    if broken:
        raise StoreError(
            _(
                "{place}: changed or cut after it was written: {broken}. Compare with a backup, and tell "
                "whoever keeps the records."
            ).format(place=store.place, broken=", ".join(broken))
        )
    if not as_json:
        tell(
            _(
                "{count} proved. Whoever can rewrite the whole database can make a proof anew: note the "
                "proofs elsewhere, and compare."
            ).format(count=len(proofs))
        )


def show_report(store: Store, *, as_json: bool, as_csv: bool) -> None:
    """Print the counts by week."""
    weeks = report(store)
    if as_json:
        write_data(to_json(weeks), None, force=False)
    elif as_csv:
        write_data(report_csv(weeks), None, force=False)
    elif weeks:
        from iopintake.terminal.pages.records import report_tables

        out = console()
        words = code_words(load_toolkit(None).pack)
        for table in report_tables(weeks, out.encoding, words, out.width):
            out.print(table)
            out.print()
    if not weeks:
        tell(_("There is nothing to count yet: no intake was begun."))
    elif not any(week.intakes for week in weeks):
        tell(_("No intake is finished yet. To list those that are not: iopintake list --state draft"))
    if practice := count(store, Wanted(practice=True)):
        tell(_("Not counted: {practice} for practice.").format(practice=practice))


def show_agreement(store: Store, *, as_json: bool) -> None:
    """Print how often clinicians chose the recommended level."""
    from iopintake.store.queries.agreement import agreement
    from iopintake.store.queries.decided import decided_intakes
    from iopintake.terminal.pages import agreement as page

    found = agreement(decided_intakes(store))
    if as_json:
        write_data(to_json(found), None, force=False)
    else:
        page.show_agreement(console(), found, code_words(load_toolkit(None).pack))
