"""Makes a clinic's own pack: a copy of another, a first version under its own name, its edges pinned."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import today
from iopintake.checking.boundaries import boundaries
from iopintake.checking.cases import PINNED
from iopintake.checking.examples import FILE, examples, given, in_language
from iopintake.checking.languages import missing_words
from iopintake.checking.load import load_pack
from iopintake.packs.files import LANGUAGE
from iopintake.packs.load import words_of
from iopintake.packs.words_file import TOP, words_file
from iopintake.support import datafiles
from iopintake.support.errors import FileError
from iopintake.support.files import write_whole
from iopintake.support.language import _


def copy_pack(target: Path, source: Path | None) -> None:
    """Copy a pack into TARGET, which must not exist yet."""
    if target.exists():
        raise FileError(
            _("{target}: there is something already. Name a folder that is not there yet.").format(
                target=target
            )
        )
    try:
        shutil.copytree(source or datafiles.shipped_pack(), target)
    except OSError as error:
        raise FileError(
            _("{target}: the pack can't be copied there ({strerror}). Check the path.").format(
                target=target, strerror=error.strerror
            )
        ) from None


def new_pack(target: Path, pack_id: str, title: str) -> None:
    """Begin a clinic's own pack in TARGET: the shipped one under its own id, title and version."""
    copy_pack(target, None)
    path = target / "pack.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in (("id", pack_id), ("version", "0.1.0"), ("title", title)):
        before = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(before, f"{key} = {json.dumps(value, ensure_ascii=False)}", 1)
    path.write_text(text, encoding="utf-8")
    load_pack(target)


def pin_pack(folder: Path, tried: Callable[[float], None]) -> int:
    """Write the boundaries of the pack in FOLDER as its rules are now; return how many there are.

    It can take minutes: TRIED is told by what share it has come further.
    """
    pack = load_pack(folder)
    lines = [PINNED_TOP, f'as_of = "{today().isoformat()}"\n']
    for boundary in boundaries(pack, today(), tried):
        answers = {
            question: held["value"] if "value" in held else {"absent": held["absent"]}
            for question, held in answers_data(boundary.answers)["answers"].items()
        }
        told = (
            f'truth = "{boundary.truth.label}"'
            if boundary.truth is not None
            else f'level = "{boundary.level}"'
        )
        lines.append(f'[[boundary]]\nrule = "{boundary.rule}"\n{told}\nanswers = {_inline(answers)}\n')
    write_whole(folder / "cases" / PINNED, "\n".join(lines).encode(), force=True)
    (folder / "cases" / PINNED).chmod(0o644)  # a pack is no personal data
    return len(lines) - 2


def write_words(folder: Path, language: str) -> int:
    """Write what LANGUAGE says of the pack in FOLDER, and places for what it does not say yet.

    Returns how many sentences are missing.
    """
    if not LANGUAGE.fullmatch(language):
        raise FileError(
            _('"{language}": this is no tag of a language. Write one such as es, es-MX or ht.').format(
                language=language
            )
        )
    if language == load_pack(folder).language:
        raise FileError(
            _("{language}: this is the pack's first language. Its words are in its own files.").format(
                language=language
            )
        )
    shown = examples(folder)
    first, _missing = in_language(folder, "", shown)
    for name, record, said in (
        *words_of(folder, language),
        (FILE, first, given(folder, language)),
    ):
        top = TOP.format(file=name, language=language, folder=folder.name)
        if text := words_file(record, said, top):
            path = folder / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode(), force=True)
            path.chmod(0o644)
    _said, missing = in_language(folder, language, shown)
    return len(missing_words(folder).get(language, ())) + len(missing)


def _inline(value: Any) -> str:
    """Return answers as an inline table of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


PINNED_TOP = """\
# Pinned boundaries: smallest answers at the edge of each rule, and what the rule says to them.
#
# Made by: iopintake pack pin DIR. `iopintake check` says which of them moved after a change;
# look at each, and pin anew once all that moved was meant. They notice change; whether a
# rule is right is for the cases and the clinicians to say.
"""
