"""The asker for a full terminal: every question as a prompt, drafts kept when one is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from iopintake.answers.model import Absent, Answer, Value
from iopintake.answers.typed import from_text
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import (
    CrisisPrompt,
    CrisisReply,
    Given,
    Half,
    Levels,
    Move,
    Note,
    Prompt,
    Reply,
)
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import screens, wording
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.crisis_screen import CrisisScreen
from iopintake.terminal.prompts.keys import AT_QUESTION, Command
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.wrapping import wrapped


@dataclass(frozen=True, slots=True)
class Draft:
    """What was half typed or half chosen at a question that was left."""

    text: str = ""
    pointer: int | None = None
    ticked: frozenset[int] = frozenset()


class FullAsker:
    """Asks on a canvas; remembers half-given answers by question."""

    def __init__(self, canvas: Canvas, clock: Callable[[], datetime], *, phone: bool, levels: Levels) -> None:
        """Paint on CANVAS and take the time from CLOCK.

        LEVELS names the levels still possible, for the status line; PHONE adds the time
        since the call began.
        """
        self._canvas, self._clock, self._phone, self._levels = canvas, clock, phone, levels
        self._began = clock()
        self._drafts: dict[str, Draft] = {}
        self._notes: dict[str, str] = {}  # half-typed notes
        self._opened_by: dict[str, str] = {}  # section -> the question that its intro is read before
        self._crisis = CrisisScreen(canvas)
        self._next: Reply | None = None  # a reply that came where none could be given

    # --- the asker's protocol ------------------------------------------------------------

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question until there is a reply; the end of the input pauses."""
        self._open(prompt)
        possible = self._possible(prompt.evaluation)
        self._canvas.status = lambda: self._status(possible)
        page = self._page(prompt)
        try:
            while True:
                if self._next is not None:
                    return self._late_reply()
                result = self._choice(prompt, page) if prompt.question.options else self._text(prompt, page)
                if not isinstance(result, Command):
                    return Given(Answer(value=result, at=self._clock()))
                if (reply := self._command(prompt, result)) is not None:
                    return reply
        except EOFError:
            return Move.PAUSE

    def confirm(self, question: Question, answer: Answer) -> None:
        """Leave the answer on the screen, in one line."""
        self._drafts.pop(question.id, None)
        self._say(*wrapped(wording.answer_line(question, answer), self._canvas.width, "  = "))

    def confirm_note(self, text: str) -> None:
        """Leave the note on the screen."""
        self._say(*wrapped(f"note: {text}", self._canvas.width, "  * "))

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave on the screen why the protocol was shown and what came of it."""
        self._crisis.keep_on_screen(prompt, reply)

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        """Show the protocol and stay until a choice is made; the end of the input pauses."""
        try:
            return self._crisis.show(prompt)
        except EOFError:
            return Move.PAUSE

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm with a reason before a crisis sign is taken back; all else keeps it."""
        try:
            reason, self._next = screens.correction(self._canvas, question)
        except EOFError:
            reason, self._next = None, Move.PAUSE
        if reason is None:
            self._say(f"  = {safe_text(question.short)}: kept as it was")
        return reason

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer by number; finish only when that is chosen."""
        if self._next is not None:
            return self._late_reply()
        try:
            return screens.review(self._canvas, evaluation)
        except EOFError:
            return Move.PAUSE

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._say(*wrapped(message, self._canvas.width, "* "))

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._clock()

    def half_given(self) -> tuple[Half, ...]:
        """Return what was left half typed or half chosen, by question."""
        return tuple(
            Half(
                question_id=id_,
                text=(draft := self._drafts.get(id_, Draft())).text,
                pointer=draft.pointer,
                ticked=tuple(sorted(draft.ticked)),
                note=self._notes.get(id_, ""),
            )
            for id_ in dict.fromkeys((*self._drafts, *self._notes))
        )

    def take_up(self, halves: Iterable[Half]) -> None:
        """Go on with what was left half given at another time."""
        for half in halves:
            self._drafts[half.question_id] = Draft(half.text, half.pointer, frozenset(half.ticked))
            if half.note:
                self._notes[half.question_id] = half.note

    # --- one question ----------------------------------------------------------------------

    def _open(self, prompt: Prompt) -> None:
        """Begin a section: a line that stays; its intro belongs to its first question."""
        if prompt.opens_section:
            self._opened_by[prompt.section.id] = prompt.question.id
            self._say("", f"== {safe_text(prompt.section.title)} ==")

    def _page(self, prompt: Prompt) -> Page:
        """Return what stands above the answer; the help comes and goes in place."""
        opens = self._opened_by.get(prompt.section.id) == prompt.question.id
        helping = False

        def text(width: int) -> list[str]:
            lines = wording.intro_lines(prompt, width) if opens else []
            lines += wording.question_lines(prompt, width)
            return [*lines, *wording.help_lines(prompt, width, phone=self._phone)] if helping else lines

        def toggle() -> None:
            nonlocal helping
            helping = not helping

        return Page(
            text=text,
            pinned=lambda width: ["", *wrapped(wording.place_line(prompt), width)],
            commands=AT_QUESTION,
            in_place={Command.HELP: toggle},
        )

    def _choice(self, prompt: Prompt, page: Page) -> Value | Command:
        question = prompt.question
        draft = self._drafts.get(question.id) or _held(prompt)
        options = OptionList(
            question.options,
            several=question.type == "choices",
            pointer=draft.pointer,
            ticked=set(draft.ticked),
            read_out=question.read_options,
            first_number=question.first_number,
        )
        try:
            result = self._canvas.choose(page, options)
        except BaseException:
            self._drafts[question.id] = Draft(pointer=options.pointer, ticked=frozenset(options.ticked))
            raise
        if isinstance(result, Command):
            self._drafts[question.id] = Draft(pointer=options.pointer, ticked=frozenset(options.ticked))
            return result
        return result if question.type == "choices" else result[0]

    def _text(self, prompt: Prompt, page: Page) -> Value | Command:
        question, as_of = prompt.question, prompt.evaluation.answers.as_of

        def problem(typed: str) -> str | None:
            try:
                from_text(question, typed, as_of)
            except Invalid as invalid:
                return safe_text(str(invalid))
            return None

        draft = self._drafts.get(question.id) or _held(prompt)
        try:
            typed = self._canvas.line(page, "Answer:", draft.text, problem)
        except BaseException:
            self._drafts[question.id] = Draft(text=self._canvas.interrupted)
            raise
        if typed.command is not None:
            self._drafts[question.id] = Draft(text=typed.text)
            return typed.command
        return from_text(question, typed.text, as_of)

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
                return Given(Answer(absent=Absent.DECLINED, at=self._clock()))
            case Command.UNKNOWN:
                return Given(Answer(absent=Absent.UNKNOWN, at=self._clock()))
            case Command.NOTE:
                return self._note(prompt)
            case Command.OVERVIEW:
                return screens.overview(self._canvas, prompt)
            case Command.GUIDE:
                return screens.guide(self._canvas, prompt)
            case Command.HANG_UP:
                return screens.hang_up(self._canvas, prompt)
            case Command.HELP:  # shown in place
                return None

    def _note(self, prompt: Prompt) -> Reply | None:
        """Take a note of several lines; one that is left for a call for help is kept as a draft."""
        question_id = prompt.question.id
        held = prompt.current.note if prompt.current else ""
        try:
            typed = screens.note(self._canvas, prompt, self._notes.get(question_id, held))
        except BaseException:
            self._notes[question_id] = self._canvas.interrupted
            raise
        if typed.command in {Command.CRISIS, Command.PAUSE}:
            self._notes[question_id] = typed.text
            return Move.CRISIS if typed.command is Command.CRISIS else Move.PAUSE
        self._notes.pop(question_id, None)
        if typed.text.strip() == held:
            return None
        return Note(typed.text.strip())

    def _late_reply(self) -> Reply:
        reply, self._next = self._next, None
        assert reply is not None
        return reply

    # --- words -------------------------------------------------------------------------------

    def _say(self, *lines: str) -> None:
        self._canvas.say(*lines)

    def _possible(self, evaluation: Evaluation) -> str:
        """Return which levels of care are still possible, once anything is known."""
        if not evaluation.answers:
            return ""
        levels = self._levels(evaluation)
        if len(levels) == len(evaluation.book.pack.levels.level):
            return "Still possible: every level of care"
        return "Still possible: " + ", ".join(levels)

    def _status(self, possible: str) -> str:
        """Return the status line; on the phone it tells how long the call has lasted."""
        if not self._phone:
            return possible
        minutes = int((self._clock() - self._began).total_seconds()) // 60
        return "; ".join(filter(None, [f"{minutes} min on the line", possible]))


def _held(prompt: Prompt) -> Draft:
    """Return what the answer given before puts into the prompt; no option is pointed at."""
    value = prompt.current.value if prompt.current else None
    codes = prompt.question.codes
    if isinstance(value, tuple) and prompt.question.options:
        return Draft(ticked=frozenset(codes.index(code) for code in value))
    if value is None or isinstance(value, tuple) or prompt.question.options:
        return Draft()
    return Draft(text=str(value))
