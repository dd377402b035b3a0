"""What is proved of a pack over every set of answers."""

from iopintake.reasoning.proof.model import Broken, Proof
from iopintake.reasoning.proof.prover import Prover
from iopintake.reasoning.proof.reach import dead_end, unreachable_questions

__all__ = ["Broken", "Proof", "Prover", "dead_end", "unreachable_questions"]
