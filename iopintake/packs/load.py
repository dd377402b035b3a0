"""Reads a folder into a pack, or says everything that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from iopintake.packs.files import FILE_LIMIT, SECTION_NAME, content_hash, stray_faults
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
from iopintake.support.data_text import Unreadable, from_toml
from iopintake.support.errors import Fault, PackError

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


def read_pack(folder: Path) -> Pack:
    """Return the pack in FOLDER, each of its files well formed; whether it is sound is another question.

    Raises PackError that names every fault of every file, with its place and remedy.
    """
    if not folder.is_dir():
        raise PackError(
            f"{folder}: there is no such pack folder. Name a folder that holds a pack.toml, "
            "or make one with: iopintake pack copy DIR"
        )
    reading = _Reading(folder)
    about = reading.read("pack.toml", PackFile)
    sections = tuple(
        section
        for name in (about.sections if about else ())
        if reading.is_name(name) and (section := reading.read(f"sections/{name}.toml", Section))
    )
    if about:
        reading.faults += stray_faults(folder, about.sections)
    read: dict[str, Any] = {name: reading.read(name, record) for name, record in RECORDS.items()}
    read |= {
        name: reading.read(name, record) if (folder / name).exists() else record()
        for name, record in OPTIONAL.items()
    }
    if reading.faults or about is None:
        raise PackError(headline(folder, reading.faults), reading.faults)
    return Pack(
        about=about,
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
        sha256=content_hash(folder),
        questions={question.id: question for section in sections for question in section.question},
        conflicts=read["conflicts.toml"].conflict,
        retired=read["retired.toml"].retired,
    )


def headline(folder: Path, faults: list[Fault]) -> str:
    """Return the sentence that stands above FAULTS of the pack in FOLDER."""
    count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
    return f"{folder}: the pack can't be used, it has {count}."


@dataclass
class _Reading:
    """One reading of a folder: collects faults instead of stopping at the first."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, record: type[Record]) -> Record | None:
        """Return the file NAME as a RECORD, or None after noting what is wrong with it."""
        try:
            path = self.folder / name
            if not path.is_file() and path.exists():
                self.fault(name, "it is no file.", "Put the file there.")
                return None
            if path.stat().st_size > FILE_LIMIT:
                self.fault(name, "the file is larger than 5 MB.", "Split it or name the right folder.")
                return None
            data = from_toml(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault(name, "the file is missing.", "Copy it from the shipped pack.")
        except UnicodeDecodeError:
            self.fault(name, "the file is not UTF-8 text.", "Save it as UTF-8.")
        except OSError as error:
            self.fault(name, f"the file can't be read ({error.strerror}).", "Check the path and its mode.")
        except Unreadable as error:
            self.fault(name, error.what, error.do)
        else:
            return self._validated(name, data, record)
        return None

    def _validated(self, name: str, data: dict[str, Any], record: type[Record]) -> Record | None:
        from pydantic import TypeAdapter, ValidationError

        try:
            return TypeAdapter(record).validate_json(json.dumps(data, default=str))
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                place = " > ".join((name, *_entries(data, problem["loc"])))
                what, do = _in_words(problem["type"], problem["msg"], problem["loc"])
                self.fault(place, what, do)
        return None

    def is_name(self, section: str) -> bool:
        """Say whether SECTION is the name of a section; a path is not, and is noted as a fault."""
        if SECTION_NAME.fullmatch(section):
            return True
        what = f'"{section}" is no name of a section.'
        self.fault("pack.toml > sections", what, "A name has small letters, digits and underscores only.")
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
            yield f'"{name}"' if name else f"number {key + 1}"
        else:
            yield str(key)


def _in_words(kind: str, message: str, location: tuple[int | str, ...]) -> tuple[str, str]:
    """Return a validation problem as a fault and a remedy."""
    key = location[-1] if location else ""
    match kind:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return f'"{key}" is missing.', "Add it."
        case "unexpected_keyword_argument" | "extra_forbidden" | "no_such_attribute":
            return f'"{key}" is not known here.', "Remove it or correct its spelling."
        case "value_error" | "condition":
            return message.removeprefix("Value error, "), "See questions/README.md, section Conditions."
        case _:
            return f"{message}.", "Correct the value."
