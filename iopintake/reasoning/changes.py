"""What would change a recommendation: the smallest changes of answers, tried one and all.

Only answers that can change in life are changed (the pack marks them ``changeable``): an
age does not change, nor does a day in the past. One change is tried before two; a pair is
named only when neither of its changes does it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from iopintake.answers.model import Answer, Answers, Value
from iopintake.assessment.decide import result_of
from iopintake.packs.conditions import DAYS, TIMES
from iopintake.packs.model import LevelId, Question, VerdictId
from iopintake.rules.evaluation import Evaluation, Evaluator, seen
from iopintake.rules.kinds import Kind
from iopintake.rules.seen import Seen

Result = tuple[VerdictId, LevelId | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that would be another."""

    question: str
    value: Value


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A smallest change and the result that it gives."""

    steps: tuple[Step, ...]
    verdict: VerdictId
    level: LevelId | None


class Changes:
    """Finds the smallest changes for any answers to one pack."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Try changes with EVALUATOR."""
        self.evaluator = evaluator
        self.pack = evaluator.pack

    def find(self, evaluation: Evaluation) -> tuple[WhatIf, ...]:
        """Return every single change, and then every pair, that gives another result.

        For each other result the single changes come first; pairs are named only for
        results that no single change gives. Of several values of one question that give
        the same result, the one nearest to the answer is named.
        """
        results = _Results(self.evaluator, evaluation.answers)
        now = results.of({})
        steps = [(step, self._seen(evaluation.answers, step)) for step in self._steps(evaluation)]
        alone = dict(zip((step for step, _ in steps), results.of_each([[s] for s in steps]), strict=True))
        found = _nearest([WhatIf((step,), *result) for step, result in alone.items() if result != now])
        reached = {now, *((what_if.verdict, what_if.level) for what_if in found)}
        pairs = [pair for pair in combinations(steps, 2) if pair[0][0].question != pair[1][0].question]
        for ((one, _), (other, _)), result in zip(pairs, results.of_each(pairs), strict=True):
            if result not in reached and result not in {alone[one], alone[other]}:
                found.append(WhatIf((one, other), *result))
        return tuple(_nearest(found))

    def _seen(self, answers: Answers, step: Step) -> Seen:
        return Answer(value=step.value).reading(answers.as_of)

    def _steps(self, evaluation: Evaluation) -> Iterator[Step]:
        for question in self.pack.questions.values():
            held = evaluation.answers.value(question.id)
            if question.changeable and held is not None and evaluation.is_settled(question.id):
                for value in _others(question, held):
                    yield Step(question.id, value)


class _Results:
    """What some answers come to with others in their place; those that decide alike are decided once."""

    def __init__(self, evaluator: Evaluator, answers: Answers) -> None:
        self.evaluator, self.answers, self.given = evaluator, answers, seen(answers)
        self._of_kinds: dict[Kind, Result] = {}

    def of(self, change: Mapping[str, Seen]) -> Result:
        """Return the result with CHANGE made."""
        return result_of(self.evaluator.suppose(self.answers, {**self.given, **change}))

    def of_each(self, changes: Sequence[Iterable[tuple[Step, Seen]]]) -> Iterator[Result]:
        """Yield the result with each of CHANGES made."""
        made = [{step.question: value for step, value in change} for change in changes]
        for change, kind in zip(made, self.evaluator.kinds.of(self.given, made), strict=True):
            if kind not in self._of_kinds:
                self._of_kinds[kind] = self.of(change)
            yield self._of_kinds[kind]


def _nearest(found: list[WhatIf]) -> list[WhatIf]:
    """Keep one change for each set of questions and result; values come nearest first."""
    kept: dict[tuple[tuple[str, ...], Result], WhatIf] = {}
    for what_if in found:
        questions = tuple(step.question for step in what_if.steps)
        kept.setdefault((questions, (what_if.verdict, what_if.level)), what_if)
    return list(kept.values())


def _others(question: Question, held: Value) -> Iterator[Value]:
    """Yield the values that a question could have instead, the nearest first."""
    match question.type:
        case "choice":
            place = question.codes.index(str(held))
            others = (code for code in question.codes if code != held)
            yield from sorted(others, key=lambda code: abs(question.codes.index(code) - place))
        case "choices":
            assert isinstance(held, tuple)
            alone = next((option.code for option in question.options if option.exclusive), None)
            for code in question.codes:
                kept = tuple(c for c in question.codes if (c in held) != (c == code) and c != alone)
                if code != alone and (kept or alone):
                    yield kept or (alone or "",)
        case "integer":
            assert question.minimum is not None
            assert question.maximum is not None
            assert isinstance(held, int)
            numbers = range(question.minimum, question.maximum + 1)
            yield from sorted((n for n in numbers if n != held), key=lambda n: abs(n - held))
        case "schedule":
            assert isinstance(held, tuple)
            for count in (2, 3, 5):
                days = tuple(f"{day}-{time}" for day in DAYS[:count] for time in TIMES)
                if days != held:
                    yield days
        case _:
            return
