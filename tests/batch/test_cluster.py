"""Many intakes on a Dask cluster: the same bytes in the same order, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from helpers.cases import CASES, SMALL, TODAY

from iopintake.batch import cluster as clusters
from iopintake.batch.assessing import assess_batch
from iopintake.batch.lines_in import Line
from iopintake.batch.many import Order, assess_many
from iopintake.checking.toolkit import load_toolkit
from iopintake.support.errors import IopintakeError

if TYPE_CHECKING:
    from distributed import LocalCluster

LINES = [Line(f"line {number}", json.dumps(case.data).encode()) for number, case in enumerate(CASES.values())]
BATCHES = [LINES[first : first + 4] for first in range(0, 64, 4)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    from distributed import LocalCluster  # to load it takes every worker half a second

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as local:
        yield local


def test_a_worker_that_is_killed_loses_nothing(cluster: LocalCluster) -> None:
    toolkit = load_toolkit(None)
    here = [assess_batch(toolkit, "jsonl", batch, TODAY) for batch in BATCHES]
    with clusters.cluster(cluster.scheduler_address, toolkit.pack, "jsonl", TODAY) as there:
        results = there.results(iter(BATCHES))
        found = [next(results)]
        os.kill(next(iter(there.client.run(os.getpid).values())), signal.SIGKILL)
        found += results
    assert found == here


def test_a_file_that_a_cluster_writes_has_the_same_bytes(cluster: LocalCluster, tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_bytes(b"".join(line.data + b"\n" for line in LINES[:5]) + b"no answers\n")
    for name, address in (("here", ""), ("there", cluster.scheduler_address)):
        order = Order(files=(lines,), pack=None, form="results", output=tmp_path / name, cluster=address)
        assert assess_many(order) == 2
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "cluster.clinic.example:8786"])
def test_answers_never_travel_for_everybody_to_read(address: str) -> None:
    with pytest.raises(IopintakeError, match="unencrypted"), opened(address):
        pass


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "WAIT", 0.1)
    with pytest.raises(IopintakeError, match="can't be reached"), opened("tcp://127.0.0.1:9"):
        pass


def test_a_worker_with_another_version_is_told_of() -> None:
    assert "Install the same" in str(clusters.work("0.0.1", "", "jsonl", date(2026, 1, 1), []))


def opened(address: str) -> Any:
    return clusters.cluster(address, load_toolkit(SMALL).pack, "jsonl", TODAY)
