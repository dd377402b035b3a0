"""How an event is written down, as JSON of plain ASCII, and read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from iopintake.answers.model import Absent, Answer, Origin, SafetyAction, Value
from iopintake.interview.events import Answered, LanguageSpoken, Viewed
from iopintake.store.journal.events import (
    Amending,
    Apart,
    Begun,
    Decided,
    Event,
    Finished,
    FollowedUp,
    HalfGiven,
    Late,
    PackRef,
    Paused,
    Result,
    Resumed,
    Settled,
    Taken,
)


def written(event: Event) -> tuple[str, str]:
    """Return the kind of an event and its body as JSON of plain ASCII, which holds every text."""
    kind = KINDS[type(event)]
    body: Mapping[str, Any]
    match event:
        case Answered(question_id, answer, review):
            body = {"question": question_id, **_answer_written(answer)}
            body |= {} if review is None else {"review": review}
        case SafetyAction():
            body = {**_fields(event), "at": _time_written(event.at)}
        case Finished(ending, result, summary):
            body = {"ending": ending, "result": _fields(result), **({"summary": summary} if summary else {})}
        case _:
            body = {name: _plain(value) for name, value in _fields(event).items()}
    return kind, WRITER.encode(body)


def read(kind: str, body: str) -> Event:
    """Return the event that was written as KIND and BODY."""
    return READERS[kind](json.loads(body))


def event_apart(apart: Apart) -> Event:
    """Return the event that another desk wrote meanwhile."""
    return read(apart.kind, json.dumps(apart.body))


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _fields(value) if isinstance(value, PackRef) else value


def _answer_written(answer: Answer) -> dict[str, Any]:
    body: dict[str, Any] = {"origin": answer.origin.value}
    if answer.value is not None:
        is_date = isinstance(answer.value, date)
        body["value"] = {"date": answer.value.isoformat()} if is_date else answer.value  # type: ignore[union-attr]
    if answer.absent is not None:
        body["absent"] = answer.absent.value
    if answer.at is not None:
        body["at"] = answer.at.isoformat()
    if answer.note:
        body["note"] = answer.note
    if answer.confirmed:
        body["confirmed"] = answer.confirmed
    return body


def _answer_read(body: Mapping[str, Any]) -> Answer:
    return Answer(
        value=_value_read(body.get("value")),
        absent=Absent(body["absent"]) if "absent" in body else None,
        origin=Origin(body["origin"]),
        at=_time_read(body.get("at")),
        note=body.get("note", ""),
        confirmed=tuple(body.get("confirmed", ())),
    )


def _value_read(raw: Any) -> Value | None:
    match raw:
        case {"date": str() as day}:
            return date.fromisoformat(day)
        case list():
            return tuple(raw)
        case _:
            value: Value | None = raw
            return value


def _action_read(body: Mapping[str, Any]) -> SafetyAction:
    return SafetyAction(
        kind=body["kind"],
        at=_time_read(body["at"]),
        needs=tuple(body["needs"]),
        question=body["question"],
        done=tuple(body["done"]),
        note=body["note"],
    )


def _begun_read(body: Mapping[str, Any]) -> Begun:
    days = {name: date.fromisoformat(body[name]) for name in ("as_of", "day")}
    return Begun(**{**body, **days, "pack": PackRef(**body["pack"])})


def _half_read(body: Mapping[str, Any]) -> HalfGiven:
    return HalfGiven(**{**body, "ticked": tuple(body["ticked"])})


def _finished_read(body: Mapping[str, Any]) -> Finished:
    declined = tuple(body["result"]["declined"])
    result = Result(**{**body["result"], "declined": declined})
    return Finished(body["ending"], result, body.get("summary", ""))


def _followed_read(body: Mapping[str, Any]) -> FollowedUp:
    return FollowedUp(**{**body, "due": date.fromisoformat(body["due"]) if body["due"] else None})


def _time_written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _time_read(raw: Any) -> datetime | None:
    return datetime.fromisoformat(raw) if isinstance(raw, str) else None


WRITER: Final = json.JSONEncoder(separators=(",", ":"))
KINDS: Final[dict[type, str]] = {
    Begun: "begun",
    Answered: "answered",
    SafetyAction: "acted",
    Viewed: "viewed",
    LanguageSpoken: "language",
    HalfGiven: "half_given",
    Paused: "paused",
    Resumed: "resumed",
    Amending: "amending",
    Finished: "finished",
    Decided: "decided",
    FollowedUp: "followed_up",
    Late: "late",
    Apart: "apart",
    Settled: "settled",
    Taken: "taken",
}
READERS: Final[dict[str, Callable[[Mapping[str, Any]], Event]]] = {
    "begun": _begun_read,
    "answered": lambda body: Answered(body["question"], _answer_read(body), body.get("review")),
    "acted": _action_read,
    "viewed": lambda body: Viewed(**body),
    "language": lambda body: LanguageSpoken(**body),
    "half_given": _half_read,
    "paused": lambda body: Paused(**body),
    "resumed": lambda body: Resumed(**body),
    "amending": lambda body: Amending(**body),
    "finished": _finished_read,
    "decided": lambda body: Decided(**body),
    "followed_up": _followed_read,
    "late": lambda body: Late(**body),
    "apart": lambda body: Apart(**body),
    "taken": lambda body: Taken(**body),
    "settled": lambda body: Settled(taken=tuple(body["taken"]), seen=body.get("seen", 0)),
}
