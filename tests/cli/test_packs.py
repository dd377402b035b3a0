"""Comparing, drawing, printing and explaining packs; what would change a result."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from helpers.cases import CASES, SMALL, TODAY, Run

from iopintake.answers.circumstances import EXAMPLE
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answer, Answers
from iopintake.assessment.decide import result_of
from iopintake.checking.difference import Difference, changed_rules, changed_sentences
from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.export.explanation import explained
from iopintake.export.lacking import lacking
from iopintake.export.markdown_text import md
from iopintake.packs.model import LEVELS
from iopintake.reasoning.changes import Changes
from iopintake.rules.evaluation import Evaluator
from iopintake.support import datafiles
from iopintake.terminal.wrapping import wrapped

VALUES: dict[str, list[object]] = {
    "thoughts": ["no", "yes"],
    "intent": ["no", "yes"],
    "days": [0, 2, 3, 4, 5, 7],
    "signs": [("none",), ("shaking",), ("seizure",)],
    "willing": ["yes", "no"],
}


def every_full_answer() -> list[Answers]:
    found = []
    for values in itertools.product(*VALUES.values()):
        answers = Answers(TODAY)
        for question, value in zip(VALUES, values, strict=True):
            if question != "intent" or values[0] == "yes":
                answers = answers.with_answer(question, Answer(value=value))  # type: ignore[arg-type]
        found.append(answers)
    return found


def altered_small(folder: Path) -> Evaluator:
    shutil.copytree(SMALL, folder)
    levels = folder / "levels.toml"
    text = levels.read_text()
    levels.write_text(text.replace('{ answer = "days", at_least = 5 }', '{ answer = "days", at_least = 4 }'))
    return Evaluator(load_pack(folder))


def test_the_diff_names_exactly_the_moves_that_trying_all_answers_finds(tmp_path: Path) -> None:
    old, new = Evaluator(load_pack(SMALL)), altered_small(tmp_path / "new")
    tried = set()
    for answers in every_full_answer():
        for size in range(len(answers) + 1):
            for gone in itertools.combinations(answers, size):
                fewer = answers
                for question in gone:
                    fewer = fewer.without(question)
                before, after = (result_of(e.evaluate(fewer))[1] for e in (old, new))
                if before != after:
                    tried.add((before, after))
    found = {(m.before, m.after): m.answers for m in Difference(old.book, new.book).moved(TODAY)}
    assert set(found) == tried
    for (before, after), answers in found.items():
        assert result_of(old.evaluate(answers))[1] == before
        assert result_of(new.evaluate(answers))[1] == after


def test_a_pack_and_itself_do_not_differ() -> None:
    one = Evaluator(load_pack(SMALL))
    assert list(Difference(one.book, one.book).moved(TODAY)) == []


def test_no_rule_or_question_changes_between_a_pack_and_its_copy(tmp_path: Path) -> None:
    copy = shutil.copytree(datafiles.shipped_pack(), tmp_path / "copy")
    one, other = load_pack(datafiles.shipped_pack()), load_pack(Path(copy))
    assert list(changed_rules(one, other, lambda _pack, rule: str(rule))) == []


@pytest.mark.parametrize("told", ["sooner", "unlikely"])
def test_what_is_asked_sooner_or_asked_back_is_told_where_it_changed(told: str) -> None:
    one = load_pack(datafiles.shipped_pack())
    question = next(q for q in one.questions.values() if getattr(q, told))
    part = getattr(question, told)
    if told == "sooner":
        other = replace(question, sooner=replace(part, after="elsewhere"))
    else:
        other = replace(question, unlikely=(replace(part[0], say="Really?"), *part[1:]))
    changed = replace(one, questions={**one.questions, question.id: other})
    found = list(changed_rules(one, changed, lambda _pack, rule: str(rule)))
    assert found == [f'question "{question.id}": "{told}" changed']


def test_a_phone_number_that_changed_is_told_as_it_was_and_as_it_is_now(tmp_path: Path) -> None:
    shutil.copytree(datafiles.shipped_pack(), tmp_path / "new")
    path = tmp_path / "new" / "crisis.toml"
    path.write_text(path.read_text().replace('how = "', 'how = "555-0100, or ', 1))
    was, now = changed_sentences(load_pack(datafiles.shipped_pack()), load_pack(tmp_path / "new"))
    assert " > how was: " in was
    assert "555-0100" not in was
    assert ' > how is now: "555-0100, or ' in now


def test_no_answer_moves_between_the_shipped_pack_and_itself(toolkit: Toolkit) -> None:
    book = toolkit.evaluator.book
    assert list(Difference(book, book).moved(TODAY)) == []


def test_what_would_change_is_what_trying_every_change_finds() -> None:
    evaluator = Evaluator(load_pack(SMALL))
    changeable = [q.id for q in evaluator.pack.questions.values() if q.changeable]
    assert changeable == ["days", "willing"]
    values = {**VALUES, "days": list(range(8))}
    for answers in every_full_answer()[::5]:
        evaluation = evaluator.evaluate(answers)
        now = result_of(evaluation)
        single = {
            (question, result)
            for question in changeable
            for value in values[question]
            if (result := result_of(evaluator.evaluate(answers.with_answer(question, Answer(value=value)))))
            != now  # type: ignore[arg-type]
        }
        found = Changes(evaluator).find(evaluation)
        assert {(w.steps[0].question, (w.verdict, w.level)) for w in found if len(w.steps) == 1} == single
        reached = {result for _, result in single}
        pairs = {
            result
            for days in values["days"]
            for willing in values["willing"]
            if (
                result := result_of(
                    evaluator.evaluate(
                        answers.with_answer("days", Answer(value=days)).with_answer(  # type: ignore[arg-type]
                            "willing",
                            Answer(value=willing),  # type: ignore[arg-type]
                        )
                    )
                )
            )
            != now
        }
        assert {(w.verdict, w.level) for w in found if len(w.steps) == 2} == pairs - reached


def test_a_changed_threshold_is_told_in_words_with_who_moves(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(datafiles.shipped_pack(), new)
    path = new / "criteria.toml"
    path.write_text(path.read_text().replace('at_least = "partly" }', 'at_least = "not_enough" }'))
    (tmp_path / "all.jsonl").write_text("".join(json.dumps(whole.data) + "\n" for whole in CASES.values()))
    shown = run("pack", "diff", str(datafiles.shipped_pack()), str(new), "--on", "all.jsonl")
    text = shown.stdout.decode()
    assert shown.returncode == 0
    assert 'rule "weekly_not_enough" is now' in text
    assert "iop -> outpatient, for example:" in text
    assert f"of {len(CASES)} move" in text


@pytest.mark.thorough
def test_a_new_pack_is_sound_and_bears_its_own_name(run: Run, tmp_path: Path) -> None:
    assert run("pack", "new", "mine", "--id", "riverside", "--title", 'River "side"').returncode == 0
    shown = run("check", "mine")
    assert b"riverside 0.1.0: sound" in shown.stdout
    assert run("pack", "copy", "mine").returncode == 2


@pytest.mark.parametrize(("form", "first"), [("mermaid", "flowchart TD"), ("graphviz", "digraph pack {")])
def test_the_drawing_shows_the_skip_logic(run: Run, form: str, first: str) -> None:
    lines = run("pack", "graph", "--format", form).stdout.decode().splitlines()
    assert lines[0] == first
    arrow = "-->" if form == "mermaid" else "->"
    assert any(f"suicide_thoughts {arrow} suicide_method" in line for line in lines)


@pytest.mark.thorough
def test_the_book_holds_every_sentence_question_need_and_case_of_the_pack(run: Run, toolkit: Toolkit) -> None:
    book = run("pack", "book").stdout.decode()
    for name in (*toolkit.pack.questions, *(need.id for need in toolkit.pack.levels.need)):
        assert f"**{name}**" in book
    assert book.count("\n- ") > 400
    said = [text for text in sentences_in(toolkit.pack) if " " in text]
    assert len(said) > 800
    assert [text for text in said if md(text) not in book and text not in book] == []


def sentences_in(record: object) -> Iterator[str]:
    """Yield every text that stands in the records of a pack."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from sentences_in(part)
    elif is_dataclass(record) and type(record).__module__.startswith("iopintake.packs"):
        for field in fields(record):
            yield from sentences_in(getattr(record, field.name))


def test_explain_shows_the_tree_and_answers_single_questions(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(CASES["panic_weekly_not_enough"].data))
    tree = run("explain", str(path), "--full").stdout.decode()
    assert "[x] several_days_weekly_not_enough" in tree
    assert "answer to weekly_enough: Not enough" in tree
    one = run("explain", str(path), "--why", "motivated").stdout.decode()
    assert "[x] motivated" in one
    assert len(one.splitlines()) == 3
    not_php = run("explain", str(path), "--why-not", "php").stdout.decode()
    assert "none of them is met" in not_php
    assert "It would take: How the IOP went" in not_php
    assert "plan_for_suicide" in run("explain", str(path), "--why-not", "php", "--full").stdout.decode()
    wrong = run("explain", str(path), "--why", "motivatd")
    assert wrong.returncode == 2
    assert "motivated" in wrong.stderr.decode()


def test_explain_says_on_one_screen_what_decides_in_every_case(toolkit: Toolkit) -> None:
    for case_id, whole in CASES.items():
        answers = read_answers(toolkit.pack, case_id, whole.data, TODAY).answers
        lines = list(explained(toolkit.evaluator.evaluate(answers), why=None, why_not=None))
        assert sum(max(1, -(-len(line) // 80)) for line in lines) <= 24, case_id


@pytest.mark.parametrize("case_id", [*CASES][::9])
def test_explain_names_the_reasons_of_the_result(toolkit: Toolkit, case_id: str) -> None:
    answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
    lines = list(explained(toolkit.evaluator.evaluate(answers), why=None, why_not=None))
    summary = toolkit.summarize(answers, EXAMPLE)
    for reason in summary.recommendation.reasons[:3]:
        assert any(reason.sentence in line for line in lines)
    assert "--full" in lines[-1]


@pytest.mark.parametrize("case_id", [*CASES][::9])
def test_explain_says_on_one_screen_why_it_is_not_another_level(toolkit: Toolkit, case_id: str) -> None:
    answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
    evaluation = toolkit.evaluator.evaluate(answers)
    for level in LEVELS:
        lines = list(explained(evaluation, why=None, why_not=level))
        assert sum(len(wrapped(line, 80)) for line in lines) <= 24, lines
        assert len(lines) >= 2
        for line in lines:  # an answer that it would take is not the one that was given
            if line.startswith("    It would take: "):
                assert len(line) > len("    It would take: ."), lines


@pytest.mark.parametrize("case_id", [*CASES][::9])
def test_what_a_rule_lacks_is_nothing_only_when_it_is_met(toolkit: Toolkit, case_id: str) -> None:
    answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
    evaluation = toolkit.evaluator.evaluate(answers)
    for need in toolkit.pack.levels.need:
        assert bool(lacking(evaluation, need.id).questions) is not evaluation.is_met(need.id)


def test_many_intakes_come_out_in_order_as_a_table(run: Run, tmp_path: Path) -> None:
    cases = list(CASES.values()) * 3
    lines = [json.dumps(whole.data) for whole in cases]
    lines[500] = "not json"
    (tmp_path / "many.jsonl").write_text("\n".join(lines) + "\n")
    shown = run("assess", "many.jsonl", "--format", "csv")
    assert shown.returncode == 2
    assert b"line 501" in shown.stderr
    table = [line.split(",") for line in shown.stdout.decode().splitlines()]
    assert table[0][:3] == ["id", "verdict", "level"]
    expected = [whole.case.expect.verdict for number, whole in enumerate(cases) if number != 500]
    found = [row[1] for row in table[1:]]
    assert [verdict if one else None for one, verdict in zip(expected, found, strict=True)] == expected


def test_no_cell_of_a_table_becomes_a_formula() -> None:
    from iopintake.export.as_csv import csv_line

    assert csv_line(["=cmd()", "+1", "a,b", None, ["x", "y"]]) == b"'=cmd(),'+1,\"a,b\",,x;y\n"
