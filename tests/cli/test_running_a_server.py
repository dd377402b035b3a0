"""What whoever runs the shared records, and whoever is not let in, is told: what is so, and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES, Run
from helpers.postgres import Server

from iopintake.store.errors import StoreError
from iopintake.store.shared.address import Address
from iopintake.store.shared.administering import dump
from iopintake.store.shared.errors import explained
from iopintake.store.shared.server import no_password

Told = Callable[..., str]


@pytest.fixture
def told(run: Run, shared: Server, tmp_path: Path) -> Told:
    """Run a command as one of the users, at a desk of their own; return all that was said, in one line."""

    def start(*words: str, login: str | None = None, stdin: bytes = b"") -> str:
        address = shared.address(login) if login else shared.address()
        home = str(tmp_path / (login or "owner"))
        done = run(*words, stdin=stdin, IOPINTAKE_DATABASE=address, IOPINTAKE_HOME=home)
        return " ".join((done.stdout + done.stderr).decode().split())

    return start


def imported(told: Told, tmp_path: Path, login: str = "mara") -> str:
    path = tmp_path / "intent.json"
    path.write_text(json.dumps(CASES["intent"].data))
    return told("import", str(path), login=login).split(":")[0]


@pytest.mark.parametrize("command", ["list", "sync", "queue"])
def test_a_user_without_a_role_is_told_to_ask_for_one_and_not_to_make_the_records(
    told: Told, command: str
) -> None:
    said = told(command, login="nemo")
    assert "Ask whoever runs the server for the role you need" in said
    assert "database init" not in said


def test_whoever_is_not_on_the_server_or_not_let_in_is_named_with_what_to_do(told: Told) -> None:
    said = told("database", "staff", "mara smith", "--site", "north", "--role", "counselor")
    assert "createuser --pwprompt 'mara smith'" in said
    for nobody in ("mara smith", "postgres"):
        said = told("database", "staff", nobody, "--remove")
        assert f"{nobody} is not let in. See who is: iopintake database staff" in said


def test_a_backup_that_can_not_be_written_says_where_and_why_and_leaves_nothing(
    told: Told, shared: Server, tmp_path: Path
) -> None:
    said = told("database", "upgrade", "--backup", "nowhere/before.dump")
    assert "nowhere/before.dump: it can't be written (No such file or directory)" in said
    target = tmp_path / "mine.dump"
    with pytest.raises(StoreError, match=r"permission denied.*Nothing was changed\."):
        dump(Address.of(shared.address("nemo")), no_password, target)
    assert not target.exists()


def test_whoever_may_not_bring_the_records_up_to_date_is_told_so_before_anything_is_asked_or_written(
    told: Told, tmp_path: Path
) -> None:
    target = tmp_path / "mine.dump"
    for login, says in (("mara", "only whoever made these records"), ("nemo", "your role there")):
        for more in ((), ("--backup", str(target))):
            said = told("database", "upgrade", *more, login=login)
            assert says in said
            assert "Is there a backup" not in said
            assert not target.exists()


def test_damage_on_the_server_sends_nobody_to_repair_their_own_file(
    told: Told, shared: Server, tmp_path: Path
) -> None:
    intake_id = imported(told, tmp_path)
    shared.run(
        "SET search_path = iopintake; SET session_replication_role = replica; "
        "UPDATE event SET who = 'nobody' WHERE number = 3; SET session_replication_role = DEFAULT"
    )
    said = told("show", intake_id, login="lea")
    assert f"the record of {intake_id} is damaged" in said
    assert "Tell whoever runs the server" in said
    assert "iopintake repair" not in said
    assert "iopintake restore" not in said


def test_the_trail_of_the_records_names_what_was_deleted_when_and_by_whom(told: Told, tmp_path: Path) -> None:
    assert "Nothing was deleted" in told("history", login="otto")
    intake_id = imported(told, tmp_path)
    assert "is deleted" in told("delete", intake_id, "--yes", login="mara")
    (line,) = json.loads(told("history", "--json", login="otto"))
    assert (line["number"], line["what"].split(" (")[0]) == (1, f"{intake_id} deleted")
    assert line["who"]
    assert line["at"]


def test_what_the_server_refuses_still_waits_and_is_not_said_to_be_nothing(told: Told) -> None:
    told("start", "--plain", login="lea", stdin=b":note the line is bad\n:pause\n")
    said = told("sync", login="lea")
    assert "Still waiting: " in said
    assert "Nothing was waiting" not in said


def test_what_is_wrong_with_a_password_names_both_places_where_one_is_kept() -> None:
    import psycopg

    from iopintake.store.errors import StoreError

    for says in ("fe_sendauth: no password supplied", 'FATAL:  password authentication failed for user "m"'):
        with (
            pytest.raises(
                StoreError, match=r"iopintake database password, or in your password file \(~/.pgpass"
            ),
            explained("the shared records"),
        ):
            raise psycopg.OperationalError(f"connection failed: {says}")


def test_a_backup_of_this_desk_into_a_folder_that_is_not_there_names_the_file_that_was_asked_for(
    run: Run, tmp_path: Path
) -> None:
    done = run("backup", "nowhere/stick.db", IOPINTAKE_HOME=str(tmp_path / "own"))
    said = " ".join(done.stderr.decode().split())
    assert done.returncode == 2
    assert said.startswith("nowhere/stick.db: it can't be written (No such file or directory).")


@pytest.mark.parametrize(("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_shared_records_are_backed_up_and_restored_where_they_are(
    told: Told, command: str, program: str
) -> None:
    said = told(command, "intakes.db", "--yes" if command == "restore" else "--force", login="mara")
    assert f"such as with: {program} " in said


def test_whoever_may_begin_no_intake_is_told_so_at_the_first_question(told: Told) -> None:
    said = told("start", "--plain", login="lea", stdin=b":note the line is bad\n:pause\n")
    assert said.index("With your role you can't begin an intake") < said.index("line is bad")
