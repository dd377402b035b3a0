"""How deep data is nested, found without recursion, so that no depth is too much for it."""

from __future__ import annotations

from typing import Any


def depth_of(data: Any) -> int:
    """Return how many tables and lists stand within each other in DATA at the deepest place.

    >>> depth_of({"a": [1, {}]}), depth_of("a")
    (3, 0)
    """
    depth, level = 0, [data]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [part for item in level for part in (item.values() if isinstance(item, dict) else item)]
    return depth
