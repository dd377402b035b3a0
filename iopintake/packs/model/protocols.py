"""The file protocols.toml: what to do in each kind of emergency, and whom to call first."""

from __future__ import annotations

from iopintake.packs.conditions import NEVER
from iopintake.packs.model.common import Rule, Terms, Words, table


@table
class CallLine:
    """Whom to call, in one line of the crisis screen."""

    resource: str  # the id of a resource of crisis.toml
    line: Words


@table
class ProtocolStep:
    """One thing to do, in one line; the details come on a key."""

    do: Words
    details: Words = ""
    essential: bool = False  # stays in sight when several protocols are shown as one
    unless: Rule = NEVER  # when it would do harm, or makes no sense


@table
class Protocol:
    """What the operator does in one kind of emergency."""

    id: str
    title: Words
    when: Rule
    words: tuple[Terms, ...] = ()  # other words by which it is found on the command line
    call: tuple[CallLine, ...]
    steps: tuple[ProtocolStep, ...]
    callback: Words = ""  # stands beside the number to call back, where calling it may do harm
    ask: tuple[Words, ...] = ()  # read aloud, each to be answered with yes or no
    ask_other: tuple[Words, ...] = ()  # the same when the caller is somebody else
    hand_over: tuple[Words, ...] = ()  # said to whoever takes over, before what was said on safety
    source: tuple[str, ...]


@table
class ProtocolsFile:
    """The file protocols.toml, most urgent first; the last protocol is for everything else."""

    protocol: tuple[Protocol, ...]
