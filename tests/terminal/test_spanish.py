"""The program in Spanish: whole screens and both hand-outs, and no English word left on any of them.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/terminal/test_spanish.py
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from catalogues import catalogue, catalogues, source
from helpers.cases import CASES, KINDS, TESTS, TODAY, Run
from helpers.fakes import NOON, ScriptedAsker, records
from helpers.spanish import english_left, words
from rich.console import Console

from iopintake.answers.circumstances import EXAMPLE
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.cli.app import whole_app
from iopintake.cli.help import texts
from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.markdown import document_markdown
from iopintake.interview.conduct import conduct
from iopintake.store.queries.queue import Piece, Work
from iopintake.store.queries.search import Row
from iopintake.store.shared.administering import Member
from iopintake.summary.model import Summary
from iopintake.support.language import speaking
from iopintake.terminal.pages.shared import queue_table, staff_table
from iopintake.terminal.pages.summary import show_summary
from iopintake.terminal.pages.walk import Walk
from iopintake.terminal.prompts.lines import Lines
from iopintake.terminal.prompts.plain import PlainAsker

SHOWN = {"fits": "panic_weekly_not_enough", "emergency": "intent", "teen": "teen_with_mother"}
SIZES = [(80, 24), (60, 24)]


@pytest.fixture(autouse=True)
def _in_spanish() -> Iterator[None]:
    with speaking("es"):
        yield


@pytest.fixture(scope="module")
def spanish() -> Toolkit:
    with speaking("es"):
        return load_toolkit(None)


@pytest.fixture(scope="module")
def summary_in_spanish(spanish: Toolkit) -> Callable[[str], Summary]:
    made: dict[str, Summary] = {}

    def find(case_id: str) -> Summary:
        if case_id not in made:
            answers = read_answers(spanish.pack, case_id, CASES[case_id].data, TODAY).answers
            made[case_id] = spanish.summarize(answers, EXAMPLE)
        return made[case_id]

    return find


SummaryOf = Callable[[str], Summary]


def golden(name: str, seen: str) -> None:
    path = TESTS / "golden" / f"es.{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


def said_in(case_id: str) -> str:
    """Return what the made-up person of a case said in their own words."""
    return json.dumps(CASES[case_id].data).translate({ord("{"): " ", ord("}"): " "})


def whole(spanish: Toolkit, summary: Summary, width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, markup=False, emoji=False, highlight=False)
    show_summary(console, summary, spanish.pack)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def first(spanish: Toolkit, summary: Summary, columns: int, rows: int) -> str:
    seen = Walk(summary, spanish.pack, environment={})
    page = seen.lines(rows, columns)
    below = seen.below(columns, len(page) - rows).split("\n")
    return "".join(f"{bare(line).rstrip()}\n" for line in [*page, *below])


def bare(text: str) -> str:
    """Return TEXT without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# --- the words -------------------------------------------------------------------------


def test_every_sentence_of_the_program_is_in_the_catalogue_and_said_in_spanish() -> None:
    held = catalogue(catalogues()["es"])
    missing = [m.id for m in source() if m.id and m.id not in held and m.id not in set(texts(whole_app()))]
    assert missing == [], "take it up with: python tests/catalogues.py update"
    of_help = set(texts(whole_app()))  # a new option is shown in English until it is translated
    assert [m.id for m in held if m.id and not m.string and m.id not in of_help] == []
    assert [message.id for message in held if message.fuzzy and message.id] == []


def test_the_same_places_stand_in_both_languages() -> None:
    for message in catalogue(catalogues()["es"]):
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        for one in said:
            assert places(one) in [places(id_) for id_ in ids], message.id


def places(text: str) -> list[str]:
    import string

    return sorted(f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None)


# --- screens ---------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_first_screen(
    spanish: Toolkit, summary_in_spanish: SummaryOf, name: str, columns: int, rows: int
) -> None:
    seen = first(spanish, summary_in_spanish(SHOWN[name]), columns, rows)
    golden(f"first.{name}.{columns}x{rows}", seen)
    assert max(map(len, seen.splitlines())) <= columns


@pytest.mark.parametrize("width", [80, 60])
def test_a_whole_result(spanish: Toolkit, summary_in_spanish: SummaryOf, width: int) -> None:
    seen = whole(spanish, summary_in_spanish("panic_weekly_not_enough"), width)
    golden(f"fits.{width}", seen)
    assert max(map(len, seen.splitlines())) <= width


@pytest.mark.parametrize("case_id", KINDS)
def test_no_english_word_is_left_on_a_result(
    spanish: Toolkit, summary_in_spanish: SummaryOf, case_id: str
) -> None:
    seen = whole(spanish, summary_in_spanish(case_id), 80)
    assert english_left(seen, said_in(case_id)) == []


@pytest.mark.parametrize("name", SHOWN)
def test_both_hand_outs(spanish: Toolkit, summary_in_spanish: SummaryOf, name: str) -> None:
    summary = summary_in_spanish(SHOWN[name])
    chart = document_markdown(chart_document(summary, spanish.pack))
    client = document_markdown(client_document(summary))
    golden(f"chart.{name}", re.sub(r"\([0-9a-f]{12}\)", "(HASH)", chart))
    golden(f"client.{name}", client)
    before_sources = chart.partition("## Fuentes")[0]  # titles of sources are not translated
    assert english_left(before_sources, said_in(SHOWN[name])) == []
    assert english_left(client) == []


def test_the_clients_page_is_in_the_clients_language_and_the_chart_in_the_operators(
    toolkit: Toolkit,
) -> None:
    with speaking(""):
        answers = read_answers(toolkit.pack, "", CASES["panic_weekly_not_enough"].data, TODAY).answers
        summary = toolkit.summarize(answers, replace(EXAMPLE, language="es"))
        client = document_markdown(client_document(summary))
        chart = document_markdown(chart_document(summary, toolkit.pack))
    assert english_left(client) == []
    assert "lunes" in client.lower()
    assert "Why:" in chart
    assert client_document(summary).language == "es"


# --- the interview ------------------------------------------------------------------------


def interview(spanish: Toolkit, answers: dict[str, object], width: int) -> str:
    """Return what an interview in lines shows to somebody who types these answers."""
    asker = ScriptedAsker(answers)
    conduct(spanish.evaluator, Answers(TODAY), asker, records()[1])
    typed = []
    for question_id in asker.asked:
        question, value = spanish.pack.questions[question_id], answers.get(question_id)
        codes = value if isinstance(value, list) else [value]
        if value is None:
            typed.append(":declined")
        elif question.type == "schedule":
            typed += ["lun-vie noche", ""]
        elif question.options:
            typed.append(",".join(str(question.codes.index(c) + question.first_number) for c in codes))
        else:
            typed.append(str(value))
    helps = [":help", ":commands", ":overview", *typed[:1], ":back", "", *typed[1:], "terminar"]
    out = StringIO()
    lines = Lines(StringIO("".join(f"{line}\n" for line in helps)), out, width=width)
    conduct(spanish.evaluator, Answers(TODAY), PlainAsker(lines, lambda: NOON, phone=False), records()[1])
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 60])
def test_a_whole_interview_in_lines(spanish: Toolkit, width: int) -> None:
    answers = CASES["panic_weekly_not_enough"].data["answers"]
    seen = interview(spanish, answers, width)
    golden(f"interview.{width}", seen)
    assert english_left(seen, said_in("panic_weekly_not_enough")) == []


def test_what_is_typed_in_spanish_is_understood(spanish: Toolkit) -> None:
    from iopintake.answers.typed import from_text, understood

    times = spanish.pack.questions["free_times"]
    assert from_text(times, "lun-vie noche, sáb mañana", TODAY) == from_text(
        times, "mon-fri evening, sat morning", TODAY
    )
    assert understood(times, ("mon-evening",)) == "Entendido: Lun noche."


def test_an_option_is_taken_without_its_accents(spanish: Toolkit) -> None:
    from iopintake.answers.typed import from_text

    questions = spanish.pack.questions
    assert from_text(questions["consent"], "si", TODAY) == "yes"
    assert from_text(questions["suicide_thoughts"], "SI, AHORA", TODAY) == "now"
    assert from_text(questions["diagnosed"], "depresion", TODAY) == ("depression",)


def test_the_words_of_this_test_know_english_when_they_see_it() -> None:
    assert english_left("Why is it asked?") == ["Why is it asked?"]
    assert english_left("¿Por qué se pregunta?") == []
    assert list(words("{person} llama a iopintake resume")) == ["llama"]


# --- the command line ---------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), ("list",), ("show",), ("database",), ("week",)])
def test_help_has_no_english_word_of_the_command_line_library(run: Run, command: tuple[str, ...]) -> None:
    seen = run("--language", "es", *command, "--help").stdout.decode()
    assert seen.startswith("Uso: iopintake")
    assert re.findall(r"Usage|Options:|Arguments:|Commands:|Show this|\[default|\[required", seen) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("frob",), "No existe el comando 'frob'."),
        (("list", "--frob"), "No existe la opción --frob"),
        (("delete", "bado", "--yess"), "No existe la opción --yess (opciones posibles: --yes)"),
        (("assess",), "Falta el argumento 'FILE...'."),
        (("pack",), "Falta el comando."),
        (("pack", "copi"), "No existe el comando 'copi'. ¿Quizá 'copy'?"),
        (
            ("list", "--state", "frob"),
            "'--state': no existe \"frob\". Hay: 'draft', 'finished', 'ended', 'amending', 'apart'.",
        ),
        (("list", "--limit", "0"), "'--limit': 0 no está en el intervalo x>=1."),
        (("list", "--limit", "a"), "'--limit': \"a\" no es un número entero."),
        (("list", "--since"), "'--since': falta el valor."),
        (("sync", "now"), "Hay más de lo que toma el comando: now."),
    ],
)
def test_a_command_line_that_is_not_taken_is_told_in_spanish(
    run: Run, typed: tuple[str, ...], told: str
) -> None:
    done = run("--language", "es", *typed)
    assert done.returncode == 2
    sentence = told if told.endswith((".", "?")) else f"{told}."
    is_of_none = typed[0] == "frob" or "falta el valor" in told  # Typer does not say of which command
    command = "iopintake" if is_of_none else f"iopintake {typed[0]}"
    assert done.stderr.decode().strip() == f"{sentence} Pruebe: {command} --help"


def test_what_is_wrong_in_the_settings_is_told_in_spanish(run: Run, tmp_path: Path) -> None:
    wrong = """
        clinic = 5
        days = ["mon", "fry"]
        retention_days = "x"
        tracks = 3
        closed = ["soon"]
        side_by_side = "perhaps"
        start_times = 9
    """
    (tmp_path / "config.toml").write_text(wrong, encoding="utf-8")
    told = run("--language", "es", "config", "check", str(tmp_path / "config.toml")).stderr.decode()
    what = [line.partition(": ")[2] for line in told.splitlines()[1:]]
    assert len(what) == 7
    assert english_left("\n".join(what), '"mon" "tue" "wed" "thu" "fri" "sat" "sun"') == []
    assert "Input" not in told


@pytest.mark.thorough
def test_no_english_word_is_left_on_what_a_shift_looks_at(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES["intent"].data), encoding="utf-8")

    def seen(*words: str) -> str:
        done = run("--language", "es", *words, stdin="sí\n".encode())
        assert done.returncode == 0, done.stderr
        return (done.stdout + done.stderr).decode()

    seen("import", str(tmp_path / "a.json"))
    (row,) = json.loads(run("list", "--json").stdout)
    intake_id = row["id"]
    told = [
        *(seen(command) for command in ("list", "queue", "report", "history")),
        seen("queue", "--take", intake_id),
        seen("decide", intake_id, "--level", "php", "--reason", "clinician_judgment"),
        seen("decide", intake_id, "--disposition", "call_back", "--due", "mañana"),
        seen("queue", "--days", "7"),
        seen("show", intake_id, "--full"),
        seen("history", intake_id),
        seen("history", intake_id, "--verify"),
        seen("report", "--agreement"),
        seen("settle", intake_id),
        seen("delete", intake_id, "--yes"),
    ]
    assert english_left("\n".join(told), said_in("intent") + intake_id) == []


# --- what several desks look at ---------------------------------------------------------------


def test_no_english_word_is_left_on_the_queue_and_the_list_of_staff() -> None:
    pieces = [piece(work, state, disposition) for work in Work for state, disposition in WAITING]
    members = [Member(login="mara", site="*", roles=("counselor",), home="north")]
    out = StringIO()
    console = Console(file=out, width=80)
    console.print(queue_table(pieces, TODAY))
    console.print(staff_table(members))
    assert english_left(out.getvalue(), "mara counselor north") == []


WAITING = (("finished", None), ("apart", None), ("finished", "call_back"))


def piece(work: Work, state: str, disposition: str | None) -> Piece:
    row = Row(
        id="bado-kelu",
        state=state,
        day=TODAY.isoformat(),
        name="Mara",
        verdict=None,
        level=None,
        track=None,
        review=None,
        decided=None,
        disposition=disposition,
        due=None,
        practice=False,
        phone="6145550142",
        holder=None,
    )
    return Piece(work=work, row=row, taken_by="mara", taken_at=NOON, caller="")
