"""Cash on the command line: JSON as promised, a table, and a sentence for what is wrong."""

from pathlib import Path

import pytest

from calling import Cli, made_by
from hostile import HOSTILE

ENTRY = {"day", "way", "state", "amount", "whole", "chance", "kind", "label", "deal_id", "deal", "company", "id"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Acme rollout 40k +Acme close:2026-12-15"],
        ["win", "acme"],
        ["pay", "acme", "plan", "30/70"],
        ["expense", "add", "rent 900 every month"],
        ["expense", "add", "commission 10% 15 dec", "--deal", "acme"],
    )


@pytest.fixture
def acme(filled: Cli) -> Cli:
    return filled


def test_json_has_what_it_promises(acme: Cli) -> None:
    told = acme("cash", "--json", "--months", "3", "--opening", "3000", "--on", "2026-11-01").json
    assert set(told) == {
        *("currency", "today", "method", "opening", "balance", "lowest", "terms", "overdue", "slipped", "undated"),
        *("later", "settled", "without_rate", "months", "inventory"),
    }
    assert told["opening"] == {"amount": 3000, "day": "2026-11-01"}
    assert [month["month"] for month in told["months"]] == ["2026-11", "2026-12", "2027-01"]
    assert [(month["in"], month["out"], month["balance"]) for month in told["months"]] == [
        (12_000, 900, 14_100),
        (28_000, 4_900, 37_200),
        (0, 900, 36_300),
    ]
    assert all(set(entry) == ENTRY for month in told["months"] for entry in month["entries"])
    assert told["inventory"][0] == {
        "month": "2026-11",
        "start": {"count": 0, "amount": 0},
        "new": {"count": 1, "amount": 40_000},
        "won": {"count": 1, "amount": 40_000},
        "lost": {"count": 0, "amount": 0},
        "end": {"count": 0, "amount": 0},
    }


def test_a_deal_is_paid_in_parts(acme: Cli) -> None:
    told = acme("pay", "acme", "--json").json
    assert [(each["label"], each["amount"], each["due"], each["state"]) for each in told["payments"]] == [
        ("deposit", 12_000, "2026-11-23", "due"),
        ("final", 28_000, "2026-12-23", "due"),
    ]
    assert (told["spent"], told["margin"], told["margin_percent"], told["missing"]) == (4_000, 36_000, 90.0, 0)
    assert acme("pay", "acme", "received", "1", "--on", "yesterday").status == 0
    assert acme("pay", "acme", "received").status == 0  # the only one that is open
    assert acme("pay", "acme", "--json").json["open"] == 0
    assert acme("pay", "acme", "received", "1").status == 1
    assert acme("pay", "acme", "open", "2").status == 0
    assert acme("pay", "acme", "change", "2", "rest 28k 1 jan").status == 0
    assert acme("pay", "acme").rows[1]["due"] == "2027-01-01"
    assert acme("pay", "acme", "delete", "2").status == 0
    assert acme("pay", "acme", "--json").json["missing"] == 28_000
    assert acme("undo").status == 0 and acme("pay", "acme", "--json").json["missing"] == 0
    assert acme("pay", "acme", "unplan").status == 0


def test_expenses_are_listed_paid_changed_and_deleted(acme: Cli) -> None:
    assert [row["label"] for row in acme("expense").rows] == ["rent", "commission"]
    assert acme("expense", "paid", "1").status == 0
    assert [(row["due"], row["paid"]) for row in acme("expense").rows] == [
        ("2026-11-23", "2026-11-23"),
        ("2026-12-15", ""),
        ("2026-12-23", ""),
    ]
    assert acme("expense", "change", "1", "rent 950 every month").status == 0
    assert acme("expense", "open", "3").status == 0
    assert acme("expense", "delete", "1").status == 0
    assert {row["deal"] for row in acme("expense", "--deal", "acme").rows} == {"Acme rollout"}


def test_a_filter_counts_its_deals_alone(acme: Cli) -> None:
    told = acme("cash", "company:acme", "--json", "--months", "2").json
    assert [month["out"] for month in told["months"]] == [0, 4_000]
    assert [month["balance"] for month in told["months"]] == [None, None] and told["lowest"] is None
    quarter = acme("cash", "--period", "Q4", "--weighted").rows
    assert [row["month"] for row in quarter] == ["2026-10", "2026-11", "2026-12"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (("pay", "acme", "plan", "30/60"), 2),
        (("pay", "acme", "plan", ""), 2),
        (("pay", "acme", "sing"), 2),
        (("pay", "acme", "received", "9"), 1),
        (("pay", "acme", "received"), 2),
        (("pay", "nobody"), 1),
        (("expense", "add", "nothing"), 2),
        (("expense", "paid"), 2),
        (("expense", "paid", "99"), 1),
        (("expense", "sing"), 2),
        (("cash", "--months", "0"), 2),
        (("cash", "--months", "2", "--period", "Q4"), 2),
        (("cash", "--opening", "5 USD"), 2),
        (("cash", "--opening", "5", "--on", "2027-12-24"), 2),
        (("cash", "--terms", "5k now, rest in 30d"), 2),
    ],
)
def test_what_is_wrong_is_a_sentence(acme: Cli, line: tuple[str, ...], status: int) -> None:
    answer = acme(*line)
    assert (answer.status, answer.out) == (status, "")
    assert answer.err.startswith("pipetui: ") and answer.err.rstrip().endswith(
        (".", "?", "month”", "30/70", "add", "1")
    )


@pytest.mark.parametrize("name", [name for name in HOSTILE if "\x00" not in name])
def test_hostile_labels(acme: Cli, name: str) -> None:
    for line in (("pay", "acme", "add", f"7 {name}"), ("expense", "add", f"7 {name}"), ("pay", "acme", "plan", name)):
        assert acme(*line).status in (0, 1, 2)
    for answer in (acme("cash"), acme("pay", "acme"), acme("expense")):
        assert answer.status == 0 and "\x1b" not in answer.out
