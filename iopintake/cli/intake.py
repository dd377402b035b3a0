"""One interview from the first question to the summary: asker, record, interrupts, exports."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from iopintake.answers.circumstances import QUICK
from iopintake.cli.earlier import EarlierIntakes
from iopintake.cli.open_intake import OpenIntake, StartOptions, as_begun, open_intake, voice_of
from iopintake.interview.asker import Asker, Half
from iopintake.interview.conduct import ChooseNext, conduct
from iopintake.interview.events import Answered, Ending, Event, Record, in_danger
from iopintake.interview.flow import next_question
from iopintake.settings import Settings, read_settings, screeners_folder, settings_path
from iopintake.store import HalfGiven
from iopintake.support.errors import ExitCode, FileError
from iopintake.support.language import _
from iopintake.terminal.clearing import clear_at_end, clear_at_once
from iopintake.terminal.prompts.choosing import choose_asker
from iopintake.terminal.prompts.keys import key_table
from iopintake.terminal.prompts.operator import tell

if TYPE_CHECKING:
    from iopintake.summary.model import Summary

SIGNALS = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))


def run_intake(options: StartOptions) -> int:
    """Hold one interview and show its summary; return the exit code."""
    if options.json is not None and not _is_stdout(options) and options.json.exists() and not options.force:
        raise FileError(
            _("{json}: there is a file already. Use --force to write over it.").format(json=options.json)
        )
    settings = read_settings(settings_path())
    try:
        with open_intake(options, settings) as opened:
            options = as_begun(options, opened.session)
            asker = choose_asker(
                plain=options.plain,
                phone=options.phone,
                data_on_stdout=_is_stdout(options),
                environment=os.environ,
                levels=opened.toolkit.levels_in_short,
                keys=key_table(settings.keys),
            )
            return _interview(opened, _with_screeners(asker, opened), options, settings)
    except BaseException:
        clear_at_once(clear=options.clear)  # what is said of the error comes after this
        raise


def _with_screeners(asker: Asker, opened: OpenIntake) -> Asker:
    """Return an asker that asks the clinic's own screeners too, where it has any."""
    folder = screeners_folder()
    if not any(folder.glob("*.json")):
        return asker
    from iopintake.screeners import library
    from iopintake.screeners.in_interview import ScreeningAsker

    pack = opened.toolkit.pack
    return ScreeningAsker(asker, library.every(folder, library.totals_of(pack)), pack)


def _is_stdout(options: StartOptions) -> bool:
    return str(options.json) == "-"


# --- the interview -------------------------------------------------------------------------


def _interview(opened: OpenIntake, asker: Asker, options: StartOptions, settings: Settings) -> int:
    session = opened.session
    held = session.half.values()
    asker.take_up(
        Half(question_id=h.question_id, text=h.text, pointer=h.pointer, ticked=h.ticked, note=h.note)
        for h in held
    )
    for note in opened.notes:
        asker.tell(note)
    with _signals_as_exits() as ignore_further_ones:
        try:
            with asker.on_screen():
                outcome = conduct(
                    opened.toolkit.evaluator,
                    session.answers,
                    asker,
                    _record(opened, asker),
                    own_numbers=settings.own_numbers,
                    view=session.view,
                    choose_next=_choose_next(options),
                    voice=voice_of(opened, options, settings),
                )
        except (KeyboardInterrupt, SystemExit) as stop:
            ignore_further_ones()
            _leave(
                opened, asker, "interrupted", lambda: clear_at_once(clear=options.clear), keeps=options.keep
            )
            return int(stop.code) if isinstance(stop, SystemExit) and stop.code else ExitCode.INTERRUPTED
    if outcome.ending is Ending.PAUSED:
        _leave(
            opened,
            asker,
            "paused",
            lambda: clear_at_end(clear=options.clear, phone=options.phone, to_read=False),
            keeps=options.keep,
        )
        return ExitCode.PAUSED
    mode = QUICK if options.quick else "interview"
    summary = opened.toolkit.summarize(outcome.answers, session.circumstances(mode))
    session.finish(summary, outcome.ending.value)
    _hand_over(opened, summary, options)
    if options.quick:
        from iopintake.assessment.quick import skipped

        left = skipped(opened.toolkit.evaluator.evaluate(outcome.answers))
        names = "; ".join(question.short for question in left)
        tell(
            _("Short form. Left out on purpose, and asked in the full intake: {names}.").format(
                names=names or _("nothing")
            )
        )
    return ExitCode.DONE


def _choose_next(options: StartOptions) -> ChooseNext:
    if not options.quick:
        return next_question
    from iopintake.assessment.quick import next_that_matters

    return next_that_matters


def _record(opened: OpenIntake, asker: Asker) -> Record:
    """Return what keeps each event, and names an earlier intake with the same number."""
    session, number = opened.session, opened.toolkit.pack.crisis.callback_question
    if opened.store is None:
        return session.record
    from iopintake.store.session.pausing import with_review

    reviewed = with_review(opened.toolkit.evaluator, session)
    earlier = EarlierIntakes(opened.store, opened.sender, str(session.id), asker.tell)

    def record(event: Event) -> None:
        session.record(reviewed(event) if isinstance(event, Answered) else event)
        if isinstance(event, Answered) and event.question_id == number and event.answer.value:
            earlier.look_for(str(event.answer.value))
        earlier.tell_what_came()

    return record


def _leave(opened: OpenIntake, asker: Asker, why: str, clear: Callable[[], None], *, keeps: bool) -> None:
    """Keep everything first, then clear the screen, then say what was kept."""
    from iopintake.assessment.decide import review_of_told
    from iopintake.store.session.pausing import leave

    session = opened.session
    for half in asker.half_given():
        kept = HalfGiven(
            question_id=half.question_id,
            text=half.text,
            pointer=half.pointer,
            ticked=half.ticked,
            note=half.note,
        )
        if not kept.is_empty:
            session.keep_half(kept)
    danger = in_danger(session.answers.actions)
    evaluation = opened.toolkit.evaluator.evaluate(session.answers)
    is_kept = leave(session, evaluation, why)
    clear()
    if danger or review_of_told(evaluation) == "now":
        tell(_("There was a sign of danger. What to do, and whom to call: iopintake crisis"))
    if is_kept:
        tell(_("Your answers are saved. To continue: iopintake resume {id}").format(id=session.id))
    else:
        tell(_("Nothing was saved.") if keeps else _("Nothing was saved (--no-keep)."))


def _hand_over(opened: OpenIntake, summary: Summary, options: StartOptions) -> None:
    """Show the summary, and write it as JSON where that was asked for."""
    from iopintake.export.as_json import to_json
    from iopintake.terminal.output import console, prompt_console, write_data
    from iopintake.terminal.pages.showing import show_result

    out = prompt_console() if _is_stdout(options) else console()
    show_result(out, summary, opened.toolkit.pack, full=options.plain)
    if options.json is not None:
        write_data(to_json(summary), options.json, force=options.force)
    clear_at_end(clear=options.clear, phone=options.phone, to_read=True)
    if opened.store:
        tell(_("Saved as {id}. To see it again: iopintake show {id}").format(id=opened.session.id))


@contextmanager
def _signals_as_exits() -> Iterator[Callable[[], None]]:
    """Let TERM and HUP end the interview the way Ctrl-C does, with their own exit codes.

    From the first one on, further ones are ignored until the process is gone: when a window
    is closed, the shell and the terminal each send one. Gives what ignores them.
    """
    before = {signal.SIGINT: signal.getsignal(signal.SIGINT)}

    def ignore_further_ones() -> None:
        before.clear()
        for number in (signal.SIGINT, *SIGNALS):
            signal.signal(number, signal.SIG_IGN)

    def leave(number: int, _frame: FrameType | None) -> None:
        ignore_further_ones()
        raise SystemExit(128 + number)

    before |= {number: signal.signal(number, leave) for number in SIGNALS}
    try:
        yield ignore_further_ones
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
