"""The file pack.toml, and the whole pack."""

from __future__ import annotations

from dataclasses import field

from iopintake.packs.conditions import NEVER
from iopintake.packs.model.claims import Claims
from iopintake.packs.model.common import Rule, Words, table
from iopintake.packs.model.conflicts import Conflict
from iopintake.packs.model.earlier import Retired
from iopintake.packs.model.guidance import Guidance
from iopintake.packs.model.hand_outs import HandOuts
from iopintake.packs.model.program import Track, Weeks
from iopintake.packs.model.protocols import Protocol
from iopintake.packs.model.questions import Question, Section
from iopintake.packs.model.rules import Criterion, Level, LevelsFile, NamedCondition
from iopintake.packs.model.safety import Crisis, Screener
from iopintake.support.frozen import frozen


@table
class Source:
    """Where a fact or a rule comes from."""

    id: str
    title: str
    href: str = ""


@table
class PackFile:
    """The file pack.toml."""

    id: str
    version: str
    title: Words
    language: str
    sections: tuple[str, ...]
    about_other: Rule = NEVER  # when the person called about is not the caller
    on_the_phone: Rule = NEVER  # when that person has come to the phone, and is spoken with from then on
    person_question: str  # whose answer stands for {person} in the third-person wording
    person_unnamed: Words  # within a sentence, while there is no name
    person_unnamed_aloud: Words = ""  # the same, said to whoever calls about that person
    person_possessives: tuple[Words, ...] = ()  # with which somebody is named as the caller does: my son
    person_theirs: Words = ""  # such a person, {who}, in a sentence to the caller
    person_of_caller: Words = ""  # the same, in a sentence to somebody else
    asked_in_person: Words = ""  # before what a caller could not say is asked of that person
    disclaimer: Words
    suppose: Words  # one changed answer, with {short} and {answer}
    suppose_and: Words  # between two of them
    would_change: Words  # what they would change, with {suppositions} and {headline}
    complete: tuple[str, ...] = ()  # the further languages in which no sentence may be missing
    source: tuple[Source, ...]


@frozen
class Pack:
    """A whole pack, sound in itself."""

    about: PackFile
    sections: tuple[Section, ...]
    conditions: tuple[NamedCondition, ...]
    criteria: tuple[Criterion, ...]
    levels: LevelsFile
    tracks: tuple[Track, ...]
    weeks: Weeks
    guidance: Guidance
    crisis: Crisis
    protocols: tuple[Protocol, ...]
    screeners: tuple[Screener, ...]
    claims: Claims
    hand_outs: HandOuts
    sha256: str
    questions: dict[str, Question] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    retired: tuple[Retired, ...] = ()
    language: str = ""  # of its words
    languages: tuple[str, ...] = ()  # in which it can be had, the first one first

    def level(self, level_id: str) -> Level:
        """Return the level of care with this id."""
        return next(level for level in self.levels.level if level.id == level_id)

    def section_of(self, question_id: str) -> Section:
        """Return the section in which a question stands."""
        return next(
            section
            for section in self.sections
            if any(question.id == question_id for question in section.question)
        )
