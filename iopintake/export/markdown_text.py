r"""People's and packs' text in Markdown: shown as it is, it marks up nothing and leads nowhere.

What can begin a block, and where, is CommonMark's (spec 0.31, sections 4 and 5); what else
can begin inside a line is CommonMark's section 6, and GitHub's tables, strikethrough, task
lists, footnotes, formulas and bare addresses. A backslash before a mark takes its meaning away.
"""

from __future__ import annotations

import re
from typing import Final

from iopintake.support.safe_text import safe_text

_ANYWHERE: Final = re.compile(
    r"""
      [\\`*_\[\]<>&~|\#$@]        # marks inside a line; a heading may end in number signs
    | \.(?=[^\W\d_])              # example.com
    | (?<=[^\W\d_]):(?=\S)        # https://, mailto:
    """,
    re.VERBOSE,
)
_AT_START: Final = re.compile(r"([-+=:])|(\d{1,9})([.)])")
"""What begins a list, a numbered list, an underlined heading or a table's second line."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
"""A number that a bracket or a full stop behind it would make the first of a list."""


def md(text: str) -> str:
    r"""Return TEXT for a place within a paragraph or an item of a list; its lines stay lines.

    >>> md("1. see *this*")
    '1\\. see \\*this\\*'
    """
    first, *others = (line.strip() for line in safe_text(text).strip().split("\n"))
    return "\\\n".join((_line(first), *map(_later_line, others)))


def md_line(text: str) -> str:
    r"""Return TEXT for a place that has one line only: a heading or a cell of a table.

    >>> md_line("a\nb")
    'a b'
    """
    return _line(" ".join(safe_text(text).split()))


def bold(text: str) -> str:
    r"""Return TEXT in bold, or nothing if there is nothing to be seen in it.

    >>> bold("2 * 3") + bold(" ")
    '**2 \\* 3**'
    """
    shown = md(text)
    return f"**{shown}**" if shown else ""


def _later_line(line: str) -> str:
    """Return a line that begins one in Markdown; a number alone is none of a list, whatever stands behind."""
    if _NUMBER.fullmatch(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return _line(line)


def _line(line: str) -> str:
    if begins := _AT_START.match(line):
        sign, number, dot = begins.groups()
        rest = _ANYWHERE.sub(r"\\\g<0>", line[begins.end() :])
        return f"\\{sign}{rest}" if sign else f"{number}\\{dot}{rest}"
    return _ANYWHERE.sub(r"\\\g<0>", line)
