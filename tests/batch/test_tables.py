"""Tables of many intakes: Parquet in and out, Arrow for data frames, and runs that go on where they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from helpers.cases import CASES, SMALL, Run

from iopintake.batch import assess_table, many, results_schema
from iopintake.batch.assessing import assess_batch
from iopintake.batch.many import Order, assess_many
from iopintake.checking.toolkit import load_toolkit
from iopintake.support.errors import AnswersError

SOME = [case.data for case in list(CASES.values())[:6]]
ROWS = pa.Table.from_pylist(
    [
        {"id": "a", "thoughts": "no", "days": 5, "signs": ["shaking"], "willing": "yes"},
        {"id": "b", "thoughts": None, "thoughts__absent": "asked-declined"},
        {"id": "c", "days": 99},
    ],
    schema=pa.schema(
        [
            ("id", pa.string()),
            ("thoughts", pa.string()),
            ("thoughts__absent", pa.string()),
            ("days", pa.int64()),
            ("signs", pa.list_(pa.string())),
            ("willing", pa.string()),
        ]
    ),
)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(data) + "\n" for data in SOME))
    return path


def test_a_table_comes_out_row_by_row_with_what_is_wrong_beside_its_row() -> None:
    found = assess_table(ROWS, SMALL)
    assert found.schema == results_schema(SMALL)
    assert found["id"].to_pylist() == ["a", "b", "c"]
    verdict, declined, wrong = found["verdict"].to_pylist()
    assert (declined, wrong) == ("undetermined", None)
    assert verdict is not None
    assert [error is not None for error in found["error"].to_pylist()] == [False, False, True]


def test_a_batch_comes_back_as_a_batch_as_spark_wants_it() -> None:
    batches = ROWS.to_batches()
    found = list(map(lambda batch: assess_table(batch, SMALL), batches))  # noqa: C417 - as mapInArrow takes it
    assert pa.Table.from_batches(found) == assess_table(ROWS, SMALL)


def test_duckdb_asks_a_table_and_reads_what_comes_back() -> None:
    asked = duckdb.connect()
    asked.register("answers", ROWS)
    found = assess_table(asked.sql("select * from answers where days = 5").to_arrow_table(), SMALL)
    asked.register("found", found)
    assert asked.sql("select id from found where error is null").fetchall() == [("a",)]


def test_a_column_that_no_question_has_is_named_with_the_nearest() -> None:
    with pytest.raises(AnswersError, match="no question has the columns thougts") as raised:
        assess_table(pa.table({"thougts": ["no"]}), SMALL)
    assert "thoughts" in str(raised.value)


def test_the_table_that_leaves_comes_in_again_with_the_same_results(run: Run, lines: Path) -> None:
    assert run("assess", "many.jsonl", "--format", "parquet", "--output", "all.parquet").returncode == 0
    as_lines = run("assess", "many.jsonl", "--format", "csv")
    as_rows = run("assess", "all.parquet", "--format", "csv")
    assert (as_rows.returncode, as_rows.stdout) == (0, as_lines.stdout)


def test_results_as_parquet_say_what_the_lines_say(run: Run, lines: Path) -> None:
    told = run("assess", "many.jsonl", "--format", "jsonl").stdout.splitlines()
    assert run("assess", "many.jsonl", "--format", "results", "--output", "r.parquet").returncode == 0
    rows = pq.read_table(lines.with_name("r.parquet")).to_pylist()
    for line, row in zip(told, rows, strict=True):
        recommendation = json.loads(line)["recommendation"]
        assert row["verdict"] == recommendation["verdict"]
        assert row["ask_next"] == [asked["question"] for asked in recommendation["ask_next"]]


@pytest.mark.parametrize("told", ["no parquet at all", ""])
def test_a_file_that_is_no_parquet_is_told_in_a_sentence(run: Run, tmp_path: Path, told: str) -> None:
    (tmp_path / "some.parquet").write_text(told)
    shown = run("assess", "some.parquet", "--format", "csv")
    assert shown.returncode == 2
    assert shown.stderr.startswith(b"some.parquet: the file can't be read")


class Killed(BaseException):
    pass


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["jsonl", "csv", "results"])
@pytest.mark.parametrize("torn", [0, 7])
def test_a_run_that_was_killed_goes_on_where_it_was(
    lines: Path, monkeypatch: pytest.MonkeyPatch, form: str, torn: int
) -> None:
    monkeypatch.setattr(many, "BATCH", 1)
    done: list[str] = []

    def counted(toolkit: Any, form: str, batch: Any, day: Any = None) -> Any:
        if len(done) == stop:
            raise Killed
        done.append(batch[0].where)
        return assess_batch(toolkit, form, batch, day)

    class Here:
        def __init__(self, *_arguments: Any) -> None:
            pass

        def results(self, batches: Any) -> Any:
            return (counted(toolkit, form, batch) for batch in batches)

    toolkit = load_toolkit(None)
    monkeypatch.setattr(many, "assess_batch", counted)
    monkeypatch.setattr(many, "Workers", Here)
    whole, broken = lines.with_name("whole"), lines.with_name("broken")
    stop = -1
    assess_many(Order(files=(lines,), pack=None, form=form, output=whole))
    done.clear()
    stop = 4
    with pytest.raises(Killed):
        assess_many(Order(files=(lines,), pack=None, form=form, output=broken))
    unfinished = lines.with_name(".broken.unfinished")
    assert unfinished.stat().st_mode & 0o777 == 0o600
    assert not broken.exists()
    if torn:
        unfinished.write_bytes(unfinished.read_bytes()[:-torn])
    done.clear()
    stop = -1
    assess_many(Order(files=(lines,), pack=None, form=form, output=broken))
    assert len(done) == len(SOME) - (3 if torn else 4)
    assert broken.read_bytes() == whole.read_bytes()
    assert not unfinished.exists()
