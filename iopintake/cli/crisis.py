"""What to do and whom to call when somebody is in danger, without an intake and without a sound pack."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from iopintake.settings import read_settings, settings_path
from iopintake.support import datafiles
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _
from iopintake.support.lookup import meant
from iopintake.terminal.prompts.wrapping import wrapped

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
    kinds = ", ".join(name for name in protocols if name != general)
    if kind and not found:
        raise IopintakeError(
            _('There are no steps for "{kind}" alone. Use one of: {kinds}.').format(kind=kind, kinds=kinds)
        )
    if len(found) > 1:
        print(*wrapped(_("It may also be: {names}").format(names=", ".join(found[1:])), width), sep="\n")  # noqa: T201
    if not kind and not details:
        hint = _("More for one kind: iopintake crisis KIND [--details]. Kinds: {kinds}.").format(kinds=kinds)
        print(*wrapped(hint, width), sep="\n")  # noqa: T201


def general_steps(width: int) -> list[str]:
    """Return what to do and whom to call, whatever has happened, in lines of WIDTH."""
    return list(_lines(_table("protocols")["protocol"][-1], min(width, WIDEST), details=False))


def _table(name: str) -> dict[str, Any]:
    """Return a file of the shipped pack as it stands."""
    return tomllib.loads((datafiles.shipped_pack() / f"{name}.toml").read_text(encoding="utf-8"))


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
