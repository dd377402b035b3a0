"""A pack has limits: beyond them it is refused with a sentence, and they stand where packs are explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.cases import TESTS
from helpers.packs import small_pack

from iopintake.checking.limits import LIMITS
from iopintake.checking.load import load_pack
from iopintake.packs.files import COUNT_LIMIT, FILE_LIMIT
from iopintake.support.errors import PackError


def said(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return "\n".join(caught.value.lines())


def rule(when: str, name: str = "odd") -> str:
    return f'[[condition]]\nid = "{name}"\ntitle = "Odd"\nwhen = {when}\n'


def nested(depth: int) -> str:
    return "{ not = " * depth + '{ answer = "willing", is = "yes" }' + " }" * depth


CALLER = '{ answer = "willing", is = "yes" }'
FREE = '[[question]]\nid = "odd_free"\ntype = "schedule"\nshort = "Free"\nask = "When?"\nwhy = "To know."\n'
BEYOND = {
    "conditions 25 deep": (rule(nested(25)), "stand 26 deep in each other; 20 is the most"),
    "conditions 100 deep": (rule(nested(100)), "stand more than 60 deep in each other"),
    "conditions 450 deep": (rule(nested(450)), "stand more than 60 deep in each other"),
    "conditions 9,000 deep": (rule(nested(9000)), "stand more than 60 deep in each other"),
    "1,100 conditions in a rule": (
        rule(f"{{ any = [{', '.join([CALLER] * 1100)}] }}"),
        "made of 1101 conditions; 1000 is the most",
    ),
    "a rule that unfolds": (
        rule(CALLER, "odd0")
        + "".join(
            rule(f'{{ all = [{{ holds = "odd{n}" }}, {{ not = {{ holds = "odd{n}" }} }}] }}', f"odd{n + 1}")
            for n in range(40)
        ),
        "made of more than 100000 conditions",
    ),
    "1,001 rules": ("".join(rule(CALLER, f"odd{n}") for n in range(1001)), "rules; 1000 is the most"),
    "an id with an escape": (rule(CALLER, "\\u001b[31m"), "an id and a code have up to 64 letters"),
}


@pytest.mark.parametrize("beyond", BEYOND)
def test_rules_beyond_the_limits_are_refused(beyond: str, tmp_path: Path) -> None:
    text, sentence = BEYOND[beyond]
    assert sentence in said(small_pack(tmp_path / "pack", criteria=text))


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        ("days_at_least = -1", "takes a number from 1 to 7"),
        ("days_at_least = 8", "takes a number from 1 to 7"),
        ("days_at_most = -1", "takes a number from 0 to 6"),
        ("days_at_least = 1000000000000", "takes a number from 1 to 7"),
        ("days_at_least = 1.5", "takes a whole number"),
        ("days_at_least = nan", "takes a whole number"),
        (f"days_at_least = {'9' * 5000}", "a number in it is too long"),
    ],
)
def test_a_number_that_says_nothing_is_a_fault(test: str, sentence: str, tmp_path: Path) -> None:
    text = rule(f'{{ answer = "odd_free", {test} }}')
    assert sentence in said(small_pack(tmp_path / "pack", sections__opening=FREE, criteria=text))


@pytest.mark.parametrize("bounds", [(0, 2_000), (-(10**30), 0), (10**9, 10**9 + 1)])
def test_an_integer_question_has_bounds_that_can_be_tried(bounds: tuple[int, int], tmp_path: Path) -> None:
    text = FREE.replace('"schedule"', '"integer"')
    text += f'invalid = "No."\nminimum = {bounds[0]}\nmaximum = {bounds[1]}\n'
    assert 'question "odd_free"' in said(small_pack(tmp_path / "pack", sections__opening=text))


@pytest.mark.parametrize("minutes", ["0", "-60", "100000"])
def test_a_block_takes_time_so_that_a_week_gets_full(minutes: str, tmp_path: Path) -> None:
    block = f'[[block]]\nid = "odd"\ntitle = "Odd"\nminutes_min = {minutes}\nminutes_max = {minutes}\n'
    assert 'block "odd" > minutes_min: it takes a number from 1 to' in said(
        small_pack(tmp_path / "pack", weeks=block)
    )


def test_the_limits_stand_where_packs_are_explained() -> None:
    text = " ".join((TESTS.parent / "questions" / "README.md").read_text(encoding="utf-8").split())
    for what, most in LIMITS.items():
        assert f"| {what} | {most:,} |" in text
    assert f"| files | {COUNT_LIMIT:,} |" in text
    assert f"| bytes of a file | {FILE_LIMIT:,} |" in text
