"""The start of the program: answers at once what needs nothing, and hands the rest to the commands."""

from __future__ import annotations

import sys
from contextlib import suppress

from iopintake import __version__


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    if sys.argv[1:] == ["--version"]:
        with suppress(OSError, AttributeError):  # full or closed: told on the usual road
            sys.stdout.write(f"iopintake {__version__}\n")
            sys.stdout.flush()
            return
    from iopintake.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
