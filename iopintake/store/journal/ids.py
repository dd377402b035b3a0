"""Ids of intakes: short, said easily on the phone, and never alike by sound."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

CONSONANTS: Final = "bdfgklmnprstvz"
VOWELS: Final = "aiou"
SYLLABLES: Final = tuple(f"{consonant}{vowel}" for consonant in CONSONANTS for vowel in VOWELS)
LENGTH: Final = 4
"""Syllables of an id, in two words: bado-kiru. There are nearly ten million."""

LETTERS: Final = re.compile(f"[{CONSONANTS}{VOWELS}]+")
WHOLE: Final = re.compile(f"(?:[{CONSONANTS}][{VOWELS}]){{2}}-(?:[{CONSONANTS}][{VOWELS}]){{2}}")
SOUND: Final = str.maketrans("bdgvzmr", "ptkfsnl", "- ")
"""Consonants that a bad line does not tell apart, made one."""


def new_id(choose: Callable[[tuple[str, ...]], str], is_taken: Callable[[str], bool]) -> str:
    """Return an id whose sound no other has; CHOOSE picks a syllable, IS_TAKEN knows the sounds."""
    while True:
        picked = [choose(SYLLABLES) for _ in range(LENGTH)]
        half = LENGTH // 2
        intake_id = f"{''.join(picked[:half])}-{''.join(picked[half:])}"
        if not is_taken(sound(intake_id)):
            return intake_id


def sound(intake_id: str) -> str:
    """Return how an id sounds on a bad line.

    >>> sound("bado-kiru") == sound("pato-gilu")
    True
    """
    return intake_id.translate(SOUND)


def is_id(text: object) -> bool:
    """Say whether TEXT is a whole id.

    >>> is_id("bado-kiru"), is_id("../bado")
    (True, False)
    """
    return isinstance(text, str) and WHOLE.fullmatch(text) is not None


def tidied(typed: str) -> str | None:
    """Return an id, or the beginning of one, as it is kept: in small letters, with its hyphen.

    None when there are less than two syllables, or anything but what an id is made of: that names
    nothing, least of all an intake that is to be deleted.

    >>> tidied("BADO ki"), tidied("ba"), tidied("?!")
    ('bado-ki', None, None)
    """
    letters = typed.strip().lower().replace(" ", "").replace("-", "")
    half = LENGTH  # two syllables of two letters
    if not half <= len(letters) <= 2 * half or not LETTERS.fullmatch(letters):
        return None
    return f"{letters[:half]}-{letters[half:]}" if len(letters) > half else letters
