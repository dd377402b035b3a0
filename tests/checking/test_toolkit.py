"""The tools for a pack: made once for the same files, and anew once one of them is another."""

from __future__ import annotations

from pathlib import Path

from helpers.packs import small_pack

from iopintake.checking.toolkit import load_toolkit


def test_the_tools_are_those_of_the_files_as_they_stand(tmp_path: Path) -> None:
    folder = small_pack(tmp_path / "pack")
    before = load_toolkit(folder)
    assert load_toolkit(folder) is before

    path = folder / "pack.toml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace('version = "', 'version = "9.'), encoding="utf-8")
    after = load_toolkit(folder)
    assert after.pack.about.version == f"9.{before.pack.about.version}"
    assert load_toolkit(folder) is after
