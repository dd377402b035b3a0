"""What every command starts with: the pack, ready to be evaluated."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_config_path

from iopintake import datafiles
from iopintake.answers import Answers
from iopintake.evaluation import Evaluation, Evaluator
from iopintake.intake import Circumstances
from iopintake.packs.files import content_hash
from iopintake.packs.kept import keep_pack, kept_pack
from iopintake.packs.model import Pack

if TYPE_CHECKING:
    from iopintake.reasoning.changes import Changes
    from iopintake.reasoning.possible import Completions
    from iopintake.summary import Summary


class Desk:
    """A pack with what evaluates it and, once it is needed, what reasons about it."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Put the pack of EVALUATOR on the desk."""
        self.evaluator = evaluator

    @property
    def pack(self) -> Pack:
        """Return the pack on the desk."""
        return self.evaluator.pack

    @cached_property
    def completions(self) -> Completions:
        """Return what finds the levels still possible."""
        from iopintake.reasoning.possible import Completions

        return Completions(self.evaluator.book)

    @cached_property
    def changes(self) -> Changes:
        """Return what finds the smallest changes that give another result."""
        from iopintake.reasoning.changes import Changes

        return Changes(self.evaluator)

    def levels_in_short(self, evaluation: Evaluation) -> list[str]:
        """Return the levels still possible, as they are said within a sentence."""
        return [self.pack.level(level).short for level in self.completions.levels(evaluation)]

    def summarize(self, answers: Answers, circumstances: Circumstances) -> Summary:
        """Return the summary of ANSWERS."""
        from iopintake.summarizing import summarize

        return summarize(
            self.evaluator,
            answers,
            circumstances,
            levels_possible=self.completions.levels,
            would_change=self.changes.find,
            order=self.completions.most_narrowing_first,
        )


def open_desk(folder: Path | None) -> Desk:
    """Return a desk with the pack in FOLDER, or the shipped one; PackError names its faults."""
    evaluator = Evaluator(_pack(folder or datafiles.shipped_pack()))
    return Desk(evaluator)


def _pack(folder: Path) -> Pack:
    """Return the pack in FOLDER, as it was kept from an earlier start or read anew."""
    cache = user_cache_path("iopintake", appauthor=False) / "packs"
    pack = kept_pack(cache, content_hash(folder)) if folder.is_dir() else None
    if pack is None:
        from iopintake.packs.load import load_pack

        pack = load_pack(folder)
        keep_pack(cache, pack)
    return pack


def settings_path() -> Path:
    """Return where the clinic's own settings stand."""
    return user_config_path("iopintake", appauthor=False) / "config.toml"


def today() -> date:
    """Return the day of an assessment that names none."""
    return date.today()  # noqa: DTZ011 - the day where the operator sits
