"""What is remembered of the answers of others: codes and numbers, never what a person said in words."""

from __future__ import annotations

from helpers.shipped import TOOLKIT
from helpers.strategies import TODAY

from iopintake.answers.model import Answer, Answers
from iopintake.rules.remembered import Remembered


def test_what_rests_on_the_words_of_a_person_is_found_anew_each_time() -> None:
    found: list[str] = []
    book = TOOLKIT.evaluator.book
    known = Remembered(book, lambda _evaluation, about: found.append(about), lambda about: [about])
    said = Answers(TODAY, {"suicide_thoughts": Answer(value="no"), "first_name": Answer(value="Ana")})
    for _ in range(2):
        for question in said:
            known.of(TOOLKIT.evaluator.evaluate(said), question)
    assert found == ["suicide_thoughts", "first_name", "first_name"]
    assert "Ana" not in repr(vars(known))
