"""Reads answers from outside: an answers file, or a whole summary, with all faults at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from iopintake.answers.circumstances import NOBODY, SUMMARY_SCHEMA, Circumstances
from iopintake.answers.earlier import carried_over, retired_of
from iopintake.answers.fhir_response import is_fhir, response_as_answers
from iopintake.answers.fields import Fields
from iopintake.answers.file_text import FILE_LIMIT, decode, parse_object, read_bytes
from iopintake.answers.model import ANY_CONFLICT, Absent, Answer, Answers, Origin, SafetyAction
from iopintake.answers.taken import Taken
from iopintake.answers.validation import Invalid
from iopintake.answers.validation import from_json as from_json_value
from iopintake.packs.model import Pack
from iopintake.support.errors import AnswersError, Fault, FileError, nearest
from iopintake.support.language import _, ngettext

ANSWER_KEYS: Final = frozenset({"answers", "as_of", "actions", "language"})
ABSENT_CODES: Final = tuple(code.value for code in Absent)
FAULT_LIMIT: Final = 100
"""Faults of one object that are told; a person mends no more at a time."""
PLAIN: Final = Answer(origin=Origin.FILE)
"""What stands around a value that stands there alone."""
ORIGINS: Final = {origin.value: origin for origin in Origin}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRead:
    """The answers of one object, and what it says about their intake."""

    answers: Answers
    circumstances: Circumstances


def read_answers_file(pack: Pack, path: Path, day: date) -> AnswersRead:
    """Return the answers in the file at PATH, or on standard input for ``-``; DAY is used if it names none.

    Raises FileError that names every fault with its place.
    """
    stdin = str(path) == "-"
    where = _("standard input") if stdin else str(path)
    data = sys.stdin.buffer.read(FILE_LIMIT + 1) if stdin else read_bytes(path)
    if len(data) > FILE_LIMIT:
        raise FileError(
            _("{where} is larger than 5 MB. For many intakes use a .jsonl file.").format(where=where)
        )
    text, _bad = decode(data)
    return read_answers(pack, where, parse_object(where, text, toml=path.suffix == ".toml"), day)


def read_answers(
    pack: Pack, where: str, data: Mapping[str, Any], today: date, taken: Taken | None = None
) -> AnswersRead:
    """Return the answers in DATA: an answers file, a whole summary, or a FHIR QuestionnaireResponse.

    ``as_of`` is TODAY unless DATA names a day. Of many sets of answers to one pack the same
    ones come again and again: those in TAKEN are not looked at anew, and new ones are put
    there. Raises AnswersError with every fault: unknown questions and options, wrong types,
    wrong keys, each with its place and the nearest valid name.
    """
    if is_fhir(data):
        data = response_as_answers(pack, where, data)
    return _Reading(pack, where, data, today, taken or Taken()).read()


@dataclass
class _Reading:
    """One reading of an object: collects faults instead of stopping at the first."""

    pack: Pack
    where: str
    data: Mapping[str, Any]
    today: date
    taken: Taken
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> AnswersRead:
        is_summary = self.data.get("schema") == SUMMARY_SCHEMA
        if not is_summary:
            self._stray()
        whole = Fields(self.where, self.data, self.faults)
        intake = whole.within("intake") if is_summary else whole
        as_of = intake.day("as_of") or self.today
        given = self._given(self._items(whole), as_of)
        actions = tuple(self._actions(whole.within("safety") if is_summary else whole))
        language = intake.text("language") or ""
        circumstances = NOBODY
        if is_summary or language:
            circumstances = _circumstances(intake if is_summary else Fields(self.where, {}, []), language)
        if self.faults:
            told = self.faults[:FAULT_LIMIT]
            found = ngettext("there is one fault", "there are {count} faults", len(told)).format(
                count=len(told)
            )
            more = _(" at least") if len(told) == FAULT_LIMIT else ""
            raise AnswersError(
                _("{where}: the answers can't be used, {found}{more}.").format(
                    where=self.where, found=found, more=more
                ),
                told,
            )
        return AnswersRead(answers=Answers(as_of, given, actions), circumstances=circumstances)

    def _fault(self, place: str, what: str, do: str) -> None:
        self.faults.append(Fault(f"{self.where} > {place}", what, do))

    def _stray(self) -> None:
        for key in self.data:
            if key not in ANSWER_KEYS and len(self.faults) < FAULT_LIMIT:
                self._fault(key[:60], _("this key is not known."), nearest(key, ANSWER_KEYS))

    def _items(self, whole: Fields) -> dict[str, Any]:
        """Return the answers as they stand there by question id; a summary's lists read like the table."""
        given = self.data.get("answers")
        if isinstance(given, dict):
            return given
        found: dict[str, Any] = {}
        if isinstance(given, list):
            for item in (*whole.list_of_tables("answers"), *whole.list_of_tables("set_aside")):
                question_id = item.table.get("id")
                if not isinstance(question_id, str):
                    item.fault(_("this is no answer."), _("Give it an id."))
                elif question_id in found:
                    item.fault(
                        _('"{question_id}" stands twice.').format(question_id=question_id[:60]),
                        _("Remove one of them."),
                    )
                else:
                    found[question_id] = item.table
        else:
            do = _("Write {table}.").format(table='{"answers": {"QUESTION_ID": VALUE}}')
            self._fault("answers", _("there is no table of answers."), do)
        return found

    def _given(self, told: Mapping[str, Any], as_of: date) -> dict[str, Answer]:
        """Return all answers; those to what an earlier version asked go where the pack says."""
        carried = carried_over(self.pack, told)
        given: dict[str, Answer] = {}
        items = carried.answers.items()
        for (question_id, raw), known in zip(items, self.taken.of(items), strict=True):
            if known is not None:
                given[question_id] = known
                continue
            if len(self.faults) >= FAULT_LIMIT:
                break
            if (plain := self._plain(question_id, raw, as_of)) is not None:
                given[question_id] = plain
                continue
            here: list[Fault] = []
            answer = self._answer(question_id, self._fields(question_id, raw, here), as_of)
            if answer is not None and not here:
                given[question_id] = answer
                self.taken.put(self.pack.questions[question_id], raw, answer)
            elif question_id in carried.sources:
                carried.aside.update(carried.sources[question_id])
            else:
                self.faults += here
        for question_id, raw in carried.aside.items():
            answer = self._aside(self._fields(question_id, raw, self.faults))
            if answer is not None:
                given[question_id] = answer
        return given

    def _plain(self, question_id: str, raw: Any, as_of: date) -> Answer | None:
        """Return what RAW is taken for where it is a value alone, as it should be; else None."""
        question = self.pack.questions.get(question_id)
        if question is None or isinstance(raw, dict):
            return None
        try:
            answer = Answer(value=from_json_value(question, raw, as_of), origin=Origin.FILE)
        except Invalid:
            return None
        self.taken.put(question, raw, answer)
        return answer

    def _fields(self, question_id: str, raw: Any, faults: list[Fault]) -> Fields:
        held = raw if isinstance(raw, dict) else {"value": raw}
        return Fields(f"{self.where} > answers > {question_id[:60]}", held, faults)

    def _aside(self, fields: Fields) -> Answer | None:
        """Return an answer to what is no longer asked, whatever it says."""
        held = self._held(fields)
        if held is None or held.absent is not None:
            return held
        match fields.table["value"]:
            case str() | int() as value if not isinstance(value, bool):
                return replace(held, value=value)
            case list() as codes if all(isinstance(code, str) for code in codes):
                return replace(held, value=tuple(codes))
            case _:
                fields.fault(_("it holds no answer that a question could have."), _("Remove it."))
                return None

    def _answer(self, question_id: str, fields: Fields, as_of: date) -> Answer | None:
        question = self.pack.questions.get(question_id)
        if question is None:
            fields.fault(_("there is no such question."), nearest(question_id, self.pack.questions))
            return None
        held = self._held(fields)
        if held is None or held.absent is not None:
            return held
        try:
            value = from_json_value(question, fields.table["value"], as_of)
        except Invalid as problem:
            fields.fault(str(problem), _("Correct the value."))
            return None
        return Answer(value=value, origin=held.origin, at=held.at, note=held.note, confirmed=held.confirmed)

    def _held(self, fields: Fields) -> Answer | None:
        """Return what stands around a value: why there is none, origin, time and note."""
        if fields.table.keys() == {"value"}:
            return PLAIN
        origin = ORIGINS.get(fields.text("origin") or "", Origin.FILE)
        at, note = fields.time("at"), fields.text("note") or ""
        confirmed = _confirmed(fields.table.get("confirmed"))
        if confirmed is None:
            fields.fault(_("confirmed is neither true nor a list of conflicts."), _("Write true."))
            return None
        if fields.table.get("absent") is not None:
            code = fields.text("absent")
            if code not in ABSENT_CODES:
                fields.fault(
                    _('there is no absent code "{code}".').format(code=str(code)[:40]),
                    nearest(code, ABSENT_CODES),
                )
                return None
            return Answer(absent=Absent(code), origin=origin, at=at, note=note, confirmed=confirmed)
        if "value" not in fields.table:
            fields.fault(_("it has neither a value nor an absent code."), _('Write {"absent": ...}.'))
            return None
        return Answer(origin=origin, at=at, note=note, confirmed=confirmed)

    def _actions(self, safety: Fields) -> Iterator[SafetyAction]:
        for item in safety.list_of_tables("actions"):
            if len(self.faults) >= FAULT_LIMIT:
                return
            kind, question = item.text("kind"), item.text("question") or ""
            if not kind:
                item.fault(_("it does not say what was done."), _('Add "kind".'))
            if question and question not in self.pack.questions and not retired_of(self.pack, question):
                item.fault(
                    _('there is no question "{question}".').format(question=question[:60]),
                    nearest(question, self.pack.questions),
                )
            yield SafetyAction(
                kind=kind or "",
                at=item.time("at"),
                needs=item.texts("needs"),
                question=question,
                done=item.texts("done"),
                note=item.text("note") or "",
            )


def _circumstances(intake: Fields, language: str) -> Circumstances:
    return Circumstances(
        id=intake.text("id"),
        started_at=intake.text("started_at"),
        finished_at=intake.text("finished_at"),
        mode=intake.text("mode") or "file",
        operator=intake.text("operator"),
        language=language,
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
