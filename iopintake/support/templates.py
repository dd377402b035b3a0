"""Sentences of a pack with places to fill, such as ``{person}``."""

from __future__ import annotations

import re

_PLACE = re.compile(r"\{(\w+)\}")


def filled(text: str, **values: str) -> str:
    """Return TEXT with every place filled once; what a person typed is never a place itself.

    >>> filled("{person} is at {place}", person="{place}", place="home")
    '{place} is at home'
    """
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def places(text: str) -> frozenset[str]:
    """Return the names of the places in TEXT.

    >>> sorted(places("{person} is at {place}"))
    ['person', 'place']
    """
    return frozenset(_PLACE.findall(text))
