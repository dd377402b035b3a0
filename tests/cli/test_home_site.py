"""Staff of every site and whoever runs the server, as they learn who will see an intake and change it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.cases import CASES, Run
from helpers.postgres import Server

Said = subprocess.CompletedProcess[bytes]
BEGUN = b":note the line is bad\n:pause\n"
"""Said at the first question, whichever that is."""
NOWHERE = "postgresql://tom@/intakes?host=/nowhere"


@pytest.fixture
def as_(run: Run, shared: Server, tmp_path: Path) -> Callable[..., Said]:
    """Run the program as a user of the server, each at a desk of their own; AT is another address."""

    def start(login: str, *words: str, stdin: bytes = b"", at: str | None = None) -> Said:
        address = at or shared.address(login)
        return run(*words, stdin=stdin, IOPINTAKE_HOME=str(tmp_path / login), IOPINTAKE_DATABASE=address)

    return start


@pytest.fixture
def nemo_again(as_: Callable[..., Said]) -> Iterator[None]:
    """Let nemo be let in, and be nobody for the next test."""
    yield
    assert as_("owner", "database", "staff", "nemo", "--remove").returncode == 0


def words_of(text: bytes) -> str:
    return " ".join(text.decode().split())


def begin(as_: Callable[..., Said], login: str) -> tuple[str, Said]:
    done = as_(login, "start", "--plain", stdin=BEGUN)
    assert done.returncode == 3, done.stderr
    return done.stderr.decode().split("iopintake resume ")[1].split()[0], done


def listed(as_: Callable[..., Said], login: str) -> list[str]:
    done = as_(login, "list", "--json")
    assert done.returncode == 0, done.stderr
    return [row["id"] for row in json.loads(done.stdout)]


@pytest.mark.usefixtures("nemo_again")
def test_whoever_works_for_every_site_is_let_in_with_a_home_which_the_list_shows(
    as_: Callable[..., Said],
) -> None:
    everywhere = ("database", "staff", "nemo", "--site", "*", "--role", "supervisor")
    refused = as_("owner", *everywhere)
    assert refused.returncode == 2
    assert "Give nemo a home with --home SITE" in words_of(refused.stderr)
    misspelt = as_("owner", *everywhere, "--home", "nroth")
    assert misspelt.returncode == 0
    assert "where nobody works yet" in words_of(misspelt.stderr)
    let_in = as_("owner", *everywhere, "--home", "north")
    assert "nemo: supervisor at every site. What nemo begins belongs to north." in words_of(let_in.stderr)
    table = words_of(as_("owner", "database", "staff").stdout)
    assert "LOGIN SITE HOME ROLES" in table
    assert "nemo every site north supervisor" in table
    assert "tom every site - supervisor" in table
    assert "carl north counselor" in table
    intake_id, done = begin(as_, "nemo")
    assert b"every site" not in done.stdout + done.stderr
    assert listed(as_, "carl") == [intake_id]


def test_who_has_no_home_is_told_when_intakes_are_imported_too(
    as_: Callable[..., Said], tmp_path: Path
) -> None:
    path = tmp_path / "intent.json"
    path.write_text(json.dumps(CASES["intent"].data))
    for login, is_told in (("tom", True), ("tara", False), ("carl", False)):
        done = as_(login, "import", str(path))
        assert done.returncode == 0, done.stderr
        assert ("Only staff of every site will see what you begin" in words_of(done.stderr)) is is_told


@pytest.mark.usefixtures("nemo_again")
def test_an_auditor_of_every_site_needs_no_home(as_: Callable[..., Said]) -> None:
    auditing = ("database", "staff", "nemo", "--site", "*", "--role", "auditor")
    done = as_("owner", *auditing)
    assert done.returncode == 0, done.stderr
    refused = as_("owner", *auditing, "--home", "north")
    assert refused.returncode == 2
    assert "Leave --home out: as auditor, nemo begins no intakes." in words_of(refused.stderr)


def test_who_has_no_home_from_before_is_told_at_the_start_and_the_list_names_them(
    as_: Callable[..., Said],
) -> None:
    intake_id, done = begin(as_, "tom")
    assert "Only staff of every site will see what you begin, as you have no home" in words_of(done.stdout)
    assert b"every site" not in done.stderr
    assert listed(as_, "tom") == [intake_id]
    assert listed(as_, "carl") == []
    told = words_of(as_("owner", "database", "staff").stderr)
    assert "Without a home: tom. Only staff of every site will see what they begin" in told
    assert "1 intake is seen by staff of every site alone." in told
    resumed = as_("tara", "resume", intake_id, "--plain", stdin=b":pause\n")
    assert f"iopintake database move SITE {intake_id}" in words_of(resumed.stdout)


def test_who_begins_without_the_server_is_told_nothing_that_nobody_knows(as_: Callable[..., Said]) -> None:
    done = as_("tom", "start", "--plain", stdin=BEGUN, at=NOWHERE)
    assert done.returncode == 3, done.stderr
    assert b"every site" not in done.stdout + done.stderr


def test_what_only_staff_of_every_site_see_is_given_to_a_site_once_that_is_confirmed(
    as_: Callable[..., Said],
) -> None:
    assert "There are no intakes" in words_of(as_("owner", "database", "move", "north").stderr)
    one, _ = begin(as_, "tom")
    other, _ = begin(as_, "tom")
    move = ("database", "move", "north", one)
    asked = as_("owner", *move, stdin=b"n\n")
    assert f"Give {one} to north?" in words_of(asked.stderr)
    assert b"Nothing was changed" in asked.stderr
    assert listed(as_, "carl") == []
    assert as_("tom", *move, "--yes").returncode == 2
    done = as_("owner", *move, stdin=b"y\n")
    assert f"The staff of north see {one} from now on." in words_of(done.stderr)
    assert listed(as_, "carl") == [one]
    lost = as_("owner", "database", "move", "nroth", "--yes")
    assert lost.returncode == 2
    assert "Nobody works at nroth" in words_of(lost.stderr)
    assert as_("owner", "database", "move", "north", "--yes").returncode == 0
    assert set(listed(as_, "carl")) == {one, other}
    assert f"given to the site north: {one}" in words_of(as_("carl", "history", "--json").stdout)
    resumed = as_("carl", "resume", one, "--plain", stdin=b":pause\n")
    assert resumed.returncode == 3, resumed.stderr
    assert as_("carl", "history", one, "--verify").returncode == 0
