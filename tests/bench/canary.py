"""Seeds a canary as name, number, answer and note, and looks for it wherever a command could leave it.

Run: python tests/bench/canary.py

Each command runs as a person runs it. The canary is searched in what it prints, in its
arguments as the process list shows them, and in every file that was made or changed. It may
be where it belongs: in the records while they are not encrypted and not deleted, in what was
asked to be shown, and in the files that were exported on purpose. Anything else is a leak.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CANARY = "Kanarienvogel7261"
PASSPHRASE = "correct horse battery"
SCREEN, ERRORS, ARGUMENTS = "standard output", "standard error", "process list"
RECORDS = "intakes.db*"
INTERVIEW = ["1", "1", "1", f"{CANARY} Street", f"{CANARY} 555", CANARY, f":note {CANARY}", "1"]
DEFECT = """
import iopintake.cli.records.listing as there
def broken(store, intake_id, *, as_json):
    answers = store.intake(intake_id).answers
    raise RuntimeError(f"{answers} of {answers['first_name'].value}")
there.show_one = broken
"""


@dataclass(frozen=True)
class Found:
    """Where the canary was after a command, and where it may be."""

    command: str
    places: frozenset[str]
    allowed: frozenset[str]

    @property
    def leaks(self) -> frozenset[str]:
        return self.places - self.allowed


class House:
    """A home in which commands run and are watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: set[str] = set()

    def run(
        self,
        name: str,
        arguments: list[str],
        allowed: set[str],
        *,
        lines: list[str] | None = None,
        stop: signal.Signals | None = None,
        defect: str = "",
    ) -> Found:
        """Run a command, by STOP interrupted in the end, or with a DEFECT put into it."""
        self.seen.clear()
        start = [
            "-c",
            f"import sys\nfrom iopintake.cli.run import run\n{defect}\nsys.exit(run(sys.argv[1:]))",
        ]
        child = subprocess.Popen(
            [sys.executable, *(start if defect else ["-m", "iopintake"]), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "COLUMNS": "200"},
        )
        watcher = threading.Thread(target=self._watch, args=(child,))
        watcher.start()
        text = "".join(f"{line}\n" for line in lines or []).encode()
        if stop is None:
            out, error = child.communicate(text, timeout=60)
        else:
            assert child.stdin is not None
            child.stdin.write(text)
            child.stdin.flush()
            time.sleep(1.5)
            child.send_signal(stop)
            out, error = child.communicate(timeout=60)
        watcher.join()
        places = set(self._files())
        for place, data in ((SCREEN, out), (ERRORS, error)):
            if CANARY.encode() in data:
                places.add(place)
        if any(CANARY in argument for argument in self.seen):
            places.add(ARGUMENTS)
        return Found(name, frozenset(places), frozenset(allowed))

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        """Keep the arguments that the process list shows while the command runs."""
        while child.poll() is None:
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes().decode(errors="replace"))
                except OSError:
                    continue
            time.sleep(0.05)

    def _files(self) -> Iterator[str]:
        """Yield the files whose name or content has the canary; those of the records as one."""
        for path in self.folder.rglob("*"):
            if path.is_file() and (CANARY.encode() in path.read_bytes() or CANARY in str(path)):
                yield RECORDS if re.fullmatch(r"intakes\.db.*", path.name) else path.name


def watched(folder: Path) -> Iterator[Found]:
    """Run every command that touches records, and some crashes; yield where the canary was."""
    house, records = House(folder), {RECORDS}
    yield house.run("start --no-keep", ["start", "--plain", "--no-keep"], {SCREEN}, lines=INTERVIEW)
    yield house.run("start, paused", ["start", "--plain"], records | {SCREEN}, lines=[*INTERVIEW, ":pause"])
    yield house.run(
        "start, TERM", ["start", "--plain"], records | {SCREEN}, lines=INTERVIEW, stop=signal.SIGTERM
    )
    yield house.run(
        "start, KILL", ["start", "--plain"], records | {SCREEN}, lines=INTERVIEW, stop=signal.SIGKILL
    )
    finish = [*[":declined"] * 80, "finish", "no"]
    yield house.run("resume, finished", ["resume", "--plain"], records | {SCREEN}, lines=finish)
    listed = subprocess.run(
        [sys.executable, "-m", "iopintake", "list", "--json"],
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        check=True,
    )
    ids = re.findall(rb'"id": "([a-z-]+)",\s+"state": "([a-z]+)"', listed.stdout)
    done = next(i.decode() for i, state in ids if state in {b"finished", b"ended"})
    yield house.run("list", ["list"], records | {SCREEN})
    yield house.run("list --name", ["list", "--name"], records | {SCREEN}, lines=[CANARY[:5]])
    yield house.run("list --phone", ["list", "--phone"], records | {SCREEN}, lines=[f"{CANARY} 555"])
    yield house.run("show", ["show", done], records | {SCREEN})
    yield house.run("show --reassess", ["show", done, "--reassess"], records)
    yield house.run("history", ["history", done], records | {SCREEN})
    yield house.run("report --json", ["report", "--json"], records)
    yield house.run("report --csv", ["report", "--csv"], records)
    yield house.run(
        "decide --note",
        ["decide", done, "--level", "php", "--reason", "other", "--note"],
        records,
        lines=[CANARY],
    )
    yield house.run("a defect in show", ["show", done], records, defect=DEFECT)
    yield house.run("an unknown id", ["show", "xyxy"], records)
    exported = {"out.json"}
    yield house.run("export", ["export", done, "--output", "out.json"], records | exported)
    yield house.run("export --deidentify", ["export", done, "--deidentify"], records | exported)
    (folder / "out.json").unlink()
    yield house.run("encrypt", ["encrypt"], set(), lines=[PASSPHRASE] * 2)
    yield house.run("history, encrypted", ["history", done], {SCREEN}, lines=[PASSPHRASE])
    yield house.run("a wrong passphrase", ["show", done], set(), lines=["a wrong passphrase"])
    yield house.run("backup, encrypted", ["backup", "backup.db"], set(), lines=[PASSPHRASE])
    yield house.run("decrypt", ["decrypt", "--yes"], records, lines=[PASSPHRASE])
    for place, (intake_id, _) in enumerate(ids):
        allowed = records if place < len(ids) - 1 else set()
        yield house.run(f"delete {place + 1}", ["delete", intake_id.decode(), "--yes"], allowed)


def main() -> None:
    """Print where the canary was found, and whether it belongs there."""
    leaks = 0
    print("| command | found in | leaks |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for found in watched(Path(name)):
            leaks += len(found.leaks)
            cells = (found.command, ", ".join(sorted(found.places)) or "-", ", ".join(found.leaks) or "-")
            print("| " + " | ".join(cells) + " |")
    print(f"\n{leaks} leaks")
    sys.exit(bool(leaks))


if __name__ == "__main__":
    main()
