"""The whole check of a pack: everything in it matters, its cases hold, no edge moved, its claims hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from iopintake.answers.as_data import answers_data
from iopintake.answers.circumstances import today
from iopintake.checking.cases import load_cases, load_pinned
from iopintake.checking.check import CaseResult, broken_boundaries, idle_faults, run_case
from iopintake.checking.examples import in_language
from iopintake.checking.languages import missing_words
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.files import languages
from iopintake.packs.model import Pack
from iopintake.packs.words import Missing
from iopintake.reasoning.proof import Proof, Prover, dead_end, unreachable_questions
from iopintake.support.errors import Fault, PackError
from iopintake.support.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What the check of a sound pack found."""

    pack: Pack
    cases: tuple[CaseResult, ...]
    pinned: int  # boundaries that are pinned
    moved: tuple[str, ...]  # those of them that a rule no longer meets, a sentence each
    proofs: tuple[Proof, ...]  # empty when no proof was asked for
    not_claimed: tuple[str, ...]  # claims that the pack switches off
    missing: Mapping[str, tuple[Missing, ...]]  # by language, what it does not say yet

    @property
    def wrong(self) -> int:
        """Return how many cases come out otherwise than they must."""
        return sum(bool(result.wrong) for result in self.cases)

    @property
    def holds(self) -> bool:
        """Say whether there are cases, all hold, no edge moved, every claim is proved, no word is missing.

        A word may be missing in a language that pack.toml does not call complete.
        """
        broken = any(proof.broken or proof.undecided for proof in self.proofs)
        unsaid = any(language in self.missing for language in self.pack.about.complete)
        return bool(self.cases) and not self.wrong and not self.moved and not broken and not unsaid


def check_pack(folder: Path, toolkit: Toolkit, *, prove: bool) -> PackReport:
    """Return what the check of the pack in FOLDER, read into TOOLKIT, found.

    Raises PackError for questions and options that nothing rests on or nobody can reach, and
    for those that a result could name at the end of an interview that never asks them.
    """
    cases = load_cases(folder)
    for language in languages(folder):
        in_language(folder, language, [whole for whole in cases if whole.case.example])
    prover = Prover(toolkit.evaluator.book, today())
    if faults := [*idle_faults(toolkit.evaluator), *_unreachable(prover), *_dead_ends(prover)]:
        raise PackError(
            _("{folder}: the pack runs, but not everything in it matters.").format(folder=folder), faults
        )
    pinned = load_pinned(folder)
    return PackReport(
        pack=toolkit.pack,
        cases=tuple(run_case(toolkit.evaluator, toolkit.summarize, whole) for whole in cases),
        pinned=len(pinned.boundary) if pinned else 0,
        moved=tuple(broken_boundaries(toolkit.evaluator, pinned)) if pinned else (),
        proofs=tuple(prover.prove()) if prove else (),
        not_claimed=tuple(name for name, value in vars(toolkit.pack.claims).items() if value is False),
        missing=missing_words(folder),
    )


def _unreachable(prover: Prover) -> Iterator[Fault]:
    for question in unreachable_questions(prover.book, prover.subject.ask, prover.subject.world):
        where = f'question "{question}" > when'
        yield Fault(where, _("no answers lead to it."), _("Correct the condition, or remove the question."))


def _dead_ends(prover: Prover) -> Iterator[Fault]:
    if not prover.pack.claims.no_dead_end:
        return
    for broken in dead_end(prover.subject):
        answers = answers_data(broken.answers)["answers"] if broken.answers else {}
        example = json.dumps({name: held.get("value", held) for name, held in answers.items()})
        yield Fault(
            "the interview",
            _("{what}, for example with {example}.").format(what=broken.what, example=example),
            _("Let it be asked there."),
        )
