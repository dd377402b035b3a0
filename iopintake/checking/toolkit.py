"""A sound pack with what evaluates it, reasons about it and summarizes: what every command starts with."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from iopintake.answers.circumstances import Circumstances
from iopintake.answers.model import Answers
from iopintake.answers.taken import Taken
from iopintake.checking.load import cached_pack
from iopintake.interview.voice import Voices
from iopintake.packs.files import content_hash, matching
from iopintake.packs.model import Pack
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.settings import own_pack, settings_path
from iopintake.support import datafiles
from iopintake.support.language import spoken_language

if TYPE_CHECKING:
    from iopintake.reasoning.changes import Changes
    from iopintake.reasoning.narrowing import Narrowing
    from iopintake.reasoning.possible import Completions
    from iopintake.summary.model import Summary


class Toolkit:
    """A pack with what evaluates it and, once it is needed, what reasons about it."""

    def __init__(self, evaluator: Evaluator, voices: Voices | None = None, cache: Path | None = None) -> None:
        """Make the tools for the pack of EVALUATOR; VOICES gives it in its other languages.

        What is worked out once for it is kept in CACHE.
        """
        self.evaluator, self.cache = evaluator, cache
        self.taken = Taken()
        self.voices: Voices = voices or (lambda _language: evaluator.pack)

    @property
    def pack(self) -> Pack:
        """Return the pack."""
        return self.evaluator.pack

    @cached_property
    def completions(self) -> Completions:
        """Return what finds the levels still possible."""
        from iopintake.reasoning.possible import Completions

        return Completions(self.evaluator.book, self.cache)

    @cached_property
    def changes(self) -> Changes:
        """Return what finds the smallest changes that give another result."""
        from iopintake.reasoning.changes import Changes

        return Changes(self.evaluator)

    @cached_property
    def narrowing(self) -> Narrowing:
        """Return what puts open questions in order."""
        from iopintake.reasoning.narrowing import Narrowing

        return Narrowing(self.completions)

    def levels_in_short(self, evaluation: Evaluation) -> list[str]:
        """Return the levels still possible, as they are said within a sentence."""
        return [self.pack.level(level).short for level in self.completions.levels(evaluation)]

    def summarize(self, answers: Answers, circumstances: Circumstances) -> Summary:
        """Return the summary of ANSWERS."""
        from iopintake.summary import summarize

        return summarize(
            self.evaluator,
            answers,
            circumstances,
            levels_possible=self.completions.levels,
            would_change=self.changes.find,
            order=self.narrowing.order,
            client=self._client(circumstances.language),
        )

    def _client(self, language: str) -> Evaluator | None:
        """Return what evaluates the pack in the client's LANGUAGE, where that is another one."""
        known = matching(language, self.pack.languages)
        return None if known in {"", self.pack.language} else Evaluator(self.voices(known))


def load_toolkit(folder: Path | None) -> Toolkit:
    """Return the tools for the pack in FOLDER, or for the usual one; PackError names its faults.

    Its words are in the language that the program speaks, where it has that one, else in its first.
    A list of drafts, or a table that comes in parts, asks for the same again and again.
    """
    place = folder or usual_pack()
    cache = user_cache_path("iopintake", appauthor=False) / "packs"
    sha256 = content_hash(place) if (place / "pack.toml").is_file() else ""
    return _toolkit(place, cache, spoken_language(), sha256)


@lru_cache(maxsize=4)
def _toolkit(place: Path, cache: Path, language: str, _sha256: str) -> Toolkit:
    """Return the tools for the pack in PLACE, which are other ones once its files have another hash."""

    def in_language(other: str) -> Pack:
        return cached_pack(place, cache, other)

    return Toolkit(Evaluator(in_language(language)), in_language, cache)


def usual_pack() -> Path:
    """Return the folder of the pack that the clinic set as its own, or of the shipped one."""
    return own_pack(settings_path()) or datafiles.shipped_pack()
