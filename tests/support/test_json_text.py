"""JSON from outside: however it is looked at, the same comes out, or the same is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopintake.support import data_text
from iopintake.support.data_text import Unreadable, from_json

KEYS = st.sampled_from(["age", "a:b", "é", "", 'quo"te', "\\u0061ge"])
PLAIN = st.one_of(
    st.text(max_size=6),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(),
    st.sampled_from([2**64, 10**30, "12:30", "\ud800"]),
)


def pairs(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return tables as text, in which a key can stand twice."""
    written = st.tuples(KEYS, st.sampled_from([":", ": ", " : "]), values).map(
        lambda pair: f'"{pair[0]}"{pair[1]}{pair[2]}'.replace('quo"te', 'quo\\"te')
    )
    return st.lists(written, max_size=4).map(lambda some: "{" + ", ".join(some) + "}")


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, max_size=3).map(lambda some: "[" + ",".join(some) + "]")


TEXTS = st.recursive(
    PLAIN.map(json.dumps), lambda inner: st.one_of(pairs(inner), lists(inner)), max_leaves=12
) | st.text(max_size=12)


def outcome(text: str) -> Any:
    """Return what TEXT holds, so that 1, 1.0 and true are told apart, or what is wrong with it."""
    try:
        return repr(from_json(text))
    except Unreadable as error:
        return str(error)


@given(TEXTS)
def test_what_is_read_fast_is_what_python_reads(text: str) -> None:
    fast = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_text, "_plain", lambda _text: None)
        assert outcome(text) == fast


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a" : 2}', '{"a": {"b": 1, "b": 2}}', '{"a": 1, "\\u0061": 2}', '{"a": [{"b": 1, "b": 2}]}'],
)
def test_a_key_that_stands_twice_is_told_wherever_it_stands(text: str) -> None:
    with pytest.raises(Unreadable, match="stands twice"):
        from_json(text)


def test_plain_answers_are_read_fast() -> None:
    text = '{"answers": {"age": 31, "symptoms": ["mood"], "privacy": {"absent": "asked-declined"}}}'
    assert data_text._plain(text) == json.loads(text)
