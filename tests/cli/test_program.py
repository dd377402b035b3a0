"""The program as a person runs it: commands, bad input, exit codes, hostile text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from helpers.cases import CASES, Run

CASE = CASES["panic_weekly_not_enough"].data
HOSTILE = (
    "[/b] [aspirin] \x1b[31mred\x1b]0;title\x07 :warning: \u202eevil\u202c =cmd() "
    "<script>x</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) \x1b]52;c;aGk=\x07 "
    "\x00 \u2066x Jos\u00e9 \u65e5" + "long " * 1900
)


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_version(run: Run) -> None:
    assert run("--version").stdout.startswith(b"iopintake 0.")


def test_every_command_has_help_with_an_example(run: Run) -> None:
    commands = ["start", "assess", "example", "week", "guide", "crisis", "questions", "check", "schema"]
    for command in commands:
        shown = run(command, "--help")
        assert shown.returncode == 0
        assert b"Example: iopintake" in shown.stdout, command


def test_assess_prints_a_summary_that_its_own_schema_accepts(run: Run, tmp_path: Path) -> None:
    summary = json.loads(run("assess", str(write(tmp_path / "a.json", CASE)), "--format", "json").stdout)
    schema = json.loads(run("schema", "summary").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(summary, schema, cls=jsonschema.Draft202012Validator)
    assert list(summary) == [
        "schema",
        "intake",
        "person",
        "recommendation",
        "safety",
        "criteria",
        "dimensions",
        "track",
        "week",
        "readiness",
        "screeners",
        "answers",
        "set_aside",
        "decision",
        "disclaimer",
        "contacts",
        "payer",
        "php_week",
        "client",
    ]
    assert summary["recommendation"]["verdict"] == "fits"
    assert sum(c["group"] in {"ideal", "not_ideal"} for c in summary["criteria"]) == 10
    assert sum(c["group"] == "medicare" for c in summary["criteria"]) == 7


def test_answers_files_follow_the_schema_that_is_printed(run: Run) -> None:
    schema = json.loads(run("schema", "answers").stdout)
    jsonschema.validate(CASE, schema, cls=jsonschema.Draft202012Validator)
    template = json.loads(run("questions", "--template").stdout)
    jsonschema.validate(template, schema, cls=jsonschema.Draft202012Validator)


def test_the_same_answers_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "a.json", CASE))
    assert run("assess", path, "--format", "json").stdout == run("assess", path, "--format", "json").stdout


def test_a_whole_summary_assessed_again_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("panic_weekly_not_enough", "intent", "thoughts_declined"):
        answers = write(tmp_path / f"{name}.json", CASES[name].data)
        first = run("assess", str(answers), "--format", "json").stdout
        (tmp_path / "again.json").write_bytes(first)
        assert run("assess", str(tmp_path / "again.json"), "--format", "json").stdout == first


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "markdown", "html"])
def test_hostile_text_harms_no_output(run: Run, tmp_path: Path, form: str) -> None:
    answers = {**CASE["answers"], "first_name": HOSTILE, "symptoms": {"value": ["panic"], "note": HOSTILE}}
    path = write(tmp_path / "a.json", {"answers": answers, "as_of": "2026-11-23"})
    shown = run("assess", str(path), "--format", form, *(["--full"] if form == "jsonl" else []))
    assert shown.returncode == 0, shown.stderr
    if form in {"json", "jsonl"}:
        assert json.loads(shown.stdout)["person"]["first_name"] == HOSTILE
    else:
        assert b"\x1b" not in shown.stdout
        assert not set("\u202e\u2066\x00\x07") & set(shown.stdout.decode())
    if form == "html":
        assert not re.search(rb"<(script|img)", shown.stdout)
    if form == "markdown":
        assert not re.search(rb"(?<!\\)[<\[]", shown.stdout), "every < and [ is escaped"
    if form == "text":
        text = shown.stdout.decode()
        assert all(
            part in text for part in ("[/b] [aspirin]", "\\x1b[31mred", ":warning:", "\\u202eevil", "=cmd()")
        )


def test_half_a_surrogate_pair_comes_back_as_it_went_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"answers": {"first_name": "a\\ud800b"}}')
    shown = run("assess", str(tmp_path / "a.json"), "--format", "json")
    assert json.loads(shown.stdout)["person"]["first_name"] == "a\ud800b"


def test_deidentified_output_holds_no_name_place_number_note_or_text(run: Run, tmp_path: Path) -> None:
    canary = "Kanarienvogel"
    answers = {
        **CASE["answers"],
        "caller": "other",
        "first_name": canary,
        "place_now": canary,
        "callback": canary,
        "symptoms": {"value": ["panic"], "note": canary},
    }
    path = write(tmp_path / "a.json", {"answers": answers})
    for form in ("json", "text", "markdown", "html"):
        shown = run("assess", str(path), "--format", form, "--deidentify")
        assert shown.returncode == 0
        assert canary.encode() not in shown.stdout


BAD = {
    "unknown question": ('{"answers": {"moud_": "no"}}', 'Did you mean "moud"?'),
    "wrong option": ('{"answers": {"caller": "me"}}', 'There is no option "me"'),
    "wrong type": ('{"answers": {"age": "34"}}', "whole number of years"),
    "not JSON": ("{answers}", "it is not JSON"),
    "empty": ("", "it is empty"),
    "a list": ("[]", "it holds no object"),
    "no answers": ("{}", "there is no table of answers"),
    "wrong day": ('{"answers": {}, "as_of": "yesterday"}', "it takes a date"),
    "deep": ("[" * 100_000, "stand more than 60 deep"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_bad_answers_get_one_clear_message(run: Run, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    shown = run("assess", str(tmp_path / "bad.json"))
    assert shown.returncode == 2
    assert sentence in shown.stderr.decode()
    assert b"Traceback" not in shown.stderr
    assert shown.stdout == b""


def test_all_faults_of_an_answers_file_come_at_once(run: Run, tmp_path: Path) -> None:
    bad = {"answers": {"agee": 3, "caller": "me", "age": 300}, "as_of": "x", "extra": 1}
    shown = run("assess", str(write(tmp_path / "a.json", bad)))
    assert shown.stderr.count(b"  - ") == 5


def test_a_missing_file_a_folder_and_a_huge_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "huge.json").write_bytes(b" " * 50_000_000)
    for name, sentence in (("no.json", "no such file"), (".", "folder"), ("huge.json", "larger than 5 MB")):
        shown = run("assess", str(tmp_path / name))
        assert (shown.returncode, shown.stdout) == (2, b"")
        assert sentence in shown.stderr.decode()


def test_a_missing_pack_says_what_to_do(run: Run) -> None:
    shown = run("check", "nowhere")
    assert shown.returncode == 2
    assert "iopintake pack copy" in shown.stderr.decode()


def test_wrong_use_is_exit_code_two(run: Run) -> None:
    for arguments in (["assess"], ["nonsense"], ["week", "--track", "swimming"], ["guide", "zebras"]):
        shown = run(*arguments)
        assert shown.returncode == 2, arguments
        assert b"Traceback" not in shown.stderr


def test_no_terminal_is_exit_code_four_with_what_to_do(run: Run) -> None:
    shown = run("start")
    assert shown.returncode == 4
    assert "--plain" in shown.stderr.decode()


def test_a_closed_pipe_is_quiet(run: Run, home: Path) -> None:
    program = f"{sys.executable} -m iopintake example intent | head -1; echo ${{PIPESTATUS[0]}}"
    shown = subprocess.run(
        ["bash", "-c", program],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home)},
        check=True,
    )
    assert shown.stdout.splitlines()[-1] == b"0"
    assert shown.stderr == b""


def test_crisis_needs_no_pack_and_names_the_numbers(run: Run) -> None:
    shown = run("crisis")
    assert all(word in shown.stdout for word in (b"911", b"988", b"741741"))
    assert len(shown.stdout.splitlines()) <= 22
    whole = run("crisis", "--details")
    for word in (b"911", b"988", b"741741", b"press 1", b"press 2", b"AYUDA", b"ten-digit line"):
        assert word in whole.stdout


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (["overdose"], [b"naloxone", b"1-800-222-1222"]),
        (["od"], [b"naloxone"]),
        (["domestic", "violence"], [b"yes or a no", b"1-800-799-7233", b"may also be: threats"]),
        (["homeless"], [b"211"]),
        (["duty to protect"], [b"supervisor"]),
    ],
)
def test_crisis_prints_the_steps_for_one_kind(run: Run, kind: list[str], words: list[bytes]) -> None:
    shown = run("crisis", *kind)
    assert shown.returncode == 0
    assert [word for word in words if word not in shown.stdout] == []


def test_a_kind_that_is_not_known_still_gets_the_general_steps(run: Run) -> None:
    shown = run("crisis", "xyzzy")
    assert shown.returncode == 2
    assert b"988" in shown.stdout
    assert b"overdose" in shown.stderr


def test_the_guide_finds_near_words(run: Run) -> None:
    for asked in (["cost"], ["insurence"], ["copay"], ["Price"]):
        assert b"Many plans cover an IOP" in run("guide", *asked).stdout
    assert b"dual diagnosis" in run("guide", "dual", "diagnosis").stdout


def test_the_common_sample_week_is_a_table_of_its_own(run: Run) -> None:
    shown = run("week", "--sample").stdout.decode()
    assert [day for day in ("Monday", "Wednesday", "Friday", "Tuesday") if day in shown] == [
        "Monday",
        "Wednesday",
        "Friday",
    ]
    assert "8-8.5 hours a week" in shown


def test_the_clinics_own_numbers_stand_beside_the_national_ones(run: Run, home: Path) -> None:
    assert b"not there yet" in run("config").stdout
    folder = home / ".config" / "iopintake"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[[number]]\ntitle = "Supervisor"\nhow = "call 555-0100"\n')
    assert b"Supervisor: call 555-0100  (file)" in run("config").stdout
    assert b"Supervisor: call 555-0100" in run("crisis").stdout
    (folder / "config.toml").write_text("nonsense = 1")
    assert run("config").returncode == 2
    assert b"988" in run("crisis").stdout


def test_many_lines_go_on_after_a_bad_one(run: Run, tmp_path: Path) -> None:
    good = json.dumps(CASE)
    (tmp_path / "many.jsonl").write_text(f"{good}\nnot json\n\n{good}\n")
    shown = run("assess", str(tmp_path / "many.jsonl"), "--format", "jsonl")
    assert shown.returncode == 2
    assert "line 2" in shown.stderr.decode()
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [line["recommendation"]["verdict"] for line in lines] == ["fits", "fits"]
    assert "would_change" not in lines[0]["recommendation"]


def test_several_summaries_do_not_fit_into_one_json(run: Run, tmp_path: Path) -> None:
    path = str(write(tmp_path / "a.json", CASE))
    shown = run("assess", path, path, "--format", "json")
    assert shown.returncode == 2
    assert "jsonl" in shown.stderr.decode()


def test_toml_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("as_of = 2026-11-23\n[answers]\nleft_care_on = 2026-11-11\nage = 40\n")
    shown = run("assess", str(tmp_path / "a.toml"), "--format", "json")
    given = {answer["id"]: answer["value"] for answer in json.loads(shown.stdout)["answers"]}
    assert (given["left_care_on"], given["age"]) == ("2026-11-11", 40)


def test_example_lists_the_cases_and_shows_each_situation(run: Run) -> None:
    listed = run("example", "--all").stdout.decode()
    assert all(case_id in listed for case_id in CASES)
    assert "program (IOP) fits." in run("example", "after_inpatient").stdout.decode()
