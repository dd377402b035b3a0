"""Keeps the catalogues of the program's own words in step with the source: python tests/catalogues.py update.

``update`` takes every sentence of the source up into iopintake/locale/*/LC_MESSAGES/messages.po,
where it is to be filled in; ``compile`` makes what the program reads of them. An installation
compiles them by itself (hatch-babel), and so does a test run where one has changed.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from iopintake.cli.app import whole_app
from iopintake.cli.help import texts

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "iopintake" / "locale"
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = """\
# The program's own words in {language}. English is what stands in the source.
# Kept by: python tests/catalogues.py update
"""


def catalogues() -> dict[str, Path]:
    """Return the catalogue of each language."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/messages.po"))}


def source() -> Catalog:
    """Return every sentence of the source, with the files it stands in."""
    found = Catalog(project="iopintake", charset="utf-8")
    package = ROOT / "iopintake"
    for name, _line, message, comments, context in extract_from_dir(
        str(package), method_map=METHODS, keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        place = [(f"iopintake/{name}", None)]
        found.add(message, None, place, auto_comments=comments, context=context)  # type: ignore[arg-type]
    for text in texts(whole_app()):
        found.add(text, None, [("iopintake/cli", None)])  # type: ignore[list-item]
    return found


def catalogue(path: Path) -> Catalog:
    """Return the catalogue at PATH."""
    return read_po(BytesIO(path.read_bytes()), locale=path.parts[-3])


def update() -> None:
    """Take up what is new in the source and drop what is gone; what is said stays."""
    sentences = source()
    for language, path in catalogues().items():
        held = catalogue(path)
        held.update(sentences, no_fuzzy_matching=True)
        held.obsolete.clear()
        held.header_comment = HEADER.format(language=language)
        out = BytesIO()
        write_po(out, held, width=100, omit_header=False, sort_output=True, include_lineno=False)
        lines = out.getvalue().decode().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(VOLATILE)), encoding="utf-8")


VOLATILE = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Report-Msgid')
"""What would make every update a change."""


def compile_all() -> None:
    """Compile each catalogue that is newer than what was made of it."""
    for path in catalogues().values():
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime_ns < path.stat().st_mtime_ns:
            fresh = made.with_suffix(".mo.new")
            with fresh.open("wb") as file:
                write_mo(file, catalogue(path))
            fresh.replace(made)


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]]()
