"""The commands that keep the records: delete, purge, backup, restore, encrypt and decrypt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import ForceOption, HomeOption, PickedArgument, TakeOverOption, YesOption
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _


def delete(
    intake: PickedArgument = None,
    take_over: TakeOverOption = False,
    yes: YesOption = False,
    home: HomeOption = None,
) -> None:
    """Delete an intake: nothing of the person remains, only that it was deleted, when and by whom.

    Example: iopintake delete bado-kiru
    """
    from iopintake.cli.records.picked import intake_meant
    from iopintake.store.database.leases import checked_lease
    from iopintake.store.upkeep.deletion import remove
    from iopintake.terminal.prompts.operator import confirmed, tell

    with intake_meant(home, intake, "delete", _("Which intake do you want to delete?")) as (store, found):
        with store.explained():
            checked_lease(store, found, take_over=take_over)  # nobody is asked what is refused afterwards
        held = store.intake(found)
        which = f"{found} ({_(held.state)}, {held.begun.day})"
        if yes:
            tell(_("To be deleted: {found}.").format(found=which))
        if held.review == "now" and held.standing is None:
            tell(
                _("{found} has a sign of danger or is due NOW, and no clinician has decided on it.").format(
                    found=found
                )
            )
        if confirmed(_("Delete {found} for good?").format(found=which), yes=yes):
            remove(store, found, "asked for", take_over=take_over)
            tell(
                _("{found} is deleted. Exports and backups made of it before still hold it.").format(
                    found=found
                )
            )
        else:
            tell(_("Nothing was deleted."))


def purge(
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="DAYS",
            help="Days without any event, such as 90d; the clinic's retention_days if left out.",
        ),
    ] = None,
    take_over: TakeOverOption = False,
    yes: YesOption = False,
    home: HomeOption = None,
) -> None:
    """Delete all intakes in which nothing has happened for some time, drafts among them.

    Example: iopintake purge --older-than 90d
    """
    from iopintake.cli.records.opening import open_records
    from iopintake.store.upkeep import deletion
    from iopintake.terminal.prompts.operator import confirmed, tell

    days = _retention() if older_than is None else _days(older_than)
    with open_records(home) as store:
        found = deletion.older_than(store, days, take_over=take_over)
        if found:
            tell(_("To be deleted: {names}.").format(names=", ".join(found)))
        if found and confirmed(
            _("Delete {count} intakes older than {days} days for good?").format(count=len(found), days=days),
            yes=yes,
        ):
            done = deletion.purge(store, found, days, take_over=take_over)
            tell(_("{count} intakes are deleted.").format(count=len(done)))
            if kept := [intake_id for intake_id in found if intake_id not in done]:
                tell(
                    _("These were continued in the meantime, so they were kept: {names}.").format(
                        names=", ".join(kept)
                    )
                )
        else:
            tell(_("Nothing was deleted."))


def _retention() -> int:
    """Return for how many days the clinic keeps its intakes, as its settings say."""
    from iopintake.settings import read_settings, settings_path

    kept = read_settings(settings_path()).retention_days
    if kept is None:
        raise IopintakeError(
            _("--older-than: name the days, such as 90d, or set retention_days with: iopintake config edit")
        )
    return kept


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    force: ForceOption = False,
    home: HomeOption = None,
) -> None:
    """Back all records up into one file, encrypted if they are; others may go on working meanwhile.

    Example: iopintake backup /media/stick/intakes.db
    """
    from iopintake.cli.records.opening import open_records
    from iopintake.store.upkeep.backup import backup as back_up
    from iopintake.terminal.prompts.operator import tell

    with open_records(home) as store:
        intakes = back_up(store, file, force=force)
        tell(_("{file}: {intakes} intakes, backed up and checked.").format(file=file, intakes=intakes))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that backup made.")],
    yes: YesOption = False,
    home: HomeOption = None,
) -> None:
    """Put a backup in the place of the records, which are kept aside until something is deleted.

    Example: iopintake restore /media/stick/intakes.db
    """
    from iopintake.cli.records.opening import actor, home_for
    from iopintake.cli.records.passphrase import ask_hidden, forget_in_keyring, passphrase_for
    from iopintake.cli.records.shared import refuse_where_shared
    from iopintake.store.errors import explained
    from iopintake.store.upkeep.restore import Asks
    from iopintake.store.upkeep.restore import restore as put_back
    from iopintake.terminal.prompts.operator import confirmed, tell

    refuse_where_shared()
    place = home_for(home)
    with explained(place.folder):
        is_there = place.database.exists()
    if is_there and not confirmed(_("Replace the records in {folder}?").format(folder=place.folder), yes=yes):
        tell(_("Nothing was restored."))
        return
    asks = Asks(
        backup=lambda: ask_hidden(_("Passphrase of the backup: ")),
        present=passphrase_for(place),
        protection=_protection,
    )
    done = put_back(place, file, asks, actor())
    if not done.deletions_known:
        forget_in_keyring(place)  # what is there opens the records before, if anything
    if done.log_left_out:
        tell(_("{name}-wal is not the log of this backup; it was left out.").format(name=file.name))
    if done.passphrase is not None:
        tell(_("The records are encrypted."))
    if not done.deletions_known:
        tell(_("The earlier records could not be read, so what was deleted since the backup may be back."))
    kept = _(" The records before it are kept in {kept}.").format(kept=done.kept) if done.kept else ""
    tell(
        _("{intakes} intakes are restored; {deleted_again} deleted since stay deleted.{kept}").format(
            intakes=done.intakes, deleted_again=done.deleted_again, kept=kept
        )
    )


def _protection() -> str | None:
    """Ask how records are kept that were encrypted, when the backup is not and theirs is unknown."""
    from iopintake.cli.records.passphrase import ask_new
    from iopintake.terminal.prompts.operator import confirmed, tell

    tell(_("The records here are encrypted and can't be opened; the backup is not encrypted."))
    if confirmed(_("Encrypt what is restored with a new passphrase?"), yes=False):
        return ask_new()
    if confirmed(_("Leave the records unencrypted from now on, for anybody who has the disk?"), yes=False):
        return None
    raise IopintakeError(_("Nothing was restored. Encrypted records stay encrypted until you say otherwise."))


def repair(home: HomeOption = None) -> None:
    """Save what is whole of damaged records into a new file; the damaged one is kept aside.

    Example: iopintake repair
    """
    from iopintake.cli.records.opening import actor, home_for
    from iopintake.cli.records.passphrase import passphrase_for
    from iopintake.store.upkeep.repair import repair as mend
    from iopintake.support.local_time import said_moment
    from iopintake.terminal.prompts.operator import tell

    place = home_for(home)
    done = mend(place, passphrase_for(place), actor())
    if done.is_put_back:
        tell(_("The first bytes of the encrypted records were damaged; they were put back from their copy."))
    if done.kept is None:
        if not done.is_put_back:
            said = _("No damage found: all {whole} intakes are intact. Nothing was changed.")
            tell(said.format(whole=done.whole))
        return
    tell(_("{whole} intakes are intact.").format(whole=done.whole))
    for cut in done.cut:
        tell(
            _(
                "{id}: kept up to event {events} ({when}); what came after it is damaged. "
                "{after}See it with: iopintake history {id}"
            ).format(id=cut.id, events=cut.events, when=said_moment(cut.last_at), after=_after(cut.after))
        )
    for made in done.made_anew:
        tell(
            _(
                "{made}: its summary was damaged and was made anew from the answers, with the pack of then."
            ).format(made=made)
        )
    for missing in done.without_summary:
        tell(
            _("{missing}: its summary is damaged and can't be made anew; the answers are whole.").format(
                missing=missing
            )
        )
    for lost in done.lost:
        tell(_("{lost}: nothing but this id could be read.").format(lost=lost))
    if done.packs_lost:
        tell(
            _("{packs_lost} packs are damaged; intakes that were begun with them need a backup.").format(
                packs_lost=done.packs_lost
            )
        )
    tell(
        _("The file as it was is kept in {kept} until something is deleted. A backup may have more.").format(
            kept=done.kept
        )
    )


def _after(events: int) -> str:
    return (
        _("{events} events from after the damage are kept and count for nothing. ").format(events=events)
        if events
        else ""
    )


def encrypt(
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep the passphrase in the system's keyring.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Encrypt the records with a passphrase, or change the passphrase they have.

    Example: iopintake encrypt --keyring
    """
    from iopintake.cli.records.opening import actor, open_once
    from iopintake.cli.records.passphrase import ask_new, forget_in_keyring, keep_in_keyring
    from iopintake.store.upkeep.encryption import encrypt as seal
    from iopintake.terminal.prompts.operator import tell

    place, old = open_once(home)
    new = seal(place, lambda: old or "", ask_new(), actor())
    forget_in_keyring(place)
    tell(
        _("{folder}: encrypted. Nobody can read the records without the passphrase: keep it safe.").format(
            folder=place.folder
        )
    )
    tell(_("The file before was overwritten; a disk that keeps old blocks (most SSDs) may still hold them."))
    if keyring:
        keep_in_keyring(place, new)


def decrypt(yes: YesOption = False, home: HomeOption = None) -> None:
    """Keep the records unencrypted from now on.

    Example: iopintake decrypt
    """
    from iopintake.cli.records.opening import actor, open_once
    from iopintake.cli.records.passphrase import forget_in_keyring
    from iopintake.store.upkeep.encryption import decrypt as unseal
    from iopintake.terminal.prompts.operator import confirmed, tell

    place, old = open_once(home)
    if not confirmed(_("Keep the records unencrypted, for anybody who has the disk to read?"), yes=yes):
        tell(_("Nothing was changed."))
        return
    unseal(place, lambda: old or "", actor())
    forget_in_keyring(place)
    tell(_("{folder}: no longer encrypted.").format(folder=place.folder))


def _days(text: str) -> int:
    number = text.removesuffix("d")
    if not number.isdecimal() or not 0 < int(number) < 100_000:  # noqa: PLR2004 - longer than any record
        raise IopintakeError(_("--older-than: this is no number of days. Write it as 90d."))
    return int(number)
