"""A pack is exactly the files under its folder: all of them are hashed, and nothing else is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from iopintake.checking.load import load_pack
from iopintake.packs.files import content_hash, pack_files
from iopintake.support import datafiles
from iopintake.support.errors import PackError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(datafiles.shipped_pack(), tmp_path / "pack"))


def said(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return "\n".join(caught.value.lines())


def named(folder: Path, section: str) -> None:
    """Let pack.toml name a section in the place of the one on safety."""
    path = folder / "pack.toml"
    path.write_text(path.read_text().replace('"safety"', f'"{section}"', 1))


@pytest.mark.parametrize(
    "section", ["core/safety", "../../outside", "/etc/passwd", "", ".", "Safety", "a\x1b"]
)
def test_a_section_is_named_and_never_found_by_a_path(folder: Path, section: str) -> None:
    named(folder, section.replace("\x1b", "\\u001b"))
    assert "is no name of a section" in said(folder)


@pytest.mark.parametrize("name", ["extra.toml", "sections/core/safety.toml", "es/claims.toml", "notes.txt"])
def test_a_file_that_has_no_place_in_a_pack_is_a_fault_of_it(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")
    assert f"{name}: a pack has no such file" in said(folder)


def test_a_section_that_is_not_asked_is_a_fault(folder: Path) -> None:
    (folder / "sections" / "later.toml").write_text("")
    assert "sections/later.toml: pack.toml does not name this section" in said(folder)


def out(path: Path) -> None:
    shutil.move(path, path.parents[2] / path.name)
    path.symlink_to(path.parents[2] / path.name)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def deep(path: Path) -> None:
    (path.parent / "/".join("abcdef")).mkdir(parents=True)


@pytest.mark.parametrize("change", [out, pipe, device, deep], ids=lambda change: change.__name__)
def test_what_is_no_file_of_the_folder_is_a_fault_and_is_not_waited_for(
    folder: Path, change: Callable[[Path], None]
) -> None:
    before = content_hash(folder)
    change(folder / "sections" / "safety.toml")
    assert "is no file of this folder" in said(folder)
    assert content_hash(folder) != before


def test_every_file_that_is_read_counts(folder: Path) -> None:
    assert {"pack.toml", "sections/safety.toml", "protocols.toml"} <= set(pack_files(folder))
    for name in pack_files(folder):
        before = content_hash(folder)
        (folder / name).write_text((folder / name).read_text() + "\n# changed\n")
        assert content_hash(folder) != before, name


def test_words_about_the_pack_and_what_editors_leave_do_not_count(folder: Path) -> None:
    before = content_hash(folder)
    for name in (
        "README.md",
        "CHANGES.md",
        ".levels.toml.swp",
        "levels.toml~",
        ".git/config",
        "cases/own.toml",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    (folder / ".#levels.toml").symlink_to("somebody@somewhere")
    assert load_pack(folder).sha256 == before == content_hash(folder)


def test_a_mistaken_path_is_not_read_to_its_end(folder: Path) -> None:
    for number in range(600):
        (folder / f"{number}.toml").touch()
    assert "it has more than 500 files" in said(folder)
