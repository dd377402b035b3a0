"""Packs: the shipped one is sound, and a broken one hears of every fault at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from iopintake.checking.load import load_pack
from iopintake.packs.cache import keep_pack, kept_pack
from iopintake.support import datafiles
from iopintake.support.errors import PackError

Break = Callable[..., list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Break a copy of the shipped pack in some places; return the lines of what is said."""

    def break_(*changes: tuple[str, str, str]) -> list[str]:
        folder = tmp_path / "pack"
        shutil.copytree(datafiles.shipped_pack(), folder)
        for name, old, new in changes:
            path = folder / name
            text = path.read_text(encoding="utf-8")
            assert old in text, (name, old)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        return caught.value.lines()

    return break_


FAULTS = {
    "an unknown question": (
        ("criteria.toml", '{ answer = "weekly_enough", at_least', '{ answer = "weekly_enuf", at_least'),
        'Did you mean "weekly_enough"?',
    ),
    "an unknown option": (
        ("levels.toml", 'any_of = ["partly", "yes"]', 'any_of = ["parttly", "yes"]'),
        'Did you mean "partly"?',
    ),
    "an unknown rule": (
        ("tracks.toml", 'holds = "eating_problem"', 'holds = "eating_problm"'),
        "eating_problem",
    ),
    "asked sooner after a later question": (
        ("sections/safety.toml", 'after = "first_name"', 'after = "relation"'),
        '"relation" is no question before it.',
    ),
    "asked sooner for an unknown rule": (
        ("sections/safety.toml", 'when = { holds = "about_other" } }', 'when = { holds = "about_othr" } }'),
        'Did you mean "about_other"?',
    ),
    "an operator of another type": (
        (
            "levels.toml",
            '{ answer = "symptom_days", at_least = 6 }',
            '{ answer = "symptom_days", includes = "x" }',
        ),
        'of type "integer"',
    ),
    "no such operator": (
        ("levels.toml", '{ answer = "symptom_days", at_least = 6 }', '{ answer = "symptom_days", over = 6 }'),
        'There is no operator "over"',
    ),
    "an id that stands twice": (
        ("levels.toml", 'id = "orders_hard_to_resist"', 'id = "plan_with_means"'),
        "stands 2 times",
    ),
    "a missing source": (
        ("levels.toml", 'source = ["imminent_risk", "level_of_care_tools"]', "source = []"),
        "no source",
    ),
    "an unknown source": (
        ("levels.toml", '["imminent_risk", "level', '["imminent_riks", "level'),
        "imminent_risk",
    ),
    "an unknown key": (
        ("weeks.toml", "days_min = 3", "days_least = 3\ndays_min = 3"),
        '"days_least" is not known',
    ),
    "what counts while a question is open that is none of safety": (
        ("levels.toml", 'questions = ["suicide_method",', 'questions = ["housing",'),
        "no question of safety",
    ),
    "what counts while a question is open and is no sooner": (
        (
            "levels.toml",
            '"suicide_preparation", "safety_plan"]\nreview = "now"',
            '"suicide_preparation", "safety_plan"]\nreview = "routine"',
        ),
        "no sooner",
    ),
    "an alert that something else says better which there is not": (
        ("levels.toml", '["unwanted_thoughts", ', '["unwanted_thought", '),
        'Did you mean "unwanted_thoughts"?',
    ),
    "a step that does not fit the crisis screen": (
        ("protocols.toml", "Hold nothing down.", "Hold nothing down, and wait until it is over."),
        "a line holds 56",
    ),
    "too many steps": (
        ("protocols.toml", "steps = [\n", 'steps = [\n  { do = "First." },\n'),
        "it has 8 steps",
    ),
    "a call to a service that there is not": (
        ("protocols.toml", 'resource = "poison"', 'resource = "poisn"'),
        'Did you mean "poison"?',
    ),
    "no protocol for everything else": (
        ("protocols.toml", "when = { all = [] }", 'when = { answer = "home", is = "nowhere" }'),
        "not for everything else",
    ),
    "a protocol that stands twice": (
        ("protocols.toml", 'id = "overheard"', 'id = "violence"'),
        "the id stands 2 times",
    ),
    "an instruction where a question is read aloud": (
        ("protocols.toml", '"Is somebody listening to us?"', '"Say who is listening."'),
        "is no question",
    ),
    "a sample week of blocks that there are not": (
        ("weeks.toml", '["process", "psychoeducation"]', '["proces", "psychoeducation"]'),
        'Did you mean "process"?',
    ),
    "a missing key": (("weeks.toml", "days_min = 3", ""), '"days_min" is missing'),
    "a wrong type": (("weeks.toml", "days_min = 3", 'days_min = "3"'), "it is no whole number."),
    "a circle": (
        (
            "criteria.toml",
            '{ answer = "left_care_on", at_most = 30 },',
            '{ holds = "stepping_down" },',
        ),
        "in a circle",
    ),
    "a rule that silence would settle": (
        ("tracks.toml", 'when = { holds = "eating_problem" }', 'when = { holds = "interview_ends" }'),
        "withheld",
    ),
    "a place that nothing fills": (
        ("crisis.toml", '"They are at: {place}."', '"They are at: {plce}."'),
        'nothing fills {plce} here. Did you mean "place"?',
    ),
    "no TOML": (("crisis.toml", 'title = "', "title = "), "it is not TOML"),
}


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_what_to_do(broken: Break, change: tuple[str, str, str], sentence: str) -> None:
    lines = broken(change)
    assert any(sentence in line for line in lines), lines
    assert len(lines) <= 4


def test_ten_faults_are_named_at_once(broken: Break) -> None:
    changes = [
        FAULTS[name][0]
        for name in FAULTS
        if name
        not in {
            "a circle",
            "a rule that silence would settle",
            "no TOML",
            "an unknown key",
            "a missing key",
            "a wrong type",
            "no such operator",
        }
    ]
    changes += [
        ("sections/safety.toml", "minimum = 0\n", ""),
        ("sections/safety.toml", '{ code = "yes", label = "Yes" }', '{ code = "no", label = "Yes" }'),
        ("guidance.toml", 'holds = "step_down"', 'holds = "step_dwn"'),
    ]
    assert len(broken(*changes)) - 1 >= 10


def test_what_is_looked_at_only_later_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(datafiles.shipped_pack(), folder)
    file = folder / "sections" / "safety.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("maximum = 120", 'maximum = "120"'), "utf-8")
    with pytest.raises(PackError, match=r"one fault\. Whether the rules go together is looked at once"):
        load_pack(folder)


def test_a_pack_without_files_hears_of_each(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "pack")
    assert len(caught.value.faults) >= 8


def test_a_kept_pack_is_the_same_and_a_stranger_s_is_not_used(tmp_path: Path) -> None:
    pack = load_pack(datafiles.shipped_pack())
    cache = tmp_path / "cache"
    assert kept_pack(cache, pack.sha256) is None
    keep_pack(cache, pack)
    kept = kept_pack(cache, pack.sha256)
    assert kept is not None
    assert kept.sections[1].question[3].options == () or kept.sections[1].question[3].codes
    cache.chmod(0o777)
    assert kept_pack(cache, pack.sha256) is None


def test_the_hash_leaves_out_cases_and_readme(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(datafiles.shipped_pack(), folder)
    before = load_pack(folder).sha256
    (folder / "README.md").write_text("x")
    shutil.rmtree(folder / "cases")
    assert load_pack(folder).sha256 == before
    levels = folder / "levels.toml"
    levels.write_text(levels.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert load_pack(folder).sha256 != before
