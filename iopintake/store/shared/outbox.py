"""Which intakes of this desk wait to be sent: a name each in a folder beside the records, and nothing more.

The name is on the disk before the first event of a sitting, and goes when the shared records
hold all of it. What is to be sent is in the journal here.
"""

from __future__ import annotations

from dataclasses import dataclass

from iopintake.store.errors import explained
from iopintake.store.journal import ids
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home


@dataclass(frozen=True, slots=True)
class Outbox:
    """The intakes that wait."""

    home: Home

    def add(self, intake_id: str) -> None:
        """Write down that there is, or will be, something to send of an intake."""
        path = self.home.outbox / intake_id
        with explained(self.home.outbox):
            disk.make_folder(self.home.outbox)
            if not path.exists():
                disk.create(path)
                disk.sync_folder(self.home.outbox)

    def done(self, intake_id: str) -> None:
        """Take an intake out: all of it is in the shared records."""
        with explained(self.home.outbox):
            disk.remove(self.home.outbox / intake_id)

    def waiting(self) -> list[str]:
        """Return the intakes that wait."""
        with explained(self.home.outbox):
            if not self.home.outbox.is_dir():
                return []
            return sorted(path.name for path in self.home.outbox.iterdir() if ids.is_id(path.name))
