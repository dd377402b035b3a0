"""What an interview needs of whoever asks: a protocol, and the words it speaks in.

An asker shows a prompt and gives back a reply. It decides nothing: which question
comes next, and what a reply does, is the business of ``conduct``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import Enum
from typing import Protocol

from iopintake.answers.model import Answer, Value
from iopintake.interview.flow import Progress
from iopintake.interview.protocols import CrisisProtocol
from iopintake.packs.model import Need, Pack, Question, Section
from iopintake.rules.evaluation import Evaluation
from iopintake.support.frozen import value

Levels = Callable[[Evaluation], Sequence[str]]
"""Names the levels of care that are still possible, for whoever shows them."""


@value
class Beside:
    """What is read aloud, in the operator's language: for the eyes only."""

    language: str
    intro: str  # of the section, where it is read
    text: str
    options: tuple[str, ...]


@value
class Prompt:
    """One question as it is to be shown."""

    section: Section
    question: Question
    ask: str  # read aloud, already in the right person
    progress: Progress
    evaluation: Evaluation  # all that is known so far
    current: Answer | None  # what was answered before, when it is asked again
    opens_section: bool  # the section's intro has not been read yet
    because: str = ""  # why it is asked again; then only a new answer settles it
    voice: Pack | None = None  # the pack in the caller's language, for what else is read aloud
    interpreter: str = ""  # the clinic's interpreter service, at the first question
    asked_back: Callable[[Value], str] = lambda _value: ""  # what to ask before a value is taken
    beside: Beside | None = None  # the same in the operator's language, where that is another


@value
class Given:
    """An answer to the question of the prompt."""

    answer: Answer


@value
class Note:
    """A note on the question of the prompt; the question stays where it is."""

    text: str


@value
class JumpTo:
    """To a certain question."""

    question_id: str


@value
class Speak:
    """On in another language, the pack's next where none is named; the question stays where it is."""

    language: str = ""


class Move(Enum):
    """Where the operator wants to go, when that is all there is to say."""

    BACK = "to where one came from"
    FORWARD = "to the first open question"
    CRISIS = "to the crisis protocol, now"
    PAUSE = "away: stop here and go on later"


Reply = Given | Note | JumpTo | Speak | Move


@value
class CrisisPrompt:
    """The crisis protocol as it is to be shown."""

    needs: tuple[Need, ...]  # why it is shown; empty when the operator called for it
    protocol: CrisisProtocol  # what to do, and whom to call
    place: str  # where the person is right now, as far as known
    callback: str  # the number to call back
    own_numbers: tuple[tuple[str, str], ...]  # the clinic's own lines: title and how
    evaluation: Evaluation
    may_close: bool  # the operator called for it and has done nothing yet
    done: tuple[
        str, ...
    ] = ()  # items of the checklist that were ticked before a transfer that is still tried
    voice: Pack | None = None  # the pack in the caller's language


@value
class CrisisReply:
    """What the operator does next, and what has been done."""

    choice: str  # a code of the pack's crisis choices
    done: tuple[str, ...] = ()
    note: str = ""


@value
class Half:
    """An answer that was left half given: what was typed, or pointed at and ticked."""

    question_id: str
    text: str = ""
    pointer: int | None = None
    ticked: tuple[int, ...] = ()
    note: str = ""  # a note on the question that was begun


@value
class Found:
    """Where the person is or the number to call back, found out while the protocol is on the screen."""

    question_id: str
    answer: Answer


class Asker(Protocol):
    """Whoever puts questions to the operator and hands back the replies."""

    def on_screen(self) -> AbstractContextManager[None]:
        """Hold the screen while the interview goes on, and give it back as it was."""
        ...

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question and return the reply."""
        ...

    def confirm(self, question: Question, answer: Answer) -> None:
        """Show that an answer is recorded; it is shown nowhere as given before that."""
        ...

    def confirm_note(self, text: str) -> None:
        """Show that a note is recorded; the question comes again after it."""
        ...

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Show that what comes next in a crisis, and what has been done, is recorded."""
        ...

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Show the crisis protocol; it stays until the operator says what comes next.

        What is found out meanwhile is given back at once, and the protocol is shown again.
        One that ``may_close`` can be left by BACK. Only the end of the input pauses it; it is
        shown again when the interview goes on.
        """
        ...

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm that a crisis sign is corrected; return the reason, or None to keep it."""
        ...

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show all answers before the end; return None to finish, or where to go."""
        ...

    def tell(self, message: str) -> None:
        """Show a message of the interview to the operator."""
        ...

    def now(self) -> datetime:
        """Return the time of an answer."""
        ...

    def half_given(self) -> tuple[Half, ...]:
        """Return what was left half given, by question."""
        ...

    def take_up(self, halves: Iterable[Half]) -> None:
        """Go on with what was left half given at another time."""
        ...
