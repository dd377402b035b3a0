"""What the program finds in its environment when a test runs it as a process of its own."""

from __future__ import annotations

import os
from pathlib import Path


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of somebody whose home is HOME.

    What was worked out for a pack is kept for all tests: to read one takes as long as most of them.
    """
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": f"{os.environ['HOME']}/.cache",
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "TERM": "xterm",
    }
