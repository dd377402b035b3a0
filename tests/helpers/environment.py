"""What the program finds in its environment when a test runs it as a process of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

OHIO: Final = "EST5EDT,M3.2.0,M11.1.0"
"""The zone in which the tests run, written as a rule (POSIX): no machine need know its name."""
MADRID: Final = "CET-1CEST,M3.5.0,M10.5.0/3"
KOLKATA: Final = "IST-5:30"
SAO_PAULO: Final = "<-03>3"
"""A zone without a short name."""


def set_zone(zone: str) -> None:
    """Let this process, and whatever it starts, sit in ZONE."""
    os.environ["TZ"] = zone
    time.tzset()


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """Let this process sit in ZONE for a while."""
    before = os.environ["TZ"]
    set_zone(zone)
    try:
        yield
    finally:
        set_zone(before)


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of somebody whose home is HOME.

    What was worked out for a pack is kept for all tests: to read one takes as long as most of them.
    """
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": f"{os.environ['HOME']}/.cache",
        "LANG": "C.UTF-8",
        "TZ": os.environ["TZ"],
        "COLUMNS": "80",
        "TERM": "xterm",
    }
