"""What a PostgreSQL server says, and what a person is told instead; its own words could hold an answer."""

from __future__ import annotations

from types import TracebackType
from typing import Final

from iopintake.store.errors import InUse, NoSuchIntake, Stale, StoreError
from iopintake.support.language import N_, _


class Offline(StoreError):
    """The server of the shared records does not answer."""


class NotAllowed(StoreError):
    """The role in the shared records may not do this."""


NAMELESS: Final = N_("no machine of this name is found. Check the network, and the host in the address.")
NO_SERVICE: Final = N_("the service named in the address is not in the service file. Check both.")
UNREACHABLE: Final = N_("the server does not answer. Check the network and the server.")
STATES: Final[dict[str, tuple[type[StoreError], str]]] = {
    "23505": (Stale, N_("another desk wrote to this intake just now. Try again.")),
    "IO001": (NoSuchIntake, N_("this intake was deleted on another desk; nothing of it is kept.")),
    "IO002": (Stale, N_("this intake has gone on elsewhere since it was read. Try again.")),
    "42501": (
        NotAllowed,
        N_("your role there does not allow this. Ask whoever runs the server for the role you need."),
    ),
    "3F000": (
        StoreError,
        N_("there are no records in this database yet. Make them with: iopintake database init"),
    ),
    "42P01": (
        StoreError,
        N_("there are no records in this database yet. Make them with: iopintake database init"),
    ),
    "55P03": (InUse, N_("another desk is writing and does not come to an end. Try again.")),
    "57014": (Offline, N_("the server takes too long. Check the network and the server.")),
    "53100": (StoreError, N_("the disk of the server is full. Tell whoever runs it.")),
    "25006": (StoreError, N_("the server takes no changes at the moment. Tell whoever runs it.")),
    "23502": (
        NotAllowed,
        N_("you belong to no site there. Ask whoever runs the server: iopintake database staff"),
    ),
    "28000": (NotAllowed, N_("the server does not let you in. Check the user in the address.")),
    "28P01": (
        NotAllowed,
        N_(
            "the server refuses the password. Set it anew with: iopintake database password, or in your "
            "password file (~/.pgpass)."
        ),
    ),
    "3D000": (StoreError, N_("there is no such database on the server. Check the address.")),
}
"""By the number that PostgreSQL gives (its appendix A), and two of our own."""
CONNECTING: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    (
        "certificate verify failed",
        NotAllowed,
        N_(
            "its certificate is of no authority trusted here, so nothing was sent. Name the authority's file "
            "at the end of the address: ?sslrootcert=FILE"
        ),
    ),
    (
        "does not match host name",
        NotAllowed,
        N_("its certificate is of another name, so nothing was sent. Check the host in the address."),
    ),
    (
        "root certificate file",
        NotAllowed,
        N_("the file of the authority (sslrootcert in the address) can't be read. Check its path."),
    ),
    (
        "could not load system root certificate",
        NotAllowed,
        N_(
            "this machine has no list of authorities it trusts. Name the authority's file at the end of the "
            "address: ?sslrootcert=FILE"
        ),
    ),
    (
        "does not support SSL",
        NotAllowed,
        N_("it does not encrypt the way to it, so nothing was sent. Whoever runs it must turn TLS on."),
    ),
    ("password authentication failed", *STATES["28P01"]),
    (
        "no password supplied",
        NotAllowed,
        N_(
            "the server asks for a password. Keep it in the keyring with: iopintake database password, or in "
            "your password file (~/.pgpass)."
        ),
    ),
    ("resolve host", Offline, NAMELESS),
    ("translate host name", Offline, NAMELESS),
    ("definition of service", StoreError, NO_SERVICE),
    ("service file", StoreError, NO_SERVICE),
    ("does not exist", StoreError, N_("there is no such user or database on the server. Check the address.")),
    ("no pg_hba.conf entry", *STATES["28000"]),
    ("authentication failed", *STATES["28000"]),
    ("too many", Offline, N_("the server has no room for another desk at the moment. Tell whoever runs it.")),
    ("remaining connection slots", Offline, N_("the server has no room for another desk at the moment.")),
)
"""What libpq says when it can't connect, which has no number."""


class explained:  # noqa: N801 - read in a with statement, as that of the file is
    """Turn what the server of PLACE says within into one sentence."""

    __slots__ = ("place",)

    def __init__(self, place: str) -> None:
        """Name the records that are spoken of."""
        self.place = place

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import psycopg

        if isinstance(error, psycopg.Error):
            told, sentence = _told(error)
            raise told(f"{self.place}: {sentence}") from None


def _told(error: object) -> tuple[type[StoreError], str]:
    import psycopg

    assert isinstance(error, psycopg.Error)
    if error.sqlstate in STATES:
        kind, sentence = STATES[error.sqlstate]
        return kind, _(sentence)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        if error.sqlstate is None:
            said = str(error)
            for part, kind, sentence in CONNECTING:
                if part in said:
                    return kind, _(sentence)
        return Offline, _(UNREACHABLE)
    return (
        StoreError,
        _("the server refused this ({kind}). Nothing was changed.").format(
            kind=error.sqlstate or type(error).__name__
        ),
    )
