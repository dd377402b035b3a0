"""One question on the full screen: what stands round it, and the answer by list, grid or line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from iopintake.answers.model import Value
from iopintake.answers.typed import doubt, from_text, understood
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import Half, Prompt
from iopintake.packs.conditions import SLOTS
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import wording
from iopintake.terminal.prompts.base import stands
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.keys import AT_QUESTION, Command, toolbar_lines, ways
from iopintake.terminal.prompts.line import EMPTY, Line, one, said
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.week_grid import WeekGrid
from iopintake.terminal.theme import Role


@dataclass(frozen=True, slots=True)
class Draft:
    """What was half typed or half chosen at a question that was left."""

    text: str = ""
    pointer: int | None = None
    ticked: frozenset[int] = frozenset()


class Drafts:
    """What was left half given, by question; the notes that were begun, too."""

    def __init__(self) -> None:
        """Begin with none."""
        self.answers: dict[str, Draft] = {}
        self.notes: dict[str, str] = {}

    def given(self) -> tuple[Half, ...]:
        """Return everything that is left half given."""
        return tuple(
            Half(
                question_id=id_,
                text=(draft := self.answers.get(id_, Draft())).text,
                pointer=draft.pointer,
                ticked=tuple(sorted(draft.ticked)),
                note=self.notes.get(id_, ""),
            )
            for id_ in dict.fromkeys((*self.answers, *self.notes))
        )

    def take_up(self, half: Half) -> None:
        """Go on with what was left half given at another time."""
        self.answers[half.question_id] = Draft(half.text, half.pointer, frozenset(half.ticked))
        if half.note:
            self.notes[half.question_id] = half.note


class QuestionScreen:
    """A question while it is asked; what is left half given goes into the drafts."""

    def __init__(self, canvas: Canvas, drafts: Drafts, prompt: Prompt, page: Page) -> None:
        """Paint PROMPT on CANVAS within PAGE."""
        self._canvas, self._drafts, self._prompt, self._page = canvas, drafts, prompt, page
        self._id = prompt.question.id

    def ask(self) -> Value | Command | None:
        """Return the value that was given, the command that left the question, or None to keep the answer."""
        kind = self._prompt.question.type
        if kind in {"choice", "choices"}:
            return self._choice()
        return self._times() if kind == "schedule" else self._text()

    def _choice(self) -> Value | Command | None:
        question, draft = self._prompt.question, self._draft()
        options = OptionList(
            question.options,
            several=question.type == "choices",
            pointer=draft.pointer,
            ticked=set(draft.ticked),
            read_out=question.read_options,
            beside=self._prompt.beside.options if self._prompt.beside else (),
            first_number=question.first_number,
            keeps=stands(self._prompt),
            replaces=stands(self._prompt),
            signs=self._canvas.signs,
        )
        result = self._chosen(options, lambda: options.ticked)
        if isinstance(result, Command) or not result:
            return result or None
        return result if question.type == "choices" else result[0]

    def _times(self) -> Value | Command | None:
        draft = self._draft()
        grid = WeekGrid(
            marked={SLOTS[place] for place in draft.ticked},
            pointer=draft.pointer,
            keeps=stands(self._prompt),
            typed=draft.text,
        )
        return self._chosen(grid, lambda: {SLOTS.index(slot) for slot in grid.marked})

    def _chosen(
        self, choosing: OptionList | WeekGrid, ticked: Callable[[], set[int]]
    ) -> tuple[str, ...] | Command:
        """Show what there is to choose; what was begun is kept when it is left without an answer.

        What is asked back is shown once more with its question, and a second Enter takes it.
        """
        result: tuple[str, ...] | Command | None = None
        back = ""
        try:
            while True:
                asked, result = result, self._canvas.choose(self._page, choosing)
                if isinstance(result, Command) or result == asked or not (back := self._asked_back(result)):
                    break
                choosing.message = _("{doubt} Enter again keeps it.").format(doubt=safe_text(back))
        finally:
            if not isinstance(result, tuple):
                choosing.settle()
                begun = Draft(choosing.typed, choosing.pointer, frozenset(ticked()))
                self._drafts.answers[self._id] = begun
        return result

    def _asked_back(self, chosen: tuple[str, ...]) -> str:
        """Return what to ask before what was CHOSEN is taken."""
        if not chosen:
            return ""
        return self._prompt.asked_back(chosen[0] if self._prompt.question.type == "choice" else chosen)

    def _text(self) -> Value | Command | None:
        question, as_of = self._prompt.question, self._prompt.evaluation.answers.as_of
        keeps = stands(self._prompt)

        def problem(typed: str) -> str | None:
            if keeps and not typed.strip():
                return None
            try:
                from_text(question, typed, as_of)
            except Invalid as invalid:
                return safe_text(str(invalid))
            return None

        def doubted(typed: str) -> str:
            if not typed.strip():
                return ""
            value = from_text(question, typed, as_of)
            back = self._prompt.asked_back(value)
            return doubt(question, value) or back or understood(question, value)

        draft = self._draft()
        # a number is given anew, free words are gone on with; so is what was left half typed
        anew = keeps and self._id not in self._drafts.answers and question.type != "text"
        try:
            typed = self._canvas.line(
                self._page,
                _("Answer:"),
                draft.text,
                problem,
                doubt=doubted,
                stands=anew,
                replaces=question.type != "text",
            )
        except BaseException:
            self._drafts.answers[self._id] = Draft(text=self._canvas.interrupted)
            raise
        if typed.command is not None:
            self._drafts.answers[self._id] = Draft(text=typed.text)
            return typed.command
        return from_text(question, typed.text, as_of) if typed.text.strip() else None

    def _draft(self) -> Draft:
        return self._drafts.answers.get(self._id) or _held(self._prompt)


def question_page(canvas: Canvas, prompt: Prompt, *, opens: bool, phone: bool, possible: str) -> Page:
    """Return what stands above the answer; the help comes and goes in place.

    OPENS says that the section begins here; POSSIBLE names the levels that are still possible.
    """
    helping = False

    def text(width: int) -> list[Line]:
        lines = wording.intro_lines(prompt, width, canvas.signs) if opens else []
        page.home = len(lines)  # what introduces the section gives way to the question
        lines += wording.question_lines(
            prompt, width, canvas.signs, other_language=ways(canvas.keys[Command.LANGUAGE])
        )
        if not helping:
            return lines
        keys = [one(Role.QUIET, line) for line in toolbar_lines(canvas.keys, width, AT_QUESTION)]
        now = said(possible, width) if possible else []
        return [*lines, EMPTY, *wording.help_lines(prompt, width, phone=phone), *now, *keys]

    def toggle() -> None:
        nonlocal helping
        helping = not helping

    told = canvas.told_now()

    def pinned(width: int) -> list[Line]:
        return [line for message in told for line in said(message, width, Role.WARNING)]

    page = Page(text=text, pinned=pinned, commands=AT_QUESTION, in_place={Command.HELP: toggle})
    return page


def _held(prompt: Prompt) -> Draft:
    """Return what the answer given before puts into the prompt; no option is pointed at."""
    value = prompt.current.value if prompt.current and not prompt.because else None
    codes = SLOTS if prompt.question.type == "schedule" else prompt.question.codes
    if isinstance(value, tuple):
        return Draft(ticked=frozenset(codes.index(code) for code in value))
    if value is None or prompt.question.options:
        return Draft()
    return Draft(text=str(value))
