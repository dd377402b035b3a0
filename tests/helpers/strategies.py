"""Hypothesis strategies: answers that people give, sensible or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.packs.conditions import SLOTS
from iopintake.packs.model import Pack, Question

TODAY = date(2026, 11, 23)


def values(question: Question) -> st.SearchStrategy[Any]:
    """Return valid values of a question."""
    match question.type:
        case "choice":
            return st.sampled_from(question.codes)
        case "choices":
            alone = [(o.code,) for o in question.options if o.exclusive]
            others = [o.code for o in question.options if not o.exclusive]
            several = st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True).map(
                lambda codes: tuple(code for code in question.codes if code in codes)
            )
            return st.one_of(st.sampled_from(alone), several) if alone else several
        case "schedule":
            return st.sets(st.sampled_from(SLOTS), max_size=8).map(
                lambda slots: tuple(slot for slot in SLOTS if slot in slots)
            )
        case "integer":
            return st.integers(question.minimum, question.maximum)
        case "date":
            return st.integers(-question.ahead, 400).map(lambda days: TODAY - timedelta(days=days))
        case "text":
            return st.text(max_size=20)


def answers(question: Question) -> st.SearchStrategy[Answer]:
    """Return answers to a question, a declined or unknown one now and then."""
    absent = st.sampled_from([Absent.DECLINED, Absent.UNKNOWN]).map(lambda code: Answer(absent=code))
    given = values(question).map(lambda value: Answer(value=value))
    return st.one_of(given, given, given, absent)


@st.composite
def answer_sets(draw: st.DrawFn, pack: Pack, most: int = 40) -> Answers:
    """Return any set of answers, such as a file might hold, relevant or not."""
    chosen = draw(st.lists(st.sampled_from(sorted(pack.questions)), max_size=most, unique=True))
    found = Answers(TODAY)
    for question_id in chosen:
        found = found.with_answer(question_id, draw(answers(pack.questions[question_id])))
    return confirmed_at_times(draw, pack, found)


def confirmed_at_times(draw: st.DrawFn, pack: Pack, found: Answers) -> Answers:
    """Return the answers, some of those that conflicts are about given again."""
    for conflict in pack.conflicts:
        for question_id in conflict.questions:
            if (held := found.get(question_id)) is not None and draw(st.booleans()):
                confirmed = (*held.confirmed, conflict.id)
                found = found.with_answer(question_id, replace(held, confirmed=confirmed))
    return found
