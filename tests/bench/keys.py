"""Time from Enter to the next prompt painted, beside a bare questionary.select; and keys that leak.

Run: python tests/bench/keys.py [ROUNDS [LEAK_RUNS]]

Both programs are driven under the same kind of pseudo-terminal in the same run, in turns.
Painted means that the words of the next prompt stand on the screen that pyte makes of the
bytes. A leak is a question on safety that was answered by a key pressed before it was there.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.cases import CASES, TODAY
from helpers.shipped import TOOLKIT
from helpers.terminal import OPENING, SETTLE, Terminal, answers_file, flat
from helpers.typing import keys_for

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answer
from iopintake.answers.validation import from_json
from iopintake.interview.flow import next_question
from iopintake.terminal.prompts.guard import FIRST_WAIT

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
GAPS = (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
LEAK_RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
HURRIED = ("Enter", "Enter", "1", "Enter")
HELD = ("Enter", "Enter", "Enter")
"""Slower than the guard, a number is pressed by somebody who sees the question; a held Enter is not."""
BARE = """
import os
os.environ["PROMPT_TOOLKIT_NO_CPR"] = "1"  # nothing here answers its question where the cursor is
import questionary
for number in range(1000):
    questionary.select(f"Prompt number {number}", choices=["No", "Partly", "Yes"]).ask()
"""
FIRST = 11
"""The number of the first question that is asked: the signs of an emergency."""
MANY = 5
"""How many questions are answered, by the keys of somebody with panic attacks and in no danger."""


def painted(person: Terminal, words: str) -> float:
    """Press Enter and return the seconds until WORDS are on the screen."""
    began = time.perf_counter()
    person.child.send("\r")
    while words not in flat(person.text()):
        assert time.perf_counter() - began < 10, person.text()
        person.read(0.001)
    return time.perf_counter() - began


def calm() -> list[str]:
    """Return the keys that answer MANY questions from the first one on."""
    example, keys = CASES["panic_weekly_not_enough"].data["answers"], []
    answers = read_answers(TOOLKIT.pack, "opening", {"answers": OPENING}, TODAY).answers
    for _ in range(MANY):
        question = next_question(TOOLKIT.evaluator.evaluate(answers))
        assert question is not None
        value = example[question.id]
        keys.append("".join(keys_for(question, value)))
        answers = answers.with_answer(question.id, Answer(value=from_json(question, value, TODAY)))
    return keys


def ours(folder: Path) -> list[float]:
    """Answer some questions; return the time from each Enter to the next prompt."""
    took = []
    with Terminal(["start", "--answers", str(answers_file(folder))], folder) as person:
        person.sees(f"question {FIRST} of about")
        for number, keys in enumerate(calm(), FIRST + 1):
            person.read(SETTLE)
            person.bursts(*keys)
            took.append(painted(person, f"question {number} of about"))
    return took


def bare(folder: Path) -> list[float]:
    """Do the same with a bare questionary.select."""
    took = []
    with Terminal.of([sys.executable, "-c", BARE], folder) as person:
        person.sees("Prompt number 0")
        for number in range(MANY):
            person.read(SETTLE)
            took.append(painted(person, f"Prompt number {number + 1}"))
    return took


def leaks(folder: Path, gap: float) -> int:
    """Return how many of the runs at this gap answered a question that was not there yet."""
    found = 0
    for _ in range(LEAK_RUNS):
        with Terminal(["start", "--answers", str(answers_file(folder))], folder) as person:
            person.sees(f"question {FIRST} of about")
            person.presses(*calm()[0])
            person.bursts("Enter", *(HURRIED if gap < FIRST_WAIT else HELD), gap=gap)
            person.read(SETTLE)
            found += "Thoughts of harming others:" in flat(person.all_text())
    return found


def main() -> None:
    """Measure in turns, then count leaks; print medians, 95th percentiles and the ratio."""
    took: dict[str, list[float]] = {"questionary.select, bare": [], "iopintake": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(ROUNDS):
            took["questionary.select, bare"] += bare(folder)
            took["iopintake"] += ours(folder)
        print(f"| Enter to next prompt ({ROUNDS} rounds) | median ms | 95th percentile ms |\n|---|---|---|")
        for who, seconds in took.items():
            print(f"| {who} | {statistics.median(seconds) * 1000:.1f} | {_p95(seconds) * 1000:.1f} |")
        mine, theirs = (statistics.median(took[who]) for who in ("iopintake", "questionary.select, bare"))
        print(f"\nRatio of the medians: {mine / theirs:.2f} (bar: 1.3)\n")
        print(f"| gap between keys, ms | leaks in {LEAK_RUNS} runs |\n|---|---|")
        for gap in GAPS:
            print(f"| {gap * 1000:.0f} | {leaks(folder, gap)} |", flush=True)


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


if __name__ == "__main__":
    main()
