"""A document as one HTML page that needs nothing else; Jinja2 escapes every string."""

from __future__ import annotations

from pathlib import Path

from iopintake.export.hand_outs.document import Document
from iopintake.support.safe_text import safe_text


def document_html(document: Document) -> str:
    """Return DOCUMENT as an HTML page without scripts or anything from elsewhere.

    It reads well on a phone and prints on Letter and on A4.
    """
    from jinja2 import Environment

    page = (Path(__file__).parent / "document.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_visible
    )
    return environment.from_string(page).render(document=document, kind=_kind)


def _kind(block: object) -> str:
    return type(block).__name__


def _visible(value: object) -> object:
    """Return a text with its control and bidirectional characters written out; what is HTML already stays."""
    return safe_text(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
