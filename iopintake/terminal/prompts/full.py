"""The asker for a full terminal: every question as a prompt, drafts kept when one is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from iopintake.answers.model import Absent, Answer
from iopintake.interview.asker import (
    CrisisPrompt,
    CrisisReply,
    Found,
    Half,
    Levels,
    Move,
    Note,
    Prompt,
    Reply,
    Speak,
)
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import screens, wording
from iopintake.terminal.prompts.base import BaseAsker
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.crisis_screen import CrisisScreen
from iopintake.terminal.prompts.keys import Command
from iopintake.terminal.prompts.line import EMPTY, Line, said
from iopintake.terminal.prompts.question_screen import Drafts, QuestionScreen, question_page
from iopintake.terminal.theme import Role


class FullAsker(BaseAsker):
    """Asks on a canvas; remembers half-given answers by question."""

    def __init__(self, canvas: Canvas, clock: Callable[[], datetime], *, phone: bool, levels: Levels) -> None:
        """Paint on CANVAS and take the time from CLOCK.

        LEVELS names the levels still possible, for the help; PHONE adds the time since the
        call began.
        """
        super().__init__(clock, phone=phone)
        self._canvas, self._levels = canvas, levels
        self._drafts = Drafts()
        self._opened_by: dict[str, str] = {}  # section -> the question that its intro is read before
        self._last_said: dict[str, tuple[Line, ...]] = {}  # question -> its answer among the last ones
        self._crisis = CrisisScreen(canvas, self._drafts, clock)

    # --- the asker's protocol ------------------------------------------------------------

    def on_screen(self) -> AbstractContextManager[None]:
        """Hold the whole screen while the interview goes on."""
        return self._canvas.taken()

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question until there is a reply; the end of the input pauses."""
        return self._until_led_away(lambda: self._ask(prompt))

    def confirm(self, question: Question, answer: Answer) -> None:
        """Leave the answer among the last ones."""
        self._drafts.answers.pop(question.id, None)
        self._canvas.forget(self._last_said.pop(question.id, ()))  # two answers would contradict each other
        self._last_said[question.id] = self._keep(wording.answer_line(question, answer))

    def confirm_note(self, text: str) -> None:
        """Leave the note among the last answers."""
        self._keep(f"note: {text}")

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave among the last answers what came of the protocol."""
        self._crisis.keep_on_screen(prompt, reply)

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Show the protocol and stay until a choice is made; the end of the input pauses."""
        self._canvas.top = lambda _width: EMPTY  # each line is needed, and the name stands in the head
        return self._until_led_away(lambda: self._crisis.show(prompt))

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm with a reason before a crisis sign is taken back; all else keeps it."""
        reason = self._or_later(lambda: screens.correction(self._canvas, question))
        if reason is None:
            self._keep(_("{short}: kept as it was").format(short=safe_text(question.short)))
        return reason

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer by number; finish only when that is chosen."""
        return self._until_led_away(lambda: screens.review(self._canvas, evaluation))

    def tell(self, message: str) -> None:
        """Show a message of the interview above the next question."""
        self._canvas.told.append(message)

    def half_given(self) -> tuple[Half, ...]:
        """Return what was left half typed or half chosen, by question."""
        return self._drafts.given()

    def take_up(self, halves: Iterable[Half]) -> None:
        """Go on with what was left half given at another time."""
        for half in halves:
            self._drafts.take_up(half)

    # --- one question ----------------------------------------------------------------------

    def _ask(self, prompt: Prompt) -> Reply:
        canvas = self._canvas
        canvas.top = lambda width: wording.top_line(prompt, width, canvas.signs, self._minutes())
        if prompt.opens_section:
            self._opened_by[prompt.section.id] = prompt.question.id
        page = question_page(
            canvas,
            prompt,
            opens=self._opened_by.get(prompt.section.id) == prompt.question.id,
            phone=self._phone,
            possible=self._possible(prompt.evaluation),
        )
        while True:
            result = QuestionScreen(canvas, self._drafts, prompt, page).ask()
            if not isinstance(result, Command):
                return self._given(prompt, result)
            if (reply := self._command(prompt, result)) is not None:
                return reply

    def _command(self, prompt: Prompt, command: Command) -> Reply | None:
        match command:
            case Command.BACK:
                return Move.BACK
            case Command.FORWARD:
                return Move.FORWARD
            case Command.CRISIS:
                return Move.CRISIS
            case Command.PAUSE:
                return Move.PAUSE
            case Command.DECLINED:
                return self._absent(Absent.DECLINED)
            case Command.UNKNOWN:
                return self._absent(Absent.UNKNOWN)
            case Command.NOTE:
                return self._note(prompt)
            case Command.OVERVIEW:
                return screens.overview(self._canvas, prompt)
            case Command.GUIDE:
                return screens.guide(self._canvas, prompt)
            case Command.HANG_UP:
                return screens.hang_up(self._canvas, prompt)
            case Command.LANGUAGE:
                return Speak()
            case Command.HELP:  # shown in place
                return None

    def _note(self, prompt: Prompt) -> Reply | None:
        """Take a note of several lines; one that is left for a call for help is kept as a draft."""
        question_id, notes = prompt.question.id, self._drafts.notes
        held = prompt.current.note if prompt.current else ""
        try:
            typed = screens.note(self._canvas, prompt, notes.get(question_id, held))
        except BaseException:
            notes[question_id] = self._canvas.interrupted
            raise
        if typed.command in {Command.CRISIS, Command.PAUSE}:
            notes[question_id] = typed.text
            return Move.CRISIS if typed.command is Command.CRISIS else Move.PAUSE
        notes.pop(question_id, None)
        if typed.text.strip() == held:
            return None
        return Note(typed.text.strip())

    # --- words -------------------------------------------------------------------------------

    def _keep(self, text: str) -> tuple[Line, ...]:
        lines = tuple(said(text, self._canvas.width, Role.ANSWER, self._canvas.signs.answer))
        return self._canvas.keep(*lines)

    def _possible(self, evaluation: Evaluation) -> str:
        """Return which levels of care are still possible, once anything is known."""
        if not evaluation.answers:
            return ""
        levels = self._levels(evaluation)
        if len(levels) == len(evaluation.book.pack.levels.level):
            return _("Still possible: every level of care")
        return _("Still possible: ") + ", ".join(levels)

    def _minutes(self) -> int | None:
        """Return how long the call has lasted, on the phone."""
        return int((self._clock() - self._began).total_seconds()) // 60 if self._phone else None
