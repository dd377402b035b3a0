"""The start of the program: answers at once what needs nothing, and hands the rest to the commands."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from iopintake import __version__

ALLOCATIONS = 100_000
"""Objects between two looks for garbage: a start makes some 60,000, which all stay."""


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    if sys.argv[1:] == ["--version"]:
        with suppress(OSError, AttributeError):  # full or closed: told on the usual road
            sys.stdout.write(f"iopintake {__version__}\n")
            sys.stdout.flush()
            return
    gc.set_threshold(ALLOCATIONS)
    from iopintake.cli.run import run

    code = run(sys.argv[1:])
    gc.disable()  # else the interpreter looks once more, for what goes with it anyway
    sys.exit(code)


if __name__ == "__main__":
    main()
