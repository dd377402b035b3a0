"""Where the shipped packs are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

SHIPPED_PACK = "iop"


def shipped() -> Path:
    """Return the folder of the shipped packs.

    The packaged folder is looked at first, so that an installed copy never picks up
    a stranger's folder of the same name beside it.
    """
    packaged = Path(__file__).parents[1] / "questions"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "questions"


def shipped_pack() -> Path:
    """Return the folder of the pack that is used when none is named."""
    return shipped() / SHIPPED_PACK
