"""Which deals are listed, in which order, and what is said where there are none."""

from pathlib import Path

import pytest

from calling import Cli, made_by


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Acme rollout 40k +Acme >proposal #q4 #large close:20dec owner:Robin"],
        ["add", "Acme service 9k +Acme >demo #q4 close:1dec source:web"],
        ["add", "Café till 6k +Aroma >demo close:5dec next:call tomorrow"],
        ["add", "Old one 70k +Hexa close:1nov"],
        ["lose", "4", "--reason", "price", "--on", "2026-11-10"],
    )


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("", ["Acme service", "Café till", "Acme rollout"]),
        ("acme", ["Acme service", "Acme rollout"]),
        ("cafe", ["Café till"]),
        ("stage:demo", ["Acme service", "Café till"]),
        ("stage:demo -tag:q4", ["Café till"]),
        ("tag:large,q4", ["Acme service", "Acme rollout"]),
        ("owner:rob", ["Acme rollout"]),
        ("source:web", ["Acme service"]),
        ("status:lost", ["Old one"]),
        ("status:all", ["Old one", "Acme service", "Café till", "Acme rollout"]),
        ("pipeline:sales", ["Acme service", "Café till", "Acme rollout"]),
        ("id:3", ["Café till"]),
        ('"acme service"', ["Acme service"]),
    ],
)
def test_filters(filled: Cli, question: str, titles: list[str]) -> None:
    found = filled("deals", "--json", *([question] if question else []))
    assert found.status == 0
    assert [deal["title"] for deal in found.json] == titles


def test_a_filter_need_not_be_one_word(filled: Cli) -> None:
    assert filled("deals", "stage:demo", "-tag:q4", "--json").json[0]["title"] == "Café till"


def test_orders(filled: Cli) -> None:
    def order(*options: str) -> list[int]:
        return [deal["id"] for deal in filled("deals", "--json", "status:all", *options).json]

    assert order("--sort", "amount") == [4, 1, 2, 3]
    assert order("--sort", "title") == [1, 2, 3, 4]
    assert order("--sort", "next") == [3, 1, 2, 4]
    assert order("--sort", "amount", "--reverse", "--limit", "2") == [3, 2]


def test_nothing_found(filled: Cli) -> None:
    assert filled("deals", "zebra") == (1, "", "No deal answers to that filter.\n")
    assert filled("deals", "zebra", "--json") == (0, "[]\n", "")


def test_an_empty_pipeline(cli: Cli) -> None:
    cli("path")
    first = cli("deals")
    assert (first.status, first.out) == (0, "")
    assert first.err.endswith("There is no open deal yet.\n")
    assert cli("agenda") == (0, "", "Nothing to follow up: there is no open deal.\n")
    assert cli("agenda", "--json").json["overdue"] == []
    assert cli("forecast", "--json").json["deals"] == 0


def test_a_filter_narrows_agenda_forecast_and_export_alike(filled: Cli) -> None:
    agenda = filled("agenda", "cafe", "--json").json
    assert [row["deal"] for rows in agenda.values() for row in rows] == ["Café till"]
    assert filled("agenda", "zebra").status == 1
    narrowed = filled("forecast", "tag:q4 or cafe", "--json").json
    assert sum(stage["count"] for stage in narrowed["stages"]) == 3
    assert filled("forecast", "stage:demo", "value>8k", "--json").json["weighted"] == 3600
    titles = [row["title"] for row in filled("export", "deals", "stage:demo", "--format", "json").json]
    assert titles == ["Acme service", "Café till"]


def test_a_forecast_narrowed_counts_what_was_won_and_has_no_target(filled: Cli) -> None:
    filled("win", "2")
    filled("target", "Q4", "100k")
    assert filled("forecast", "source:web", "--json").json["won"] == 9000
    told = filled("forecast", "cafe", "--json").json
    assert (told["won"], told["target"], told["gap"], told["new_business"]) == (0, None, None, None)
    assert told["total"]["expected"] == told["expected"]
    assert filled("forecast", "--json").json["target"] == 100_000


def test_how_far_the_agenda_looks(cli: Cli) -> None:
    for day in ("today", "3d", "9d", "40d"):
        cli("add", f"In {day} 1k next:call {day}")

    def sections(*options: str) -> dict[str, int]:
        return {name: len(rows) for name, rows in cli("agenda", "--json", *options).json.items()}

    none = {"owed": 0, "waiting_for": 0, "no_next_step": 0}
    assert sections() == {"overdue": 0, "today": 1, "week": 1, "later": 2, **none}
    assert sections("--days", "14") == {"overdue": 0, "today": 1, "week": 2, "later": 1, **none}
    assert sections("--days", "0") == {"overdue": 0, "today": 1, "week": 0, "later": 3, **none}


def test_another_day_is_another_agenda(cli: Cli) -> None:
    cli("add", "One next:call 25 nov")
    assert len(cli("agenda", "--json").json["week"]) == 1
    assert len(cli("agenda", "--as-of", "2026-11-25", "--json").json["today"]) == 1
    assert cli("agenda", "--as-of=2026-11-30", "--json").json["overdue"][0]["overdue_days"] == 5
