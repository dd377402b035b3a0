"""Notices a server that hangs: it takes what it is sent, and says nothing any more."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psycopg

LONGEST: Final = 30.0
"""Seconds; a server that works breaks a statement off long before (SETTINGS in server.py)."""
OFTEN: Final = 1.0
"""Seconds between two looks at whether it has said anything."""


class Silence:
    """Breaks a line on which a server owes an answer for too long, so that whoever waits learns of it.

    The network of such a server is well, so that none of the network's own limits ends the wait.
    """

    def __init__(self, real: psycopg.Connection[Any], longest: float = LONGEST) -> None:
        """Listen to a connection until it is closed."""
        self.statements = 0  # said on it so far
        self._real, self._longest = real, longest
        threading.Thread(target=self._run, name="silence", daemon=True).start()

    def _run(self) -> None:
        import psycopg

        with suppress(psycopg.Error):  # closed a moment ago
            self._listen()

    def _listen(self) -> None:
        from psycopg.pq import TransactionStatus

        known, since = -1, time.monotonic()
        while not self._real.closed:
            time.sleep(min(OFTEN, self._longest / 4))
            owes = self._real.info.transaction_status == TransactionStatus.ACTIVE
            if not owes or self.statements != known:
                known, since = self.statements, time.monotonic()
            elif time.monotonic() - since > self._longest:
                break_line(self._real)
                return


def break_line(real: psycopg.Connection[Any]) -> None:
    """Break a connection off, whoever waits for it."""
    import psycopg

    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(real.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
