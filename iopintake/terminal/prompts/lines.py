"""Lines in and lines out, for whoever has no screen that can be painted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from iopintake.answers.typed import option_meant, refusal
from iopintake.answers.validation import TEXT_LIMIT, cut
from iopintake.packs.model import Option
from iopintake.terminal.output import columns_of
from iopintake.terminal.prompts.line import Line, words
from iopintake.terminal.wrapping import wrapped

PLAIN_WIDTH = 78
"""Columns of an interview in lines."""


class EndOfInput(EOFError):
    """There is nothing more to read."""


class Lines:
    """Two streams: lines are read from one and written to the other, none wider than ``width``."""

    def __init__(self, source: TextIO | None, target: TextIO, *, width: int) -> None:
        """Read from SOURCE, write to TARGET; without a SOURCE there is nothing to read.

        On a narrow terminal lines are no wider than it is.
        """
        self._source, self._target = source, target
        self.width = min(width, columns_of(target, width))
        encoding = (getattr(target, "encoding", None) or "utf-8").lower().replace("_", "-")
        self._encoding = None if encoding in {"utf-8", "utf8"} else encoding

    def read(self) -> str:
        """Return the next line; raise EndOfInput when there is none."""
        self._target.flush()
        line = self._source.readline(TEXT_LIMIT + 1) if self._source is not None else ""
        if not line:
            raise EndOfInput
        if len(line) > TEXT_LIMIT and not line.endswith("\n"):
            self.say_wrapped(cut(len(line) - TEXT_LIMIT + self._skip_rest()), "  ")
        return line.rstrip("\r\n")[:TEXT_LIMIT]

    def _skip_rest(self) -> int:
        """Read the line to its end; return how many characters that were."""
        skipped = 0
        while self._source is not None and (rest := self._source.readline(TEXT_LIMIT)):
            skipped += len(rest.rstrip("\n"))
            if rest.endswith("\n"):
                break
        return skipped

    def say(self, *lines: str) -> None:
        """Write lines; what the target's encoding lacks is written as an escape."""
        for line in lines:
            shown = line
            if self._encoding is not None and not line.isascii():
                shown = line.encode(self._encoding, "backslashreplace").decode(self._encoding)
            self._target.write(shown + "\n")

    def say_lines(self, *lines: Line) -> None:
        """Write lines of the screen, without what they are for."""
        self.say(*map(words, lines))

    def say_wrapped(self, text: str, first: str) -> None:
        """Write TEXT, made safe and wrapped, with FIRST before it and a hanging indent."""
        self.say(*wrapped(text, self.width, first))

    def say_options(
        self, options: Sequence[Option], mark: str, first_number: int = 1, beside: Sequence[str] = ()
    ) -> None:
        """Write options with their numbers, each ending in MARK; BESIDE is each in another language."""
        for place, option in enumerate(options):
            small = f"  ({beside[place]})" if beside else ""
            self.say_wrapped(option.label + small, f"{place + first_number:>3}{mark} ")

    def choose(self, title: str, options: Sequence[Option], *, leave: str | None = None) -> str | None:
        """Return the code of the option that is typed, or None for LEAVE; ask until one is."""
        while True:
            if title:
                self.say_wrapped(title, "")
            self.say_options(options, ".")
            typed = self.read()
            if leave is not None and typed.strip().lower() == leave:
                return None
            if (place := option_meant(options, typed)) is not None:
                return options[place].code
            self.say_wrapped(refusal(options, typed), "  ")


def number_in(typed: str, count: int) -> int | None:
    """Return the place in a list of COUNT things of the number that was typed, or None."""
    word = typed.strip()
    return int(word) - 1 if word.isdecimal() and word.isascii() and 1 <= int(word[:6]) <= count else None
