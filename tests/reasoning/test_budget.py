"""The solver's budget: a rule that is too hard is named, and Ctrl-C is heard while it works."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.cases import TODAY
from helpers.packs import pigeonholes

from iopintake.answers.model import Answers
from iopintake.assessment.decide import cautious_levels
from iopintake.checking.load import load_pack
from iopintake.reasoning import completion_solver
from iopintake.reasoning.narrowing import Narrowing
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.proof import Prover
from iopintake.reasoning.solving import solver
from iopintake.rules.evaluation import Evaluator
from iopintake.support.errors import ExitCode


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pigeonholes(tmp_path_factory.mktemp("hard") / "pack")


def test_a_proof_says_which_rule_was_not_decided_and_goes_on(
    hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "SECONDS", 0.1)
    proofs = list(Prover(Evaluator(load_pack(hard)).book, TODAY).prove())
    (undecided,) = [proof for proof in proofs if proof.undecided]
    assert undecided.claim == "all_reachable"
    assert undecided.undecided.startswith('Not decided in 0.1 s: the rule "alone" is never met.')
    assert [proof.claim for proof in proofs][-1] == "no_dead_end"


def test_an_undecided_claim_is_told_and_ends_with_2(
    hard: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from iopintake.cli.run import run

    monkeypatch.setattr(solver, "SECONDS", 0.1)
    monkeypatch.setattr("sys.stdin", None)
    assert run(["check", str(hard), "--prove"]) == ExitCode.BAD_INPUT
    told = " ".join(capsys.readouterr().out.split())
    assert 'Not decided in 0.1 s: the rule "alone" is never met.' in told


def test_while_somebody_waits_what_is_too_hard_is_told_with_caution(
    hard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion_solver, "CONFLICTS", 0)
    evaluator = Evaluator(load_pack(hard))
    evaluation = evaluator.evaluate(Answers(TODAY))
    completions = Completions(evaluator.book)
    questions = tuple(evaluator.pack.questions)
    assert completions.levels(evaluation) == cautious_levels(evaluation)
    assert Narrowing(completions).order([evaluation], [questions]) == [questions]


PROVING = """
import sys
from iopintake.cli.run import run
from iopintake.reasoning.solving.solver import Solver

worked = Solver._slice

def telling(self, *arguments):
    answer = worked(self, *arguments)
    if answer is None:
        print("working", file=sys.stderr, flush=True)
    return answer

Solver._slice = telling
sys.exit(run(["check", sys.argv[1], "--prove"]))
"""


def test_ctrl_c_while_the_solver_works_ends_with_130(hard: Path, home: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", PROVING, str(hard)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"HOME": str(home), "LANG": "C.UTF-8"},
    )
    assert child.stderr is not None
    assert child.stderr.readline() == b"working\n"
    child.send_signal(signal.SIGINT)
    out, errors = child.communicate(timeout=60)
    assert (child.returncode, out, errors.replace(b"working\n", b"")) == (ExitCode.INTERRUPTED, b"", b"")
