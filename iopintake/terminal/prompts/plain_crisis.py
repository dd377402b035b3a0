"""The crisis protocol in lines: shown whole, left by a choice."""

from __future__ import annotations

from iopintake.interview.asker import CrisisPrompt, CrisisReply, Move
from iopintake.terminal.prompts import crisis_words
from iopintake.terminal.prompts.line import EMPTY, one
from iopintake.terminal.prompts.lines import Lines, number_in
from iopintake.terminal.theme import SPOKEN, Role

TRANSFER = "transfer"
CLOSE = ":back"


class CrisisInLines:
    """Shows the protocol; what was ticked off stays ticked while a transfer is tried."""

    def __init__(self, lines: Lines) -> None:
        """Talk through LINES."""
        self._lines = lines
        self._done: tuple[str, ...] = ()

    def show(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        """Stay until a choice is made; one that was called for by mistake is left by :back."""
        crisis, width = prompt.evaluation.book.pack.crisis, self._lines.width
        self._lines.say_lines(
            EMPTY,
            *crisis_words.crisis_head(prompt, width, SPOKEN),
            *crisis_words.crisis_steps(prompt, width),
            EMPTY,
            *crisis_words.crisis_details(prompt, width, SPOKEN),
            EMPTY,
            *crisis_words.place_lines(prompt, width),
        )
        closing = f" ({CLOSE} closes this: nothing is recorded)" if prompt.may_close else ""
        choice = self._lines.choose(
            f"What comes next?{closing}", crisis.choices, leave=CLOSE if prompt.may_close else None
        )
        if choice is None:
            return Move.BACK
        if choice == TRANSFER:
            head = one(Role.CRISIS, "Hand-over, to read aloud to whoever takes the caller on:")
            self._lines.say_lines(EMPTY, head, *crisis_words.hand_over(prompt, width, SPOKEN))
        done = self._ticked(crisis.checklist)
        self._lines.say("Note what was done, who was told, and when. (Enter for nothing)")
        note = self._lines.read().strip()
        self._done = done if choice == TRANSFER else ()
        return CrisisReply(choice=choice, done=done, note=note)

    def _ticked(self, items: tuple[str, ...]) -> tuple[str, ...]:
        """Ask what of the checklist has been done, on top of what was ticked off before."""
        if not items:
            return ()
        while True:
            self._lines.say("What has been done? (several: 1,3; Enter for nothing more)")
            for number, item in enumerate(items, 1):
                self._lines.say_wrapped(item, f"{number:>3}. {'[x]' if item in self._done else '[ ]'} ")
            numbers = [number_in(word, len(items)) for word in self._lines.read().replace(",", " ").split()]
            if None not in numbers:
                return tuple(i for n, i in enumerate(items) if n in numbers or i in self._done)
            self._lines.say(f"  Type numbers from 1 to {len(items)}.")
