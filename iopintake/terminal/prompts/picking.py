"""One choice outside an interview, such as which draft to go on with; a call for help is heard here too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Final

from iopintake.answers.typed import option_meant, refusal
from iopintake.packs.model import Option
from iopintake.support.errors import IopintakeError
from iopintake.support.frozen import value
from iopintake.support.language import _
from iopintake.terminal.prompts.keys import Command, KeyTable
from iopintake.terminal.prompts.line import Line, one, said
from iopintake.terminal.prompts.lines import PLAIN_WIDTH, EndOfInput, Lines
from iopintake.terminal.theme import Role

CALLS: Final = (":crisis", "crisis", "\x1b[20~", "^[[20~")
"""What calls for help in lines: the command, its name, and the crisis key as a terminal sends it."""


@value
class Picker:
    """Whom to ask, and how: on the full screen, or PLAIN in lines on standard error."""

    plain: bool
    keys: KeyTable
    crisis: Callable[[int], Sequence[str]]  # what to do and whom to call, in lines of a width

    def pick(self, messages: Sequence[str], options: Sequence[Option]) -> str:
        """Show MESSAGES and return the code of the option that is chosen; ask until one is.

        Raises IopintakeError when there is nobody to ask.
        """
        return self._in_lines(messages, options) if self.plain else self._on_screen(messages, options)

    def show(self, messages: Sequence[str]) -> None:
        """Show a text until it has been read; lines stay where they are."""
        if self.plain:
            lines = _lines()
            for message in messages:
                lines.say_wrapped(message, "")
            return
        from iopintake.terminal.prompts.choosing import full_canvas
        from iopintake.terminal.prompts.page import Page

        canvas = full_canvas(self.keys)
        text = _wrapped(messages)
        with canvas.taken():
            canvas.read(Page(text=text, commands=frozenset(), esc_leaves=True, framed=False))

    def _on_screen(self, messages: Sequence[str], options: Sequence[Option]) -> str:
        from iopintake.terminal.prompts.choosing import full_canvas
        from iopintake.terminal.prompts.option_list import OptionList
        from iopintake.terminal.prompts.page import Page

        canvas = full_canvas(self.keys)
        with canvas.taken():
            while True:
                page = Page(text=_wrapped(messages), commands=frozenset({Command.CRISIS}), framed=False)
                chosen = canvas.choose(page, OptionList(options, several=False, signs=canvas.signs))
                if not isinstance(chosen, Command):
                    return chosen[0]
                canvas.read(
                    Page(
                        text=lambda width: [one(Role.CRISIS, line) for line in self.crisis(width)],
                        commands=frozenset(),
                        esc_leaves=True,
                        framed=False,
                    )
                )

    def _in_lines(self, messages: Sequence[str], options: Sequence[Option]) -> str:
        lines = _lines()
        for message in messages:
            lines.say_wrapped(message, "")
        lines.say(_("(:crisis: somebody is in danger, what to do now)"))
        while True:
            lines.say_options(options, ".")
            try:
                typed = lines.read().strip()
            except EndOfInput:
                raise IopintakeError(
                    _("There is nobody to ask. Use a terminal, or give the line on standard input.")
                ) from None
            if typed.lower() in CALLS:
                lines.say(*self.crisis(lines.width))
            elif (place := option_meant(options, typed)) is not None:
                return options[place].code
            else:
                lines.say_wrapped(
                    _("{refusal} Type the number of one of them.").format(refusal=refusal(options, typed)),
                    "  ",
                )


def _lines() -> Lines:
    return Lines(sys.stdin, sys.stderr or StringIO(), width=PLAIN_WIDTH)


def _wrapped(messages: Sequence[str]) -> Callable[[int], list[Line]]:
    def text(width: int) -> list[Line]:
        return [
            line
            for message in messages
            for line in said(message, width, Role.CRISIS if message.startswith("!!!") else Role.HEADING)
        ]

    return text
