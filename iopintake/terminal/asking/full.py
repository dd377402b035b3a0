"""The asker for a full terminal: every question as a prompt, drafts kept when one is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from iopintake.answers import Absent, Answer, Value
from iopintake.evaluation import Evaluation
from iopintake.interview.asker import (
    Back,
    CallForHelp,
    CrisisPrompt,
    CrisisReply,
    Forward,
    Given,
    JumpTo,
    Levels,
    Note,
    Pause,
    Prompt,
    Reply,
)
from iopintake.packs.model import Option, Question
from iopintake.safe_text import safe_text
from iopintake.terminal.asking import wording
from iopintake.terminal.asking.canvas import Canvas, Typed
from iopintake.terminal.asking.keys import Command
from iopintake.terminal.asking.option_list import OptionList
from iopintake.validation import Invalid, from_text

NOTHING_YET = "Nothing of these yet"
FINISH = ":finish"


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

    # --- the asker's protocol ------------------------------------------------------------

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question until there is a reply."""
        self._canvas.status = lambda: self._status(prompt)
        if prompt.opens_section and prompt.section.intro:
            self._say("", *wording.wrapped(prompt.section.intro, self._canvas.width, wording.ALOUD))
        while True:
            result = self._choice(prompt) if prompt.question.options else self._text(prompt)
            if not isinstance(result, Command):
                return self._given(prompt, Answer(value=result, at=self._clock()))
            if (reply := self._command(prompt, result)) is not None:
                return reply

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply:
        """Show the protocol, a screenful at a time, and stay until a choice is made."""
        crisis = prompt.evaluation.book.pack.crisis
        width = self._canvas.width
        self._canvas.pages(["", *wording.crisis_head(prompt, width), *wording.crisis_steps(prompt, width)])

        def head(title: str) -> Callable[[], list[str]]:
            return lambda: [*wording.crisis_head(prompt, self._canvas.width), "", title]

        choices = OptionList(crisis.choices, several=False)
        (choice,) = self._canvas.must_choose(head("What comes next?"), choices)
        self._say(
            f"  What comes next: {crisis.choices[[o.code for o in crisis.choices].index(choice)].label}"
        )
        if choice == "transfer":
            self._canvas.pages(wording.hand_over(prompt, width))
        items = [Option(code=item, label=item) for item in crisis.checklist]
        items.append(Option(code="", label=NOTHING_YET, exclusive=True))
        done = self._canvas.must_choose(head("What has been done?"), OptionList(items, several=True))
        note = self._line("Anything to add? Enter for nothing:")
        return CrisisReply(choice=choice, done=tuple(filter(None, done)), note=note)

    def correct_sign(self, question: Question) -> str | None:
        """Ask for a reason before a crisis sign is taken back; nothing keeps it."""
        self._say("", f'"{safe_text(question.short)}" was a sign of danger.')
        return self._line("To correct it, type the reason; Enter alone keeps it:") or None

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer by number; finish only when that is chosen."""
        finish = Option(code=FINISH, label="Finish and show the result")
        rows = [(id_, line) for id_, line in wording.overview_lines(evaluation) if id_]
        options = [finish, *(Option(code=id_, label=line) for id_, line in rows)]
        head = ["All answers. Choose one to change it, or finish.", wording.STATE_KEY]
        while True:
            match self._canvas.choose(
                lambda: self._wrapped(head), OptionList(options, several=False), at_question=False
            ):
                case Command.CRISIS:
                    return CallForHelp()
                case Command.PAUSE:
                    return Pause()
                case Command.BACK:
                    return Back()
                case (code,) if code == FINISH:
                    return None
                case (code,):
                    return JumpTo(code)
                case _:
                    continue

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._say(*wording.wrapped(message, self._canvas.width, "* "))

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._clock()

    # --- one question ----------------------------------------------------------------------

    def _choice(self, prompt: Prompt) -> Value | Command:
        question = prompt.question
        draft = self._drafts.get(question.id) or _held(prompt)
        options = OptionList(
            question.options,
            several=question.type == "choices",
            pointer=draft.pointer,
            ticked=set(draft.ticked),
        )
        result = self._canvas.choose(
            lambda: wording.question_lines(prompt, self._canvas.width), options, at_question=True
        )
        if isinstance(result, Command):
            self._drafts[question.id] = Draft(pointer=options.pointer, ticked=frozenset(options.ticked))
            return result
        return result if question.type == "choices" else result[0]

    def _text(self, prompt: Prompt) -> Value | Command:
        question, as_of = prompt.question, prompt.evaluation.answers.as_of

        def problem(typed: str) -> bool | str:
            try:
                from_text(question, typed, as_of)
            except Invalid as invalid:
                return safe_text(str(invalid))
            return True

        self._say("", *wording.question_lines(prompt, self._canvas.width))
        draft = self._drafts.get(question.id, Draft())
        typed = self._canvas.line("Answer:", draft.text, problem, at_question=True)
        if typed.command is not None:
            self._drafts[question.id] = Draft(text=typed.text)
            return typed.command
        return from_text(question, typed.text, as_of)

    def _given(self, prompt: Prompt, answer: Answer) -> Given:
        """Leave the question and its answer on the screen, whole."""
        self._drafts.pop(prompt.question.id, None)
        if prompt.question.options:
            self._say(*wording.wrapped(prompt.ask, self._canvas.width, wording.ALOUD))
        line = wording.answer_line(prompt.question, answer).strip()
        self._say(*wording.wrapped(line, self._canvas.width, "  = "))
        return Given(answer)

    def _command(self, prompt: Prompt, command: Command) -> Reply | None:
        match command:
            case Command.BACK:
                return Back()
            case Command.FORWARD:
                return Forward()
            case Command.CRISIS:
                return CallForHelp()
            case Command.PAUSE:
                return Pause()
            case Command.DECLINED:
                return self._given(prompt, Answer(absent=Absent.DECLINED, at=self._clock()))
            case Command.UNKNOWN:
                return self._given(prompt, Answer(absent=Absent.UNKNOWN, at=self._clock()))
            case Command.NOTE:
                return self._note(prompt)
            case Command.OVERVIEW:
                return self._overview(prompt)
            case Command.GUIDE:
                return self._guide(prompt)
            case Command.HELP:
                self._say(*wording.help_lines(prompt, self._canvas.width))
                return None

    def _note(self, prompt: Prompt) -> Reply | None:
        held = prompt.current.note if prompt.current else ""
        typed = self._canvas.line(
            "Note (Alt-Enter: new line, Enter: done):", held, at_question=False, several_lines=True
        )
        if typed.command is Command.CRISIS:
            return CallForHelp()
        if typed.command is Command.PAUSE:
            return Pause()
        return Note(typed.text)

    def _overview(self, prompt: Prompt) -> Reply | None:
        rows = [(id_, line) for id_, line in wording.overview_lines(prompt.evaluation) if id_]
        head = ["Overview. Choose a question to go there; Shift-Tab returns.", wording.STATE_KEY]
        chosen = self._canvas.choose(
            lambda: self._wrapped(head),
            OptionList([Option(code=id_, label=line) for id_, line in rows], several=False),
            at_question=False,
        )
        return self._left(chosen) if isinstance(chosen, Command) else JumpTo(chosen[0])

    def _guide(self, prompt: Prompt) -> Reply | None:
        topics = prompt.evaluation.book.pack.guidance.topic
        chosen = self._canvas.choose(
            lambda: self._wrapped(["What callers ask. Choose one; Shift-Tab returns."]),
            OptionList([Option(code=t.answer, label=t.question) for t in topics], several=False),
            at_question=False,
        )
        if isinstance(chosen, Command):
            return self._left(chosen)
        self._say("", *wording.wrapped(chosen[0], self._canvas.width, wording.ALOUD))
        return None

    def _left(self, command: Command) -> Reply | None:
        if command is Command.CRISIS:
            return CallForHelp()
        return Pause() if command is Command.PAUSE else None

    # --- words -------------------------------------------------------------------------------

    def _line(self, title: str) -> str:
        typed: Typed = self._canvas.line(title, at_question=False)
        return typed.text.strip()

    def _say(self, *lines: str) -> None:
        self._canvas.say(*lines)

    def _wrapped(self, lines: Sequence[str]) -> list[str]:
        return [part for line in lines for part in wording.wrapped(line, self._canvas.width)]

    def _status(self, prompt: Prompt) -> str:
        parts = []
        if self._phone:
            minutes = int((self._clock() - self._began).total_seconds()) // 60
            parts.append(f"{minutes} min on the line")
        if prompt.evaluation.answers:
            parts.append("Still possible: " + ", ".join(self._levels(prompt.evaluation)))
        return "; ".join(parts)


def _held(prompt: Prompt) -> Draft:
    """Return the ticks of the answer given before; nothing is pointed at."""
    value = prompt.current.value if prompt.current else None
    codes = prompt.question.codes
    if isinstance(value, tuple):
        return Draft(ticked=frozenset(codes.index(code) for code in value))
    return Draft()
