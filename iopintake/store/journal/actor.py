"""Who writes in the records, from which process, and by which clock."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from iopintake.support.frozen import value
from iopintake.support.local_time import local_day

LONGEST: Final = timedelta(hours=12)
"""After so long without an event, what is open on a machine that nobody can ask counts as left."""


@value
class Actor:
    """Whoever writes; CLOCK gives the time with its zone."""

    who: str
    host: str
    pid: int
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """Return the day it is here."""
        return local_day(self.clock())

    @property
    def process(self) -> str:
        """Return what tells this process from a later one with the same number."""
        return process_mark(self.pid)


def process_mark(pid: int) -> str:
    """Return when a living process was started, or an empty text where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    started = status.rpartition(")")[2].split()[19]
    return f"{boot_mark()[:8]}-{started}"


def boot_mark() -> str:
    """Return what is the same for all processes that can ask for each other: boot and process space."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return ""
    return f"{boot[:8]}-{hashlib.sha256(f'{boot} {space}'.encode()).hexdigest()[:12]}"


def machine_mark() -> str:
    """Return what stays the same on this machine when it is renamed or started anew, if it is known."""
    try:
        machine = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        return ""
    return hashlib.sha256(b"iopintake " + machine).hexdigest()[:12] if machine else ""


@value
class Lease:
    """Where a draft is open, and since when."""

    host: str
    pid: int
    process: str  # process_mark of the holder
    since: str
    who: str
    boot: str = ""  # boot_mark of the holder
    machine: str = ""  # machine_mark of the holder

    def is_alive(self, here: Actor, last: datetime) -> bool:
        """Say whether the holder may still run, as seen from HERE, if its last event was at LAST.

        A process of this boot can be asked for, whatever the machine is called by now; one of
        an earlier boot of this machine is gone. Of another machine nothing is known: its
        sign of life is its latest event.
        """
        boot = boot_mark()
        is_of_this_boot = self.boot == boot if self.boot and boot else self.host == here.host
        if is_of_this_boot:
            return _runs(self.pid) and process_mark(self.pid) == self.process
        if self.machine and self.machine == machine_mark() and self.boot[:8] != boot[:8]:
            return False
        return here.clock() - last < LONGEST


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it lives and belongs to somebody else
        pass
    return True
