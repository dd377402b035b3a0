"""Asks a form item by item through whatever asker the interview has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from iopintake.answers import model as answers
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import Asker, Given, Move, Note, Prompt, Reply
from iopintake.interview.flow import Progress
from iopintake.packs.model import Option, Question, Section
from iopintake.rules.evaluation import Evaluation
from iopintake.screeners.filling import Filling, Place, Slot, defaults
from iopintake.screeners.model import Answer
from iopintake.screeners.prompting import OTHER, answers_for, held, own_words, question_for
from iopintake.support.language import N_, _

ANOTHER: Final = (
    Option(code="yes", label=N_("Yes, another")),
    Option(code="no", label=N_("No, that is all")),
)
Interrupts = Callable[[Filling], bool]
"""Says, after each answer, whether something else must be asked before the form goes on."""


@dataclass
class Asking:
    """One form while it is asked: what was filled in, and the notes that were taken on it."""

    filling: Filling
    notes: list[str] = field(default_factory=list)
    view: Place | None = None  # an item that was gone back to
    shown: set[Place] = field(default_factory=set)  # texts that were read out

    def ask_on(self, asker: Asker, evaluation: Evaluation, interrupts: Interrupts) -> Reply | None:
        """Ask until nothing is left; return None then, or the reply that leads away from the form.

        Going on later begins where it stopped. ``Move.FORWARD`` is returned where
        INTERRUPTS says that something else comes first.
        """
        while (slot := self._next()) is not None:
            reply = self._put(asker, evaluation, slot)
            if reply is None:
                self.view = None
                if interrupts(self.filling):
                    return Move.FORWARD
            elif reply is Move.BACK:
                before = self.filling.before(slot.place)
                self.view = before.place if before else slot.place
            elif reply is Move.FORWARD:
                self.view = None
            elif isinstance(reply, Note):
                self.notes.append(reply.text)
                asker.confirm_note(reply.text)
            else:
                return reply
        return None

    @property
    def note(self) -> str:
        """Return the notes that were taken, for the answer that the form comes to."""
        return "; ".join(self.notes)

    def _next(self) -> Slot | None:
        if self.view is not None:
            found = next((slot for slot in self.filling.slots() if slot.place == self.view), None)
            if found is not None:
                return found
        return self.filling.next()

    def _put(self, asker: Asker, evaluation: Evaluation, slot: Slot) -> Reply | None:
        """Ask one item until it has an answer that it takes; None when it is recorded."""
        question = question_for(slot)
        while True:
            reply = asker.ask(self._prompt(evaluation, slot, question))
            if not isinstance(reply, Given):
                return reply
            value = reply.answer.value
            if value is None:
                self.filling = self.filling.with_answer(slot.place, ())
                asker.confirm(question, reply.answer)
                return self._another_group(asker, evaluation, slot)
            try:
                given = answers_for(slot.item, value)
            except Invalid as problem:
                asker.tell(str(problem))
                continue
            asker.confirm(question, reply.answer)
            more = self._more(asker, evaluation, slot, value, given)
            if not isinstance(more, tuple):
                return more
            self.filling = self.filling.with_answer(slot.place, more)
            return self._another_group(asker, evaluation, slot)

    def _more(
        self, asker: Asker, evaluation: Evaluation, slot: Slot, value: object, given: tuple[Answer, ...]
    ) -> tuple[Answer, ...] | Reply:
        """Return GIVEN with the words behind "something else", and with further answers where there are."""
        item = slot.item
        if value == OTHER or (isinstance(value, tuple) and OTHER in value):
            reply = asker.ask(self._prompt(evaluation, slot, own_words(slot)))
            if not isinstance(reply, Given):
                return reply
            if reply.answer.value is not None:
                given = (*given, {"valueString": str(reply.answer.value)})
        while item.repeats and not item.choices and (item.most is None or len(given) < item.most):
            again = self._yes(
                asker, evaluation, slot, _("Is there another answer to: {text}").format(text=item.text)
            )
            if again is not True:
                return given if again is False else again
            reply = asker.ask(self._prompt(evaluation, slot, question_for(slot)))
            if not isinstance(reply, Given):
                return reply
            if reply.answer.value is not None:
                try:
                    given = (*given, *answers_for(item, reply.answer.value))
                except Invalid as problem:
                    asker.tell(str(problem))
        return given

    def _another_group(self, asker: Asker, evaluation: Evaluation, slot: Slot) -> Reply | None:
        """After the last item of an instance of a repeating group, ask whether there is another."""
        for end in range(len(slot.place) - 1, 0, -1):
            place = slot.place[:end]
            link, _sign, number = place[-1].partition("#")
            group = next((s.item for s in self.filling.slots() if s.place == place), None)
            if not number or group is None:
                continue
            inside = [s for s in self.filling.slots() if s.place[:end] == place and s.item.is_asked]
            count = self.filling.more.get((*place[:-1], link), 1)
            is_last = int(number) == count and inside and inside[-1].place == slot.place
            if is_last and (group.most is None or count < group.most):
                again = self._yes(
                    asker, evaluation, slot, _("Is there another: {text}").format(text=group.text)
                )
                if again is True:
                    self.filling = self.filling.with_another(place)
                elif again is not False:
                    return again
        return None

    def _yes(self, asker: Asker, evaluation: Evaluation, slot: Slot, ask: str) -> bool | Reply:
        question = Question(
            id="/".join((*slot.place, "another")),
            type="choice",
            short=_("Another one"),
            ask=ask,
            why=_("The form takes several."),
            options=tuple(replace(option, label=_(option.label)) for option in ANOTHER),
        )
        reply = asker.ask(self._prompt(evaluation, slot, question))
        return reply.answer.value == "yes" if isinstance(reply, Given) else reply

    def _prompt(self, evaluation: Evaluation, slot: Slot, question: Question) -> Prompt:
        before = self.filling.answers.get(slot.place, defaults(slot.item))
        value = held(slot.item, before) if question.id == "/".join(slot.place) else None
        title, read_out = self._read_out(slot)
        asked = [s for s in self.filling.slots() if s.item.is_asked]
        return Prompt(
            section=Section(id=self.filling.form.name, title=title, intro=read_out, question=(question,)),
            question=question,
            ask=question.ask,
            progress=Progress(
                number=next((n for n, s in enumerate(asked, 1) if s.place == slot.place), len(asked)),
                answered=sum(s.place in self.filling.answers for s in asked),
                about=len(asked),
            ),
            evaluation=evaluation,
            current=None if value is None else answers.Answer(value=value),
            opens_section=bool(read_out) or not self.filling.answers,
        )

    def _read_out(self, slot: Slot) -> tuple[str, str]:
        """Return the title above an item, and the texts before it that were not read out yet."""
        title, texts = self.filling.form.title, []
        for other in self.filling.slots():
            if other.place == slot.place:
                break
            if other.item.type == "group" and other.place == slot.place[: len(other.place)]:
                title = other.item.text or title
            if other.item.type == "display" and other.place not in self.shown:
                texts.append(other.item.text)
                self.shown.add(other.place)
        return title, " ".join(texts)
