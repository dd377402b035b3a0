"""The commands that begin with ``database``: the shared records on a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopintake.cli.options import YesOption
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _, ngettext

if TYPE_CHECKING:
    from iopintake.store.shared.address import Address
    from iopintake.store.shared.server import AskPassword

database_app = typer.Typer(
    rich_markup_mode=None, help="Keep the records of several desks on one PostgreSQL server."
)
LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="The user, as the server knows them.")]


@database_app.command("init")
def database_init() -> None:
    """Make the shared records in the database that the settings name: tables, roles, and who may do what.

    Example: iopintake database init
    """
    from iopintake.cli.records.shared import kept_password, needed_address
    from iopintake.store.shared.administering import ROLES, initialize
    from iopintake.terminal.prompts.operator import tell

    address = needed_address()
    initialize(address, lambda: kept_password(address))
    tell(
        _("The records are made in {place}. Nobody but you may use them yet. The roles are:").format(
            place=address.place
        )
    )
    for role, does in ROLES.items():
        tell(f"  {role}: {_(does)}")
    tell(_("Let somebody in with: iopintake database staff LOGIN --site SITE --role counselor"))


@database_app.command("upgrade")
def database_upgrade(
    backup: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a backup into this file first, with pg_dump.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """Bring the shared records to the format of this iopintake, after a backup.

    Example: iopintake database upgrade --backup before.dump
    """
    from iopintake.cli.records.shared import kept_password, needed_address
    from iopintake.store.shared.administering import dump, migrations_due, upgrade
    from iopintake.terminal.prompts.operator import confirmed, tell

    address = needed_address()
    before, now = migrations_due(address, lambda: kept_password(address))
    if backup is not None:
        dump(address, lambda: kept_password(address), backup)
        tell(
            _("{backup}: the backup is written. It holds everything, unencrypted; keep it so.").format(
                backup=backup
            )
        )
    if before == now:
        tell(_("Already at migration {now}.").format(now=now))
        return
    if backup is None and not confirmed(
        _("Is there a backup that was just made? Without one, use --backup FILE."), yes=yes
    ):
        tell(_("Nothing was changed."))
        return
    before, now = upgrade(address, lambda: kept_password(address))
    tell(_("From migration {before} to {now}.").format(before=before, now=now))


@database_app.command("staff")
def database_staff(
    login: Annotated[
        str | None, typer.Argument(metavar="[LOGIN]", help="The user; all are listed without one.")
    ] = None,
    site: Annotated[
        str | None, typer.Option(metavar="SITE", help="Whose intakes they may see; '*' for every site.")
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="counselor, supervisor, lead or auditor; may be repeated.")
    ] = None,
    home: Annotated[
        str | None,
        typer.Option(metavar="SITE", help="With --site '*': the site that what they begin is of."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Let them in no more.")] = False,
) -> None:
    """List who may use the shared records, or let somebody in, with a site and a role, or out.

    Example: iopintake database staff mara --site north --role counselor
    """
    from iopintake.cli.records.shared import kept_password, needed_address
    from iopintake.store.shared import administering
    from iopintake.terminal.prompts.operator import tell

    address = needed_address()

    def ask() -> str | None:
        return kept_password(address)

    if login is not None and remove:
        administering.dismiss(address, ask, login)
        tell(
            _("{login} may use the shared records no more; the login itself is the server's.").format(
                login=login
            )
        )
    elif login is not None:
        if not site or not role:
            raise IopintakeError(_("Name the site with --site, and what they do with --role."))
        administering.enlist(address, ask, administering.Member(login, site, tuple(role), home or ""))
        tell(
            _("{login}: {roles} at {site}.").format(
                login=login, roles=", ".join(role), site=_("every site") if site == "*" else site
            )
        )
        if home:
            _tell_of_home(address, ask, login, home)
    else:
        _list_staff(address, ask)


def _tell_of_home(address: Address, ask: AskPassword, login: str, home: str) -> None:
    from iopintake.store.shared.sites import sites
    from iopintake.terminal.prompts.operator import tell

    if home in sites(address, ask):
        tell(_("What {login} begins belongs to {home}.").format(login=login, home=home))
    else:
        tell(
            _(
                "What {login} begins belongs to {home}, where nobody works yet: add its staff, or check the "
                "spelling."
            ).format(login=login, home=home)
        )


def _list_staff(address: Address, ask: AskPassword) -> None:
    from iopintake.store.shared.administering import members
    from iopintake.store.shared.sites import of_every_site
    from iopintake.terminal.output import console
    from iopintake.terminal.pages.shared import staff_table
    from iopintake.terminal.prompts.operator import tell

    staff = members(address, ask)
    console().print(staff_table(staff))
    if homeless := [one.login for one in staff if one.lacks_home]:
        tell(
            _(
                "Without a home: {names}. Only staff of every site will see what they begin, until each has "
                "one: iopintake database staff LOGIN --site '*' --home SITE --role ROLE"
            ).format(names=", ".join(homeless))
        )
    if unseen := of_every_site(address, ask):
        tell(
            ngettext(
                "{count} intake is seen by staff of every site alone. Give it to a site: iopintake database "
                "move SITE",
                "{count} intakes are seen by staff of every site alone. Give them to a site: iopintake "
                "database move SITE",
                len(unseen),
            ).format(count=len(unseen))
        )


@database_app.command("move")
def database_move(
    site: Annotated[str, typer.Argument(metavar="SITE", help="Whose staff will see them.")],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="These alone; all without one.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """Give intakes that only staff of every site see to one site.

    Example: iopintake database move north
    """
    from iopintake.cli.records.opening import actor
    from iopintake.cli.records.shared import kept_password, needed_address
    from iopintake.store.shared.sites import deleted_of_every_site, move, of_every_site
    from iopintake.terminal.prompts.operator import confirmed, tell

    address = needed_address()

    def ask() -> str | None:
        return kept_password(address)

    wanted = ids or of_every_site(address, ask)
    if not wanted and not deleted_of_every_site(address, ask):
        tell(_("There are no intakes that only staff of every site see."))
        return
    named = ", ".join(wanted) or _("what was deleted")
    asked = _("Give {ids} to {site}?").format(site=site, ids=named)
    if not confirmed(asked, yes=yes):
        tell(_("Nothing was changed."))
        return
    move(address, ask, site, wanted, actor())
    tell(_("The staff of {site} see {ids} from now on.").format(site=site, ids=named))


@database_app.command("password")
def database_password() -> None:
    """Put your password for the shared records into the system's keyring; it is asked for, never an argument.

    Example: iopintake database password
    """
    from iopintake.cli.records.shared import keep_password, needed_address
    from iopintake.terminal.prompts.operator import tell

    keep_password(needed_address())
    tell(_("The password is in the system's keyring."))
