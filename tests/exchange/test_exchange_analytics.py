"""The database for programs that analyse: what is in it is what the file says."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from doing import TODAY
from hostile import HOSTILE
from pipetui.demo import build
from pipetui.exchange.analytics import TABLES
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble
from pipetui.values.text import clean
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace, open_workspace

DOCUMENT = Path(__file__).parents[2] / "docs" / "analytics.md"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path, Clock(TODAY))
    return path


def test_sums_are_those_of_the_file(demo: Path, tmp_path: Path) -> None:
    made = tmp_path / "analysis.sqlite"
    with closing(open_workspace(demo, Clock(TODAY), durable=False)) as work:
        work.exports.database(made)
        pipeline, period = work.overview.pipeline(), work.overview.period()
        figures = work.overview.forecasts.of(pipeline, period).figures()
        cards = {card.id: card for card in work.overview.open_cards()}
    within = (period.start.isoformat(), period.end.isoformat())
    with closing(sqlite3.connect(made)) as rows:
        won = "SELECT sum(base_amount) FROM deals WHERE status = 'won' AND closed BETWEEN ? AND ?"
        assert round(100 * rows.execute(won, within).fetchone()[0]) == figures.won
        due = (
            "SELECT sum(weighted), count(*) FROM deals WHERE status = 'open' AND stage_phase = 'open'"
            " AND category <> 'omitted' AND expected_close BETWEEN ? AND ? AND expected_close >= ?"
        )
        weighted, number = rows.execute(due, (*within, TODAY.isoformat())).fetchone()
        assert (round(100 * weighted), number) == (figures.weighted, figures.open.number)
        assert rows.execute("SELECT count(*) FROM deals WHERE status = 'open'").fetchone() == (len(cards),)
        with closing(sqlite3.connect(demo)) as file:
            for table, of in (
                ("moves", "stage_move"),
                ("activities", "activity"),
                ("contacts", "contact"),
                ("companies", "company"),
                ("targets", "target"),
            ):
                counts = (
                    base.execute(f"SELECT count(*) FROM {name}").fetchone()
                    for base, name in ((rows, table), (file, of))
                )
                assert len(set(counts)) == 1, table
        assert rows.execute(
            "SELECT count(*) FROM moves WHERE from_stage IS NULL OR at NOT LIKE '____-__-__T%'"
        ).fetchone() == (0,)


def test_a_filter_takes_along_what_belongs_to_the_deals(demo: Path, tmp_path: Path) -> None:
    made = tmp_path / "analysis.sqlite"
    with closing(open_workspace(demo, Clock(TODAY), durable=False)) as work:
        work.exports.database(made, work.overview.filter("status:won source:referral"))
    with closing(sqlite3.connect(made)) as rows:
        assert rows.execute("SELECT DISTINCT status, source FROM deals").fetchall() == [("won", "referral")]
        for table in ("activities", "moves"):
            strangers = f"SELECT count(*) FROM {table} WHERE deal_id NOT IN (SELECT id FROM deals)"
            assert rows.execute(strangers).fetchone() == (0,)
            assert rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0


def test_what_was_there_is_replaced_whole_or_left_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    made = tmp_path / "analysis.sqlite"
    made.write_text("what was there")
    workspace.deals.add(NewDeal("One", 10_00))
    workspace.exports.database(made)
    with closing(sqlite3.connect(made)) as rows:
        assert rows.execute("SELECT title, amount FROM deals").fetchall() == [("One", 10.0)]
    (tmp_path / "folder").mkdir()
    with pytest.raises((OSError, Trouble)):
        workspace.exports.database(tmp_path / "folder")
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []


def test_names_are_only_text(workspace: Workspace, tmp_path: Path) -> None:
    for name in HOSTILE:
        if clean(name):
            workspace.deals.add(NewDeal(name, 1_00, company=name, contact=name, source=name, tags=(name,)))
    workspace.exports.database(tmp_path / "analysis.sqlite")
    with closing(sqlite3.connect(tmp_path / "analysis.sqlite")) as rows:
        titles = {title for (title,) in rows.execute("SELECT title FROM deals")}
    assert titles == {card.title for card in workspace.overview.open_cards()}


def test_the_document_has_every_table_and_column() -> None:
    told = {
        name: columns.split(", ")
        for name, columns in re.findall(r"^\| `(\w+)` \|.*\| `(.+)` \|$", DOCUMENT.read_text(), re.M)
    }
    assert told == {table: [column.split(" ")[0] for column in columns] for table, columns in TABLES.items()}
