"""The files crisis.toml and screeners.toml: who helps in danger, and what is recorded of screeners."""

from __future__ import annotations

from dataclasses import field

from iopintake.packs.conditions import ALWAYS
from iopintake.packs.model.common import Rule, Words, table
from iopintake.packs.model.questions import Option


@table
class Resource:
    """A service that helps in a crisis."""

    id: str
    title: Words
    how: Words
    note: Words = ""
    when: Rule = ALWAYS
    source: tuple[str, ...]


@table
class Crisis:
    """The file crisis.toml: what goes with every protocol, and the services that help."""

    place_question: str
    callback_question: str
    caller_question: str = ""  # whose number that is, where somebody calls about another
    interpreter: Words = ""  # the clinic's interpreter service and how it is reached: at the first question
    discreet_question: str = ""  # whose answer is the sentence that ends a call when somebody comes in
    choices: tuple[Option, ...]  # what the operator may do next
    hand_over: tuple[Words, ...]  # read to whoever takes the caller on; {person}, {place} and {callback}
    hand_over_other: tuple[Words, ...] = ()  # the same when the call is about somebody else
    hand_over_questions: tuple[str, ...] = ()  # whose answers follow, as far as they were given
    found_questions: tuple[
        str, ...
    ] = ()  # of these what can be found out while the protocol is on the screen
    hand_over_none: Words  # the last line: what was asked and denied, with {questions}
    not_known: Words  # stands for a place or a number that nobody gave
    checklist: tuple[Words, ...] = ()  # what the operator ticks off
    checklist_none: Words = "None of these yet"  # recorded as well: it was asked, and nothing was done
    locked: Words  # said beside a recommendation that a crisis sign has locked
    conflict: Words  # a crisis sign in an answer that no longer belongs; {question}
    conflict_step: Words = "Clear up with the person which of the two answers holds."
    need_step: Words = "A clinician speaks with the person, and says what comes first."
    corrected: Words = "A sign of danger was corrected during the interview: {question}."
    corrected_step: Words = "A clinician goes over it with the person today."
    not_answered: Words = "On safety, declined or not known: {questions}."
    not_answered_step: Words = "A clinician asks about it today, the person alone if that can be."
    protective: tuple[str, ...] = ()  # questions whose answers stand beside the risks
    source: tuple[str, ...]
    resource: tuple[Resource, ...]


@table
class Band:
    """From which total on a screener's result bears a name."""

    from_total: int
    label: Words


@table
class ScreenerItem:
    """A single item of a screener whose answer is recorded by itself."""

    question: str
    loinc: str


@table
class Screener:
    """A standard scored questionnaire whose result is recorded."""

    id: str
    title: Words
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
