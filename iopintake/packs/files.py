"""The files of a pack: which there may be, which of them count, and the hash by which a pack is known.

A pack is exactly the files under its folder. All of them count but those that are declared
not to; so nothing is read that the hash does not cover, and what has no place in a pack is a
fault of it. The folder of a further language counts as it is; which files it may hold is for
``stray_faults`` to say.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from iopintake.support.errors import Fault, nearest
from iopintake.support.frozen import value
from iopintake.support.language import _

FILES: Final = (
    "claims.toml",
    "conflicts.toml",
    "crisis.toml",
    "criteria.toml",
    "guidance.toml",
    "hand_outs.toml",
    "levels.toml",
    "pack.toml",
    "protocols.toml",
    "retired.toml",
    "screeners.toml",
    "tracks.toml",
    "weeks.toml",
)
"""The files of a pack beside its sections and cases."""
FILE_LIMIT: Final = 5_000_000
"""Bytes of a file; no hand-written table is longer, and a mistaken path should not fill the memory."""
COUNT_LIMIT: Final = 500
"""Files of a pack, for the same reason."""
DEPTH_LIMIT: Final = 3
"""Folders in each other."""
SECTION_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
"""How a section is called, and so its file; a path is no name."""

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""How the folder of a further language is called: by its tag of BCP 47, such as es or es-MX."""

_WORDLESS: Final = ("claims.toml",)
_COUNTED: Final = re.compile(rf"{'|'.join(map(re.escape, FILES))}|sections/{SECTION_NAME.pattern}\.toml")
_BESIDE: Final = re.compile(
    rf"README\.md|CHANGES\.md|LICENSE|cases/[^/]+\.toml|{LANGUAGE.pattern}/cases\.toml"
)
"""What may be there and does not count: words about the pack, its cases, and the sentences of those."""
_UNSEEN: Final = re.compile(r"\..*|.*~")
"""What editors and version control leave: nothing of that kind is ever read."""


@value
class Found:
    """Something under the folder of a pack, by its path from there."""

    name: str
    is_file: bool  # a file in the folder itself, or a link to one there


def pack_files(folder: Path) -> tuple[str, ...]:
    """Return the paths of the files that count in the pack in FOLDER, in the order of the hash."""
    return tuple(found.name for found in _counted(folder) if found.is_file)


def languages(folder: Path) -> tuple[str, ...]:
    """Return the languages in which the pack in FOLDER has words beside its first, by their folders."""
    try:
        entries = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return ()
    return tuple(name for name in entries if LANGUAGE.fullmatch(name))


def matching(wanted: str, known: tuple[str, ...]) -> str:
    """Return which of the KNOWN languages comes nearest to the one that is WANTED, empty when none does.

    >>> matching("es_PR.UTF-8", ("es", "fr-CA")), matching("fr", ("es", "fr-CA")), matching("de", ("es",))
    ('es', 'fr-CA', '')
    """
    tag = re.split(r"[.@]", wanted)[0].replace("_", "-").lower()
    main = tag.partition("-")[0]
    exact = [name for name in known if name.lower() == tag]
    alike = [name for name in known if tag and name.lower().partition("-")[0] == main]
    return next(iter((*exact, *sorted(alike, key=len))), "")


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of everything in FOLDER that counts.

    What is no file of a pack counts with its name, so that a folder with a fault never
    passes for the sound one that it was.
    """
    digest = hashlib.sha256()
    for found in _counted(folder):
        try:
            data = _beginning(folder / found.name) if found.is_file else b"\0no file of this folder"
        except OSError:
            data = b"\0not to be read"
        digest.update(os.fsencode(found.name) + b"\0" + data + b"\0")
    return digest.hexdigest()


def stray_faults(folder: Path, sections: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault for everything in FOLDER that has no place in a pack with these SECTIONS."""
    if len(list(_everything(folder))) > COUNT_LIMIT:
        yield Fault(
            "the pack",
            _("it has more than {most} files.").format(most=COUNT_LIMIT),
            _("Name the folder of a pack."),
        )
        return
    for found in _everything(folder):
        if not found.is_file:
            what = _(
                "it is no file of this folder, but a link that leads elsewhere, a device, a pipe or a folder."
            )
            yield Fault(found.name, what, _("Put the file itself there, or remove it."))
            continue
        if _BESIDE.fullmatch(found.name):
            continue
        language, _slash, inside = found.name.partition("/")
        name = inside if LANGUAGE.fullmatch(language) and inside not in _WORDLESS else found.name
        if not _COUNTED.fullmatch(name):
            yield Fault(
                found.name,
                _("a pack has no such file."),
                _("{nearest} Or remove it.").format(nearest=nearest(found.name, FILES)),
            )
        elif name.startswith("sections/") and Path(name).stem not in sections:
            yield Fault(found.name, _("pack.toml does not name this section."), _("Name or remove it."))


def _counted(folder: Path) -> list[Found]:
    counted = (it for it in _everything(folder) if not (it.is_file and _BESIDE.fullmatch(it.name)))
    return sorted(counted, key=lambda found: found.name)


def _everything(folder: Path) -> Iterator[Found]:
    """Yield what is in FOLDER, though not more than it takes to see that it is no pack."""
    return islice(_walk(folder, ""), COUNT_LIMIT + 1)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_LIMIT + 1)


def _walk(folder: Path, under: str) -> Iterator[Found]:
    """Yield everything in FOLDER and the folders in it."""
    try:
        entries = sorted(os.scandir(folder / under), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{under}{entry.name}"
        if _UNSEEN.fullmatch(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False) and name.count("/") < DEPTH_LIMIT:
            yield from _walk(folder, f"{name}/")
        elif entry.is_symlink():
            yield Found(name, entry.is_file() and _stays_within(folder, Path(entry.path)))
        else:
            yield Found(name, entry.is_file())


def _stays_within(folder: Path, link: Path) -> bool:
    return link.resolve().is_relative_to(folder.resolve())
