"""One interview from the first question to the summary: asker, record, interrupts, exports."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from iopintake.errors import ExitCode, FileError
from iopintake.interview.asker import Asker, Half
from iopintake.interview.conduct import Answered, ChooseNext, Ending, Event, Record, conduct
from iopintake.interview.flow import next_question
from iopintake.safe_text import safe_text
from iopintake.settings import Settings, read_settings
from iopintake.store.events import HalfGiven
from iopintake.store.finding import Wanted, find
from iopintake.store.sitting import Sitting
from iopintake.terminal.asking.choosing import choose_asker
from iopintake.terminal.asking.keys import key_table
from iopintake.terminal.clearing import clear_at_end, clear_at_once
from iopintake.terminal.loading import settings_path
from iopintake.terminal.records.desk import ask, tell
from iopintake.terminal.seat import Seat, Wishes, take_seat

if TYPE_CHECKING:
    from iopintake.summary import Summary

SIGNALS = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))


def run_session(wishes: Wishes) -> int:
    """Hold one interview and show its summary; return the exit code."""
    if wishes.json is not None and not _is_stdout(wishes) and wishes.json.exists() and not wishes.force:
        raise FileError(f"{wishes.json}: there is a file already. Use --force to write over it.")
    settings = read_settings(settings_path())
    try:
        with take_seat(wishes, settings) as seat:
            asker = choose_asker(
                plain=wishes.plain,
                phone=wishes.phone,
                data_on_stdout=_is_stdout(wishes),
                environment=os.environ,
                levels=seat.desk.levels_in_short,
                keys=key_table(settings.keys),
            )
            return _interview(seat, asker, wishes, settings)
    except BaseException:
        clear_at_once(wishes)  # what is said of the error comes after this
        raise


def _is_stdout(wishes: Wishes) -> bool:
    return str(wishes.json) == "-"


# --- the interview -------------------------------------------------------------------------


def _interview(seat: Seat, asker: Asker, wishes: Wishes, settings: Settings) -> int:
    sitting = seat.sitting
    held = sitting.half.values()
    asker.take_up(
        Half(question_id=h.question_id, text=h.text, pointer=h.pointer, ticked=h.ticked, note=h.note)
        for h in held
    )
    try:
        with _signals_as_exits():
            outcome = conduct(
                seat.desk.evaluator,
                sitting.answers,
                asker,
                _record(seat, asker),
                own_numbers=settings.own_numbers,
                view=sitting.view,
                choose_next=_choose_next(wishes),
            )
    except (KeyboardInterrupt, SystemExit) as stop:
        _leave(sitting, asker, "interrupted", lambda: clear_at_once(wishes), keeps=wishes.keep)
        return int(stop.code) if isinstance(stop, SystemExit) and stop.code else ExitCode.INTERRUPTED
    if outcome.ending is Ending.PAUSED:
        _leave(sitting, asker, "paused", lambda: clear_at_end(wishes, to_read=False), keeps=wishes.keep)
        return ExitCode.PAUSED
    summary = seat.desk.summarize(outcome.answers, sitting.circumstances("interview"))
    sitting.finish(summary, outcome.ending.value)
    _hand_over(seat, summary, wishes)
    if wishes.quick:
        from iopintake.assessment.quick import skipped

        left = skipped(seat.desk.evaluator.evaluate(outcome.answers))
        names = "; ".join(question.short for question in left)
        tell(f"A quick screen. Not asked, since it could not change the result: {names or 'nothing'}.")
    return ExitCode.DONE


def _choose_next(wishes: Wishes) -> ChooseNext:
    if not wishes.quick:
        return next_question
    from iopintake.assessment.quick import next_that_matters

    return next_that_matters


def _record(seat: Seat, asker: Asker) -> Record:
    """Return what keeps each event, and names an earlier intake with the same number."""
    number = seat.desk.pack.crisis.callback_question

    def record(event: Event) -> None:
        seat.sitting.record(event)
        if seat.store and isinstance(event, Answered) and event.question_id == number and event.answer.value:
            for row in find(seat.store, Wanted(phone=str(event.answer.value)), limit=3):
                if row.id != seat.sitting.id:
                    asker.tell(f"An earlier intake has this number: {row.id} of {row.day} ({row.state}).")

    return record


def _leave(sitting: Sitting, asker: Asker, why: str, clear: Callable[[], None], *, keeps: bool) -> None:
    """Keep everything first, then clear the screen, then say what was kept."""
    for half in asker.half_given():
        kept = HalfGiven(
            question_id=half.question_id,
            text=half.text,
            pointer=half.pointer,
            ticked=half.ticked,
            note=half.note,
        )
        if not kept.is_empty:
            sitting.keep_half(kept)
    is_kept = sitting.pause(why)
    clear()
    if is_kept:
        tell(f"The answers are kept. Go on with: iopintake resume {sitting.id}")
    else:
        tell("Nothing was kept." if keeps else "Nothing was kept, as you wished with --no-keep.")


def _hand_over(seat: Seat, summary: Summary, wishes: Wishes) -> None:
    """Show the summary, and write it as JSON where that was asked for."""
    from iopintake.export.as_json import to_json
    from iopintake.terminal.output import console, prompt_console, write_data
    from iopintake.terminal.summary_screen import show_summary

    show_summary(prompt_console() if _is_stdout(wishes) else console(), summary, seat.desk.pack)
    data = to_json(summary)
    if wishes.json is not None:
        write_data(data, wishes.json, force=wishes.force)
    elif sys.stdin.isatty() and sys.stdout.isatty() and not wishes.plain:
        _offer_to_save(data, summary.intake.id or "unnamed")
    clear_at_end(wishes, to_read=True)
    if seat.store:
        tell(f"The intake is kept as {seat.sitting.id}. See it with: iopintake show {seat.sitting.id}")


def _offer_to_save(data: bytes, intake_id: str) -> None:
    from iopintake.files import write_whole

    path = Path(f"intake-{intake_id}.json")
    if ask(f"\nSave it here as {path}? (yes or no) ").strip().lower() in {
        "y",
        "yes",
    }:
        write_whole(path, data, force=False)
        tell(f"Saved: {safe_text(str(path))}")


@contextmanager
def _signals_as_exits() -> Iterator[None]:
    """Let TERM and HUP end the interview the way Ctrl-C does, with their own exit codes."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
