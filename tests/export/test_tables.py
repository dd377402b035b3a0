"""Many intakes as tables: one row each, every column explained, and a study can take them over."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, TODAY, Run
from helpers.fhir import FINISHED, summary_of

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.export.registry import ExportOptions, Finished, exporter
from iopintake.export.tables.columns import columns_of
from iopintake.export.tables.dictionary import dictionary
from iopintake.export.tables.redcap import HEAD, redcap_dictionary
from iopintake.summary import deidentified

FIELD = re.compile(r"\[(\w+)(?:\((\w+)\))?\]")
SOME = list(CASES)[::6]


def written(toolkit: Toolkit, form: str, summaries: list[Any]) -> bytes:
    finished = [Finished(summary=summary, pack=toolkit.pack) for summary in summaries]
    return b"".join(exporter(form).write(finished, ExportOptions()))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_a_table_has_a_row_for_each_intake_and_the_columns_of_its_dictionary(toolkit: Toolkit) -> None:
    found = rows(written(toolkit, "table", [summary_of(toolkit, case) for case in SOME]))
    assert len(found) == len(SOME)
    assert list(found[0]) == [line["column"] for line in rows(dictionary(toolkit.pack))]
    assert [row["verdict"] for row in found] == [
        summary_of(toolkit, case).recommendation.verdict for case in SOME
    ]


def test_every_question_is_explained_with_its_codes(toolkit: Toolkit) -> None:
    lines = {line["column"]: line for line in rows(dictionary(toolkit.pack))}
    for question in toolkit.pack.questions.values():
        assert lines[f"{question.id}__absent"]["question"] == question.id
        if question.type == "choice":
            assert all(f"{code}, " in lines[question.id]["codes"] for code in question.codes)
        if question.type == "choices":
            assert all(f"{question.id}___{code}" in lines for code in question.codes)


def test_a_cell_that_was_typed_can_become_no_formula(toolkit: Toolkit) -> None:
    name = toolkit.pack.about.person_question
    answers = Answers(TODAY).with_answer(name, Answer(value="=1+1"))
    (row,) = rows(written(toolkit, "table", [toolkit.summarize(answers, FINISHED)]))
    assert row[name] == "'=1+1"


def test_what_was_declined_says_so_and_a_nameless_row_has_no_names(toolkit: Toolkit) -> None:
    name = toolkit.pack.about.person_question
    answers = Answers(TODAY).with_answer("age", Answer(absent=Absent.DECLINED))
    summary = toolkit.summarize(answers.with_answer(name, Answer(value="Zebulon")), FINISHED)
    data = written(toolkit, "table", [deidentified(summary, toolkit.pack)])
    (row,) = rows(data)
    assert (row["age"], row["age__absent"]) == ("", "asked-declined")
    assert b"Zebulon" not in data
    assert row[f"{name}__absent"] == ""


def test_parquet_holds_the_same_with_types(toolkit: Toolkit) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    summaries = [summary_of(toolkit, case) for case in SOME]
    table = pq.read_table(io.BytesIO(written(toolkit, "parquet", summaries)))
    assert table.num_rows == len(SOME)
    assert table.column_names == [column.name for column in columns_of(toolkit.pack)]
    assert str(table.schema.field("age").type) == "int64"
    assert table.column("verdict").to_pylist() == [s.recommendation.verdict for s in summaries]


# --- REDCap ----------------------------------------------------------------------------


def test_a_redcap_dictionary_has_every_question_under_a_name_that_redcap_takes(toolkit: Toolkit) -> None:
    lines = rows(redcap_dictionary(toolkit.pack))
    names = [line[HEAD[0]] for line in lines]
    assert names[0] == "record_id"
    assert len(names) == len(set(names))
    assert set(toolkit.pack.questions) <= set(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,25}", name) for name in names), [
        n for n in names if len(n) > 26
    ]
    assert {line["Field Type"] for line in lines} <= {"text", "notes", "radio", "checkbox"}
    for line in lines:
        codes = [choice.split(",")[0].strip() for choice in line[HEAD[5]].split("|") if choice.strip()]
        assert len(codes) == len(set(codes))
        assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)


def test_branching_logic_names_fields_and_codes_that_are_there(toolkit: Toolkit) -> None:
    lines = {line[HEAD[0]]: line for line in rows(redcap_dictionary(toolkit.pack))}
    logic = [line[HEAD[11]] for line in lines.values() if line[HEAD[11]]]
    assert len(logic) > 20
    for text in logic:
        assert text.count("(") == text.count(")")
        for name, code in FIELD.findall(text):
            assert name in lines
            assert not code or f"{code}, " in lines[name][HEAD[5]]


def test_the_import_file_has_the_fields_of_the_dictionary(toolkit: Toolkit) -> None:
    lines = {line[HEAD[0]]: line for line in rows(redcap_dictionary(toolkit.pack))}
    found = rows(written(toolkit, "redcap", [summary_of(toolkit, case) for case in SOME]))
    for row in found:
        for column, cell in row.items():
            name, _, code = column.partition("___")
            if name.endswith("_complete"):
                continue
            assert name in lines, column
            choices = lines[name][HEAD[5]]
            if code:
                assert f"{code}, " in choices
                assert cell in {"", "0", "1"}
            elif choices and cell:
                assert f"{cell}, " in choices


def test_the_program_writes_tables_and_dictionaries(run: Run, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(CASES[case].data) for case in SOME)
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    for form in ("table", "redcap"):
        done = run("assess", str(tmp_path / "many.jsonl"), "--format", form)
        assert done.returncode == 0, done.stderr
        assert len(rows(done.stdout)) == len(SOME)
    assert rows(run("pack", "dictionary").stdout)
    assert rows(run("pack", "redcap").stdout)
