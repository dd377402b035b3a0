"""The file hand_outs.toml: the words of the page that a client takes home, and what a chart opens with."""

from __future__ import annotations

from iopintake.packs.model.common import STRICT
from iopintake.support.frozen import frozen


@frozen
class ClientResult:
    """What a client is told of one result: of a verdict, a level of care, or a scope, by its id."""

    __pydantic_config__ = STRICT
    id: str
    headline: str
    what: str
    steps: tuple[str, ...]


@frozen
class ClientWords:
    """What stands on the client's page whatever the result."""

    __pydantic_config__ = STRICT
    title: str
    greeting: str
    steps_title: str
    week_title: str
    week_note: str
    ready_title: str
    ask_title: str
    help_title: str
    call: tuple[str, ...]  # ids of the resources that everybody gets
    our_number: str  # before the line on which the clinic writes its own number
    closing: str


@frozen
class HandOuts:
    """The file hand_outs.toml."""

    __pydantic_config__ = STRICT
    client: ClientWords | None = None
    result: tuple[ClientResult, ...] = ()
    chart_questions: tuple[
        str, ...
    ] = ()  # who, how to reach them, who else: the chart opens with the answers
