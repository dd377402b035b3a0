"""The plain asker: lines in, lines out; nothing is repainted and no escape byte is sent.

For screen readers, pipes, slow links and terminals that can do nothing else. Options have
numbers; everything else begins with a colon and is listed by ``:commands``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from iopintake.answers.model import Absent, Answer
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import CrisisPrompt, CrisisReply, Found, Half, JumpTo, Move, Prompt, Reply
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import crisis_words, wording
from iopintake.terminal.prompts.base import BaseAsker
from iopintake.terminal.prompts.lines import Lines, number_in
from iopintake.terminal.prompts.plain_crisis import CrisisInLines
from iopintake.terminal.prompts.plain_question import QuestionInLines, list_rows, read_line
from iopintake.terminal.theme import SPOKEN

AT_START = N_(
    "(Type :crisis at any time when somebody is in danger. :commands lists what else can be typed.)"
)
ABSENT = {":declined": Absent.DECLINED, ":unknown": Absent.UNKNOWN}


class PlainAsker(BaseAsker):
    """Asks on one stream and reads the replies from another, a line at a time."""

    def __init__(self, lines: Lines, clock: Callable[[], datetime], *, phone: bool) -> None:
        """Talk through LINES, and take the time from CLOCK; PHONE puts the number to call back first."""
        super().__init__(clock, phone=phone)
        self._lines = lines
        self._crisis = CrisisInLines(lines, clock)

    # --- the asker's protocol --------------------------------------------------------

    def on_screen(self) -> AbstractContextManager[None]:
        """Say first how help is called for; nothing is held."""
        self._lines.say_wrapped(_(AT_START), "")
        return super().on_screen()

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question and read lines until one is a reply; the end of the input pauses."""
        return self._until_led_away(lambda: self._ask(prompt))

    def confirm(self, question: Question, answer: Answer) -> None:
        """Leave the answer on the screen, in one line."""
        self._lines.say_wrapped(wording.answer_line(question, answer), SPOKEN.answer)

    def confirm_note(self, text: str) -> None:
        """Leave it at that: the question comes again with its note."""

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave on the screen what came of the protocol."""
        self._lines.say_lines(*crisis_words.step_lines(prompt, reply, self._lines.width, SPOKEN))

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Show the protocol and stay until a choice is made; the end of the input pauses."""
        return self._until_led_away(lambda: self._crisis.show(prompt))

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm with a reason before a crisis sign is taken back; all else keeps it."""
        self._lines.say("", _('!!! "{short}" was a sign of danger.').format(short=safe_text(question.short)))
        self._lines.say_wrapped(
            _("To correct it, type the reason; a clinician will see it. Enter alone keeps the sign."), ""
        )
        reason = self._or_later(lambda: read_line(self._lines, _("Reason:")))
        if not reason:
            self._lines.say(_("{answer}kept as it was").format(answer=SPOKEN.answer))
        return reason or None

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer with a number; finish only when asked to."""
        return self._until_led_away(lambda: self._review(evaluation))

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._lines.say_wrapped(message, "* ")

    def half_given(self) -> tuple[Half, ...]:
        """Return nothing: a line that was not ended was not read."""
        return ()

    def take_up(self, halves: Iterable[Half]) -> None:
        """Leave what was half given elsewhere: a line can't be begun for the operator."""

    # --- lines -------------------------------------------------------------------------

    def _ask(self, prompt: Prompt) -> Reply:
        question = QuestionInLines(self._lines, prompt, phone=self._phone)
        question.put()
        while True:
            line = self._lines.read()
            command = line.strip().lower()
            if command in ABSENT:
                return self._absent(ABSENT[command])
            if command.startswith(":"):
                if (reply := question.move(line.strip())) is not None:
                    return reply
                continue
            try:
                return self._given(prompt, question.value(line))
            except Invalid as problem:
                self._lines.say_wrapped(str(problem), "  ")
                self._lines.say(_("  (:commands lists what else can be typed)"))

    def _review(self, evaluation: Evaluation) -> Reply | None:
        self._lines.say("", _("== All answers =="))
        rows = list(wording.review_rows(evaluation))
        list_rows(self._lines, rows)
        while True:
            typed = read_line(
                self._lines, _("Type a number to change an answer, :back, :crisis, :pause, or: finish")
            )
            if typed.lower() in {"finish", ":finish", _("finish")}:
                return None
            if typed.lower() == ":back":
                return Move.BACK
            if (number := number_in(typed, len(rows))) is not None:
                return JumpTo(rows[number].question_id)
            self._lines.say(_("  That is none of these."))
