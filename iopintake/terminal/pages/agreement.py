"""How often clinicians agreed, and what would agree with them, as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from iopintake.checking.difference import changed_rules
from iopintake.checking.review import Overridden, Proposal
from iopintake.export.condition_words import in_words
from iopintake.packs.model import Pack
from iopintake.store.queries.agreement import FEWEST, Agreed, Agreement
from iopintake.support.safe_text import safe_text

FEW = "-"
"""What stands for a count that is not shown."""
BANDS = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.01, "almost perfect"))
"""What a kappa is called (Landis and Koch 1977)."""


def show_agreement(out: Console, found: Agreement, words: Mapping[str, str]) -> None:
    """Print how often clinicians chose the recommended level, with WORDS for the codes."""
    for part in _parts(found, words):
        out.print(part)
    note = f"{FEW} stands for one to {FEWEST - 1} people, or for a count that would tell of them."
    out.print(Text(note, style="dim"))


def _parts(found: Agreement, words: Mapping[str, str]) -> Iterator[RenderableType]:
    whole = found.whole
    if not whole.decided:
        yield f"Fewer than {FEWEST} recommendations were decided on: too few to say anything."
        return
    yield Text(f"Decided beside a recommended level: {whole.decided}. Agreed: {_share(whole)}.", style="bold")
    if found.kappa is not None:
        kappa = found.kappa
        band = next(name for top, name in BANDS if kappa.value < top)
        yield (
            f"Weighted kappa {kappa.value:.2f} (95 % interval {kappa.low:.2f} to {kappa.high:.2f}): "
            f"{band} agreement beyond chance, each level apart counting one."
        )
    if found.no_level != 0:
        yield f"Decided where no level was recommended: {_count(found.no_level)}. They are not counted here."
    yield ""
    for title, rows in (("By rule behind the recommendation", found.rules), ("By site", found.sites)):
        if rows:
            yield _table(title, rows)
            yield ""
    if found.reasons:
        table = Table("Why another level", "Times", box=None, pad_edge=False, header_style="bold")
        for reason, number in found.reasons.items():
            table.add_row(_cell(words.get(reason, reason) or "no reason given"), _count(number))
        yield table
        yield ""


def _table(title: str, rows: Mapping[str, Agreed]) -> Table:
    table = Table(title, "Decided", "Agreed", box=None, pad_edge=False, header_style="bold")
    for name, row in sorted(rows.items(), key=lambda item: (-(item[1].overridden or 0), item[0])):
        table.add_row(_cell(name or "no site"), _count(row.decided), _share(row))
    return table


def _share(row: Agreed) -> str:
    if row.decided is None or row.agreed is None:
        return FEW
    return f"{row.agreed} ({round(100 * row.agreed / row.decided)} %)"


def _count(number: int | None) -> str:
    return FEW if number is None else str(number)


def _cell(text: str) -> Text:
    return Text(safe_text(text).replace("\n", " / "))


def show_review(out: Console, pack: Pack, found: tuple[Overridden, ...]) -> None:
    """Print the rules that were overridden, each with the change of PACK that would have agreed."""
    titles = {level.id: level.short for level in pack.levels.level}
    sentences = {need.id: need.sentence for need in pack.levels.need}
    for one in found:
        chosen = ", ".join(f"{titles[level]}" for level, number in one.to if number >= FEWEST)
        out.print(Text(safe_text(f'{sentences[one.rule]} (need "{one.rule}")'), style="bold"))
        out.print(f"  Overridden {one.times} times{f', for {chosen}' if chosen else ''}.")
        if one.proposal is None:
            out.print("  No change of one thing in it agrees with more clinicians and keeps every claim.")
        else:
            for line in _proposed(pack, one.proposal):
                out.print(Text("  " + safe_text(line)))
        out.print()
    if found:
        out.print(
            "Nothing was changed. Whoever answers for the pack may take one over, in a copy of it, and then: "
            "iopintake check --prove, iopintake pack diff."
        )


def _proposed(pack: Pack, proposal: Proposal) -> Iterator[str]:
    yield from (f"{line[0].upper()}{line[1:]}" for line in changed_rules(pack, proposal.pack, in_words))
    lost = (
        "none" if not proposal.lost else proposal.lost if proposal.lost >= FEWEST else f"fewer than {FEWEST}"
    )
    yield f"It agrees with {proposal.gained} of these decisions; of all that agreed, it loses {lost}."
    yield "Every claim that the pack keeps is proved with it."
    if proposal.cases:
        yield f"These cases would come out otherwise: {', '.join(proposal.cases)}."
