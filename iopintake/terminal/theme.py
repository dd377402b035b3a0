"""What each kind of text looks like: one table for the interview and for the pages.

Nothing is said by colour alone: what is read aloud has a bar in the margin, an answer a sign,
a warning its words. What a person must read stands in the terminal's own colour, whatever
its background, or brings its own background; colour on the terminal's background only marks
(bars, signs, bold words), and is seen on black and on white. A test measures the contrast.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final

from iopintake.support.frozen import value


class Role(StrEnum):
    """What a piece of text is for."""

    PLAIN = ""
    ALOUD = "aloud"  # read to the caller
    DO = "instruction"  # what the operator does, never read aloud
    OPTION = "option"
    POINTED = "pointed"  # what Enter would take
    ANSWER = "answer"  # what was said
    TOP = "top"  # where the interview is
    HEADING = "heading"
    QUIET = "quiet"  # hints, and what was said before
    WARNING = "warning"
    CRISIS = "crisis"
    CALL = "call"  # whom to call
    GOOD = "good"  # a verdict that leads on
    MARK = "mark"  # bars, pointers, signs
    TRACK = "track"  # the part of the progress bar that is to come
    KEY = "key"  # a key's name


@value
class Look:
    """How text of one role looks: ``ink`` and ``paper`` are #rrggbb, the other two the 16 colours' names.

    Without an ink the terminal's own is used; ink on the terminal's paper is only for marks.
    """

    ink: str = ""
    paper: str = ""
    ansi_ink: str = ""
    ansi_paper: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False


_CRISIS: Final = Look(ink="#ffffff", paper="#b3261e", ansi_ink="ansiwhite", ansi_paper="ansired", bold=True)

LOOKS: Final[dict[Role, Look]] = {
    Role.PLAIN: Look(),
    Role.ALOUD: Look(bold=True),
    Role.DO: Look(italic=True),
    Role.OPTION: Look(),
    Role.POINTED: Look(
        ink="#ffffff", paper="#1a5fb4", ansi_ink="ansiwhite", ansi_paper="ansiblue", bold=True
    ),
    Role.ANSWER: Look(),
    Role.TOP: Look(bold=True),
    Role.HEADING: Look(bold=True, underline=True),
    Role.QUIET: Look(),
    Role.WARNING: Look(
        ink="#000000", paper="#f5c211", ansi_ink="ansiblack", ansi_paper="ansiyellow", bold=True
    ),
    Role.CRISIS: _CRISIS,
    Role.CALL: Look(bold=True),
    Role.GOOD: Look(ink="#ffffff", paper="#1b7a3d", ansi_ink="ansiblack", ansi_paper="ansigreen", bold=True),
    Role.MARK: Look(ink="#3584e4", ansi_ink="ansiblue", bold=True),
    Role.TRACK: Look(ink="#8a8a8a"),
    Role.KEY: Look(bold=True),
}


def css(role: Role) -> str:
    """Return the class name of a role in prompt_toolkit; questionary has names of its own."""
    return f"intake-{role.value}"


def prompt_toolkit_style(*, sixteen: bool = False) -> dict[str, str]:
    """Return the looks as prompt_toolkit names them; with SIXTEEN for terminals of 16 colours."""
    style: dict[str, str] = {}
    for role, look in LOOKS.items():
        if role is Role.PLAIN:
            continue
        ink, paper = (look.ansi_ink, look.ansi_paper) if sixteen else (look.ink, look.paper)
        parts = [ink and f"fg:{ink}", paper and f"bg:{paper}"]
        parts += [name for name in ("bold", "italic", "underline") if getattr(look, name)]
        style[css(role)] = " ".join(filter(None, parts))
    return style


def rich_style(role: Role) -> str:
    """Return the look of a role as Rich names it; Rich finds the nearest of the colours there are."""
    look = LOOKS[role]
    parts = [name for name in ("bold", "italic", "underline") if getattr(look, name)]
    return " ".join(filter(None, [*parts, look.ink, look.paper and f"on {look.paper}"]))


@value
class Signs:
    """The characters that carry meaning where colour does not."""

    aloud: str  # before the first line that is read aloud
    aloud_on: str  # before the lines after it
    pointer: str
    answer: str
    call: str
    done: str  # of the progress bar
    to_come: str
    rule: str
    dot: str  # between things that stand in one line


UNICODE: Final = Signs(
    aloud="\u258c ",
    aloud_on="\u258c ",
    pointer=" \u25b6 ",
    answer="  \u2713 ",
    call="\u2192 ",
    done="\u2501",
    to_come="\u2500",
    rule="\u2500",
    dot=" \u00b7 ",
)
ASCII: Final = Signs(
    aloud="> ",
    aloud_on="> ",
    pointer="=> ",
    answer="  = ",
    call="-> ",
    done="#",
    to_come=".",
    rule="-",
    dot=" - ",
)
SPOKEN: Final = replace(ASCII, aloud_on="  ")
"""For lines that a screen reader speaks: a sign once, not on every line."""


def signs(encoding: str | None) -> Signs:
    """Return the signs that a terminal with this ENCODING can show."""
    return UNICODE if (encoding or "").lower().replace("_", "-") in {"utf-8", "utf8"} else ASCII
