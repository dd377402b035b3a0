"""The crisis protocol on a full terminal: it stays until the operator says what comes next."""

from __future__ import annotations

from iopintake.interview.asker import CrisisPrompt, CrisisReply
from iopintake.packs.model import Crisis, Option
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.crisis_words import crisis_head, crisis_steps, hand_over, step_lines
from iopintake.terminal.prompts.keys import IN_CRISIS, Command
from iopintake.terminal.prompts.option_list import OptionList
from iopintake.terminal.prompts.page import Page
from iopintake.terminal.prompts.wrapping import wrapped

NOTHING_YET = ":nothing-yet"
TRANSFER = "transfer"
CHANGES_MIND = frozenset({Command.BACK})
"""What leads from the checklist and the note back to the protocol."""


class CrisisScreen:
    """Shows the protocol; what was ticked off stays ticked while a transfer is tried."""

    def __init__(self, canvas: Canvas) -> None:
        """Paint on CANVAS."""
        self._canvas = canvas
        self._done: frozenset[str] = frozenset()
        self._note = ""

    def show(self, prompt: CrisisPrompt) -> CrisisReply:
        """Stay until a choice is made, a hand-over is read, and it is said what has been done."""
        while (reply := self._once(prompt)) is None:
            pass
        self._note = ""  # it is kept with this step; the next one has its own
        if reply.choice != TRANSFER:
            self._done = frozenset()
        return reply

    def keep_on_screen(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave in a few lines why the protocol was shown and what came of it."""
        self._canvas.say("", *crisis_head(prompt, self._canvas.width))
        self._canvas.say(*step_lines(prompt, reply, self._canvas.width))

    def _once(self, prompt: CrisisPrompt) -> CrisisReply | None:
        """Go through the protocol; None begins it again."""
        crisis = prompt.evaluation.book.pack.crisis
        choice = self._choice(prompt, crisis)
        if choice == TRANSFER:
            self._read_hand_over(prompt)
        done = self._ticked(prompt, crisis)
        if done is None:
            return None
        page = self._page(prompt, ["Anything to add? (do: who was told, and when; Enter for nothing)"])
        page.commands = CHANGES_MIND
        typed = self._canvas.line(page, "Note:", self._note, lambda _typed: None)
        self._note = typed.text.strip()
        if typed.command is not None:
            return None
        return CrisisReply(choice=choice, done=done, note=self._note)

    def _choice(self, prompt: CrisisPrompt, crisis: Crisis) -> str:
        page = Page(
            text=lambda width: crisis_steps(prompt, width),
            pinned=lambda width: crisis_head(prompt, width),
            commands=IN_CRISIS,
        )
        options = OptionList(crisis.choices, several=False, headings={0: "What comes next?"})
        chosen = self._canvas.choose(page, options)
        assert not isinstance(chosen, Command)
        return chosen[0]

    def _read_hand_over(self, prompt: CrisisPrompt) -> None:
        page = Page(
            text=lambda width: hand_over(prompt, width),
            pinned=lambda width: wrapped(
                "Hand-over, to read aloud to whoever takes the caller on:", width, "!!! "
            ),
            commands=IN_CRISIS,
        )
        self._canvas.read(page)

    def _ticked(self, prompt: CrisisPrompt, crisis: Crisis) -> tuple[str, ...] | None:
        """Ask what of the checklist has been done; None goes back to the protocol."""
        if not crisis.checklist:
            return ()
        items = [Option(code=item, label=item) for item in crisis.checklist]
        items.append(Option(code=NOTHING_YET, label="None of these yet", exclusive=True))
        ticked = {place for place, item in enumerate(crisis.checklist) if item in self._done}
        options = OptionList(items, several=True, ticked=ticked, headings={0: "What has been done?"})
        page = self._page(prompt, [])
        page.commands = CHANGES_MIND
        chosen = self._canvas.choose(page, options)
        self._done = frozenset(items[place].code for place in options.ticked) - {NOTHING_YET}
        return None if isinstance(chosen, Command) else tuple(i for i in crisis.checklist if i in self._done)

    def _page(self, prompt: CrisisPrompt, lines: list[str]) -> Page:
        return Page(
            text=lambda width: [part for line in lines for part in wrapped(line, width)],
            pinned=lambda width: crisis_head(prompt, width),
        )
