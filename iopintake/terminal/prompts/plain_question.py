"""One question in lines: how it is put, and what a typed line does."""

from __future__ import annotations

from typing import Final

from iopintake.answers.model import Value
from iopintake.answers.typed import doubt, from_text, understood
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import JumpTo, Move, Note, Prompt, Reply, Speak
from iopintake.packs.model import Option
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import wording
from iopintake.terminal.prompts.base import LedAway, stands
from iopintake.terminal.prompts.line import EMPTY, aloud, one, said
from iopintake.terminal.prompts.lines import Lines, number_in
from iopintake.terminal.theme import SPOKEN, Role

COMMANDS: Final = {
    ":declined": N_("the person would rather not say"),
    ":unknown": N_("the person does not know"),
    ":back": N_("to where you came from"),
    ":forward": N_("to the first open question"),
    ":jump": N_("to another question: :jump 12, or :jump age"),
    ":overview": N_("all questions, their numbers and their state"),
    ":note": N_("a note on this question: :note cried when asked; alone, for several lines"),
    ":help": N_("why this is asked, and how"),
    ":guide": N_("what callers ask; :guide insurance answers one"),
    ":crisis": N_("somebody is in danger: what to do now"),
    ":end": N_("end the call discreetly"),
    ":pause": N_("stop here and go on later"),
    ":language": N_("read aloud in the next language of the pack; :language es in a certain one"),
    ":commands": N_("this list"),
}
LEADING_AWAY: Final[dict[str, Move]] = {":crisis": Move.CRISIS, ":pause": Move.PAUSE}
"""What is understood wherever a line is read."""


def read_line(lines: Lines, title: str = "") -> str:
    """Return a line that is typed; raise LedAway for a command that leads away from anywhere."""
    if title:
        lines.say(title)
    typed = lines.read().strip()
    if typed.lower() in LEADING_AWAY:
        raise LedAway(LEADING_AWAY[typed.lower()])
    return typed


def list_rows(lines: Lines, rows: list[wording.Row]) -> None:
    """Write questions with their numbers and their state."""
    for number, row in enumerate(rows, 1):
        if row.heading:
            lines.say(safe_text(row.heading))
        lines.say_wrapped(row.text, f"{number:>3}. ")
    lines.say_lines(*wording.state_key(lines.width))


class QuestionInLines:
    """A question while it is asked."""

    def __init__(self, lines: Lines, prompt: Prompt, *, phone: bool) -> None:
        """Put PROMPT through LINES; on the PHONE the number to call back comes first in the help."""
        self._lines, self._prompt, self._phone = lines, prompt, phone

    def put(self) -> None:
        """Write the question with its options."""
        prompt, width = self._prompt, self._lines.width
        question = prompt.question
        if prompt.opens_section:
            heading = one(Role.HEADING, f"== {safe_text(prompt.section.title)} ==")
            self._lines.say_lines(EMPTY, heading, *wording.intro_lines(prompt, width, SPOKEN))
        place = one(Role.TOP, wording.place_line(prompt))
        self._lines.say_lines(
            EMPTY, place, *wording.question_lines(prompt, width, SPOKEN, other_language=":language")
        )
        self._lines.say_options(
            question.options,
            ">" if question.read_options else ".",
            question.first_number,
            prompt.beside.options if prompt.beside else (),
        )
        if question.type == "choices":
            self._lines.say(_("  (several: 1,3)"))

    def value(self, line: str) -> Value | None:
        """Return the value that LINE gives, or None where Enter alone keeps the answer that stands.

        What was understood, or is doubtful, is shown first; then Enter alone takes it, and
        another line takes its place. Raises Invalid for a line that is no answer.
        """
        question, as_of = self._prompt.question, self._prompt.evaluation.answers.as_of
        while True:
            if not line.strip() and stands(self._prompt):
                return None
            value = from_text(question, line, as_of)
            shown = doubt(question, value) or self._prompt.asked_back(value) or understood(question, value)
            if not shown:
                return value
            self._lines.say_wrapped(_("{shown} Enter takes it; or type it again.").format(shown=shown), "  ")
            line = self._lines.read()
            if not line.strip():
                return value
            if line.strip().startswith(":"):
                raise Invalid(_("Nothing was taken yet. Type the command again."))

    def move(self, line: str) -> Reply | None:
        """Do what a command says; None stays at the question."""
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        match command.lower():
            case ":back":
                return Move.BACK
            case ":forward":
                return Move.FORWARD
            case ":crisis" | ":pause" as away:
                return LEADING_AWAY[away]
            case ":note":
                return self._note(rest)
            case ":jump":
                return self._jump(rest)
            case ":language":
                return Speak(rest)
            case ":end":
                return self._hang_up()
            case other:
                self._show(other, rest)
                return None

    def _show(self, command: str, rest: str) -> None:
        match command:
            case ":help":
                self._lines.say_lines(*wording.help_lines(self._prompt, self._lines.width, phone=self._phone))
            case ":overview":
                list_rows(self._lines, list(wording.overview_rows(self._prompt.evaluation)))
            case ":guide":
                self._guide(rest)
            case ":commands":
                for name, what in COMMANDS.items():
                    self._lines.say_wrapped(_(what), f"  {name:<10} ")
            case _:
                self._lines.say_wrapped(
                    _("There is no {command}. Type :commands for what there is.").format(command=command),
                    "  ",
                )

    def _note(self, rest: str) -> Reply | None:
        text = rest
        if not text:
            self._lines.say(_("Note; an empty line ends it."))
            text = "\n".join(iter(lambda: read_line(self._lines), ""))
        if not text:
            self._lines.say(_("  (no note was taken)"))
            return None
        return Note(text)

    def _jump(self, typed: str) -> Reply | None:
        rows = list(wording.overview_rows(self._prompt.evaluation))
        if (number := number_in(typed, len(rows))) is not None:
            return JumpTo(rows[number].question_id)
        if typed in self._prompt.evaluation.book.pack.questions:
            return JumpTo(typed)
        self._lines.say(_("  Type :jump and a number that :overview shows."))
        return None

    def _guide(self, topic_id: str) -> None:
        pack = self._prompt.voice or self._prompt.evaluation.book.pack
        topics = {topic.id: topic for topic in pack.guidance.topic}
        if topic_id in topics:
            self._lines.say_lines(*aloud(topics[topic_id].answer, self._lines.width, SPOKEN))
            return
        for topic in topics.values():
            self._lines.say_wrapped(topic.question, f"  :guide {topic.id:<12} ")

    def _hang_up(self) -> Reply | None:
        evaluation, width = self._prompt.evaluation, self._lines.width
        agreed = evaluation.answers.value(evaluation.book.pack.crisis.discreet_question)
        self._lines.say_lines(*said(wording.end_of_call(str(agreed or "")), width, Role.DO, "  "))
        if agreed:
            self._lines.say_lines(*aloud(str(agreed), width, SPOKEN))
        options = (
            Option(code="ended", label=_("The call has ended: stop here")),
            Option(code="goes on", label=_("The call goes on")),
        )
        return Move.PAUSE if self._lines.choose("", options) == "ended" else None
