"""The files crisis.toml and screeners.toml: who helps in danger, and what is recorded of screeners."""

from __future__ import annotations

from dataclasses import field

from iopintake.packs.conditions import ALWAYS
from iopintake.packs.model.common import Rule, table
from iopintake.packs.model.questions import Option


@table
class Resource:
    """A service that helps in a crisis."""

    id: str
    title: str
    how: str
    note: str = ""
    when: Rule = ALWAYS
    source: tuple[str, ...]


@table
class Crisis:
    """The file crisis.toml: what goes with every protocol, and the services that help."""

    place_question: str
    callback_question: str
    discreet_question: str = ""  # whose answer is the sentence that ends a call when somebody comes in
    choices: tuple[Option, ...]  # what the operator may do next
    hand_over: tuple[str, ...]  # read to whoever takes the caller on; {person}, {place} and {callback}
    hand_over_other: tuple[str, ...] = ()  # the same when the call is about somebody else
    hand_over_questions: tuple[str, ...] = ()  # whose answers follow, as far as they were given
    hand_over_none: str  # the last line: what was asked and denied, with {questions}
    not_known: str  # stands for a place or a number that nobody gave
    checklist: tuple[str, ...] = ()  # what the operator ticks off
    checklist_none: str = "None of these yet"  # recorded as well: it was asked, and nothing was done
    locked: str  # said beside a recommendation that a crisis sign has locked
    conflict: str  # a crisis sign in an answer that no longer belongs; {question}
    conflict_step: str = "Clear up with the person which of the two answers holds."
    corrected: str = "A sign of danger was corrected during the interview: {question}."
    corrected_step: str = "A clinician goes over it with the person today."
    protective: tuple[str, ...] = ()  # questions whose answers stand beside the risks
    source: tuple[str, ...]
    resource: tuple[Resource, ...]


@table
class Band:
    """From which total on a screener's result bears a name."""

    from_total: int
    label: str


@table
class ScreenerItem:
    """A single item of a screener whose answer is recorded by itself."""

    question: str
    loinc: str


@table
class Screener:
    """A standard scored questionnaire whose result is recorded."""

    id: str
    title: str
    question: str  # the question that records the total or the level
    loinc: str = ""  # the code of the total
    panel: str = ""  # the code of the whole questionnaire
    answer_loinc: dict[str, str] = field(default_factory=dict)  # where the result is an option: its codes
    item: tuple[ScreenerItem, ...] = ()
    band: tuple[Band, ...] = ()
    source: tuple[str, ...]


@table
class ScreenersFile:
    """The file screeners.toml."""

    screener: tuple[Screener, ...]
