"""Both hand-outs as PDF: tagged, with title and language, and every text as it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES, TODAY, Run
from helpers.fhir import FINISHED, summary_of

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answer
from iopintake.checking.toolkit import Toolkit
from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.document import Document
from iopintake.export.hand_outs.pdf import document_pdf
from iopintake.summary.model import Summary

pytest.importorskip("typst", reason="typst is not installed")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
HOSTILE = '#panic("x") $x$ <label> @ref *b* _i_ \\ `raw` [a] {b} // c \x1b[31m \u202eevil'
HandOut = Callable[[Summary, Toolkit], Document]
HAND_OUTS: dict[str, HandOut] = {
    "client": lambda summary, _toolkit: client_document(summary),
    "chart": lambda summary, toolkit: chart_document(summary, toolkit.pack),
}


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("name", HAND_OUTS)
def test_a_hand_out_is_tagged_and_says_its_title_and_language(toolkit: Toolkit, name: str) -> None:
    document = HAND_OUTS[name](summary_of(toolkit, "phq9_of_19"), toolkit)
    reader = pypdf.PdfReader(io.BytesIO(document_pdf(document, "Riverside Clinic")))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower() == "en-us"
    assert reader.metadata.title == document.title
    assert all("Riverside Clinic" in page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("case_id", list(CASES)[::9])
@pytest.mark.parametrize("name", HAND_OUTS)
def test_every_title_and_sentence_of_a_hand_out_is_in_it(toolkit: Toolkit, name: str, case_id: str) -> None:
    document = HAND_OUTS[name](summary_of(toolkit, case_id), toolkit)
    shown = words(document_pdf(document))
    assert all(part.title in shown for part in document.parts)
    assert all(" ".join(line.split()) in shown for line in document.small_print)


def test_what_a_person_typed_is_shown_and_never_run(toolkit: Toolkit) -> None:
    answers = read_answers(toolkit.pack, "case", CASES["phq9_of_19"].data, TODAY).answers
    named = answers.with_answer(toolkit.pack.about.person_question, Answer(value=HOSTILE))
    summary = toolkit.summarize(named, FINISHED)
    shown = words(document_pdf(chart_document(summary, toolkit.pack)))
    assert '#panic("x") $x$ <label> @ref *b* _i_ \\ `raw` [a] {b} // c \\x1b[31m \\u202eevil' in shown


def test_the_program_writes_both_hand_outs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES["phq9_of_19"].data), encoding="utf-8")
    for form in ("client-pdf", "chart-pdf"):
        target = tmp_path / f"{form}.pdf"
        done = run("assess", str(tmp_path / "a.json"), "--format", form, "--output", str(target))
        assert done.returncode == 0, done.stderr
        assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["client", "client-markdown", "chart", "chart-markdown"])
def test_a_hand_out_bears_the_name_of_the_clinic(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES["phq9_of_19"].data), encoding="utf-8")
    named = run("assess", str(tmp_path / "a.json"), "--format", form, IOPINTAKE_CLINIC="Lakeside & Sons")
    assert named.returncode == 0, named.stderr
    assert b"Lakeside" in named.stdout
    assert b"Lakeside" not in run("assess", str(tmp_path / "a.json"), "--format", form).stdout
