"""How hard a sentence is to follow when it is read aloud.

Counted are its words, and its Flesch-Kincaid grade or, in Spanish, its ease after Fernández Huerta.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iopintake.packs.model import Pack

NAMES = (
    "partial hospitalization program",
    "intensive outpatient program",
    "obsessive-compulsive disorder",
    "borderline personality disorder",
    "bipolar disorder",
    "personality disorders",
    "substance use disorders",
    "eating disorders",
    "post-traumatic stress disorder",
    "cognitive behavioral therapy",
    "dialectical behavior therapy",
    "motivational interviewing",
    "medicare",
    "medicaid",
    "naloxone",
    "programa de hospitalización parcial",
    "hospitalización parcial",
    "programa ambulatorio intensivo",
    "trastornos concurrentes",
    "trastorno obsesivo-compulsivo",
    "terapia cognitivo-conductual",
    "terapia dialéctica conductual",
    "entrevista motivacional",
    "medicamentos",
)
"""Names that have to be said as they are: each counts as one easy word, as plain-language guides advise."""

FEWEST = 4
"""Words; a formula for sentences says nothing about fewer ("Thank you.", the label of an option)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that is read aloud or handed to a client, and where it stands."""

    where: str
    sentence: str

    @property
    def words(self) -> int:
        return len(self.sentence.split())

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade."""
        import textstat

        return float(textstat.flesch_kincaid_grade(_without_names(self.sentence)))

    @property
    def ease(self) -> float:
        """Return how easy it is in Spanish (Fernández Huerta): 100 very easy, 60 plain, below 50 hard."""
        import textstat

        textstat.set_lang("es")
        try:
            return float(textstat.fernandez_huerta(_without_names(self.sentence)))
        finally:
            textstat.set_lang("en_US")


def _without_names(text: str) -> str:
    named = re.compile("|".join(map(re.escape, NAMES)), re.IGNORECASE)
    return named.sub("it", re.sub(r"\{\w+\}", "Ana", text))


def sentences(where: str, text: str) -> Iterator[Spoken]:
    """Yield the sentences of TEXT that are long enough to be judged."""
    for sentence in re.split(r"(?<=[.?!:;])\s+", text):
        spoken = Spoken(where, sentence.strip())
        if spoken.words >= FEWEST:
            yield spoken


def read_aloud(pack: Pack) -> Iterator[Spoken]:
    """Yield every sentence of PACK that a caller hears or a client reads."""
    yield from _asked(pack)
    yield from _answered(pack)
    yield from _handed_out(pack)


def _handed_out(pack: Pack) -> Iterator[Spoken]:
    client = pack.hand_outs.client
    if client is not None:
        for text in (client.greeting, client.week_note, client.closing):
            yield from sentences("hand_outs > client", text)
    for result in pack.hand_outs.result:
        for text in (result.headline, result.what, *result.steps):
            yield from sentences(f"hand_outs > {result.id}", text)


def _asked(pack: Pack) -> Iterator[Spoken]:
    for section in pack.sections:
        yield from sentences(f"{section.id} > intro", section.intro)
        for question in section.question:
            yield from sentences(f"{question.id} > ask", question.ask)
            yield from sentences(f"{question.id} > ask_other", question.ask_other)


def _answered(pack: Pack) -> Iterator[Spoken]:
    for topic in pack.guidance.topic:
        yield from sentences(f"guide {topic.id} > answer", topic.answer)
    for tip in pack.guidance.tip:
        yield from sentences(f"tip {tip.id} > text", tip.text)
        for specific in tip.specific:
            yield from sentences(f"tip {tip.id} > specific", specific.text)
    for barrier in pack.guidance.barrier:
        yield from sentences(f"{barrier.id} > helps", barrier.helps)
    for point in (*pack.guidance.choosing, *pack.guidance.benefit):
        yield from sentences(f"guidance > {point.title}", point.text)
    for check in pack.guidance.insurance:
        yield from sentences("guidance > insurance", check.text)
