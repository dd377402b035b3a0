"""What the further languages of a pack do not say yet, or no longer as its first one does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iopintake.packs.load import read_languages
from iopintake.packs.model import Pack
from iopintake.packs.words import Missing, sentences
from iopintake.support.language import _


def missing_words(folder: Path) -> dict[str, tuple[Missing, ...]]:
    """Return by language what the pack in FOLDER does not say in it yet; PackError names its faults."""
    return {language: found.missing for language, found in read_languages(folder).items() if found.missing}


def words_behind(old: Path, new: Path) -> Iterator[str]:
    """Yield each sentence that says something else in NEW than in OLD, though not in a further language.

    Whoever changes the first language's words can't know whether the others still say the same.
    """
    before = {language: _said(found.pack) for language, found in read_languages(old).items()}
    after = {language: _said(found.pack) for language, found in read_languages(new).items()}
    first_before, first_after = (next(iter(said.values())) for said in (before, after))
    for language in list(after)[1:]:
        for place, text in first_after.items():
            said = after[language].get(place)
            stands = said is not None and said == before.get(language, {}).get(place)
            if stands and place in first_before and first_before[place] != text:
                yield _("{language}: {place}: the first language says something else now").format(
                    language=language, place=place
                )


def _said(pack: Pack) -> dict[str, str]:
    return dict(sentences(pack))
