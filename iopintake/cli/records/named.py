"""What is named on the command line by a file or by the id of a kept intake, told apart."""

from __future__ import annotations

from pathlib import Path

from iopintake.answers.circumstances import today
from iopintake.answers.files import read_answers_file
from iopintake.checking.toolkit import load_toolkit
from iopintake.rules.evaluation import Evaluation
from iopintake.summary.model import Summary


def is_file(name: str) -> bool:
    """Say whether NAME is meant as a file: it is there, it has a suffix, or it is standard input."""
    return name == "-" or bool(Path(name).suffix) or len(Path(name).parts) > 1 or Path(name).exists()


def evaluated(name: str, pack: Path | None, home: Path | None) -> Evaluation:
    """Return the answers of a file, or of a kept intake with its own pack, evaluated; PACK goes before it."""
    if is_file(name):
        toolkit = load_toolkit(pack)
        return toolkit.evaluator.evaluate(read_answers_file(toolkit.pack, Path(name), today()).answers)
    from iopintake.cli.records.opening import open_records
    from iopintake.store.queries.summaries import toolkit_of

    with open_records(home) as store:
        intake = store.intake(store.find_id(name))
        toolkit = load_toolkit(pack) if pack else toolkit_of(store, intake)
        return toolkit.evaluator.evaluate(intake.answers)


def kept(name: str, home: Path | None) -> Summary:
    """Return the latest summary of a kept intake."""
    from iopintake.cli.records.opening import open_records
    from iopintake.store.queries.summaries import as_summary, kept_summary

    with open_records(home) as store:
        return as_summary(kept_summary(store, store.find_id(name)))
