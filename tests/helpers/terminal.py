"""Drives the real program under a pseudo-terminal and reads its screen as a person does."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

KEYS = {
    "Enter": "\r",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "Escape": "\x1b",
    "PgUp": "\x1b[5~",
    "PgDn": "\x1b[6~",
    "Shift-Tab": "\x1b[Z",
    "Alt-Enter": "\x1b\r",
    "Backspace": "\x7f",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
    "F12": "\x1b[24~",
    "Ctrl-C": "\x03",
    "Ctrl-D": "\x04",
    "Ctrl-X": "\x18",
}
LEFT = b"\x1b[?1049l"
"""Leaves the second screen, on which the interview is held."""
SETTLE = 0.3
"""Seconds after which a prompt takes keys: its guard, and a little."""
OPENING: Mapping[str, object] = {
    "talking": ["fine"],
    "privacy": "alone",
    "caller": "self",
    "place_now": "12 Elm Street",
    "callback": "555-0134",
    "first_name": "Ana",
    "consent": "yes",
    "wish_or_self_harm": ["none"],
    "suicide_thoughts": "no",
    "suicide_attempt": "never",
}
"""What is answered before the question on signs of an emergency."""


def flat(text: str) -> str:
    """Return TEXT without its line breaks, indents and bars, as it is heard when it is read out."""
    return re.sub(r"[\s\u258c]+", " ", text)


def answers_file(folder: Path, answers: Mapping[str, object] = OPENING) -> Path:
    """Write an answers file to go on from, by default up to the first question on safety."""
    path = folder / "before.json"
    path.write_text(json.dumps({"answers": answers}), encoding="utf-8")
    return path


class Terminal:
    """A person at a terminal with the program on it."""

    def __init__(
        self, arguments: list[str], home: Path, rows: int = 24, columns: int = 80, **environment: str
    ) -> None:
        self._open([sys.executable, "-m", "iopintake", *arguments], home, rows, columns, environment)

    @classmethod
    def of(cls, command: list[str], home: Path, rows: int = 24, columns: int = 80) -> Self:
        """Return a terminal with any COMMAND on it."""
        person = cls.__new__(cls)
        person._open(command, home, rows, columns, {})
        return person

    def _open(
        self, command: list[str], home: Path, rows: int, columns: int, environment: Mapping[str, str]
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=5000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        here = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COLUMNS", "LINES"))},
            "HOME": str(home),
            "XDG_CACHE_HOME": f"{os.environ['HOME']}/.cache",  # a pack is read once, not for every test
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            **environment,
        }
        self.child = pexpect.spawn(
            command[0], command[1:], env=here, cwd=home, dimensions=(rows, columns), timeout=20
        )
        self.child.delaybeforesend = None  # keys arrive when they are pressed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    # --- reading -----------------------------------------------------------------------

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program paints for SECONDS."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                data = self.child.read_nonblocking(65536, timeout=0.01)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            self.raw += data
            # pyte knows no second screen: what stood on it is gone when the program leaves it
            self.stream.feed(data.replace(LEFT, LEFT + b"\x1b[2J\x1b[H"))

    def text(self) -> str:
        """Return what is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def all_text(self) -> str:
        """Return what is on the screen and what has scrolled away."""
        history = [
            "".join(line[column].data for column in range(self.screen.columns)).rstrip()
            for line in self.screen.history.top
        ]
        return "\n".join([*history, self.text()])

    def sees(self, words: str, seconds: float = 8) -> None:
        """Wait until WORDS are on the screen, wherever their lines break."""
        self.waits_until(lambda: words in flat(self.text()), f"{words!r} on the screen", seconds)

    def sees_no(self, words: str) -> None:
        """Make sure that WORDS are not on the screen."""
        assert words not in flat(self.text()), self.text()

    def waits_until(self, condition: Callable[[], bool], what: str, seconds: float = 8) -> None:
        """Read on until CONDITION holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited for {what}, saw:\n{self.text()}"
            self.read(0.03)

    # --- typing ------------------------------------------------------------------------

    def presses(self, *keys: str) -> None:
        """Press keys once the prompt takes them."""
        self.read(SETTLE)
        self.bursts(*keys)

    def bursts(self, *keys: str, gap: float = 0.03) -> None:
        """Press keys GAP seconds apart, whatever is on the screen."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.read(gap)

    def answers(self, words: str, *keys: str) -> None:
        """Answer the question with these WORDS by KEYS and Enter, and wait until it is gone."""
        self.sees(words)
        self.presses(*keys, "Enter")
        self.waits_until(lambda: words not in flat(self.text()), "an answer")

    def resizes(self, rows: int, columns: int) -> None:
        """Make the window another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)
        self.read(0.4)

    def ends(self) -> int:
        """Wait for the end of the program and return its exit code."""
        end = time.monotonic() + 20
        while self.child.isalive():
            assert time.monotonic() < end, f"still runs:\n{self.text()}"
            self.read(0.05)
        self.read(0.1)
        if self.child.exitstatus is not None:
            return self.child.exitstatus
        return 128 + (self.child.signalstatus or 0)
