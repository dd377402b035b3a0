"""The crisis protocol on a full terminal: it stays until the operator says what comes next."""

from __future__ import annotations

from iopintake.interview.asker import CrisisPrompt, CrisisReply, Move
from iopintake.packs.model import Crisis, Option
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.crisis_words import (
    crisis_details,
    crisis_head,
    crisis_steps,
    hand_over,
    step_lines,
)
from iopintake.terminal.prompts.keys import IN_CRISIS, Command
from iopintake.terminal.prompts.line import Line, said
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.wrapping import columns
from iopintake.terminal.theme import Role

NOTHING_YET = ":nothing-yet"
TRANSFER = "transfer"
DETAILS = "(F1: what to ask, and more on each step. Enter confirms.)"
CHANGES_MIND = frozenset({Command.BACK})
"""What leads from the checklist and the note back to the protocol."""


class CrisisScreen:
    """Shows the protocol; what was ticked off stays ticked while a transfer is tried."""

    def __init__(self, canvas: Canvas) -> None:
        """Paint on CANVAS."""
        self._canvas = canvas
        self._done: frozenset[str] = frozenset()
        self._note = ""
        self._before: list[Line] = []  # what came of a transfer that reached nobody

    def show(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        """Stay until a choice is made, a hand-over is read, and it is said what has been done.

        One that the operator called for and has not acted on is closed by Esc.
        """
        while (reply := self._once(prompt)) is None:
            pass
        if isinstance(reply, Move):
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
        if choice is None:
            return Move.BACK
        if choice == TRANSFER:
            self._read_hand_over(prompt)
        done = self._ticked(prompt, crisis)
        if done is None:
            return None
        page = self._page(prompt, "Anything to add? (do: who was told, and when; Enter for nothing)")
        typed = self._canvas.line(page, "Note:", self._note, lambda _typed: None)
        self._note = typed.text.strip()
        if typed.command is not None:
            return None
        return CrisisReply(choice=choice, done=done, note=self._note)

    def _choice(self, prompt: CrisisPrompt, crisis: Crisis) -> str | None:
        """Return what comes next, or None when the screen is closed."""
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
            framed=False,
            hint=DETAILS,
        )
        options = OptionList(
            crisis.choices, several=False, headings={0: "What comes next?"}, signs=canvas.signs
        )
        chosen = canvas.choose(page, options)
        return None if isinstance(chosen, Command) else chosen[0]

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
                "Hand-over, to read aloud to whoever takes the caller on:", width, Role.CRISIS, "!!! "
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
        items.append(Option(code=NOTHING_YET, label="None of these yet", exclusive=True))
        ticked = {place for place, item in enumerate(crisis.checklist) if item in self._done}
        options = OptionList(
            items,
            several=True,
            ticked=ticked,
            headings={0: "What has been done?"},
            keeps=True,  # Enter alone goes on, as it does in lines
            signs=self._canvas.signs,
        )
        page = self._page(prompt, "")
        chosen = self._canvas.choose(page, options)
        self._done = frozenset(items[place].code for place in options.ticked) - {NOTHING_YET}
        return None if isinstance(chosen, Command) else tuple(i for i in crisis.checklist if i in self._done)

    def _page(self, prompt: CrisisPrompt, text: str) -> Page:
        return Page(
            text=lambda width: [*self._before, *(said(text, width) if text else [])],
            pinned=lambda width: self._head(prompt, width),
            commands=CHANGES_MIND,
            esc_leaves=True,
            framed=False,
        )
