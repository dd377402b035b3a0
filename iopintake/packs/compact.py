"""A pack as JSON that is quick to read back: its records, and nothing that could run.

A record is a list of its class's place in ``CLASSES`` and its fields in their order, a tuple
a list that begins with -1, everything else stands as it is. The table of questions is made
anew from the sections. A pack was checked before it was
written and its reader proves that the bytes are the ones that were written, so nothing is
validated here a second time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, Final

from iopintake.packs import conditions, model
from iopintake.packs.model import Pack

_TUPLE: Final = -1
_NESTED: Final = (list, dict)
CLASSES: Final = tuple(
    found
    for module in (conditions, model)
    for found in vars(module).values()
    if isinstance(found, type) and is_dataclass(found)
)
"""What a pack can consist of."""
_PLACES: Final = {cls: place for place, cls in enumerate(CLASSES)}


def compact(pack: Pack) -> bytes:
    """Return PACK as JSON; KeyError when it has a record of a class that is not in ``CLASSES``."""
    return json.dumps(_data(pack), ensure_ascii=False, separators=(",", ":")).encode()


def from_compact(data: bytes) -> Pack:
    """Return the pack that ``compact`` made DATA from; anything else raises an error of any kind."""
    pack = _record(json.loads(data))
    assert isinstance(pack, Pack)
    return pack


def _data(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_TUPLE, *map(_data, value)]
    if isinstance(value, dict):
        return {key: _data(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return [_PLACES[type(value)], *(_data(getattr(value, name)) for name in _names(type(value)))]
    assert value is None or isinstance(value, str | int | float)
    return value


def _record(value: Any) -> Any:
    if type(value) is not list:
        return {key: _record(item) for key, item in value.items()} if type(value) is dict else value
    place, *parts = value
    made = [_record(part) if type(part) in _NESTED else part for part in parts]
    return tuple(made) if place == _TUPLE else _MAKERS[place](made)


def _names(cls: type) -> tuple[str, ...]:
    """Return the names of a record's fields that are written; dataclasses.fields would take longer."""
    names: tuple[str, ...] = tuple(cls.__dataclass_fields__)  # type: ignore[attr-defined]
    return tuple(name for name in names if name != "questions") if cls is Pack else names


def _maker(cls: type) -> Callable[[list[Any]], Any]:
    """Return what makes a record of its fields; a frozen one with a table of fields has it filled at once."""
    names = _names(cls)
    if hasattr(cls, "__slots__"):
        return lambda values: cls(*values)

    def make(values: list[Any]) -> Any:
        record: Any = object.__new__(cls)
        record.__dict__.update(zip(names, values, strict=False))
        return record

    return make


def _pack(values: list[Any]) -> Pack:
    pack: Pack = _maker(Pack)(values)
    vars(pack)["questions"] = {
        question.id: question for section in pack.sections for question in section.question
    }
    return pack


_MAKERS: Final = tuple(_pack if cls is Pack else _maker(cls) for cls in CLASSES)
