"""The language in which questions are read aloud, and what stands beside them in the operator's.

The operator's language is that of the pack which is evaluated; the caller's is another pack
with the same rules and other words. Nothing but what is read aloud comes from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from iopintake.answers.model import Answer
from iopintake.interview import flow
from iopintake.interview.asker import Beside, Prompt
from iopintake.interview.in_person import asked_in_person
from iopintake.interview.order import section_of
from iopintake.packs.files import matching
from iopintake.packs.model import Pack, Question
from iopintake.rules.evaluation import Evaluation

Voices = Callable[[str], Pack]
"""Gives the pack with the words of one of its languages."""


@dataclass
class Voice:
    """The caller's language in one interview; it changes when the caller does."""

    own: Pack  # in the operator's language
    spoken: Pack  # in the caller's
    voices: Voices
    side_by_side: bool = True  # where the two differ, the operator's words stand beside

    @property
    def language(self) -> str:
        """Return the language that is spoken now."""
        return self.spoken.language

    def switch(self, wanted: str) -> bool:
        """Speak the language that is WANTED from now on, or the pack's next; say whether it has that one."""
        known = self.own.languages
        place = known.index(self.language) if self.language in known else 0
        language = matching(wanted, known) if wanted else known[(place + 1) % len(known)]
        if not language or language == self.language:
            return False
        self.spoken = self.own if language == self.own.language else self.voices(language)
        return True

    def prompt(self, evaluation: Evaluation, question: Question, *, opens_section: bool) -> Prompt:
        """Return a question as it is to be shown: what is read aloud in the caller's language."""
        section = section_of(evaluation, question.id)
        question = flow.options_offered(evaluation, question)
        aloud = self._aloud(question)
        intro = next(s.intro for s in self.spoken.sections if s.id == section.id)
        return Prompt(
            section=section if self.spoken is self.own else replace(section, intro=intro),
            question=aloud,
            ask=flow.spoken(evaluation, aloud, self.spoken),
            progress=flow.progress(evaluation, question.id),
            evaluation=evaluation,
            current=_standing(evaluation, question),
            opens_section=opens_section,
            because=" ".join(flow.why_again(evaluation, question, self.spoken)),
            voice=self.spoken,
            interpreter=self.own.crisis.interpreter if question.id == next(iter(self.own.questions)) else "",
            beside=self._beside(evaluation, question, section.intro),
        )

    def _aloud(self, question: Question) -> Question:
        if self.spoken is self.own:
            return question
        said = self.spoken.questions[question.id]
        options = tuple(option for option in said.options if option.code in question.codes)
        return replace(question, ask=said.ask, ask_other=said.ask_other, why=said.why, options=options)

    def _beside(self, evaluation: Evaluation, question: Question, intro: str) -> Beside | None:
        if not self.side_by_side or self.spoken is self.own:
            return None
        again = " ".join(flow.why_again(evaluation, question, self.own))
        asked = flow.spoken(evaluation, question, self.own)
        return Beside(
            language=self.own.language,
            intro=intro,
            text=" ".join(filter(None, (again, asked))),
            options=tuple(option.label for option in question.options),
        )


def _standing(evaluation: Evaluation, question: Question) -> Answer | None:
    """Return the answer that Enter would keep: none in place of the person who is here to give it."""
    return None if question.id in asked_in_person(evaluation) else evaluation.answers.get(question.id)


def one_voice(pack: Pack) -> Voice:
    """Return a voice that speaks the operator's language only."""
    return Voice(own=pack, spoken=pack, voices=lambda _language: pack)
