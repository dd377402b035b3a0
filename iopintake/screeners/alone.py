"""A screener on its own, without an intake: asked to its end, with what the pack asks because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from iopintake.answers.model import Answers
from iopintake.interview import flow
from iopintake.interview.asker import Asker, Move, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Ending
from iopintake.interview.order import questions_in_order
from iopintake.packs.conditions import Truth, tests
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.screeners.asking import Asking
from iopintake.screeners.filling import Filling
from iopintake.screeners.in_interview import ScreeningAsker
from iopintake.screeners.in_pack import told, with_result
from iopintake.screeners.model import Form


@dataclass(frozen=True, slots=True)
class Alone:
    """What came of a screener: what was filled in, what the pack then knows, and whether it was left."""

    filling: Filling
    answers: Answers
    left: bool
    notes: str


def run_alone(
    asker: Asker,
    form: Form,
    evaluator: Evaluator,
    as_of: date,
    own_numbers: tuple[tuple[str, str], ...] = (),
) -> Alone:
    """Ask FORM; whenever an answer makes questions of the pack belong, ask those at once."""
    asking = Asking(Filling(form))
    answers = Answers(as_of)
    before = evaluator.evaluate(answers)
    seen: dict[str, object] = {}

    def new_items(filling: Filling) -> bool:
        said = {q: answer.value for q, answer in told(evaluator.pack, filling).items()}
        items = {item.question for screener in evaluator.pack.screeners for item in screener.item}
        new = {q: value for q, value in said.items() if q in items and seen.get(q) != value}
        seen.update(new)
        return bool(new)

    while (reply := asking.ask_on(asker, evaluator.evaluate(answers), new_items)) is not None:
        answers = with_result(evaluator.pack, answers, asking.filling)
        if reply is Move.FORWARD:
            opened = opened_by(before, evaluator.evaluate(answers))
            if opened:
                answers, ending = _ask(asker, evaluator, answers, opened, own_numbers)
                if ending is not Ending.FINISHED:
                    return Alone(asking.filling, answers, left=True, notes=asking.note)
        elif reply is Move.CRISIS:
            answers, ending = _ask(
                _CallsForHelp(asker, (), evaluator.pack), evaluator, answers, frozenset(), own_numbers
            )
            if ending is not Ending.FINISHED:
                return Alone(asking.filling, answers, left=True, notes=asking.note)
        elif reply is Move.PAUSE:
            return Alone(asking.filling, answers, left=True, notes=asking.note)
    answers = with_result(evaluator.pack, answers, asking.filling)
    return Alone(asking.filling, answers, left=False, notes=asking.note)


def opened_by(before: Evaluation, after: Evaluation) -> frozenset[str]:
    """Return the safety questions to ask now that some answers are known.

    They are those that now belong and did not, those that their conditions look at, and those
    that a conflict of the pack would have asked again, as item 9 of the PHQ-9 has thoughts of
    suicide: their answer must be known before it can be contradicted.
    """
    questions = after.book.pack.questions
    opened = {
        q.id
        for q in questions.values()
        if q.safety and after.relevance(q.id) is Truth.MET and before.relevance(q.id) is not Truth.MET
    }
    looked_at = {test.answer for q in opened for test in tests(questions[q].when)}
    in_doubt = {
        question
        for conflict in after.book.pack.conflicts
        if after.truth(conflict.id) is not Truth.NOT_MET
        and any(after.answers.value(test.answer) is not None for test in tests(conflict.when))
        for question in conflict.questions
    }
    return frozenset(opened | in_doubt | {q for q in looked_at if questions[q].safety})


class _ToTheEnd(ScreeningAsker):
    """An asker whose interview ends with its last question: there is no summary to review."""

    def review(self, evaluation: Evaluation) -> Reply | None:  # noqa: ARG002 - the asker's protocol has it
        """Finish."""
        return None


class _CallsForHelp(ScreeningAsker):
    """An asker that calls for the crisis protocol once, and then ends."""

    called = False

    def review(self, evaluation: Evaluation) -> Reply | None:  # noqa: ARG002 - the asker's protocol has it
        """Call for the protocol, the first time."""
        self.called, before = True, self.called
        return None if before else Move.CRISIS


def _ask(
    asker: Asker,
    evaluator: Evaluator,
    answers: Answers,
    opened: frozenset[str],
    own_numbers: tuple[tuple[str, str], ...],
) -> tuple[Answers, Ending]:
    """Ask the questions that were OPENED and what follows from them; return how that ended."""

    def next_opened(evaluation: Evaluation) -> Question | None:
        known = opened | opened_by(evaluator.evaluate(Answers(answers.as_of)), evaluation)
        return next(
            (
                question
                for _, question in questions_in_order(evaluation)
                if question.id in known and flow.state(evaluation, question.id) is flow.State.OPEN
            ),
            None,
        )

    outcome = conduct(
        evaluator,
        answers,
        asker if isinstance(asker, _CallsForHelp) else _ToTheEnd(asker, (), evaluator.pack),
        lambda _event: None,
        own_numbers,
        choose_next=next_opened,
    )
    return outcome.answers, outcome.ending
