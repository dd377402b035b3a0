"""Keys pressed from the start to the finished summary in the example of panic attacks.

Run: python tests/bench/keystrokes.py

The keys go through the asker of the full screen, fed by a pipe; what they came to is held
against the answers of the example, so that a key that does something else is no saving.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.cases import CASES, TODAY
from helpers.fakes import NOON
from helpers.typing import keys_for
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from iopintake.answers.model import Answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.interview.asker import Prompt, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Ending
from iopintake.rules.evaluation import Evaluation
from iopintake.support.datafiles import shipped_pack
from iopintake.terminal.prompts.canvas import Canvas
from iopintake.terminal.prompts.full import FullAsker
from iopintake.terminal.prompts.guard import Guard
from iopintake.terminal.prompts.keys import KEYS

EXAMPLE = CASES["panic_weekly_not_enough"].data["answers"]


class Counting(FullAsker):
    """Presses the keys of the example's answers, and counts them."""

    pressed = 0
    waiting = ""

    def ask(self, prompt: Prompt) -> Reply:
        self._press([*keys_for(prompt.question, EXAMPLE[prompt.question.id]), "\r"])
        return super().ask(prompt)

    def review(self, evaluation: Evaluation) -> Reply | None:
        self._press(["0", "\r"])
        return super().review(evaluation)

    def _press(self, keys: list[str]) -> None:
        self.pressed += sum(1 if key.startswith("\x1b") else len(key) for key in keys)
        self.waiting = "".join(keys)


def main() -> None:
    """Hold the interview and print how many keys it took."""
    ticks = count()
    toolkit = load_toolkit(shipped_pack())
    with create_pipe_input() as pipe:
        asker: Counting
        guard = Guard(pipe, lambda: float(next(ticks)), lambda: pipe.send_text(asker.waiting))
        asker = Counting(
            Canvas(pipe, DummyOutput(), guard, KEYS), lambda: NOON, phone=False, levels=lambda _e: ()
        )
        outcome = conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None)
    assert outcome.ending is Ending.FINISHED
    wrong = {q: a.value for q, a in outcome.answers.items() if a.value != _held(EXAMPLE[q])}
    assert not wrong, wrong
    print(f"Keys from start to finished summary: {asker.pressed} for {len(outcome.answers)} questions")


def _held(raw: object) -> object:
    return tuple(raw) if isinstance(raw, list) else raw


if __name__ == "__main__":
    main()
