"""Work on a Dask cluster, its results in order; what a lost worker had is given to another."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from ipaddress import ip_address
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from iopintake import __version__
from iopintake.batch.assessing import Assessed, Batch, assess_batch
from iopintake.batch.lost import lost
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.compact import compact, from_compact
from iopintake.packs.model import Pack
from iopintake.rules.evaluation import Evaluator
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

UNDER_WAY: Final = 4
"""Batches that are handed out ahead of what has been written, for each thread of the cluster."""
WAIT: Final = 30
"""Seconds until a cluster that does not answer, or has no worker, is given up."""

_packs: dict[str, bytes] = {}
_toolkits: dict[str, Toolkit] = {}
_one_at_a_time = Lock()


def have_pack(sha256: str, data: bytes) -> None:
    """Take a pack on a worker."""
    _packs[sha256] = data


def work(version: str, sha256: str, form: str, day: date, batch: Batch) -> Assessed | str:
    """Assess BATCH on a worker; what is wrong with the worker comes back as a sentence."""
    if version != __version__:
        return _(
            "A worker of the cluster has iopintake {there}, and this is {here}. Install the same."
        ).format(there=__version__, here=version)
    with _one_at_a_time:
        if sha256 not in _toolkits:
            _toolkits[sha256] = Toolkit(Evaluator(from_compact(_packs[sha256])))
            _toolkits[sha256].completions.make_witnesses()
        return assess_batch(_toolkits[sha256], form, batch, day)


class Cluster:
    """A Dask cluster that assesses batches with one pack."""

    def __init__(self, client: Any, pack: Pack, form: str, day: date) -> None:
        """Let the workers of CLIENT take PACK, those too that come later."""
        from distributed import WorkerPlugin

        class HavePack(WorkerPlugin):
            def __init__(self) -> None:
                self.sha256, self.data = pack.sha256, compact(pack)

            def setup(self, worker: object) -> None:  # noqa: ARG002 - as Dask calls it
                have_pack(self.sha256, self.data)

        self.client, self.order = client, (__version__, pack.sha256, form, day)
        client.register_plugin(HavePack(), name=f"iopintake-{pack.sha256}")

    def results(self, batches: Iterable[Batch]) -> Iterator[Assessed]:
        """Yield what each of BATCHES comes to, in their order."""
        waiting: deque[tuple[Batch, Any]] = deque()
        for batch in batches:
            waiting.append((batch, self._begun(batch)))
            if len(waiting) >= UNDER_WAY * max(1, sum(self.client.nthreads().values())):
                yield self._finished(*waiting.popleft())
        while waiting:
            yield self._finished(*waiting.popleft())

    def _begun(self, batch: Batch) -> Any:
        return self.client.submit(work, *self.order, batch, pure=False)

    def _finished(self, batch: Batch, begun: Any) -> Assessed:
        from distributed import KilledWorker

        try:
            found: Assessed | str = begun.result()
        except KilledWorker:
            return lost(batch)
        if isinstance(found, str):
            raise IopintakeError(found)
        return found


@contextmanager
def cluster(address: str, pack: Pack, form: str, day: date) -> Iterator[Cluster]:
    """Give the cluster whose scheduler is at ADDRESS; IopintakeError when it can't be used or goes away."""
    try:
        from distributed import Client
    except ImportError:
        raise IopintakeError(
            _("A cluster needs an extra of iopintake. Install it with: pip install 'iopintake[cluster]'")
        ) from None
    _check_private(address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with Client(address, timeout=WAIT, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=WAIT)
            yield Cluster(client, pack, form, day)
    except IopintakeError:
        raise
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        kind = type(error).__name__
        raise IopintakeError(
            _(
                "{address}: the cluster can't be reached, has no worker, or went away ({kind}). Once it "
                "is there, run the same command again; with --output it goes on where it was."
            ).format(address=address, kind=kind)
        ) from None


def _check_private(address: str) -> None:
    """Raise IopintakeError when answers would travel to another machine for everybody to read."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    host = parts.hostname or ""
    try:
        near = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        near = False
    if parts.scheme not in {"tls", "inproc"} and not near:
        raise IopintakeError(
            _(
                "{address}: answers would travel unencrypted. Start the cluster with TLS and name it "
                "tls://..."
            ).format(address=address)
        )
