"""The words of a pack in a further language: the same records, with nothing but their words replaced.

A folder of a language (``es/``) has a file for each file of the pack that holds words, with a
table for each record. A record stands under its id (or its code, or what else names it), in a
list where it has none; one that says only one thing is written as that sentence. An empty
sentence is one that is still missing: the first language's stands in its place, with a mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from iopintake.packs.model.common import Terms, Words
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _

NAMED_BY: Final = ("id", "code", "resource")
"""What a record of a list is known by."""


def mark(language: str) -> str:
    """Return what stands before a sentence that is shown in its first LANGUAGE for want of a translation."""
    return f"[{language.partition('-')[0]}] "


def unmarked(sentence: str) -> str:
    """Return SENTENCE without such a mark."""
    return re.sub(r"^\[[a-z]{2,3}\] ", "", sentence)


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence that a language does not have yet: where it stands, and what the first language says."""

    where: str
    first: str


@dataclass(slots=True)
class WordsOf:
    """One reading of a file of words: what replaces what, what is missing, what has no place there."""

    file: str
    mark: str  # stands before a sentence of the first language
    missing: list[Missing]
    faults: list[Fault]

    def record(self, record: Any, given: Any, where: tuple[str, ...] = ()) -> Any:
        """Return RECORD with the words GIVEN for it."""
        known = holders(type(record))
        if not known:
            return record
        given = by_name(record, given)
        for name in given:
            if name not in known:
                self._fault((*where, str(name)), _("no words stand under this name."), nearest(name, known))
        changed = {
            name: read(self, getattr(record, name), given.get(name), (*where, name))
            for name, read in known.items()
        }
        return replace(record, **changed)

    def sentence(self, first: str, given: Any, where: tuple[str, ...]) -> str:
        """Return the sentence GIVEN, or with a mark the FIRST language's."""
        if given is not None and not isinstance(given, str):
            self._fault(where, _("it is no sentence."), _('Write it between quotation marks: "...".'))
        elif given and not first:
            self._fault(where, _("the first language says nothing here."), _("Leave it out."))
        elif given:
            return given
        if first:
            self.missing.append(Missing(self._place(where), first))
        return first and self.mark + first

    def sentences(self, first: tuple[str, ...], given: Any, where: tuple[str, ...]) -> tuple[str, ...]:
        """Return each sentence of a list."""
        each = self._list(len(first), given, where)
        return tuple(
            self.sentence(text, each[number], (*where, f"number {number + 1}"))
            for number, text in enumerate(first)
        )

    def terms(self, first: tuple[str, ...], given: Any, where: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words by which something is found: both languages', and as many as there are."""
        if given is not None and not (isinstance(given, list) and all(isinstance(one, str) for one in given)):
            self._fault(where, _("it is no list of words."), _('Write it as ["...", "..."].'))
            return first
        return tuple(dict.fromkeys((*(given or ()), *first)))

    def records(self, first: tuple[Any, ...], given: Any, where: tuple[str, ...]) -> tuple[Any, ...]:
        """Return each record of a list: by its name, or by its place where it has none."""
        names = names_of(first)
        if not names:
            each = self._list(len(first), given, where)
            return tuple(
                self.record(record, each[number], (*where, f"number {number + 1}"))
                for number, record in enumerate(first)
            )
        if given is not None and not isinstance(given, Mapping):
            self._fault(
                where,
                _("it is no table."),
                _('Name what the words are of, such as {name} = "...".').format(name=names[0]),
            )
            given = {}
        for name in given or {}:
            if name not in names:
                self._fault((*where, name), _("the pack has nothing of this name."), nearest(name, names))
        return tuple(
            self.record(record, (given or {}).get(name), (*where, str(name)))
            for name, record in zip(names, first, strict=True)
        )

    def _list(self, count: int, given: Any, where: tuple[str, ...]) -> list[Any]:
        if given is None:
            return [None] * count
        if not isinstance(given, list) or len(given) != count:
            self._fault(
                where,
                _("it is no list of {count}.").format(count=count),
                _('Write as many, "" for what is still missing.'),
            )
            return [None] * count
        return given

    def _fault(self, where: tuple[str, ...], what: str, do: str) -> None:
        self.faults.append(Fault(self._place(where), what, do))

    def _place(self, where: tuple[str, ...]) -> str:
        return " > ".join((self.file, *where))


Reader = Callable[[WordsOf, Any, Any, tuple[str, ...]], Any]
_HOLDERS: Final[dict[type, dict[str, Reader]]] = {}


def holders(cls: type) -> dict[str, Reader]:
    """Return what reads each field of CLS that holds words, by the field's name."""
    if cls not in _HOLDERS:
        hints = get_type_hints(cls, include_extras=True) if is_dataclass(cls) else {}
        readers = {name: _reader(hint) for name, hint in hints.items()}
        _HOLDERS[cls] = {name: reader for name, reader in readers.items() if reader is not None}
    return _HOLDERS[cls]


def names_of(records: tuple[Any, ...]) -> list[str]:
    """Return what each record of a list is known by; none when they are known by their places."""
    names = [
        next((str(getattr(record, key)) for key in NAMED_BY if getattr(record, key, "")), "")
        for record in records
    ]
    return names if all(names) and len(set(names)) == len(names) else []


def by_name(record: Any, given: Any) -> Mapping[str, Any]:
    """Return the words GIVEN for RECORD by the names of its fields.

    A sentence alone is that of a record that says one thing, or what was its only one before it said more.
    """
    if isinstance(given, Mapping):
        return given
    name = only_sentence(record) or ("sentence" if "sentence" in holders(type(record)) else "")
    return {name: given} if name and given is not None else {}


def only_sentence(record: Any) -> str:
    """Return the field of a record that says one thing only and is written as it; else nothing."""
    known = holders(type(record))
    said = list(known) if len(known) == 1 else [name for name in known if getattr(record, name)]
    return said[0] if len(said) == 1 and known[said[0]] is WordsOf.sentence else ""


def sentences(record: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield every sentence in RECORD with its place."""
    for name, reader in holders(type(record)).items():
        value, place = getattr(record, name), (*where, name)
        if reader is WordsOf.sentence:
            yield " > ".join(place), value
        elif reader is WordsOf.sentences:
            yield from ((" > ".join((*place, str(number))), text) for number, text in enumerate(value, 1))
        elif reader is WordsOf.record:
            yield from sentences(value, place)
        elif reader is WordsOf.records:
            names = names_of(value) or [str(number + 1) for number in range(len(value))]
            for one, inner in zip(names, value, strict=True):
                yield from sentences(inner, (*place, one))


def _reader(hint: Any) -> Reader | None:
    if hint == Words:
        return WordsOf.sentence
    inner = next(iter(get_args(hint)), None)
    if get_origin(hint) is tuple:
        if inner == Words:
            return WordsOf.sentences
        if inner == Terms:
            return WordsOf.terms
        return WordsOf.records if isinstance(inner, type) and holders(inner) else None
    one = (hint,) if isinstance(hint, type) else get_args(hint) if get_origin(hint) is UnionType else ()
    return WordsOf.record if any(isinstance(part, type) and holders(part) for part in one) else None
