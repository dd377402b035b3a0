"""The file retired.toml: what earlier versions of the pack asked, and what became of it."""

from __future__ import annotations

from iopintake.packs.model.common import Words, table


@table
class Becomes:
    """What an answer of an earlier version is taken for in this one.

    It holds for an answer with ``code``; without one for an answer with any value.
    """

    code: str = ""
    question: str
    value: str | int | tuple[str, ...]


@table
class Retired:
    """A question that is no longer asked, or options that one no longer has.

    An answer to it is read all the same: whole to ``moved_to``, in parts as ``becomes``
    says, and else it is set aside with ``why``. Nothing is ever concluded from it.
    """

    id: str
    why: Words  # a sentence for whoever reads the summary
    codes: tuple[str, ...] = ()  # options that a question which is still asked no longer has
    moved_to: str = ""  # the question that takes the whole answer over
    becomes: tuple[Becomes, ...] = ()


@table
class RetiredFile:
    """The file retired.toml."""

    retired: tuple[Retired, ...] = ()
