"""The language of the program and of the caller, from the command line to the records and back."""

from __future__ import annotations

import json
import re

import pytest
from helpers.cases import Run
from helpers.spanish import english_left

START = ("start", "--plain")
TYPED = ["1", "1", "1", "12 Elm Street", "555-0134"]


def typed(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def id_in(told: bytes) -> str:
    found = re.search(rb"resume (\w+-\w+)", told)
    assert found, told
    return found[1].decode()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("--language", "es"), {}),
        (("--language=es",), {}),
        ((), {"IOPINTAKE_LANGUAGE": "es"}),
        ((), {"LANG": "es_PR.UTF-8"}),
        ((), {"LC_ALL": "es_ES.UTF-8", "LANG": "en_US.UTF-8"}),
    ],
)
def test_the_language_is_named_by_option_setting_or_system(
    run: Run, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    shown = run("crisis", *arguments, **environment)
    assert "ALGUIEN ESTÁ EN PELIGRO" in shown.stdout.decode()
    assert english_left(shown.stdout.decode()) == []


def test_an_option_wins_over_the_system_and_english_is_what_there_is_otherwise(run: Run) -> None:
    for arguments, lang in ((("--language", "en"), "es_MX.UTF-8"), ((), "C.UTF-8"), ((), "de_DE.UTF-8")):
        assert b"SOMEBODY IS IN DANGER" in run("crisis", *arguments, LANG=lang).stdout.upper()


def test_the_settings_name_it_too_and_show_where_it_came_from(run: Run) -> None:
    shown = run("config", IOPINTAKE_LANGUAGE="es", IOPINTAKE_CALLER_LANGUAGE="es").stdout.decode()
    assert re.search(r"language +es +.*env", shown) or "es" in shown


def test_a_kind_of_emergency_is_found_by_its_name_in_either_language(run: Run) -> None:
    for word in ("sobredosis", "overdose"):
        assert run("--language", "es", "crisis", word).stdout.decode().startswith("SOBREDOSIS")


def test_a_switch_in_mid_interview_is_kept_through_pause_resumption_and_export(run: Run) -> None:
    first = run(*START, stdin=typed(*TYPED[:2], ":language", *TYPED[2:]))
    intake = id_in(first.stderr)
    said = first.stdout.decode()
    assert "safe time and place" in said
    assert "¿Desde dónde llama" in said or "Dónde" in said
    again = run("resume", intake, "--plain", stdin=typed("Ana"))
    assert again.returncode == 3
    assert "¿" in again.stdout.decode()
    assert "> May I" not in again.stdout.decode()
    summary = json.loads(run("show", intake, "--json").stdout)
    assert summary["intake"]["language"] == "es"
    assert english_left(summary["client"]["closing"]) == []
    assert "in Spanish from here on" in run("history", intake).stdout.decode()
    bundle = json.loads(run("export", intake, "--format", "fhir").stdout)
    people = [
        person
        for entry in bundle["entry"]
        for person in entry["resource"].get("contained", [])
        if person["resourceType"] == "Patient"
    ]
    assert {p["communication"][0]["language"]["coding"][0]["code"] for p in people} == {"es"}
    chart = run("export", intake, "--format", "chart-markdown").stdout.decode()
    client = run("export", intake, "--format", "client-markdown").stdout.decode()
    assert "## Recommendation" in chart
    assert english_left(client) == []


def test_the_operators_words_stand_beside_unless_they_are_not_wanted(run: Run) -> None:
    beside = run(*START, "--caller-language", "es", "--no-keep", stdin=b"").stdout.decode()
    alone = run(
        *START, "--caller-language", "es", "--no-keep", "--no-side-by-side", stdin=b""
    ).stdout.decode()
    assert "(en: Thank you for calling." in beside
    assert "(en:" not in alone
    assert "> ¿" in alone
    assert "(do: " in alone


def test_a_language_that_there_is_not_leaves_the_first(run: Run) -> None:
    shown = run(*START, "--caller-language", "fr", "--no-keep", stdin=b"").stdout.decode()
    assert "talk in English" in shown


def test_the_help_of_a_command_is_in_the_language_of_the_program(run: Run) -> None:
    shown = run("--language", "es", "start", "--help").stdout.decode()
    assert "Empezar una admisión" in shown
    assert "Start a new intake" in run("start", "--help").stdout.decode()
