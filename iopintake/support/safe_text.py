"""Makes any text safe to show: control and bidirectional characters are seen, never run."""

from __future__ import annotations

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that steer a terminal or hide in a text: controls, formats (all
bidirectional marks are among them), surrogates, private use, line separators."""


def safe_text(text: str) -> str:
    r"""Return TEXT with everything that could steer a terminal written out as an escape.

    Newlines stay; a tab becomes a space. Everything else comes out as it is.

    >>> safe_text("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    if unicodedata.category(char) in _HIDDEN:
        code = ord(char)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004
    return char
