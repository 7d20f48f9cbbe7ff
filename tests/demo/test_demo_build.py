"""The demo is what it says it is, on any day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipetui.demo import build
from pipetui.demo.cast import REP
from pipetui.values.clock import Clock
from pipetui.values.text import clean, width
from pipetui.views.agenda import Agenda
from pipetui.views.snapshot import Snapshot
from pipetui.workspace import open_workspace

PLAIN_DAY = date(2026, 11, 23)
DAYS = {
    "a plain day": PLAIN_DAY,
    "a leap day": date(2028, 2, 29),
    "new year": date(2027, 1, 1),
    "new year's eve": date(2026, 12, 31),
    "a saturday": date(2026, 8, 15),
    "a sunday, the last of its quarter": date(2024, 6, 30),
}


class Demo:
    """A demo file: its day, its snapshot, and its rows by SQL."""

    def __init__(self, path: Path, today: date) -> None:
        self.path = path
        self.today = today
        self.clock = Clock(today)
        build(path, self.clock)
        workspace = open_workspace(path, self.clock)
        self.snapshot: Snapshot = workspace.overview.snapshot()
        workspace.close()

    def rows(self, query: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.path)) as db:
            db.row_factory = sqlite3.Row
            return db.execute(query).fetchall()

    def value(self, query: str) -> Any:
        return self.rows(query)[0][0]


@pytest.fixture(scope="module", params=list(DAYS.values()), ids=list(DAYS))
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    yield Demo(tmp_path_factory.mktemp("demo") / "demo.db", request.param)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("plain") / "demo.db", PLAIN_DAY)


def test_there_are_sixty_open_deals_some_leads_and_two_years_of_closed_ones(demo: Demo) -> None:
    leads = "(SELECT id FROM stage WHERE phase = 'lead')"
    assert demo.value(f"SELECT count(*) FROM deal WHERE status = 'open' AND stage_id NOT IN {leads}") == 60
    assert demo.value(f"SELECT count(*) FROM deal WHERE status = 'open' AND stage_id IN {leads}") == 17
    assert 245 <= demo.value("SELECT count(*) FROM deal WHERE status <> 'open'") <= 290
    rate = demo.value("SELECT avg(status = 'won') FROM deal WHERE status <> 'open'")
    assert 0.3 <= rate <= 0.4
    first = date.fromisoformat(demo.value("SELECT min(closed_on) FROM deal"))
    assert 700 <= (demo.today - first).days <= 840


def test_every_stage_has_deals_and_each_its_people(demo: Demo) -> None:
    assert len(demo.rows("SELECT DISTINCT stage_id FROM deal WHERE status = 'open'")) == 5
    assert not demo.rows("SELECT 1 FROM deal WHERE id NOT IN (SELECT deal_id FROM deal_contact WHERE position = 0)")
    roles = {row[0] for row in demo.rows("SELECT DISTINCT role FROM deal_contact")}
    assert {"champion", "decision maker", "procurement", "technical"} <= roles
    strangers = "SELECT 1 FROM deal_contact l JOIN deal d ON d.id = l.deal_id JOIN contact c ON c.id = l.contact_id"
    assert not demo.rows(f"{strangers} WHERE c.company_id <> d.company_id")
    assert {row[0] for row in demo.rows("SELECT DISTINCT owner FROM deal")} == {REP}


def test_the_morning_has_something_of_everything(demo: Demo) -> None:
    agenda = Agenda(demo.today)
    agenda.fill(demo.snapshot.cards)
    assert 3 <= len(agenda.sections["overdue"]) <= 5
    assert 4 <= len(agenda.sections["today"]) <= 6
    assert sum(row.step is not None and row.step.at is not None for row in agenda.sections["today"]) >= 3
    assert len(agenda.sections["week"]) >= 10
    assert len(agenda.sections["no_next_step"]) >= 6
    stages = {stage.id: stage for stage in demo.snapshot.pipeline.stages}
    still_open = [card for card in demo.snapshot.cards if card.is_open]
    assert 4 <= sum(card.rotting_days(stages[card.stage_id], demo.today) > 0 for card in still_open) <= 8
    slipped = [card for card in still_open if card.slipped_days(demo.today)]
    assert 3 <= len(slipped) <= 6
    assert max(card.pushes for card in slipped) == 3


def test_the_forecast_is_open(plain: Demo) -> None:
    figures = plain.snapshot.forecast.figures()
    assert figures.target == 28_000_000
    assert 0.37 <= figures.won / figures.target <= 0.43
    assert figures.commit > 5_000_000
    assert 0 < (figures.gap or 0) < 6_000_000
    largest = max(card.base_amount or 0 for card in plain.snapshot.cards if card.category == "best_case")
    assert largest > (figures.gap or 0), "one deal decides the quarter"


def test_there_are_targets_for_quarters_behind_and_ahead(demo: Demo) -> None:
    quarters = demo.rows("SELECT * FROM target WHERE julianday(ends) - julianday(starts) > 40 ORDER BY starts")
    assert len(quarters) == 12
    assert all(
        date.fromisoformat(one["ends"]) + timedelta(days=1) == date.fromisoformat(other["starts"])
        for one, other in pairwise(quarters)
    )
    months = demo.rows("SELECT * FROM target WHERE julianday(ends) - julianday(starts) < 40")
    for quarter in quarters[8:10]:
        parts = [month["amount"] for month in months if quarter["starts"] <= month["starts"] <= quarter["ends"]]
        assert (len(parts), sum(parts)) == (3, quarter["amount"])


def test_one_deal_is_in_dollars_at_a_stored_rate(demo: Demo) -> None:
    (deal,) = demo.rows("SELECT * FROM deal WHERE currency <> 'EUR'")
    assert (deal["currency"], deal["amount"], deal["rate"], deal["base_amount"]) == (
        "USD",
        2_600_000,
        "0.915",
        2_379_000,
    )
    assert demo.value("SELECT count(*) FROM deal WHERE currency = 'EUR' AND base_amount IS NOT amount") == 0


def test_titles_fit_a_card_and_nobody_could_be_reached(demo: Demo) -> None:
    titles = [row[0] for row in demo.rows("SELECT title FROM deal")]
    assert max(map(width, titles)) <= 26
    assert len({title.casefold() for title in titles}) == len(titles)
    assert not demo.rows("SELECT 1 FROM contact WHERE email NOT LIKE '%.example'")
    for table, columns in (("company", "name"), ("contact", "name"), ("deal", "title"), ("activity", "subject")):
        for row in demo.rows(f"SELECT {columns} FROM {table}"):
            assert clean(row[0]) == row[0]


def test_nothing_happens_before_a_deal_is_made_or_after_today(demo: Demo) -> None:
    midnight = f"date('{demo.today}')"
    assert not demo.rows(f"SELECT 1 FROM change_set WHERE date(at, 'localtime') >= {midnight}")
    assert not demo.rows(
        "SELECT 1 FROM activity a JOIN deal d ON d.id = a.deal_id "
        "WHERE a.created_at < d.created_at OR a.done_at < a.created_at OR a.done_at > d.touched_at"
    )
    assert not demo.rows(
        "SELECT 1 FROM stage_move m JOIN deal d ON d.id = m.deal_id WHERE m.at <= d.created_at OR m.at > d.touched_at"
    )
    assert not demo.rows("SELECT 1 FROM deal WHERE closed_on <> date(touched_at, 'localtime')")
    assert not demo.rows("SELECT 1 FROM deal WHERE expected_close < date(created_at) AND status = 'open'")
    assert not demo.rows("SELECT 1 FROM activity WHERE due_on < date(created_at, 'localtime')")
    assert not demo.rows("SELECT 1 FROM activity WHERE done_at IS NULL AND due_on IS NULL")
    assert not demo.rows(
        "SELECT 1 FROM activity a JOIN deal d ON d.id = a.deal_id WHERE done_at IS NULL AND status <> 'open'"
    )


def test_customers_are_called_on_working_days_in_working_hours(demo: Demo) -> None:
    done = "SELECT 1 FROM activity WHERE done_at IS NOT NULL AND "
    assert not demo.rows(f"{done} strftime('%w', done_at, 'localtime') IN ('0', '6')")
    assert not demo.rows(f"{done} time(done_at, 'localtime') NOT BETWEEN '08:30' AND '17:30'")


def test_moves_lead_from_where_a_deal_was_added_to_where_it_is(demo: Demo) -> None:
    stage_now = {row["id"]: row["stage_id"] for row in demo.rows("SELECT id, stage_id FROM deal")}
    added_in = {
        row["row_id"]: json.loads(row["after"])["stage_id"]
        for row in demo.rows("SELECT row_id, after FROM change WHERE table_name = 'deal' AND before IS NULL")
    }
    at = dict(added_in)
    since = {row["id"]: row["stage_since"] for row in demo.rows("SELECT id, stage_since FROM deal")}
    last: dict[int, str] = {}
    for move in demo.rows("SELECT * FROM stage_move ORDER BY at"):
        assert at[move["deal_id"]] == move["from_stage_id"]
        at[move["deal_id"]] = move["to_stage_id"]
        last[move["deal_id"]] = move["at"]
    assert at == stage_now
    reopened = {row[0] for row in demo.rows("SELECT id FROM deal WHERE title = 'Returns portal'")}
    assert all(since[deal_id] == moment for deal_id, moment in last.items() if deal_id not in reopened)


def test_pushes_are_counted_as_the_close_dates_moved(demo: Demo) -> None:
    pushes: dict[int, int] = {}
    for row in demo.rows("SELECT row_id, before, after FROM change WHERE table_name = 'deal' AND before IS NOT NULL"):
        was, became = (json.loads(row[side])["expected_close"] for side in ("before", "after"))
        if was != became:
            assert was[:7] < became[:7], "a push leaves its month"
            pushes[row["row_id"]] = pushes.get(row["row_id"], 0) + 1
    assert pushes == {row["id"]: row["pushes"] for row in demo.rows("SELECT id, pushes FROM deal WHERE pushes > 0")}


def test_the_change_log_holds_every_row_as_it_is(demo: Demo) -> None:
    for table in ("company", "contact", "deal", "deal_contact", "deal_tag", "stage_move", "activity", "target"):
        log = demo.rows(f"SELECT row_id, before, after FROM change WHERE table_name = '{table}' ORDER BY id")
        state: dict[int, dict[str, Any]] = {}
        for change in log:
            before = None if change["before"] is None else json.loads(change["before"])
            assert state.get(change["row_id"]) == before
            state[change["row_id"]] = json.loads(change["after"])
        assert state == {row["id"]: dict(row) for row in demo.rows(f"SELECT * FROM {table}")}


def test_history_is_in_order_and_each_entry_says_what_it_did(demo: Demo) -> None:
    entries = demo.rows("SELECT at, label FROM change_set ORDER BY id")
    assert all(one["at"] <= other["at"] for one, other in pairwise(entries))
    assert not [entry["label"] for entry in entries if "{" in entry["label"]]
    assert not demo.rows("SELECT 1 FROM change_set WHERE id NOT IN (SELECT set_id FROM change)")


def test_the_same_day_gives_the_same_deals(plain: Demo, tmp_path: Path) -> None:
    again = Demo(tmp_path / "again.db", PLAIN_DAY)
    for table in ("company", "contact", "deal", "deal_contact", "stage_move", "activity", "target", "change_set"):
        columns = ", ".join(row["name"] for row in plain.rows(f"PRAGMA table_info({table})") if row["name"] != "uid")
        query = f"SELECT {columns} FROM {table} ORDER BY id"
        assert [tuple(row) for row in plain.rows(query)] == [tuple(row) for row in again.rows(query)]


def test_the_process_shows(demo: Demo) -> None:
    assert demo.value("SELECT count(*) FROM criterion") >= 20
    ticks = demo.value("SELECT count(DISTINCT deal_id) FROM tick")
    assert ticks >= 40 and demo.value("SELECT count(*) FROM waiver") >= 2
    assert demo.value("SELECT count(*) FROM customer_step") >= 8
    assert not demo.rows(f"SELECT 1 FROM customer_step WHERE due_on < '{demo.today}'")
    assert demo.value(f"SELECT count(*) FROM deal WHERE nurture_until > '{demo.today}'") == 2
    workspace = open_workspace(demo.path, demo.clock)
    assert workspace.overview.inbox(workspace.overview.pipeline()).unanswered == 3
    assert not workspace.overview.automation.late_customers()
    workspace.close()
