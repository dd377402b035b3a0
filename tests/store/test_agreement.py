"""What clinicians decided beside the recommendation: counted without giving anybody away."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from helpers.cases import Run
from helpers.postgres import Server
from helpers.records import Clock, actor, finished, records_in
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.checking.toolkit import Toolkit
from iopintake.packs.model import LEVELS
from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home
from iopintake.store.queries.agreement import FEWEST, agreement, shown
from iopintake.store.queries.decided import DecidedIntake, decided_intakes
from iopintake.store.session.decision import decide
from iopintake.store.shared.address import Address
from iopintake.store.shared.server import open_shared

COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), min_size=1)


def decision(
    recommended: Any, level: Any, *, reason: str = "", site: str = "", rule: str = "a"
) -> DecidedIntake:
    return DecidedIntake(
        site=site,
        recommended=recommended,
        level=level,
        reason=reason or ("" if level == recommended else "too_far"),
        rules={rule: f"Rule {rule}."},
        summary={},
    )


@given(COUNTS)
def test_no_count_of_one_to_four_is_shown_nor_can_be_worked_out_from_the_total(
    counts: dict[str, int],
) -> None:
    seen = shown(counts)
    assert not any(number is not None and 0 < number < FEWEST for number in seen.values())
    hidden = [name for name, number in seen.items() if number is None]
    left = sum(counts[name] for name in hidden)
    everything = all(counts[name] == 0 or name in hidden for name in counts)
    assert not hidden or everything or (len(hidden) > 1 and left >= FEWEST)


@settings(max_examples=40, deadline=None)  # the first one loads what counts
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.booleans()), max_size=60))
def test_agreement_by_rule_and_site_never_tells_of_fewer_than_five(
    people: list[tuple[str, str, bool]],
) -> None:
    found = agreement(
        decision("iop", "iop" if agrees else "php", rule=rule, site=site) for rule, site, agrees in people
    )
    for rows in (found.rules, found.sites, {"all": found.whole}):
        for row in rows.values():
            for number in (row.decided, row.agreed, row.overridden):
                assert number is None or number == 0 or number >= FEWEST


def test_agreement_counts_who_chose_the_recommended_level_and_why_not() -> None:
    people = [decision("iop", "iop", site="North")] * 30
    people += [decision("iop", "php", site="South", rule="b", reason="clinician_judgment")] * 6
    people += [decision("php", "iop", site="South", rule="b", reason="too_far")] * 6
    people += [decision("outpatient", "outpatient", site="South", rule="b")] * 8
    people += [decision(None, "iop")] * 7
    found = agreement(people)
    assert (found.whole.decided, found.whole.agreed, found.no_level) == (50, 38, 7)
    assert {name: (row.decided, row.agreed) for name, row in found.rules.items()} == {
        "Rule a.": (30, 30),
        "Rule b.": (20, 8),
    }
    assert {name: row.overridden for name, row in found.sites.items()} == {"North": 0, "South": 12}
    assert found.reasons == {"clinician_judgment": 6, "too_far": 6}


def test_kappa_is_that_of_chance_corrected_agreement_with_its_interval() -> None:
    people = [decision("iop", "iop")] * 20 + [decision("php", "php")] * 20
    people += [decision("iop", "php")] * 5 + [decision("php", "iop")] * 5
    found = agreement(people).kappa
    assert found is not None
    assert found.value == pytest.approx(0.6)  # 0.8 seen, 0.5 by chance
    assert found.low < found.value < found.high


def test_kappa_is_left_out_where_there_is_nothing_to_tell_apart() -> None:
    assert agreement([decision("iop", "iop")] * 10).kappa is None


@pytest.mark.parametrize("count", range(1, FEWEST))
def test_a_few_overrides_are_not_shown_at_all(count: int) -> None:
    found = agreement([decision("iop", "iop")] * 20 + [decision("iop", "php")] * count)
    assert (found.whole.decided, found.whole.agreed, found.whole.overridden) == (20 + count, None, None)
    assert (found.kappa, found.reasons) == (None, {"too_far": None})


def test_the_report_on_agreement_names_rules_and_no_people(
    run: Run, home: Path, toolkit: Toolkit, answers_of: Any
) -> None:
    levels: Counter[str] = Counter()
    with open_store(Home(home / ".local/share/iopintake"), actor(Clock(pace=7)), str) as store:
        for number in range(12):
            session = finished(store, toolkit, answers_of("panic_weekly_not_enough"))
            level = "php" if number < 5 else "iop"
            levels[level] += 1
            reason = "clinician_judgment" if level == "php" else ""
            decide(store, session.id, level=LEVELS[LEVELS.index(level)], reason=reason, note="Ana")
    done = run("report", "--agreement", COLUMNS="100")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "Decided beside a recommended level: 12. Agreed: 7 (58 %)." in text
    assert "Symptoms come on several days a week, and weekly therapy is not enough." in text
    assert "the clinician's judgment" in text
    assert "Ana" not in text
    told = json.loads(run("report", "--agreement", "--json").stdout)
    assert told["whole"] == {"decided": 12, "agreed": 7, "overridden": 5}


def test_decisions_on_a_server_bear_their_site(
    shared: Server, home: Path, toolkit: Toolkit, answers_of: Any
) -> None:
    address = Address.of(shared.address("mara"))
    with open_shared(address, records_in(home), actor(who="mara")) as store:
        session = finished(store, toolkit, answers_of("panic_weekly_not_enough"))
        decide(store, session.id, level="iop", reason="", note="")
        (found,) = decided_intakes(store)
    assert (found.site, found.agrees) == ("north", True)


def test_the_report_on_agreement_says_when_there_is_too_little(run: Run) -> None:
    assert b"Fewer than 5 recommendations were decided on" in run("report", "--agreement").stdout
    assert b"nothing to propose" in run("pack", "review").stderr
