"""The crisis protocol on a full terminal: it stays until the operator says what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from iopintake.answers.model import Answer
from iopintake.answers.typed import doubt, from_text
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import CrisisPrompt, CrisisReply, Found, Move
from iopintake.packs.model import Crisis, Option, Question
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.crisis_words import (
    asked_aloud,
    crisis_details,
    crisis_head,
    crisis_steps,
    hand_over,
    step_lines,
)
from iopintake.terminal.prompts.hints import doubted_note
from iopintake.terminal.prompts.keys import IN_CRISIS, Command, spoken
from iopintake.terminal.prompts.line import Line, aloud, said
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.question_screen import Draft, Drafts
from iopintake.terminal.theme import Role
from iopintake.terminal.wrapping import columns

TRANSFER = "transfer"
HINT = N_("({note}: place, number. {help}: what to ask, more. Enter confirms.)")
HINT_MORE = N_("({note}: place, number, more. {help}: what to ask. Enter confirms.)")
TICKING = N_("(A number marks, once more unmarks. Enter goes on.)")
CHANGES_MIND = frozenset({Command.BACK})
"""What leads from the checklist and the note back to the protocol."""


class CrisisScreen:
    """Shows the protocol; what was ticked off stays ticked while a transfer is tried."""

    def __init__(self, canvas: Canvas, drafts: Drafts, clock: Callable[[], datetime]) -> None:
        """Paint on CANVAS, keep in DRAFTS what is left half typed, and take the time from CLOCK."""
        self._canvas, self._drafts, self._clock = canvas, drafts, clock
        self._done: frozenset[str] = frozenset()
        self._to_find: list[str] = []  # the questions on place, number and more that are being asked
        self._note = ""
        self._before: list[Line] = []  # what came of a transfer that reached nobody

    def show(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Stay until a choice is made, a hand-over is read, and it is said what has been done.

        Place and number can be found out meanwhile. One that the operator called for and
        has not acted on is closed by Esc.
        """
        self._done = self._done or frozenset(prompt.done)
        while (reply := self._find_out(prompt) if self._to_find else self._once(prompt)) is None:
            pass
        if isinstance(reply, Found | Move):
            return reply
        self._note = ""  # it is kept with this step; the next one has its own
        if reply.choice != TRANSFER:
            self._done = frozenset()
        return reply

    def keep_on_screen(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave among the last answers what came of the protocol; a transfer is shown if it comes back."""
        lines = step_lines(prompt, reply, self._canvas.width, self._canvas.signs)
        self._before = lines if reply.choice == TRANSFER else []
        self._canvas.keep(*lines)

    def _once(self, prompt: CrisisPrompt) -> CrisisReply | Move | None:
        """Go through the protocol; None begins it again."""
        crisis = prompt.evaluation.book.pack.crisis
        choice = self._choice(prompt, crisis)
        if choice is Command.NOTE:
            known = prompt.evaluation.answers.value
            further = (question for question in crisis.found_questions if known(question) is None)
            self._to_find = [crisis.place_question, crisis.callback_question, *further]
            return None
        if isinstance(choice, Command):
            return Move.BACK
        if choice == TRANSFER:
            self._read_hand_over(prompt)
        done = self._ticked(prompt, crisis)
        if done is None:
            return None
        page = self._page(prompt, _("Anything to add? (do: who was told, and when; Enter for nothing)"))
        typed = self._canvas.line(page, _("Note:"), self._note, lambda _typed: None, doubt=doubted_note)
        self._note = typed.text.strip()
        if typed.command is not None:
            return None
        return CrisisReply(choice=choice, done=done, note=self._note)

    def _choice(self, prompt: CrisisPrompt, crisis: Crisis) -> str | Command:
        """Return what comes next, or the key that led away from the screen."""
        canvas, detailed = self._canvas, False

        def text(width: int) -> list[Line]:
            if detailed:
                return crisis_details(prompt, width, canvas.signs)
            return [*self._before, *crisis_steps(prompt, width)]

        def toggle() -> None:
            nonlocal detailed
            detailed, page.scroll, page.moved = not detailed, 0, False

        page = Page(
            text=text,
            pinned=lambda width: self._head(prompt, width),
            commands=IN_CRISIS,
            in_place={Command.HELP: toggle},
            esc_leaves=prompt.may_close,
            text_first=True,
            framed=False,
            hint=_(HINT_MORE if crisis.found_questions else HINT).format(
                note=spoken(canvas.keys[Command.NOTE].key), help=spoken(canvas.keys[Command.HELP].key)
            ),
        )
        options = OptionList(
            crisis.choices, several=False, headings={0: _("What comes next?")}, signs=canvas.signs
        )
        chosen = canvas.choose(page, options)
        return chosen if isinstance(chosen, Command) else chosen[0]

    def _find_out(self, prompt: CrisisPrompt) -> Found | None:
        """Ask for the place, the number, or what else is next; Esc goes back to the protocol."""
        question = prompt.evaluation.book.pack.questions[self._to_find.pop(0)]
        typed = self._typed(prompt, question)
        if typed is None:
            self._to_find = []
            return None
        value = from_text(question, typed, prompt.evaluation.answers.as_of) if typed.strip() else None
        if value in {None, prompt.evaluation.answers.value(question.id)}:
            return None
        return Found(question.id, Answer(value=value, at=self._clock()))

    def _typed(self, prompt: CrisisPrompt, question: Question) -> str | None:
        """Return what is typed for a question on place or number; None goes back to the protocol."""
        canvas, evaluation, drafts = self._canvas, prompt.evaluation, self._drafts.answers
        as_of = evaluation.answers.as_of

        def problem(typed: str) -> str | None:
            try:
                _value = from_text(question, typed, as_of) if typed.strip() else None
            except Invalid as invalid:
                return safe_text(str(invalid))
            return None

        def doubted(typed: str) -> str:
            return doubt(question, from_text(question, typed, as_of)) if typed.strip() else ""

        page = self._page(prompt, "")
        page.text = lambda width: aloud(asked_aloud(prompt, question), width, canvas.signs)
        page.hint = _("(Enter goes on; Esc returns to the steps.)")
        held = drafts[question.id].text if question.id in drafts else evaluation.answers.value(question.id)
        try:
            typed = canvas.line(
                page, f"{question.short}:", "" if held is None else str(held), problem, doubt=doubted
            )
        except BaseException:
            drafts[question.id] = Draft(text=canvas.interrupted)
            raise
        if typed.command is None:
            return typed.text
        drafts[question.id] = Draft(text=typed.text)
        return None

    def _head(self, prompt: CrisisPrompt, width: int) -> list[Line]:
        """Return the head of the protocol; its title is a bar across the screen."""
        return [
            tuple((role, text.ljust(len(text) + width - columns(text))) for role, text in line)
            if line[0][0] is Role.CRISIS
            else line
            for line in crisis_head(prompt, width, self._canvas.signs)
        ]

    def _read_hand_over(self, prompt: CrisisPrompt) -> None:
        page = Page(
            text=lambda width: hand_over(prompt, width, self._canvas.signs),
            pinned=lambda width: said(
                _("Hand-over, to read aloud to whoever takes the caller on:"), width, Role.CRISIS, "!!! "
            ),
            commands=frozenset(),
            framed=False,
        )
        self._canvas.read(page)

    def _ticked(self, prompt: CrisisPrompt, crisis: Crisis) -> tuple[str, ...] | None:
        """Ask what of the checklist has been done; None goes back to the protocol."""
        if not crisis.checklist:
            return ()
        items = [Option(code=item, label=item) for item in crisis.checklist]
        items.append(Option(code=crisis.checklist_none, label=crisis.checklist_none, exclusive=True))
        ticked = {place for place, item in enumerate(items) if item.code in self._done}
        options = OptionList(
            items,
            several=True,
            ticked=ticked,
            headings={0: _("What has been done?")},
            keeps=True,  # Enter alone goes on, as it does in lines
            signs=self._canvas.signs,
        )
        page = self._page(prompt, "")
        page.hint = _(TICKING)
        chosen = self._canvas.choose(page, options)
        self._done = frozenset(items[place].code for place in options.ticked)
        if isinstance(chosen, Command):
            return None
        return tuple(item.code for item in items if item.code in self._done)

    def _page(self, prompt: CrisisPrompt, text: str) -> Page:
        return Page(
            text=lambda width: [*self._before, *(said(text, width) if text else [])],
            pinned=lambda width: self._head(prompt, width),
            commands=CHANGES_MIND,
            esc_leaves=True,
            framed=False,
        )
