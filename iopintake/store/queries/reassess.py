"""What an earlier intake would come to with another pack, and what is different then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.packs.model import Pack
from iopintake.support.errors import AnswersError
from iopintake.support.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that comes out otherwise."""

    what: str
    then: str
    now: str


def answers_for(pack: Pack, summary: Mapping[str, Any]) -> tuple[Answers, tuple[str, ...]]:
    """Return the answers of SUMMARY as far as PACK knows them, and the questions it does not."""
    day = date.fromisoformat(summary["intake"]["as_of"])
    answers, unknown = Answers(day), []
    for note in (*summary["answers"], *summary["set_aside"]):
        try:
            read = read_answers(pack, _("the intake"), {"answers": {note["id"]: _held(note)}}, day)
        except AnswersError:
            unknown.append(str(note["id"]))
        else:
            answers = answers.with_answer(note["id"], read.answers[note["id"]])
    return answers, tuple(unknown)


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what is different in two summaries of the same answers."""
    for key, what in (
        ("id", "pack"),
        ("version", _("version of the pack")),
        ("sha256", _("text of the pack")),
    ):
        yield from _unless_same(what, then["intake"]["pack"][key], now["intake"]["pack"][key])
    for key, what in (
        ("verdict", "verdict"),
        ("level", "level"),
        ("at_least", _("at least this level")),
        ("levels_possible", _("levels possible")),
        ("clinician_review", _("review by a clinician")),
    ):
        yield from _unless_same(what, then["recommendation"][key], now["recommendation"][key])
    yield from _unless_same("track", then["track"]["id"], now["track"]["id"])
    yield from _unless_same("alerts", _ids(then["safety"]["alerts"]), _ids(now["safety"]["alerts"]))
    yield from _unless_same(_("hours a week"), _hours(then["week"]), _hours(now["week"]))
    before = {criterion["id"]: criterion["truth"] for criterion in then["criteria"]}
    after = {criterion["id"]: criterion["truth"] for criterion in now["criteria"]}
    for criterion in dict.fromkeys((*before, *after)):
        yield from _unless_same(
            _("criterion {criterion}").format(criterion=criterion),
            before.get(criterion, "not there"),
            after.get(criterion, "not there"),
        )


def _held(note: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: note[key] for key in ("origin", "at", "note", "confirmed") if note.get(key)}
    return {**kept, "absent": note["absent"]} if note["absent"] else {**kept, "value": note["value"]}


def _unless_same(what: str, then: object, now: object) -> Iterator[Difference]:
    if then != now:
        yield Difference(what=what, then=_shown(then), now=_shown(now))


def _shown(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(map(str, value)) or _("none")
        case str():
            return value[:12] if len(value) == 64 else value  # noqa: PLR2004 - a hash
        case _:
            return str(value)


def _ids(items: list[Mapping[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def _hours(week: Mapping[str, Any] | None) -> str | None:
    return None if week is None else f"{week['hours_min']}-{week['hours_max']}"
