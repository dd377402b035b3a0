"""A document on paper, before it has a format: parts with titles, made of a few kinds of block.

Every text in it is plain; a format escapes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from iopintake.support.frozen import frozen

Tone = Literal["go", "care", "stop", "open"]
"""What a verdict comes to at a glance: it fits, settle something first, something else first, not known."""


@frozen
class Paragraph:
    """A paragraph, strong where it must not be missed."""

    text: str
    strong: bool = False


@frozen
class Item:
    """One item: a lead that stands out, the text, and a detail that stands back."""

    text: str
    lead: str = ""
    detail: str = ""


@frozen
class Items:
    """A list, numbered where the order matters."""

    items: tuple[Item, ...]
    numbered: bool = False


@frozen
class Table:
    """A table; ``head`` is empty where the first column names each row."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


@frozen
class Panel:
    """The answer at a glance: a sign and a word, never colour alone, and the sentence."""

    tone: Tone
    sign: str
    word: str
    text: str
    lines: tuple[str, ...] = ()


Block = Paragraph | Items | Table | Panel


@frozen
class Part:
    """Blocks under a title; ``together`` keeps them on one page."""

    title: str
    blocks: tuple[Block, ...]
    together: bool = False


@frozen
class Document:
    """Everything that is on paper, from the title to the small print."""

    title: str
    opening: tuple[Block, ...]
    parts: tuple[Part, ...]
    small_print: tuple[str, ...]
    language: str
    dense: bool = False  # for a chart: small type, narrow margins


def bearing(document: Document, clinic: str) -> Document:
    """Return DOCUMENT with the name of the CLINIC that hands it out at its top, if there is one."""
    if not clinic:
        return document
    return replace(document, opening=(Paragraph(text=clinic, strong=True), *document.opening))
