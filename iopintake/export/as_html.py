"""The summary as one HTML page that needs nothing else; Jinja2 escapes every string."""

from __future__ import annotations

from pathlib import Path

from iopintake.assessment.week import span
from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, decision_sentences, name_of
from iopintake.summary.model import Summary
from iopintake.support.safe_text import safe_text


def summary_html(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as an HTML page without scripts or anything from elsewhere."""
    from jinja2 import Environment

    page = (Path(__file__).parent / "summary.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=True, keep_trailing_newline=True, finalize=_visible).from_string(page)
    said = {
        "name": name_of(summary, pack),
        "done": [action_sentence(action, pack) for action in summary.safety.actions],
    }
    decided = decision_sentences(summary, pack)
    return template.render(summary=summary, pack=pack, decided=decided, span=span, **said)


def _visible(value: object) -> object:
    """Return a text with its control and bidirectional characters written out."""
    return safe_text(value) if isinstance(value, str) else value
