"""Sentences of a pack with places to fill, such as ``{person}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_PLACE = re.compile(r"\{(\w+)\}('s\b)?")
_BEGINS = re.compile(r"(?:^|[.!?]\s+)[¿¡]?$")


def filled(text: str, **values: str) -> str:
    """Return TEXT with every place filled once; what a person typed is never a place itself.

    After a name that ends in s only the apostrophe is written. Words that begin a sentence
    begin with a capital.

    >>> filled("{person} is at {place}", person="{place}", place="home")
    '{place} is at home'
    >>> filled("in {person}'s way", person="Chris"), filled("in {person}'s way", person="Ana")
    ("in Chris' way", "in Ana's way")
    >>> filled("{person} is here. It is {person}.", person="her son")
    'Her son is here. It is her son.'
    """
    parts, rest = _parts(text)
    if not parts:
        return text
    return "".join([before + _in_place(place, values) for before, place in parts]) + rest


@dataclass(frozen=True, slots=True)
class _Place:
    """A place as it is written, and whether it begins a sentence."""

    written: str
    name: str
    possessive: str
    begins: bool


@lru_cache(2048)
def _parts(text: str) -> tuple[tuple[tuple[str, _Place], ...], str]:
    """Return the places of TEXT, each with what stands before it, and what stands behind the last."""
    parts, end = [], 0
    for found in _PLACE.finditer(text):
        begins = _BEGINS.search(text, 0, found.start()) is not None
        parts.append((text[end : found.start()], _Place(found[0], found[1], found[2] or "", begins)))
        end = found.end()
    return tuple(parts), text[end:]


def _in_place(place: _Place, values: Mapping[str, str]) -> str:
    if place.name not in values:
        return place.written
    value = values[place.name]
    if place.begins:
        value = value[:1].upper() + value[1:]
    return value + (place.possessive[:1] if value[-1:] in {"s", "S"} else place.possessive)


def places(text: str) -> frozenset[str]:
    """Return the names of the places in TEXT.

    >>> sorted(places("{person} is at {place}"))
    ['person', 'place']
    """
    return frozenset(name for name, _ in _PLACE.findall(text))
