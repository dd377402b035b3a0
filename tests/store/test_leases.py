"""A draft is open in one place at a time, in a file as on a server; whoever lost it writes nothing more."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.records import actor, begun, opened, said

from iopintake.checking.toolkit import Toolkit
from iopintake.store.errors import OpenElsewhere, StoreError, TakenOver
from iopintake.store.session.begin import resume_session
from iopintake.store.upkeep.deletion import remove
from iopintake.support.errors import IopintakeError

pytestmark = pytest.mark.usefixtures("either")


@contextmanager
def says(*words: str, kind: type[IopintakeError] = StoreError) -> Iterator[None]:
    """Expect an error of one line that says these words."""
    with pytest.raises(kind) as caught:
        yield
    assert "\n" not in caught.value.headline
    for word in words:
        assert word in caught.value.headline


def draft(home: Path, toolkit: Toolkit) -> str:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
        session.pause("asked")
        return session.id


@contextmanager
def another_window(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Have a draft open in another process."""
    program = """
        import sys, time
        sys.path.insert(0, "tests")
        from pathlib import Path
        from iopintake.checking.toolkit import load_toolkit
        from helpers.records import begun, actor, opened, said
        store = opened(Path(sys.argv[1]), actor(who="tom"))
        session = begun(store, load_toolkit(None))
        session.record(said("first_name", "Ana"))
        print(session.id, flush=True)
        for line in sys.stdin:
            try:
                session.record(said("age", int(line)))
                print("saved", flush=True)
            except Exception as error:
                print(type(error).__name__, error.headline, flush=True)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child:
        yield child, child.stdout.readline().strip()
        child.kill()


def test_a_draft_that_is_open_elsewhere_is_not_taken_over_unseen(home: Path) -> None:
    with another_window(home) as (child, intake_id), opened(home) as store:
        assert child.stdin is not None
        assert child.stdout is not None
        with says("open on desk-1", f"process {child.pid}", "tom", "since 07:00 EST", kind=OpenElsewhere):
            resume_session(store, intake_id, take_over=False)
        with says("open on desk-1", kind=OpenElsewhere):
            remove(store, intake_id, "asked for")
        mine = resume_session(store, intake_id, take_over=True)
        print(40, file=child.stdin, flush=True)
        said_there = child.stdout.readline()
        assert said_there.startswith("TakenOver")
        assert "on desk-1 by mara" in said_there
        mine.record(said("first_name", "Hanna"))
        intake = store.intake(intake_id)
        assert "age" not in intake.answers
        late = [entry.event for entry in store.entries(intake_id) if type(entry.event).__name__ == "Late"]
        assert [event.body["value"] for event in late] == [40]


def test_a_draft_whose_process_is_dead_is_free(home: Path) -> None:
    with another_window(home) as (child, intake_id):
        child.send_signal(signal.SIGKILL)
        child.wait()
        with opened(home) as store:
            mine = resume_session(store, "", take_over=False)
            assert mine.id == intake_id
            assert mine.answers.value("first_name") == "Ana"


def test_a_draft_on_another_machine_counts_as_open(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store:
        session = begun(store, toolkit)
        session.record(said("first_name", "Ana"))
    with opened(home, actor(host="desk-2")) as store:
        with says("open on desk-1", kind=OpenElsewhere):
            resume_session(store, session.id, take_over=False)
        resume_session(store, session.id, take_over=True)


def test_the_latest_draft_is_the_latest_that_is_free(home: Path, toolkit: Toolkit) -> None:
    earlier = draft(home, toolkit)
    with another_window(home), opened(home) as store:
        assert resume_session(store, "", take_over=False).id == earlier


def test_two_sittings_of_one_draft_never_mix(home: Path, toolkit: Toolkit) -> None:
    with opened(home) as store, opened(home) as other:
        first = begun(store, toolkit)
        second = resume_session(other, first.id, take_over=True)
        with pytest.raises(TakenOver):
            first.record(said("age", 40))
        second.record(said("age", 41))
        assert store.intake(first.id).answers.value("age") == 41


def test_four_windows_lose_no_event(home: Path) -> None:
    program = """
        import sys
        sys.path.insert(0, "tests")
        from pathlib import Path
        from iopintake.checking.toolkit import load_toolkit
        from helpers.records import begun, opened, said
        with opened(Path(sys.argv[1])) as store:
            session = begun(store, load_toolkit(None))
            for number in range(100):
                session.record(said("first_name", f"{sys.argv[2]}-{number}"))
            print(session.id)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(home)]
    children = [subprocess.Popen([*command, str(n)], stdout=subprocess.PIPE, text=True) for n in range(4)]
    ids = [child.communicate()[0].strip() for child in children]
    with opened(home) as store:
        for writer, intake_id in enumerate(ids):
            entries = store.entries(intake_id)[1:]
            assert [entry.number for entry in entries] == list(range(2, 102))
            texts = [entry.event.answer.value for entry in entries]  # type: ignore[union-attr]
            assert texts == [f"{writer}-{number}" for number in range(100)]
