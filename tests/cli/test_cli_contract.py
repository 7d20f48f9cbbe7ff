"""The promise of JSON: exactly these keys, in the words of the documentation."""

from pathlib import Path

import pytest

from calling import Cli, made_by

DEAL = [
    *("id", "title", "company", "contact", "owner", "pipeline", "stage", "status", "amount", "currency"),
    *("probability", "probability_source", "weighted", "expected_close", "created", "stage_since", "closed"),
    *("reason", "source", "tags", "next_step", "rotting_days", "fields"),
    *("campaign", "nurture_until", "customer_step", "passed_over"),
]
ACTIVITY = [
    *("id", "deal_id", "deal", "company", "contact", "kind", "subject", "due", "overdue_days"),
    *("amount", "currency", "stage", "repeats", "snoozes", "put_off_reason"),
]
FORECAST = [
    *("period", "currency", "target", "won", "commit", "best_case", "pipeline", "weighted", "expected"),
    *("new_business", "total", "gap", "coverage", "slipped", "deals", "stages"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Nego 60k +Hexa >nego close:15dec next:call today"],
        ["add", "Demo 20k >demo close:1dec next:email yesterday"],
        ["add", "Quiet 10k >qualified close:2026-10-01"],
        ["add", "Early 5k >lead"],
        ["add", "Done 120k close:1dec"],
        ["win", "Done"],
        ["target", "Q4", "300k"],
    )


def test_deals(filled: Cli) -> None:
    deals = filled("deals", "--json").json
    assert [list(deal) for deal in deals] == [DEAL] * 4
    assert [deal["title"] for deal in deals] == ["Quiet", "Demo", "Nego", "Early"]  # by close date
    nego = deals[2]
    assert nego == {
        "id": 1,
        "title": "Nego",
        "company": "Hexa",
        "contact": None,
        "owner": None,
        "pipeline": "Sales",
        "stage": "Negotiation",
        "status": "open",
        "amount": 60000,
        "currency": "EUR",
        "probability": 80,
        "probability_source": "stage",
        "weighted": 48000,
        "expected_close": "2026-12-15",
        "created": "2026-11-23",
        "stage_since": "2026-11-23",
        "closed": None,
        "reason": None,
        "source": None,
        "tags": [],
        "next_step": {"id": 1, "kind": "call", "subject": "Call", "due": "2026-11-23"},
        "rotting_days": 0,
        "fields": {},
        "campaign": None,
        "nurture_until": None,
        "customer_step": None,
        "passed_over": 0,
    }


@pytest.mark.parametrize(
    "command",
    [
        ("edit", "1", "amount=1k"),
        ("move", "1", "demo"),
        ("win", "1"),
        ("lose", "1", "--reason", "price"),
        ("next", "1", "call fri"),
        ("snooze", "1", "fri"),
        ("done", "1"),
        ("log", "1", "note", "Heard of it"),
        ("delete", "1"),
        ("add", "Another 3k"),
    ],
    ids=lambda command: command[0],
)
def test_what_changes_a_deal_gives_it(filled: Cli, command: tuple[str, ...]) -> None:
    assert list(filled(*command, "--json").json) == DEAL


def test_show_adds_to_it(filled: Cli) -> None:
    deal = filled("show", "nego", "--json").json
    assert list(deal)[: len(DEAL)] == DEAL
    assert list(deal)[len(DEAL) :] == [
        *("product", "category", "category_source", "pushes", "touched", "planned", "people", "timeline", "notes"),
        *("customer_steps", "criteria", "why"),
    ]
    assert [list(event) for event in deal["timeline"]] == [["at", "kind", "text", "note", "activity_id"]]


def test_path(cli: Cli, path: Path) -> None:
    assert cli("path", "--json").json == {"path": str(path)}


def test_agenda(filled: Cli) -> None:
    agenda = filled("agenda", "--json").json
    assert list(agenda) == ["overdue", "today", "owed", "week", "later", "waiting_for", "no_next_step"]
    assert {name: [row["deal"] for row in rows] for name, rows in agenda.items()} == {
        "overdue": ["Demo"],
        "today": ["Nego"],
        "owed": [],
        "week": [],
        "later": [],
        "waiting_for": [],
        "no_next_step": ["Quiet", "Early"],
    }
    assert all(list(row) == ACTIVITY for rows in agenda.values() for row in rows)
    assert agenda["overdue"][0] == {
        "id": 2,
        "deal_id": 2,
        "deal": "Demo",
        "company": None,
        "contact": None,
        "kind": "email",
        "subject": "Email",
        "due": "2026-11-22",
        "overdue_days": 1,
        "amount": 20000,
        "currency": "EUR",
        "stage": "Demo",
        "repeats": None,
        "snoozes": 0,
        "put_off_reason": None,
    }


def test_forecast(filled: Cli) -> None:
    forecast = filled("forecast", "--json").json
    assert list(forecast) == FORECAST
    stages, expected, new, total = (forecast.pop(name) for name in ("stages", "expected", "new_business", "total"))
    assert list(total) == ["expected", "p10", "p50", "p90"]
    assert total["expected"] == pytest.approx(120000 + expected + new)
    assert 120000 <= total["p10"] < total["p50"] < total["p90"]
    assert forecast.pop("gap") == pytest.approx(180000 - expected)
    assert 0 < expected < 90000
    assert forecast == {
        "period": {"label": "Q4 2026", "start": "2026-10-01", "end": "2026-12-31"},
        "currency": "EUR",
        "target": 300000,
        "won": 120000,
        "commit": 60000,
        "best_case": 0,
        "pipeline": 20000,
        "weighted": 56000,
        "coverage": 0.4444,
        "slipped": {"count": 1, "amount": 10000},
        "deals": 2,
    }
    assert stages[3] == {"stage": "Negotiation", "count": 1, "amount": 60000, "probability": 80, "weighted": 48000}
    assert [stage["stage"] for stage in stages] == ["Qualified", "Demo", "Proposal", "Negotiation"]


def test_forecast_of_other_periods(filled: Cli) -> None:
    labels = {text: filled("forecast", "--period", text, "--json").json["period"]["label"] for text in PERIODS}
    assert labels == PERIODS
    assert filled("forecast", "--period", "2026-12", "--json").json["commit"] == 60000
    assert filled("forecast", "--period", "next", "--json").json["commit"] == 0


PERIODS = {
    "Q4": "Q4 2026",
    "2026-Q4": "Q4 2026",
    "2026-11": "Nov 2026",
    "next": "Q1 2027",
    "last": "Q3 2026",
    "H2": "H2 2026",
    "2027": "2027",
    "this month": "Nov 2026",
}


def test_target(cli: Cli) -> None:
    assert cli("target") == (1, "", f"Made a new pipeline: {cli('path').out.strip()}\nQ4 2026 has no target.\n")
    assert cli("target", "next", "250k", "--json").json == {
        "period": {"label": "Q1 2027", "start": "2027-01-01", "end": "2027-03-31"},
        "currency": "EUR",
        "target": 250000,
    }
    assert cli("target", "Q1 2027").out == "Q1 2027\t250000\tEUR\n"
    assert cli("target", "next", "none") == (0, "", "Q1 2027 has no target.\n")
    assert cli("target", "next").status == 1


def test_a_machine_can_read_tables_too(filled: Cli) -> None:
    deals = filled("deals", "--sort", "amount").rows
    assert [(deal["id"], deal["amount"], deal["next_step_due"]) for deal in deals] == [
        ("1", "60000", "2026-11-23"),
        ("2", "20000", "2026-11-22"),
        ("3", "10000", ""),
        ("4", "5000", ""),
    ]
    assert [(row["section"], row["deal"], row["id"]) for row in filled("agenda").rows] == [
        ("overdue", "Demo", "2"),
        ("today", "Nego", "1"),
        ("no_next_step", "Quiet", ""),
        ("no_next_step", "Early", ""),
    ]
    forecast = filled("forecast").pairs
    assert (forecast["won"], forecast["slipped"], len(forecast["total"])) == (["120000"], ["1", "10000"], 4)
    shown = filled("show", "1").pairs
    assert (shown["title"], shown["next_step"]) == (["Nego"], ["1", "call", "Call", "2026-11-23"])


RATE = ["count", "of", "rate", "low", "high"]
BY_VALUE = ["won", "closed", "rate", "lost_without_amount"]
COHORT = ["created", "won", "lost", "open", "rate", "open_rate"]


def test_insights(filled: Cli) -> None:
    told = filled("insights", "--json").json
    assert list(told) == [
        *("window", "pipeline", "currency", "win_rate", "win_rate_by_value", "cohort", "won", "average_won"),
        *("cycle_days", "days_to_lose", "open", "velocity", "bottleneck", "stages", "leads", "over_time"),
        *("lost_reasons", "won_reasons", "sources", "owners", "products", "sizes", "pushes", "forecasts", "advice"),
    ]
    assert (list(told["win_rate"]), list(told["win_rate_by_value"]), list(told["cohort"])) == (RATE, BY_VALUE, COHORT)
    assert list(told["stages"][0]) == [
        *("stage", "entered", "went_on", "lost", "undecided", "won", "conversion", "conversion_decided"),
        *("median_days", "p80_days", "stays", "usual_days", "open", "held_up"),
    ]
    assert list(told["stages"][0]["held_up"]) == ["deals", "amount", "days_over", "amount_days"]
    assert list(told["leads"]) == [
        *("came", "answered", "median_answer_hours", "qualified", "dropped", "waiting", "conversion"),
        *("answered_within_a_day", "answered_later_or_never"),
    ]
    assert list(told["over_time"][0]) == ["period", "start", "end", "win_rate", "win_rate_by_value", "cohort"]
    assert list(told["won_reasons"][0]) == ["reason", "deals", "amount", "stages"]
    for group in (told["sources"][0], told["owners"][0], told["pushes"][0]):
        assert list(group) == [
            *("name", "leads", "deals", "win_rate", "won", "average_won", "cycle_days", "open", "conversions")
        ]
    assert (told["win_rate"]["count"], told["won"], told["currency"]) == (1, 120_000, "EUR")
    assert filled("insights").pairs["win_rate"][:3] == ["1", "1", "100.0"]
