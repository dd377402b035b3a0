"""Answers given elsewhere become drafts or finished intakes, with where they came from."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.cases import CASES, Run
from helpers.fhir import bundle_of

from iopintake.checking.toolkit import Toolkit


def listed(run: Run) -> list[dict[str, object]]:
    return json.loads(run("list", "--json").stdout)  # type: ignore[no-any-return]


def written(path: Path, data: object) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_response_of_a_portal_becomes_an_intake_with_its_origin(
    run: Run, tmp_path: Path, toolkit: Toolkit
) -> None:
    path = written(tmp_path / "r.json", bundle_of(toolkit, "phq9_of_19"))
    done = run("import", path, "--origin", "portal")
    assert done.returncode == 0, done.stderr
    (row,) = listed(run)
    assert str(row["id"]).encode() in done.stderr
    shown = json.loads(run("export", str(row["id"]), "--format", "json").stdout)
    assert shown["intake"]["mode"] == "portal"


def test_what_is_complete_is_finished_and_comes_to_the_same_result(run: Run, tmp_path: Path) -> None:
    asked = json.loads(
        run("assess", written(tmp_path / "a.json", CASES["phq9_of_19"].data), "--format", "json").stdout
    )
    open_ones = [note["id"] for note in asked["answers"]]
    assert open_ones
    run("import", str(tmp_path / "a.json"))
    (row,) = listed(run)
    shown = json.loads(run("export", str(row["id"]), "--format", "json").stdout)
    assert shown["recommendation"]["verdict"] == asked["recommendation"]["verdict"]
    assert shown["recommendation"]["level"] == asked["recommendation"]["level"]
    assert {note["origin"] for note in shown["answers"]} == {"file"}


def test_what_is_not_complete_is_a_draft_to_go_on_with(run: Run, tmp_path: Path) -> None:
    done = run("import", written(tmp_path / "a.json", {"answers": {"age": 30}}))
    (row,) = listed(run)
    assert row["state"] == "draft"
    assert b"iopintake resume" in done.stderr


def test_a_sign_of_danger_is_said_at_once(run: Run, tmp_path: Path) -> None:
    done = run("import", written(tmp_path / "a.json", CASES["intent"].data))
    assert b"!!!" in done.stderr


def test_a_draft_in_which_danger_was_told_waits_for_a_clinician(run: Run, tmp_path: Path) -> None:
    answers = CASES["intent"].data["answers"]
    half = {name: answers[name] for name in ("suicide_thoughts", "suicide_method", "suicide_intent")}
    run("import", written(tmp_path / "a.json", {"answers": half}))
    (row,) = listed(run)
    assert (row["state"], row["review"]) == ("draft", "now")
    (piece,) = json.loads(run("queue", "--json").stdout)
    assert piece["row"]["id"] == row["id"]


def test_a_bad_line_is_named_and_the_others_are_kept(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [{"answers": {"age": 30}}, {"answers": {"agee": 30}}, {"answers": {"age": 40}}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("import", str(path))
    assert done.returncode == 2
    assert b"line 2" in done.stderr
    assert len(listed(run)) == 2


def test_intakes_are_purged_after_the_days_that_the_clinic_keeps_them(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path / "a.json", {"answers": {"age": 30}}))
    asked = run("purge", "--yes")
    assert asked.returncode == 2
    assert b"retention_days" in asked.stderr
    kept = run("purge", "--yes", IOPINTAKE_RETENTION_DAYS="2555")
    assert kept.returncode == 0
    assert len(listed(run)) == 1
