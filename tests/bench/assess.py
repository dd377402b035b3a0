"""One assessment beside its peers, and many: by witnesses, by the solver, on cores and on Dask workers.

Run: python tests/bench/assess.py [SETS] [--dask] (100000 by default; 1000000 for the whole table)

The peers are zen-engine, json-logic and hand-written Python. They evaluate every rule of the
same pack as the same three-valued conditions, for the same answers, and their truths are
compared first. Needs zen-engine beside iopintake. With --dask the sets are also assessed by
four and by two Dask workers on this machine.
"""

from __future__ import annotations

import filecmp
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from callers import IN_ONE_LINE, Callers
from peers import by_hand, json_logic, zen_decision

from iopintake.answers.circumstances import today
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.batch.assessing import assess_batch
from iopintake.batch.lines_in import Line
from iopintake.batch.many import spare_garbage
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.packs.conditions import Truth
from iopintake.reasoning.possible import Completions
from iopintake.rules.evaluation import Evaluator, seen
from iopintake.rules.seen import WITHHELD
from iopintake.support import datafiles

SETS = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
ROUNDS = 2_000
ON_ONE_CORE = 1_000_000
"""Sets that are also assessed on one core."""
COMPARED = 600
"""Sets that the solver assesses, too."""


def seconds_each(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds that one call takes, the best of five runs."""
    work()
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(rounds // 5):
            work()
        best = min(best, (time.perf_counter() - began) / (rounds // 5))
    return best


def one_assessment(toolkit: Toolkit, cases: list[Answers]) -> None:
    """Compare one assessment of the same answers."""
    book, fast = toolkit.evaluator.book, toolkit.evaluator.truths_of_rules
    hand = by_hand(book)
    for answers in cases:
        given = seen(answers)
        truths, _ = fast(given)
        expected = {rule: truths[book.nodes[rule].index] for rule in book.order}
        assert hand(dict(given)) == expected, "the hand-written rules differ"
    inputs = [seen(answers) for answers in cases]
    whole = toolkit.evaluator._whole
    turn = iter(range(10**9))
    pick = lambda: inputs[next(turn) % len(inputs)]  # noqa: E731
    took = {
        "iopintake, all rules": seconds_each(lambda: fast(pick())),
        "iopintake, with every condition for the explanation": seconds_each(lambda: whole(pick())),
        "hand-written Python, the same truths": seconds_each(lambda: hand(dict(pick()))),
    }
    logic = json_logic(book)
    known = [{q: v for q, v in given.items() if v is not WITHHELD} for given in inputs]

    took["json-logic, two truths instead of three"] = seconds_each(
        lambda: logic(known[next(turn) % len(known)]), 500
    )
    try:
        decision = zen_decision(book)
        plain = [
            {q: (sorted(v) if isinstance(v, frozenset) else v) for q, v in given.items() if v is not WITHHELD}
            for given in inputs
        ]
        zen_inputs = [{**dict.fromkeys(toolkit.pack.questions), **given} for given in plain]
        took["zen-engine from Python, all rules"] = seconds_each(
            lambda: decision.evaluate(zen_inputs[next(turn) % len(zen_inputs)]), 500
        )
    except ImportError:
        print("zen-engine is not installed: pip install zen-engine")
    mine = took["iopintake, all rules"]
    print("| one assessment, every rule of the pack | us | x iopintake |\n|---|---|---|")
    for name, value in took.items():
        print(f"| {name} | {value * 1e6:.1f} | {value / mine:.2f} |")


def both_ways(toolkit: Toolkit, lines: list[str], others: list[str]) -> None:
    """Assess the same sets with witnesses and by the solver alone, and compare the bytes.

    What is learnt of the sets would make a second round of them faster. So each round is a start of
    its own, in which OTHERS came first.
    """
    batch, first = as_batch(lines), as_batch(others)
    alone = Toolkit(toolkit.evaluator)
    assert isinstance(alone.completions, Completions)  # it has no cache, and so no witnesses
    assess_batch(alone, "jsonl", batch[:10])
    old, expected = assessed_here(alone, batch)
    new = floor = float("inf")
    for _ in range(5):
        tools = Toolkit(Evaluator(toolkit.pack), cache=toolkit.cache)
        tools.completions.make_witnesses()
        assessed_here(tools, first)
        spare_garbage()
        took, output = assessed_here(tools, batch)
        assert output == expected, "they do not come to the same"
        began = time.process_time()
        for line in output.splitlines():
            json.dumps(json.loads(line))
        new, floor = min(new, took), min(floor, (time.process_time() - began) / len(batch))
    print(f"\n{IN_ONE_LINE}\n\n| {len(batch)} sets, one core, the same bytes | a set, us |\n|---|---|")
    print(f"| by the solver alone, as before | {old * 1e6:.0f} |\n| by witnesses | {new * 1e6:.0f} |")
    print(f"| what comes out, read and written once by Python's json | {floor * 1e6:.0f} |")
    print(f"| times as fast as before | {old / new:.1f} |\n| times this floor | {new / floor:.1f} |\n")


def as_batch(lines: list[str]) -> list[Line]:
    """Return LINES as they are read from a file."""
    return [Line(f"line {number}", line.encode()) for number, line in enumerate(lines, 1)]


def assessed_here(tools: Toolkit, batch: list[Line]) -> tuple[float, bytes]:
    """Assess a batch as a worker does; return the seconds a set, and what comes out."""
    began = time.process_time()
    parts = [assess_batch(tools, "jsonl", [*batch[i : i + 200]]) for i in range(0, len(batch), 200)]
    took = (time.process_time() - began) / len(batch)
    return took, b"".join(part.output for part in parts)


def many(toolkit: Toolkit) -> None:
    """Assess many sets of answers from a file: on one core and two, and by Dask workers."""
    callers = Callers(toolkit)
    both_ways(toolkit, list(callers.lines(COMPARED)), list(Callers(toolkit, seed=2).lines(COMPARED)))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "many.jsonl"
        print("| JSON Lines, in and out | seconds | busy | a set, us | peak, MB |\n|---|---|---|---|---|")
        for count in (SETS // 10, SETS):
            with path.open("w") as file:
                file.writelines(f"{line}\n" for line in callers.lines(count))
            for cores in ("0", "0,1") if count <= ON_ONE_CORE else ("0,1",):
                label = f"{count} sets, {len(cores.split(','))} core(s)"
                assessed(label, count, path, ["taskset", "-c", cores], Path("/dev/null"))
        if "--dask" in sys.argv:
            outputs = [by_dask(workers, count, path) for workers in (2, 4)]
            assert filecmp.cmp(*outputs, shallow=False), "the bytes differ"
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"\nLoad of the machine at the end: {load}")


def assessed(label: str, count: int, path: Path, before: list[str], output: Path, *more: str) -> None:
    """Assess the sets in PATH in a process of its own, and print what it took."""
    command = [*before, sys.executable, "-m", "iopintake", "assess", str(path), "--format", "jsonl", *more]
    before_it, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with output.open("wb") as out:
        subprocess.run(command, stdout=out, check=True)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before_it.ru_utime - before_it.ru_stime
    cells = f"{took:.1f} | {busy:.1f} | {took / count * 1e6:.0f} | {after.ru_maxrss / 1024:.0f}"
    print(f"| {label} | {cells} |", flush=True)


def by_dask(workers: int, count: int, path: Path) -> Path:
    """Assess the sets in PATH by so many Dask workers; return what they wrote."""
    from distributed import LocalCluster

    output = path.with_name(f"by-{workers}")
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as cluster:
        more = ("--cluster", cluster.scheduler_address)
        assessed(f"{count} sets, {workers} Dask workers", count, path, [], output, *more)
    return output


def main() -> None:
    """Print the tables."""
    toolkit = load_toolkit(None)
    cases = [
        read_answers(toolkit.pack, w.case.id, w.data, today()).answers
        for w in load_cases(datafiles.shipped_pack())
    ]
    one_assessment(toolkit, cases)
    many(toolkit)


if __name__ == "__main__":
    assert Truth.MET == 3
    main()
