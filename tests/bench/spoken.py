"""Prints how long the interviews of the cases are: questions asked, on the quick screen, words read aloud.

Run it in the project's folder: python tests/bench/spoken.py
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.spoken import interviews, spoken_figures

from iopintake.checking.toolkit import load_toolkit

toolkit = load_toolkit(None)
figures = spoken_figures(toolkit, interviews(toolkit))
print(f"{len(figures)} cases without a crisis sign; median and most:")
for name in ("asked", "asked_quick", "words"):
    values = [getattr(figure, name) for figure in figures]
    print(f"  {name:<12} {statistics.median(values):g}  {max(values)}")
