"""The tools for the shipped pack, for what needs them while tests are collected.

Only test modules read it: when they are loaded, nothing of whoever runs the tests is left to find.
"""

from __future__ import annotations

from iopintake.checking.toolkit import Toolkit, load_toolkit

TOOLKIT: Toolkit = load_toolkit(None)
