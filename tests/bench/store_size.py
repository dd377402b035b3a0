"""What the commands of the records take with many intakes, beside what they take with few.

Run: python tests/bench/store_size.py [MANY [FEW [ROUNDS]]]

Two records are made, with MANY and with FEW finished intakes of the shipped cases and one
draft each. Then list, show, resume and report run in shuffled rounds on both. What counts is
the time of the processor, which others on the machine change least. The bar is a ratio of 1.5;
the report has to read every intake and may grow with their number.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from datetime import timedelta
from pathlib import Path

from iopintake.answers.circumstances import NOBODY, today
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.cases import load_cases
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.records.opening import actor
from iopintake.export.as_json import to_json_line
from iopintake.interview.events import Answered
from iopintake.store.database.kept_packs import keep_pack_files
from iopintake.store.database.store import Store, open_store
from iopintake.store.journal.events import Finished, Paused
from iopintake.store.protection.home import Home
from iopintake.store.session.kept import result_of
from iopintake.store.session.model import Plan, begun
from iopintake.store.upkeep.deletion import remove
from iopintake.support import datafiles

MANY, FEW, ROUNDS = (int(text) for text in [*sys.argv[1:], *["10000", "100", "7"][len(sys.argv) - 1 :]])
AT_ONCE = 500


def fill(folder: Path, number: int) -> str:
    """Keep NUMBER finished intakes and one draft in FOLDER; return the id of a finished one."""
    toolkit, day = load_toolkit(None), today()
    cases = [
        read_answers(toolkit.pack, whole.case.id, whole.data, day).answers
        for whole in load_cases(datafiles.shipped_pack())
    ]
    ends = [toolkit.summarize(answers, NOBODY) for answers in cases]
    with open_store(Home(folder), actor(), str) as store:
        for first in range(0, number, AT_ONCE):
            with store.writing():
                for place in range(first, min(first + AT_ONCE, number)):
                    plan = Plan(
                        pack=toolkit.pack,
                        folder=datafiles.shipped_pack(),
                        mode="desk",
                        day=day - timedelta(days=(number - place) % 700),
                        practice=False,
                    )
                    which = place % len(cases)
                    intake_id = _keep(store, plan, cases[which])
                    intake = store.put(
                        intake_id,
                        store.intake(intake_id),
                        Finished("finished", result_of(ends[which], cases[which])),
                    )
                    store.keep_document(intake_id, intake.number, zlib.compress(to_json_line(ends[which])))
        with store.writing():
            draft = _keep(store, plan, cases[0])
            store.put(draft, store.intake(draft), Paused("asked"))
    return intake_id


def _keep(store: Store, plan: Plan, answers: Answers) -> str:
    event, intake_id = begun(plan, answers), store.new_id()
    keep_pack_files(store.connection, event.pack, plan.folder)
    intake = store.put(intake_id, None, event)
    for question_id, answer in answers.items():
        intake = store.put(intake_id, intake, Answered(question_id, answer))
    return intake_id


def main() -> None:
    """Fill, measure and print."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        homes = {number: Path(name) / str(number) for number in (FEW, MANY)}
        ids = {number: fill(home, number) for number, home in homes.items()}
        size = sum(path.stat().st_size for path in homes[MANY].glob("intakes.db*"))
        print(f"{MANY} intakes take {size / 1e6:.0f} MB, {size / MANY / 1000:.1f} kB each.\n")
        commands = {
            "list": lambda number: ["list"],
            "show": lambda number: ["show", ids[number]],
            "resume": lambda number: ["resume", "--plain"],
            "report": lambda number: ["report"],
            "history": lambda number: ["history", ids[number]],
        }
        took: dict[tuple[str, int], list[float]] = {}
        for turn in range(ROUNDS + 1):
            jobs = [(command, number) for command in commands for number in homes]
            for command, number in random.sample(jobs, len(jobs)):
                seconds = _run([*commands[command](number), "--home", str(homes[number])])
                if turn:  # the first round fills caches
                    took.setdefault((command, number), []).append(seconds)
        print(
            f"| command ({ROUNDS} rounds, medians) | {FEW} intakes, ms | {MANY} intakes, ms | ratio | bar |"
        )
        print("|---|---|---|---|---|")
        for command in commands:
            few, many = (statistics.median(took[command, number]) * 1000 for number in (FEW, MANY))
            bar = "linear" if command == "report" else "1.5"
            print(f"| {command} | {few:.0f} | {many:.0f} | {many / few:.2f} | {bar} |")
        _remove_one(homes[MANY], ids[MANY])


def _remove_one(home: Path, intake_id: str) -> None:
    with open_store(Home(home), actor(), str) as store:
        began = time.perf_counter()
        remove(store, intake_id, "asked for")
        print(f"\nDeleting one of {MANY} without a trace takes {time.perf_counter() - began:.1f} s.")


def _run(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "iopintake", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in {0, 3}, done.stderr.decode()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
