"""The plain asker: lines in, lines out; nothing is repainted and no escape byte is sent.

For screen readers, pipes, slow links and terminals that can do nothing else. Options have
numbers; everything else begins with a colon and is listed by ``:commands``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from iopintake.answers.model import Absent, Answer
from iopintake.answers.typed import from_text
from iopintake.answers.validation import Invalid
from iopintake.interview.asker import (
    CrisisPrompt,
    CrisisReply,
    Given,
    Half,
    JumpTo,
    Move,
    Note,
    Prompt,
    Reply,
)
from iopintake.packs.model import Option, Question
from iopintake.rules.evaluation import Evaluation
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts import crisis_words, wording
from iopintake.terminal.prompts.lines import EndOfInput, Lines, number_in

COMMANDS: Final = {
    ":declined": "the person would rather not say",
    ":unknown": "the person does not know",
    ":back": "to the question before",
    ":forward": "to the first open question",
    ":jump": "to another question: :jump 12, or :jump age",
    ":overview": "all questions, their numbers and their state",
    ":note": "a note on this question: :note cried when asked; alone, for several lines",
    ":help": "why this is asked, and how",
    ":guide": "what callers ask; :guide insurance answers one",
    ":crisis": "somebody is in danger: what to do now",
    ":end": "end the call discreetly",
    ":pause": "stop here and go on later",
    ":commands": "this list",
}
LEADING_AWAY: Final[dict[str, Reply]] = {":crisis": Move.CRISIS, ":pause": Move.PAUSE}
"""What is understood wherever a line is read."""


class LedAway(Exception):
    """A command that leads away was typed where something else was asked for."""

    def __init__(self, reply: Reply) -> None:
        """Keep where it leads."""
        super().__init__()
        self.reply = reply


class PlainAsker:
    """Asks on one stream and reads the replies from another, a line at a time."""

    def __init__(self, lines: Lines, clock: Callable[[], datetime], *, phone: bool) -> None:
        """Talk through LINES, and take the time from CLOCK; PHONE puts the number to call back first."""
        self._lines = lines
        self._clock = clock
        self._phone = phone
        self._next: Reply | None = None  # a reply that came where none could be given
        self._done: tuple[str, ...] = ()  # ticked off while a transfer was tried

    # --- the asker's protocol --------------------------------------------------------

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question and read lines until one is a reply; the end of the input pauses."""
        if self._next is not None:
            return self._late_reply()
        self._head(prompt)
        try:
            while (reply := self._reply(prompt, self._lines.read())) is None:
                pass
        except EndOfInput:
            return Move.PAUSE
        except LedAway as away:
            return away.reply
        return reply

    def confirm(self, question: Question, answer: Answer) -> None:
        """Leave the answer on the screen, in one line."""
        self._lines.say_wrapped(wording.answer_line(question, answer), "  = ")

    def confirm_note(self, text: str) -> None:
        """Leave it at that: the question comes again with its note."""

    def confirm_step(self, prompt: CrisisPrompt, reply: CrisisReply) -> None:
        """Leave on the screen what came of the protocol."""
        self._say(*crisis_words.step_lines(prompt, reply, self._lines.width))

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        """Show the protocol and stay until a choice is made; the end of the input pauses."""
        crisis = prompt.evaluation.book.pack.crisis
        width = self._lines.width
        self._say("", *crisis_words.crisis_head(prompt, width), *crisis_words.crisis_steps(prompt, width))
        try:
            self._say("", *crisis_words.place_lines(prompt, width))
            choice = self._lines.choose("What comes next?", crisis.choices)
            if choice == "transfer":
                self._say("", "Hand-over, to read aloud to whoever takes the caller on:")
                self._say(*crisis_words.hand_over(prompt, width))
            done = self._ticked(crisis.checklist)
            note = self._in_crisis("Note what was done, who was told, and when. (Enter for nothing)")
        except EndOfInput:
            return Move.PAUSE
        self._done = done if choice == "transfer" else ()
        return CrisisReply(choice=choice, done=done, note=note)

    def correct_sign(self, question: Question) -> str | None:
        """Ask to confirm with a reason before a crisis sign is taken back; all else keeps it."""
        self._say("", f'!!! "{safe_text(question.short)}" was a sign of danger.')
        self._say("To correct it, type the reason; a clinician will see it. Enter alone keeps the sign.")
        reason = ""
        try:
            reason = self._line("Reason:")
        except EndOfInput:
            self._next = Move.PAUSE
        except LedAway as away:
            self._next = away.reply
        if not reason:
            self._say("  = kept as it was")
        return reason or None

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer with a number; finish only when asked to."""
        if self._next is not None:
            return self._late_reply()
        self._say("", "== All answers ==")
        rows = list(wording.review_rows(evaluation))
        self._list(rows)
        try:
            while True:
                typed = self._line("Type a number to change an answer, :back, :crisis, :pause, or: finish")
                if typed.lower() in {"finish", ":finish"}:
                    return None
                if typed == ":back":
                    return Move.BACK
                if (number := number_in(typed, len(rows))) is not None:
                    return JumpTo(rows[number].question_id)
                self._say("  That is none of these.")
        except EndOfInput:
            return Move.PAUSE
        except LedAway as away:
            return away.reply

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._lines.say_wrapped(message, "* ")

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._clock()

    def half_given(self) -> tuple[Half, ...]:
        """Return nothing: a line that was not ended was not read."""
        return ()

    def take_up(self, halves: Iterable[Half]) -> None:
        """Leave what was half given elsewhere: a line can't be begun for the operator."""

    # --- one question ------------------------------------------------------------------

    def _head(self, prompt: Prompt) -> None:
        width = self._lines.width
        if prompt.opens_section:
            self._say("", f"== {safe_text(prompt.section.title)} ==", *wording.intro_lines(prompt, width))
        self._say("", wording.place_line(prompt), *wording.question_lines(prompt, width))
        mark = ">" if prompt.question.read_options else "."
        self._lines.say_options(prompt.question.options, mark, prompt.question.first_number)
        if prompt.question.type == "choices":
            self._say("  (several: 1,3)")

    def _reply(self, prompt: Prompt, line: str) -> Reply | None:
        if line.strip().startswith(":"):
            return self._command(prompt, line.strip())
        try:
            value = from_text(prompt.question, line, prompt.evaluation.answers.as_of)
        except Invalid as problem:
            self._lines.say_wrapped(str(problem), "  ")
            self._say("  (:commands lists what else can be typed)")
            return None
        return Given(Answer(value=value, at=self._clock()))

    def _command(self, prompt: Prompt, line: str) -> Reply | None:
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        match command.lower():
            case ":declined":
                return Given(Answer(absent=Absent.DECLINED, at=self._clock()))
            case ":unknown":
                return Given(Answer(absent=Absent.UNKNOWN, at=self._clock()))
            case ":back":
                return Move.BACK
            case ":forward":
                return Move.FORWARD
            case ":crisis" | ":pause" as away:
                return LEADING_AWAY[away]
            case ":note":
                return self._note(rest)
            case ":jump":
                return self._jump(prompt, rest)
            case ":end":
                return self._hang_up(prompt)
            case other:
                self._show(prompt, other, rest)
                return None

    def _show(self, prompt: Prompt, command: str, rest: str) -> None:
        match command:
            case ":help":
                self._say(*wording.help_lines(prompt, self._lines.width, phone=self._phone))
            case ":overview":
                self._list(list(wording.overview_rows(prompt.evaluation)))
            case ":guide":
                self._guide(prompt, rest)
            case ":commands":
                for name, what in COMMANDS.items():
                    self._lines.say_wrapped(what, f"  {name:<10} ")
            case _:
                self._say(f"  There is no {safe_text(command)}. Type :commands for what there is.")

    def _note(self, rest: str) -> Reply | None:
        text = rest
        if not text:
            self._say("Note; an empty line ends it.")
            text = "\n".join(iter(lambda: self._line(""), ""))
        if not text:
            self._say("  (no note was taken)")
            return None
        return Note(text)

    def _jump(self, prompt: Prompt, typed: str) -> Reply | None:
        rows = list(wording.overview_rows(prompt.evaluation))
        if (number := number_in(typed, len(rows))) is not None:
            return JumpTo(rows[number].question_id)
        if typed in prompt.evaluation.book.pack.questions:
            return JumpTo(typed)
        self._say("  Type :jump and a number that :overview shows.")
        return None

    def _guide(self, prompt: Prompt, topic_id: str) -> None:
        topics = {topic.id: topic for topic in prompt.evaluation.book.pack.guidance.topic}
        if topic_id in topics:
            self._lines.say_wrapped(topics[topic_id].answer, wording.ALOUD)
            return
        for topic in topics.values():
            self._lines.say_wrapped(topic.question, f"  :guide {topic.id:<12} ")

    def _hang_up(self, prompt: Prompt) -> Reply | None:
        crisis = prompt.evaluation.book.pack.crisis
        agreed = prompt.evaluation.answers.value(crisis.discreet_question)
        self._lines.say_wrapped(wording.end_of_call(str(agreed or "")), "  ")
        if agreed:
            self._lines.say_wrapped(str(agreed), wording.ALOUD)
        options = (
            Option(code="ended", label="The call has ended: stop here"),
            Option(code="goes on", label="The call goes on"),
        )
        return Move.PAUSE if self._lines.choose("", options) == "ended" else None

    # --- lines -------------------------------------------------------------------------

    def _list(self, rows: list[wording.Row]) -> None:
        for number, row in enumerate(rows, 1):
            if row.heading:
                self._say(safe_text(row.heading))
            self._lines.say_wrapped(row.text, f"{number:>3}. ")
        self._lines.say_wrapped(wording.STATE_KEY, "")

    def _ticked(self, items: tuple[str, ...]) -> tuple[str, ...]:
        """Ask what of the checklist has been done, on top of what was ticked off before."""
        if not items:
            return ()
        while True:
            self._say("What has been done? (several: 1,3; Enter for nothing more)")
            for number, item in enumerate(items, 1):
                self._lines.say_wrapped(item, f"{number:>3}. {'[x]' if item in self._done else '[ ]'} ")
            numbers = [number_in(word, len(items)) for word in self._lines.read().replace(",", " ").split()]
            if None not in numbers:
                return tuple(i for n, i in enumerate(items) if n in numbers or i in self._done)
            self._say(f"  Type numbers from 1 to {len(items)}.")

    def _in_crisis(self, title: str) -> str:
        self._say(title)
        return self._lines.read().strip()

    def _line(self, title: str) -> str:
        """Read a line; a command that leads away does so from here, too."""
        if title:
            self._say(title)
        typed = self._lines.read().strip()
        if typed.lower() in LEADING_AWAY:
            raise LedAway(LEADING_AWAY[typed.lower()])
        return typed

    def _late_reply(self) -> Reply:
        reply, self._next = self._next, None
        assert reply is not None
        return reply

    def _say(self, *lines: str) -> None:
        self._lines.say(*lines)
