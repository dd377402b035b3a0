"""What every asker does alike: it keeps the time, and hears what leads away wherever that is typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TypeVar

from iopintake.answers.model import Absent, Answer, Value
from iopintake.interview.asker import Given, Move, Prompt

Shown = TypeVar("Shown")


class LedAway(Exception):
    """What leads away was pressed or typed where something else was asked for."""

    def __init__(self, move: Move) -> None:
        """Keep where it leads."""
        super().__init__()
        self.move = move


class BaseAsker:
    """The part of an asker that does not depend on what it shows."""

    def __init__(self, clock: Callable[[], datetime], *, phone: bool) -> None:
        """Take the time from CLOCK; PHONE says that the person is on the line."""
        self._clock, self._phone = clock, phone
        self._began = clock()
        self._late: Move | None = None  # a move that came where none could be made

    def on_screen(self) -> AbstractContextManager[None]:
        """Hold nothing: lines are written one below the other."""
        return nullcontext()

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._clock()

    def _until_led_away(self, show: Callable[[], Shown]) -> Shown | Move:
        """Return what SHOW returns, or the move that led away from it; the end of the input pauses.

        A move that could not be made before is made now.
        """
        if self._late is not None:
            move, self._late = self._late, None
            return move
        try:
            return show()
        except LedAway as away:
            return away.move
        except EOFError:
            return Move.PAUSE

    def _or_later(self, show: Callable[[], Shown]) -> Shown | None:
        """Return what SHOW returns; what leads away from it is done at the next question."""
        shown = self._until_led_away(show)
        if isinstance(shown, Move):
            self._late = shown
            return None
        return shown

    def _given(self, prompt: Prompt, value: Value | None) -> Given:
        """Return the reply for VALUE; the answer that stands is left as it is, with its time."""
        current = prompt.current
        if current is not None and not prompt.because and value in {None, current.value}:
            return Given(current)
        return Given(Answer(value=value, at=self._clock()))

    def _absent(self, absent: Absent) -> Given:
        return Given(Answer(absent=absent, at=self._clock()))


def stands(prompt: Prompt) -> bool:
    """Say whether the question has an answer that Enter alone keeps."""
    return prompt.current is not None and not prompt.current.is_open and not prompt.because
