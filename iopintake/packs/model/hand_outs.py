"""The file hand_outs.toml: the words of the page that a client takes home, and what a chart opens with."""

from __future__ import annotations

from iopintake.packs.model.common import table


@table
class ClientResult:
    """What a client is told of one result: of a verdict, a level of care, or a scope, by its id."""

    id: str
    headline: str
    what: str
    steps: tuple[str, ...]


@table
class ClientWords:
    """What stands on the client's page whatever the result."""

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


@table
class HandOuts:
    """The file hand_outs.toml."""

    client: ClientWords | None = None
    result: tuple[ClientResult, ...] = ()
    chart_questions: tuple[
        str, ...
    ] = ()  # who, how to reach them, who else: the chart opens with the answers
