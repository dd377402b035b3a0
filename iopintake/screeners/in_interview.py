"""The asker of an interview that can ask a clinic's screener where the pack asks for its total."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from iopintake.answers.model import Absent, Answer
from iopintake.interview.asker import (
    Asker,
    CrisisPrompt,
    CrisisReply,
    Found,
    Given,
    Half,
    JumpTo,
    Move,
    Prompt,
    Reply,
)
from iopintake.packs.model import Option, Pack, Question
from iopintake.rules.evaluation import Evaluation
from iopintake.screeners.asking import Asking
from iopintake.screeners.filling import Filling
from iopintake.screeners.in_pack import questions_of, told
from iopintake.screeners.model import Form
from iopintake.support.language import N_, _

KEPT: Final = '{"screener":'
"""Begins the text under which a form that was left half filled in is kept."""
OFFER: Final = (
    Option(code="ask", label=N_("Ask it now")),
    Option(code="total", label=N_("Enter a total that is known already")),
)


class ScreeningAsker:
    """Puts every question through INNER, but asks a form where its total would be typed.

    An item that the pack has a question for (such as item 9 of the PHQ-9) reaches the pack
    as soon as it is answered: the form is left, the pack asks what follows from it, and the
    form goes on where it stopped.
    """

    def __init__(self, inner: Asker, forms: Iterable[Form], pack: Pack) -> None:
        """Ask each of FORMS where PACK asks for a total that the form comes to."""
        self._inner, self._pack = inner, pack
        self._forms: dict[str, Form] = {}
        self._items: dict[str, str] = {}  # the question of an item, and of the total of its form
        for form in forms:
            asked = questions_of(pack, Filling(form))
            totals = [s.question for s in pack.screeners if s.question in asked]
            for total in totals[:1]:
                self._forms.setdefault(total, form)
                self._items |= {question: total for question in asked if question != total}
        self._asking: dict[str, Asking] = {}
        self._told: dict[str, Answer] = {}  # what the pack has been told, or is about to be
        self._typed: set[str] = set()

    def ask(self, prompt: Prompt) -> Reply:
        """Ask the question, or the form that answers it; what a form has answered is not asked again."""
        question = prompt.question.id
        if (answer := self._told.pop(question, None)) is not None and question in self._items:
            return Given(answer)
        if question not in self._forms or question in self._typed:
            return self._inner.ask(prompt)
        if question not in self._asking:
            offered = self._offered(prompt)
            if not isinstance(offered, Given):
                return offered
            if offered.answer.value != "ask":
                self._typed.add(question)
                return self._inner.ask(prompt)
            self._asking[question] = Asking(Filling(self._forms[question]))
        return self._ask_form(prompt, self._asking[question])

    def _offered(self, prompt: Prompt) -> Reply:
        form = self._forms[prompt.question.id]
        offer = Question(
            id=f"{prompt.question.id}/offer",
            type="choice",
            short=form.title[:60],
            ask=form.title,
            why=prompt.question.why,
            options=tuple(replace(option, label=_(option.label)) for option in OFFER),
            read_options=False,
        )
        return self._inner.ask(
            Prompt(
                section=prompt.section,
                question=offer,
                ask=offer.ask,
                progress=prompt.progress,
                evaluation=prompt.evaluation,
                current=None,
                opens_section=prompt.opens_section,
            )
        )

    def _ask_form(self, prompt: Prompt, asking: Asking) -> Reply:
        known = {q: prompt.evaluation.answers.value(q) for q in self._items}

        def new_items(filling: Filling) -> list[str]:
            said = told(self._pack, filling, self._inner.now())
            new = [q for q in said if q in self._items and said[q].value != known.get(q)]
            self._told |= {q: said[q] for q in new}
            return new

        reply = asking.ask_on(self._inner, prompt.evaluation, lambda filling: bool(new_items(filling)))
        if reply is Move.FORWARD:
            return JumpTo(new_items(asking.filling)[0])
        if reply is not None:
            return reply
        del self._asking[prompt.question.id]
        total = told(self._pack, asking.filling, self._inner.now()).get(prompt.question.id)
        if total is None:
            self._inner.tell(_("The questionnaire is not complete, so it has no total."))
            return Given(Answer(absent=Absent.UNKNOWN, at=self._inner.now(), note=asking.note))
        return Given(Answer(value=total.value, at=total.at, note=asking.note))

    # --- left half given -------------------------------------------------------------------

    def half_given(self) -> tuple[Half, ...]:
        """Return what was left half given, forms that were not finished among it."""
        forms = tuple(
            Half(question_id=question, text=_as_text(asking)) for question, asking in self._asking.items()
        )
        taken = {half.question_id for half in forms}
        return (*forms, *(half for half in self._inner.half_given() if half.question_id not in taken))

    def take_up(self, halves: Iterable[Half]) -> None:
        """Go on with what was left half given at another time."""
        others = []
        for half in halves:
            form = self._forms.get(half.question_id)
            filling = _from_text(form, half.text) if form and half.text.startswith(KEPT) else None
            if filling is not None:
                self._asking[half.question_id] = filling
            elif not half.text.startswith(KEPT):
                others.append(half)
        self._inner.take_up(others)

    # --- as the inner asker does it ----------------------------------------------------------

    def on_screen(self) -> AbstractContextManager[None]:
        """Hold the screen while the interview goes on."""
        return self._inner.on_screen()

    def confirm(self, question: Question, answer: Answer) -> None:
        """Show that an answer is recorded."""
        self._inner.confirm(question, answer)

    def confirm_note(self, text: str) -> None:
        """Show that a note is recorded."""
        self._inner.confirm_note(text)

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Show that what was done in a crisis is recorded."""
        self._inner.confirm_step(prompt, reply)

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Show the crisis protocol."""
        return self._inner.crisis(prompt)

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm that a crisis sign is corrected."""
        return self._inner.correct_sign(question)

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show all answers before the end."""
        return self._inner.review(evaluation)

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._inner.tell(message)

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._inner.now()


def _as_text(asking: Asking) -> str:
    filling = asking.filling
    kept = {
        "screener": filling.form.name,
        "answers": [[list(place), list(given)] for place, given in filling.answers.items()],
        "more": [[list(place), count] for place, count in filling.more.items()],
        "notes": asking.notes,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _from_text(form: Form, text: str) -> Asking | None:
    """Return the form as it was left, or None where another one has its place now."""
    kept: Mapping[str, Any] = json.loads(text)
    if kept.get("screener") != form.name:
        return None
    given = {tuple(place): tuple(found) for place, found in kept["answers"]}
    more = {tuple(place): count for place, count in kept["more"]}
    return Asking(Filling(form, given, more), notes=list(kept["notes"]))
