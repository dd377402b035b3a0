"""Who writes in the records, from which process, and by which clock."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever writes; CLOCK gives the time with its zone."""

    who: str
    host: str
    pid: int
    clock: Callable[[], datetime]

    @property
    def process(self) -> str:
        """Return what tells this process from a later one with the same number."""
        return process_mark(self.pid)


def process_mark(pid: int) -> str:
    """Return when a living process was started, or an empty text where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        return ""
    started = status.rpartition(")")[2].split()[19]
    return f"{boot.strip()[:8]}-{started}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Where a draft is open, and since when."""

    host: str
    pid: int
    process: str  # process_mark of the holder
    since: str
    who: str

    def is_alive(self, here: str) -> bool:
        """Say whether the holder may still run, as seen from the host HERE.

        Of another host nothing is known, so its processes count as living.
        """
        if self.host != here:
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it lives and belongs to somebody else
            pass
        return process_mark(self.pid) == self.process
