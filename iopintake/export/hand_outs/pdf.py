"""A document as tagged PDF, through typst, whose wheel holds the compiler and its fonts."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from iopintake.export.hand_outs.document import Document
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text


def document_pdf(document: Document, clinic: str = "") -> bytes:
    """Return DOCUMENT as PDF/UA: tagged for screen readers, with its title and language.

    CLINIC stands at the foot of each page. Raises IopintakeError without the extra.
    """
    try:
        import typst
    except ImportError:
        raise IopintakeError(
            _("PDF needs an extra of iopintake. Install it with: pip install 'iopintake[pdf]'")
        ) from None
    language, _dash, region = document.language.partition("-")
    data = {
        **_plain(document),
        "clinic": safe_text(clinic),
        "language": language.lower(),
        "region": region.upper() or None,
    }
    template = (Path(__file__).parent / "document.typ").read_bytes()
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    made: bytes = typst.compile(template, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    return made


def _plain(value: Any) -> Any:
    """Return a record as tables and lists that name their kind, each text with its controls shown."""
    if is_dataclass(value):
        held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return safe_text(value) if isinstance(value, str) else value
