"""The part of the summary that says what to do in an emergency."""

from __future__ import annotations

from iopintake.support.frozen import frozen


@frozen
class Kind:
    """A kind of emergency: the id and the title of its protocol."""

    id: str
    title: str


@frozen
class CallNote:
    """Whom to call in an emergency, in one line; ``resource`` names the service."""

    resource: str
    line: str


@frozen
class StepNote:
    """One thing to do in an emergency, in one line, and what is behind it."""

    do: str
    details: str


@frozen
class ProtocolNote:
    """What to do in this emergency; of several kinds at once the most urgent comes first."""

    kinds: tuple[Kind, ...]
    call: tuple[CallNote, ...]
    steps: tuple[StepNote, ...]
    further: tuple[StepNote, ...]
    ask: tuple[str, ...]
    hand_over: tuple[str, ...]
