"""The way to a server that is elsewhere is encrypted and the server proved, or nothing is sent."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from helpers.postgres import OWNER, Server, server, why_not

from iopintake.store.errors import StoreError
from iopintake.store.shared.address import Address, NoSuchAddress
from iopintake.store.shared.errors import NotAllowed, Offline, explained
from iopintake.store.shared.server import connect


def certificate(folder: Path, name: str) -> None:
    """Make a certificate that is its own authority, for the host NAME."""
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={name}",
            ),
            *("-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.crt")),
        ],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def far_away(port: int) -> Iterator[Server]:
    """Run a server that is reached by network, under a name that is not this machine's."""
    if reason := why_not() or ("" if shutil.which("openssl") else "openssl is missing"):
        pytest.skip(reason)
    with server("fsync=off", "listen_addresses=127.0.0.1", f"port={port}") as found:
        for name in ("db.test", "other.test"):
            certificate(found.folder, name)
            for suffix in ("key", "crt"):
                if found.user:
                    shutil.chown(found.folder / f"{name}.{suffix}", found.user)
            (found.folder / f"{name}.key").chmod(0o600)
        for setting in (
            f"ssl_cert_file = '{found.folder}/db.test.crt'",
            f"ssl_key_file = '{found.folder}/db.test.key'",
        ):
            found.run(f"ALTER SYSTEM SET {setting}")
        yield found


def encrypts(found: Server, *, on: bool) -> None:
    found.run(f"ALTER SYSTEM SET ssl = {'on' if on else 'off'}")
    found.stop("fast")
    found.start(f"port={found.port}", "fsync=off", "listen_addresses=127.0.0.1")


def address(found: Server, host: str, **more: str) -> Address:
    parts = {"hostaddr": "127.0.0.1", "port": str(found.port), **more}
    query = "&".join(f"{name}={value}" for name, value in parts.items())
    return Address.of(f"postgresql://{OWNER}@{host}/intakes?{query}")


def test_a_server_that_proves_itself_is_spoken_to_and_every_other_told_in_one_sentence(
    far_away: Server,
) -> None:
    encrypts(far_away, on=False)
    own, foreign = (str(far_away.folder / f"{name}.crt") for name in ("db.test", "other.test"))
    with pytest.raises(NotAllowed, match="does not encrypt the way to it, so nothing was sent"):
        connect(address(far_away, "db.test", sslrootcert=own))
    encrypts(far_away, on=True)
    with connect(address(far_away, "db.test", sslrootcert=own)) as connection:
        row = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
        assert row == (True,)
    for told, host, authority in (
        ("of no authority trusted here, so nothing was sent", "db.test", foreign),
        ("of no authority trusted here, so nothing was sent", "db.test", "system"),
        ("of another name, so nothing was sent", "other.test", own),
        ("can't be read", "db.test", "/nowhere.crt"),
    ):
        with pytest.raises(NotAllowed, match=told) as caught:
            connect(address(far_away, host, sslrootcert=authority))
        assert "\n" not in caught.value.headline


@pytest.mark.parametrize(
    ("text", "is_local"),
    [
        ("postgresql:///intakes", True),
        ("postgresql://mara@/intakes?host=/run/postgresql", True),
        ("postgresql://mara@localhost/intakes", True),
        ("postgresql://mara@127.0.0.1/intakes", True),
        ("postgresql://mara@[::1]/intakes", True),
        ("postgresql://mara@db.clinic.example/intakes", False),
        ("postgresql://mara@10.0.0.7/intakes", False),
        ("postgresql://mara@localhost.evil.example/intakes", False),
        ("postgresql://mara@127.0.0.1.evil.example/intakes", False),
        ("postgresql://mara@localhost,db.evil.example/intakes", False),
        ("postgresql://mara@/intakes?host=/run,db.evil.example", False),
        ("postgresql://mara@localhost/intakes?hostaddr=10.0.0.7", False),
        ("postgresql:///intakes?service=clinic", False),
    ],
)
def test_only_what_can_not_leave_this_machine_goes_unencrypted(text: str, is_local: bool) -> None:
    found = Address.of(text)
    assert found.is_local == is_local
    assert (found.options().get("sslmode") == "verify-full") != is_local


@pytest.mark.parametrize("part", ["sslmode=disable", "password=x", "gssencmode=disable", "options=-c"])
def test_an_address_can_not_turn_that_off(part: str) -> None:
    with pytest.raises(NoSuchAddress):
        Address.of(f"postgresql://mara@db.clinic.example/intakes?{part}")


@pytest.mark.parametrize("port", ["59x9", "0", "65536", "5432,none"])
def test_an_address_whose_port_is_none_is_refused_and_not_taken_for_a_server_that_is_away(port: str) -> None:
    with pytest.raises(NoSuchAddress, match="port in the address"):
        Address.of(f"postgresql://mara@/intakes?port={port}")


def test_a_machine_whose_name_nobody_knows_is_offline_so_that_an_intake_goes_on() -> None:
    with pytest.raises(Offline, match="no machine of this name is found"):
        connect(Address.of("postgresql://mara@nowhere.invalid/intakes?sslrootcert=/nowhere.crt"))


def test_a_server_that_is_not_there_is_offline(port: int) -> None:
    with pytest.raises(Offline):
        connect(Address.of("postgresql://mara@127.0.0.1:1/intakes"))


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_a_server_that_the_environment_names_is_not_taken_for_this_machine(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "10.0.0.7")
    assert Address.of("postgresql:///intakes").options()["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ('FATAL:  Peer authentication failed for user "mara"', NotAllowed),
        ('FATAL:  password authentication failed for user "mara"', NotAllowed),
        ("FATAL:  sorry, too many clients already", Offline),
        ("FATAL:  the database system is starting up", Offline),
        ('could not translate host name "db.clinic" to address: Name or service not known', Offline),
        ("failed to resolve host 'db.clinic': [Errno -2] Name or service not known", Offline),
        ("failed to resolve host 'db.clinic': [Errno -3] Temporary failure in name resolution", Offline),
        ('definition of service "clinic" not found', StoreError),
        ('service file "/nowhere" not found', StoreError),
        ("server closed the connection unexpectedly", Offline),
        ('FATAL:  database "intakes" does not exist', StoreError),
        ("fe_sendauth: no password supplied", NotAllowed),
    ],
)
def test_what_a_server_says_instead_of_a_connection_is_told_in_one_sentence(
    says: str, kind: type[StoreError]
) -> None:
    with pytest.raises(kind) as caught, explained("the shared records"):
        raise psycopg.OperationalError(f"connection failed: {says}\n\tIs the server running?")
    assert "\n" not in caught.value.headline
    assert "mara" not in caught.value.headline
