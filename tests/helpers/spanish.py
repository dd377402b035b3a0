"""What the tests of Spanish share: the tools in Spanish, and the English words that must not be left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from catalogues import catalogue, catalogues

from iopintake.checking.load import load_pack
from iopintake.packs.words import sentences
from iopintake.support import datafiles

WORD = re.compile(r"[^\W\d_]{3,}")
SHARED = frozenset({"crisis", "iop", "php", "asam", "resume", "show", "history", "start", "list"})
"""Words of Spanish that an English sentence also has, and the names of commands."""


def words(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters, without what stands in places or begins a command."""
    text = text.replace("\\", "")  # what Markdown escapes
    bare = re.sub(
        r"\{[^}]*\}|iopintake( [a-z]+)+|--?[a-z-]+|:[a-z]+|[\w.]+\.(com|org|gov|toml|json)", " ", text
    )
    yield from (word.lower() for word in WORD.findall(bare))


@cache
def english_only() -> frozenset[str]:
    """Return the words that stand in English sentences of the pack and the program, and in no Spanish one."""
    folder = datafiles.shipped_pack()
    held = [m for m in catalogue(catalogues()["es"]) if m.id]
    english = [str(m.id) for m in held] + [text for _, text in sentences(load_pack(folder))]
    spanish = [str(m.string) for m in held] + [text for _, text in sentences(load_pack(folder, "es"))]
    return frozenset(w for text in english for w in words(text)) - frozenset(
        w for text in spanish for w in words(text)
    )


def english_left(shown: str, typed: str = "") -> list[str]:
    """Return the lines of a Spanish screen in which an English word stands that nobody TYPED."""
    allowed = SHARED | set(words(typed))
    return [line for line in shown.splitlines() if (set(words(line)) & english_only()) - allowed]
