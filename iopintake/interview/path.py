"""The way an operator takes through the questions: back to where one came from, and on again."""

from __future__ import annotations

from dataclasses import dataclass, field

from iopintake.interview import flow
from iopintake.interview.order import precedes
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation


@dataclass(slots=True)
class Path:
    """The questions behind the operator, and those that going back has left ahead.

    A question that no longer belongs is passed over. The review is None.
    """

    behind: list[str | None] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)  # the nearest last

    def leave(self, here: str | None) -> None:
        """Go elsewhere from HERE by a jump: what lay ahead is not gone through again."""
        self._pass(here)
        self.ahead.clear()

    def back(self, evaluation: Evaluation, here: str | None) -> str | None:
        """Return where the operator came from; without a way behind, the question before."""
        target = here
        while self.behind and target == here:
            last = self.behind.pop()
            if last is None or flow.state(evaluation, last) in flow.IN_TURN:
                target = last
        if target == here:
            earlier = flow.before(evaluation, here)
            target = earlier.id if earlier else here
        if here is not None and target is not None and precedes(evaluation, target, here):
            self.ahead.append(here)
        return target

    def on(self, evaluation: Evaluation, here: str, following: Question | None) -> str | None:
        """Return where to go after an answer: to the question between, or None for FOLLOWING.

        FOLLOWING is the next open question. One that the answer has opened comes first.
        """
        self._pass(here)
        while self.ahead and (
            self.ahead[-1] == here or flow.state(evaluation, self.ahead[-1]) not in flow.IN_TURN
        ):
            self.ahead.pop()
        if not self.ahead:
            return None
        new = following is not None and following.id not in self.ahead
        if new and following is not None and precedes(evaluation, following.id, self.ahead[-1]):
            return None
        between = self.ahead.pop()
        return None if following is not None and between == following.id else between

    def _pass(self, here: str | None) -> None:
        if not self.behind or self.behind[-1] != here:
            self.behind.append(here)
