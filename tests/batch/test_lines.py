"""Many intakes: whatever a line holds costs that line only, and is told with its number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, Run
from helpers.shipped import TOOLKIT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iopintake.answers.circumstances import SUMMARY_SCHEMA
from iopintake.answers.file_text import LINE_LIMIT
from iopintake.batch import many
from iopintake.batch.assessing import assess_batch
from iopintake.batch.lines_in import Line, lines_of
from iopintake.checking.toolkit import Toolkit

GOOD = json.dumps(CASES["intent"].data).encode()
QUESTIONS = sorted(TOOLKIT.pack.questions)

numbers = st.one_of(st.integers(), st.floats(), st.just(10**400))
leaves = st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=8), st.just("0001-01-01T00:00:00"))
KEYS = [
    "answers",
    "as_of",
    "actions",
    "schema",
    "intake",
    "safety",
    "set_aside",
    "id",
    "value",
    "absent",
    "at",
]
KEYS += [
    "resourceType",
    "item",
    "linkId",
    "answer",
    "valueCoding",
    "valueInteger",
    "code",
    "entry",
    "resource",
]
KEYS += ["note", "origin", "kind", "needs", "question", "done", "started_at"]


def tables(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    keys = st.one_of(st.sampled_from(KEYS), st.sampled_from(QUESTIONS), st.text(max_size=4))
    return st.dictionaries(keys, inside, max_size=5)


anything = st.recursive(
    leaves, lambda inside: st.one_of(st.lists(inside, max_size=4), tables(inside)), max_leaves=12
)
answers = st.dictionaries(st.sampled_from(QUESTIONS), anything, max_size=4)
actions = st.lists(
    st.fixed_dictionaries(
        {"kind": st.one_of(st.just("corrected_sign"), anything)},
        optional=dict.fromkeys(("at", "needs", "question", "done", "note"), anything),
    ),
    max_size=2,
)
files = st.fixed_dictionaries(
    {"answers": st.one_of(answers, anything)},
    optional={"as_of": st.one_of(anything, st.dates().map(str)), "actions": st.one_of(actions, anything)},
)
summaries = st.fixed_dictionaries(
    {"schema": st.just(SUMMARY_SCHEMA)},
    optional=dict.fromkeys(("answers", "intake", "safety", "set_aside"), anything),
)

items = st.recursive(
    st.fixed_dictionaries(
        {"linkId": st.one_of(st.sampled_from(QUESTIONS), anything)},
        optional={"answer": st.one_of(anything, st.lists(tables(anything), max_size=2))},
    ),
    lambda inside: st.fixed_dictionaries({"linkId": anything, "item": st.lists(inside, max_size=3)}),
    max_leaves=4,
)
responses = st.fixed_dictionaries(
    {"resourceType": st.sampled_from(["QuestionnaireResponse", "Bundle", "Patient", ""])},
    optional={
        "item": st.one_of(st.lists(items, max_size=3), anything),
        "entry": anything,
        **dict.fromkeys(("status", "authored", "questionnaire"), anything),
    },
)


@pytest.mark.thorough
@settings(max_examples=400, deadline=None)
@example(data={"answers": {}, "actions": [{"kind": "x", "needs": 5, "done": {}, "at": 7}]})
@example(data={"answers": {}, "actions": [{"kind": "corrected_sign", "at": "0001-01-01T00:00:00"}]})
@example(data={"schema": SUMMARY_SCHEMA, "answers": [], "set_aside": 5})
@example(data={"answers": {}, "as_of": "0001-01-01"})
@example(data={"answers": {}, "as_of": "9999-12-31"})
@given(data=st.one_of(anything, files, summaries, responses))
def test_any_json_value_is_one_result_or_one_message_and_never_a_defect(toolkit: Toolkit, data: Any) -> None:
    line = Line("here, line 7", json.dumps(data).encode())
    assessed = assess_batch(toolkit, "jsonl", [line])
    headlines = [message for message in assessed.messages if not message.startswith("  - ")]
    assert assessed.output.count(b"\n") + len(headlines) == 1
    assert all(message.startswith("here, line 7") for message in headlines)
    assert "defect" not in "".join(headlines)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=40))
def test_any_bytes_are_one_message_at_most(toolkit: Toolkit, data: bytes) -> None:
    assessed = assess_batch(toolkit, "jsonl", [Line("here, line 7", data)])
    assert len(assessed.messages) == bool(data.strip())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"answers": {"age": 20, "age": 30}}', 'the key "age" stands twice in one table'),
        ('{"answers": {}, "answers": {}}', 'the key "answers" stands twice'),
        ('{"answers": {"age": NaN}}', "NaN is no number in JSON"),
        ('{"answers": {"age": -Infinity}}', "-Infinity is no number in JSON"),
        (f'{{"answers": {{"age": {"9" * 5000}}}}}', "a number in it is too long"),
        ('{"answers":' + "[" * 200 + "]" * 200 + "}", "stand more than 60 deep in each other"),
        ('{"answers":' + "[" * 100_000 + "]" * 100_000 + "}", "stand more than 60 deep in each other"),
        ('{"answers": {}, "actions": 5}', "actions: it takes a list of tables"),
        ('{"answers": {}, "actions": [{"kind": "x", "needs": "y"}]}', "needs: it takes a list of texts"),
        ('{"answers": {"age": {"value": 30, "note": 5}}}', "age > note: it takes a text"),
        ('{"answers": {"age": {"value": 30, "at": "soon"}}}', "age > at: it takes a time"),
        ('{"answers": {}, "as_of": 20261123}', "as_of: it takes a date"),
        ('{"answers": [{"id": "age", "value": 9}, {"id": "age", "value": 30}]}', '"age" stands twice'),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(toolkit: Toolkit, line: str, sentence: str) -> None:
    told = "\n".join(assess_batch(toolkit, "jsonl", [Line("f, line 1", line.encode())]).messages)
    assert sentence in told


def test_a_hundred_thousand_faults_are_not_all_told(toolkit: Toolkit) -> None:
    data = {"answers": {f"q{number}": number for number in range(60_000)}}
    messages = assess_batch(toolkit, "jsonl", [Line("f, line 1", json.dumps(data).encode())]).messages
    assert messages[0] == "f, line 1: the answers can't be used, there are 100 faults at least."
    assert len(messages) == 101


@pytest.mark.parametrize("more", [1, 2, 1_000, LINE_LIMIT - 1, LINE_LIMIT, LINE_LIMIT + 1, 3 * LINE_LIMIT])
def test_a_line_that_is_too_long_is_skipped_to_its_own_end(
    toolkit: Toolkit, tmp_path: Path, more: int
) -> None:
    hidden = b'{"answers": {"age": 30}}'
    path = tmp_path / "many.jsonl"
    path.write_bytes(b" " * (LINE_LIMIT + more - len(hidden)) + hidden + b"\n" + GOOD + b"\nx\n")
    lines = list(lines_of(path, toolkit.pack))
    assert [line.where for line in lines] == [f"{path}, line {number}" for number in (1, 2, 3)]
    assessed = assess_batch(toolkit, "jsonl", lines)
    assert assessed.output.count(b"\n") == 1
    assert assessed.messages[0] == f"{path}, line 1: it is longer than 1 MB. Split it."
    assert assessed.messages[1].startswith(
        f"{path}, line 3: it is not JSON (Expecting value, line 1, column 1)"
    )


def test_a_file_of_one_object_is_told_when_it_is_too_long(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(b" " * 5_000_001)
    shown = run("assess", "one.json", "--format", "jsonl")
    assert (shown.returncode, shown.stdout) == (2, b"")
    assert shown.stderr == b"one.json: it is longer than 5 MB. Split it.\n"


@pytest.mark.parametrize("arguments", [(), ("--full",)])
def test_what_nobody_foresaw_costs_its_own_line_only(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    from iopintake.answers import files
    from iopintake.cli.run import run

    def fails(question: object, raw: object, as_of: object) -> object:
        if raw == "Ana":
            raise KeyError("Ana said it")
        return read(question, raw, as_of)  # type: ignore[arg-type]

    read = files.from_json_value
    monkeypatch.setattr(files, "from_json_value", fails)
    monkeypatch.setattr("sys.stdin", None)
    bad = json.dumps({"answers": {"first_name": "Ana"}}).encode()
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join([GOOD, bad, GOOD]) + b"\n")
    assert run(["assess", str(path), "--format", "jsonl", *arguments]) == 2
    told = capfdbinary.readouterr()
    assert told.out.count(b"\n") == 2
    assert told.err.startswith(f"{path}, line 2: not assessed, iopintake has a defect (KeyError at ".encode())
    assert b"Ana" not in told.err
    assert many.BATCH > 3
