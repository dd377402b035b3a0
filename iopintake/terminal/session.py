"""One interview from the first question to the summary: asker, draft, interrupts, exports."""

from __future__ import annotations

import getpass
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from iopintake.answers import Answers
from iopintake.errors import ExitCode, FileError
from iopintake.intake import Circumstances
from iopintake.interview.conduct import Ending, conduct
from iopintake.safe_text import safe_text
from iopintake.settings import read_settings
from iopintake.terminal.asking.choosing import choose_asker
from iopintake.terminal.drafts import Draft, draft_folder
from iopintake.terminal.loading import Desk, open_desk, settings_path, today

SIGNALS = (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked of ``start``."""

    pack: Path | None = None
    answers: Path | None = None
    json: Path | None = None
    force: bool = False
    plain: bool = False
    phone: bool = False


def run_session(wishes: Wishes) -> int:
    """Hold one interview and show its summary; return the exit code."""
    data_on_stdout = str(wishes.json) == "-"
    if wishes.json is not None and not data_on_stdout and wishes.json.exists() and not wishes.force:
        raise FileError(f"{wishes.json}: there is a file already. Use --force to write over it.")
    desk = open_desk(wishes.pack)
    answers = _starting_answers(desk, wishes.answers)
    asker = choose_asker(
        plain=wishes.plain,
        phone=wishes.phone,
        data_on_stdout=data_on_stdout,
        environment=os.environ,
        levels=desk.levels_in_short,
    )
    settings = read_settings(settings_path())
    draft = Draft.begin(answers, draft_folder())
    started = datetime.now(UTC)
    try:
        with _signals_as_exits():
            outcome = conduct(desk.evaluator, answers, asker, draft.record, settings.own_numbers)
    except (KeyboardInterrupt, SystemExit) as stop:
        _tell(draft.how_to_go_on())
        return int(stop.code) if isinstance(stop, SystemExit) and stop.code else ExitCode.INTERRUPTED
    if outcome.ending is Ending.PAUSED:
        _tell(draft.how_to_go_on())
        return ExitCode.PAUSED
    circumstances = Circumstances(
        id=draft.id,
        started_at=started.isoformat(timespec="seconds"),
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        mode="interview",
        operator=settings.operator or getpass.getuser(),
    )
    _hand_over(desk, outcome.answers, circumstances, wishes)
    draft.discard()
    return ExitCode.DONE


def _starting_answers(desk: Desk, path: Path | None) -> Answers:
    if path is None:
        return Answers(today())
    from iopintake.answers_file import decode, parse_object, read_answers, read_bytes

    text, _ = decode(read_bytes(path))
    data = parse_object(str(path), text, toml=path.suffix == ".toml")
    return read_answers(desk.pack, str(path), data, today()).answers


def _hand_over(desk: Desk, answers: Answers, circumstances: Circumstances, wishes: Wishes) -> None:
    """Show the summary, and write it as JSON where that was asked for."""
    from iopintake.export.as_json import to_json
    from iopintake.terminal.output import console, prompt_console, write_data
    from iopintake.terminal.summary_screen import show_summary

    summary = desk.summarize(answers, circumstances)
    data_on_stdout = str(wishes.json) == "-"
    show_summary(prompt_console() if data_on_stdout else console(), summary, desk.pack)
    data = to_json(summary)
    if wishes.json is not None:
        write_data(data, wishes.json, force=wishes.force)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _offer_to_save(data, circumstances.id or "intake")


def _offer_to_save(data: bytes, intake_id: str) -> None:
    from iopintake.files import write_whole

    path = Path(f"intake-{intake_id}.json")
    if sys.stdin.readline().strip().lower() in {"y", "yes"}:
        write_whole(path, data, force=False)
        print(f"Saved: {path}")  # noqa: T201


def _tell(message: str) -> None:
    print(safe_text(message), file=sys.stderr)  # noqa: T201 - plain text; Rich may not be loaded


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
