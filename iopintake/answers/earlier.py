"""Answers to what an earlier version of the pack asked: taken over where the pack says how, else kept aside.

An answer that is kept aside stands among the answers under the id that it had, so that it
is never lost; no rule sees it. Where the question is still asked and only lost options, it
stands under ``ID@earlier``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from iopintake.packs.model import Pack, Retired

REMEMBERED: Final = 8
"""Packs whose retired questions are remembered; hardly ever is there more than one."""
EARLIER: Final = "@earlier"
"""Ends the id of an answer that holds an option which its question no longer has."""


def retired_of(pack: Pack, question_id: str) -> Retired | None:
    """Return what PACK says of a question that an earlier version asked, or None."""
    return _retired(pack).get(question_id.removesuffix(EARLIER))


@lru_cache(REMEMBERED)
def _retired(pack: Pack) -> dict[str, Retired]:
    return {retired.id: retired for retired in reversed(pack.retired)}


@dataclass(slots=True)
class CarriedOver:
    """Answers as a file holds them, with those of earlier versions put where they belong now."""

    answers: dict[str, Any]  # to questions of this version
    aside: dict[str, Any]  # to what is no longer asked, under their old ids
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)  # the old answers behind one of them


def carried_over(pack: Pack, given: Mapping[str, Any]) -> CarriedOver:
    """Return the answers GIVEN with those of earlier versions taken over where PACK says how.

    What was answered to a question of this version wins over what would become an answer
    to it; nothing is concluded where the pack says nothing.
    """
    known = _retired(pack)
    if EARLIER in "".join(given):
        met = [id_ for id_ in given if id_.removesuffix(EARLIER) in known]
    else:
        met = [id_ for id_ in given if id_ in known]
    earlier = {id_: retired for id_ in met if (retired := _earlier(pack, id_, given[id_]))}
    if not earlier:
        return CarriedOver(dict(given), {})
    found = CarriedOver({id_: raw for id_, raw in given.items() if id_ not in earlier}, {})
    parts: dict[str, list[tuple[str, Any]]] = {}
    for question_id, retired in earlier.items():
        raw = given[question_id]
        if retired.moved_to:
            parts.setdefault(retired.moved_to, []).append((question_id, raw))
            continue
        left = []
        for value in _values(raw):
            becoming = [becomes for becomes in retired.becomes if becomes.code in {"", value}]
            if not becoming:
                left.append(value)
            for becomes in becoming:
                parts.setdefault(becomes.question, []).append((question_id, _as_data(becomes.value)))
        if not left and _values(raw):
            continue  # all of it became something
        if question_id not in pack.questions:
            found.aside[question_id] = raw
        elif any(value in retired.codes for value in left):
            found.aside[f"{question_id}{EARLIER}"] = raw
        else:
            parts.setdefault(question_id, []).extend((question_id, value) for value in left)
    for target, pieces in parts.items():
        _put(pack, given, found, target, pieces)
    return found


def _put(
    pack: Pack, given: Mapping[str, Any], found: CarriedOver, target: str, pieces: list[tuple[str, Any]]
) -> None:
    """Answer TARGET with PIECES, unless it is answered already or they say different things."""
    values = list(dict.fromkeys(value for _, piece in pieces for value in _values(piece)))
    several = pack.questions[target].type in {"choices", "schedule"}
    sources = {source: given[source] for source, _ in pieces}
    aside = {_aside_id(pack, source): raw for source, raw in sources.items()}
    if target in found.answers or (len(values) > 1 and not several):
        found.aside.update(aside)
        return
    first = next(iter(sources.values()))
    held = first if isinstance(first, dict) else {}
    if values:
        held = {**held, "value": values if several else values[0]}
    found.answers[target] = held
    found.sources[target] = aside


def _aside_id(pack: Pack, question_id: str) -> str:
    return f"{question_id}{EARLIER}" if question_id in pack.questions else question_id


def _earlier(pack: Pack, question_id: str, raw: object) -> Retired | None:
    """Return what the pack says of an answer to what only an earlier version asked or offered."""
    retired = retired_of(pack, question_id)
    if retired is None or question_id not in pack.questions:
        return retired
    if type(raw) is str:
        return retired if raw in retired.codes else None
    return retired if any(value in retired.codes for value in _values(raw)) else None


def _values(raw: Any) -> list[Any]:
    value = raw.get("value") if isinstance(raw, dict) else raw
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str | int)]
    return [] if value is None or isinstance(value, dict | float) else [value]


def _as_data(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
