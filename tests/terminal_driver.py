"""Drives the real program under a pseudo-terminal and reads its screen as a person does."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

KEYS = {
    "Enter": "\r",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Shift-Tab": "\x1b[Z",
    "F1": "\x1bOP",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "Ctrl-C": "\x03",
    "Ctrl-D": "\x04",
    "Ctrl-X": "\x18",
}
SETTLE = 0.3
"""Seconds after which a prompt takes keys: its guard, and a little."""


class Terminal:
    """A person at a terminal with the program on it."""

    def __init__(
        self, arguments: list[str], home: Path, rows: int = 24, columns: int = 80, **environment: str
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=5000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        here = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COLUMNS", "LINES"))},
            "HOME": str(home),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            **environment,
        }
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "iopintake", *arguments],
            env=here,
            cwd=home,
            dimensions=(rows, columns),
            timeout=20,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program paints for SECONDS."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                data = self.child.read_nonblocking(65536, timeout=0.02)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            self.raw += data
            self.stream.feed(data)

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
        """Wait until WORDS are on the screen, however they are wrapped."""
        self.waits_until(lambda: words in " ".join(self.text().split()), f"{words!r} on the screen", seconds)

    def waits_until(self, condition: Callable[[], bool], what: str, seconds: float = 8) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited for {what}, saw:\n{self.text()}"
            self.read(0.03)

    def presses(self, *keys: str) -> None:
        """Press keys once the prompt takes them."""
        self.read(SETTLE)
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.read(0.04)

    def answers(self, words: str, *keys: str) -> None:
        """Answer the question with these WORDS by KEYS and Enter."""
        self.sees(words)
        self.presses(*keys, "Enter")
        self.read(0.1)

    def ends(self) -> int:
        """Wait for the end of the program and return its exit code."""
        self.read(0.2)
        end = time.monotonic() + 20
        while self.child.isalive():
            assert time.monotonic() < end, f"still runs:\n{self.text()}"
            self.read(0.05)
        self.read(0.1)
        if self.child.exitstatus is not None:
            return self.child.exitstatus
        return 128 + (self.child.signalstatus or 0)
