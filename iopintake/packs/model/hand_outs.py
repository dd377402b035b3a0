"""The file hand_outs.toml: the words of the page that a client takes home, and what a chart opens with."""

from __future__ import annotations

from iopintake.packs.model.common import Words, table


@table
class ClientResult:
    """What a client is told of one result: of a verdict, a level of care, or a scope, by its id."""

    id: str
    headline: Words
    what: Words
    steps: tuple[Words, ...]


@table
class ClientWords:
    """What stands on the client's page whatever the result."""

    title: Words
    greeting: Words
    steps_title: Words
    if_worse: Words = ""  # after the steps that can't wait
    week_title: Words
    week_note: Words
    ready_title: Words
    ask_title: Words
    help_title: Words
    call: tuple[str, ...]  # ids of the resources that everybody gets
    our_number: Words  # before the line on which the clinic writes its own number
    closing: Words


@table
class HandOuts:
    """The file hand_outs.toml."""

    client: ClientWords | None = None
    result: tuple[ClientResult, ...] = ()
    chart_questions: tuple[
        str, ...
    ] = ()  # who, how to reach them, who else: the chart opens with the answers
