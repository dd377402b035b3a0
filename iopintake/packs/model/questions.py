"""The files of sections/: questions, their options, and the sections they stand in."""

from __future__ import annotations

from functools import cached_property

from iopintake.packs.conditions import ALWAYS, NEVER, QuestionKind
from iopintake.packs.model.common import Rule, Terms, Words, table


@table
class Option:
    """One answer to choose."""

    code: str
    label: Words  # as it is read aloud
    exclusive: bool = False  # "none of these": goes with no other option
    when: Rule = (
        ALWAYS  # it is offered in an interview, unless that is surely not so; a file may hold it always
    )


@table
class Sooner:
    """Where a question is asked before its own place, for those who are asked it there."""

    after: str  # the question that it follows
    when: Rule


@table
class Unlikely:
    """Something that is seldom so: it is asked back before it is taken, and never refused."""

    when: Rule
    words: tuple[Terms, ...] = ()  # and a text is one of these, whatever number stands beside it
    say: Words  # to the operator, never read aloud


@table
class Question:
    """One thing that is asked."""

    id: str
    type: QuestionKind
    short: Words  # two to five words, for tables and reasons
    ask: Words  # read aloud to the person
    ask_other: Words = ""  # read aloud to somebody who calls about the person
    instruction: Words = ""  # to the operator only, never read aloud
    why: Words  # why it is asked
    help: Words = ""  # how to ask it, what to listen for
    when: Rule = ALWAYS  # it belongs; otherwise an answer does not count
    spared_when: Rule = NEVER  # it is not asked for now; what it tells stays unknown
    sooner: Sooner | None = None  # it is asked at an earlier place, where that is met
    options: tuple[Option, ...] = ()
    ordered: bool = False  # the options go from least to most
    minimum: int | None = None  # integer: inclusive bounds
    maximum: int | None = None
    ahead: int = 0  # date: how many days ahead a planned day may lie; any later one is refused
    invalid: Words = ""  # what to say to an answer that is out of bounds
    digits: tuple[int, ...] = ()  # how many digits a phone number has; another count is questioned
    before_digits: str = ""  # what may stand before them and is not counted, such as the country's 1
    words_beside: bool = False  # words may stand beside the number, or without one: a name to call
    doubt: Words = (
        ""  # what is said to any other number, before it is taken; without digits, to a number alone
    )
    unlikely: tuple[Unlikely, ...] = ()  # what is asked back before an answer is taken
    safety: bool = False  # open, declined or unknown: an IOP can't be said to fit
    identifying: bool = False  # left out of a summary without names
    record_only: bool = False  # no rule rests on it
    counts_unasked: bool = (
        False  # an answer that is there counts; without one, nothing waits for it where it is spared
    )
    changeable: bool = False  # the answer can become another in life
    read_options: bool = True  # the options are read aloud
    quick: bool = True  # asked on the quick screen, if it is on safety or can change the level

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the options, in the pack's order."""
        return tuple(option.code for option in self.options)

    @property
    def first_number(self) -> int:
        """Return the number of the first option: codes that count from some number are the numbers."""
        start = int(self.codes[0]) if self.codes and self.codes[0].isdecimal() else 1
        counts = all(code == str(start + place) for place, code in enumerate(self.codes))
        return start if counts else 1

    def label(self, code: str) -> str:
        """Return what the option with CODE says."""
        return next(option.label for option in self.options if option.code == code)


@table
class Section:
    """A run of questions with one subject."""

    id: str
    title: Words
    intro: Words = ""  # read aloud when the section begins
    when: Rule = ALWAYS
    spared_when: Rule = NEVER
    question: tuple[Question, ...]
