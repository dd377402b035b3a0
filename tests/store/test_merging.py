"""Two journals that were written to apart come together: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from iopintake.answers.model import Answer, SafetyAction
from iopintake.interview.events import Answered, Viewed
from iopintake.store.journal.chain import Row, chained, digest_of, folded
from iopintake.store.journal.events import Begun, Decided, Event, HalfGiven, PackRef, Paused, Resumed
from iopintake.store.journal.format import written
from iopintake.store.journal.merging import Kind, merge, renamed

BEGUN = Begun(
    as_of=date(2026, 11, 23),
    day=date(2026, 11, 23),
    mode="desk",
    practice=False,
    pack=PackRef(id="iop", version="1", sha256="0" * 64),
    name_question="name",
    phone_question="phone",
)
EVENTS = st.one_of(
    st.builds(
        Answered, st.sampled_from(["age", "name", "sleep"]), st.builds(Answer, value=st.integers(0, 3))
    ),
    st.builds(SafetyAction, kind=st.just("protocol_shown"), needs=st.just(("harm",))),
    st.builds(Viewed, st.none() | st.just("age")),
    st.builds(HalfGiven, question_id=st.just("age"), text=st.text(max_size=3)),
    st.builds(Paused, st.just("asked")),
    st.builds(Resumed, st.just("")),
    st.builds(Decided, level=st.sampled_from(["iop", "php"]), reason=st.just(""), note=st.text(max_size=2)),
)
TAILS = st.lists(EVENTS, max_size=6)


def chain(events: list[Event], desk: str, before: tuple[Row, ...] = ()) -> tuple[Row, ...]:
    """Write events after others, each at its own time."""
    rows = list(before)
    for event in events:
        check = rows[-1][-1] if rows else b""
        at = datetime(2026, 11, 23, 12, len(rows) % 60, tzinfo=UTC).isoformat()
        fields = ("bado-kiru", len(rows) + 1, at, desk, *written(event))
        rows.append((*fields, digest_of(check, *fields)))
    return tuple(rows)


def said_in(rows: tuple[Row, ...]) -> Counter[tuple[str, str, str, str]]:
    """Return what happened, whichever event stands for it."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for _, _, at, who, kind, body, _ in rows:
        held = json.loads(body)
        if kind in {"apart", "late"}:
            at, who, kind, held = held["at"], held["who"], held["kind"], held["body"]  # noqa: PLW2901
        found[at, who, kind, json.dumps(held, sort_keys=True)] += 1
    return found


@given(shared=TAILS, mine=TAILS, theirs=TAILS)
def test_all_that_was_written_on_either_desk_is_there_once_and_the_shared_journal_stays(
    shared: list[Event], mine: list[Event], theirs: list[Event]
) -> None:
    start = chain([BEGUN, *shared], "both")
    here, there = chain(mine, "mara", start), chain(theirs, "tom", start)
    merged = merge(here, there, "desk-1")
    whole = (*there, *merged.rows)
    assert said_in(whole) == said_in(start) + said_in(here[len(start) :]) + said_in(there[len(start) :])
    entries = list(chained(whole))
    assert len(entries) == len(whole)
    assert folded(entries) is not None
    again = merge(here, whole, "desk-1")
    assert again.rows == ()
    assert merge(whole, whole, "desk-1").kind is Kind.SAME
    assert merge(whole, there, "desk-2").rows == merged.rows


@given(shared=TAILS, mine=TAILS, theirs=TAILS, later=TAILS)
def test_what_was_sent_when_the_line_broke_is_not_there_twice_after_going_on(
    shared: list[Event], mine: list[Event], theirs: list[Event], later: list[Event]
) -> None:
    start = chain([BEGUN, *shared], "both")
    here, there = chain(mine, "mara", start), chain(theirs, "tom", start)
    whole = (*there, *merge(here, there, "desk-1").rows)
    gone_on = chain(later, "mara", here)  # the desk never heard that it was kept
    after = (*whole, *merge(gone_on, whole, "desk-1").rows)
    assert said_in(after) == said_in(whole) + said_in(gone_on[len(here) :])


@given(mine=st.lists(EVENTS, min_size=1, max_size=6), theirs=st.lists(EVENTS, min_size=1, max_size=6))
def test_answers_of_both_desks_are_never_joined_by_themselves(mine: list[Event], theirs: list[Event]) -> None:
    start = chain([BEGUN], "both")
    here, there = chain(mine, "mara", start), chain(theirs, "tom", start)
    merged = merge(here, there, "desk-1")
    both_say = all(any(isinstance(e, Answered | SafetyAction) for e in tail) for tail in (mine, theirs))
    they_say = any(isinstance(e, Answered | SafetyAction) for e in theirs)
    ours, others = ([e.level for e in tail if isinstance(e, Decided)] for tail in (mine, theirs))
    decided_otherwise = (
        any(they_say or level != others[-1] for level in ours) if they_say or others else False
    )
    assert (merged.kind is Kind.APART) == (both_say or decided_otherwise)
    before, after = folded(chained(there)), folded(chained((*there, *merged.rows)))
    assert before is not None
    assert after is not None
    if both_say:
        assert after.answers == before.answers
        assert after.apart
        in_danger = any(isinstance(event, SafetyAction) for event in (*mine, *theirs))
        assert after.danger == in_danger, "a sign of danger counts on whichever desk it was seen"


def test_two_intakes_with_one_id_are_told_apart_and_keep_all_under_another() -> None:
    one, other = chain([BEGUN], "mara"), chain([replace(BEGUN, practice=True)], "tom")
    assert merge(one, other, "desk-1").kind is Kind.STRANGERS
    moved = renamed(chain([Viewed("age")], "mara", one), "zuzu-zuzu")
    assert [row[1:6] for row in moved] == [row[1:6] for row in chain([Viewed("age")], "mara", one)]
    assert len(list(chained(moved))) == 2
