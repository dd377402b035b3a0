"""Finds what is unsound in the protocols of a pack: too long for the crisis screen, or leading nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from iopintake.interview.protocols import STEPS_IN_SIGHT
from iopintake.packs.conditions import ALWAYS
from iopintake.packs.model import Pack, Protocol
from iopintake.packs.words import unmarked
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _

LINE = 56
"""Characters; with its number and indent such a line fits a terminal of 60 columns."""


def protocol_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every fault with which the protocols of PACK can't be shown."""
    if not pack.protocols or pack.protocols[-1].when != ALWAYS:
        what = _("the last protocol is not for everything else.")
        yield Fault("protocols.toml", what, _("End with one that has: when = { all = [] }"))
    for name, count in Counter(protocol.id for protocol in pack.protocols).items():
        if count > 1:
            yield Fault(
                f'protocol "{name}"',
                _("the id stands {count} times.").format(count=count),
                _("Rename or remove one."),
            )
    for protocol in pack.protocols:
        for what, do in _problems(pack, protocol):
            yield Fault(f'protocol "{protocol.id}"', what, do)


def _problems(pack: Pack, protocol: Protocol) -> Iterator[tuple[str, str]]:
    resources = {resource.id for resource in pack.crisis.resource}
    sources = {source.id for source in pack.about.source}
    if not protocol.steps:
        yield _("it has no steps."), _("Add what to do.")
    if len(protocol.steps) > STEPS_IN_SIGHT:
        count = len(protocol.steps)
        yield (
            _("it has {count} steps, and the screen holds {most}.").format(count=count, most=STEPS_IN_SIGHT),
            _("Take some away."),
        )
    for line in (*(call.line for call in protocol.call), *(step.do for step in protocol.steps)):
        if len(unmarked(line)) > LINE:
            what = _('"{line}" has {count} characters, and a line holds {most}.').format(
                line=line, count=len(line), most=LINE
            )
            yield what, _("Shorten it; the rest belongs into the details.")
    for call in protocol.call:
        if call.resource not in resources:
            yield (
                _('there is no resource "{resource}".').format(resource=call.resource),
                nearest(call.resource, resources),
            )
    for question in (*protocol.ask, *protocol.ask_other):
        if not question.endswith("?"):
            yield (
                _('"{question}" is no question.').format(question=question),
                _("Ask what can be answered with yes or no."),
            )
    if not protocol.source:
        yield _("it names no source."), _('Add source = ["ID"], or ["clinic"] for your own rule.')
    for source in protocol.source:
        if source not in sources:
            yield (
                _('there is no source "{source}" in pack.toml.').format(source=source),
                nearest(source, sources),
            )
