"""Sentences of a pack with places to fill, such as ``{person}``."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    return _PLACE.sub(lambda found: _in_place(found, values), text)


def _in_place(found: re.Match[str], values: Mapping[str, str]) -> str:
    if found[1] not in values:
        return found[0]
    value, possessive = values[found[1]], found[2] or ""
    if _BEGINS.search(found.string, 0, found.start()):
        value = value[:1].upper() + value[1:]
    return value + (possessive[:1] if value[-1:] in {"s", "S"} else possessive)


def places(text: str) -> frozenset[str]:
    """Return the names of the places in TEXT.

    >>> sorted(places("{person} is at {place}"))
    ['person', 'place']
    """
    return frozenset(name for name, _ in _PLACE.findall(text))
