"""Kills desks and their server at random moments: python tests/bench/kill.py --database [KILLS [DESKS]]

DESKS desks, each with records of its own, ask at the same time and send to one PostgreSQL
server (fsync on). Every interview is killed; in a third of the rounds the server is, too, or it
hangs for a while; a quarter of the interviews are begun without a line to it. After each
round two desks go on with one intake, both without the server, and say different things.
At the end every desk runs ``sync``. Then each word that a screen showed as given must be in
the shared journal once, and each intake that two desks wrote to apart must say so.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.kill import Interview, opening
from helpers.postgres import OWNER, Server, server, why_not

from iopintake.cli.records.opening import actor
from iopintake.store.protection.home import Home
from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import Member, enlist, initialize
from iopintake.store.shared.server import no_password, open_shared

NOWHERE = f"postgresql://{OWNER}@/intakes?host=/nowhere"
APART = re.compile(r"word-apart-\d+-\d")


@dataclass
class Desk(Interview):
    """An interview at a desk of its own, with an address of the shared records."""

    address: str = ""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "IOPINTAKE_DATABASE": self.address}


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    server_kills: int = 0
    hangs: int = 0
    offline: int = 0
    confirmed: set[str] = field(default_factory=set)
    conflicts: dict[str, set[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def kill_desks(folder: Path, found: Server, kills: int, desks: int, seed: int) -> Figures:
    """Kill interviews at DESKS desks until there were KILLS, and the server now and then."""
    figures, chance = Figures(), random.Random(seed)
    address = found.address()
    homes = [folder / f"desk-{number}" / "records" for number in range(desks)]
    for home in homes:
        home.parent.mkdir()
    for first in range(0, kills, desks):
        batch = []
        for number in range(first, min(first + desks, kills)):
            is_away = chance.random() < 0.25
            figures.offline += is_away
            where = NOWHERE if is_away else address
            own = random.Random(seed * 1_000_003 + number)
            batch.append(Desk(number, homes[number % desks], own, address=where))
        with ThreadPoolExecutor(desks + 1) as pool:
            harm = pool.submit(_harm, found, chance, figures)
            list(pool.map(Desk.run, batch))
            harm.result()
        figures.kills += len(batch)
        for desk in batch:
            figures.confirmed |= set(desk.confirmed())
        _write_apart(figures, homes, address, first)
    for home in homes:
        for _ in range(2):
            _run(home, address, "sync")
    _count(figures, found, homes)
    return figures


def _harm(found: Server, chance: random.Random, figures: Figures) -> None:
    """Kill the server, or let it hang, at some moment of the round; or leave it alone."""
    kind = chance.choice(["kill", "hang", "", "", "", ""])
    time.sleep(chance.random() * 3)
    if kind == "hang":
        figures.hangs += 1
        found.signal(signal.SIGSTOP)
        time.sleep(chance.random() * 2)
        found.signal(signal.SIGCONT)
    elif kind == "kill":
        figures.server_kills += 1
        found.signal(signal.SIGKILL)
        for _ in range(50):
            time.sleep(0.2)
            with suppress(subprocess.CalledProcessError):
                found.start("listen_addresses=''", "max_connections=60")
                return


def _run(home: Path, address: str, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "iopintake", *words, "--home", str(home)],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(home.parent), "IOPINTAKE_DATABASE": address, "LANG": "C.UTF-8"},
        timeout=120,
        check=False,
    )


def _write_apart(figures: Figures, homes: list[Path], address: str, turn: int) -> None:
    """Let two desks go on with one intake, each without the server."""
    one, other = homes[:2]
    begun = _run(one, address, "start", "--plain", typed="1\n" * (len(opening()) - 1) + "Ana\n:pause\n")
    intake_id = begun.stderr.partition("iopintake resume ")[2].split()[0]
    _run(one, address, "sync")
    _run(other, address, "resume", intake_id, "--plain", typed=":pause\n")
    words = set()
    for place, home in enumerate((one, other)):
        word = f"word-apart-{turn}-{place}"
        done = _run(home, NOWHERE, "resume", intake_id, "--plain", typed=f":note {word}\n:pause\n")
        if done.returncode == 3:
            words.add(word)
    figures.confirmed |= words
    if len(words) == 2:
        figures.conflicts[intake_id] = words


def _count(figures: Figures, found: Server, homes: list[Path]) -> None:
    """Look for every confirmed word, once, and for every conflict."""
    rows = found.run("SELECT body FROM iopintake.event")
    recorded = Counter(word for (body,) in rows for word in re.findall(r"word-(?:apart-)?\d+-\d+", body))
    figures.lost = sorted(word for word in figures.confirmed if not recorded[word])
    figures.twice = sorted(word for word, times in recorded.items() if times > 1)
    with open_shared(Address.of(found.address()), Home(homes[0]), actor(), no_password) as store:
        for (intake_id,) in store.connection.execute("SELECT id FROM intake").fetchall():
            try:
                intake = store.intake(intake_id)
            except Exception as error:  # noqa: BLE001 - whatever it is
                figures.broken.append(f"{intake_id}: {error}")
                continue
            if intake_id in figures.conflicts and not intake.apart:
                figures.unshown.append(intake_id)


def initialized(found: Server) -> None:
    """Make records on a server, for its owner alone."""
    address = Address.of(found.address())
    initialize(address, no_password)
    enlist(address, no_password, Member(OWNER, "north", ("supervisor",)))


def main(arguments: list[str]) -> None:
    """Kill, and print the figures."""
    if reason := why_not():
        sys.exit(reason)
    kills = int(arguments[0]) if arguments else 200
    desks = int(arguments[1]) if len(arguments) > 1 else 8
    with tempfile.TemporaryDirectory() as name, server("listen_addresses=''", "max_connections=60") as found:
        initialized(found)
        f = kill_desks(Path(name), found, kills, desks, seed=15)
    print(
        "| desks | interviews killed | server killed | server hung | begun offline | conflicts | confirmed "
        "| lost | there twice | conflicts not shown | damaged |"
        f"\n|{'---|' * 11}"
    )
    counts = (
        *(desks, f.kills, f.server_kills, f.hangs, f.offline, len(f.conflicts), len(f.confirmed)),
        *(len(f.lost), len(f.twice), len(f.unshown), len(f.broken)),
    )
    print("| " + " | ".join(map(str, counts)) + " |")
    worst = [*f.lost, *f.twice, *f.unshown, *f.broken]
    print("\n".join(["", *worst[:20]]))
    sys.exit(bool(worst))
