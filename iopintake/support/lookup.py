"""Finds what a person means by a word: a name, another word for it, its beginning, or something near."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping


def meant(typed: str, names: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the names that TYPED means; NAMES holds for each the other words that lead to it.

    The best kind of match alone counts: a name itself, a word for it, a beginning, then
    what looks alike. Small and capital letters, accents and hyphens make no difference, as people
    type in a hurry. Nothing is returned when none of them fits.

    >>> meant("price", {"insurance": ["cost", "price"], "week": []})
    ('insurance',)
    >>> meant("insurence", {"insurance": ["cost"], "week": []})
    ('insurance',)
    """
    from difflib import get_close_matches

    word = _plain(typed)
    spoken = {name: [_plain(other) for other in others] for name, others in names.items()}
    if not word:
        return ()
    exact = [name for name in names if _plain(name) == word]
    by_word = [name for name, others in spoken.items() if word in others]
    beginning = [
        name for name, others in spoken.items() if any(w.startswith(word) for w in (_plain(name), *others))
    ]
    every = {w: name for name, others in spoken.items() for w in (*others, _plain(name))}
    alike = [every[near] for near in get_close_matches(word, every, n=3, cutoff=0.75)]
    return tuple(dict.fromkeys(exact or by_word or beginning or alike))


def folded(text: str) -> str:
    """Return TEXT in small letters without accents, as people type in a hurry.

    >>> folded("DÍAS") == folded("dias")
    True
    """
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def _plain(word: str) -> str:
    return " ".join(folded(word).replace("_", " ").replace("-", " ").split())
