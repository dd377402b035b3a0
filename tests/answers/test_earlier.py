"""Answers to what an earlier version of the pack asked: taken over, or set aside with the reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from helpers.cases import SMALL

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import NOBODY
from iopintake.answers.files import read_answers
from iopintake.answers.model import Absent, Answers
from iopintake.checking.load import load_pack
from iopintake.checking.soundness import soundness_faults
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.model import Becomes, Pack, Retired
from iopintake.rules.evaluation import Evaluator
from iopintake.summary import deidentified
from iopintake.summary.model import Summary
from iopintake.support.errors import AnswersError

DAY = date(2026, 11, 23)
RETIRED = (
    Retired(id="wants_it", why="It is asked as willing now.", moved_to="willing"),
    Retired(id="sleep", why="Sleep is no longer asked in hours."),
    Retired(
        id="trembling",
        why="It is asked among the signs now.",
        becomes=(Becomes(code="often", question="signs", value="shaking"),),
    ),
    Retired(
        id="signs",
        codes=("fit", "fever"),
        why="Fever is no longer asked about.",
        becomes=(Becomes(code="fit", question="signs", value="seizure"),),
    ),
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    pack = replace(load_pack(SMALL), retired=RETIRED)
    assert list(soundness_faults(pack)) == []
    return pack


def read(pack: Pack, **given: Any) -> Answers:
    return read_answers(pack, "a file", {"answers": given}, DAY).answers


def summary(pack: Pack, answers: Answers) -> Summary:
    return Toolkit(Evaluator(pack)).summarize(answers, NOBODY)


def test_a_whole_answer_moves_to_the_question_that_took_its_place(pack: Pack) -> None:
    answers = read(pack, wants_it={"value": "yes", "note": "was sure of it"})
    assert list(answers) == ["willing"]
    assert answers["willing"].note == "was sure of it"
    assert read(pack, wants_it={"absent": "asked-declined"})["willing"].absent is Absent.DECLINED


def test_an_answer_that_nothing_takes_over_is_set_aside_with_the_reason_and_never_lost(pack: Pack) -> None:
    answers = read(pack, sleep=5, willing="yes")
    (aside,) = summary(pack, answers).set_aside
    assert (aside.id, aside.value, aside.why) == ("sleep", 5, "Sleep is no longer asked in hours.")
    again = read_answers(pack, "a draft", json.loads(json.dumps(answers_data(answers))), DAY).answers
    assert again.value("sleep") == 5


def test_a_kept_summary_with_it_is_read_again(pack: Pack) -> None:
    from iopintake.export.as_json import to_json

    first = summary(pack, read(pack, sleep=5, trembling="often"))
    second = summary(pack, read_answers(pack, "a summary", json.loads(to_json(first)), DAY).answers)
    assert [note.id for note in second.set_aside] == ["sleep"]
    assert [note.value for note in second.answers] == [("shaking",)]


def test_a_part_of_an_answer_becomes_what_the_pack_says(pack: Pack) -> None:
    assert read(pack, trembling="often").value("signs") == ("shaking",)
    assert list(read(pack, trembling="never")) == ["trembling"]  # nothing is concluded


def test_an_answer_to_the_new_question_wins(pack: Pack) -> None:
    answers = read(pack, trembling="often", signs=["none"])
    assert answers.value("signs") == ("none",)
    assert answers.value("trembling") == "often"


def test_an_option_that_is_gone_becomes_another_or_leaves_its_question_open(pack: Pack) -> None:
    assert read(pack, signs=["shaking", "fit"]).value("signs") == ("shaking", "seizure")
    answers = read(pack, signs=["shaking", "fever"])
    assert "signs" not in answers  # it would look as if the rest were all that was said
    (aside,) = summary(pack, answers).set_aside
    assert (aside.id, aside.value) == ("signs@earlier", ("shaking", "fever"))
    again = read_answers(pack, "a draft", json.loads(json.dumps(answers_data(answers))), DAY).answers
    assert again.value("signs@earlier") == ("shaking", "fever")


def test_what_does_not_fit_its_new_question_is_set_aside_not_refused(pack: Pack) -> None:
    answers = read(pack, wants_it="perhaps")
    assert list(answers) == ["wants_it"]
    assert summary(pack, answers).recommendation.verdict == "undetermined"


def test_a_question_that_no_version_asked_is_refused_as_before(pack: Pack) -> None:
    with pytest.raises(AnswersError) as error:
        read(pack, sleeps=5)
    assert "no such question" in "\n".join(error.value.lines())


def test_a_summary_without_names_leaves_out_what_nobody_knows_to_be_harmless(pack: Pack) -> None:
    assert deidentified(summary(pack, read(pack, sleep=5)), pack).set_aside == ()


def test_a_harmless_answer_is_never_made_up_for_a_safety_question(pack: Pack) -> None:
    made_up = Retired(id="mood", why="w", becomes=(Becomes(code="good", question="thoughts", value="no"),))
    (fault,) = soundness_faults(replace(pack, retired=(made_up,)))
    assert "harmless" in fault.what


@pytest.mark.parametrize(
    ("retired", "words"),
    [
        (Retired(id="willing", why="w"), "still asked"),
        (Retired(id="gone", why="w", codes=("a",)), "Leave codes out"),
        (Retired(id="gone", why="w", moved_to="wiling"), 'no question "wiling"'),
        (
            Retired(id="gone", why="w", becomes=(Becomes(code="a", question="signs", value="itch"),)),
            "does not take",
        ),
    ],
)
def test_a_retired_question_that_would_be_read_wrongly_is_a_fault(
    pack: Pack, retired: Retired, words: str
) -> None:
    assert words in "\n".join(map(str, soundness_faults(replace(pack, retired=(retired,)))))
