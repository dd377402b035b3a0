"""Prints every case's hand-outs on Letter and A4 with headless Chromium, and says how many pages each takes.

Run: python tests/bench/printed.py, with chromium and pdfinfo (poppler-utils) on the path.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.cases import CASES, TODAY

from iopintake.answers.circumstances import EXAMPLE
from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.html import document_html

MOST = {"client": 2, "chart": 4}
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def main() -> int:
    """Print the figures; return how the shell sees it."""
    toolkit = load_toolkit(None)
    worst = dict.fromkeys(MOST, 0)
    for case_id in sys.argv[1:] or CASES:
        answers = read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers
        summary = toolkit.summarize(answers, EXAMPLE)
        documents = {"client": client_document(summary), "chart": chart_document(summary, toolkit.pack)}
        for name, document in documents.items():
            for paper in ("Letter", "A4"):
                number = pages(document_html(document), paper)
                worst[name] = max(worst[name], number)
                if number > MOST[name]:
                    print(f"{case_id} {name} on {paper}: {number} pages")
    print("; ".join(f"{name}: at most {number} pages" for name, number in worst.items()))
    return int(any(worst[name] > most for name, most in MOST.items()))


def pages(page: str, paper: str) -> int:
    """Return how many pages an HTML PAGE takes on PAPER."""
    with tempfile.TemporaryDirectory() as folder:
        file, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        file.write_text(page.replace("@page {", f"@page {{ size: {paper};"), encoding="utf-8")
        subprocess.run(
            ["chromium", *FLAGS, f"--print-to-pdf={pdf}", str(file)], check=True, capture_output=True
        )
        told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    found = re.search(r"Pages:\s+(\d+)", told)
    assert found
    return int(found[1])


if __name__ == "__main__":
    sys.exit(main())
