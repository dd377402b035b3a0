"""The page that the client takes home: one to two pages in plain words, nothing said in confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iopintake.export.hand_outs.document import Block, Document, Item, Items, Paragraph, Part
from iopintake.export.hand_outs.shared import listed, week_blocks
from iopintake.summary.client_model import ClientPage
from iopintake.summary.model import Summary
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _, speaking, whole_date

LINE = "______________________________"


def client_document(summary: Summary) -> Document:
    """Return the client's page of SUMMARY, read from what the summary holds for it.

    Raises IopintakeError where the pack has no words for it.
    """
    page = summary.client
    if page is None:
        raise IopintakeError(
            _("The pack has no words for the client's page. Copy hand_outs.toml from the shipped pack.")
        )
    language = page.language or summary.intake.language
    with speaking(language):
        parts = tuple(_parts(summary, page))
        day = whole_date(date.fromisoformat(summary.intake.as_of))
    return Document(
        title=page.title,
        opening=(
            Paragraph(text=page.greeting),
            Paragraph(text=page.headline, strong=True),
            Paragraph(text=page.what),
        ),
        parts=parts,
        small_print=(f"{page.closing} · {day}",),
        language=language,
    )


def _parts(summary: Summary, page: ClientPage) -> Iterator[Part]:
    urgent = summary.recommendation.level == "emergency"
    if urgent:
        yield _help(page)
    yield Part(title=page.steps_title, blocks=(listed(page.steps, numbered=True),), together=True)
    settled = summary.recommendation.level is not None  # else a program and its week would seem decided
    if settled and (week := page.week or summary.week or summary.php_week):
        blocks: tuple[Block, ...] = (*week_blocks(week), Paragraph(text=page.week_note))
        yield Part(title=page.week_title, blocks=blocks, together=True)
    if settled and page.tips:
        tips = tuple(Item(lead=tip.title, text=" ".join((tip.text, *tip.specific))) for tip in page.tips)
        yield Part(title=page.ready_title, blocks=(Items(items=tips),))
    if settled and page.ask:
        yield Part(title=page.ask_title, blocks=(listed(page.ask),))
    if not urgent:
        yield _help(page)


def _help(page: ClientPage) -> Part:
    called = Items(items=tuple(Item(lead=found.title, text=found.how) for found in page.help))
    number = Paragraph(text=f"{page.our_number}: {LINE}")
    return Part(title=page.help_title, blocks=(called, number), together=True)
