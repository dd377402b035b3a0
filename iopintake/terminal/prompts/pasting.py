"""What comes faster than anybody types: taken in one piece, so that no paste holds up the screen.

A terminal without bracketed paste sends a pasted text as if it were typed, and a key at a
time a megabyte takes a minute, in which Ctrl-C waits its turn.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Final

from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

Reading = Callable[[], list[KeyPress]]

PASTED: Final = 64
"""Characters in one reading that nobody typed."""
FULL: Final = 512
"""Keys in one reading after which there is likely more; the terminal gives 1,024 bytes at most."""
MOST: Final = 256
"""Readings that are taken together, so that the screen is painted now and then."""


def read_together(read: Reading) -> list[KeyPress]:
    """Return the keys of READ, of several readings while much is waiting, with pastes in one piece."""
    keys = latest = read()
    for _ in range(MOST):
        if len(latest) < FULL:
            break
        keys = keys + (latest := read())
    return in_pieces(keys) if len(keys) >= PASTED else keys


def in_pieces(keys: list[KeyPress]) -> list[KeyPress]:
    """Return KEYS with each long run of characters as one paste."""
    pieces: list[KeyPress] = []
    for is_text, run in groupby(keys, _is_text):
        held = list(run)
        if is_text and len(held) >= PASTED:
            pieces.append(KeyPress(Keys.BracketedPaste, "".join(press.data for press in held)))
        else:
            pieces += held
    return pieces


def _is_text(press: KeyPress) -> bool:
    """Say whether a key is a character; the names of other keys are longer."""
    return not isinstance(press.key, Keys) and len(press.key) == 1
