"""A line of JSON says what the indented JSON says, in the same order."""

from __future__ import annotations

import json

import pytest
from helpers.cases import CASES, TODAY
from helpers.shipped import TOOLKIT
from hypothesis import given
from hypothesis import strategies as st

from iopintake.answers.files import read_answers
from iopintake.export.as_json import to_json, to_json_line


def in_order(data: bytes) -> object:
    return json.loads(data.decode(), object_pairs_hook=list)


@pytest.mark.parametrize("name", sorted(CASES)[::12])
def test_a_summary_in_one_line_has_the_same_fields_in_the_same_order(name: str) -> None:
    read = read_answers(TOOLKIT.pack, "", CASES[name].data, TODAY)
    summary = TOOLKIT.summarize(read.answers, read.circumstances)
    line = to_json_line(summary)
    assert line.count(b"\n") == 1
    assert in_order(line) == in_order(to_json(summary))


texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)


@given(st.dictionaries(texts, st.lists(st.one_of(texts, st.integers(), st.booleans(), st.none()))))
def test_whatever_a_person_typed_comes_back_as_it_was(data: dict[str, object]) -> None:
    line = to_json_line(data)
    assert line.count(b"\n") == 1
    assert json.loads(line) == json.loads(to_json(data)) == data
