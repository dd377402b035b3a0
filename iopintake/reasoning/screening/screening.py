"""What can be said without a solver: levels that are shown to be possible, and levels that are ruled out.

Witnesses are tried with a person's answers in place of their own; a level that one comes to is possible.
And a level that a rule rules out, whatever is still said, is not. So too beside an answer that
is supposed. Both are exact; what neither says stays to be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Final

from iopintake.packs.model import LEVELS
from iopintake.reasoning.screening.asked import Asked, every_question
from iopintake.reasoning.screening.case import Case, Cases
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.lanes import Digits, Repeater, Word, lanes_of_digits
from iopintake.reasoning.screening.trials import Trial, Trials
from iopintake.reasoning.screening.tried import Changes, Tried
from iopintake.reasoning.screening.witnesses import Completion, Witnesses
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation

TOGETHER: Final = 64
"""Sets of answers that are looked at together; with more the numbers outgrow the nearest memory."""
WIDTHS: Final = (1, 8, 16, 32, TOGETHER)
"""For how many sets there is room: a few go in less room, and take less time."""
LEARNED: Final = 200
"""Witnesses that are added while sets of answers are looked at."""
FIRST: Final = 64
"""Witnesses that are tried before all others: those that were needed."""


Prove = Callable[[Asked, int, Lanes], Lanes]
"""Returns which of some answers to a question leave a level possible."""


class Batch:
    """What is known for some cases that are looked at together."""

    def __init__(self, circuit: Circuit, cases: Sequence[Case], witnesses: Tried) -> None:
        """Try WITNESSES in each of CASES."""
        width = next(width for width in WIDTHS if len(cases) <= width)
        self.witnesses, self.tried = witnesses, witnesses.spread(width)
        every = (1 << len(cases)) - 1
        held = _words(circuit.variables.count, [case.held.values() for case in cases])
        opening = _words(circuit.variables.count, [case.opening.values() for case in cases])
        signs = _words(len(circuit.signs), [case.signs for case in cases])
        kept = _words(len(circuit.gated), [case.kept for case in cases])
        silent = _words(len(circuit.unasked), [case.silent for case in cases])

        self.open = _words(len(LEVELS), [case.levels for case in cases])
        complete = circuit.of_complete
        in_each = Repeater(self.tried.count, width)
        can = self.tried.can(complete.reads, every, held, in_each)
        opened = {slot: in_each[word] for slot, word in enumerate(opening) if word}
        self.tried.put(can, opened, witnesses.calm_beside)
        stated = [[in_each[word] for word in words] for words in (signs, kept, silent)]
        self._shown = complete.run(in_each[every], can, *stated)
        self.shown = [self.tried.any(lanes) for lanes in self._shown]
        self.unclear = reduce(or_, [open_ & ~told for open_, told in zip(self.open, self.shown, strict=True)])

    @cached_property
    def shown_lanes(self) -> list[bytes]:
        """Return for each level which witnesses come to it."""
        return [self.tried.as_bytes(lanes) for lanes in self._shown]


def _words(count: int, places: Iterable[Iterable[int]]) -> list[Word]:
    """Return for each of COUNT places the word of those that have it."""
    words, bit = [0] * count, 1
    for some in places:
        for place in some:
            words[place] |= bit
        bit <<= 1
    return words


class Found:
    """What is known for one of the cases of a batch."""

    def __init__(self, screening: Screening, case: Case, batch: Batch, place: int) -> None:
        """Read the CASE at PLACE of BATCH."""
        self.screening, self.case = screening, case
        self._batch, self._place = batch, place
        self._proved: dict[int, bool] = {}
        self._learned: dict[int, Changes] = {}

    def possible(self) -> list[int] | None:
        """Return the levels that are possible; None where one of them stays to be looked at by itself."""
        place = self._place
        if self._batch.unclear >> place & 1:
            return None
        return [level for level in self.case.levels if self._batch.shown[level] >> place & 1]

    def is_possible(self, level: int) -> bool | None:
        """Say whether a level is possible; None when that stays to be proved."""
        if not self._batch.open[level] >> self._place & 1:
            return False
        if self.is_shown(level):
            return True
        return self._proved.get(level)

    def is_shown(self, level: int) -> bool:
        """Say whether some witness comes to LEVEL."""
        return bool(self._batch.shown[level] >> self._place & 1)

    def shown(self, level: int) -> Digits:
        """Return which witnesses come to LEVEL."""
        return self._batch.tried.of(self._batch.shown_lanes[level], self._place)

    def prove(self, level: int, *, possible: bool) -> None:
        """Remember whether LEVEL was found to be possible."""
        self._proved[level] = possible

    def learn(self, level: int, completion: Completion) -> None:
        """Take a completion that the solver found as one more witness: it comes to LEVEL in this case."""
        self.screening.learn(completion)
        self._learned[level] = self.screening.tried.changes(completion)
        self.case = self.case.opened_by(completion)

    def trial(self, questions: Sequence[str], levels: Sequence[int]) -> Trial:
        """Return how witnesses of LEVELS are tried with answers to QUESTIONS that can narrow them."""
        every, held, changed = self.screening.asked, self.case.held, self._batch.witnesses.changed
        asked = [one for q in questions if (one := every.get(q)) and one.places.start not in held]
        shown = {level: self.shown(level) for level in levels}
        first = {digits.find(b"1") for level, digits in shown.items() if level not in self._learned} - {-1}
        witnesses = [*[changed[lane] for lane in sorted(first)], *self._learned.values()]
        return Trial(self.case, asked, shown, witnesses)

    def beside(self, trial: Trial, prove: Prove) -> dict[str, list[Lanes]]:
        """Return for each question of TRIAL, which was made, beside which answers each level is possible.

        A bit stands for each of ``answers_to``. PROVE is asked about those beside which a level is not
        shown to be possible, and not ruled out by any rule.
        """
        found: dict[str, list[Lanes]] = {one.question: [] for one in trial.asked}
        for level, shown in trial.beside.items():
            lanes, open_ = shown, trial.open[level] & ~shown
            for one in trial.asked:
                number = len(one.said)
                block = (1 << number) - 1
                yes = lanes & block
                if left := open_ & block:
                    yes |= self._giving(one, left, trial.shown[level])
                    if left := left & ~yes:
                        yes |= prove(one, level, left)
                found[one.question].append(yes)
                lanes >>= number
                open_ >>= number
        return found

    def _giving(self, asked: Asked, left: Lanes, witnesses: Digits) -> Lanes:
        """Return which of the answers LEFT one of WITNESSES gives itself, which shows its level beside it."""
        if not self.case.opening.keys().isdisjoint(asked.places):
            return 0
        shown = lanes_of_digits(witnesses)
        return sum(
            1 << place
            for place, excluded in enumerate(asked.excluded)
            if left >> place & 1 and shown & self._batch.witnesses.giving(excluded)
        )


class Screening:
    """Screens sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES, and answers to the questions of CIRCUIT."""
        self.circuit, self.witnesses = circuit, witnesses
        every = witnesses.completions
        self.tried = Tried(circuit, every, len(every) + LEARNED)
        self._first = Tried(circuit, every[:1], FIRST)
        self.asked = every_question(circuit, every[0])
        self.trials = Trials(circuit, every[0])
        self._cases = Cases(circuit, witnesses)

    def find(self, evaluations: Sequence[Evaluation]) -> list[Found]:
        """Return what is known for each of EVALUATIONS; answers that others contradict are asked again.

        A few witnesses are tried first, and every one where these leave something unclear; those that
        then show what the first ones did not are among the first from then on.
        """
        cases = [self._cases.of(one, unsettled_questions(one)) for one in evaluations]
        found = self._look(cases, self._first)
        unclear = [place for place, one in enumerate(found) if one.possible() is None]
        again = self._look([cases[place] for place in unclear], self.tried)
        useful: set[int] = set()
        for place, one in zip(unclear, again, strict=True):
            self._add_useful(one, found[place], useful)
            found[place] = one
        for lane in sorted(useful):
            self._first.add(self.tried.witnesses[lane])
        return found

    def _look(self, cases: Sequence[Case], witnesses: Tried) -> list[Found]:
        found = []
        for first in range(0, len(cases), TOGETHER):
            together = cases[first : first + TOGETHER]
            batch = Batch(self.circuit, together, witnesses)
            found += [Found(self, case, batch, place) for place, case in enumerate(together)]
        return found

    def _add_useful(self, found: Found, before: Found, useful: set[int]) -> None:
        """Add to USEFUL a witness for each level that was not shown BEFORE, unless one of them shows it."""
        for level in range(len(LEVELS)):
            if found.is_shown(level) and not before.is_shown(level):
                shown = found.shown(level)
                if not any(shown[lane] == ord("1") for lane in useful):
                    useful.add(shown.find(b"1"))

    def learn(self, completion: Completion) -> None:
        """Try a completion, too, from now on."""
        self.tried.add(completion)
        self._first.add(completion)
