"""Prints how easy the words of a pack are to follow, and every sentence that is too long or too hard.

Run: python tests/bench/reading.py [DIR]
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.reading import read_aloud

from iopintake.checking.toolkit import load_toolkit

MOST_WORDS, HIGHEST_GRADE, HIGHEST_MEDIAN = 25, 8.0, 5.0


def main() -> int:
    """Print the figures and the offenders; return how the shell sees it."""
    pack = load_toolkit(Path(sys.argv[1]) if sys.argv[1:] else None).pack
    spoken = list(read_aloud(pack))
    hard = [s for s in spoken if s.grade > HIGHEST_GRADE or s.words > MOST_WORDS]
    for found in sorted(hard, key=lambda s: -s.grade):
        print(f"{found.grade:5.1f} {found.words:3d} words  {found.where}: {found.sentence}")
    median = statistics.median(s.grade for s in spoken)
    longest = max(s.words for s in spoken)
    print(
        f"{len(spoken)} sentences read aloud: median grade {median:.1f}, longest {longest} words; "
        f"{len(hard)} over grade {HIGHEST_GRADE:g} or {MOST_WORDS} words"
    )
    return 1 if hard or median > HIGHEST_MEDIAN else 0


if __name__ == "__main__":
    sys.exit(main())
