"""The crisis protocol in lines: numbers first, steps of one line each; more on each by a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from iopintake.answers.model import Answer, Value
from iopintake.answers.typed import doubt, from_text, option_meant, refusal
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import CrisisPrompt, CrisisReply, Found, Move
from iopintake.packs.model import Crisis, Question
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import crisis_words
from iopintake.terminal.prompts.line import EMPTY, aloud, one
from iopintake.terminal.prompts.lines import Lines, number_in
from iopintake.terminal.theme import SPOKEN, Role

TRANSFER = "transfer"
CLOSE, DETAILS, WHERE, NUMBER = ":back", ":details", ":where", ":number"
COMMANDS = N_("({details} says more; {where} 12 Elm Street and {number} 555-0100 note what is found out)")
FURTHER = N_("(and {further}, for the hand-over)")


class CrisisInLines:
    """Shows the protocol; what was ticked off stays ticked while a transfer is tried."""

    def __init__(self, lines: Lines, clock: Callable[[], datetime]) -> None:
        """Talk through LINES, and take the time from CLOCK."""
        self._lines, self._clock = lines, clock

    def show(self, prompt: CrisisPrompt) -> CrisisReply | Found | Move:
        """Stay until a choice is made; one that was called for by mistake is left by :back."""
        crisis, width = prompt.evaluation.book.pack.crisis, self._lines.width
        self._lines.say_lines(
            EMPTY,
            *crisis_words.crisis_head(prompt, width, SPOKEN),
            *crisis_words.crisis_steps(prompt, width),
        )
        choice = self._choice(prompt, crisis)
        if not isinstance(choice, str):
            return choice
        if choice == TRANSFER:
            head = one(Role.CRISIS, _("Hand-over, to read aloud to whoever takes the caller on:"))
            self._lines.say_lines(EMPTY, head, *crisis_words.hand_over(prompt, width, SPOKEN))
        done = self._ticked(crisis, frozenset(prompt.done))
        self._lines.say(_("Note what was done, who was told, and when. (Enter for nothing)"))
        note = self._lines.read().strip()
        return CrisisReply(choice=choice, done=done, note=note)

    def _choice(self, prompt: CrisisPrompt, crisis: Crisis) -> str | Found | Move:
        """Return the code of what comes next, or what was found out meanwhile."""
        closing = (
            _(" ({close} closes this: no emergency is recorded)").format(close=CLOSE)
            if prompt.may_close
            else ""
        )
        self._lines.say_wrapped(_(COMMANDS).format(details=DETAILS, where=WHERE, number=NUMBER), "")
        if crisis.found_questions:
            further = ", ".join(f":{question_id}" for question_id in crisis.found_questions)
            self._lines.say_wrapped(_(FURTHER).format(further=further), "")
        while True:
            self._lines.say_wrapped(_("What comes next?{closing}").format(closing=closing), "")
            self._lines.say_options(crisis.choices, ".")
            typed = self._lines.read().strip()
            command, _space, rest = typed.partition(" ")
            match command.lower():
                case ":back" if prompt.may_close:
                    return Move.BACK
                case ":details":
                    self._lines.say_lines(*crisis_words.crisis_details(prompt, self._lines.width, SPOKEN))
                case ":where":
                    return self._found(prompt, crisis.place_question, rest)
                case ":number":
                    return self._found(prompt, crisis.callback_question, rest)
                case known if known.removeprefix(":") in crisis.found_questions and known.startswith(":"):
                    return self._found(prompt, known.removeprefix(":"), rest)
                case _:
                    if (place := option_meant(crisis.choices, typed)) is not None:
                        return crisis.choices[place].code
                    self._lines.say_wrapped(refusal(crisis.choices, typed), "  ")

    def _found(self, prompt: CrisisPrompt, question_id: str, typed: str) -> Found:
        """Return what was TYPED for the place, the number or more; where that is nothing, ask for it."""
        question = prompt.evaluation.book.pack.questions[question_id]
        as_of = prompt.evaluation.answers.as_of
        while (value := self._taken(question, typed, as_of)) is None:
            asked = crisis_words.asked_aloud(prompt, question)
            self._lines.say_lines(*aloud(asked, self._lines.width, SPOKEN))
            typed = self._lines.read()
        while back := doubt(question, value):
            self._lines.say_wrapped(_("{asked} Enter takes it; or type it again.").format(asked=back), "  ")
            again = self._taken(question, self._lines.read(), as_of)
            if again is None:
                break
            value = again
        return Found(question_id, Answer(value=value, at=self._clock()))

    def _taken(self, question: Question, typed: str, as_of: date) -> Value | None:
        """Return the value of what was TYPED; None, with what is wrong, where it is none."""
        if not typed.strip():
            return None
        try:
            return from_text(question, typed, as_of)
        except Invalid as invalid:
            self._lines.say_wrapped(safe_text(str(invalid)), "  ")
            return None

    def _ticked(self, crisis: Crisis, before: frozenset[str]) -> tuple[str, ...]:
        """Ask what of the checklist has been done, beside what was ticked off before."""
        if not crisis.checklist:
            return ()
        items = (*crisis.checklist, crisis.checklist_none)
        while True:
            self._lines.say_wrapped(
                _("What has been done? (numbers mark, such as 1,3; a marked one is unmarked; Enter goes on)"),
                "",
            )
            for number, item in enumerate(items, 1):
                self._lines.say_wrapped(item, f"{number:>3}. {'[x]' if item in before else '[ ]'} ")
            numbers = [number_in(word, len(items)) for word in self._lines.read().replace(",", " ").split()]
            if None not in numbers:
                marked = before ^ {items[number] for number in numbers if number is not None}
                fresh = marked - before
                alone = crisis.checklist_none
                marked = frozenset({alone}) if alone in fresh else marked - {alone} if fresh else marked
                return tuple(item for item in items if item in marked)
            self._lines.say(_("  Type numbers from 1 to {count}.").format(count=len(items)))
