"""Fitting end to end: a desk's secret rules are found from its log alone, and the configuration says them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from slaclock.engine import Engine
from slaclock.errors import InvalidConfig, InvalidEvents
from slaclock.fit import FitResult, run_fit
from slaclock.replay import run_replay

HEADER = "nr,at,opened,state,prio,kept\n"


@pytest.fixture(scope="module", name="fitted")
def _fitted(office_log: Path, desk_map: dict[str, Any]) -> FitResult:
    return run_fit(office_log, desk_map, countries=["DE"])


def test_the_rules_of_an_office_are_recovered(fitted: FitResult) -> None:
    assert str(fitted.rule.candidate) == (
        "mon-fri 09:00-17:00, until solved, the time until a re-opening left out, waiting for customer left out"
    )
    targets = fitted.config["policies"][0]["targets"]
    assert targets == {
        "resolution": {"urgent": "8 business hours", "normal": "16 business hours", "pauses": ["pending"]}
    }
    assert fitted.config["calendars"]["fitted"]["hours"] == {"mon-fri": "09:00-17:00"}
    assert fitted.unseen.tickets == 300
    assert fitted.unseen.share == 1.0
    assert fitted.remarks == "Over the whole log the rule explains every one of the 600 verdicts."


@pytest.mark.slow
def test_a_lunch_break_is_recovered(lunch_log: Path, desk_map: dict[str, Any]) -> None:
    result = run_fit(lunch_log, desk_map)
    assert result.config["calendars"]["fitted"]["hours"] == {"mon-sat": "08:00-12:00, 13:00-18:00"}
    assert result.rule.limits["any"].budget == 4 * 3600
    assert result.unseen.share is not None
    assert result.unseen.share >= 0.99


def test_rivals_are_worse_or_say_the_same_of_this_log(fitted: FitResult) -> None:
    assert fitted.searched.fitted == 1.0
    assert all(rival.fitted <= fitted.searched.fitted for rival in fitted.rivals)
    assert any("holidays of DE off" in rival.says and rival.unseen < 1 for rival in fitted.rivals)
    assert any("around the clock" in rival.says and rival.unseen < 0.95 for rival in fitted.rivals)


def test_the_configuration_loads_as_it_is_written(fitted: FitResult, tmp_path: Path) -> None:
    file = tmp_path / "fitted.toml"
    fitted.save(file)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == fitted.config
    assert Engine.from_config(file).config.book is not None
    assert "# and judged on 300 others that the search had not seen:" in file.read_text(encoding="utf-8")


@pytest.mark.slow
def test_replaying_the_fitted_configuration_agrees_with_every_verdict(
    fitted: FitResult, office_log: Path, desk_map: dict[str, Any]
) -> None:
    rows = {row.priority: row for row in run_replay(office_log, desk_map, dict(fitted.config)).agreement}
    assert (rows["all"].tickets, rows["all"].agreeing) == (600, 600)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_rule_and_another_one_other_halves(
    fitted: FitResult, office_log: Path, desk_map: dict[str, Any]
) -> None:
    again = run_fit(office_log, desk_map, countries=["DE"])
    assert again.to_dict() == fitted.to_dict()
    other = run_fit(office_log, desk_map, countries=["DE"], seed=2)
    assert other.rule.limits != fitted.rule.limits
    assert other.config == fitted.config


@pytest.mark.slow
def test_the_unseen_half_is_not_looked_at(office_log: Path, desk_map: dict[str, Any], tmp_path: Path) -> None:
    """Turning every verdict of the unseen half round changes nothing of the rule, only what is said of it."""
    from slaclock.fit.case import cases, halves
    from slaclock.replay import load_map, read_log

    log = read_log(office_log, load_map(desk_map))
    _, unseen = halves(cases(log.stories.values(), log.ends_at), 1)
    names = {case.ticket for case in unseen}
    turned = tmp_path / "turned.csv"
    swap = {"yes": "no", "no": "yes"}
    with turned.open("w", encoding="utf-8") as out:
        for line in office_log.read_text(encoding="utf-8").splitlines():
            ticket, *rest = line.split(",")
            rest[-1] = swap.get(rest[-1], rest[-1]) if ticket in names else rest[-1]
            out.write(",".join([ticket, *rest]) + "\n")
    honest, fooled = (run_fit(file, desk_map, countries=[]) for file in (office_log, turned))
    assert fooled.config == honest.config
    assert fooled.unseen.share == 0.0


@pytest.mark.parametrize(
    "rows, sentence",
    [
        ("T1,2026-03-02 10:00,2026-03-02 10:00,new,x,yes\n", "only 1 tickets have a verdict; 20 are the fewest"),
        (
            "".join(f"T{nr},2026-03-02 10:00,2026-03-02 10:00,new,x,yes\n" for nr in range(20)),
            "every verdict is met",
        ),
    ],
)
def test_a_log_that_teaches_nothing_is_refused(
    rows: str, sentence: str, tmp_path: Path, desk_map: dict[str, Any]
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(InvalidEvents, match=sentence):
        run_fit(file, desk_map)


def test_a_map_without_verdicts_is_refused(office_log: Path, desk_map: dict[str, Any]) -> None:
    without = {key: value for key, value in desk_map.items() if key != "verdict"}
    with pytest.raises(InvalidConfig, match="no \\[verdict\\]"):
        run_fit(office_log, without)


def test_a_country_nobody_knows_is_refused(office_log: Path, desk_map: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfig, match="no holidays are known for 'XQ'"):
        run_fit(office_log, desk_map, countries=["XQ"])
