"""A file of words as a translator fills it in: each sentence under what the first language says.

What is said already stays; every comment is written anew, so that it shows what is said now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from iopintake.packs.words import WordsOf, by_name, holders, names_of, only_sentence

TOP = """\
# {file} in {language}: nothing but words, each under what the first language says. "" is still missing.
#
# Places such as {{person}} stay as they are. "iopintake pack words {folder} {language}" adds what is new
# and writes the comments anew; "iopintake check {folder}" names what is missing. See questions/README.md.
"""


def words_file(record: Any, given: Mapping[str, Any], top: str) -> str:
    """Return the file of words for RECORD, which is all that a file of the pack holds, with those GIVEN.

    TOP stands above it. A record without words gives an empty text.
    """
    lines = [*_table(record, given, ())]
    return "\n".join([top, *lines]).rstrip() + "\n" if lines else ""


def _table(record: Any, given: Any, path: tuple[str, ...], *, numbered: bool = False) -> Iterator[str]:
    """Yield a table of words: its sentences, then the tables within it."""
    given = by_name(record, given)
    own: list[str] = []
    inner: list[str] = []
    for name, reader in holders(type(record)).items():
        value, held, place = getattr(record, name), given.get(name), (*path, name)
        if reader is WordsOf.sentence:
            own += _sentence(name, value, held)
        elif reader is WordsOf.sentences and value:
            own += _list(name, value, held)
        elif reader is WordsOf.terms and value:
            own += [f"# {', '.join(value)}", f"{_key(name)} = {json.dumps(held or [], ensure_ascii=False)}"]
        elif reader is WordsOf.record and value is not None:
            inner += _table(value, held, place)
        elif reader is WordsOf.records and not names_of(value) and all(map(only_sentence, value)):
            own += _list(name, tuple(map(_only, value)), held) if value else []
        elif reader is WordsOf.records:
            inner += _records(value, held, place)
    head = [] if not path or not own else ["", f"[[{_path(path)}]]" if numbered else f"[{_path(path)}]"]
    yield from [*head, *own, *inner] if own or numbered else inner


def _records(records: tuple[Any, ...], given: Any, path: tuple[str, ...]) -> Iterator[str]:
    names = names_of(records)
    if not names:
        each = given if isinstance(given, list) else [None] * len(records)
        for record, one in zip(records, each, strict=True):
            yield from _table(record, one, path, numbered=True)
        return
    held = given if isinstance(given, Mapping) else {}
    if all(map(only_sentence, records)):
        yield from ["", f"[{_path(path)}]"]
        for name, record in zip(names, records, strict=True):
            yield from _sentence(name, _only(record), held.get(name))
        return
    for name, record in zip(names, records, strict=True):
        yield from _table(record, held.get(name), (*path, name))


def _only(record: Any) -> str:
    """Return the sentence of a record that says only one thing."""
    said: str = getattr(record, only_sentence(record))
    return said


def _sentence(name: str, first: str, given: Any) -> Iterator[str]:
    if first:
        yield f"# {' '.join(first.split())}"
        yield f"{_key(name)} = {json.dumps(given or '', ensure_ascii=False)}"


def _list(name: str, first: tuple[str, ...], given: Any) -> Iterator[str]:
    each = given if isinstance(given, list) else [""] * len(first)
    yield f"{_key(name)} = ["
    for text, one in zip(first, each, strict=True):
        yield f"  # {' '.join(text.split())}"
        yield f"  {json.dumps(one or '', ensure_ascii=False)},"
    yield "]"


def _path(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name)
