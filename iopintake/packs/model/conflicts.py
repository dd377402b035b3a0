"""The file conflicts.toml: answers about safety that do not go together."""

from __future__ import annotations

from iopintake.packs.model.common import Review, Rule, Words, table


@table
class Conflict:
    """Answers about safety of which one can't be right.

    While it is met and ``questions`` were not asked again since, it counts as an open safety
    question. The interview asks them again at once, once; a second answer settles it, and
    the summary tells the clinician of it all the same.
    """

    id: str
    when: Rule
    questions: tuple[str, ...]  # to ask again, in this order
    say: Words  # why, read aloud before the question
    say_other: Words = ""  # the same to somebody who calls about the person, with {person}
    sentence: Words  # for the summary, while it is open
    settled: Words = ""  # for the summary, once it was asked again
    step: Words = ""  # what the clinician does; crisis.toml's conflict_step where it is left out
    review: Review = "same_day"
    source: tuple[str, ...]


@table
class ConflictsFile:
    """The file conflicts.toml."""

    conflict: tuple[Conflict, ...] = ()
