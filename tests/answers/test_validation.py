"""Values of answers: what is taken, and the sentence when something is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from helpers.cases import TODAY
from hypothesis import given
from hypothesis import strategies as st

from iopintake.answers.times import spoken_date, spoken_schedule
from iopintake.answers.typed import doubt, from_text, option_meant
from iopintake.answers.validation import Invalid, from_json
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.conditions import DAYS, SLOTS
from iopintake.packs.model import Option
from iopintake.support.language import speaking
from iopintake.support.lookup import folded


@pytest.mark.parametrize("typed", ["12.5", "300", "abc", "-1", "1e3", "\uff11\uff12", "999999999999"])
def test_an_age_that_is_none_is_refused_with_its_bounds(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid, match="whole number of years from 0 to 120"):
        from_text(toolkit.pack.questions["age"], typed, TODAY)


@pytest.mark.parametrize("raw", [12.5, 300, "12", True, None, [12]])
def test_an_age_from_a_file_is_a_whole_number_within_bounds(toolkit: Toolkit, raw: object) -> None:
    with pytest.raises(Invalid, match="whole number of years from 0 to 120"):
        from_json(toolkit.pack.questions["age"], raw, TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("yesterday", date(2026, 11, 22)),
        ("3 weeks ago", date(2026, 11, 2)),
        ("a month ago", date(2026, 10, 24)),
        ("Two weeks ago", date(2026, 11, 9)),
        ("a couple of weeks ago", date(2026, 11, 9)),
        ("one week ago", date(2026, 11, 16)),
        ("in ten days", date(2026, 12, 3)),
        ("in 5 days", date(2026, 11, 28)),
        ("Nov 13", date(2026, 11, 13)),
        ("november 13th", date(2026, 11, 13)),
        ("13 Nov. 2025", date(2025, 11, 13)),
        ("the 3rd of October", date(2026, 10, 3)),
        ("Feb 29, 2024", date(2024, 2, 29)),
    ],
)
def test_a_day_can_be_said_in_words(toolkit: Toolkit, typed: str, expected: date) -> None:
    assert from_text(toolkit.pack.questions["left_care_on"], typed, TODAY) == expected


@pytest.mark.parametrize("typed", ["hace dos semanas", "Hace 2 semanas", "two weeks ago"])
def test_a_day_can_be_said_in_the_words_of_the_screen(toolkit: Toolkit, typed: str) -> None:
    with speaking("es"):
        assert from_text(toolkit.pack.questions["left_care_on"], typed, TODAY) == date(2026, 11, 9)


@pytest.mark.parametrize("typed", ["13 de noviembre", "13 nov.", "13 de nov de 2026", "Nov 13"])
def test_a_month_goes_by_its_name_in_the_language_of_the_screen(toolkit: Toolkit, typed: str) -> None:
    with speaking("es"):
        assert from_text(toolkit.pack.questions["left_care_on"], typed, TODAY) == date(2026, 11, 13)


@pytest.mark.parametrize(
    "typed",
    [
        "Nov",
        "Nov 31",
        "Ju 3",
        "Nov 13 14",
        "Nov 13 or 14",
        "13",
        "Feb 29",
        "Mon 3",
        "May -3",
        "Nov 3\uff11",
        f"Nov {9 * 5000}",
        "Nov " + "9" * 5000,
    ],
)
def test_what_may_be_no_day_or_two_is_no_date(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid, match="Type a date"):
        from_text(toolkit.pack.questions["left_care_on"], typed, TODAY)


@given(st.dates(TODAY - timedelta(days=180), TODAY))
def test_a_day_of_the_last_months_needs_no_year(day: date) -> None:
    assert spoken_date(f"{day:%b} {day.day}", TODAY) == spoken_date(f"{day.day} {day:%B}", TODAY) == day


@pytest.mark.parametrize("raw", ["2027-03-01", date(2027, 3, 1), "2026-11-24"])
def test_a_day_that_is_still_to_come_is_refused_in_a_file(toolkit: Toolkit, raw: object) -> None:
    question = replace(toolkit.pack.questions["left_care_on"], ahead=0)
    with pytest.raises(Invalid, match="lies ahead"):
        from_json(question, raw, TODAY)


@pytest.mark.parametrize("typed", ["tomorrow", "in 5 days", "2026-11-24"])
def test_a_day_that_is_still_to_come_is_refused_as_typed(toolkit: Toolkit, typed: str) -> None:
    question = replace(toolkit.pack.questions["left_care_on"], ahead=0)
    with pytest.raises(Invalid, match="lies ahead"):
        from_text(question, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mon evening", ("mon-evening",)),
        ("Mon-Wed evenings, sat morning", ("mon-evening", "tue-evening", "wed-evening", "sat-morning")),
        ("fri", ("fri-morning", "fri-afternoon", "fri-evening")),
        ("Tuesdays and Thursdays in the morning", ("tue-morning", "thu-morning")),
        ("none", ()),
        ("mon, wed, fri evening", ("mon-evening", "wed-evening", "fri-evening")),
        ("Mon/Wed/Fri evenings", ("mon-evening", "wed-evening", "fri-evening")),
        ("MWF nights", ("mon-evening", "wed-evening", "fri-evening")),
        ("evenings mon and thurs", ("mon-evening", "thu-evening")),
        (
            "evenings, sat morning",
            tuple(s for s in SLOTS if s.endswith("-evening") or s == "sat-morning"),
        ),
        ("sat 9am-12", ("sat-morning",)),
        ("weekend mornings except sun", ("sat-morning",)),
        ("tues and weds after 5:30", ("tue-evening", "wed-evening")),
        ("thursdays before noon; friday", ("thu-morning", "fri-morning", "fri-afternoon", "fri-evening")),
        ("weekdays after 3pm", tuple(f"{d}-{t}" for d in DAYS[:5] for t in ("afternoon", "evening"))),
        ("fri-mon night", ("mon-evening", "fri-evening", "sat-evening", "sun-evening")),
        ("m-f eve", tuple(f"{day}-evening" for day in DAYS[:5])),
        ("Mon to Wed, after work", ("mon-evening", "tue-evening", "wed-evening")),
    ],
)
def test_free_times_can_be_said_in_words(typed: str, expected: tuple[str, ...]) -> None:
    assert spoken_schedule(typed) == expected


def test_any_time_is_every_time() -> None:
    assert len(spoken_schedule("any")) == 21


@pytest.mark.parametrize(
    "typed", ["soon", ",", "mon noonish", "12", "150", "614-555-0142", "Sertraline 50 mg", "mon after 9pm"]
)
def test_times_that_are_none_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="mon-fri evening"):
        spoken_schedule(typed)


def test_an_option_goes_by_number_or_code(toolkit: Toolkit) -> None:
    question = toolkit.pack.questions["caller"]
    assert from_text(question, "2", TODAY) == from_text(question, "other", TODAY) == "other"


def test_codes_that_count_are_the_numbers_of_their_options(toolkit: Toolkit) -> None:
    steps = tuple(Option(code=str(step), label=f"Step {step}") for step in range(5))
    question = replace(toolkit.pack.questions["caller"], options=steps)
    assert from_text(question, "3", TODAY) == "3"
    assert from_text(question, "0", TODAY) == "0"
    assert (question.first_number, toolkit.pack.questions["caller"].first_number) == (0, 1)


OPTIONS = [
    Option(code=code, label=label)
    for code, label in [("yes", "Yes"), ("no", "No"), ("past", "Not now, but before"), ("may_be", "Maybe")]
]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("1", 0),
        ("YES", 0),
        ("y", 0),
        ("no", 1),
        ("not", 2),
        ("past", 2),
        ("m", 3),
        (" not  now, but before ", 2),
        ("n", None),
        ("0", None),
        ("5", None),
        ("yess", None),
        ("614-555-0142", None),
        ("50", None),
        ("1.", None),
        ("-1", None),
        ("\uff11", None),
        ("", None),
    ],
)
def test_an_option_is_meant_by_its_number_code_label_or_the_beginning_of_one(
    typed: str, place: int | None
) -> None:
    assert option_meant(OPTIONS, typed) == place


@given(st.text(max_size=12))
def test_no_other_text_ever_means_an_option(typed: str) -> None:
    place = option_meant(OPTIONS, typed)
    word = folded(" ".join(typed.split()))
    if place is not None:
        option = OPTIONS[place]
        assert word in {str(place + 1), option.code} or folded(option.label).startswith(word)


@pytest.mark.parametrize("typed", ["n", "no", "not", "nothing", "i", "in", "y", "ye", "yes"])
def test_a_word_never_means_an_option_whose_label_begins_otherwise(toolkit: Toolkit, typed: str) -> None:
    for question in toolkit.pack.questions.values():
        place = option_meant(question.options, typed, question.first_number)
        if place is not None and typed != question.options[place].code:
            assert question.options[place].label.casefold().startswith(typed), question.id


@pytest.mark.parametrize("typed", ["n", "no", "y", "ye", "yes"])
def test_a_yes_or_a_no_means_only_what_says_so(toolkit: Toolkit, typed: str) -> None:
    for question in toolkit.pack.questions.values():
        place = option_meant(question.options, typed, question.first_number)
        if place is not None and typed != question.options[place].code:
            option = question.options[place]
            says = option.label.casefold().replace(",", " ").split()[0]
            assert says in {"yes", "no"} or (option.exclusive and typed in {"n", "no"}), question.id


@pytest.mark.parametrize("typed", ["Sertraline 50 mg", "614-555-0142", "3 50", "24", "1990"])
def test_a_text_that_is_not_all_options_ticks_none(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid, match="option"):
        from_text(toolkit.pack.questions["screeners_done"], typed, TODAY)


def test_several_options_go_by_numbers_and_words(toolkit: Toolkit) -> None:
    question = toolkit.pack.questions["screeners_done"]
    for typed in ("1, 3", "phq-9; gad", "1 gad7", "PHQ-9, GAD-7"):
        assert from_text(question, typed, TODAY) == ("phq9", "gad7"), typed


@pytest.mark.parametrize(
    ("number", "is_doubted"),
    [
        ("614-555-0142", False),
        ("555-0134", False),
        ("+1 614 555 0142", False),
        ("1-614-555-0142", False),
        ("61-614-555-0142", True),
        ("55-614-555-0142", True),
        ("614-555-0142 ext. 12", False),
        ("555-014", True),
        ("the same", True),
    ],
)
def test_a_number_that_is_not_whole_is_questioned(toolkit: Toolkit, number: str, is_doubted: bool) -> None:
    assert bool(doubt(toolkit.pack.questions["callback"], number)) is is_doubted


@pytest.mark.parametrize(
    ("contact", "is_doubted"),
    [
        ("Ana, 614-555-0142", False),
        ("Alex 614-555-0142 ext. 7", False),
        ("my sister", False),
        ("614 555 0142", False),
        ("1", True),
        ("?", True),
        ("Mom 617", True),
    ],
)
def test_a_contact_that_nobody_could_call_is_questioned(
    toolkit: Toolkit, contact: str, is_doubted: bool
) -> None:
    assert bool(doubt(toolkit.pack.questions["emergency_contact"], contact)) is is_doubted


@pytest.mark.parametrize("typed", ["self harm", "Self-harm", "SELF\u2010HARM"])
def test_a_hyphen_may_be_left_out(toolkit: Toolkit, typed: str) -> None:
    question = toolkit.pack.questions["wish_or_self_harm"]
    assert from_text(question, typed, TODAY) == ("self_harm",)


def test_the_sign_of_a_number_is_never_left_out(toolkit: Toolkit) -> None:
    with pytest.raises(Invalid):
        from_text(toolkit.pack.questions["consent"], "-1", TODAY)


def test_none_of_these_goes_with_nothing_else(toolkit: Toolkit) -> None:
    with pytest.raises(Invalid, match="goes with no other option"):
        from_text(toolkit.pack.questions["medical_signs"], "3,11", TODAY)


def test_a_wrong_option_names_the_nearest(toolkit: Toolkit) -> None:
    with pytest.raises(Invalid, match='Did you mean "alcohol"'):
        from_json(toolkit.pack.questions["substances"], ["alcool"], TODAY)


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_line_is_no_answer(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid):
        from_text(toolkit.pack.questions["first_name"], typed, TODAY)
