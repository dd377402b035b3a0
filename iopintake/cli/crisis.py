"""What to do and whom to call when somebody is in danger, without an intake and without a sound pack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomli

from iopintake.packs.files import languages, matching
from iopintake.settings import read_settings, settings_path
from iopintake.support import datafiles
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _, spoken_language
from iopintake.support.lookup import meant
from iopintake.terminal.wrapping import wrapped

WIDEST = 80
"""Columns; longer lines are harder to read under stress."""


def show_crisis(kind: str | None, *, details: bool) -> None:
    """Print the shipped protocol for a KIND of emergency, or the general one; with DETAILS all behind it.

    Raises IopintakeError for a kind that there is not, after the general protocol: nobody
    is left with an error alone.
    """
    protocols: dict[str, dict[str, Any]] = {item["id"]: item for item in _table("protocols")["protocol"]}
    general = list(protocols)[-1]
    found = meant(kind, {name: item.get("words", ()) for name, item in protocols.items()}) if kind else ()
    protocol = protocols[found[0] if found else general]
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    for line in _lines(protocol, width, details=details):
        print(line)  # noqa: T201 - plain text: nothing that could fail stands before it
    kinds = ", ".join(_called(protocols[name]) for name in protocols if name != general)
    if kind and not found:
        raise IopintakeError(
            _('There are no steps for "{kind}" alone. Use one of: {kinds}.').format(kind=kind, kinds=kinds)
        )
    if len(found) > 1:
        print(*wrapped(_("It may also be: {names}").format(names=", ".join(found[1:])), width), sep="\n")  # noqa: T201
    if not kind and not details:
        hint = _("More for one kind: iopintake crisis KIND [--details]. Kinds: {kinds}.").format(kinds=kinds)
        print(*wrapped(hint, width), sep="\n")  # noqa: T201


def _called(protocol: dict[str, Any]) -> str:
    """Return by what a protocol is named on the command line: in another language by its first word there."""
    words = protocol.get("words") or [protocol["id"]]
    return (
        str(words[0]) if matching(spoken_language(), languages(datafiles.shipped_pack())) else protocol["id"]
    )


def general_steps(width: int) -> list[str]:
    """Return what to do and whom to call, whatever has happened, in lines of WIDTH."""
    return list(_lines(_table("protocols")["protocol"][-1], min(width, WIDEST), details=False))


def _table(name: str) -> dict[str, Any]:
    """Return a file of the shipped pack as it stands, in the language that is spoken where it has that."""
    folder = datafiles.shipped_pack()
    table = _read(folder / f"{name}.toml")
    language = matching(spoken_language(), languages(folder))
    if language:
        with suppress(OSError, ValueError, TypeError, AttributeError):  # nothing may keep back the first
            said: dict[str, Any] = _said(table, _read(folder / language / f"{name}.toml"))
            return said
    return table


def _read(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"))


def _said(first: Any, words: Any) -> Any:
    """Return what the FIRST language says with the WORDS of another, by their names or in their order."""
    if isinstance(first, dict) and isinstance(words, dict):
        return {key: _said(value, words.get(key)) for key, value in first.items()}
    if isinstance(first, list) and isinstance(words, dict):
        return [_said(item, words.get(item.get("id") or item.get("resource"))) for item in first]
    if isinstance(first, list) and isinstance(words, list) and len(first) != len(words):
        return [*words, *first]  # by which a protocol is found, in both languages
    if isinstance(first, list) and isinstance(words, list):
        return [_said(item, word) for item, word in zip(first, words, strict=True)]
    if isinstance(first, dict) and isinstance(words, str):
        return {**first, "line": words or first["line"]}
    return words if isinstance(first, str) and isinstance(words, str) and words else first


def _lines(protocol: dict[str, Any], width: int, *, details: bool) -> Iterator[str]:
    yield from wrapped(protocol["title"].upper(), width)
    for call in protocol["call"]:
        yield from wrapped(call["line"], width, "-> ")
    with suppress(IopintakeError):  # numbers that can't be read must not keep back the others
        for title, how in read_settings(settings_path()).own_numbers:
            yield from wrapped(f"{title}: {how}", width, "-> ")
    for number, step in enumerate(protocol["steps"], 1):
        yield from wrapped(step["do"], width, f"{number}. ")
        if details:
            yield from wrapped(step.get("details", ""), width, "   ")
    if not details:
        return
    for question in protocol.get("ask", ()):
        yield from wrapped(question, width, "> ")
    for resource in _table("crisis")["resource"]:
        yield from wrapped(
            f"{resource['title']}: {resource['how']}. {resource.get('note', '')}".rstrip(), width, "-> "
        )
