"""Makes any text safe to show: what steers a terminal or reorders text is seen, never obeyed.

Everything else is shown as it was typed, also what joins letters without being seen (the
zero-width joiners of Persian names and Indian scripts).
"""

from __future__ import annotations

import re
from typing import Final

_HARMFUL: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but the newline, DEL and C1: a terminal obeys them (ECMA-48)
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode, UAX 9)
    r"\u2028\u2029\u206a-\u206f\ufff9-\ufffb"  # line separators, deprecated shapers, annotations
    r"\ud800-\udfff]"  # halves of a pair, which no encoding can write
)


def safe_text(text: str) -> str:
    r"""Return TEXT with everything that could steer a terminal written out as an escape.

    Newlines stay; a tab becomes a space. Everything else comes out as it is.

    >>> safe_text("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _HARMFUL.sub(_shown, text)


def safe_line(text: str) -> str:
    r"""Return TEXT as ``safe_text`` does, and on one line: for names of files within a message.

    >>> safe_line("a\nb")
    'a\\x0ab'
    """
    return safe_text(text).replace("\n", r"\x0a")


def safe_json(text: str) -> str:
    r"""Return JSON that says the same as TEXT and that no terminal obeys.

    >>> safe_json('"\x9b"')
    '"\\u009b"'
    """
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _shown(found: re.Match[str]) -> str:
    char = found[0]
    if char == "\t":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - two digits say it
