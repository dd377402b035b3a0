"""The kind of class that most data here is: frozen, its fields given by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Record = TypeVar("Record")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def frozen(cls: type[Record]) -> type[Record]:
    """Make a class a record: frozen, with fields given by name.

    A record has no written form of its own, so that no answer shows up in a traceback,
    and no equality by fields; both also halve the time that making the class takes,
    which a start has to wait for.
    """
    return dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)
