"""The part of the summary that the client takes home, and the services that help."""

from __future__ import annotations

from iopintake.assessment.week import WeekPlan
from iopintake.support.frozen import frozen


@frozen
class ResourceNote:
    """A service that helps."""

    id: str
    title: str
    how: str
    note: str


@frozen
class ClientTip:
    """A tip for getting ready as it stands on the client's page."""

    title: str
    text: str
    specific: tuple[str, ...]


@frozen
class ClientPage:
    """The words of the page that the client takes home; nothing of it was said in confidence."""

    title: str
    greeting: str
    headline: str
    what: str
    steps_title: str
    steps: tuple[str, ...]
    week_title: str
    week_note: str
    ready_title: str
    tips: tuple[ClientTip, ...]
    ask_title: str
    ask: tuple[str, ...]
    help_title: str
    help: tuple[ResourceNote, ...]
    our_number: str
    closing: str
    language: str = ""  # of its words, and of the week's
    week: WeekPlan | None = None  # where the summary's own is in another language
