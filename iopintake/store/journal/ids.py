"""Ids of intakes: short, said easily on the phone, and never alike by sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

CONSONANTS: Final = "bdfgklmnprstvz"
VOWELS: Final = "aiou"
SYLLABLES: Final = tuple(f"{consonant}{vowel}" for consonant in CONSONANTS for vowel in VOWELS)
LENGTH: Final = 4
"""Syllables of an id, in two words: bado-kiru. There are nearly ten million."""

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


def tidied(typed: str) -> str:
    """Return an id, or the beginning of one, as it is kept: in small letters, with its hyphen.

    >>> tidied("BADO ki")
    'bado-ki'
    """
    letters = "".join(char for char in typed.lower() if char.isalnum())
    half = LENGTH  # two syllables of two letters
    return f"{letters[:half]}-{letters[half:]}" if len(letters) > half else letters
