"""The cases of a pack that a newcomer is shown, with their sentences in the languages of the pack.

Cases do not count as the pack, nor do these sentences: they stand in LANGUAGE/cases.toml, beside
the words that do. Only an example has one; what else the pack is checked with is for whoever keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from iopintake.checking.cases import WholeCase, load_cases
from iopintake.packs.files import languages, matching
from iopintake.packs.model.common import Words, table
from iopintake.packs.words import Missing, WordsOf
from iopintake.support.data_text import Unreadable, from_toml
from iopintake.support.errors import Fault, IopintakeError, PackError, nearest
from iopintake.support.language import _

FILE: Final = "cases.toml"
"""The sentences of the examples, in the folder of a language."""


@table
class Example:
    """A person in one sentence."""

    id: str
    name: Words


@table
class Examples:
    """All that are shown to a newcomer."""

    example: tuple[Example, ...] = ()


def examples(folder: Path, language: str = "", *, every: bool = False) -> list[WholeCase]:
    """Return the examples of the pack in FOLDER, or EVERY case, the examples first.

    Their sentences are in LANGUAGE where they have one. A pack that marks no case as an example
    has all of them for one. Raises PackError for faults in the cases or the sentences.
    """
    cases = load_cases(folder)
    marked = [whole for whole in cases if whole.case.example]
    said, _missing = in_language(folder, matching(language, languages(folder)), marked)
    names = {one.id: one.name for one in said.example}
    shown = [replace(whole, case=replace(whole.case, name=names[whole.case.id])) for whole in marked]
    others = [whole for whole in cases if not whole.case.example] if every or not marked else []
    return shown + others


def find_example(folder: Path, name: str) -> WholeCase:
    """Return the case NAME of the pack in FOLDER; an error offers the nearest name."""
    cases = {whole.case.id: whole for whole in load_cases(folder)}
    if name not in cases:
        raise IopintakeError(
            _('There is no example "{name}". {nearest}').format(name=name, nearest=nearest(name, cases))
        )
    return cases[name]


def in_language(
    folder: Path, language: str, cases: Iterable[WholeCase]
) -> tuple[Examples, tuple[Missing, ...]]:
    """Return the sentences of CASES in LANGUAGE, empty for the first, and which it does not say yet.

    Raises PackError for what has no place there.
    """
    first = Examples(example=tuple(Example(id=one.case.id, name=one.case.name) for one in cases))
    if not language:
        return first, ()
    file, missing, faults = f"{language}/{FILE}", list[Missing](), list[Fault]()
    said: Examples = WordsOf(file, "", missing, faults).record(first, given(folder, language))
    if faults:
        raise PackError(_("{folder}: the cases can't be used.").format(folder=folder), faults)
    return said, tuple(missing)


def given(folder: Path, language: str) -> dict[str, Any]:
    """Return what stands in the file of sentences of LANGUAGE; PackError when it can't be read."""
    path = folder / language / FILE
    if not path.exists():
        return {}
    try:
        return from_toml(path.read_text(encoding="utf-8"))
    except Unreadable as error:
        fault = Fault(f"{language}/{FILE}", error.what, error.do)
    except (UnicodeDecodeError, OSError):
        fault = Fault(
            f"{language}/{FILE}", _("it can't be read."), _("Check its mode, and save it as UTF-8.")
        )
    raise PackError(_("{folder}: the cases can't be used.").format(folder=folder), [fault])
