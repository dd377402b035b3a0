"""The part of the summary on who it is about and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from iopintake.summary.model import Summary
from iopintake.support.language import _
from iopintake.terminal.pages.renderables import heading, item


def contact_parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield who it is about, the number to call back, and who else may be told."""
    if not summary.contacts:
        return
    yield heading(_("Who, and how to reach them"))
    for contact in summary.contacts:
        yield item(f"{contact.short}: {contact.display}")
