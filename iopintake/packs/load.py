"""Reads a folder into a pack, or says all that is wrong with it; checking/load.py makes sure it is sound."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from iopintake.packs.files import (
    FILE_LIMIT,
    SECTION_NAME,
    content_hash,
    languages,
    stray_faults,
)
from iopintake.packs.model import (
    Claims,
    ConflictsFile,
    Crisis,
    CriteriaFile,
    Guidance,
    HandOuts,
    LevelsFile,
    Pack,
    PackFile,
    ProtocolsFile,
    RetiredFile,
    ScreenersFile,
    Section,
    TracksFile,
    Weeks,
)
from iopintake.packs.words import Missing, WordsOf, mark
from iopintake.support.data_text import Unreadable, from_toml, validator
from iopintake.support.errors import Fault, PackError
from iopintake.support.language import _, ngettext
from iopintake.support.wrong_values import what_is_wrong

RECORDS: dict[str, type] = {
    "criteria.toml": CriteriaFile,
    "levels.toml": LevelsFile,
    "tracks.toml": TracksFile,
    "weeks.toml": Weeks,
    "guidance.toml": Guidance,
    "crisis.toml": Crisis,
    "protocols.toml": ProtocolsFile,
    "claims.toml": Claims,
    "screeners.toml": ScreenersFile,
}
"""What each file beside pack.toml and the sections is read into."""

OPTIONAL: dict[str, type] = {
    "conflicts.toml": ConflictsFile,
    "retired.toml": RetiredFile,
    "hand_outs.toml": HandOuts,
}
"""What a pack may go without."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A pack in one language, what that language does not say yet, and what is wrong with its words."""

    pack: Pack
    missing: tuple[Missing, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_languages(folder: Path) -> dict[str, InLanguage]:
    """Return the pack in FOLDER in each of its languages, the first one first.

    Its files are well formed; whether the pack is sound is another question. Raises PackError
    that names every fault of every file of the pack itself, with its place and remedy.
    """
    if not folder.is_dir():
        raise PackError(
            _(
                "{folder}: there is no such pack folder. Name a folder that holds a pack.toml, or make "
                "one with: iopintake pack copy DIR"
            ).format(folder=folder)
        )
    reading = _Reading(folder)
    read = _read(reading)
    about = read["pack.toml"]
    if reading.faults or about is None:
        later = _("Whether the rules go together is looked at once this is mended.")
        raise PackError(f"{headline(folder, reading.faults)} {later}", reading.faults)
    known, sha256 = (about.language, *languages(folder)), content_hash(folder)
    packs = {about.language: InLanguage(_whole(read, sha256, about.language, known))}
    for language in known[1:]:
        words = _Reading(folder).words(language, read)
        pack = _whole(words.said, sha256, language, known)
        packs[language] = InLanguage(pack, words.missing, words.faults)
    return packs


def _read(reading: _Reading) -> dict[str, Any]:
    """Return every file of a pack as a record, by its name; None for one with a fault, which is noted."""
    about = reading.read("pack.toml", PackFile)
    read: dict[str, Any] = {"pack.toml": about}
    read |= {
        section_file(name): reading.read(section_file(name), Section)
        for name in (about.sections if about else ())
        if reading.is_name(name)
    }
    if about:
        reading.faults += stray_faults(reading.folder, about.sections)
    read |= {name: reading.read(name, record) for name, record in RECORDS.items()}
    read |= {
        name: reading.read(name, record) if (reading.folder / name).exists() else record()
        for name, record in OPTIONAL.items()
    }
    return read


def words_of(folder: Path, language: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield for each file of the sound pack in FOLDER its name, its record, and what LANGUAGE says of it."""
    reading = _Reading(folder)
    for name, record in _read(reading).items():
        file = f"{language}/{name}"
        yield name, record, (reading.data(file) if (folder / file).exists() else None) or {}


def section_file(name: str) -> str:
    """Return the file of a section, by its path in the pack."""
    return f"sections/{name}.toml"


def _whole(read: dict[str, Any], sha256: str, language: str, known: tuple[str, ...]) -> Pack:
    """Return the pack whose files were READ."""
    sections = tuple(read[section_file(name)] for name in read["pack.toml"].sections)
    return Pack(
        about=read["pack.toml"],
        language=language,
        languages=known,
        sections=sections,
        conditions=read["criteria.toml"].condition,
        criteria=read["criteria.toml"].criterion,
        levels=read["levels.toml"],
        tracks=read["tracks.toml"].track,
        weeks=read["weeks.toml"],
        guidance=read["guidance.toml"],
        crisis=read["crisis.toml"],
        protocols=read["protocols.toml"].protocol,
        screeners=read["screeners.toml"].screener,
        claims=read["claims.toml"],
        hand_outs=read["hand_outs.toml"],
        sha256=sha256,
        questions={question.id: question for section in sections for question in section.question},
        conflicts=read["conflicts.toml"].conflict,
        retired=read["retired.toml"].retired,
    )


def headline(folder: Path, faults: list[Fault]) -> str:
    """Return the sentence that stands above FAULTS of the pack in FOLDER."""
    return ngettext(
        "{folder}: the pack can't be used, it has one fault.",
        "{folder}: the pack can't be used, it has {count} faults.",
        len(faults),
    ).format(folder=folder, count=len(faults))


@dataclass(frozen=True, slots=True)
class _Words:
    """Every file with its words in a language, what is missing, and what is wrong."""

    said: dict[str, Any]
    missing: tuple[Missing, ...]
    faults: tuple[Fault, ...]


@dataclass
class _Reading:
    """One reading of a folder: collects faults instead of stopping at the first."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def words(self, language: str, read: dict[str, Any]) -> _Words:
        """Return what was READ with the words of LANGUAGE, and what that does not say yet."""
        missing: list[Missing] = []
        said: dict[str, Any] = {}
        for name, record in read.items():
            file = f"{language}/{name}"
            data = self.data(file) if (self.folder / file).exists() else None
            words = WordsOf(file, mark(read["pack.toml"].language), missing, self.faults)
            said[name] = words.record(record, data)
        return _Words(said, tuple(missing), tuple(self.faults))

    def read(self, name: str, record: type[Record]) -> Record | None:
        """Return the file NAME as a RECORD, or None after noting what is wrong with it."""
        data = self.data(name)
        return None if data is None else self._validated(name, data, record)

    def data(self, name: str) -> dict[str, Any] | None:
        """Return what the file NAME holds, or None after noting what is wrong with it."""
        try:
            path = self.folder / name
            if not path.is_file() and path.exists():
                self.fault(name, _("it is no file."), _("Put the file there."))
                return None
            if path.stat().st_size > FILE_LIMIT:
                self.fault(name, _("the file is larger than 5 MB."), _("Split it or name the right folder."))
                return None
            return from_toml(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault(name, _("the file is missing."), _("Copy it from the shipped pack."))
        except UnicodeDecodeError:
            self.fault(name, _("the file is not UTF-8 text."), _("Save it as UTF-8."))
        except OSError as error:
            self.fault(
                name,
                _("the file can't be read ({strerror}).").format(strerror=error.strerror),
                _("Check the path and its mode."),
            )
        except Unreadable as error:
            self.fault(name, error.what, error.do)
        return None

    def _validated(self, name: str, data: dict[str, Any], record: type[Record]) -> Record | None:
        from pydantic import ValidationError

        try:
            return validator(record).validate_json(json.dumps(data, default=str))
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                place = " > ".join((name, *_entries(data, problem["loc"])))
                what, do = _in_words(problem)
                self.fault(place, what, do)
        return None

    def is_name(self, section: str) -> bool:
        """Say whether SECTION is the name of a section; a path is not, and is noted as a fault."""
        if SECTION_NAME.fullmatch(section):
            return True
        what = _('"{section}" is no name of a section.').format(section=section)
        self.fault("pack.toml > sections", what, _("A name has small letters, digits and underscores only."))
        return False

    def fault(self, where: str, what: str, do: str) -> None:
        self.faults.append(Fault(where, what, do))


def _entries(data: Any, location: tuple[int | str, ...]) -> Iterator[str]:
    """Name the entries on the way to a fault by their ids rather than by their numbers."""
    for key in location:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(key, int):
            name = data.get("id") or data.get("code") if isinstance(data, dict) else None
            yield f'"{name}"' if name else _("number {number}").format(number=key + 1)
        else:
            yield str(key)


def _in_words(problem: Mapping[str, Any]) -> tuple[str, str]:
    """Return a validation problem as a fault and a remedy."""
    key = problem["loc"][-1] if problem["loc"] else ""
    match problem["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return _('"{key}" is missing.').format(key=key), _("Add it.")
        case "unexpected_keyword_argument" | "extra_forbidden" | "no_such_attribute":
            return _('"{key}" is not known here.').format(key=key), _("Remove it or correct its spelling.")
        case "value_error" | "condition":
            return problem["msg"].removeprefix("Value error, "), _(
                "See questions/README.md, section Conditions."
            )
        case _:
            return what_is_wrong(problem), _("Correct the value.")
