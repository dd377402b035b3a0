"""What went wrong, where, and what to do about it: every message a person may see.

A fault is one thing wrong in something read from outside. An error gathers all the
faults of one reading, so that a person mends them in one go. Nothing of the
project is imported here but the language that it speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from iopintake.support.frozen import value
from iopintake.support.language import _


class ExitCode(IntEnum):
    """How a command ends, as the shell sees it."""

    DONE = 0
    DEFECT = 1
    BAD_INPUT = 2
    PAUSED = 3
    NO_TERMINAL = 4
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


@value
class Fault:
    """One thing that is wrong: where it stands, what it is, and what to do."""

    where: str
    what: str
    do: str

    def __str__(self) -> str:
        """Return the fault as one line: the place, the fault, the remedy."""
        return f"{self.where}: {self.what} {self.do}"


class IopintakeError(Exception):
    """An error with a message for a person, and the exit code it ends with."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, headline: str, faults: Iterable[Fault] = ()) -> None:
        """Keep the one-sentence HEADLINE and all FAULTS that stand behind it."""
        self.headline = headline
        self.faults = tuple(faults)
        super().__init__(headline)

    def lines(self) -> list[str]:
        """Return the message, one line for the headline and one for each fault."""
        return [self.headline, *(f"  - {fault}" for fault in self.faults)]


class PackError(IopintakeError):
    """A pack can't be used."""


class AnswersError(IopintakeError):
    """An answers file can't be used."""


class FileError(IopintakeError):
    """A file can't be read or written."""


class NoTerminalError(IopintakeError):
    """The interview needs a terminal and there is none."""

    exit_code = ExitCode.NO_TERMINAL


MANY: Final = 20
"""Names that are listed, all of them; of more, a few."""
FEW: Final = 8


def nearest(word: object, valid: Iterable[str]) -> str:
    """Return a hint that names the valid name nearest to WORD, or lists a few.

    >>> nearest("moud", ["mood", "sleep"])
    'Did you mean "mood"?'
    """
    from difflib import get_close_matches

    names = sorted(set(valid))
    close = get_close_matches(str(word)[:60], names, n=1)
    if close:
        return _('Did you mean "{name}"?').format(name=close[0])
    if not names:
        return _("Remove it.")
    quoted = [f'"{name}"' for name in names]
    if len(names) <= MANY:
        return _("Use one of {names}.").format(names=", ".join(quoted))
    return _("Use one of {names} and {count} more.").format(
        names=", ".join(quoted[:FEW]), count=len(names) - FEW
    )


def unforeseen(error: Exception) -> str:
    """Return what is said of one of many intakes that this program itself fails at.

    It names the kind of error and its place; an error's own words can hold an answer.
    """
    from traceback import extract_tb

    frame = extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.replace(chr(92), '/').rpartition('/')[2]}:{frame.lineno}"
    return _("not assessed, iopintake has a defect ({kind} at {place}). Please report it.").format(
        kind=type(error).__name__, place=place
    )
