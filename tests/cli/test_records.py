"""The commands of the records as a person runs them."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import keyring
import pytest
from helpers.cases import Run
from helpers.fakes import NOON
from helpers.records import Clock, actor, finish, finished, plan, said
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from iopintake.answers.model import Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.cli.records.opening import actor as real_actor
from iopintake.interview.events import Answered
from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home
from iopintake.store.session.begin import amend_session, begin_session
from iopintake.store.session.decision import decide, follow_up
from iopintake.store.session.kept import KeptSession

Case = Callable[[str], Answers]
HOSTILE = "[bold]Eve[/bold] \x1b[31m \u202e =cmd() \ud800"


@pytest.fixture
def kept(home: Path, toolkit: Toolkit, answers_of: Case) -> dict[str, str]:
    """Keep some intakes in the usual folder; return their ids by case."""
    folder = home / ".local" / "share" / "iopintake"
    ids = {}
    with open_store(Home(folder), actor(Clock(pace=7)), str) as store:
        for name, person in (
            ("panic_weekly_not_enough", "Ana"),
            ("intent", HOSTILE),
            ("teen_with_mother", "Zoë"),
        ):
            answers = answers_of(name).with_answer("first_name", said("first_name", person).answer)
            ids[name] = finished(store, toolkit, answers).id
        draft = begin_session(store, plan(toolkit), answers_of("intent"))
        draft.pause("asked")
        ids["draft"] = draft.id
        follow_up(store, ids["intent"], disposition="call_back", due=date(2026, 1, 2), note="")
    return ids


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command as everywhere, on a screen that is wide enough for the tables."""
    return partial(run, COLUMNS="100")


def lines(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def ids_of(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [row["id"] for row in json.loads(lines(done))]


def test_intakes_are_listed_newest_first_and_by_what_is_wanted(run: Run, kept: dict[str, str]) -> None:
    assert ids_of(run("list", "--json")) == list(reversed(kept.values()))
    for arguments, wanted in (
        (["--state", "draft"], ["draft"]),
        (["--state", "finished", "--level", "iop"], ["teen_with_mother", "panic_weekly_not_enough"]),
        (["--track", "teen"], ["teen_with_mother"]),
        (["--review", "now"], ["intent"]),
        (["--due"], ["intent"]),
        (["--day", "2026-11-23", "--limit", "1"], ["draft"]),
        (["--day", "2026-11-24"], []),
    ):
        assert ids_of(run("list", "--json", *arguments)) == [kept[name] for name in wanted], arguments


def test_a_list_without_hits_says_so(run: Run, kept: dict[str, str]) -> None:
    done = run("list", "--day", "2020-01-01")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no such intake" in done.stderr


def test_names_and_numbers_are_asked_for(run: Run, kept: dict[str, str]) -> None:
    assert ids_of(run("list", "--json", "--name", stdin="ZOE\u0308\n".encode())) == [kept["teen_with_mother"]]
    assert len(ids_of(run("list", "--json", "--phone", stdin=b"+1 555-0199\n"))) >= 1
    assert run("list", "--name").returncode == 2


def test_a_list_shows_hostile_names_without_running_them(run: Run, kept: dict[str, str]) -> None:
    shown = lines(run("list", COLUMNS="200"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]Eve[/bold] \\x1b[31m \\u202e =cmd() ?" in shown


def test_a_summary_is_shown_as_it_was_then(run: Run, kept: dict[str, str]) -> None:
    intake_id = kept["intent"]
    table = json.loads(lines(run("show", intake_id[:5], "--json")))
    assert table["intake"]["id"] == intake_id
    assert table["person"]["first_name"] == HOSTILE
    assert table["recommendation"]["verdict"] == "higher_level_first"
    assert "Recommended" in (shown := lines(run("show", intake_id))) or "emergency" in shown.lower()
    assert "\x1b" not in shown
    assert b"draft, not finished" in run("show", kept["draft"]).stdout
    unknown = run("show", "xyxy")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert unknown.stderr.count(b"\n") == 1


def test_todays_pack_is_held_against_the_one_of_then(run: Run, kept: dict[str, str], tmp_path: Path) -> None:
    intake_id = kept["panic_weekly_not_enough"]
    assert "gives the same result" in lines(run("show", intake_id, "--reassess"))
    run("pack", "copy", "clinic")
    levels = tmp_path / "clinic" / "levels.toml"
    levels.write_text(levels.read_text().replace('level = "iop"\nwhen', 'level = "php"\nwhen'))
    done = run("show", intake_id, "--reassess", "--pack", "clinic", "--json")
    table = json.loads(lines(done))
    changed = {item["what"]: (item["then"], item["now"]) for item in table["differences"]}
    assert changed["level"] == ("iop", "php")
    assert "text of the pack" in changed
    assert json.loads(lines(run("show", intake_id, "--json")))["recommendation"]["level"] == "iop"


@pytest.mark.parametrize("command", ["show", "decide", "amend", "delete", "settle", "export", "explain"])
def test_a_command_without_an_id_says_where_ids_are_found(run: Run, command: str) -> None:
    done = run(command)
    assert done.returncode == 2
    assert b"iopintake list" in done.stderr
    assert b"ID" not in done.stderr


def test_a_decision_stands_beside_the_recommendation_everywhere(run: Run, kept: dict[str, str]) -> None:
    intake_id = kept["panic_weekly_not_enough"]
    assert b"iopintake" not in (refused := run("decide", intake_id, "--level", "phq")).stdout
    assert b'Did you mean "php"' in refused.stderr
    done = run("decide", intake_id, "--level", "php", "--reason", "wait_list", "--note", stdin=b"no place\n")
    assert done.returncode == 0
    table = json.loads(lines(run("show", intake_id, "--json")))
    assert table["recommendation"]["level"] == "iop"
    decision = table["decision"]
    assert (decision["level"], decision["agrees"], decision["reason"]) == ("php", False, "wait_list")
    assert decision["note"] == "no place"
    shown = lines(run("show", intake_id, COLUMNS="160"))
    assert shown.count(": a PHP (recommended was an IOP).") == 2, "top and foot"
    assert "Note: no place" in shown
    for form in ("markdown", "html"):
        exported = lines(run("export", intake_id, "--format", form)).replace("\\", "")
        assert "a PHP (recommended was an IOP)." in exported
        assert "Reason: wait list." in exported
    nameless = json.loads(lines(run("export", intake_id, "--deidentify")))
    assert (nameless["person"], nameless["decision"]["by"], nameless["decision"]["level"]) == (
        None,
        "",
        "php",
    )
    assert kept["panic_weekly_not_enough"] in ids_of(run("list", "--json", "--level", "php"))


def test_enter_alone_or_a_wrong_number_asks_for_the_decision_again(run: Run, kept: dict[str, str]) -> None:
    done = run("decide", kept["panic_weekly_not_enough"], stdin=b"\n4\n\n99\n12\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().count("then Enter.") == 3
    assert "is recorded" in done.stderr.decode()


def test_what_is_not_given_is_asked_for(run: Run, kept: dict[str, str]) -> None:
    done = run("decide", kept["panic_weekly_not_enough"], stdin=b"4\n12\n")
    assert done.returncode == 0, done.stderr
    table = json.loads(lines(run("show", kept["panic_weekly_not_enough"], "--json")))
    assert (table["decision"]["level"], table["decision"]["reason"]) == ("php", "clinician_judgment")
    assert run("decide", kept["intent"], "--disposition", "referred", "--due", "2026-12-01").returncode == 0
    assert run("decide", kept["intent"], "--disposition", "lost").returncode == 2
    assert run("decide", kept["intent"], "--disposition", "referred", "--due", "soon").returncode == 2


def test_exports_are_written_whole_and_never_over_a_file(
    run: Run, kept: dict[str, str], tmp_path: Path
) -> None:
    done = run("export", "--all", "--output", "all.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [row["intake"]["id"] for row in rows] == [kept[name] for name in list(kept)[:3]]
    assert rows[1]["person"]["first_name"] == HOSTILE
    assert (tmp_path / "all.jsonl").stat().st_mode & 0o777 == 0o600
    again = run("export", "--all", "--output", "all.jsonl")
    assert (again.returncode, b"--force" in again.stderr) == (2, True)
    assert run("export", "--all", "--output", "all.jsonl", "--force").returncode == 0
    assert run("export", kept["intent"], "xyxy", "--output", "some.jsonl").returncode == 2
    assert not (tmp_path / "some.jsonl").exists()
    assert run("export", "--all", "--format", "json").returncode == 2
    assert run("export").returncode == 2
    for form in ("markdown", "html"):
        shown = run("export", kept["intent"], "--format", form).stdout
        assert b"\x1b" not in shown
        assert b"Where the person is: " in shown
        assert b"Number to call back: " in shown
        assert kept["intent"].encode() in shown


@pytest.mark.parametrize(
    ("why", "told"), [("paused", "paused"), ("", "paused"), ("interrupted", "paused (interrupted)")]
)
def test_the_history_says_once_that_an_intake_was_paused(
    run: Run, home: Path, toolkit: Toolkit, why: str, told: str
) -> None:
    with open_store(Home(home / "r"), actor(Clock()), str) as store:
        session = begin_session(store, plan(toolkit), Answers(date(2026, 11, 23)))
        session.record(said("first_name", "Ana"))
        session.pause(why)
    rows = json.loads(lines(run("history", session.id, "--home", str(home / "r"), "--json")))
    assert rows[-1]["what"] == told


def test_the_history_shows_changes_with_old_and_new(run: Run, home: Path, toolkit: Toolkit) -> None:
    with open_store(Home(home / "r"), actor(Clock(pace=4)), str) as store:
        session = begin_session(store, plan(toolkit), Answers(date(2026, 11, 23)))
        session.record(said("first_name", "Ana"))
        session.record(said("first_name", "Hanna", note="misheard"))
        session.pause("asked")
    rows = json.loads(lines(run("history", session.id, "--home", str(home / "r"), "--json")))
    assert [row["what"] for row in rows] == ["begun (desk)", "answered", "changed", "paused (asked)"]
    assert (rows[2]["old"], rows[2]["new"], rows[2]["note"]) == ("Ana", "Hanna", "misheard")
    assert (rows[2]["seconds"], rows[2]["who"]) == (4.0, "mara")
    shown = lines(run("history", session.id, "--home", str(home / "r"), COLUMNS="160"))
    assert "First name or initials (misheard)" in shown


def test_the_report_counts_by_week_without_names(
    run: Run, home: Path, kept: dict[str, str], toolkit: Toolkit
) -> None:
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:
        decide(store, kept["intent"], level="php", reason="refuses", note="")
        decide(store, kept["teen_with_mother"], level="iop", reason="", note="")
    (week,) = json.loads(lines(run("report", "--json")))
    assert (week["week"], week["intakes"], week["unfinished"], week["decided"]) == ("2026-W48", 3, 1, 2)
    assert week["verdicts"] == {"fits": 2, "higher_level_first": 1}
    assert week["overrides"] == {"refuses": 1}
    table = list(csv.reader(io.StringIO(lines(run("report", "--csv")))))
    assert ["2026-W48", "levels", "iop", "2"] in table
    shown = lines(run("report"))
    assert "2026-W48" in shown
    assert "Ana" not in shown
    assert "Eve" not in shown
    narrow = lines(run("report", COLUMNS="60"))
    for heading in ("Finished", "danger", "Median", "Decided", "Overridden"):
        assert heading in narrow


def test_the_report_counts_every_danger_that_the_journal_recorded_finished_or_not(
    run: Run, home: Path, kept: dict[str, str], toolkit: Toolkit, answers_of: Case
) -> None:
    calm = answers_of("panic_weekly_not_enough")
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:

        def called(*kinds: str) -> KeptSession:
            session = begin_session(store, plan(toolkit), calm)
            for kind in kinds:
                session.record(SafetyAction(kind=kind, at=NOON))
            return session

        called("protocol_shown", "under_way").pause("asked")
        called("protocol_shown", "not_needed").pause("asked")
        acted = called("protocol_shown", "transfer", "stay")
        finish(acted, toolkit)
        practice = begin_session(store, replace(plan(toolkit), practice=True), answers_of("intent"))
        practice.pause("asked")
    (week,) = json.loads(lines(run("report", "--json")))
    assert (week["intakes"], week["unfinished"], week["crises"]) == (4, 3, 3)
    shown = run("report")
    assert b"Not counted: 1 for practice." in shown.stderr
    assert "IOP fits" in lines(shown)
    assert "higher_level" not in lines(shown)
    assert "fits" not in lines(shown).replace("IOP fits", "")


def test_a_report_over_nothing_says_so(run: Run, home: Path, toolkit: Toolkit) -> None:
    assert b"no intake was begun" in run("report").stderr
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:
        begin_session(store, plan(toolkit), Answers(date(2026, 11, 23))).record(said("first_name", "Ana"))
    assert b"No intake is finished yet" in run("report").stderr


def test_no_code_stands_where_a_person_reads(run: Run, kept: dict[str, str]) -> None:
    told = run("decide", kept["panic_weekly_not_enough"], stdin=b"4\n2\n").stderr.decode()
    assert "Partial hospitalization (PHP) is recorded" in told
    run("decide", kept["panic_weekly_not_enough"], "--disposition", "call_back")
    history = " ".join(lines(run("history", kept["panic_weekly_not_enough"], COLUMNS="300")).split())
    assert "decided: Partial hospitalization (PHP)" in history
    assert "follow-up: to be called back" in history
    for text in (told, history):
        assert not re.search(r"call_back|not_available|twenty_four|\bphp\b|higher_level", text), text


def test_deleting_what_is_open_elsewhere_is_refused_before_anything_is_asked(
    run: Run, home: Path, toolkit: Toolkit, answers_of: Case
) -> None:
    now = Clock(datetime.now(UTC))
    with open_store(Home(home / ".local" / "share" / "iopintake"), actor(now, host="desk-9"), str) as store:
        open_there = begin_session(store, plan(toolkit), answers_of("intent")).id
        refused = run("delete", open_there, stdin=b"y\n")
    assert refused.returncode != 0
    assert b"is open on desk-9" in refused.stderr
    assert b"for good?" not in refused.stderr
    assert run("delete", open_there, "--take-over", stdin=b"n\n").stderr.count(b"for good?") == 1


def test_deleting_asks_first_and_names_nobody(run: Run, kept: dict[str, str]) -> None:
    intake_id = kept["intent"]
    refused = run("delete", intake_id, stdin=b"n\n")
    assert b"no clinician has decided on it" in refused.stderr
    assert b"Nothing was deleted" in refused.stderr
    assert b"Eve" not in refused.stderr
    assert run("delete", intake_id, stdin=b"y\n").returncode == 0
    assert b"was deleted on" in run("show", intake_id).stderr
    assert run("purge", "--older-than", "0d").returncode == 2
    assert b"Nothing was deleted" in run("purge", "--older-than", "9999d", "--yes").stderr
    assert len(ids_of(run("list", "--json"))) == 3


def test_records_are_backed_up_restored_encrypted_and_decrypted(run: Run, kept: dict[str, str]) -> None:
    passphrase = "grüne Wiese mit Kühen"
    twice = f"{passphrase}\n{passphrase}\n".encode()
    assert run("backup", "backup.db").returncode == 0
    differing = run("encrypt", stdin=b"one passphrase\nanother one\n")
    assert (differing.returncode, b"differ" in differing.stderr) == (2, True)
    assert run("encrypt", stdin=twice).returncode == 0
    wrong = run("list", stdin=b"a wrong one\n")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count(b"\n")) == (2, b"", 1)
    assert b"this is not the passphrase of these records" in wrong.stderr
    right = f"{passphrase}\n".encode()
    assert len(ids_of(run("list", "--json", stdin=right))) == 4
    assert run("backup", "sealed.db", stdin=right).returncode == 0
    assert run("list", "--json").returncode == 2
    assert run("decrypt", "--yes", stdin=right).returncode == 0
    assert run("delete", kept["intent"], "--yes").returncode == 0
    restored = run("restore", "sealed.db", "--yes", stdin=right)
    assert b"3 intakes are restored; 1 deleted since stay deleted" in restored.stderr
    assert len(ids_of(run("list", "--json", stdin=right))) == 3
    plain = run("restore", "backup.db", "--yes", stdin=right)
    assert b"3 intakes are restored; 1 deleted since stay deleted" in plain.stderr
    assert b"The records are encrypted" in plain.stderr, "a plain backup does not take the protection away"
    assert run("list", "--json").returncode == 2
    assert len(ids_of(run("list", "--json", stdin=right))) == 3
    assert run("restore", "nowhere.db", "--yes").returncode == 2


class Keyring(KeyringBackend):
    """The system's keyring, in memory; it may be locked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._opened()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._opened()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._opened()
        del self.kept[service, username]

    def _opened(self) -> None:
        if self.is_locked:
            raise KeyringLocked("locked")


@pytest.fixture
def system_keyring() -> Iterator[Keyring]:
    before, mine = keyring.get_keyring(), Keyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_a_passphrase_in_the_keyring_is_not_asked_for(
    run: Run, kept: dict[str, str], system_keyring: Keyring
) -> None:
    twice = b"a long passphrase\n" * 2
    assert run("encrypt", "--keyring", stdin=twice).returncode == 0
    assert list(system_keyring.kept.values()) == ["a long passphrase"]
    assert len(ids_of(run("list", "--json"))) == 4
    system_keyring.is_locked = True
    assert run("list").returncode == 2, "nobody is there to ask"
    assert len(ids_of(run("list", "--json", stdin=b"a long passphrase\n"))) == 4
    system_keyring.is_locked = False
    assert run("decrypt", "--yes").returncode == 0
    assert not system_keyring.kept
    assert len(ids_of(run("list", "--json"))) == 4


def test_a_keyring_that_takes_nothing_is_told_and_the_passphrase_is_asked_for(
    run: Run, kept: dict[str, str], system_keyring: Keyring
) -> None:
    system_keyring.is_locked = True
    done = run("encrypt", "--keyring", stdin=b"a long passphrase\n" * 2)
    assert b"keyring does not take the passphrase" in done.stderr
    assert len(ids_of(run("list", "--json", stdin=b"a long passphrase\n"))) == 4


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show",
        "export",
        "delete",
        "purge",
        "history",
        "decide",
        "report",
        "backup",
        "restore",
        "repair",
        "encrypt",
    ],
)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    assert b"Example: iopintake" in run(command, "--help").stdout


@pytest.mark.parametrize(
    "command",
    [
        ("decide", "--level", "iop"),
        ("decide", "--disposition", "call_back"),
        ("delete", "--yes"),
    ],
)
def test_whatever_is_recorded_is_recorded_of_the_operator_whom_the_settings_name(
    run: Run, home: Path, kept: dict[str, str], command: tuple[str, ...]
) -> None:
    intake_id = kept["panic_weekly_not_enough"]
    name, *options = command
    done = run(name, intake_id, *options, IOPINTAKE_OPERATOR="A. Reyes")
    assert done.returncode == 0, done.stderr
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:
        query = (
            "SELECT who FROM deleted WHERE intake = ?"
            if name == "delete"
            else "SELECT who FROM event WHERE intake = ? ORDER BY number DESC LIMIT 1"
        )
        assert store.connection.execute(query, (intake_id,)).fetchone() == ("A. Reyes",)


def test_a_fault_elsewhere_in_the_settings_keeps_nobody_from_the_records(
    run: Run, home: Path, kept: dict[str, str]
) -> None:
    settings = home / ".config/iopintake/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('operator = "A. Reyes"\nretention_days = "many"\nunknown = 1\n')
    for command in (("list",), ("show", kept["intent"]), ("repair",), ("backup", "copy.iop")):
        done = run(*command)
        assert done.returncode == 0, (command, done.stderr)


def test_a_decision_from_before_an_amendment_stands_no_more(
    run: Run, home: Path, kept: dict[str, str], answers_of: Case, toolkit: Toolkit
) -> None:
    intake_id = kept["panic_weekly_not_enough"]
    assert run("decide", intake_id, "--level", "iop").returncode == 0
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:
        session = amend_session(store, intake_id, "called back", take_over=False)
        for question_id, answer in answers_of("intent").items():
            session.record(Answered(question_id, answer))
        finish(session, toolkit)
    assert intake_id in ids_of(run("list", "--json", "--review", "now"))
    shown = lines(run("show", intake_id, COLUMNS="160"))
    assert "before the intake was amended: an IOP (as recommended)." in shown
    assert "It no longer stands: a new decision is due." in shown
    assert "amended on" in shown
    assert "called back" in shown


def test_a_draft_with_a_sign_of_danger_is_due_now_and_is_offered_first(
    run: Run, home: Path, kept: dict[str, str], toolkit: Toolkit
) -> None:
    with open_store(Home(home / ".local/share/iopintake"), real_actor(), str) as store:
        session = begin_session(store, plan(toolkit), Answers(date(2026, 11, 23)))
        session.record(said("first_name", "Tom"))
        session.record(SafetyAction(kind="protocol_shown", needs=("suspected_overdose",)))
        session.pause("interrupted")
        begun = begin_session(store, plan(toolkit), Answers(date(2026, 11, 23)))
        begun.record(said("first_name", "Later"))
        begun.pause("asked")
    assert session.id in ids_of(run("list", "--json", "--review", "now"))
    assert begun.id not in ids_of(run("list", "--json", "--review", "now"))


def test_another_level_than_emergency_help_needs_a_second_yes(run: Run, kept: dict[str, str]) -> None:
    intake_id = kept["intent"]
    lower = ["decide", intake_id, "--level", "outpatient", "--reason", "refuses"]
    assert b"No decision was recorded" in run(*lower, stdin=b"n\n").stderr
    assert intake_id in ids_of(run("list", "--json", "--review", "now"))
    assert run(*lower, stdin=b"y\n").returncode == 0
