"""A pack's cases: people in one sentence each, their answers, and the right result."""

from __future__ import annotations

import json
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from iopintake.packs.model import LevelId, Review, TrackId, VerdictId
from iopintake.packs.model.common import table
from iopintake.support.data_text import Unreadable, from_toml, validator
from iopintake.support.errors import Fault, PackError
from iopintake.support.frozen import frozen
from iopintake.support.language import _

PINNED = "boundaries.toml"
"""The file of pinned boundaries; it stands among the cases and is made by a command."""


@table
class Expected:
    """What the result of a case must be; what is left out is not looked at.

    Either the result is named exactly, by ``verdict`` and ``level``, or ``levels`` names all
    that are right; "undetermined" among them is right for an undetermined verdict.
    """

    verdict: VerdictId | None = None
    level: LevelId | None = None
    levels: tuple[LevelId | Literal["undetermined"], ...] = ()
    never: tuple[LevelId | VerdictId, ...] = ()  # neither level nor verdict is one of these
    review_at_least: Review | None = None
    names: tuple[str, ...] = ()  # words that stand in the summary, beside the answers
    at_least: bool | None = None
    review: Review | None = None
    track: TrackId | None = None
    scope: str | None = None
    met: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    possible: tuple[LevelId, ...] | None = None
    week_days: int | None = None
    hours_at_least: float | None = None
    meets_payer_minimum: bool | None = None


@table
class Case:
    """One person: a sentence, the answers, and the right result."""

    id: str
    name: str
    based_on: str | None = None
    example: bool = False  # listed by ``iopintake example``
    answers: dict[str, Any] = field(default_factory=dict)
    expect: Expected


@table
class CaseFile:
    """A file of cases; ``base`` holds answers that several cases start from."""

    as_of: str = "2026-11-23"
    base: dict[str, dict[str, Any]] = field(default_factory=dict)
    case: tuple[Case, ...] = ()


@frozen
class WholeCase:
    """A case with all its answers, as an answers file would hold them."""

    file: str
    case: Case
    data: dict[str, Any]


def load_cases(folder: Path) -> tuple[WholeCase, ...]:
    """Return the cases of the pack in FOLDER, in the order of their files.

    Raises PackError that names every fault of every file.
    """
    from pydantic import ValidationError

    faults: list[Fault] = []
    files: dict[str, CaseFile] = {}
    for path in sorted((folder / "cases").glob("*.toml")):
        if path.name == PINNED:
            continue
        name = f"cases/{path.name}"
        try:
            data = from_toml(path.read_text(encoding="utf-8"))
            files[name] = validator(CaseFile).validate_json(json.dumps(data, default=str))
        except Unreadable as error:
            faults.append(Fault(name, error.what, error.do))
        except (UnicodeDecodeError, OSError):
            faults.append(Fault(name, _("it can't be read."), _("Check its mode, and save it as UTF-8.")))
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                place = " > ".join((name, *map(str, problem["loc"])))
                faults.append(Fault(place, f"{problem['msg']}.", _("Correct the entry.")))
    bases = {key: answers for file in files.values() for key, answers in file.base.items()}
    cases: dict[str, WholeCase] = {}
    for name, file in files.items():
        for case in file.case:
            if (case.expect.verdict is None) == (not case.expect.levels):
                what = _("it names neither a verdict nor levels, or both.")
                faults.append(Fault(f'{name} > case "{case.id}" > expect', what, _("Name one of them.")))
            if case.based_on is not None and case.based_on not in bases:
                faults.append(
                    Fault(
                        f'{name} > case "{case.id}"',
                        _('no base "{based_on}".').format(based_on=case.based_on),
                        _("Add it."),
                    )
                )
                continue
            if case.id in cases:
                faults.append(
                    Fault(f'{name} > case "{case.id}"', _("the id stands twice."), _("Rename one."))
                )
            answers = {**(bases[case.based_on] if case.based_on else {}), **case.answers}
            whole = {"answers": answers, "as_of": file.as_of}
            cases[case.id] = WholeCase(file=name, case=case, data=whole)
    if faults:
        raise PackError(_("{folder}: the cases can't be used.").format(folder=folder), faults)
    return tuple(cases.values())


@table
class Pinned:
    """A boundary as it stands in cases/boundaries.toml: answers, and what a rule says to them."""

    rule: str
    answers: dict[str, Any]
    truth: str | None = None
    level: LevelId | None = None


@table
class PinnedFile:
    """The file cases/boundaries.toml."""

    as_of: str
    boundary: tuple[Pinned, ...]


def load_pinned(folder: Path) -> PinnedFile | None:
    """Return the pinned boundaries of the pack in FOLDER, or None when nothing is pinned."""
    path = folder / "cases" / PINNED
    if not path.is_file():
        return None
    try:
        data = from_toml(path.read_text(encoding="utf-8"))
        return validator(PinnedFile).validate_json(json.dumps(data, default=str))
    except (ValueError, OSError):
        fault = Fault(
            f"cases/{PINNED}", _("it can't be read."), _("Make it anew with: iopintake pack pin DIR")
        )
        raise PackError(
            _("{folder}: the pinned boundaries can't be used.").format(folder=folder), [fault]
        ) from None
