"""The file guidance.toml: how to get ready, what stands in the way, what callers ask."""

from __future__ import annotations

from iopintake.packs.conditions import ALWAYS
from iopintake.packs.model.common import LevelId, Rule, Terms, Words, table


@table
class Specific:
    """A sentence for somebody whose answers meet a condition."""

    when: Rule
    text: Words
    hand_out: bool = False  # nothing in it was said in confidence: it may stand on the client's page
    for_levels: tuple[LevelId, ...] = ()  # only when one of these is recommended; none named: always


@table
class Tip:
    """One of the readiness tips, and what it comes to for certain answers."""

    id: str
    title: Words
    text: Words
    specific: tuple[Specific, ...] = ()


@table
class Barrier:
    """Something that stands in the way of starting, and what helps."""

    id: str
    when: Rule
    text: Words
    helps: Words


@table
class Point:
    """A short title and the sentence behind it."""

    title: Words
    text: Words


@table
class Topic:
    """An answer to what callers ask."""

    id: str
    question: Words
    answer: Words
    words: tuple[Terms, ...] = ()  # what else callers say for it
    source: tuple[str, ...] = ()


@table
class InsuranceCheck:
    """What to ask the plan; ``when`` narrows it to some kinds of insurance."""

    text: Words
    when: Rule = ALWAYS
    for_levels: tuple[LevelId, ...] = ()  # only when one of these is recommended; none named: always


@table
class Guidance:
    """The file guidance.toml."""

    tip: tuple[Tip, ...]
    barrier: tuple[Barrier, ...]
    choosing: tuple[Point, ...]
    benefit: tuple[Point, ...]
    topic: tuple[Topic, ...]
    insurance: tuple[InsuranceCheck, ...]
    tips_for: tuple[LevelId, ...] = ("php", "iop", "outpatient")  # the levels one gets ready for
    choosing_for: tuple[LevelId, ...] = ("php", "iop")  # the levels for which one chooses a program
