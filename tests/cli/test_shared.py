"""Several desks and one server, as people use them: two folders, one address, the program itself."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES, Run
from helpers.postgres import Server
from helpers.records import actor

from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home
from iopintake.store.shared.outbox import Outbox

Said = subprocess.CompletedProcess[bytes]
Desk = Callable[..., Said]
BEGUN = b":note the line is bad\n:pause\n"
"""Said at the first question, whichever that is."""
NOWHERE = "postgresql://mara@/intakes?host=/nowhere"


@pytest.fixture
def desk(run: Run, shared: Server, tmp_path: Path) -> Desk:
    """Run the program at a desk: its name first, then the words; AT is another address."""

    def start(
        name: str, *words: str, stdin: bytes = b"", login: str = "mara", at: str | None = None, **more: str
    ) -> Said:
        address = at or shared.address(login)
        folder = str(tmp_path / name)
        return run(*words, stdin=stdin, IOPINTAKE_HOME=folder, IOPINTAKE_DATABASE=address, **more)

    return start


def listed(desk: Desk, name: str, **more: str) -> list[dict[str, object]]:
    done = desk(name, "list", "--json", **more)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def notes_of(folder: Path, intake_id: str) -> list[str]:
    with open_store(Home(folder), actor(), str) as store:
        return [answer.note for answer in store.intake(intake_id).answers.values()]


def begin(desk: Desk, name: str, **more: str) -> str:
    done = desk(name, "start", "--plain", stdin=BEGUN, **more)
    assert done.returncode == 3, done.stderr
    return done.stderr.decode().split("iopintake resume ")[1].split()[0]


def test_an_intake_begun_at_one_desk_is_seen_and_gone_on_with_at_another(desk: Desk, tmp_path: Path) -> None:
    intake_id = begin(desk, "ada")
    assert Outbox(Home(tmp_path / "ada")).waiting() == []
    assert [row["id"] for row in listed(desk, "bob")] == [intake_id]
    done = desk("bob", "resume", intake_id, "--plain", stdin=b":note better now\n:pause\n")
    assert done.returncode == 3, done.stderr
    history = desk("ada", "history", intake_id, "--json").stdout
    assert b"better now" in history
    proof = desk("ada", "history", intake_id, "--verify")
    assert proof.returncode == 0
    assert b"none changed or cut" in proof.stdout


def test_without_the_server_a_start_works_says_so_and_is_sent_later(desk: Desk) -> None:
    done = desk("ada", "start", "--plain", stdin=BEGUN, at=NOWHERE)
    assert done.returncode == 3
    told = b" ".join(done.stdout.split())
    assert b"can't be reached. Your answers are kept on this desk, and sent later." in told
    assert b"is not in the shared records yet: iopintake sync" in done.stderr
    assert b"Traceback" not in done.stderr
    assert listed(desk, "bob") == []
    away = desk("ada", "sync", at=NOWHERE)
    assert away.returncode == 2
    assert b"does not answer" in away.stderr
    assert b"1 intake was sent" in desk("ada", "sync").stderr
    assert b"Nothing was waiting" in desk("ada", "sync").stderr
    assert len(listed(desk, "bob")) == 1


def test_what_waits_is_sent_by_the_next_command_too(desk: Desk) -> None:
    intake_id = begin(desk, "ada", at=NOWHERE)
    assert [row["id"] for row in listed(desk, "ada", at=NOWHERE)] == [intake_id]
    assert [row["id"] for row in listed(desk, "ada")] == [intake_id]
    assert [row["id"] for row in listed(desk, "bob")] == [intake_id]


@pytest.mark.parametrize(("choice", "counts"), [("--take", "heard by bob"), ("--keep", "heard by ada")])
def test_a_conflict_is_shown_and_settled_by_a_person_and_both_sides_stay(
    desk: Desk, tmp_path: Path, choice: str, counts: str
) -> None:
    intake_id = begin(desk, "ada")
    desk("bob", "resume", intake_id, "--plain", stdin=b":pause\n")
    for name in ("ada", "bob"):
        typed = f":note heard by {name}\n:pause\n".encode()
        done = desk(name, "resume", intake_id, "--plain", stdin=typed, at=NOWHERE)
        assert done.returncode == 3, done.stderr
    assert b"two desks" not in desk("ada", "sync").stderr
    assert b"was written to on two desks while they were apart" in desk("bob", "sync").stderr
    (row,) = listed(desk, "ada")
    assert row["state"] == "apart"
    asked = desk("ada", "settle", intake_id, stdin=b"")
    assert asked.returncode == 2
    assert b"which counts?" in asked.stderr
    for words in (["show", intake_id], ["resume", intake_id, "--plain"]):
        told = b" ".join(desk("ada", *words, stdin=b":pause\n").stdout.split())
        assert b"this is the one of them that counts" in told
    settled = desk("ada", "settle", intake_id, choice)
    assert settled.returncode == 0, settled.stderr
    for name in ("ada", "bob"):
        (row,) = listed(desk, name)
        assert row["state"] == "draft"
    assert counts in notes_of(tmp_path / "ada", intake_id)
    history = desk("bob", "history", intake_id, "--json").stdout
    assert b"heard by ada" in history
    assert b"heard by bob" in history
    assert b"nothing is to be settled" in desk("bob", "settle", intake_id).stderr


def test_the_work_of_the_site_is_the_same_at_every_desk_and_taken_by_one_at_a_time(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "intent.json"
    path.write_text(json.dumps(CASES["intent"].data))
    done = desk("ada", "import", str(path))
    assert done.returncode == 0, done.stderr
    (row,) = listed(desk, "ada")
    assert b"review NOW" in desk("bob", "queue").stdout
    by_ada = {"IOPINTAKE_OPERATOR": "Ada"}
    assert desk("ada", "queue", "--take", str(row["id"]), **by_ada).returncode == 0
    refused = desk("bob", "queue", "--take", str(row["id"]), IOPINTAKE_OPERATOR="Bob")
    assert refused.returncode == 2
    assert b"is being looked after by Ada" in refused.stderr
    refused = desk("bob", "queue", "--give-back", str(row["id"]), IOPINTAKE_OPERATOR="Bob")
    assert refused.returncode == 2
    assert b"is being looked after by Ada" in refused.stderr
    assert b"Ada" in desk("bob", "queue").stdout
    assert desk("bob", "decide", str(row["id"]), "--level", "emergency").returncode == 0
    assert b"Nothing waits" in desk("ada", "queue").stderr


def test_a_queue_without_the_server_does_not_say_that_nothing_waits_anywhere(desk: Desk) -> None:
    told = b" ".join(desk("ada", "queue", at=NOWHERE).stderr.split())
    assert b"Nothing waits on this desk; what waits at others can't be seen now." in told


def test_nothing_is_taken_that_nobody_else_could_see(desk: Desk) -> None:
    intake_id = begin(desk, "ada", at=NOWHERE)
    refused = desk("ada", "queue", "--take", intake_id, at=NOWHERE)
    assert refused.returncode == 2
    assert b"nobody else would see it" in refused.stderr
    assert desk("ada", "queue", "--take", intake_id).returncode == 0


def test_what_is_deleted_at_one_desk_goes_from_the_others(desk: Desk, tmp_path: Path) -> None:
    intake_id = begin(desk, "ada")
    desk("bob", "resume", intake_id, "--plain", stdin=b":pause\n")
    refused = desk("ada", "delete", intake_id, "--yes", login="carl")
    assert refused.returncode == 2
    assert b"your role there does not allow this" in refused.stderr
    assert desk("ada", "delete", intake_id, "--yes").returncode == 0
    assert listed(desk, "ada") == listed(desk, "ada", at=NOWHERE) == []
    assert b"Deleted here" in desk("bob", "sync").stderr
    assert listed(desk, "bob", at=NOWHERE) == []


def test_an_intake_that_is_open_at_another_desk_is_not_taken_over_unseen(desk: Desk, shared: Server) -> None:
    intake_id = begin(desk, "ada")
    shared.run(
        "INSERT INTO iopintake.lease (intake, token, holder, site) VALUES "
        f"('{intake_id}', 'x', '"
        '{"host": "desk-9", "pid": 4, "process": "", "since": "2099-11-23T12:00:00+00:00", "who": "Tom"}'
        "', 'north')"
    )
    refused = desk("bob", "resume", intake_id, "--plain")
    assert refused.returncode == 2
    assert b"open on desk-9 (process 4, Tom)" in refused.stderr
    done = desk("bob", "resume", intake_id, "--plain", "--take-over", stdin=b":pause\n")
    assert done.returncode == 3, done.stderr


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://mara:secret7@db.example/intakes", b"holds a password"),
        ("postgresql://mara@db.example/intakes?password=secret7", b"holds a password"),
        ("postgresql://mara@db.example/intakes?sslmode=disable", b"sets sslmode; take it out"),
        ("mysql://mara:secret7@db.example/intakes", b"begins with postgresql://"),
        ("postgresql://[secret7", b"can't be read"),
        ("postgresql://nobody@/nothing?host=/nowhere", b"does not answer"),
    ],
)
def test_an_address_that_can_not_be_used_is_told_in_one_sentence_without_what_is_secret(
    run: Run, address: str, says: bytes
) -> None:
    done = run("sync", IOPINTAKE_DATABASE=address)
    assert done.returncode == 2
    assert says in done.stderr
    assert b"secret7" not in done.stderr
    assert done.stderr.count(b"\n") <= 2
    if b"password" in says:
        shown = run("config", IOPINTAKE_DATABASE=address)
        assert b"***" in shown.stdout
        assert b"secret7" not in shown.stdout
        checked = run("config", "check", IOPINTAKE_DATABASE=address)
        assert checked.returncode == 2
        assert says in checked.stderr


def test_the_records_are_made_brought_up_to_date_and_opened_to_somebody_by_commands(
    desk: Desk, run: Run, running: Server, tmp_path: Path
) -> None:
    running.run("CREATE DATABASE fresh", "postgres")
    owner = {"IOPINTAKE_DATABASE": running.address(database="fresh")}
    assert b"there are no records in this database yet" in run("sync", **owner).stderr
    made = run("database", "init", **owner)
    assert made.returncode == 0, made.stderr
    assert b"counselor: " in made.stderr
    assert b"already" in run("database", "init", **owner).stderr
    assert b"Already at migration" in run("database", "upgrade", **owner).stderr  # nothing to ask about
    backup = run("database", "upgrade", "--backup", "before.dump", **owner)
    assert backup.returncode == 0, backup.stderr
    assert (tmp_path / "before.dump").stat().st_mode & 0o777 == 0o600
    hostile = 'x"; DROP SCHEMA iopintake; --'
    assert (
        b"there is no user"
        in run("database", "staff", hostile, "--site", "s", "--role", "lead", **owner).stderr
    )
    assert run("database", "staff", "carl", "--site", "north", "--role", "counselor", **owner).returncode == 0
    assert b"carl" in run("database", "staff", **owner).stdout
    carl = {"IOPINTAKE_DATABASE": running.address("carl", "fresh")}
    assert run("list", **carl).returncode == 0
    assert b"your role there does not allow this" in run("database", "staff", "x", "--remove", **carl).stderr
    assert run("database", "staff", "carl", "--remove", **owner).returncode == 0
    assert run("list", **carl).returncode == 2
    assert run("database", "staff", "carl", "--site", "north", "--role", "counselor", **owner).returncode == 0
    running.run("DROP DATABASE fresh WITH (FORCE)", "postgres")


def test_a_lead_reports_and_decides_and_an_auditor_reads_and_proves_the_trail(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "intent.json"
    path.write_text(json.dumps(CASES["intent"].data))
    assert desk("ada", "import", str(path)).returncode == 0
    (row,) = listed(desk, "ada")
    intake_id = str(row["id"])
    assert desk("lead", "report", login="lea").returncode == 0
    assert desk("lead", "decide", intake_id, "--level", "emergency", login="lea").returncode == 0
    assert desk("lead", "delete", intake_id, "--yes", login="lea").returncode == 2
    trail = desk("audit", "history", intake_id, "--json", login="otto")
    assert trail.returncode == 0, trail.stderr
    assert b"decided: " in trail.stdout
    proof = desk("audit", "history", "--verify", login="otto")
    assert proof.returncode == 0, proof.stderr
    assert b"none changed or cut" in proof.stdout
    for words in (
        ("show", intake_id),
        ("export", intake_id),
        ("list",),
        ("decide", intake_id, "--level", "emergency"),
    ):
        refused = desk("audit", *words, login="otto", stdin=b"1\n")
        assert refused.returncode == 2, words
        assert b"your role there does not allow this" in refused.stderr
    away = desk("nobody", "list", login="nemo")
    assert away.returncode == 2
    assert away.stderr.count(b"\n") == 1
