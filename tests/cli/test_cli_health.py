"""What is wrong with the data, on the command line."""

from pathlib import Path

import pytest

from calling import Cli, made_by, on_terminal
from hostile import HOSTILE
from pipetui.values.clock import Clock, parse_as_of
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Fleet renewal 24k +Nordwind @Ida close:15dec >proposal next:call fri"],
        ["add", "Slipped one 60k +Hexa @Omar close:2026-11-01 >proposal next:call fri #q4"],
        ["add", "Late one 80k +Salus @Paola close:15dec >proposal next:email yesterday"],
        ["add", "Bare one >demo"],
        ["add", "Web form >lead"],
        ["add", "Gone 5k"],
        ["win", "Gone"],
    )


def findings(answer: object) -> dict[str, list[str]]:
    assert isinstance(answer, dict)
    return {each["finding"]: [deal["deal"] for deal in each["deals"]] for each in answer["findings"]}


def test_json(filled: Cli) -> None:
    record = filled("health", "--json").json
    assert findings(record) == {
        "overdue": ["Late one"],
        "slipped": ["Slipped one"],
        "no_amount": ["Bare one"],
        "no_close_date": ["Bare one"],
        "no_next_step": ["Bare one", "Web form"],
        "no_address": ["Late one", "Slipped one", "Fleet renewal"],
        "no_contact": ["Bare one", "Web form"],
        "no_company": ["Bare one", "Web form"],
    }
    assert record["open"] == {"deals": 4, "amount": 164000}
    assert record["in_order"] == {"deals": 0, "amount": 0}
    assert record["score"] == 0


def test_only_of_some_deals(filled: Cli) -> None:
    record = filled("health", "tag:q4", "--json").json
    assert findings(record) == {"slipped": ["Slipped one"], "no_address": ["Slipped one"]}
    assert record["open"] == {"deals": 1, "amount": 60000}
    assert filled("health", "nowhere:1").status == 2


def test_tab_separated_and_markdown(filled: Cli) -> None:
    rows = filled("health").rows
    assert rows[0] == {
        "finding": "overdue",
        "severity": "money",
        "id": "3",
        "deal": "Late one",
        "company": "Salus",
        "stage": "Proposal",
        "amount": "80000",
        "currency": "EUR",
        "says": "1d late: Email",
    }
    assert len(rows) == 13
    told = filled("health", "--md").out
    assert told.startswith("# Health of Sales\n\n0% of €164,000 in order, 13 things to mend.\n")
    assert "## Next step is late: 1 deal, €80,000\n\n- Late one (Salus), €80,000: 1d late: Email\n" in told
    assert filled("health", "--md", "--json").status == 2


def test_a_pipeline_without_deals_has_nothing_wrong(cli: Cli, path: Path) -> None:
    cli("path")
    cli("target", "Q4", "1k")
    record = cli("health", "--json").json
    assert (record["score"], record["findings"]) == (None, [])
    assert "Nothing is wrong." in on_terminal(path, "health")


def test_an_address_and_a_reason(filled: Cli, path: Path) -> None:
    opened = open_workspace(path, Clock(parse_as_of("2026-11-23")), durable=False)
    with opened.store.transaction("An address") as writing:
        writing.connection.exec_driver_sql("UPDATE contact SET email = 'omar@hexa.example' WHERE name = 'Omar'")
    opened.close()
    filled("edit", "2", "close=20dec")
    record = filled("health", "tag:q4", "--json").json
    assert (record["findings"], record["score"]) == ([], 100)


def test_hostile_names_are_text(path: Path, cli: Cli) -> None:
    opened = open_workspace(path, Clock(parse_as_of("2026-11-23")), durable=False)
    for name in HOSTILE:
        if name.strip():
            try:
                opened.deals.add(NewDeal(name, amount=1_000_00, company=name, contact=name, owner=name))
            except Exception as error:  # a title of nothing that is left
                assert "title" in str(error)
    opened.close()
    for arguments in (("health",), ("health", "--json"), ("health", "--md")):
        told = cli(*arguments)
        assert told.status == 0
        assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in told.out)
        assert "\x1b" not in told.out and "\x9b" not in told.out and "\u202e" not in told.out
