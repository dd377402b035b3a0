"""Every form that summaries leave in stands in one registry, which other packages can add to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.cases import CASES, TESTS, Run

from iopintake.export.registry import OWN, exporter, names
from iopintake.support.errors import IopintakeError

CASE = CASES["panic_weekly_not_enough"].data
OTHERS = TESTS / "data" / "shouting_exporter"


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(OTHERS))


@pytest.mark.parametrize("name", OWN)
def test_each_of_our_own_forms_says_its_name_and_what_it_is(name: str) -> None:
    assert exporter(name).name == name
    assert exporter(name).title.endswith(".")


@pytest.mark.usefixtures("others")
def test_another_package_adds_a_form() -> None:
    assert "shouting" in names()
    assert exporter("shouting").title == "The headline, loudly."


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("broken", ["missing", "wrong"])
def test_a_broken_form_of_another_package_is_named_with_its_package(broken: str) -> None:
    with pytest.raises(IopintakeError, match=f'"{broken}" of the package shouting-exporter'):
        exporter(broken)


def test_the_program_writes_the_form_of_another_package(program: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASE), encoding="utf-8")
    shown = program("assess", str(tmp_path / "a.json"), "--format", "shouting", PYTHONPATH=str(OTHERS))
    headline = json.loads(program("assess", str(tmp_path / "a.json"), "--format", "json").stdout)
    assert shown.stdout.decode().strip() == headline["recommendation"]["headline"].upper()


def test_a_form_that_is_not_there_is_named_with_the_nearest_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASE), encoding="utf-8")
    shown = run("assess", str(tmp_path / "a.json"), "--format", "fihr")
    assert shown.returncode == 2
    assert b'Did you mean "fhir"?' in shown.stderr


def test_an_export_goes_to_a_file_whole_and_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASE), encoding="utf-8")
    run("assess", str(tmp_path / "a.json"), "--format", "fhir", "--output", str(tmp_path / "b.json"))
    assert json.loads((tmp_path / "b.json").read_bytes())["resourceType"] == "Bundle"
    assert (tmp_path / "b.json").stat().st_mode & 0o077 == 0


def test_a_page_is_never_written_under_the_name_of_a_pdf(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASE), encoding="utf-8")
    shown = run("assess", str(tmp_path / "a.json"), "--format", "client", "--output", str(tmp_path / "b.pdf"))
    assert shown.returncode == 2
    assert b"Use --format client-pdf or chart-pdf." in shown.stderr
    assert not (tmp_path / "b.pdf").exists()
