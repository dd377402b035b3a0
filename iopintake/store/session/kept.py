"""A session whose every event is on the disk before the interview goes on."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iopintake.answers.circumstances import Circumstances
from iopintake.answers.model import Absent, Answers
from iopintake.interview.events import Event as Spoken
from iopintake.interview.events import in_danger
from iopintake.store.database.kept_packs import unpacked
from iopintake.store.database.leases import holds, lease_of, release
from iopintake.store.database.store import Store, is_empty
from iopintake.store.errors import Stale, StoreError, TakenOver
from iopintake.store.journal.events import Begun, Event, Finished, HalfGiven, Late, Paused, Result, Settled
from iopintake.store.journal.format import written
from iopintake.store.journal.replay import Intake, State
from iopintake.store.upkeep.deletion import discard, forget
from iopintake.support.language import _
from iopintake.support.local_time import said_moment

if TYPE_CHECKING:
    from iopintake.summary.model import Summary


@dataclass
class KeptSession:
    """A session whose every event is in the journal."""

    store: Store
    id: str
    intake: Intake
    lease: str
    folder: Path | None = None
    is_lost: bool = False  # somebody else took the draft over

    @property
    def begun(self) -> Begun:
        """Return how the intake was begun."""
        return self.intake.begun

    @property
    def answers(self) -> Answers:
        """Return the answers so far."""
        return self.intake.answers

    @property
    def view(self) -> str | None:
        """Return the question in front of the operator, if it is not the next."""
        return self.intake.view

    @property
    def language(self) -> str:
        """Return the language that is spoken with the person; empty for the pack's first."""
        return self.intake.language

    @property
    def half(self) -> Mapping[str, HalfGiven]:
        """Return what was left half given, by question."""
        return self.intake.half

    def record(self, event: Spoken) -> None:
        """Write an event of the interview; it is on the disk when this returns."""
        self._write(event)

    def keep_half(self, half: HalfGiven) -> None:
        """Write an answer that was left half given, unless it is written already."""
        if self.intake.half.get(half.question_id, HalfGiven(question_id=half.question_id)) != half:
            self._write(half)

    def settle(self, taken: tuple[str, ...], seen: int) -> None:
        """Write down that a person looked at what another desk had written, and what was TAKEN from it."""
        self._write(Settled(taken=taken, seen=seen))

    def pause(self, why: str, review: str = "") -> bool:
        """Leave the intake as a draft; one in which nothing was said is forgotten."""
        if self.intake.state is State.DRAFT and is_empty(self.intake):
            with self.store.writing():
                is_forgotten = forget(self.store, self.id, self.lease)
            if not is_forgotten:
                raise self._taken_over(_("Nothing was said here."))
            return False
        self._write(Paused(why, review), last=True)
        return True

    def finish(self, summary: Summary, ending: str) -> None:
        """Write the end, and the summary as it is now; both are on the disk when this returns."""
        from iopintake.export.as_json import to_json_line

        document = zlib.compress(to_json_line(summary))
        result = result_of(summary, self.intake.answers)
        event = Finished(ending, result, hashlib.sha256(document).hexdigest())
        self._write(event, document=document, last=True)

    def discard(self) -> None:
        """Delete the intake; the fact of it remains."""
        discard(self.store, self.id, self.lease)

    def circumstances(self, mode: str) -> Circumstances:
        """Return when and by whom the intake was made, if it came to its end now."""
        return Circumstances(
            id=self.id,
            started_at=self.intake.begun_at.isoformat(timespec="seconds"),
            finished_at=self.store.actor.clock().isoformat(timespec="seconds"),
            mode=mode,
            operator=self.intake.operator,
            language=self.intake.language,
        )

    def pack_folder(self) -> Path:
        """Return a folder with the pack that the intake was begun with."""
        return self.folder or unpacked(self.store.home, self.store.opened, self.intake.begun.pack.sha256)

    def _write(self, event: Event, *, document: bytes | None = None, last: bool = False) -> None:
        if self.is_lost:
            self._too_late(event)
        try:
            self.intake = self._put(event, document, last=last)
        except Stale:  # somebody decided on it, or took it over
            if not self._holds():
                self._too_late(event)
            self._read_again()
            self.intake = self._put(event, document, last=last)
        except TakenOver:
            raise
        except BaseException:
            with suppress(StoreError):
                if self._holds():
                    self._read_again()
            raise

    def _put(self, event: Event, document: bytes | None, *, last: bool) -> Intake:
        if not last:
            return self.store.put_at_once(self.id, self.intake, event)
        with self.store.writing():
            if not self._holds():
                raise Stale(_("The draft is not held open from here any more."))
            after = self.store.put(self.id, self.intake, event)
            if document is not None:
                self.store.keep_document(self.id, after.number, document)
            release(self.store, self.id)
        return after

    def _holds(self) -> bool:
        with self.store.explained():
            return holds(self.store, self.id, self.lease)

    def _read_again(self) -> None:
        """Take the intake from the disk, where an interrupted event is wholly or not at all."""
        with suppress(StoreError):
            self.intake = self.store.intake(self.id)

    def _too_late(self, event: Event) -> None:
        """Keep what was said in a draft that was taken over, without its counting; write nothing else."""
        self.is_lost = True
        if isinstance(event, Paused | Finished):
            raise self._taken_over(_("What was said here before stands in its history."))
        kind, body = written(event)
        with self.store.writing():
            before = self.store.intake(self.id)
            self.store.put(self.id, before, Late(kind, json.loads(body)))
        raise self._taken_over(
            _("The last answer here is kept in its history and does not count; give it there once more.")
        )

    def _taken_over(self, what: str) -> TakenOver:
        with self.store.explained():
            holder = lease_of(self.store, self.id)
        where = (
            _("on {host} by {who} ({when})").format(
                host=holder.host,
                who=holder.who,
                when=said_moment(holder.since, self.store.actor.today),
            )
            if holder
            else _("elsewhere")
        )
        return TakenOver(
            _("The intake {id} was taken over {where}. {what}").format(id=self.id, where=where, what=what)
        )


def result_of(summary: Summary, answers: Answers) -> Result:
    """Return in short what a summary says."""
    recommendation = summary.recommendation
    return Result(
        verdict=recommendation.verdict,
        level=recommendation.level,
        at_least=recommendation.at_least,
        track=summary.track.id,
        review=recommendation.clinician_review,
        crisis=recommendation.locked is not None or in_danger(answers.actions),
        declined=tuple(q for q, answer in answers.items() if answer.absent is Absent.DECLINED),
    )
