"""What an operator is told and asked beside an interview: one line at a time, beside the data."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress

from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.language import _
from iopintake.support.lookup import folded
from iopintake.support.safe_text import safe_line, safe_text
from iopintake.terminal.output import say_line


def tell(message: str) -> None:
    """Say something to the operator, beside the data; on a terminal no word is broken at its edge."""
    say_line(safe_line(message))


def ask(prompt: str) -> str:
    """Return a line that the operator types; personal data is asked for and is never an argument."""
    with suppress(OSError):  # nobody sees it, and the answer may still come
        sys.stderr.write(safe_text(prompt))
        sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise IopintakeError(_("There is nobody to ask. Use a terminal, or give the line on standard input."))
    return line.rstrip("\n")


def confirmed(question: str, *, yes: bool) -> bool:
    """Say whether the operator wants it; YES was said beforehand."""
    if yes:
        return True
    tell(question)
    while True:
        typed = folded(ask(_("Type y for yes; Enter alone is no: ")).strip())
        if typed in {"", "n", "no"}:
            return False
        if typed in {"y", "yes", folded(_("y")), folded(_("yes"))}:
            return True
        tell(_("Neither yes nor no. Nothing was done yet."))


def chosen(title: str, choices: Mapping[str, str], given: str | None, option: str) -> str:
    """Return the code that was given or is chosen now by number or code; an error names the nearest."""
    if given is None:
        tell(title)
        for number, words in enumerate(choices.values(), 1):
            tell(f"  {number:>2}. {words}")
        while True:
            given = ask(_("Number: ")).strip()
            if given.isdecimal() and 0 < int(given[:6]) <= len(choices):
                return list(choices)[int(given) - 1]
            if given in choices:
                return given
            tell(_("Type a number from 1 to {last}, then Enter.").format(last=len(choices)))
    if given not in choices:
        raise IopintakeError(
            _('{option}: there is no "{given}". {nearest}').format(
                option=option, given=given[:40], nearest=nearest(given, choices)
            )
        )
    return given
