"""Runs every check of the project, and says which of them failed: python3 tests/checks.py [--without-tests]

Nothing needs to be installed by hand: a virtual environment is made in .venv if there is none.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "imports": ("lint-imports",),
    "readme": ("cog", "--check", "README.md"),
    "pack": ("iopintake", "check", "--prove"),
    "tests": ("python", "-m", "pytest"),
    "thorough": ("python", "-m", "pytest", "-m", "thorough"),
}


def set_up() -> None:
    """Make the virtual environment with all that the checks need, unless it is there."""
    if not (BIN / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", ROOT / ".venv"], check=True)
    if not all((BIN / command[0]).exists() for command in CHECKS.values()):
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[test,lint]"]
        subprocess.run([BIN / "python", *install], cwd=ROOT, check=True)


def run_checks(names: list[str]) -> list[str]:
    """Run the checks NAMES, each with its output, and return those that failed."""
    failed = []
    for name in names:
        command = CHECKS[name]
        began = time.monotonic()
        print(f"== {name}: {' '.join(command)}", flush=True)
        done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)
        print(
            f"== {name}: {'FAILED' if done.returncode else 'ok'} ({time.monotonic() - began:.0f} s)\n",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
    return failed


def main() -> int:
    """Set up, run, and return 1 if something failed."""
    without_tests = "--without-tests" in sys.argv[1:]
    set_up()
    failed = run_checks([name for name in CHECKS if not (without_tests and name == "tests")])
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
