"""The log of the latest changes that SQLite keeps at a database's side (the WAL), read frame by frame.

The format is SQLite's (sqlite.org/fileformat2.html, section 4): a header of 32 bytes, then
frames, each a page with a header of 24 bytes. A frame counts when its salts are those of the
header and its sum follows from the frame before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER, FRAME_HEADER, INDEX_HEADER = 32, 24, 48
BIG_ENDIAN: Final = 0x377F0683
MAGIC: Final = (0x377F0682, BIG_ENDIAN)
SMALLEST: Final = 512


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as the log has it; COUNTS as far as SQLite will read, LAST of a change that is whole."""

    page: int
    data: bytes
    last: bool
    counts: bool


def frames(path: Path) -> Iterator[Frame]:
    """Yield the frames of a log that are of its latest run, those after damage too."""
    try:
        log = path.read_bytes()
    except OSError:
        return
    if len(log) < HEADER:
        return
    magic, _, size, _, *salts = struct.unpack(">6I", log[:24])
    order = ">" if magic == BIG_ENDIAN else "<"
    total = _sum(log[:24], order, (0, 0))
    counts = _is_header(log[:HEADER])
    if size < SMALLEST or size & (size - 1):
        size = 4096
    for place in range(HEADER, len(log) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        page, pages, *rest = struct.unpack(">6I", log[place : place + FRAME_HEADER])
        data = log[place + FRAME_HEADER : place + FRAME_HEADER + size]
        salted = [found == salt for found, salt in zip(rest[:2], salts, strict=True)]
        is_same = any(salted)  # an earlier run has neither; one that differs is damage
        if counts:
            total = _sum(log[place : place + 8] + data, order, total)
            counts = all(salted) and total == tuple(rest[2:])
        if is_same or counts:
            yield Frame(page, data, last=pages > 0, counts=counts)


def is_cut_short(path: Path) -> bool:
    """Say whether a change that was whole once can't be read any more, so that SQLite leaves it out.

    What the system never finished writing is no such change: its last frame is not there. Nor is
    one that was written whole by a process that was killed before it told the others: they wrote
    over its beginning, and its end stays where nobody counts it. A log of zeros was emptied on purpose.
    """
    try:
        head = path.read_bytes()[:HEADER]
    except OSError:
        return False
    if len(head) < HEADER or not any(head):
        return False
    if not _is_header(head):
        return True
    found = list(frames(path))
    if not any(frame.last and not frame.counts for frame in found):
        return False
    whole = max((number for number, frame in enumerate(found, 1) if frame.counts and frame.last), default=0)
    return whole == 0 or _agreed(path, head) != whole


def _agreed(path: Path, head: bytes) -> int | None:
    """Return how many frames count for all who had the database open, as their index of the log says.

    The index (sqlite.org/walformat.html, section 2) begins with two equal copies of its header; None
    where it is not there, was being written, or is of another run of the log.
    """
    try:
        index = path.with_name(f"{path.name.removesuffix('-wal')}-shm").read_bytes()[: 2 * INDEX_HEADER]
    except OSError:
        return None
    first, second = index[:INDEX_HEADER], index[INDEX_HEADER:]
    if len(first) < INDEX_HEADER or first != second or first[32:40] != head[16:24]:
        return None
    (count,) = struct.unpack("=I", first[16:20])
    return int(count)


def laid_over(database: bytearray, path: Path) -> None:
    """Write the changes of a log that are whole into the pages of a database, as SQLite would."""
    waiting: list[Frame] = []
    for frame in frames(path):
        if not frame.counts:
            return
        waiting.append(frame)
        if frame.last:
            for change in waiting:
                size = len(change.data)
                end = change.page * size
                if len(database) < end:
                    database.extend(bytes(end - len(database)))
                database[end - size : end] = change.data
            waiting.clear()


def left_out(path: Path) -> Iterator[Frame]:
    """Yield the frames that SQLite leaves out: those after damage, and those of the change it is in."""
    waiting: list[Frame] = []
    for frame in frames(path):
        if frame.counts and not frame.last:
            waiting.append(frame)
            continue
        if not frame.counts:
            yield from waiting
            yield frame
        waiting.clear()


def _is_header(head: bytes) -> bool:
    (magic,) = struct.unpack(">I", head[:4])
    order = ">" if magic == BIG_ENDIAN else "<"
    return magic in MAGIC and _sum(head[:24], order, (0, 0)) == struct.unpack(">2I", head[24:])


def _sum(data: bytes, order: str, before: tuple[int, int]) -> tuple[int, int]:
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return first, second
