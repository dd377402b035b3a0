"""Names earlier intakes with the number that was just given: nobody is to tell it all a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iopintake.store import Row, Store, Wanted, find
from iopintake.support.language import _

if TYPE_CHECKING:
    from iopintake.store.shared.sending import Sender

MANY = 3
"""Intakes that are named."""


@dataclass
class EarlierIntakes:
    """Those on this desk, at once, and those in the shared records, as soon as they have said so.

    The question after the number does not wait for the server: what it has is told beside
    whichever question is then asked.
    """

    store: Store
    sender: Sender | None
    own_id: str
    tell: Callable[[str], None]
    named: set[str] = field(default_factory=set)

    def look_for(self, number: str) -> None:
        """Name what is on this desk, and have the rest looked for."""
        wanted = Wanted(phone=number)
        self._name(find(self.store, wanted, limit=MANY))
        if self.sender is not None:
            self.sender.look_for(wanted)

    def tell_what_came(self) -> None:
        """Name what the shared records have said since."""
        if self.sender is not None:
            self._name(self.sender.looked_up())

    def _name(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.id != self.own_id and row.id not in self.named:
                self.named.add(row.id)
                self.tell(
                    _("This number is on an earlier intake: {id} of {day} ({state}).").format(
                        id=row.id, day=row.day, state=_(row.state)
                    )
                )
