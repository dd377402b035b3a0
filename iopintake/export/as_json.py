"""The summary as JSON, and the JSON Schemas of what goes out and comes in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

import orjson

from iopintake.answers.circumstances import SUMMARY_SCHEMA
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack

PLAIN: Final = frozenset({str, int, bool, float, type(None)})
"""What JSON holds as it is."""
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def plain(record: Any) -> Any:
    """Return a record as tables, lists and values, its fields in their order."""
    kind = type(record)
    if kind in PLAIN:
        return record
    if kind is tuple or kind is list:
        return [plain(item) for item in record]
    if kind is dict:
        return {key: plain(value) for key, value in record.items()}
    if is_dataclass(kind):
        return {name: plain(getattr(record, name)) for name in _names(kind)}
    return record


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def to_json(data: Any) -> bytes:
    """Return DATA as UTF-8 JSON to read, with a newline at its end.

    Every character comes out as it went in; half a surrogate pair, which UTF-8 can't
    hold, comes out as its JSON escape.
    """
    return _encoded(json.dumps(plain(data), ensure_ascii=False, indent=2, allow_nan=False))


def to_json_line(data: Any) -> bytes:
    """Return DATA as ``to_json`` does, in one line and without spaces: many come sooner and take less."""
    try:
        return orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # it knows no half of a surrogate pair
        text = json.dumps(plain(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return _encoded(text)


def _encoded(text: str) -> bytes:
    return (text + "\n").encode("utf-8", "backslashreplace")


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    return (to_json(one.summary) for one in finished)


def _write_lines(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    return (to_json_line(one.summary) for one in finished)


EXPORTER: Final = Exporter(name="json", title="The summary as JSON.", write=_write)
LINES_EXPORTER: Final = Exporter(
    name="jsonl", title="JSON Lines, a summary in each.", write=_write_lines, holds_many=True
)


def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the summary."""
    from pydantic import TypeAdapter

    from iopintake.summary.model import Summary

    schema = TypeAdapter(Summary).json_schema(mode="serialization")
    schema["properties"]["schema"] = {"const": SUMMARY_SCHEMA, "type": "string"}
    return {"$schema": DIALECT, "$id": f"urn:{SUMMARY_SCHEMA.replace('/', ':')}", **schema}


def answers_template(pack: Pack) -> dict[str, Any]:
    """Return an answers file in which every question of PACK is not asked yet."""
    return {"answers": {question: {"absent": "not-asked"} for question in pack.questions}}


def answers_schema(pack: Pack) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an answers file for PACK."""
    from iopintake.answers.model import Absent
    from iopintake.packs.conditions import SLOTS

    absent = {
        "type": "object",
        "required": ["absent"],
        "properties": {
            "absent": {"enum": [code.value for code in Absent]},
            "note": {"type": "string"},
            "at": {"type": "string"},
            "confirmed": {"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]},
            "origin": {"type": "string"},
        },
        "additionalProperties": False,
    }

    def value(question_id: str) -> dict[str, Any]:
        question = pack.questions[question_id]
        match question.type:
            case "choice":
                return {"enum": list(question.codes)}
            case "choices":
                codes = {"enum": list(question.codes)}
                return {"type": "array", "items": codes, "uniqueItems": True, "minItems": 1}
            case "schedule":
                return {"type": "array", "items": {"enum": list(SLOTS)}, "uniqueItems": True}
            case "integer":
                return {"type": "integer", "minimum": question.minimum, "maximum": question.maximum}
            case "date":
                return {"type": "string", "format": "date"}
            case "text":
                return {"type": "string"}

    def held(question_id: str) -> dict[str, Any]:
        inside = {**absent["properties"], "value": value(question_id)}  # type: ignore[dict-item]
        del inside["absent"]
        with_note = {
            "type": "object",
            "required": ["value"],
            "properties": inside,
            "additionalProperties": False,
        }
        title = pack.questions[question_id].short
        return {"title": title, "anyOf": [value(question_id), with_note, absent]}

    return {
        "$schema": DIALECT,
        "$id": f"urn:iopintake:answers:{pack.about.id}:{pack.about.version}",
        "type": "object",
        "required": ["answers"],
        "additionalProperties": False,
        "properties": {
            "answers": {
                "type": "object",
                "properties": {question_id: held(question_id) for question_id in pack.questions},
                "additionalProperties": False,
            },
            "as_of": {"type": "string", "format": "date"},
            "language": {"type": "string", "description": "that was spoken with the person, such as es"},
            "actions": {"type": "array", "items": {"type": "object"}},
        },
    }
