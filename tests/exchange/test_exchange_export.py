"""What goes out: CSV that spreadsheets read, JSON that programs read; and what went out comes in again."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.exchange.exports import COLUMNS
from pipetui.exchange.headers import KINDS, map_headers
from pipetui.exchange.source import Source
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid
from pipetui.values.followup import FollowUp
from pipetui.values.query import parse_filter
from pipetui.values.terms import parse_terms
from pipetui.values.when import When
from pipetui.views import contract
from pipetui.views.card import Card
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace
from tables import EVERY, Bring

TODAY = date(2026, 11, 23)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    call = FollowUp("call", When(date(2026, 11, 27)), "Call, about terms")
    workspace.deals.add(
        NewDeal("=SUM(A1)", amount=123450, company="+Plus", contact="Jane", stage="demo", tags=("q4", "big"), next=call)
    )
    workspace.deals.add(
        NewDeal("Clinic", probability=33.3, stage="lead", owner="-Kim", expected_close=date(2027, 1, 2))
    )
    [change] = workspace.deals.add(NewDeal("Fleet", amount=500, currency="JPY", company="+Plus")).changes
    assert change.after is not None
    workspace.deals.lose(change.after.id, "@price", on=date(2026, 11, 1))
    workspace.followups.log(1, "meeting", "Met\nall of them")
    return workspace


def written(workspace: Workspace, what: str, how: str = "csv", only: str | None = None) -> str:
    return "".join(workspace.exports.write(what, how, None if only is None else parse_filter(only, TODAY)))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_deals_as_csv(filled: Workspace) -> None:
    text = written(filled, "deals")
    assert text.endswith("\r\n") and text.count("\r\n") == 4
    first, second, third = rows(text)
    assert tuple(first) == COLUMNS["deals"]
    assert (first["title"], first["company"], first["amount"], first["weighted"]) == (
        "'=SUM(A1)",
        "'+Plus",
        "1234.5",
        "493.8",
    )
    assert (first["tags"], first["next_step"], first["next_step_due"]) == ("big, q4", "Call, about terms", "2026-11-27")
    assert (second["owner"], second["probability"], second["probability_source"]) == ("'-Kim", "33.3", "manual")
    assert (second["amount"], second["weighted"], second["stage_phase"]) == ("", "", "lead")
    assert (third["status"], third["closed"], third["reason"], third["amount"]) == (
        "lost",
        "2026-11-01",
        "'@price",
        "500",
    )


def test_deals_as_json_are_the_contracts(filled: Workspace) -> None:
    records = json.loads(written(filled, "deals", "json"))
    pipelines = filled.overview.pipelines()
    promised = contract.deals(filled.overview.cards(EVERY), pipelines, TODAY)
    assert [
        {name: record[name] for name in promise} for record, promise in zip(records, promised, strict=True)
    ] == promised
    assert records[0]["title"] == "=SUM(A1)"
    assert [type(record["uid"]) for record in records] == [str] * 3


def test_contacts_and_activities(filled: Workspace) -> None:
    [contact] = rows(written(filled, "contacts"))
    assert (contact["name"], contact["company"]) == ("Jane", "'+Plus")
    planned, done = rows(written(filled, "activities"))
    assert (planned["kind"], planned["due"], planned["done"], planned["deal"]) == (
        "call",
        "2026-11-27",
        "",
        "'=SUM(A1)",
    )
    assert (done["subject"], done["note"], done["done"][:10]) == ("Met", "all of them", "2026-11-23")


def test_everything_as_json(filled: Workspace) -> None:
    everything = json.loads(written(filled, "all", "json"))
    assert {name: len(records) for name, records in everything.items()} == {
        "pipelines": 1,
        "deals": 3,
        "companies": 1,
        "contacts": 1,
        "activities": 2,
        "payments": 0,
        "expenses": 0,
    }
    assert everything["pipelines"][0]["stages"][2] == {
        "name": "Demo",
        "phase": "open",
        "probability": 40,
        "rotting_days": 14,
        "category": "pipeline",
    }


def test_a_filter_lets_through_some_deals_and_what_is_theirs(filled: Workspace) -> None:
    assert [row["title"] for row in rows(written(filled, "deals", only="clinic"))] == ["Clinic"]
    assert [row["title"] for row in rows(written(filled, "deals", only="status:lost"))] == ["Fleet"]
    assert [row["title"] for row in rows(written(filled, "deals", only=""))] == ["'=SUM(A1)", "Clinic"]
    assert rows(written(filled, "contacts", only="clinic")) == rows(written(filled, "activities", only="clinic")) == []
    assert len(rows(written(filled, "activities", only="sum"))) == 2


def test_an_empty_pipeline(workspace: Workspace) -> None:
    assert written(workspace, "deals") == ",".join(COLUMNS["deals"]) + "\r\n"
    assert written(workspace, "deals", "json") == "[]\n"
    assert json.loads(written(workspace, "all", "json"))["deals"] == []


def test_payments_and_expenses(workspace: Workspace) -> None:
    card = workspace.deals.add(NewDeal("=Sum", 100_000, company="Acme", expected_close=date(2026, 12, 15))).card
    assert card is not None
    workspace.payments.plan(card.id, parse_terms("30/70", TODAY, "EUR"))
    workspace.payments.receive(card.id, 0, 1)
    workspace.expenses.add(1, card.id, "320 travel =Milan fri")
    workspace.expenses.add(1, None, "rent 900 every month")
    deposit, final = rows(written(workspace, "payments"))
    assert (deposit["deal"], deposit["amount"], deposit["state"], deposit["paid"]) == (
        "'=Sum",
        "300",
        "received",
        "2026-11-23",
    )
    assert (final["due"], final["due_fixed"], final["after_days"], final["state"]) == (
        "2027-01-14",
        "",
        "30",
        "expected",
    )
    travel, rent = json.loads(written(workspace, "expenses", "json"))
    assert (travel["deal"], travel["kind"], travel["amount"], travel["due"]) == ("=Sum", "travel", 320, "2026-11-27")
    assert (rent["deal_id"], rent["every"]) == (None, "FREQ=MONTHLY;BYMONTHDAY=23")
    assert len(rows(written(workspace, "expenses", only="sum"))) == 1


@pytest.mark.parametrize(
    ("what", "how", "sentence"),
    [
        (
            "colours",
            "csv",
            "“colours” can't be exported: write deals, contacts, activities, payments, expenses or all.",
        ),
        ("deals", "xml", "“xml” can't be exported: write csv, json or vcf."),
        ("all", "csv", "A CSV file holds one kind of record"),
    ],
)
def test_what_can_not_be_exported(what: str, how: str, sentence: str, workspace: Workspace) -> None:
    with pytest.raises(Invalid) as refused:
        workspace.exports.write(what, how)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("kind", KINDS)
def test_an_import_knows_every_column_of_an_export(kind: str) -> None:
    columns = COLUMNS[kind]
    source = Source("x.csv", "utf-8", ",", columns, tuple(("",) for _ in columns), [2], ())
    mapping = map_headers(source, KINDS[kind])
    assert (mapping.unmapped, mapping.system) == ((), "pipetui" if kind != "contacts" else "csv")


LINE = st.sampled_from([*HOSTILE, "Acme", "Beta", "=1+1", "'=x", "a, b; c"]) | st.text(max_size=12)
DAY = st.dates(date(2024, 1, 1), date(2028, 12, 31))
NEW_DEALS = st.builds(
    NewDeal,
    title=LINE.map(lambda text: f"Deal {text}"),
    amount=st.none() | st.integers(-(10**12), 10**12),
    currency=st.sampled_from([None, "EUR", "USD", "JPY", "KWD"]),
    company=st.none() | LINE,
    contact=st.none() | LINE,
    stage=st.sampled_from(["Lead", "Qualified", "Demo", "Proposal", "Negotiation"]),
    owner=st.none() | LINE,
    source=st.none() | LINE,
    product=st.none() | LINE,
    probability=st.none() | st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
    expected_close=st.none() | DAY,
    tags=st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=3).map(tuple),
    next=st.none() | st.builds(FollowUp, st.just("call"), st.builds(When, DAY), LINE.map(lambda text: f"Call {text}")),
)
OUTCOMES = st.sampled_from(["open", "open", "won", "lost"])


def same(card: Card) -> dict[str, Any]:
    """A deal without what is a file's own: numbers of rows, and the parts of a day."""
    told = card._asdict()
    for name in ("id", "pipeline_id", "stage_id", "pushes"):
        del told[name]
    for name in ("created_at", "stage_since_at", "touched_at"):
        told.pop(name, None)
    told |= {"created": card.created_on, "since": card.stage_since, "touched": card.touched_on}
    return told | {"steps": [step._replace(id=0, deal_id=0, snoozes=0) for step in card.steps[:1]]}


# Files are made for each example: looking for a smaller one takes longer than reading the one found.
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deals=st.lists(st.tuples(NEW_DEALS, OUTCOMES), min_size=1, max_size=5))
def test_deals_that_went_out_come_in_the_same(
    deals: list[tuple[NewDeal, str]], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    folder = tmp_path_factory.mktemp("round")
    first = open_workspace(folder / "first.db", Clock(TODAY), durable=False)
    second = open_workspace(folder / "second.db", Clock(TODAY + timedelta(days=3)), durable=False)
    for new, outcome in deals:
        [change] = first.deals.add(new).changes
        assert change.after is not None
        if outcome == "won":
            first.deals.win(change.after.id, "fit", on=date(2026, 11, 20))
        elif outcome == "lost":
            first.deals.lose(change.after.id, "price", on=date(2026, 11, 20))
    out = folder / "deals.csv"
    out.write_text(written(first, "deals"), encoding="utf-8", newline="")
    told = second.imports.read(out)
    assert (told.created, told.rejected, told.unmapped) == (len(deals), (), ())
    before, after = first.overview.cards(EVERY), second.overview.cards(EVERY)
    names = [{stage.id: stage.name for stage in each.overview.pipeline().stages} for each in (first, second)]
    assert [names[0][card.stage_id] for card in before] == [names[1][card.stage_id] for card in after]
    assert [same(card) for card in after] == [same(card) for card in before]
    again = second.imports.read(out)
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(deals))
    for each in (first, second):
        each.close()


def test_what_went_out_comes_back_into_its_own_file_as_it_was(filled: Workspace, tmp_path: Path) -> None:
    before = {what: written(filled, what) for what in ("contacts", "deals", "activities")}
    for what, text in before.items():
        path = tmp_path / f"{what}.csv"
        path.write_text(text, encoding="utf-8", newline="")
        told = filled.imports.read(path)
        assert (told.created, told.updated, told.rejected) == (0, 0, ()), what
    assert {what: written(filled, what) for what in before} == before


def test_all_three_kinds_make_the_same_file_again(filled: Workspace, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other.db", Clock(TODAY), durable=False)
    kinds = ("contacts", "deals", "activities")
    for what in kinds:
        path = tmp_path / f"{what}.csv"
        path.write_text(written(filled, what), encoding="utf-8", newline="")
        assert other.imports.read(path).rejected == ()
    for what in kinds:
        mine, theirs = (rows(written(each, what)) for each in (filled, other))
        for row in (*mine, *theirs):
            for own in ("id", "deal_id"):
                row.pop(own, None)
        assert theirs == mine
    other.close()


def test_an_amount_in_a_spreadsheets_own_dialect_comes_in(bring: Bring, workspace: Workspace) -> None:
    bring("title;amount;expected_close\nA;1.234,50;18.12.2026\n")
    assert rows(written(workspace, "deals"))[0]["amount"] == "1234.5"


@pytest.mark.parametrize("word", ["NaN", "nan", "NULL", "#N/A", "\\N", "(blank)", "NaT", "'NaN", "''NULL"])
def test_a_word_that_elsewhere_means_nothing_comes_back_as_a_word(
    workspace: Workspace, tmp_path: Path, word: str
) -> None:
    workspace.deals.add(NewDeal("Deal", company=word, product=word))
    out = tmp_path / "deals.csv"
    out.write_text(written(workspace, "deals"), encoding="utf-8", newline="")
    other = open_workspace(tmp_path / "other.db", Clock(TODAY), durable=False)
    other.imports.read(out)
    [card] = other.overview.cards(EVERY)
    assert (card.company, card.product) == (word, word)
    other.close()
