"""Makes the shared records on a server, brings them up to date, and says who works for which site."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from iopintake.store.errors import StoreError
from iopintake.store.shared.address import Address
from iopintake.store.shared.errors import NotAllowed, explained
from iopintake.store.shared.server import VERSION, AskPassword, connect
from iopintake.store.shared.sites import EVERY_SITE
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_line

FOLDER: Final = Path(__file__).with_name("migrations")
ROLES: Final = {
    "counselor": N_("reads and writes the intakes of the own site, and settles conflicts"),
    "supervisor": N_("does that, and deletes"),
    "lead": N_("reads the site, reports, decides and follows up"),
    "auditor": N_("reads and proves the trail: who answered, changed or deleted what, and when"),
}
BEGIN_NOTHING: Final = frozenset({"lead", "auditor"})
"""The roles that can't begin an intake, and so need no home (migrations/0001.sql: who may insert)."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may use the shared records; what staff of every site begin is of their HOME."""

    login: str
    site: str
    roles: tuple[str, ...]
    home: str = ""

    @property
    def lacks_home(self) -> bool:
        """Say whether only staff of every site would see what they begin."""
        return self.site == EVERY_SITE and not self.home and not BEGIN_NOTHING.issuperset(self.roles)


def initialize(address: Address, ask: AskPassword) -> int:
    """Make the records in a database that has none; return the migration they are at.

    Raises StoreError when there are some already: those are brought up to date by ``upgrade``.
    """
    with connect(address, ask) as connection, explained(address.place):
        if _version(connection):
            raise StoreError(
                _(
                    "{place}: there are records in this database already. Bring them up to date with: "
                    "iopintake database upgrade"
                ).format(place=address.place)
            )
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise StoreError(
                _("{place}: the database is kept in {encoding}. Make one in UTF8.").format(
                    place=address.place, encoding=encoding
                )
            )
        _migrate(connection, 0)
    return VERSION


def upgrade(address: Address, ask: AskPassword) -> tuple[int, int]:
    """Bring the records up to date; return the migration before and the one now. Make a backup first.

    Raises what ``migrations_due`` raises.
    """
    before, now = migrations_due(address, ask)
    with connect(address, ask) as connection, explained(address.place):
        _migrate(connection, before)
    return before, now


def migrations_due(address: Address, ask: AskPassword) -> tuple[int, int]:
    """Return the migration that the records are at, and the one that this iopintake brings them to.

    Raises StoreError where there are none, and NotAllowed for whoever may not bring them up to date.
    """
    with connect(address, ask) as connection, explained(address.place):
        before = _version(connection)
        if not before:
            raise StoreError(
                _(
                    "{place}: there are no records in this database yet. Make them with: iopintake database "
                    "init"
                ).format(place=address.place)
            )
        owned: Any = connection.execute(
            "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'iopintake'"
        ).fetchone()
        if not owned[0]:
            raise NotAllowed(
                _(
                    "{place}: only whoever made these records brings them up to date. Ask whoever runs the "
                    "server."
                ).format(place=address.place)
            )
    return before, VERSION


def enlist(address: Address, ask: AskPassword, member: Member) -> None:
    """Let a user of the server use the records of a site, in the roles named and no others.

    The user must be there already, with a way to log in: that is the server's, not ours.
    Staff of every site need a home unless they can begin no intake, and nobody else has one.
    """
    from psycopg import sql

    _check(member)
    with connect(address, ask) as connection, explained(address.place), connection.transaction():
        if (
            connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (member.login,)).fetchone()
            is None
        ):
            raise StoreError(
                _(
                    "{place}: there is no user {login} on the server. Whoever runs it makes one first, with: "
                    "createuser --pwprompt {quoted}"
                ).format(place=address.place, login=member.login, quoted=shlex.quote(member.login))
            )
        connection.execute(
            "INSERT INTO iopintake.staff (login, site, home) VALUES (%s, %s, %s) "
            "ON CONFLICT (login) DO UPDATE SET site = excluded.site, home = excluded.home",
            (member.login, member.site, member.home or None),
        )
        for role in ROLES:
            verb = "GRANT {} TO {}" if role in member.roles else "REVOKE {} FROM {}"
            names = sql.Identifier(f"iopintake_{role}"), sql.Identifier(member.login)
            connection.execute(sql.SQL(verb).format(*names))


def _check(member: Member) -> None:
    unknown = [role for role in member.roles if role not in ROLES]
    if unknown or not member.roles:
        what = _('"{role}" is no role.').format(role=unknown[0]) if unknown else _("No role is named.")
        raise StoreError(_("{what} There are {roles}.").format(what=what, roles=", ".join(ROLES)))
    if member.lacks_home or member.home == EVERY_SITE:
        raise StoreError(
            _(
                "Give {login} a home with --home SITE: what they begin belongs to that site, and without one "
                "only staff of every site would see it."
            ).format(login=member.login)
        )
    if member.home and member.site != EVERY_SITE:
        raise StoreError(
            _(
                "--home is for staff of every site (--site '*'); what {login} begins belongs to {site}."
            ).format(login=member.login, site=member.site)
        )
    if member.home and BEGIN_NOTHING.issuperset(member.roles):
        raise StoreError(
            _("Leave --home out: as {roles}, {login} begins no intakes.").format(
                roles=", ".join(member.roles), login=member.login
            )
        )


def dismiss(address: Address, ask: AskPassword, login: str) -> None:
    """Let a user use the records no more; StoreError if they could not. The login stays the server's."""
    from psycopg import sql

    with connect(address, ask) as connection, explained(address.place), connection.transaction():
        done = connection.execute("DELETE FROM iopintake.staff WHERE login = %s", (login,))
        if not done.rowcount:
            raise StoreError(
                _("{place}: {login} is not let in. See who is: iopintake database staff").format(
                    place=address.place, login=login
                )
            )
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone()
        for role in ROLES if known else ():  # a user whom the server has no more is in no role
            names = sql.Identifier(f"iopintake_{role}"), sql.Identifier(login)
            connection.execute(sql.SQL("REVOKE {} FROM {}").format(*names))


def members(address: Address, ask: AskPassword) -> list[Member]:
    """Return who may use the records."""
    query = (
        "SELECT login, site, coalesce(home, ''), "
        "coalesce((SELECT array_agg(substr(g.rolname, 11) ORDER BY g.rolname) "
        "FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member "
        "WHERE u.rolname = login AND g.rolname LIKE 'iopintake\\_%'), '{}') "
        "FROM iopintake.staff ORDER BY site, login"
    )
    with connect(address, ask) as connection, explained(address.place):
        return [
            Member(login, site, tuple(roles), home) for login, site, home, roles in connection.execute(query)
        ]


def dump(address: Address, ask: AskPassword, target: Path) -> None:
    """Write a backup of the database into TARGET, as pg_dump does it."""
    import os
    import shutil
    import subprocess

    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError(_("pg_dump is not installed here. Make the backup where it is, then use --yes."))
    if target.exists():
        raise StoreError(_("{target}: there is a file already. Name another.").format(target=target))
    with connect(address, ask) as connection:
        password = connection.info.password
    try:
        target.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise StoreError(
            _("{path}: it can't be written ({strerror}). Check folder and space.").format(
                path=target, strerror=error.strerror
            )
        ) from None
    command = [program, "--format=custom", f"--file={target}", "--dbname", address.text]
    secret = {"PGPASSWORD": password} if password else {}
    tls = {} if address.is_local else {"PGSSLMODE": "verify-full"}
    done = subprocess.run(command, env={**os.environ, **secret, **tls}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        target.unlink()
        raise StoreError(
            _("{place}: pg_dump could not write the backup ({reason}). Nothing was changed.").format(
                place=address.place, reason=_reason(done.stderr)
            )
        )


def _reason(said: bytes) -> str:
    """Return what pg_dump says first: it names tables and versions, and never what is in a row."""
    first = next((line for line in said.decode(errors="replace").splitlines() if line.strip()), "")
    return safe_line(first.removeprefix("pg_dump: ").removeprefix("error: ").rstrip(".")) or "?"


def _version(connection: Any) -> int:
    there = connection.execute("SELECT to_regclass('iopintake.migration')").fetchone()[0]
    if there is None:
        return 0
    return int(connection.execute("SELECT coalesce(max(version), 0) FROM iopintake.migration").fetchone()[0])


def _migrate(connection: Any, done: int) -> None:
    with connection.transaction():
        for script in _scripts(done):
            connection.execute(script)


def _scripts(done: int) -> Iterator[bytes]:
    for path in sorted(FOLDER.glob("*.sql")):
        if int(path.stem) > done:
            yield path.read_bytes()
