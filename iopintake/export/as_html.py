"""The summary as one HTML page that needs nothing else; Jinja2 escapes every string."""

from __future__ import annotations

from pathlib import Path

from iopintake.packs.model import Pack
from iopintake.summary import Summary


def summary_html(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as an HTML page without scripts or anything from elsewhere."""
    from jinja2 import Environment

    page = (Path(__file__).parent / "summary.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(page)
    return template.render(summary=summary, pack=pack)
