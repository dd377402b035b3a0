"""Workers: results in order on all cores, a dead worker noticed, and Ctrl-C heard."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, Run
from helpers.environment import environment_of
from helpers.work import FATAL, double, double_or_die, lost, nothing

from iopintake.batch.workers import Workers


def results(work: Callable[[int], int], count: int) -> list[int]:
    return list(Workers(work, lost, nothing, count=2).results(range(count)))


def test_results_come_in_order() -> None:
    assert results(double, 60) == [number * 2 for number in range(60)]


def test_a_worker_that_is_killed_costs_its_own_piece_only() -> None:
    expected = [-number if number == FATAL else number * 2 for number in range(60)]
    assert results(double_or_die, 60) == expected


def test_the_last_pieces_are_not_lost_with_a_worker() -> None:
    assert results(double_or_die, FATAL + 1)[-2:] == [(FATAL - 1) * 2, -FATAL]


def test_no_work_is_no_result() -> None:
    assert results(double, 0) == []


def many_lines(path: Path, count: int) -> None:
    lines = [json.dumps(whole.data) for whole in CASES.values()]
    path.write_text("\n".join(lines[number % len(lines)] for number in range(count)) + "\n")


KILLED = """
import os, signal, sys
from iopintake.batch import many
from iopintake.cli.run import run

assess = many._work

def dies(batch):
    if any(line.where.endswith("line 450") for line in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return assess(batch)

if __name__ == "__main__":
    many._work = dies
    sys.exit(run(["assess", "many.jsonl", "--format", "jsonl"]))
"""


def test_the_lines_that_a_killed_worker_had_are_named(home: Path, tmp_path: Path) -> None:
    many_lines(tmp_path / "many.jsonl", 900)
    (tmp_path / "killed.py").write_text(KILLED)
    shown = subprocess.run(
        [sys.executable, "killed.py"],
        cwd=tmp_path,
        env=environment_of(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert shown.returncode == 2
    assert shown.stdout.count(b"\n") == 700
    assert shown.stderr.decode().startswith("many.jsonl, line 401, to many.jsonl, line 600: not assessed")
    assert shown.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read off /proc")
def test_workers_end_with_the_process_that_hands_out_the_work(home: Path, tmp_path: Path) -> None:
    many_lines(tmp_path / "many.jsonl", 4000)
    child = subprocess.Popen(
        [sys.executable, "-m", "iopintake", "assess", "many.jsonl", "--format", "jsonl", "--output", "out"],
        cwd=tmp_path,
        env=environment_of(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    workers = until(lambda: workers_of(child.pid))
    child.kill()
    child.communicate(timeout=60)
    assert until(lambda: not any(is_there(worker) for worker in workers))


def workers_of(parent: int) -> list[int]:
    """Return the processes that PARENT started to work on pieces."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            stat = (path / "stat").read_text().rpartition(")")[2].split()
            if stat[1] == str(parent) and b"spawn_main" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except OSError:  # it ended meanwhile
            continue
    return found


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], Any], seconds: float = 60) -> Any:
    """Return what HOLDS returns once it is true; what it returns last when that takes too long."""
    end = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_ctrl_c_stops_the_work_without_a_word(home: Path, tmp_path: Path) -> None:
    many_lines(tmp_path / "many.jsonl", 20_000)
    child = subprocess.Popen(
        [sys.executable, "-m", "iopintake", "assess", "many.jsonl", "--format", "jsonl"],
        cwd=tmp_path,
        env=environment_of(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdout is not None
    for _ in range(700):  # the workers are at it
        child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (130, b"")


def test_a_reader_that_has_enough_ends_it_quietly(home: Path, tmp_path: Path) -> None:
    many_lines(tmp_path / "many.jsonl", 1_000)
    for form in ("jsonl", "csv", "jsonl --full", "text"):
        assess = f"{sys.executable} -m iopintake assess many.jsonl --format {form}"
        shown = subprocess.run(
            ["bash", "-c", f"{assess} | head -1; echo ${{PIPESTATUS[0]}}"],
            cwd=tmp_path,
            env=environment_of(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert (shown.stdout.splitlines()[-1], shown.stderr) == (b"0", b""), form


def test_a_file_that_is_missing_does_not_cost_the_others(run: Run, tmp_path: Path) -> None:
    many_lines(tmp_path / "many.jsonl", 3)
    shown = run("assess", "many.jsonl", "gone.jsonl", "many.jsonl", "--format", "jsonl")
    assert (shown.returncode, shown.stdout.count(b"\n")) == (2, 6)
    assert shown.stderr.startswith(b"gone.jsonl: the file can't be read (No such file")
