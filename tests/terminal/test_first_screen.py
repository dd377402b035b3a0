"""The first screen is the answer: it fits, says what decides, and each key leads on from it.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/terminal/test_first_screen.py
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.cases import CASES, KINDS, KINDS_FIRST, SOME_AND_ALL, TESTS
from rich.console import Console

from iopintake.checking.toolkit import Toolkit
from iopintake.packs.model import Alert, Need
from iopintake.summary.glance import foremost_changes, reason_groups
from iopintake.summary.model import Summary
from iopintake.terminal.pages.first_screen import first_screen, reasons_in_short
from iopintake.terminal.pages.walk import Walk

SummaryOf = Callable[[str], Summary]
SHOWN = {
    "fits": "panic_weekly_not_enough",
    "may_fit": "two_free_days",
    "emergency": "intent",
    "undetermined": "thoughts_declined",
}
SIZES = [(80, 24), (60, 24), (120, 40)]
ROOM = {80: 24, 60: 30, 120: 40}
"""Lines that a first screen may take at so many columns, its keys among them."""
KEYS = "wrycxs"


def screen(toolkit: Toolkit, summary: Summary, columns: int, rows: int) -> str:
    """Return what a person sees on a terminal of COLUMNS and ROWS: the page, and its keys below."""
    seen = Walk(summary, toolkit.pack, environment={})
    page = seen.lines(rows, columns)
    below = seen.below(columns, len(page) - rows).split("\n")
    return "".join(f"{bare(line).rstrip()}\n" for line in [*page, *below])


def bare(text: str) -> str:
    """Return TEXT without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_first_screen(
    toolkit: Toolkit, summary_of: SummaryOf, name: str, columns: int, rows: int
) -> None:
    seen = screen(toolkit, summary_of(SHOWN[name]), columns, rows)
    path = TESTS / "golden" / f"first.{name}.{columns}x{rows}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("case_id", KINDS_FIRST)
def test_the_answer_fits_one_screen(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str, columns: int, rows: int
) -> None:
    summary = summary_of(case_id)
    lines = screen(toolkit, summary, columns, rows).splitlines()
    assert len(lines) <= ROOM[columns]
    assert max(map(len, lines)) <= columns
    seen = " ".join(" ".join(lines).replace("┃", "").split())
    assert summary.recommendation.headline in seen
    assert "Clinician review" in seen or "No clinician review" in seen


@pytest.mark.parametrize("case_id", KINDS)
def test_in_an_emergency_whom_to_call_stands_before_all_reasons(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    summary = summary_of(case_id)
    protocol = summary.safety.protocol
    if protocol is None:
        return
    seen = screen(toolkit, summary, 80, 24)
    for call in protocol.call:
        assert seen.index(call.line) < seen.index("Why ")
    for step in protocol.steps:
        assert step.do in " ".join(seen.split())


@pytest.mark.parametrize("case_id", KINDS)
def test_a_verdict_has_a_sign_and_a_word_besides_its_colour(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    first = screen(toolkit, summary_of(case_id), 80, 24).splitlines()[0]
    words = ("FITS", "MAY FIT", "AT LEAST", "FIRST", "ENOUGH", "NOT KNOWN", "NO RESULT", "EMERGENCY")
    assert any(word in first for word in words)
    assert set(first) & set("✔~▲?!")


@pytest.mark.parametrize("case_id", KINDS)
def test_every_key_of_the_line_shows_something_and_leads_back(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    seen = Walk(summary_of(case_id), toolkit.pack, environment={})
    first = seen.lines(24, 80)
    for key in seen.pages:
        assert seen.press(key, 24, 80)
        assert seen.lines(24, 80) != first
        assert seen.press("backspace", 24, 80)
        assert seen.lines(24, 80) == first
    assert not seen.press("q", 24, 80)


def test_a_long_part_is_scrolled_to_its_end_and_no_further(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    seen = Walk(summary_of("panic_weekly_not_enough"), toolkit.pack, environment={"NO_COLOR": "1"})
    seen.press("c", 24, 80)
    last = seen.lines(24, 80)[-1]
    for _ in range(40):
        seen.press(" ", 24, 80)
    assert last in seen.shown(24, 80)
    for _ in range(80):
        seen.press("up", 24, 80)
    assert seen.offset == 0


def test_a_narrower_terminal_gets_the_same_answer_anew(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    seen = Walk(summary_of("panic_weekly_not_enough"), toolkit.pack, environment={"NO_COLOR": "1"})
    for columns in (120, 60, 80, 40):
        lines = [bare(line) for line in seen.lines(24, columns)]
        assert max(map(len, lines)) <= columns
        assert "IOP FITS" in lines[0]


def test_export_writes_a_file_for_its_owner_and_says_so(
    toolkit: Toolkit, summary_of: SummaryOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = Walk(summary_of("panic_weekly_not_enough"), toolkit.pack, environment={})
    for key, file in (("p", "client.html"), ("h", "chart.html"), ("j", ".json"), ("m", ".md")):
        seen.press("e", 24, 80)
        seen.press(key, 24, 80)
        assert f"Saved as {tmp_path}/intake-example" in seen.message
        [path] = tmp_path.glob(f"*{file}")
        assert path.stat().st_mode & 0o077 == 0
    seen.press("e", 24, 80)
    seen.press("p", 24, 80)
    assert "there is a file already" in seen.message


def test_who_it_is_and_how_to_reach_them_is_a_key_away(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    seen = Walk(summary_of("teen_with_mother"), toolkit.pack, environment={"NO_COLOR": "1"})
    assert "i contacts" in bare(seen.below(120, 0))
    seen.press("i", 24, 80)
    shown = " ".join(bare(seen.shown(24, 80)).split())
    assert "Number to call back: 555-0134" in shown
    assert "Relation to the person" in shown


def test_after_export_was_left_a_key_leads_on_as_before(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    seen = Walk(summary_of("panic_weekly_not_enough"), toolkit.pack, environment={})
    seen.press("e", 24, 80)
    seen.press("escape", 24, 80)
    seen.press("w", 24, 80)
    assert seen.page == "w"


@SOME_AND_ALL
def test_what_would_change_it_is_three_things_of_different_questions(
    cases: Sequence[str], toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    for case_id in cases:
        summary = summary_of(case_id)
        first, rest = foremost_changes(summary, toolkit.pack)
        assert len(first) <= 3
        named = [step.question for change in first for step in change.changes]
        assert len(named) == len(set(named))
        assert {*first, *rest} == set(summary.recommendation.would_change)


def test_what_would_make_an_iop_fit_is_named_first(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    first, _ = foremost_changes(summary_of("two_free_days"), toolkit.pack)
    assert first[0].verdict == "fits"


@pytest.mark.parametrize("case_id", KINDS)
def test_no_answer_is_named_twice_behind_the_reasons(summary_of: SummaryOf, case_id: str) -> None:
    groups = reason_groups(summary_of(case_id).recommendation.reasons)
    named = [behind.question for group in groups for behind in group.because]
    assert len(named) == len(set(named))
    said = [sentence for group in groups for sentence in group.sentences]
    assert {reason.sentence for reason in summary_of(case_id).recommendation.reasons} == set(said)


def test_where_the_terminal_has_no_such_signs_plain_ones_stand_for_them(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    console = Console(file=out, width=80, markup=False, emoji=False, highlight=False)
    summary = replace(summary_of("panic_weekly_not_enough"), person={"first_name": "Ana"})
    console.print(first_screen(console, summary, toolkit.pack, width=80, height=24))
    out.flush()
    assert "+ IOP FITS" in out.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]


@pytest.mark.parametrize("cases", [KINDS, pytest.param(tuple(CASES), marks=pytest.mark.thorough)], ids=len)
def test_what_cannot_wait_is_the_first_step_on_the_screen_and_on_the_clients_page(
    toolkit: Toolkit, summary_of: SummaryOf, cases: Sequence[str]
) -> None:
    """As for a wound that nobody has looked at, before points are settled and programs asked for."""
    levels = toolkit.pack.levels
    alerts: dict[str, Need | Alert] = {rule.id: rule for rule in (*levels.need, *levels.alert)}
    shown = 0
    for case_id in cases:
        summary = summary_of(case_id)
        told = [a for a in summary.safety.alerts if a.id in alerts and a.review in {"now", "same_day"}]
        urgent = [alert.id for alert in told]
        if not urgent or summary.safety.protocol:
            continue
        steps = summary.recommendation.next_steps
        gravest = [alert.step for alert in told if alert.review == "now"]
        assert steps[0] in (gravest or [alert.step for alert in told]), case_id
        seen = " ".join(screen(toolkit, summary, 60, 24).split())
        assert steps[0].split(".")[0][:24] in seen, case_id
        paper = [alerts[id_].on_paper for id_ in urgent if alerts[id_].on_paper]
        if paper and summary.client:
            assert summary.client.steps[0] in paper, case_id
            shown += 1
    assert shown


@pytest.mark.parametrize("case_id", ["thoughts_now_line_drops", "thoughts_now_intent_declined"])
def test_beside_thoughts_of_suicide_988_is_whom_to_call_whatever_the_level(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    seen = screen(toolkit, summary_of(case_id), 60, 24)
    assert "Call  988 Suicide & Crisis Lifeline" in seen
    assert "FindTreatment" not in seen


@SOME_AND_ALL
def test_the_gravest_need_is_the_first_reason_also_for_a_child(
    cases: Sequence[str], toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    shown = 0
    for case_id in cases:
        summary = summary_of(case_id)
        if summary.recommendation.scope is not None and summary.recommendation.level is not None:
            first = reasons_in_short(summary, toolkit.pack, 1)
            assert first == [summary.recommendation.reasons[0].sentence], case_id
            shown += 1
    assert shown


def test_beside_an_attempt_the_first_screen_also_says_what_an_iop_is_for(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    said = reasons_in_short(summary_of("board_attempt_treated_no_thoughts"), toolkit.pack, 3)
    assert ["attempt" in sentence for sentence in said] == [True, False, False]
    assert "After care at a higher level, an IOP keeps up the progress." in said


@pytest.mark.parametrize("case_id", KINDS)
def test_no_reason_on_the_first_screen_rests_on_answers_that_another_told(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    summary = summary_of(case_id)
    reasons = {
        reason.sentence: {b.question for b in reason.because} for reason in summary.recommendation.reasons
    }
    said = [
        reasons[sentence] for sentence in reasons_in_short(summary, toolkit.pack, 2) if sentence in reasons
    ]
    kinds = [about for about in reasons.values() if about.isdisjoint(said[0])] if said else []
    assert len(said) < 2 or said[0].isdisjoint(said[1]) or not kinds


def test_a_result_that_may_take_more_never_says_that_nothing_would_change_it(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    held = [summary for summary in map(summary_of, CASES) if summary.recommendation.at_least]
    assert any(not summary.recommendation.ask_next for summary in held)
    for summary in held:
        assert "Nothing that would change this result" not in screen(toolkit, summary, 120, 40)
