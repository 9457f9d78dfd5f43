"""`check` says whom a configuration serves and what deserves a second look; `init` writes one that needs none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from slaclock.policy.load import load_config
from tests.cli.typed import CONFIG, refused, typed, write

HOLEY = (
    "[calendars.berlin]",
    'timezone = "Europe/Berlin"',
    'hours = { mon-fri = "09:00-17:00" }',
    'holidays = ["DE"]',
    "[[policies]]",
    'name = "mail"',
    'calendar = "berlin"',
    'when = { channel = "email" }',
    'targets = { first_response = { urgent = "1bh" } }',
)


def test_the_starter_needs_no_second_look() -> None:
    answer = typed("check", "--config", CONFIG / "starter.toml", "--strict")
    assert answer.code == 0
    assert answer.lines[0].endswith("can be used: 1 calendar, 2 policies, 1 objective, 0 warnings")
    assert "\nwarnings\n" not in answer.out


def test_what_deserves_a_second_look(tmp_path: Path) -> None:
    file = write(tmp_path / "desk.toml", *HOLEY)
    answer = typed("check", "--config", file)
    assert answer.code == 0
    warnings = answer.out.split("\nwarnings\n")[1].splitlines()
    assert any(
        line.startswith("berlin: ") and "DE" in line for line in warnings
    )  # the country's own list is incomplete
    assert any("it gets no promise" in line for line in warnings)
    assert any(line.startswith("mail/first_response: no clock for tickets with priority") for line in warnings)
    assert any("nobody is told when first_response runs out" in line for line in warnings)
    assert typed("check", "--config", file, "--strict").code == 1


def test_whom_it_serves(tmp_path: Path) -> None:
    file = write(tmp_path / "desk.toml", *HOLEY)
    served = typed("check", "--config", file).out.split("\n\n")[2].splitlines()
    assert served == [
        "who is served, in the order asked",
        "kind      policy     tickets        promises",
        "customer  mail       channel email  first_response/urgent: 1bh",
        "customer  no policy  all others",
    ]


def test_check_as_json(tmp_path: Path) -> None:
    file = write(tmp_path / "desk.toml", *HOLEY)
    told = typed("check", "--config", file, "--json").json
    assert told["ok"] is True
    assert told["calendars"] == [{"name": "berlin", "zone": "Europe/Berlin"}]
    assert [row["policy"] for row in told["served"]] == ["mail", None]
    assert {"calendar", "uncovered", "no row", "no escalation"} <= {warning["kind"] for warning in told["warnings"]}


def test_complaints_as_json(tmp_path: Path) -> None:
    file = write(tmp_path / "desk.toml", "[calendars.a]", 'timezone = "Berlin"', 'hours = "always"')
    answer = typed("check", "--config", file, "--json")
    assert answer.code == 2
    assert answer.json == {
        "ok": False,
        "complaints": [
            {
                "where": f"{file}: calendars.a.timezone",
                "found": "there is no time zone 'Berlin'",
                "wanted": "did you mean 'Europe/Berlin'?",
            }
        ],
    }
    assert len(answer.complaints) == 1


def test_a_folder_is_one_configuration(tmp_path: Path) -> None:
    write(tmp_path / "hours.toml", *HOLEY[:4])
    write(tmp_path / "promises.toml", *HOLEY[4:])
    assert "1 calendar, 1 policy" in typed("check", "--config", tmp_path).lines[0]


@pytest.mark.parametrize("place", ["", "desk", "a/b/c", "desk.toml", "desk/my.toml"])
def test_init_writes_a_configuration_that_loads(place: str, tmp_path: Path) -> None:
    answer = typed("init", tmp_path / place, "--json")
    assert answer.code == 0
    file = Path(answer.json["written"])
    assert file == tmp_path / place if place.endswith(".toml") else file == tmp_path / place / "slaclock.toml"
    assert load_config(file).policies


def test_init_writes_the_configuration_of_a_service(tmp_path: Path) -> None:
    answer = typed("init", tmp_path, "--service")
    assert answer.lines[-1].strip() == f"slaclock serve --config {tmp_path / 'slaclock.toml'}"
    assert (tmp_path / "slaclock.toml").read_bytes() == (CONFIG / "service.toml").read_bytes()


def test_init_overwrites_only_when_told(tmp_path: Path) -> None:
    file = write(tmp_path / "slaclock.toml", "# mine")
    assert "is there already; name another file, or overwrite it with --force" in refused(typed("init", tmp_path))
    assert file.read_text() == "# mine\n"
    assert typed("init", tmp_path, "--force").code == 0
    assert tomllib.loads(file.read_text(encoding="utf-8"))["calendars"]


def test_init_where_nothing_can_be_written(tmp_path: Path) -> None:
    file = write(tmp_path / "file", "")
    assert "cannot write it" in refused(typed("init", file / "folder"))


def test_everything_in_the_starter_that_is_commented_out_works_too(tmp_path: Path) -> None:
    text = (CONFIG / "starter.toml").read_text(encoding="utf-8")
    lines = [
        line.removeprefix("# ")
        if line.startswith(("# [", "# from", "# to", "# hours", "# effective", "# timezone"))
        else line
        for line in text.splitlines()
    ]
    config = load_config(write(tmp_path / "all.toml", *lines))
    plan = config.calendars["support"].versions
    assert len(plan) == 2
    assert plan[0][1].seasons
    assert "duty" in config.calendars


CONFIGURATIONS = [path for path in sorted(CONFIG.rglob("*.toml")) if "[calendars." in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: str(path.relative_to(CONFIG)))
def test_everything_ready_to_copy_can_be_used(path: Path) -> None:
    answer = typed("check", "--config", path)
    assert answer.code == 0
    assert "never reached" not in answer.out
    assert "does not fit" not in answer.out
