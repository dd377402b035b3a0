"""Kills interviews with SIGKILL at random moments; everything that was confirmed must be in the journal.

Run: python tests/bench/kill.py [KILLS [WRITERS]], or python tests/bench/kill.py --database [KILLS [DESKS]]

The real program asks under a pseudo-terminal, in lines and on a full screen (a quarter of the
kills: its prompts take their time). Each answer and note is a word of its own; it counts as
confirmed once the screen shows it as given ("= Name: word", "✓ Name: word", "* note: word", or
the question again with its note). WRITERS interviews go on in the same records at the same time. The kill
comes a random moment after a line was sent, so that many fall within the saving. Afterwards
every confirmed word is looked for in the journal and the database is checked.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pexpect

sys.path.insert(0, str(Path(__file__).parents[1]))

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.records.opening import actor
from iopintake.interview.flow import next_question
from iopintake.store.database import schema
from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home

GIVEN = r"(?:note: |[=✓] [^\r\n]*: (?:\x1b\[[0-9;]*m)*)"
"""How a screen shows that something is given, before the words themselves."""
WORD = re.compile(rf"{GIVEN}(word-\d+-\d+)")


@cache
def opening() -> tuple[str, ...]:
    """Return what shows the first questions of the pack; 1 answers them but the last, which takes words."""
    toolkit, answers, found = load_toolkit(None), Answers(today()), []
    while True:
        question = next_question(toolkit.evaluator.evaluate(answers))
        assert question is not None
        found.append(r"\s+".join(map(re.escape, question.ask.split()[:5])))
        if question.type == "text":
            return tuple(found)
        code = question.options[0].code
        value = (code,) if question.type == "choices" else code
        answers = answers.with_answer(question.id, Answer(value=value))


NOTE_KEY = "\x1bOR"
CLEAR_LINE = "\x15"  # a note is begun with the one before
SETTLED = 0.45
"""Seconds after which a prompt of the full screen takes keys."""


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    sent: int = 0
    confirmed: int = 0
    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    unread: int = 0  # sent, neither confirmed nor recorded
    beyond: int = 0  # recorded before the screen could say so


@dataclass
class Interview:
    """One interview that is going to be killed, in lines."""

    number: int
    home: Path
    chance: random.Random
    sent: list[str] = field(default_factory=list)
    seen: str = ""
    options: tuple[str, ...] = ("--plain",)
    terminal: str = "dumb"
    longest: int = 14
    wait: float = 0.012
    """Seconds from sending a line to the kill, at most."""

    def run(self) -> None:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "iopintake", "start", *self.options, "--home", str(self.home)],
            env=self.environment(),
            encoding="utf-8",
            echo=False,
            dimensions=(24, 80),
            timeout=10,
        )
        child.delaybeforesend = None
        self._reads(child, rf"{opening()[0]}|Discard it")
        if "Discard it" in child.after:  # a draft is offered
            self._answers(child, "n")
            self._reads(child, opening()[0])
        until = self.chance.randint(1, self.longest)
        for following in opening()[1:]:
            self._answers(child, "1")
            self._reads(child, following)
        for line in range(until):
            word = f"word-{self.number}-{line}"
            self.sent.append(word)
            if line == 0:
                self._answers(child, word)
            else:
                self._notes(child, word)
            if line < until - 1:
                self._reads(child, rf"{GIVEN}{word}")
        time.sleep(self.chance.random() * self.wait)
        child.kill(9)
        self._drain(child)
        child.close(force=True)

    def environment(self) -> dict[str, str]:
        """Return what the program finds in its environment."""
        return {**os.environ, "HOME": str(self.home.parent), "TERM": self.terminal, "LANG": "C.UTF-8"}

    def confirmed(self) -> list[str]:
        """Return the words that the screen showed as given."""
        return WORD.findall(self.seen)

    def _answers(self, child: pexpect.spawn, word: str) -> None:
        child.sendline(word)

    def _notes(self, child: pexpect.spawn, word: str) -> None:
        child.sendline(f":note {word}")

    def _reads(self, child: pexpect.spawn, pattern: str) -> None:
        child.expect(pattern)
        self.seen += child.before + child.after

    def _drain(self, child: pexpect.spawn) -> None:
        try:
            while True:
                self.seen += child.read_nonblocking(65536, timeout=0.2)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return


@dataclass
class OnFullScreen(Interview):
    """One on a full screen, where a prompt takes keys only once it was seen."""

    options: tuple[str, ...] = ()
    terminal: str = "xterm-256color"
    longest: int = 5
    wait: float = 0.06

    def _answers(self, child: pexpect.spawn, word: str) -> None:
        self._settles(child)
        child.send(f"{word}\r")

    def _notes(self, child: pexpect.spawn, word: str) -> None:
        self._settles(child)
        child.send(NOTE_KEY)
        self._reads(child, "begins a new line")
        self._answers(child, f"{CLEAR_LINE}{word}")

    def _settles(self, child: pexpect.spawn) -> None:
        """Read until the prompt is painted and takes keys."""
        try:
            while True:
                self.seen += child.read_nonblocking(65536, timeout=SETTLED)
        except pexpect.TIMEOUT:
            return


def kill_interviews(
    folder: Path, kills: int, writers: int, seed: int, kind: type[Interview] = Interview
) -> Figures:
    """Kill interviews, WRITERS at a time in one home; return the figures."""
    figures, home = Figures(), folder / "records"
    for first in range(0, kills, writers):
        batch = [
            kind(number, home, random.Random(seed * 1_000_003 + number))
            for number in range(first, min(first + writers, kills))
        ]
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(Interview.run, batch))
        _count(figures, batch, home)
    return figures


def _count(figures: Figures, batch: list[Interview], home: Path) -> None:
    """Look for every confirmed word in the journal, and check the database."""
    with open_store(Home(home), actor(), str) as store:
        if not schema.is_whole(store.connection):
            figures.broken.append(f"after interview {batch[-1].number}")
        bodies = " ".join(row[0] for row in store.connection.execute("SELECT body FROM event"))
        for (intake_id,) in store.connection.execute("SELECT id FROM intake").fetchall():
            store.intake(intake_id)  # checks the chain of the events
    recorded = set(re.findall(r"word-\d+-\d+", bodies))
    for interview in batch:
        confirmed = set(interview.confirmed())
        figures.kills += 1
        figures.sent += len(interview.sent)
        figures.confirmed += len(confirmed)
        figures.missing += sorted(confirmed - recorded)
        figures.beyond += len(set(interview.sent) & recorded - confirmed)
        figures.unread += len(set(interview.sent) - recorded - confirmed)


def main() -> None:
    """Kill, and print the figures."""
    if sys.argv[1:2] == ["--database"]:
        from bench import kill_database

        kill_database.main(sys.argv[2:])
        return
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    writers = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    print(
        "| asked | writers at a time | kills | sent | confirmed on the screen | missing | saved unseen | not read | damaged |"  # noqa: E501
    )
    print("|---|---|---|---|---|---|---|---|---|")
    failed = False
    for kind, number, share in (
        (Interview, 1, 3 / 8),
        (Interview, writers, 3 / 8),
        (OnFullScreen, writers, 1 / 4),
    ):
        with tempfile.TemporaryDirectory() as name:
            f = kill_interviews(Path(name), round(kills * share), number, seed=number, kind=kind)
        asked = "in lines" if kind is Interview else "full screen"
        counts = (
            asked,
            number,
            f.kills,
            f.sent,
            f.confirmed,
            len(f.missing),
            f.beyond,
            f.unread,
            len(f.broken),
        )
        print("| " + " | ".join(map(str, counts)) + " |")
        failed |= bool(f.missing or f.broken)
    sys.exit(failed)


if __name__ == "__main__":
    main()
