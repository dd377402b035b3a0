"""The answer: the verdict in a panel with a sign and a word, who it is about, how soon a clinician looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.box import HEAVY
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from iopintake.packs.model import Pack
from iopintake.summary.clinician import decision_sentences
from iopintake.summary.glance import REVIEWS, Tone, age_of, glance_at
from iopintake.summary.model import Summary
from iopintake.support.language import _, short_date
from iopintake.support.safe_text import safe_text
from iopintake.terminal.theme import Role, rich_style

LOOKS: dict[Tone, Role] = {
    "go": Role.GOOD,
    "care": Role.WARNING,
    "stop": Role.CRISIS,
    "open": Role.POINTED,
}
URGENT = {"same_day": Role.WARNING, "now": Role.CRISIS}
PLAIN_SIGNS = {"✔": "+", "▲": "!"}
"""What stands for a sign where the terminal can't show it."""


def answer_panel(console: Console, summary: Summary, pack: Pack) -> RenderableType:
    """Return the verdict: its sign and word, the sentence, for whom, and how soon a clinician looks."""
    glance = glance_at(summary)
    recommendation = summary.recommendation
    plain = not (console.encoding or "").lower().startswith("utf")
    sign = PLAIN_SIGNS.get(glance.sign, glance.sign) if plain else glance.sign
    body = [Text(safe_text(recommendation.headline), style="bold")]
    urgent = URGENT.get(recommendation.clinician_review)
    review = Text(_(REVIEWS[recommendation.clinician_review]), style=rich_style(urgent) if urgent else "")
    who = Text(safe_text(", ".join(_who(summary, pack))))
    body.append(Text.assemble(who, "   ", review) if who else review)
    if recommendation.locked:
        body.append(Text(safe_text(recommendation.locked)))
    body += decided(summary, pack)
    role = LOOKS[glance.tone]
    return Panel(
        Group(*body),
        title=Text(f" {sign} {glance.word} ", style=rich_style(role)),
        title_align="left",
        box=HEAVY,
        border_style=rich_style(Role.PLAIN),
        padding=(0, 1),
    )


def decided(summary: Summary, pack: Pack) -> Iterator[Text]:
    """Yield what the clinician decided; the first sentence stands out."""
    for number, sentence in enumerate(decision_sentences(summary, pack)):
        yield Text(safe_text(sentence), style="" if number else "bold")


def _who(summary: Summary, pack: Pack) -> Iterator[str]:
    person = summary.person or {}
    if name := person.get(pack.about.person_question):
        yield str(name)
    if age := age_of(summary):
        yield _("age {age}").format(age=age)
    yield short_date(date.fromisoformat(summary.intake.as_of), year=True)
