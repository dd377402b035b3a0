"""Packs made for a test: the small one with something added."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import tomli
from helpers.cases import SMALL

from iopintake.checking.own_pack import write_words


def small_pack(folder: Path, **added: str) -> Path:
    """Copy the small pack to FOLDER, with text added at the end of its files: criteria="..."."""
    shutil.copytree(SMALL, folder)
    for name, text in added.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    return folder


def pigeonholes(folder: Path, holes: int = 11) -> Path:
    """Make a pack with a rule that is hard for a solver: a pigeon more than holes, each alone in one."""
    options = ", ".join(f'{{ code = "h{hole}", label = "Hole {hole}" }}' for hole in range(holes))
    pigeons = [f"pigeon{number}" for number in range(holes + 1)]
    questions = "".join(
        f'[[question]]\nid = "{pigeon}"\ntype = "choice"\nshort = "Hole"\nask = "Which hole?"\n'
        f'why = "To know."\noptions = [{options}]\n'
        for pigeon in pigeons
    )
    rules = ""
    for hole in range(holes):
        pairs = ", ".join(
            f'{{ all = [{{ answer = "{one}", is = "h{hole}" }}, {{ answer = "{other}", is = "h{hole}" }}] }}'
            for one, other in combinations(pigeons, 2)
        )
        rules += f'[[condition]]\nid = "shared{hole}"\ntitle = "Two in one"\nwhen = {{ any = [{pairs}] }}\n'
    each = ", ".join(f'{{ not = {{ holds = "shared{hole}" }} }}' for hole in range(holes))
    rules += f'[[condition]]\nid = "alone"\ntitle = "Each alone"\nwhen = {{ all = [{each}] }}\n'
    return small_pack(folder, sections__opening=questions, criteria=rules)


def creole_pack(folder: Path) -> Path:
    """Copy the small pack to FOLDER, with a language begun in it: the words of one question."""
    shutil.copytree(SMALL, folder)
    write_words(folder, "ht")
    said(folder, "thoughts", ask="Èske ou panse mouri?", options={"no": "Non", "yes": "Wi"})
    return folder


def said(folder: Path, question: str, **words: Any) -> None:
    """Fill words into the table of a question of the section on safety."""
    path = folder / "ht" / "sections" / "safety.toml"
    held = tomli.loads(path.read_text(encoding="utf-8"))["question"] | {question: words}
    lines = [f"[question.{id_}]\n" + toml(table) for id_, table in held.items()]
    path.write_text("\n".join(lines), encoding="utf-8")


def toml(table: dict[str, Any]) -> str:
    return "".join(f"{key} = {inline(value)}\n" for key, value in table.items())


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
