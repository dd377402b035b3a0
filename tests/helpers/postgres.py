"""A PostgreSQL server of the tests' own: in a temporary folder, on a unix socket, as an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWNER = "owner"
OWNED_BY = "tests.pid"
"""The file with the process that a server was started for."""
SOMEBODY = ("postgres", "nobody")
"""Users that a server may run as, where the tests are run by root."""


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest; None where none is installed."""
    versions = Path("/usr/lib/postgresql")  # where Debian keeps them, off the path
    found = sorted(versions.glob("*/bin/initdb"), key=lambda path: int(path.parents[1].name))
    at = shutil.which("initdb")
    return found[-1].parent if found else Path(at).resolve().parent if at else None


def why_not() -> str:
    """Return why no server can be started here, an empty text if one can."""
    if programs() is None:
        return "no PostgreSQL server is installed (apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is missing: pip install 'iopintake[postgres]'"
    return "" if os.getuid() or _somebody() else "root may not run a server, and there is no user that may"


def _somebody() -> str | None:
    for name in SOMEBODY:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path
    user: str | None
    port: int = 5432

    def address(self, login: str = OWNER, database: str = "intakes") -> str:
        return f"postgresql://{login}@/{database}?host={self.folder}&port={self.port}"

    def run(self, statement: str, database: str = "intakes", login: str = OWNER) -> list[Any]:
        import psycopg

        with psycopg.connect(self.address(login, database), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def control(self, *arguments: str) -> None:
        folder = programs()
        assert folder is not None
        command = [str(folder / "pg_ctl"), "-D", str(self.folder / "data"), "-s", "-w", *arguments]
        subprocess.run(command, user=self.user, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self, *settings: str) -> None:
        options = f"-k {self.folder} " + " ".join(f"-c {setting}" for setting in settings)
        self.control("-l", str(self.folder / "log"), "-o", options, "start")

    def signal(self, number: int) -> None:
        """Send a signal to the server and all its processes."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, number)  # before it is asked for its children: it makes no more of them then
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, check=False
        )
        for pid in map(int, children.stdout.split()):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self, mode: str = "immediate") -> None:
        self.control("-m", mode, "stop")


def _clear_away() -> None:
    """Stop the servers of test runs that were killed before they could do so."""
    for note in Path("/tmp").glob(f"pg-*/{OWNED_BY}"):  # noqa: S108
        with suppress(OSError, ValueError, subprocess.CalledProcessError):
            if not Path(f"/proc/{int(note.read_text())}").exists() and note.stat().st_uid == os.getuid():
                user = None if os.getuid() else _somebody()
                Server(note.parent, user).stop()
                shutil.rmtree(note.parent)


@contextmanager
def server(*settings: str) -> Iterator[Server]:
    """Run a server with an empty database; what it writes is not meant to last."""
    folder = programs()
    assert folder is not None
    user = None if os.getuid() else _somebody()
    _clear_away()
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        place = Path(name)
        (place / OWNED_BY).write_text(str(os.getpid()))
        if user:
            shutil.chown(place, user)
        place.chmod(0o755)
        command = [
            str(folder / "initdb"),
            "-D",
            str(place / "data"),
            "-U",
            OWNER,
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*command, "--locale=C.UTF-8"], user=user, check=True, cwd=place, stdout=subprocess.DEVNULL
        )
        port = next((int(s.partition("=")[2]) for s in settings if s.startswith("port=")), 5432)
        running = Server(place, user, port)
        running.start(*(settings or ("fsync=off", "listen_addresses=''", "max_connections=60")))
        try:
            running.run("CREATE DATABASE intakes", "postgres")
            yield running
        finally:
            running.stop()
