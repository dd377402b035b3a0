"""The work of a site: whoever takes a piece first has it, at whichever desk, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from helpers.records import actor, begun, finished, opened, said
from rich.console import Console
from rich.table import Table

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.store.journal.actor import Lease
from iopintake.store.queries.queue import TakenElsewhere, Work, give_back, queue, take
from iopintake.terminal.pages.shared import queue_table

pytestmark = pytest.mark.usefixtures("either")
MANY = 6


def test_of_several_who_take_a_piece_at_once_one_has_it(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    with opened(home) as store:
        intake_id = finished(store, toolkit, answers_of("intent")).id
    at_once = Barrier(MANY)

    def tries(number: int) -> str:
        with opened(home, actor(who=f"person {number}")) as own:
            at_once.wait()
            try:
                take(own, intake_id, take_over=False)
            except TakenElsewhere:
                return ""
            return own.actor.who

    with ThreadPoolExecutor(MANY) as pool:
        (taker,) = filter(None, pool.map(tries, range(MANY)))
    with opened(home) as store:
        (piece,) = queue(store, today())
        assert (piece.work, piece.row.id, piece.taken_by) == (Work.REVIEW_NOW, intake_id, taker)


def test_a_piece_is_given_back_by_whoever_has_it_or_taken_from_them_on_purpose(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    with opened(home, actor(who="mara")) as mara, opened(home, actor(who="tom")) as tom:
        intake_id = finished(mara, toolkit, answers_of("intent")).id
        take(mara, intake_id, take_over=False)
        for act in (take, give_back):
            with pytest.raises(TakenElsewhere, match="looked after by mara"):
                act(tom, intake_id, take_over=False)
        take(tom, intake_id, take_over=True)
        give_back(tom, intake_id, take_over=False)
        (piece,) = queue(mara, today())
        assert piece.taken_by == ""
        take(mara, intake_id, take_over=False)


def test_beside_the_number_of_somebody_else_the_queue_says_whose_it_is(
    home: Path, toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    in_danger = answers_of("intent")
    about = {"caller": Answer(value="other"), "relation": Answer(value="parent")}
    with opened(home) as store:
        finished(store, toolkit, in_danger)
        finished(store, toolkit, replace(in_danger, given={**in_danger.given, **about}))
        assert {piece.caller for piece in queue(store, today())} == {"", "Parent or guardian"}


def test_an_interview_that_is_going_on_says_in_the_queue_with_whom(home: Path, toolkit: Toolkit) -> None:
    with opened(home, actor(who="mara")) as mara, opened(home, actor(who="tom")) as tom:
        session = begun(mara, toolkit)
        session.record(said("first_name", "Ana"))
        session.record(said("callback", "614-555-0142"))
        assert queue(tom, today()) == ()
        session.record(replace(said("suicide_thoughts", "now"), review="now"))
        (piece,) = queue(tom, today())
        assert (piece.work, piece.row.name) == (Work.REVIEW_NOW, "Ana")
        held = Lease(host="desk 2", pid=1, process="", since="2026-11-27T13:05:00+00:00", who="mara")
        at_work = replace(piece, row=replace(piece.row, holder=held))
        on_the_day = date(2026, 11, 27)
        told = shown(queue_table([at_work], on_the_day))
        assert "open with mara since 08:05 EST" in " ".join(told.split())
        day_after = shown(queue_table([at_work], on_the_day + timedelta(days=1), 60), 60)
        for words in ("open with mara", "since Nov 27 at", "08:05 EST", piece.row.id, "614-555-0142"):
            assert words in day_after, "in few columns, too, no word is broken or left out"
        session.record(replace(said("suicide_thoughts", "no"), review=""))
        assert queue(tom, today()) == ()


def shown(table: Table, width: int = 120) -> str:
    out = StringIO()
    Console(file=out, width=width).print(table)
    return out.getvalue()
