"""A document as Markdown; every text in it is escaped."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.export.hand_outs.document import Block, Document, Item, Items, Panel, Paragraph, Table
from iopintake.export.markdown_text import bold, md, md_line


def document_markdown(document: Document) -> str:
    """Return DOCUMENT as Markdown, its tables as GitHub writes them."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {md_line(document.title)}"
    yield from _blocks(document.opening)
    for part in document.parts:
        yield ""
        yield f"## {md_line(part.title)}"
        yield from _blocks(part.blocks)
    yield ""
    yield "---"
    for text in document.small_print:
        yield ""
        yield f"*{md_line(text)}*"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield ""
        match block:
            case Paragraph():
                yield bold(block.text) if block.strong else md(block.text)
            case Items():
                for number, item in enumerate(block.items, 1):
                    yield f"{f'{number}.' if block.numbered else '-'} {_item(item)}"
            case Table():
                yield from _table(block)
            case Panel():
                yield f"> **{md_line(block.sign)} {md_line(block.word)}**: {md_line(block.text)}"
                for line in block.lines:
                    yield f">\n> {md_line(line)}"


def _item(item: Item) -> str:
    lead = f"{bold(item.lead)}{'' if item.lead.endswith(('.', '?', '!')) else ':'} " if item.lead else ""
    detail = f" ({md(item.detail)})" if item.detail else ""
    return f"{lead}{md(item.text)}{detail}".strip()


def _table(table: Table) -> Iterator[str]:
    width = max(map(len, (table.head, *table.rows)), default=0)
    if not width:
        return
    yield _row(table.head or ("",) * width)
    yield "|" + " --- |" * width
    for row in table.rows:
        yield _row(row)
    if table.foot:
        yield _row(table.foot, strong=True)


def _row(cells: tuple[str, ...], *, strong: bool = False) -> str:
    shown = (md_line(cell.replace("\n", " · ", 1)) for cell in cells)
    return "| " + " | ".join(f"**{cell}**" if strong and cell else cell for cell in shown) + " |"
