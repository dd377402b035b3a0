"""Reads a FHIR R4 QuestionnaireResponse of a pack as an answers file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from iopintake.answers import fhir_terms as terms
from iopintake.answers.earlier import retired_of
from iopintake.packs.model import Pack, Question
from iopintake.support.errors import AnswersError, Fault, nearest
from iopintake.support.language import _, ngettext

DEPTH: Final = 12
"""Groups within groups; no form goes deeper."""
_VALUES: Final = {
    "choice": "valueCoding",
    "choices": "valueCoding",
    "schedule": "valueCoding",
    "integer": "valueInteger",
    "date": "valueDate",
    "text": "valueString",
}


def is_fhir(data: Mapping[str, Any]) -> bool:
    """Say whether DATA is a FHIR resource rather than an answers file."""
    return isinstance(data.get("resourceType"), str)


def response_as_answers(pack: Pack, where: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a QuestionnaireResponse of PACK, or a Bundle with one, as the table of an answers file.

    Whether each value is one that its question takes is checked where answers files are
    read. Raises AnswersError with every fault of its form, each with its place.
    """
    return _Reading(pack, where, _response_in(where, data)).read()


def _response_in(where: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = data["resourceType"]
    if kind == "QuestionnaireResponse":
        return data
    if kind == "Bundle":
        entries = data.get("entry")
        listed = entries if isinstance(entries, list) else []
        resources = [entry.get("resource") for entry in listed if isinstance(entry, dict)]
        found = [
            r for r in resources if isinstance(r, dict) and r.get("resourceType") == "QuestionnaireResponse"
        ]
        if len(found) == 1:
            return found[0]
        raise AnswersError(
            ngettext(
                "{where}: this Bundle holds one QuestionnaireResponse. Give one with exactly one.",
                "{where}: this Bundle holds {count} QuestionnaireResponses. Give one with exactly one.",
                len(found),
            ).format(where=where, count=len(found) or _("no"))
        )
    raise AnswersError(
        _("{where}: this is a FHIR {kind}, not answers. Give a QuestionnaireResponse of the pack.").format(
            where=where, kind=kind[:40]
        )
    )


@dataclass
class _Reading:
    """One reading of a response: collects faults instead of stopping at the first."""

    pack: Pack
    where: str
    data: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> dict[str, Any]:
        self._check_form()
        answers: dict[str, Any] = {}
        for item in self._items(self.data.get("item"), DEPTH):
            link = item["linkId"]
            if link not in self.pack.questions and retired_of(self.pack, link) is None:
                self._fault(link, _("the pack has no such question."), nearest(link, self.pack.questions))
            elif link in answers:
                self._fault(link, _("it is answered twice."), _("Keep one of them."))
            else:
                held = self._answer(link, item)
                if held is not None:
                    answers[link] = held
        if self.faults:
            count = ngettext("one fault", "{count} faults", len(self.faults)).format(count=len(self.faults))
            raise AnswersError(
                _("{where}: the response can't be used, there is {count}.").format(
                    where=self.where, count=count
                ),
                self.faults,
            )
        found: dict[str, Any] = {"answers": answers}
        if day := self._as_of():
            found["as_of"] = day
        if actions := [_action(one) for one in _extensions(self.data) if one.get("url") == terms.ACTION]:
            found["actions"] = actions
        return found

    def _check_form(self) -> None:
        """Refuse a response of another form; one without an address is taken at its items' word."""
        named = self.data.get("questionnaire")
        if named is None:
            return
        address = str(named).partition("|")[0]
        if address != terms.canonical(self.pack):
            self._fault(
                "questionnaire",
                _('this is a response of "{address}".').format(address=address[:80]),
                _("Give one of {canonical}.").format(canonical=terms.canonical(self.pack)),
            )

    def _as_of(self) -> str | None:
        for extension in _extensions(self.data):
            if extension.get("url") == terms.AS_OF and isinstance(extension.get("valueDate"), str):
                return str(extension["valueDate"])
        authored = self.data.get("authored")
        return authored[:10] if isinstance(authored, str) else None

    def _items(self, raw: object, depth: int) -> Iterator[Mapping[str, Any]]:
        """Yield the items of questions, out of whatever groups they stand in."""
        if raw is None:
            return
        if not isinstance(raw, list) or depth == 0:
            self._fault("item", _("the items are no list, or nested too deep."), _("Correct them."))
            return
        sections = {terms.section_link(section.id) for section in self.pack.sections}
        for number, item in enumerate(raw, 1):
            if not isinstance(item, dict) or not isinstance(item.get("linkId"), str):
                self._fault(
                    _("item {number}").format(number=number),
                    _("it has no linkId."),
                    _("Give it the id of its question."),
                )
                continue
            if item["linkId"] not in sections:
                yield item
            yield from self._items(item.get("item"), depth - 1)

    def _answer(self, link: str, item: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the answer of an item as an answers file holds it, or None when there is none."""
        held: dict[str, Any] = {}
        if notes := _values_of(item, terms.NOTE, "valueString"):
            held["note"] = notes[0]
        if confirmed := _values_of(item, terms.CONFIRMED, "valueString"):
            held["confirmed"] = confirmed
        given = item.get("answer")
        if not given:
            if reasons := _values_of(item, terms.ABSENT_REASON, "valueCode"):
                return {"absent": reasons[0], **held}
            return {"absent": "not-asked", **held} if held else None
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self._fault(link, _("its answer is no list of values."), _("Correct it."))
            return None
        question = self.pack.questions.get(link)
        if question is None:  # an earlier version of the pack asked it
            values = [value for one in given for key, value in one.items() if key.startswith("value")]
            values = [value.get("code") if isinstance(value, dict) else value for value in values]
            return {"value": values if len(values) > 1 else values[0] if values else None, **held}
        values = [value for one in given if (value := self._value(question, one)) is not None]
        if len(values) < len(given):
            return None
        if question.type in {"choices", "schedule"}:
            only_none = question.type == "schedule" and values == [terms.NO_FREE_TIMES]
            return {"value": [] if only_none else values, **held}
        if len(values) != 1:
            self._fault(
                link, _("it takes one answer, not {count}.").format(count=len(values)), _("Keep one of them.")
            )
            return None
        return {"value": values[0], **held}

    def _value(self, question: Question, one: Mapping[str, Any]) -> Any:
        key = _VALUES[question.type]
        raw = one.get(key)
        if key == "valueCoding":
            system = raw.get("system") if isinstance(raw, dict) else None
            raw = raw.get("code") if isinstance(raw, dict) else None
            if system not in {None, terms.option_system(self.pack, question.id)}:
                self._fault(question.id, _("its code is of another system."), _("Use the pack's own codes."))
                return None
        if raw is None:
            self._fault(question.id, _("it has no {key}.").format(key=key), _("Give the value in that form."))
        return raw

    def _fault(self, place: str, what: str, do: str) -> None:
        self.faults.append(Fault(f"{self.where} > {place[:60]}", what, do))


def _action(extension: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was done about safety as an answers file holds it."""
    held: dict[str, Any] = {}
    for name in ("kind", "at", "question", "note"):
        if values := _values_of(extension, name, "valueString"):
            held[name] = values[0]
    return held | {name: _values_of(extension, name, "valueString") for name in ("needs", "done")}


def _values_of(element: Mapping[str, Any], url: str, key: str) -> list[Any]:
    return [one[key] for one in _extensions(element) if one.get("url") == url and key in one]


def _extensions(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    given = element.get("extension")
    return (one for one in given if isinstance(one, dict)) if isinstance(given, list) else iter(())
