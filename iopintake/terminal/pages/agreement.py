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
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text

FEW = "-"
"""What stands for a count that is not shown."""
BANDS = (
    (0.2, N_("slight")),
    (0.4, N_("fair")),
    (0.6, N_("moderate")),
    (0.8, N_("substantial")),
    (1.01, N_("almost perfect")),
)
"""What a kappa is called (Landis and Koch 1977)."""


def show_agreement(out: Console, found: Agreement, words: Mapping[str, str]) -> None:
    """Print how often clinicians chose the recommended level, with WORDS for the codes."""
    for part in _parts(found, words):
        out.print(part)
    note = _("{few} stands for 1 to {number} people, or for a count that would tell of them.").format(
        few=FEW, number=FEWEST - 1
    )
    out.print(Text(note, style="dim"))


def _parts(found: Agreement, words: Mapping[str, str]) -> Iterator[RenderableType]:
    whole = found.whole
    if not whole.decided:
        yield _("Fewer than {fewest} recommendations were decided on: too few to say anything.").format(
            fewest=FEWEST
        )
        return
    yield Text(
        _("Decided beside a recommended level: {decided}. Agreed: {share}.").format(
            decided=whole.decided, share=_share(whole)
        ),
        style="bold",
    )
    if found.kappa is not None:
        kappa = found.kappa
        band = _(next(name for top, name in BANDS if kappa.value < top))
        yield (
            _(
                "Weighted kappa {value:.2f} (95 % interval {low:.2f} to {high:.2f}): {band} agreement "
                "beyond chance, each level apart counting one."
            ).format(value=kappa.value, low=kappa.low, high=kappa.high, band=band)
        )
    if found.no_level != 0:
        yield _("Decided where no level was recommended: {count}. They are not counted here.").format(
            count=_count(found.no_level)
        )
    yield ""
    for title, rows in ((_("By rule behind the recommendation"), found.rules), (_("By site"), found.sites)):
        if rows:
            yield _table(title, rows)
            yield ""
    if found.reasons:
        table = Table(_("Why another level"), _("Times"), box=None, pad_edge=False, header_style="bold")
        for reason, number in found.reasons.items():
            table.add_row(_cell(words.get(reason, reason) or _("no reason given")), _count(number))
        yield table
        yield ""


def _table(title: str, rows: Mapping[str, Agreed]) -> Table:
    table = Table(title, _("Decided"), _("Agreed"), box=None, pad_edge=False, header_style="bold")
    for name, row in sorted(rows.items(), key=lambda item: (-(item[1].overridden or 0), item[0])):
        table.add_row(_cell(name or _("no site")), _count(row.decided), _share(row))
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
        out.print(
            Text(
                safe_text(
                    _('{sentences} (need "{rule}")').format(sentences=sentences[one.rule], rule=one.rule)
                ),
                style="bold",
            )
        )
        out.print(
            _("  Overridden {times} times{more}.").format(
                times=one.times, more=_(", for {chosen}").format(chosen=chosen) if chosen else ""
            )
        )
        if one.proposal is None:
            out.print(_("  No change of one thing in it agrees with more clinicians and keeps every claim."))
        else:
            for line in _proposed(pack, one.proposal):
                out.print(Text("  " + safe_text(line)))
        out.print()
    if found:
        out.print(
            _(
                "Nothing was changed. Whoever answers for the pack may take one over, in a copy of it, "
                "and then: iopintake check --prove, iopintake pack diff."
            )
        )


def _proposed(pack: Pack, proposal: Proposal) -> Iterator[str]:
    yield from (f"{line[0].upper()}{line[1:]}" for line in changed_rules(pack, proposal.pack, in_words))
    lost = (
        "none"
        if not proposal.lost
        else proposal.lost
        if proposal.lost >= FEWEST
        else _("fewer than {fewest}").format(fewest=FEWEST)
    )
    yield _("It agrees with {gained} of these decisions; of all that agreed, it loses {lost}.").format(
        gained=proposal.gained, lost=lost
    )
    yield _("Every claim that the pack keeps is proved with it.")
    if proposal.cases:
        yield _("These cases would come out otherwise: {names}.").format(names=", ".join(proposal.cases))
