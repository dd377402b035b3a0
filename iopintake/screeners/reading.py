"""Reads a FHIR Questionnaire, R4 or R5, into a form, or says everything in it that can't be run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from iopintake.screeners import terms
from iopintake.screeners.expressions import check_expression
from iopintake.screeners.model import Choice, EnableWhen, Expression, Form, Item, ItemType, Limits
from iopintake.screeners.options import OptionsError, choices_of
from iopintake.screeners.published import ScreenerError, questionnaire_in, value_sets_in
from iopintake.support.errors import Fault
from iopintake.support.language import _, ngettext

DEPTH: Final = 12
"""Items within items; no form goes deeper."""
OPERATORS: Final = ("exists", "=", "!=", ">", "<", ">=", "<=")
RENAMED: Final = {"coding": "choice", "question": "string"}
"""R5's names of types; ``question`` is its parent of all of them."""


_HIDDEN: Final = "(hidden)"
"""Marks an item as hidden while it is read: what stands in a hidden group is hidden too."""


def read_form(name: str, where: str, data: Mapping[str, Any], totals: Collection[str] = ()) -> Form:
    """Return the Questionnaire in DATA, which may be a Bundle of one, as the form NAME.

    TOTALS are the LOINC codes of totals: a number with one of them is not asked, it is added up.

    Raises ScreenerError with every fault: each names the item and what to do.
    """
    source = questionnaire_in(where, data)
    reading = _Reading(where, source, totals, value_sets_in(data))
    form = reading.form(name)
    if reading.faults:
        count = ngettext("one fault", "{count} faults", len(reading.faults)).format(count=len(reading.faults))
        raise ScreenerError(
            _("{where}: the questionnaire can't be run, it has {count}.").format(where=where, count=count),
            reading.faults,
        )
    return form


@dataclass
class _Reading:
    """One reading of a questionnaire: collects faults instead of stopping at the first."""

    where: str
    source: dict[str, Any]
    totals: Collection[str]
    value_sets: Mapping[str, Any]  # beside the form in its Bundle, by address
    faults: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def form(self, name: str) -> Form:
        contained = {
            str(one.get("id")): one
            for one in self._list(self.source, "contained")
            if isinstance(one, Mapping)
        }
        if self.source.get("modifierExtension"):
            self._fault("", _("it carries a modifierExtension."), _("Only a form without one can be run."))
        items = tuple(self._items(self.source, {**contained, **self.value_sets}, DEPTH))
        for item in self._every(items):
            for when in item.enable_when:
                if when.question not in self.seen:
                    self._fault(
                        item.link_id,
                        _('it waits for "{question}".').format(question=when.question),
                        _("There is no such item."),
                    )
        if not any(item.is_question for item in self._every(items)):
            self._fault("item", _("there is nothing to ask."), _("Give a form with questions."))
        title = self.source.get("title") or self.source.get("name") or name
        return Form(
            name=name,
            title=str(title),
            url=str(self.source.get("url") or ""),
            language=str(self.source.get("language") or ""),
            codes=_loinc(self.source),
            variables=tuple(self._variables("", self.source)),
            items=items,
            source=self.source,
        )

    def _every(self, items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            yield item
            yield from self._every(item.items)

    def _items(self, parent: Mapping[str, Any], contained: Mapping[str, Any], depth: int) -> Iterator[Item]:
        if depth == 0:
            self._fault("item", _("items stand too deep in each other."), _("Flatten the form."))
            return
        for number, raw in enumerate(self._list(parent, "item"), 1):
            if not isinstance(raw, Mapping) or not isinstance(raw.get("linkId"), str):
                self._fault(
                    _("item {number}").format(number=number), _("it has no linkId."), _("Give it one.")
                )
            elif _is_help(raw):
                continue
            else:
                inherited = {
                    key: True
                    for key in ("readOnly", _HIDDEN)
                    if parent.get(key) and parent.get("type") == "group"
                }
                try:
                    yield self._item({**raw, **inherited}, contained, depth)
                except (AttributeError, KeyError, TypeError, ValueError):
                    self._fault(raw["linkId"], _("something in it is not as FHIR has it."), _("Correct it."))

    def _item(self, raw: Mapping[str, Any], contained: Mapping[str, Any], depth: int) -> Item:
        link = raw["linkId"]
        raw = {**raw, _HIDDEN: raw.get(_HIDDEN) or terms.first(raw, terms.HIDDEN) is True}
        if link in self.seen:
            self._fault(link, _("the linkId stands twice."), _("Rename one."))
        self.seen.add(link)
        kind = RENAMED.get(str(raw.get("type")), str(raw.get("type")))
        if kind == "choice" and raw.get("answerConstraint") in {"optionsOrType", "optionsOrString"}:
            kind = "open-choice"
        if kind not in get_args(ItemType):
            self._fault(
                link,
                _('its type "{kind}" can\'t be asked in a terminal.').format(kind=kind[:30]),
                _("Leave it out."),
            )
            kind = "string"
        choices: tuple[Choice, ...] = ()
        if kind in {"choice", "open-choice"} or raw.get("answerOption"):
            try:
                choices = choices_of({**raw, "type": kind}, contained)
            except OptionsError as error:
                self._fault(link, str(error), _("List its answers in the form."))
        helps = [str(one.get("text") or "") for one in self._list(raw, "item") if _is_help(one)]
        whens = tuple(self._enable_when(link, raw))
        if len(whens) > 1 and raw.get("enableBehavior") not in {"all", "any"}:
            self._fault(link, _("it has several enableWhen and no enableBehavior."), _("Say all or any."))
        self._refuse(link, raw)
        unit = terms.first(raw, *terms.UNIT)
        codes = _loinc(raw)
        calculated = self._expression(link, terms.first(raw, terms.CALCULATED))
        number = kind in {"integer", "decimal", "quantity"}
        return Item(
            link_id=link,
            type=kind,  # type: ignore[arg-type]
            text=str(raw.get("text") or link),
            prefix=str(raw.get("prefix") or ""),
            codes=codes,
            required=raw.get("required") is True,
            repeats=raw.get("repeats") is True,
            read_only=raw.get("readOnly") is True,
            hidden=raw[_HIDDEN],
            help=" ".join(filter(None, helps)),
            unit=unit if isinstance(unit, dict) else None,
            choices=choices,
            initial=tuple(self._initial(raw)),
            limits=self._limits(link, raw),
            most=_int(terms.first(raw, terms.MAX_OCCURS)),
            enable_when=whens,
            enable_all=raw.get("enableBehavior") != "any",
            enable_expression=self._expression(link, terms.first(raw, terms.ENABLE_EXPRESSION)),
            calculated=calculated,
            sums=number and calculated is None and any(code in self.totals for code in codes),
            variables=tuple(self._variables(link, raw)),
            items=tuple(self._items(raw, contained, depth - 1)),
        )

    def _refuse(self, link: str, raw: Mapping[str, Any]) -> None:
        if raw.get("modifierExtension"):
            self._fault(link, _("it carries a modifierExtension."), _("Only an item without one can be run."))
        for url, what in terms.REFUSED.items():
            if terms.first(raw, url) is not None:
                self._fault(link, _("it needs {what}.").format(what=what), _("Leave it out."))

    def _enable_when(self, link: str, raw: Mapping[str, Any]) -> Iterator[EnableWhen]:
        for one in self._list(raw, "enableWhen"):
            answers = (
                {k: v for k, v in one.items() if k.startswith("answer")} if isinstance(one, Mapping) else {}
            )
            if (
                len(answers) != 1
                or one.get("operator", "exists" if "hasAnswer" in one else "") not in OPERATORS
            ):
                self._fault(link, _("an enableWhen has no operator, or not one answer."), _("Correct it."))
                continue
            ((key, value),) = answers.items()
            yield EnableWhen(
                question=str(one.get("question")),
                operator=one["operator"],
                answer=value,
                kind=key.removeprefix("answer"),
            )

    def _initial(self, raw: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for one in self._list(raw, "initial"):
            if isinstance(one, Mapping):
                yield {key: value for key, value in one.items() if key.startswith("value")}
        for key, value in raw.items():  # as STU3 writes it
            if key.startswith("initial") and key != "initial":
                yield {f"value{key.removeprefix('initial')}": value}

    def _limits(self, link: str, raw: Mapping[str, Any]) -> Limits:
        pattern = str(terms.first(raw, terms.REGEX) or "")
        try:
            re.compile(pattern)
        except re.error:
            self._fault(link, _("its regular expression can't be read."), _("Correct or remove it."))
            pattern = ""
        return Limits(
            minimum=terms.first(raw, terms.MIN_VALUE),
            maximum=terms.first(raw, terms.MAX_VALUE),
            min_length=_int(terms.first(raw, terms.MIN_LENGTH)),
            max_length=_int(raw.get("maxLength")),
            pattern=pattern,
            decimals=_int(terms.first(raw, terms.DECIMALS)),
        )

    def _variables(self, link: str, raw: Mapping[str, Any]) -> Iterator[Expression]:
        for one in terms.extensions(raw, terms.VARIABLE):
            if (read := self._expression(link, one)) is not None:
                yield read

    def _expression(self, link: str, raw: Any) -> Expression | None:
        if raw is None:
            return None
        text = raw.get("expression") if isinstance(raw, Mapping) else raw
        language = raw.get("language", "text/fhirpath") if isinstance(raw, Mapping) else "text/fhirpath"
        if language != "text/fhirpath" or not isinstance(text, str):
            self._fault(
                link,
                _('an expression is in "{language}".').format(language=str(language)[:30]),
                _("Only FHIRPath can be run."),
            )
            return None
        if problem := check_expression(text):
            self._fault(
                link, _("its FHIRPath can't be run: {problem}.").format(problem=problem), _("Correct it.")
            )
            return None
        return Expression(text=text, name=str(raw.get("name") or "") if isinstance(raw, Mapping) else "")

    def _list(self, parent: Mapping[str, Any], key: str) -> list[Any]:
        given = parent.get(key)
        if given is None or isinstance(given, list):
            return given or []
        self._fault(key, _("this is no list."), _("Correct it."))
        return []

    def _fault(self, link: str, what: str, do: str) -> None:
        place = f"{self.where} > {link[:60]}" if link else self.where
        self.faults.append(Fault(place, what, do))


def _is_help(raw: object) -> bool:
    """Say whether an item is the help of the item it stands in."""
    if not isinstance(raw, Mapping) or raw.get("type") != "display":
        return False
    control = terms.first(raw, terms.CONTROL)
    codings = control.get("coding", ()) if isinstance(control, Mapping) else ()
    return any(coding.get("code") in {"help", "flyover"} for coding in codings)


def _loinc(element: Mapping[str, Any]) -> tuple[str, ...]:
    given = element.get("code")
    return tuple(
        str(one.get("code"))
        for one in (given if isinstance(given, list) else ())
        if isinstance(one, Mapping) and one.get("system") == "http://loinc.org"
    )


def _int(raw: Any) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
