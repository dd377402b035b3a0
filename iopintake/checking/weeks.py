"""Finds what is unsound in the weeks of a pack: blocks and tracks that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.model import Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def week_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault with which a week of PACK can't be made."""
    blocks = {block.id for block in pack.weeks.block}
    tracks = {track.id for track in pack.tracks}
    for week in pack.weeks.week:
        where = f'weeks.toml > week "{week.track}"'
        if week.track not in tracks:
            yield Fault(
                where, _('there is no track "{track}".').format(track=week.track), nearest(week.track, tracks)
            )
        for block in (*(b for day in week.days for b in day), *week.fill, *week.signature):
            if block not in blocks:
                yield Fault(
                    where, _('there is no block "{block}".').format(block=block), nearest(block, blocks)
                )
    for block in (b for day in pack.weeks.sample for b in day):
        if block not in blocks:
            yield Fault(
                "weeks.toml > sample",
                _('there is no block "{block}".').format(block=block),
                nearest(block, blocks),
            )
    for track in sorted(tracks - {week.track for week in pack.weeks.week}):
        yield Fault(
            "weeks.toml",
            _('the track "{track}" has no week.').format(track=track),
            _("Add a [[week]] for it."),
        )
    if len(pack.weeks.preferred_days) < pack.weeks.days_max:
        yield Fault(
            "weeks.toml", _("preferred_days does not reach days_max."), _("Add a list for each number.")
        )
