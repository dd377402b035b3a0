"""The file guidance.toml: how to get ready, what stands in the way, what callers ask."""

from __future__ import annotations

from iopintake.conditions import ALWAYS
from iopintake.packs.model.common import STRICT, Rule
from iopintake.records import record


@record
class Specific:
    """A sentence for somebody whose answers meet a condition."""

    __pydantic_config__ = STRICT
    when: Rule
    text: str


@record
class Tip:
    """One of the readiness tips, and what it comes to for certain answers."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    text: str
    specific: tuple[Specific, ...] = ()


@record
class Barrier:
    """Something that stands in the way of starting, and what helps."""

    __pydantic_config__ = STRICT
    id: str
    when: Rule
    text: str
    helps: str


@record
class Point:
    """A short title and the sentence behind it."""

    __pydantic_config__ = STRICT
    title: str
    text: str


@record
class Topic:
    """An answer to what callers ask."""

    __pydantic_config__ = STRICT
    id: str
    question: str
    answer: str
    source: tuple[str, ...] = ()


@record
class InsuranceCheck:
    """What to ask the plan; ``when`` narrows it to some kinds of insurance."""

    __pydantic_config__ = STRICT
    text: str
    when: Rule = ALWAYS


@record
class Guidance:
    """The file guidance.toml."""

    __pydantic_config__ = STRICT
    tip: tuple[Tip, ...]
    barrier: tuple[Barrier, ...]
    choosing: tuple[Point, ...]
    benefit: tuple[Point, ...]
    topic: tuple[Topic, ...]
    insurance: tuple[InsuranceCheck, ...]
