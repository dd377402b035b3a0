"""The audit trail of an intake: what happened, when, by whom, how long it took, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, assert_never

from iopintake.answers.model import Answer, SafetyAction
from iopintake.interview.events import Answered, LanguageSpoken, Viewed
from iopintake.store.database.store import Store
from iopintake.store.journal.events import (
    Amending,
    Apart,
    Begun,
    Decided,
    Entry,
    Event,
    Finished,
    FollowedUp,
    HalfGiven,
    Late,
    Paused,
    Resumed,
    Settled,
    Taken,
)
from iopintake.store.journal.format import event_apart
from iopintake.store.journal.replay import Intake, begin, step
from iopintake.store.queries.versions import versions
from iopintake.support.language import N_, _, language_name
from iopintake.support.local_time import said_moment

Shown = Callable[[str, Answer], str]
"""Shows the answer to a question as a person reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event in words."""

    number: int
    at: str
    who: str
    what: str
    question: str | None = None
    old: str | None = None
    new: str | None = None
    note: str = ""
    seconds: float | None = None  # from the event before to this answer, pauses left out


@dataclass(frozen=True, slots=True)
class _Said:
    """How codes and moments are told: by WORDS to a person, without any as they are kept."""

    words: Mapping[str, str] | None

    def __call__(self, code: str) -> str:
        return (self.words or {}).get(code, code)

    def moment(self, at: str) -> str:
        return at if self.words is None else said_moment(at)


def upkeep(store: Store) -> tuple[Line, ...]:
    """Return what was done to the records themselves, and which intakes were deleted, as it happened.

    Restored, repaired, encrypted, brought up to date; of an intake, nothing but that it was deleted remains.
    """
    with store.explained():
        done = store.connection.execute("SELECT at, who, what FROM upkeep ORDER BY number").fetchall()
        gone = store.connection.execute(
            "SELECT at, who, intake, why FROM deleted ORDER BY at, intake"
        ).fetchall()
    lines = [*done, *((at, who, _deleted(intake_id, why)) for at, who, intake_id, why in gone)]
    in_order = sorted(lines, key=lambda line: line[0])  # all of it is UTC
    return tuple(Line(number=n, at=at, who=who, what=what) for n, (at, who, what) in enumerate(in_order, 1))


def _deleted(intake_id: str, why: str) -> str:
    if why:
        return _("{intake_id} deleted ({why})").format(intake_id=intake_id, why=why)
    return _("{intake_id} deleted").format(intake_id=intake_id)


def trail(entries: Iterable[Entry], shown: Shown, words: Mapping[str, str] | None = None) -> Iterator[Line]:
    """Yield a line for each event; WORDS stand in place of codes, for a person.

    Without them it is for a program: codes and moments stay as they are kept.
    Where there is more than one summary, each has its number: iopintake show ID --version N.
    """
    entries = tuple(entries)
    kept = versions(entries)
    numbers = {one.event: one.number for one in kept} if len(kept) > 1 else {}
    intake: Intake | None = None
    for entry in entries:
        before = intake
        intake = begin(entry) if before is None else step(before, entry)
        seconds = intake.seconds - before.seconds if before is not None else 0.0
        line = _line(entry, before, shown, seconds, _Said(words))
        number = numbers.get(entry.number)
        if number is not None:
            line = replace(line, what=_("{what} (version {number})").format(what=line.what, number=number))
        yield line


def _line(entry: Entry, before: Intake | None, shown: Shown, seconds: float, said: _Said) -> Line:
    line = {"number": entry.number, "at": entry.at.isoformat(timespec="seconds"), "who": entry.who}
    event = entry.event
    if isinstance(event, Answered):
        held = before.answers.get(event.question_id) if before is not None else None
        return Line(
            **line,  # type: ignore[arg-type]
            what=_("answered") if held is None else _("changed"),
            question=event.question_id,
            old=None if held is None else shown(event.question_id, held),
            new=shown(event.question_id, event.answer),
            note=event.answer.note,
            seconds=round(seconds, 1),
        )
    what, question, note = _words(event, said)
    return Line(**line, what=what, question=question, note=note)  # type: ignore[arg-type]


def _words(event: Event, said: _Said) -> tuple[str, str | None, str]:
    """Return an event as what happened, at which question, and what was noted."""
    match event:
        case Begun(mode=mode, practice=practice, pack=pack):
            return (
                _("begun ({mode}{more})").format(
                    mode=_(mode) if mode else "", more=_(", practice") if practice else ""
                ),
                None,
                _("pack {id} {version}").format(id=pack.id, version=pack.version),
            )
        case SafetyAction():
            return _action(event, said)
        case Viewed() | LanguageSpoken():
            return _went_on(event)
        case HalfGiven(question_id=question_id, text=text):
            return _("left half given"), question_id, text
        case Paused(why):
            by_hand = why in {"", "paused"}
            return _("paused") if by_hand else _("paused ({why})").format(why=_(why)), None, ""
        case Resumed(taken_from):
            return (_("taken over") if taken_from else _("resumed")), None, taken_from
        case Amending(reason):
            return _("taken up again"), None, reason
        case Finished(ending, result):
            level = said(result.level) if result.level else _("no level")
            return _(ending), None, f"{said(result.verdict)}, {level}"
        case Decided(level=level, reason=reason, note=note):
            return (
                _("decided: {level}").format(level=said(level)),
                None,
                "; ".join(text for text in (said(reason), note) if text),
            )
        case FollowedUp(disposition=disposition, due=due, note=note):
            when = _(" by {due}").format(due=due) if due else ""
            return _("follow-up: {said}{when}").format(said=said(disposition), when=when), None, note
        case Apart():
            return _written_apart(event, said)
        case Late() | Settled() | Taken():
            return _kept_beside(event, said)
        case Answered(question_id):
            return _("answered"), question_id, ""
        case _ as never:
            assert_never(never)


def _went_on(event: Viewed | LanguageSpoken) -> tuple[str, str | None, str]:
    if isinstance(event, LanguageSpoken):
        return _("in {language} from here on").format(language=language_name(event.language)), None, ""
    return (_("went to") if event.question_id else _("went forward")), event.question_id, ""


def _written_apart(event: Apart, said: _Said) -> tuple[str, str | None, str]:
    """Return what another desk wrote meanwhile, as it would have been told there."""
    kept = event_apart(event)
    kind, question, note = _words(kept, said)
    if isinstance(kept, Answered):
        note = _held(event.body)
    why = _("written apart on {desk}").format(desk=event.desk)
    return _kept_as(why, kind, event, said), question, note


def _kept_beside(event: Late | Settled | Taken, said: _Said) -> tuple[str, str | None, str]:
    """Return what is kept beside the interview, and what became of it."""
    if isinstance(event, Taken):
        return (_("given back") if event.gives_back else _("taken, to look after")), None, ""
    if isinstance(event, Settled):
        return (
            _("settled what was written apart"),
            None,
            _("taken: {names}").format(names=", ".join(event.taken) or _("nothing")),
        )
    if not event.at:
        return _("too late, does not count: {kind}").format(kind=event.kind), None, ""
    named = event.body.get("question")
    why = _("found after damage, does not count") if event.damage else _("kept, does not count")
    return _kept_as(why, event.kind, event, said), str(named) if named else None, _held(event.body)


def _kept_as(why: str, kind: str, event: Late | Apart, said: _Said) -> str:
    return _("{why}: {kind} of {when} by {who}").format(
        why=why, kind=kind, when=said.moment(event.at), who=event.who
    )


def _held(body: Mapping[str, Any]) -> str:
    held = (body.get(part) for part in ("value", "absent", "text", "note"))
    return "; ".join(str(part) for part in held if part is not None and part != "")


def _action(action: SafetyAction, said: _Said) -> tuple[str, str | None, str]:
    """Return a step in a crisis the same way."""
    noted = (", ".join(map(said, action.needs)), ", ".join(action.done), action.note)
    what = _("safety: {action}").format(action=said(action.kind))
    return what, action.question or None, "; ".join(filter(None, noted))


SAID: Final = (
    *(N_("desk"), N_("phone"), N_("file"), N_("web_form"), N_("portal"), N_("paper")),
    *(N_("finished"), N_("ended"), N_("interrupted"), N_("paused"), N_("end of input")),
)
"""What the catalogues hold for modes, endings and reasons, which are said by their codes."""
