"""Time to the first prompt and of short commands, beside copier, cookiecutter and a bare Python.

Run: python tests/bench/startup.py [ROUNDS]

Everything is measured in the same run, interleaved, so that the ratios mean something on
any machine. First prompts are timed under a pseudo-terminal, from the start of the process
until the first question stands on it. Needs copier and cookiecutter beside iopintake.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from iopintake.checking.cases import load_cases
from iopintake.support import datafiles

BIN = Path(sys.executable).parent
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15


def prepare(folder: Path) -> None:
    """Write one-question templates for copier and cookiecutter, and an answers file."""
    (folder / "template").mkdir()
    (folder / "template" / "copier.yml").write_text("caller:\n  type: str\n  choices: [self, other]\n")
    cookie = folder / "cookie" / "{{cookiecutter.caller}}"
    cookie.mkdir(parents=True)
    (folder / "cookie" / "cookiecutter.json").write_text('{"caller": ["self", "other"]}')
    whole = next(w for w in load_cases(datafiles.shipped_pack()) if w.case.id == "panic_weekly_not_enough")
    (folder / "answers.json").write_text(json.dumps(whole.data))


def first_prompt(command: list[str], prompt: str, folder: Path) -> float:
    """Return the seconds until PROMPT is on the terminal of COMMAND."""
    environment = {**os.environ, "HOME": str(folder), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    began = time.perf_counter()
    child = pexpect.spawn(
        command[0], command[1:], env=environment, cwd=folder, dimensions=(24, 80), timeout=30
    )
    child.expect(prompt)
    took = time.perf_counter() - began
    child.close(force=True)
    return took


def whole_run(command: list[str], folder: Path) -> float:
    """Return the seconds that COMMAND takes."""
    began = time.perf_counter()
    subprocess.run(
        command, cwd=folder, env={**os.environ, "HOME": str(folder)}, capture_output=True, check=True
    )
    return time.perf_counter() - began


def main() -> None:
    """Measure in interleaved, shuffled rounds; print medians and ratios."""
    program, python = str(BIN / "iopintake"), sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        new = str(folder / "made")
        prompts = {
            "copier, first prompt": ([str(BIN / "copier"), "copy", "template", new], "caller"),
            "cookiecutter, first prompt": ([str(BIN / "cookiecutter"), "cookie"], "Select|caller"),
            "iopintake, first prompt": ([program], "talk in English"),
            "iopintake --plain, first prompt": ([program, "start", "--plain"], "talk in English"),
        }
        runs = {
            "python -c pass": [python, "-c", "pass"],
            "copier --help": [str(BIN / "copier"), "--help"],
            "iopintake --version": [program, "--version"],
            "iopintake assess FILE": [program, "assess", "answers.json"],
        }
        took: dict[str, list[float]] = {}
        for number in range(ROUNDS + 1):
            jobs = [(k, lambda v=v: first_prompt(*v, folder)) for k, v in prompts.items()]
            jobs += [(k, lambda v=v: whole_run(v, folder)) for k, v in runs.items()]
            random.shuffle(jobs)
            for key, job in jobs:
                seconds = job()
                if number:  # the first round fills caches
                    took.setdefault(key, []).append(seconds)
    report({key: statistics.median(values) for key, values in took.items()})


def report(median: dict[str, float]) -> None:
    """Print the medians and each ratio beside its bar."""
    print(f"| measured ({ROUNDS} rounds, medians) | ms |\n|---|---|")
    for key, seconds in median.items():
        print(f"| {key} | {seconds * 1000:.0f} |")
    print("\n| ratio | is | bar |\n|---|---|---|")
    for mine, theirs, bar in (
        ("iopintake, first prompt", "copier, first prompt", 0.75),
        ("iopintake --plain, first prompt", "copier, first prompt", 0.5),
        ("iopintake, first prompt", "cookiecutter, first prompt", None),
        ("iopintake --version", "python -c pass", 4),
        ("iopintake assess FILE", "copier --help", 0.75),
    ):
        print(f"| {mine} / {theirs} | {median[mine] / median[theirs]:.2f} | {bar or '-'} |")


if __name__ == "__main__":
    main()
