"""The plain asker: lines in, lines out; nothing is repainted and no escape byte is sent.

For screen readers, pipes, slow links and terminals that can do nothing else. Options have
numbers; everything else begins with a colon and is listed by ``:commands``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TextIO

from iopintake.answers import Absent, Answer
from iopintake.evaluation import Evaluation
from iopintake.interview.asker import (
    Back,
    CallForHelp,
    CrisisPrompt,
    CrisisReply,
    Forward,
    Given,
    JumpTo,
    Note,
    Pause,
    Prompt,
    Reply,
)
from iopintake.packs.model import Option, Question
from iopintake.safe_text import safe_text
from iopintake.terminal.asking import wording
from iopintake.validation import Invalid, from_text

COMMANDS = {
    ":declined": "the person would rather not say",
    ":unknown": "the person does not know",
    ":back": "to the question before",
    ":forward": "to the first open question",
    ":jump": "to another question, as in :jump age",
    ":overview": "all questions and their state",
    ":note": "a note on this question, as in :note cried when asked",
    ":help": "why this is asked, and how",
    ":guide": "what callers ask; :guide insurance answers one",
    ":crisis": "somebody is in danger: what to do now",
    ":pause": "stop here and go on later",
    ":commands": "this list",
}
WIDTH = 78


class EndOfInput(Exception):
    """There is nothing more to read."""


class PlainAsker:
    """Asks on one stream and reads the replies from another, a line at a time."""

    def __init__(self, lines_in: TextIO, lines_out: TextIO, clock: Callable[[], datetime]) -> None:
        """Read from LINES_IN, write to LINES_OUT, and take the time from CLOCK."""
        self._in = lines_in
        self._out = lines_out
        self._clock = clock

    # --- the asker's protocol --------------------------------------------------------

    def ask(self, prompt: Prompt) -> Reply:
        """Show a question and read lines until one is a reply."""
        self._head(prompt)
        try:
            while True:
                reply = self._reply(prompt, self._read())
                if reply is not None:
                    return reply
        except EndOfInput:
            return Pause()

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply:
        """Show the protocol; it is shown again until a choice is made.

        At the end of the input nobody can choose any more: the interview ends with what
        was said.
        """
        crisis = prompt.evaluation.book.pack.crisis
        self._say("")
        self._say(*wording.crisis_head(prompt, WIDTH), *wording.crisis_steps(prompt, WIDTH))
        try:
            choice = self._choose("What comes next?", crisis.choices)
            if choice == "transfer":
                self._say(*wording.hand_over(prompt, WIDTH))
            done = self._ticked(crisis.checklist)
            note = self._line("Anything to add? (Enter for nothing)")
        except EndOfInput:
            return CrisisReply(choice="end")
        return CrisisReply(choice=choice, done=done, note=note)

    def correct_sign(self, question: Question) -> str | None:
        """Ask for the reason why a crisis sign is corrected; nothing keeps the sign."""
        self._say(
            f'"{safe_text(question.short)}" was a sign of danger. To correct it, type the reason.',
            "Enter alone keeps it as it was.",
        )
        try:
            return self._line("Reason:") or None
        except EndOfInput:
            return None

    def review(self, evaluation: Evaluation) -> Reply | None:
        """Show every answer with a number; finish only when asked to."""
        ids = self._numbered_answers(evaluation)
        try:
            while True:
                self._say("Type a number to change an answer, :crisis, :pause, or: finish")
                typed = self._read().strip().lower()
                if typed in {"finish", ":finish"}:
                    return None
                if typed == ":pause":
                    return Pause()
                if typed == ":crisis":
                    return CallForHelp()
                if typed == ":back":
                    return Back()
                if typed.isdigit() and 1 <= int(typed) <= len(ids):
                    return JumpTo(ids[int(typed) - 1])
                self._say("That is none of these.")
        except EndOfInput:
            return Pause()

    def tell(self, message: str) -> None:
        """Show a message of the interview."""
        self._say(*wording.wrapped(message, WIDTH, "* "))

    def now(self) -> datetime:
        """Return the time of an answer."""
        return self._clock()

    # --- one question ------------------------------------------------------------------

    def _head(self, prompt: Prompt) -> None:
        if prompt.opens_section:
            self._say("", f"== {safe_text(prompt.section.title)} ==")
            if prompt.section.intro:
                self._say(*wording.wrapped(prompt.section.intro, WIDTH, wording.ALOUD))
        self._say("", *wording.question_lines(prompt, WIDTH))
        for number, option in enumerate(prompt.question.options, 1):
            self._say(*wording.wrapped(option.label, WIDTH, f"  {number}. "))
        if prompt.question.type == "choices":
            self._say("  (several: 1,3)")

    def _reply(self, prompt: Prompt, line: str) -> Reply | None:
        if line.strip().startswith(":"):
            return self._command(prompt, line.strip())
        try:
            value = from_text(prompt.question, line, prompt.evaluation.answers.as_of)
        except Invalid as problem:
            self._say(f"  {safe_text(str(problem))}", "  (:commands lists what else can be typed)")
            return None
        return self._given(prompt, Answer(value=value, at=self._clock()))

    def _given(self, prompt: Prompt, answer: Answer) -> Given:
        self._say(wording.answer_line(prompt.question, answer))
        return Given(answer)

    def _command(self, prompt: Prompt, line: str) -> Reply | None:
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        match command:
            case ":declined":
                return self._given(prompt, Answer(absent=Absent.DECLINED, at=self._clock()))
            case ":unknown":
                return self._given(prompt, Answer(absent=Absent.UNKNOWN, at=self._clock()))
            case ":back":
                return Back()
            case ":forward":
                return Forward()
            case ":crisis":
                return CallForHelp()
            case ":pause":
                return Pause()
            case ":note":
                return Note(rest or self._line("Note:"))
            case ":jump":
                return self._jump(prompt, rest)
            case _:
                self._show(prompt, command, rest)
                return None

    def _show(self, prompt: Prompt, command: str, rest: str) -> None:
        match command:
            case ":help":
                self._say(*wording.help_lines(prompt, WIDTH))
            case ":overview":
                for question_id, line in wording.overview_lines(prompt.evaluation):
                    self._say(f"  {line}  ({question_id})" if question_id else line)
                self._say(wording.STATE_KEY)
            case ":guide":
                self._guide(prompt, rest)
            case ":commands":
                self._say(*(f"  {name:<10} {what}" for name, what in COMMANDS.items()))
            case _:
                self._say(f"  There is no {safe_text(command)}. Type :commands for what there is.")

    def _jump(self, prompt: Prompt, question_id: str) -> Reply | None:
        if question_id in prompt.evaluation.book.pack.questions:
            return JumpTo(question_id)
        self._say("  Type :jump and the name in brackets that :overview shows.")
        return None

    def _guide(self, prompt: Prompt, topic_id: str) -> None:
        topics = {topic.id: topic for topic in prompt.evaluation.book.pack.guidance.topic}
        if topic_id in topics:
            self._say(*wording.wrapped(topics[topic_id].answer, WIDTH, wording.ALOUD))
        else:
            self._say(*(f"  :guide {topic.id:<12} {topic.question}" for topic in topics.values()))

    # --- lines -------------------------------------------------------------------------

    def _numbered_answers(self, evaluation: Evaluation) -> list[str]:
        self._say("", "== All answers ==")
        ids: list[str] = []
        for question_id, line in wording.overview_lines(evaluation):
            if question_id:
                ids.append(question_id)
                self._say(*wording.wrapped(line, WIDTH, f"{len(ids):>3}. "))
            else:
                self._say(line)
        self._say(wording.STATE_KEY)
        return ids

    def _choose(self, title: str, options: Iterable[Option]) -> str:
        options = list(options)
        while True:
            self._say(title)
            for number, option in enumerate(options, 1):
                self._say(*wording.wrapped(option.label, WIDTH, f"  {number}. "))
            typed = self._read().strip()
            if typed.isdigit() and 1 <= int(typed) <= len(options):
                return options[int(typed) - 1].code
            self._say(f"  Type a number from 1 to {len(options)}.")

    def _ticked(self, items: tuple[str, ...]) -> tuple[str, ...]:
        self._say("What has been done? (several: 1,3; Enter for nothing)")
        self._say(*(f"  {number}. {safe_text(item)}" for number, item in enumerate(items, 1)))
        words = self._read().replace(",", " ").split()
        return tuple(items[int(w) - 1] for w in words if w.isdigit() and 1 <= int(w) <= len(items))

    def _line(self, title: str) -> str:
        self._say(title)
        return self._read().strip()

    def _read(self) -> str:
        self._out.flush()
        line = self._in.readline()
        if not line:
            raise EndOfInput
        return line.rstrip("\r\n")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._out.write(line + "\n")
