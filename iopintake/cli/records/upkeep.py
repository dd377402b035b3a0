"""The commands that keep the records: delete, purge, backup, restore, encrypt and decrypt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopintake.cli.options import ForceOption, HomeOption, IdArgument, TakeOverOption, YesOption
from iopintake.support.errors import IopintakeError


def delete(
    intake: IdArgument, take_over: TakeOverOption = False, yes: YesOption = False, home: HomeOption = None
) -> None:
    """Delete an intake: nothing of the person remains, only that it was deleted, when and by whom.

    Example: iopintake delete bado-kiru
    """
    from iopintake.cli.records.opening import open_records
    from iopintake.store.upkeep.deletion import remove
    from iopintake.terminal.prompts.operator import confirmed, tell

    with open_records(home) as store:
        found = store.find_id(intake)
        held = store.intake(found)
        if yes:
            tell(f"To be deleted: {found} ({held.state}, {held.begun.day}).")
        if held.review == "now" and held.standing is None:
            tell(f"{found} has a sign of danger or is due NOW, and no clinician has decided on it.")
        if confirmed(f"Delete {found} ({held.state}, {held.begun.day}) for good?", yes=yes):
            remove(store, found, "asked for", take_over=take_over)
            tell(f"{found} is deleted. Exports and backups made of it before still hold it.")
        else:
            tell("Nothing was deleted.")


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
            tell(f"To be deleted: {', '.join(found)}.")
        if found and confirmed(f"Delete {len(found)} intakes older than {days} days for good?", yes=yes):
            done = deletion.purge(store, found, days, take_over=take_over)
            tell(f"{len(done)} intakes are deleted.")
            if kept := [intake_id for intake_id in found if intake_id not in done]:
                tell(f"These were continued in the meantime, so they were kept: {', '.join(kept)}.")
        else:
            tell("Nothing was deleted.")


def _retention() -> int:
    """Return for how many days the clinic keeps its intakes, as its settings say."""
    from iopintake.settings import read_settings, settings_path

    kept = read_settings(settings_path()).retention_days
    if kept is None:
        raise IopintakeError(
            "--older-than: name the days, such as 90d, or set retention_days with: iopintake config edit"
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
        tell(f"{file}: {intakes} intakes, backed up and checked.")


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
    from iopintake.store.errors import explained
    from iopintake.store.upkeep.restore import Asks
    from iopintake.store.upkeep.restore import restore as put_back
    from iopintake.terminal.prompts.operator import confirmed, tell

    place = home_for(home)
    with explained(place.folder):
        is_there = place.database.exists()
    if is_there and not confirmed(f"Replace the records in {place.folder}?", yes=yes):
        tell("Nothing was restored.")
        return
    asks = Asks(
        backup=lambda: ask_hidden("Passphrase of the backup: "),
        present=passphrase_for(place),
        protection=_protection,
    )
    done = put_back(place, file, asks, actor())
    if not done.deletions_known:
        forget_in_keyring(place)  # what is there opens the records before, if anything
    if done.log_left_out:
        tell(f"{file.name}-wal is not the log of this backup; it was left out.")
    if done.passphrase is not None:
        tell("The records are encrypted.")
    if not done.deletions_known:
        tell("The earlier records could not be read, so what was deleted since the backup may be back.")
    kept = f" The records before it are kept in {done.kept}." if done.kept else ""
    tell(f"{done.intakes} intakes are restored; {done.deleted_again} deleted since stay deleted.{kept}")


def _protection() -> str | None:
    """Ask how records are kept that were encrypted, when the backup is not and theirs is unknown."""
    from iopintake.cli.records.passphrase import ask_new
    from iopintake.terminal.prompts.operator import confirmed, tell

    tell("The records here are encrypted and can't be opened; the backup is not encrypted.")
    if confirmed("Encrypt what is restored with a new passphrase?", yes=False):
        return ask_new()
    if confirmed("Leave the records unencrypted from now on, for anybody who has the disk?", yes=False):
        return None
    raise IopintakeError("Nothing was restored. Encrypted records stay encrypted until you say otherwise.")


def repair(home: HomeOption = None) -> None:
    """Save what is whole of damaged records into a new file; the damaged one is kept aside.

    Example: iopintake repair
    """
    from iopintake.cli.records.opening import actor, home_for
    from iopintake.cli.records.passphrase import passphrase_for
    from iopintake.store.upkeep.repair import repair as mend
    from iopintake.terminal.prompts.operator import tell

    place = home_for(home)
    done = mend(place, passphrase_for(place), actor())
    if done.is_put_back:
        tell("The first bytes of the encrypted records were damaged; they were put back from their copy.")
    if done.kept is None and done.is_put_back:
        return
    if done.kept is None:
        tell(f"No damage found: all {done.whole} intakes are intact. Nothing was changed.")
        return
    tell(f"{done.whole} intakes are intact.")
    for cut in done.cut:
        tell(
            f"{cut.id}: kept up to event {cut.events} of {cut.last_at:%Y-%m-%d %H:%M} UTC; "
            f"what came after it is damaged. {_after(cut.after)}See it with: iopintake history {cut.id}"
        )
    for made in done.made_anew:
        tell(f"{made}: its summary was damaged and was made anew from the answers, with the pack of then.")
    for missing in done.without_summary:
        tell(f"{missing}: its summary is damaged and can't be made anew; the answers are whole.")
    for lost in done.lost:
        tell(f"{lost}: nothing but this id could be read.")
    if done.packs_lost:
        tell(f"{done.packs_lost} packs are damaged; intakes that were begun with them need a backup.")
    tell(f"The file as it was is kept in {done.kept} until something is deleted. A backup may have more.")


def _after(events: int) -> str:
    return f"{events} events from after the damage are kept and count for nothing. " if events else ""


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
    tell(f"{place.folder}: encrypted. Nobody can read the records without the passphrase: keep it safe.")
    tell("The file before was overwritten; a disk that keeps old blocks (most SSDs) may still hold them.")
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
    if not confirmed("Keep the records unencrypted, for anybody who has the disk to read?", yes=yes):
        tell("Nothing was changed.")
        return
    unseal(place, lambda: old or "", actor())
    forget_in_keyring(place)
    tell(f"{place.folder}: no longer encrypted.")


def _days(text: str) -> int:
    number = text.removesuffix("d")
    if not number.isdecimal() or not 0 < int(number) < 100_000:  # noqa: PLR2004 - longer than any record
        raise IopintakeError("--older-than: this is no number of days. Write it as 90d.")
    return int(number)
