"""The two kinds of class that most data here is: frozen, with or without equality by fields.

All of them share the methods that a dataclass would be given as new source text to compile:
a start has to wait for more than a hundred of them.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass
from typing import Any, NoReturn, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def frozen(cls: type[Class]) -> type[Class]:
    """Make a class a record: frozen, with fields given by name.

    A record has no written form of its own, so that no answer shows up in a traceback,
    and no equality by fields.
    """
    return _made(cls, __init__=_fill)


@dataclass_transform(frozen_default=True)
def value(cls: type[Class]) -> type[Class]:
    """Make a class a value: frozen, equal to another one with equal fields, and without a written form."""
    return _made(cls, __init__=_fill_in_order, __eq__=_is_equal, __hash__=_hash)


def _made(cls: type[Class], **methods: Any) -> type[Class]:
    for name, method in {**methods, "__setattr__": _refuse, "__delattr__": _refuse}.items():
        setattr(cls, name, method)
    made = dataclass(init=False, repr=False, eq=False)(cls)
    made.__field_names__ = tuple(made.__dataclass_fields__)  # type: ignore[attr-defined]
    return made


def _fill(record: Any, **given: Any) -> None:
    """Take in the fields of a new record."""
    if tuple(given) != record.__field_names__:
        given = _whole(record, given)
    record.__dict__.update(given)


def _fill_in_order(record: Any, *first: Any, **given: Any) -> None:
    """Take in the fields of a new value."""
    names = record.__field_names__
    if len(first) == len(names) and not given:
        record.__dict__.update(zip(names, first, strict=True))
        return
    if len(first) > len(names):
        raise TypeError(f"{type(record).__qualname__} has {len(names)} fields, not {len(first)}")
    _fill(record, **dict(zip(names, first, strict=False)), **given)


def _whole(record: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is GIVEN with what stands in for the rest, in the order of the fields."""
    fields = record.__dataclass_fields__
    kind = type(record).__qualname__
    if unknown := given.keys() - fields.keys():
        raise TypeError(f"{kind} has no field {', '.join(sorted(unknown))}")
    whole = {}
    for name, field in fields.items():
        if name in given:
            whole[name] = given[name]
        elif field.default is not MISSING:
            whole[name] = field.default
        elif field.default_factory is not MISSING:
            whole[name] = field.default_factory()
        else:
            raise TypeError(f"{kind} needs the field {name}")
    return whole


def _is_equal(one: Any, other: Any) -> bool:
    return _parts(one) == _parts(other) if type(one) is type(other) else NotImplemented


def _hash(one: Any) -> int:
    return hash(_parts(one))


def _parts(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__dataclass_fields__])


def _refuse(record: Any, name: str, *_value: Any) -> NoReturn:
    raise FrozenInstanceError(f"{type(record).__qualname__}.{name} stays as it is")
