"""The interview's loop: puts the questions, records the answers, interrupts at a crisis sign.

What is recorded goes to one function, an event at a time and before the next question
is shown, so that whoever keeps the record has each answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from iopintake.answers.model import Absent, Answer, Answers, SafetyAction
from iopintake.interview import flow
from iopintake.interview.asker import (
    Asker,
    CrisisPrompt,
    Found,
    Given,
    JumpTo,
    Move,
    Note,
    Reply,
    Speak,
)
from iopintake.interview.events import (
    END,
    SHOWN,
    STAY,
    TRANSFER,
    Answered,
    Ending,
    LanguageSpoken,
    Outcome,
    Record,
    Viewed,
    dealt_with,
    ticked_before,
)
from iopintake.interview.order import precedes, section_of, sections_begun
from iopintake.interview.path import Path
from iopintake.interview.protocols import crisis_protocol
from iopintake.interview.unlikely import asking_back
from iopintake.interview.voice import Voice, one_voice
from iopintake.packs.conditions import Truth
from iopintake.packs.model import Need, Question
from iopintake.rules.conflicts import outdated
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.support.language import _

ChooseNext = Callable[[Evaluation], Question | None]
"""Finds the question that comes next, or None at the end."""


def conduct(
    evaluator: Evaluator,
    answers: Answers,
    asker: Asker,
    record: Record,
    own_numbers: tuple[tuple[str, str], ...] = (),
    *,
    view: str | None = None,
    choose_next: ChooseNext = flow.next_question,
    voice: Voice | None = None,
) -> Outcome:
    """Ask until every relevant question has an answer; return the answers and the ending.

    Each answer goes to RECORD before anything else is asked. KeyboardInterrupt and
    EOFError from the asker pass through: what was recorded stands. OWN_NUMBERS are the
    clinic's lines for the crisis protocol. VIEW is the question in front of the operator
    when the interview was left, if it was not the next; CHOOSE_NEXT finds the next. VOICE is the
    language in which it is held, the operator's if none is named.
    """
    spoken = voice or one_voice(evaluator.pack)
    return _Conversation(evaluator, asker, record, answers, own_numbers, choose_next, spoken, view).run()


@dataclass
class _Conversation:
    """One run of the loop; ``view`` is the question in front of the operator, if not the next."""

    evaluator: Evaluator
    asker: Asker
    record: Record
    answers: Answers
    own_numbers: tuple[tuple[str, str], ...]
    choose_next: ChooseNext
    voice: Voice
    view: str | None = None
    begun: set[str] = field(default_factory=set)  # the sections whose intro was read
    path: Path = field(default_factory=Path)
    _last: Evaluation | None = None

    def run(self) -> Outcome:
        evaluation = self._evaluate()
        self.begun, shown = sections_begun(evaluation), dealt_with(self.answers.actions)
        while True:
            needs = flow.protocol_needs(evaluation)
            new = [need for need in needs if need.id not in shown]
            shown = {need.id for need in needs}
            if new:
                if ending := self._protocol(evaluation, tuple(new)):
                    return Outcome(self.answers, ending)
                evaluation = self._evaluate()
            question = self._in_view(evaluation)
            reply = self._ask(evaluation, question) if question else self.asker.review(evaluation)
            if reply is None:
                return Outcome(self.answers, Ending.FINISHED)
            if reply is Move.PAUSE:
                return Outcome(self.answers, Ending.PAUSED)
            if reply is Move.CRISIS:
                if ending := self._protocol(evaluation, ()):
                    return Outcome(self.answers, ending)
                evaluation = self._evaluate()
                continue
            self._take(evaluation, question, reply)
            evaluation = self._evaluate()

    def _evaluate(self) -> Evaluation:
        """Return what follows from the answers as they are now; answers that stay are evaluated once."""
        if self._last is None or self._last.answers is not self.answers:
            self._last = self.evaluator.evaluate(self.answers)
        return self._last

    def _in_view(self, evaluation: Evaluation) -> Question | None:
        if self.view is not None and evaluation.relevance(self.view) is not Truth.NOT_MET:
            return evaluation.book.pack.questions[self.view]
        return self.choose_next(evaluation)

    def _ask(self, evaluation: Evaluation, question: Question) -> Reply:
        section = section_of(evaluation, question.id).id
        opens = section not in self.begun
        self.begun.add(section)
        prompt = self.voice.prompt(evaluation, question, opens_section=opens)
        back = asking_back(self.evaluator, self.answers, question)
        return self.asker.ask(replace(prompt, asked_back=back))

    def _take(self, evaluation: Evaluation, question: Question | None, reply: Reply) -> None:
        here = question.id if question else None
        match reply:
            case Given(answer) if question is not None:
                answer = flow.given_again(evaluation, question.id, answer)
                if answer != self.answers.get(question.id):
                    self._replace(evaluation, question, answer)
                evaluation = self._evaluate()
                if flow.asked_again(evaluation):  # at once, wherever the operator has come from
                    self.path.leave(question.id)
                    self._look_at(None)
                else:
                    self._look_at(self.path.on(evaluation, question.id, self.choose_next(evaluation)))
            case Note(text) if question is not None:
                held = self.answers.get(question.id) or Answer(absent=Absent.NOT_ASKED)
                self._answer(question, replace(held, note=text))
                self.asker.confirm_note(text)
                self._look_at(question.id)
            case Speak(language):
                self._speak(language)
            case Move.BACK:
                self._look_at(self.path.back(evaluation, here))
            case JumpTo(question_id):
                self.path.leave(here)
                self._look_at(question_id)
            case Move.FORWARD:
                self.path.leave(here)
                self._look_at(None)

    def _replace(self, evaluation: Evaluation, question: Question, answer: Answer) -> None:
        """Record a new answer, and say what it does to others."""
        if not self._may_replace(evaluation, question, answer):
            if answer.confirmed:  # the sign that was given before stands, and was asked again
                self._answer(question, replace(self.answers[question.id], confirmed=answer.confirmed))
            return
        before = evaluation.set_aside()
        self._answer(question, self._with_note(question, answer))
        self.asker.confirm(question, answer)
        if not answer.confirmed:
            self._ask_anew(question)
        self._tell_of_set_aside(before)
        self._tell_of_scope(evaluation)
        self._tell_of_return(evaluation, question)

    def _speak(self, wanted: str) -> None:
        if self.voice.switch(wanted):
            self.record(LanguageSpoken(self.voice.language))
            return
        known = ", ".join(self.voice.own.languages)
        self.asker.tell(_("Nothing changes: the pack has the languages {known}.").format(known=known))

    def _look_at(self, question_id: str | None) -> None:
        if question_id != self.view:
            self.view = question_id
            self.record(Viewed(question_id))

    def _answer(self, question: Question, answer: Answer) -> None:
        self.answers = self.answers.with_answer(question.id, answer)
        self.record(Answered(question.id, answer))

    def _ask_anew(self, question: Question) -> None:
        """Let what was confirmed against an earlier answer to QUESTION be asked for again."""
        for other, answer in outdated(self._evaluate(), question.id):
            self._answer(self.evaluator.pack.questions[other], answer)

    def _with_note(self, question: Question, answer: Answer) -> Answer:
        """Return ANSWER with the note that was taken on the question before it."""
        held = self.answers.get(question.id)
        return answer if answer.note or held is None else replace(answer, note=held.note)

    def _may_replace(self, evaluation: Evaluation, question: Question, answer: Answer) -> bool:
        """Ask for a reason before a crisis sign is taken back; False keeps it."""
        held = self.answers.get(question.id)
        book = evaluation.book
        if held is None or not book.is_crisis_sign(question.id, held.reading(self.answers.as_of)):
            return True
        if book.is_crisis_sign(question.id, answer.reading(self.answers.as_of)):
            return True
        reason = self.asker.correct_sign(question)
        if reason is None:
            return False
        self._act(SafetyAction(kind="corrected_sign", question=question.id, note=reason, at=self.asker.now()))
        return True

    def _tell_of_set_aside(self, before: tuple[str, ...]) -> None:
        evaluation = self._evaluate()
        after = evaluation.set_aside()
        questions = evaluation.book.pack.questions
        if gone := [questions[q].short for q in after if q not in before]:
            self.asker.tell(_("Set aside, they no longer belong: ") + "; ".join(gone) + ".")
        if come := [questions[q].short for q in before if q not in after]:
            self.asker.tell(_("They belong again, with their answers: ") + "; ".join(come) + ".")

    def _tell_of_scope(self, before: Evaluation) -> None:
        """Say what happens now that the pack can't decide, as soon as that is so."""
        now = self._evaluate()
        for scope in now.book.pack.levels.scope:
            if scope.meanwhile and now.is_met(scope.id) and not before.is_met(scope.id):
                self.asker.tell(scope.meanwhile)

    def _tell_of_return(self, before: Evaluation, question: Question) -> None:
        """Say so when an answer leads back to a question that did not belong before."""
        now = self._evaluate()
        following = self.choose_next(now)
        if following is None or before.relevance(following.id) is Truth.MET:
            return
        if precedes(now, following.id, question.id):
            told = _('Back to "{section}": this answer opens questions there.')
            self.asker.tell(told.format(section=section_of(now, following.id).title))

    # --- crisis --------------------------------------------------------------------

    def _protocol(self, evaluation: Evaluation, needs: tuple[Need, ...]) -> Ending | None:
        """Show the protocol until the operator says what comes next; return how that ends the interview.

        A transfer comes back here: when it does not reach anybody, the caller is still
        on the line. One that the operator called for and closed again is not recorded, but
        what was found out meanwhile is: where the person is, and the number to call back.
        """
        crisis = evaluation.book.pack.crisis
        shown = SafetyAction(kind=SHOWN, needs=tuple(need.id for need in needs), at=self.asker.now())
        if needs:
            self._act(shown)
        may_close = not needs  # called for by a slip of the finger, it leaves no trace
        while True:
            prompt = CrisisPrompt(
                needs=needs,
                protocol=crisis_protocol(evaluation, self.voice.spoken),
                place=self._said(crisis.place_question),
                callback=self._said(crisis.callback_question),
                own_numbers=self.own_numbers,
                evaluation=evaluation,
                may_close=may_close,
                done=ticked_before(self.answers.actions),
                voice=self.voice.spoken,
            )
            reply = self.asker.crisis(prompt)
            if isinstance(reply, Move):
                return Ending.PAUSED if reply is Move.PAUSE else None
            if isinstance(reply, Found):
                evaluation = self._found(evaluation, reply)
                continue
            if may_close:
                self._act(shown)
                may_close = False
            self._act(SafetyAction(kind=reply.choice, done=reply.done, note=reply.note, at=self.asker.now()))
            self.asker.confirm_step(prompt, reply)
            if reply.choice != TRANSFER:
                return Ending.ENDED if reply.choice in {STAY, END} else None

    def _found(self, evaluation: Evaluation, found: Found) -> Evaluation:
        """Record what was found out while the protocol was on the screen; return what follows from it."""
        question = evaluation.book.pack.questions[found.question_id]
        self._answer(question, self._with_note(question, found.answer))
        self.asker.confirm(question, found.answer)
        return self._evaluate()

    def _said(self, question_id: str) -> str:
        value = self.answers.value(question_id)
        return value if isinstance(value, str) else ""

    def _act(self, action: SafetyAction) -> None:
        self.answers = self.answers.with_action(action)
        self.record(action)
