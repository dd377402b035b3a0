"""The pack as a REDCap data dictionary, and intakes as the file that is imported into it.

What was declined or not known is an option of its own, since REDCap has no reason for a missing
value; a question without options has a further field for it. Branching logic is the pack's skip
logic, as the FHIR form has it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from iopintake.export.fhir.enabling import Both, Either, Fact, Said, said_when
from iopintake.export.fhir.questionnaire import options_of
from iopintake.export.registry import Exporter, ExportOptions, Finished
from iopintake.packs.model import Pack, Question
from iopintake.rules.rulebook import Rulebook
from iopintake.summary.model import AnswerNote
from iopintake.support.safe_text import safe_text

HEAD: Final = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""The columns of a data dictionary, as REDCap names them."""
DECLINED, UNKNOWN = "is_declined", "is_unknown"
WITHHELD: Final = {"asked-declined": DECLINED, "asked-unknown": UNKNOWN}
ABSENT_CHOICES: Final = f"{DECLINED}, Declined | {UNKNOWN}, Not known"


def redcap_dictionary(pack: Pack) -> bytes:
    """Return PACK as a data dictionary that REDCap takes (Project Setup, Data Dictionary)."""
    book = Rulebook(pack)
    lines = [_line(form(pack), "record_id", "text", "Intake", note="The id of the intake.")]
    for section in pack.sections:
        header = section.title
        for question in section.question:
            lines += _fields(book, question, header)
            header = ""
    return _csv((HEAD, *lines))


def form(pack: Pack) -> str:
    """Return the name of the instrument."""
    return f"{pack.about.id}_intake"


def _fields(book: Rulebook, question: Question, header: str) -> Iterator[tuple[str, ...]]:
    said = said_when(book, question.id)
    branching = _branching(book.pack, said) if said is not None else ""
    shared: dict[str, Any] = {"header": header, "branching": branching, "note": question.help}
    identifier = "y" if question.identifying else ""
    label, name = question.ask, question.id
    match question.type:
        case "choice" | "choices" | "schedule":
            kind = "radio" if question.type == "choice" else "checkbox"
            choices = " | ".join(f"{code(o.code)}, {_flat(o.label)}" for o in options_of(question))
            yield _line(
                form(book.pack),
                name,
                kind,
                label,
                choices=f"{choices} | {ABSENT_CHOICES}",
                identifier=identifier,
                required="y" if question.safety else "",
                **shared,
            )
            return
        case "integer":
            bounds = ("integer", str(question.minimum or ""), str(question.maximum or ""))
            if question.minimum == 0:
                bounds = ("integer", "0", bounds[2])
            yield _line(form(book.pack), name, "text", label, bounds=bounds, identifier=identifier, **shared)
        case "date":
            bounds = ("date_ymd", "", "")
            yield _line(form(book.pack), name, "text", label, bounds=bounds, identifier=identifier, **shared)
        case "text":
            yield _line(form(book.pack), name, "notes", label, identifier=identifier, **shared)
    absent = f"{question.short}: why there is no answer"
    yield _line(form(book.pack), _absent(name), "radio", absent, choices=ABSENT_CHOICES, branching=branching)


def _line(
    instrument: str,
    name: str,
    kind: str,
    label: str,
    *,
    header: str = "",
    choices: str = "",
    note: str = "",
    bounds: tuple[str, str, str] = ("", "", ""),
    identifier: str = "",
    branching: str = "",
    required: str = "",
) -> tuple[str, ...]:
    return (
        name, instrument, header, kind, label, choices, note, *bounds, identifier, branching, required,
        "", "", "", "", "",
    )  # fmt: skip


def code(option: str) -> str:
    """Return the code of an option as REDCap takes it: lower-case letters, digits, underscores."""
    return "".join(char if char.isalnum() else "_" for char in option.lower())


def _absent(name: str) -> str:
    return f"{name}_absent"


def _flat(label: str) -> str:
    return label.replace("|", "/")


def _branching(pack: Pack, said: Said) -> str:
    match said:
        case Both(parts):
            return " and ".join(f"({_branching(pack, part)})" for part in parts) or "1 = 1"
        case Either(parts):
            return " or ".join(f"({_branching(pack, part)})" for part in parts) or "1 = 0"
        case Fact():
            return _fact(pack.questions[said.question], said)


def _fact(question: Question, fact: Fact) -> str:
    name, operand = question.id, fact.operand
    several = question.type in {"choices", "schedule"}
    is_answered = " or ".join(f"[{name}({code(o.code)})] = '1'" for o in options_of(question))
    days = _free_days(question)
    match fact.kind:
        case "code":
            return (
                f"[{name}({code(str(operand))})] = '1'" if several else f"[{name}] = '{code(str(operand))}'"
            )
        case "no_code":
            return f"({is_answered}) and [{name}({code(str(operand))})] <> '1'"
        case "at_least":
            return f"[{name}] <> '' and [{name}] >= {operand}"
        case "below":
            return f"[{name}] <> '' and [{name}] < {operand}"
        case "days_ago":
            return f"[{name}] <> '' and datediff([{name}], 'today', 'd') >= {operand}"
        case "fewer_days_ago":
            return f"[{name}] <> '' and datediff([{name}], 'today', 'd') < {operand}"
        case "free_days":
            return f"({days}) >= {operand}"
        case "fewer_free_days":
            return f"({is_answered}) and ({days}) < {operand}"
        case "only_times":
            others = (o.code for o in options_of(question) if not o.code.endswith(f"-{operand}"))
            return f"({is_answered}) and " + " and ".join(f"[{name}({code(o)})] <> '1'" for o in others)
        case "given" if several:
            return is_answered
        case "given":
            silent = (f" and [{name}] <> '{word}'" for word in (DECLINED, UNKNOWN))
            return f"[{name}] <> ''" + "".join(silent if question.type == "choice" else ())
        case "withheld":
            if several:
                return f"[{name}({DECLINED})] = '1' or [{name}({UNKNOWN})] = '1'"
            field = name if question.type == "choice" else _absent(name)
            return f"[{field}] = '{DECLINED}' or [{field}] = '{UNKNOWN}'"


def _free_days(question: Question) -> str:
    """Return how many days have a free time, as REDCap calculates it."""
    by_day: dict[str, list[str]] = {}
    for option in options_of(question):
        day, dash, _ = option.code.partition("-")
        if dash:
            by_day.setdefault(day, []).append(f"[{question.id}({code(option.code)})] = '1'")
    return " + ".join(f"if({' or '.join(slots)}, 1, 0)" for slots in by_day.values())


# --- intakes ---------------------------------------------------------------------------


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    head: list[str] | None = None
    for number, one in enumerate(finished, 1):
        if head is None:
            head = ["record_id", *_columns(one.pack), f"{form(one.pack)}_complete"]
            yield _csv([head])
        notes = {note.id: note for note in one.summary.answers if note.belongs}
        cells = dict(_cells(one.pack, notes))
        cells["record_id"] = one.summary.intake.id or str(number)
        cells[f"{form(one.pack)}_complete"] = "2" if one.summary.intake.finished_at else "0"
        yield _csv([[cells.get(name, "") for name in head]])


def _columns(pack: Pack) -> Iterator[str]:
    for question in pack.questions.values():
        match question.type:
            case "choice":
                yield question.id
            case "choices" | "schedule":
                codes = (*(code(o.code) for o in options_of(question)), DECLINED, UNKNOWN)
                yield from (f"{question.id}___{one}" for one in codes)
            case _:
                yield question.id
                yield _absent(question.id)


def _cells(pack: Pack, notes: dict[str, AnswerNote]) -> Iterator[tuple[str, str]]:
    for question_id, note in notes.items():
        question = pack.questions[question_id]
        withheld = WITHHELD.get(note.absent or "", "")
        match question.type:
            case "choice":
                yield question_id, withheld or code(str(note.value or ""))
            case "choices" | "schedule":
                value = note.value if isinstance(note.value, tuple) else ()
                chosen = {code(one) for one in value} or ({"none"} if note.value == () else set())
                chosen |= {withheld} - {""}
                for option in (*(code(o.code) for o in options_of(question)), DECLINED, UNKNOWN):
                    yield f"{question_id}___{option}", str(int(option in chosen))
            case _:
                yield question_id, "" if note.value is None else str(note.value)
                yield _absent(question_id), withheld


def _csv(lines: Iterable[Iterable[str]]) -> bytes:
    """Return lines as CSV; values go in as they are, since REDCap would keep a guard against formulas."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([safe_text(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8", "replace")


EXPORTER: Final = Exporter(
    name="redcap",
    title="The file of records that REDCap imports; iopintake pack redcap is its dictionary.",
    write=_write,
    holds_many=True,
)
