"""Says whether an event holds what events of its kind hold: anybody may have written what is read."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def is_sound(value: Any, kind: Any = None) -> bool:
    """Say whether VALUE, a record by default, has the types of its definition, all the way down."""
    kind = type(value) if kind is None else kind
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return isinstance(value, kind) and all(
            is_sound(getattr(value, name), of) for name, of in _types(kind).items()
        )
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return any(is_sound(value, one) for one in arguments)
    if origin is tuple:
        return isinstance(value, tuple) and all(is_sound(item, arguments[0]) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping)
    return kind is Any or isinstance(value, kind)


@cache
def _types(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
