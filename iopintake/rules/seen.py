"""An answer as the rules see it: a reading, or a mark that stands where one would stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from iopintake.packs.conditions import Reading


class Mark:
    """Something that stands where an answer's reading would stand."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


OPEN: Final = None
"""No answer yet."""
WITHHELD: Final = Mark("WITHHELD")
"""Asked, and declined or not known."""
IRRELEVANT: Final = Mark("IRRELEVANT")
"""Given or not, it does not count."""

Seen = Reading | Mark | None
"""An answer as the rules see it."""

TABLE_LIMIT: Final = 4096
"""A table starts anew beyond this, so that endless different answers take no memory."""


class Signs(dict[Seen, bool]):
    """Which answers to one question are crisis signs, as far as was met."""

    def __init__(self, is_sign: Callable[[Reading], bool]) -> None:
        self._is_sign = is_sign
        super().__init__({OPEN: False, WITHHELD: False, IRRELEVANT: False})

    def __missing__(self, seen: Seen) -> bool:
        if len(self) >= TABLE_LIMIT:
            self.clear()
            self.update({OPEN: False, WITHHELD: False, IRRELEVANT: False})
        assert not isinstance(seen, Mark)
        assert seen is not None
        sign = self[seen] = self._is_sign(seen)
        return sign
