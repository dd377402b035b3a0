"""The address of the shared records: what may stand in it, and how safely it is gone to."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from iopintake.store.errors import StoreError
from iopintake.support.language import _

SCHEMES: Final = ("postgresql", "postgres")
SETTLED: Final = ("password", "sslpassword", "sslmode", "gssencmode", "options")
"""What an address may not set: a password would be seen by others, the rest is decided here."""
PATIENCE: Final = 5
"""Seconds to wait for a server to answer at all."""


class NoSuchAddress(StoreError):
    """The address of the shared records can't be used."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the shared records are: user, server and database, and never a password."""

    text: str
    parts: dict[str, str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the address that TEXT is; NoSuchAddress says what is wrong with it, and never repeats it."""
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict

        if not text.startswith(tuple(f"{scheme}://" for scheme in SCHEMES)):
            raise NoSuchAddress(
                _(
                    "The address of the shared records begins with postgresql://, such as "
                    "postgresql://mara@db.clinic.example/intakes. Correct it in IOPINTAKE_DATABASE or in the "
                    "settings: iopintake config edit"
                )
            )
        try:
            parts = {name: str(value) for name, value in conninfo_to_dict(text).items()}
        except Error:
            raise NoSuchAddress(
                _(
                    "The address of the shared records can't be read. Write it as "
                    "postgresql://USER@HOST:PORT/DATABASE."
                )
            ) from None
        if not all(_is_port(port) for port in parts.get("port", "").split(",") if port):
            raise NoSuchAddress(
                _(
                    "The port in the address of the shared records is not valid. Write a number from 1 to "
                    "65535, or leave it out."
                )
            )
        settled = [name for name in SETTLED if name in parts]
        if "password" in settled:
            raise NoSuchAddress(
                _(
                    "The address of the shared records holds a password, which others can see there. Take it "
                    "out, and keep it with: iopintake database password, or in a password or service file of "
                    "PostgreSQL."
                )
            )
        if settled:
            raise NoSuchAddress(
                _("The address of the shared records sets {settled}; take it out.").format(settled=settled[0])
            )
        return cls(text, parts)

    @property
    def is_local(self) -> bool:
        """Say whether the server is on this machine, so that nobody can listen on the way."""
        if self._part("service"):
            return False  # the service file may name a host, which may be anywhere
        named = f"{self._part('host')},{self._part('hostaddr')}".split(",")
        return all(_is_local(host) for host in named if host)

    def _part(self, name: str) -> str:
        """Return a part of the address, or what PostgreSQL takes from the environment in its place."""
        return self.parts.get(name) or os.environ.get(f"PG{name.upper()}", "")

    @property
    def place(self) -> str:
        """Return the server and the database as a person reads them."""
        host = self.parts.get("host") or (
            _("this machine") if self.is_local else self.parts.get("service", "")
        )
        name = self.parts.get("dbname") or self.parts.get("service") or _("the default database")
        return _("the shared records ({name} on {host})").format(name=name, host=host)

    def options(self) -> dict[str, str]:
        """Return what a connection is made with: encrypted, and the server proved, unless it is local."""
        found = {**self.parts, "application_name": "iopintake", "gssencmode": "disable"}
        found.setdefault("connect_timeout", str(PATIENCE))
        if self.is_local:
            return found
        found["sslmode"] = "verify-full"
        found.setdefault("sslrootcert", "system")
        return found

    @property
    def key(self) -> str:
        """Return under what the keyring keeps the password."""
        split = urlsplit(self.text)
        return f"{split.netloc}{split.path}"


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) < 65536  # noqa: PLR2004 - of TCP


def _is_local(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
