"""Markdown: a CommonMark parser finds nothing but text in what a person typed, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.cases import CASES, TODAY
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import Toolkit
from iopintake.export.as_markdown import summary_markdown
from iopintake.export.markdown_text import bold, md, md_line
from iopintake.support.safe_text import safe_text

PLACES = {
    "a paragraph": "{md}",
    "within a sentence": "Said: {md} So it is.",
    "an item": "- {md}",
    "an item with a second text": "- **title**: {md} {md}",
    "a numbered item": "1. {md}",
    "an item within an item": "- one\n  - {md}",
    "a quotation": "> {md_line}",
    "a heading": "# {md_line}",
    "a section's heading": "before\n\n## {md_line}\n\nafter",
    "bold": "- before {bold} after",
    "a cell": "| a | b |\n|---|---|\n| {md_line} | x |",
    "behind brackets": "- met ({md})",
}
"""Where a text stands in what this program writes."""

PARSERS = {
    "CommonMark": MarkdownIt("commonmark"),
    "GitHub's, bare addresses too": MarkdownIt("gfm-like"),
}
CONTENT = {"text", "softbreak", "hardbreak", "text_special"}

marks = st.text(alphabet="\\`*_{}[]()#+-=!|<>~&.:;/'\"$^@ \n\t1aw9)", max_size=24)
known = st.sampled_from(
    [
        "Title\n===",
        "Title\n---",
        "1. one\n2. two",
        "# heading #",
        "    code",
        "```\ncode\n```",
        "~~~",
        "<script>alert(1)</script>",
        "<!-- gone -->",
        "https://example.com/a?b=c",
        "www.example.com",
        "ana@example.com",
        "example.com",
        "mailto:ana@example.com",
        "[x](javascript:alert(1))",
        "[x]: https://example.com",
        "![x](https://example.com/x.png)",
        "&lt;b&gt; &#60;",
        "a | b\n--- | ---\n1 | 2",
        "a\n:-",
        "* * *",
        "- [ ] to do",
        "[^1]: note",
        "line  \nline\\\nline",
        "\n\n\n# a\n\n\n- b",
        "\\",
        "a\\",
    ]
)
texts = st.one_of(marks, known, st.text(max_size=20), st.tuples(known, marks, known).map("".join))


def structure(tokens: list[Token]) -> list[str]:
    """Name every token that is more than text, in order."""
    return [token.type for token in flat(tokens) if token.type not in CONTENT]


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def written(place: str, text: str) -> str:
    return PLACES[place].format(md=md(text), md_line=md_line(text), bold=bold(text))


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60, deadline=None)
@example(text="Title\n===")
@example(text="1. one\n2. two")
@example(text="1\n1")
@example(text="see https://example.com")
@given(text=texts)
def test_whatever_is_typed_is_text_and_nothing_else(place: str, parser: str, text: str) -> None:
    seen = "x" if md_line(text) else ""
    parse = PARSERS[parser].parse
    assert structure(parse(written(place, text))) == structure(parse(written(place, seen)))


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_a_reader_sees_what_was_typed(text: str) -> None:
    inline = [token for token in flat(PARSERS["CommonMark"].parse(md(text))) if token.type in CONTENT]
    seen = "".join(token.content or "\n" for token in inline)
    assert seen.split() == safe_text(text).split()


def test_words_and_numbers_stay_as_they_are() -> None:
    text = "Sleep was bad - 3.5 hours (at most), e g. twice; 10:30 a day/night, 50% worse!"
    assert md(text) == text


@settings(max_examples=40, deadline=None)
@example(text="Title\n===")
@given(text=texts)
def test_a_whole_summary_has_the_same_structure_whoever_typed_it(toolkit: Toolkit, text: str) -> None:
    def document(said: str) -> str:
        data = CASES["intent"].data
        free = {
            id_: {"value": said, "note": said}
            for id_, q in toolkit.pack.questions.items()
            if q.type == "text"
        }
        read = read_answers(toolkit.pack, "here", {**data, "answers": {**data["answers"], **free}}, TODAY)
        return summary_markdown(toolkit.summarize(read.answers, NOBODY), toolkit.pack)

    parse = PARSERS["CommonMark"].parse
    seen = "x" if md_line(text) else text
    assert structure(parse(document(text))) == structure(parse(document(seen)))
