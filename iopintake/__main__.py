"""The start of the program: answers at once what needs nothing, and hands the rest to the commands."""

from __future__ import annotations

import sys

from iopintake import __version__


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"iopintake {__version__}")  # noqa: T201 - before any import that takes time
        return
    from iopintake.cli.run import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
