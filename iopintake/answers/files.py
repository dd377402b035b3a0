"""Reads answers from outside: an answers file, or a whole summary, with all faults at once."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from iopintake.answers.circumstances import SUMMARY_SCHEMA, Circumstances
from iopintake.answers.earlier import carried_over, retired_of
from iopintake.answers.fhir_response import is_fhir, response_as_answers
from iopintake.answers.model import ANY_CONFLICT, Absent, Answer, Answers, Origin, SafetyAction
from iopintake.answers.validation import Invalid, from_json
from iopintake.packs.model import Pack
from iopintake.support.errors import AnswersError, Fault, FileError, nearest

FILE_LIMIT: Final = 5_000_000
"""Bytes of a file that holds one object."""
LINE_LIMIT: Final = 1_000_000
"""Bytes of one line of JSON Lines."""
ANSWER_KEYS: Final = frozenset({"answers", "as_of", "actions"})
ORIGINS: Final = {origin.value: origin for origin in Origin}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRead:
    """The answers of one object, and what it says about their intake."""

    answers: Answers
    circumstances: Circumstances


def decode(data: bytes) -> tuple[str, bool]:
    """Return DATA as text, and whether something in it was not UTF-8 and was replaced."""
    text = data.decode("utf-8-sig", "replace")
    return text, "\ufffd" in text and b"\xef\xbf\xbd" not in data


def read_bytes(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """Return what the file at PATH holds; FileError in one sentence when it can't be."""
    try:
        if path.is_dir():
            raise FileError(f"{path}: this is a folder. Name a file.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise FileError(f"{path}: there is no such file. Check the path.") from None
    except OSError as error:
        raise FileError(f"{path}: the file can't be read ({error.strerror}). Check its mode.") from None
    if len(data) > limit:
        raise FileError(
            f"{path}: the file is larger than {limit // 1_000_000} MB. "
            "One intake takes some kilobytes; for many, use JSON Lines in a .jsonl file."
        )
    return data


def parse_object(where: str, text: str, *, toml: bool = False) -> Mapping[str, Any]:
    """Return the table that TEXT holds; AnswersError in one sentence when it holds none."""
    if not text.strip():
        raise AnswersError(f'{where}: it is empty. Write {{"answers": {{...}}}}.')
    try:
        data = tomllib.loads(text) if toml else json.loads(text)
    except json.JSONDecodeError as error:
        raise AnswersError(
            f"{where}, line {error.lineno}, column {error.colno}: it is not JSON ({error.msg}). "
            "Mend it there."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise AnswersError(f"{where}: it is not TOML ({error}). Mend it there.") from None
    except (RecursionError, ValueError):
        raise AnswersError(f"{where}: it can't be read as data. Write it anew.") from None
    if not isinstance(data, dict):
        raise AnswersError(f'{where}: it holds no object. Write {{"answers": {{...}}}}.')
    return data


def read_answers_file(pack: Pack, path: Path, day: date) -> AnswersRead:
    """Return the answers in the file at PATH, or on standard input for ``-``; DAY is used if it names none.

    Raises FileError that names every fault with its place.
    """
    stdin = str(path) == "-"
    where = "standard input" if stdin else str(path)
    data = sys.stdin.buffer.read(FILE_LIMIT + 1) if stdin else read_bytes(path)
    if len(data) > FILE_LIMIT:
        raise FileError(f"{where} is larger than 5 MB. For many intakes use a .jsonl file.")
    text, _ = decode(data)
    return read_answers(pack, where, parse_object(where, text, toml=path.suffix == ".toml"), day)


def read_answers(pack: Pack, where: str, data: Mapping[str, Any], today: date) -> AnswersRead:
    """Return the answers in DATA: an answers file, a whole summary, or a FHIR QuestionnaireResponse.

    ``as_of`` is TODAY unless DATA names a day. Raises AnswersError with every fault:
    unknown questions and options, wrong types, wrong keys, each with its place and
    the nearest valid name.
    """
    if is_fhir(data):
        data = response_as_answers(pack, where, data)
    return _Reading(pack, where, data, today).read()


@dataclass
class _Reading:
    """One reading of an object: collects faults instead of stopping at the first."""

    pack: Pack
    where: str
    data: Mapping[str, Any]
    today: date

    def read(self) -> AnswersRead:
        faults: list[Fault] = []
        is_summary = self.data.get("schema") == SUMMARY_SCHEMA
        if not is_summary:
            faults += [self._stray(key) for key in self.data if key not in ANSWER_KEYS]
        intake = self.data.get("intake") if is_summary else {}
        intake = intake if isinstance(intake, dict) else {}
        as_of = self._as_of(intake.get("as_of") if is_summary else self.data.get("as_of"), faults)
        given = self._given(as_of, faults)
        safety = self.data.get("safety") if is_summary else self.data
        actions = tuple(_actions(safety.get("actions") if isinstance(safety, dict) else None))
        for action in actions:
            known = action.question in self.pack.questions or retired_of(self.pack, action.question)
            if action.question and not known:
                place = f"{self.where} > actions > {action.question[:60]}"
                faults.append(Fault(place, "there is no such question.", "Correct or remove it."))
        if faults:
            count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
            raise AnswersError(f"{self.where}: the answers can't be used, there is {count}.", faults)
        return AnswersRead(
            answers=Answers(as_of, given, actions),
            circumstances=Circumstances(
                id=_text(intake.get("id")),
                started_at=_text(intake.get("started_at")),
                finished_at=_text(intake.get("finished_at")),
                mode=_text(intake.get("mode")) or "file",
                operator=_text(intake.get("operator")),
            ),
        )

    def _stray(self, key: str) -> Fault:
        return Fault(f"{self.where} > {key[:60]}", "this key is not known.", nearest(key, ANSWER_KEYS))

    def _as_of(self, raw: object, faults: list[Fault]) -> date:
        if raw is None:
            return self.today
        if isinstance(raw, date):
            return raw
        try:
            return date.fromisoformat(str(raw))
        except ValueError:
            faults.append(
                Fault(
                    f"{self.where} > as_of", "this is no date.", "Write it as 2026-11-23, in quotes in JSON."
                )
            )
            return self.today

    def _items(self, faults: list[Fault]) -> Iterator[tuple[str, Any, str]]:
        """Yield question id, raw answer and place; a summary's list reads like the table."""
        given = self.data.get("answers")
        if isinstance(given, list):
            listed = [*given, *(self.data.get("set_aside") or [])]
            for number, item in enumerate(listed, 1):
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    yield item["id"], item, f"{self.where} > answers > {item['id'][:60]}"
                else:
                    faults.append(
                        Fault(f"{self.where} > answers > {number}", "this is no answer.", "Give it an id.")
                    )
        elif isinstance(given, dict):
            for question_id, raw in given.items():
                yield question_id, raw, f"{self.where} > answers > {question_id[:60]}"
        else:
            faults.append(
                Fault(
                    f"{self.where} > answers",
                    "there is no table of answers.",
                    'Write {"answers": {"QUESTION_ID": VALUE}}.',
                )
            )

    def _given(self, as_of: date, faults: list[Fault]) -> dict[str, Answer]:
        """Return all answers; those to what an earlier version asked go where the pack says."""
        items = list(self._items(faults))
        raw = {question_id: item for question_id, item, _ in items}
        places = {question_id: place for question_id, _, place in items}
        carried = carried_over(self.pack, raw)
        given: dict[str, Answer] = {}
        for question_id, item in carried.answers.items():
            here: list[Fault] = []
            answer = self._answer(question_id, item, places.get(question_id, self.where), as_of, here)
            if answer is not None:
                given[question_id] = answer
            elif question_id in carried.sources:
                carried.aside.update(carried.sources[question_id])
            else:
                faults += here
        for question_id, item in carried.aside.items():
            answer = self._aside(item, places.get(question_id, self.where), faults)
            if answer is not None:
                given[question_id] = answer
        return given

    def _aside(self, raw: Any, place: str, faults: list[Fault]) -> Answer | None:
        """Return an answer to what is no longer asked, whatever it says."""
        held = self._held(raw, place, faults)
        if held is None or held.absent is not None:
            return held
        value = raw["value"] if isinstance(raw, dict) else raw
        match value:
            case str() | int() if not isinstance(value, bool):
                return replace(held, value=value)
            case list() if all(isinstance(item, str) for item in value):
                return replace(held, value=tuple(value))
            case _:
                faults.append(Fault(place, "it holds no answer that a question could have.", "Remove it."))
                return None

    def _answer(
        self, question_id: str, raw: Any, place: str, as_of: date, faults: list[Fault]
    ) -> Answer | None:
        question = self.pack.questions.get(question_id)
        if question is None:
            faults.append(
                Fault(place, "there is no such question.", nearest(question_id, self.pack.questions))
            )
            return None
        held = self._held(raw, place, faults)
        if held is None or held.absent is not None:
            return held
        try:
            value = from_json(question, raw["value"] if isinstance(raw, dict) else raw, as_of)
        except Invalid as problem:
            faults.append(Fault(place, str(problem), "Correct the value."))
            return None
        return replace(held, value=value)

    def _held(self, raw: Any, place: str, faults: list[Fault]) -> Answer | None:
        """Return what stands around a value: why there is none, origin, time and note."""
        held = raw if isinstance(raw, dict) else {"value": raw}
        origin = ORIGINS.get(_text(held.get("origin")) or "", Origin.FILE)
        at, note = _time(held.get("at")), _text(held.get("note")) or ""
        confirmed = _confirmed(held.get("confirmed"))
        if confirmed is None:
            faults.append(Fault(place, "confirmed is neither true nor a list of conflicts.", "Write true."))
            return None
        if (absent := held.get("absent")) is not None:
            codes = [code.value for code in Absent]
            if absent not in codes:
                faults.append(Fault(place, f'there is no absent code "{absent}".', nearest(absent, codes)))
                return None
            return Answer(absent=Absent(absent), origin=origin, at=at, note=note, confirmed=confirmed)
        if "value" not in held:
            faults.append(
                Fault(place, "it has neither a value nor an absent code.", 'Write {"absent": ...}.')
            )
            return None
        return Answer(origin=origin, at=at, note=note, confirmed=confirmed)


def _actions(raw: object) -> Iterator[SafetyAction]:
    for item in raw if isinstance(raw, list) else []:
        if isinstance(item, dict) and isinstance(item.get("kind"), str):
            yield SafetyAction(
                kind=item["kind"],
                at=_time(item.get("at")),
                needs=tuple(map(str, item.get("needs") or ())),
                question=_text(item.get("question")) or "",
                done=tuple(map(str, item.get("done") or ())),
                note=_text(item.get("note")) or "",
            )


def _confirmed(raw: object) -> tuple[str, ...] | None:
    """Return the conflicts after which an answer was given again; None when RAW says no such thing."""
    match raw:
        case None | False:
            return ()
        case True:
            return (ANY_CONFLICT,)
        case list() if all(isinstance(item, str) for item in raw):
            return tuple(raw)
        case _:
            return None


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


def _time(raw: object) -> datetime | None:
    try:
        return datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
