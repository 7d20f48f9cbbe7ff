"""A filter answered by the file and one answered in Python let the same deals through."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cards import TODAY
from filters import WORDS, trees
from pipetui.reading.cards import read_cards
from pipetui.reading.filtering import matching
from pipetui.reading.names import read_filter_fields
from pipetui.reading.pipelines import read_pipelines
from pipetui.values.clock import Clock
from pipetui.values.conditions import EVERYTHING, Node
from pipetui.values.filter_text import filter_text
from pipetui.values.query import LONGEST, Filter, parse_filter
from pipetui.views.searched import Searched
from pipetui.workspace import open_workspace

TEXTS = (*WORDS, "Acme Rollout", "Ångström", "STRASSE Straße", "Zoë\u0301", "İstanbul", "q4", "", None, None, None)
DEALS = 10
STAGES = ("Lead", "Qualified", "Demo", "Proposal sent", "Negotiation")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with two pipelines in two currencies, a rate between them, and a field of each kind."""
    path = tmp_path_factory.mktemp("filtering") / "empty.db"
    with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
        for key, kind in (("size", "choice"), ("renewal", "date"), ("budget", "money"), ("seats", "number")):
            work.fields.add(key, kind, ["small", "large"] if kind == "choice" else [])
        work.fields.add("remark")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE pipeline SET currency = 'EUR'")
        db.execute(
            "INSERT INTO pipeline (id, name, currency, position, may_go_back, may_skip)"
            " VALUES (9, 'Übersee', 'JPY', 9, 1, 1)"
        )
        for place, name in enumerate(STAGES):
            phase, rots = ("lead" if place == 0 else "open"), (None, 0, 14, 30, 400)[place]
            values = (90 + place, 9, name, place, phase, 33.33, rots, "best_case")
            columns = "id, pipeline_id, name, position, phase, probability, rotting_days, category"
            db.execute(f"INSERT INTO stage ({columns}) VALUES (?,?,?,?,?,?,?,?)", values)
        db.execute(
            "INSERT INTO exchange_rate (currency, base, day, rate) VALUES ('EUR', 'JPY', '2026-01-01', '161.37')"
        )
    return path


def insert(db: sqlite3.Connection, table: str, **row: Any) -> int:
    names = ", ".join(row)
    return int(
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()]).lastrowid
        or 0
    )


def fill(path: Path, random: Random) -> None:
    """Any deals at all."""

    near = [random.randint(-120, 120), -30, -14, -1, 0, 0, 1, 7]

    def text() -> str | None:
        return random.choice(TEXTS)

    def day() -> str | None:
        return None if random.random() < 0.2 else str(TODAY + timedelta(days=random.choice(near)))

    def moment() -> str:
        # At the ends of local days as well, whatever the zone the tests run in.
        at = random.choice(
            ["00:00:00.000000", "23:59:59.999999", "08:00:00.000000", "22:59:59.000000", "05:00:00.000000"]
        )
        return f"{TODAY - timedelta(days=abs(random.choice(near)))} {at}"

    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        stages = db.execute("SELECT id, pipeline_id FROM stage").fetchall()
        reasons = [number for (number,) in db.execute("SELECT id FROM reason")]
        fields = dict(db.execute("SELECT key, id FROM own_field").fetchall())
        companies = [insert(db, "company", name=name, folded=name) for name in filter(None, TEXTS)]
        contacts = [insert(db, "contact", name=name, folded=name) for name in filter(None, TEXTS)]
        tags = [insert(db, "tag", name=name, folded=name) for name in ("Q4", "Hot Lead", "none")]
        for _ in range(random.randint(1, DEALS)):
            stage_id, pipeline_id = random.choice(stages)
            status = random.choice(["open", "open", "open", "won", "lost"])
            amount = random.choice([None, 0, 1, -500, 100_000, 1_000_000, 2_400_000, 100_050])
            deal = insert(
                db,
                "deal",
                title=text() or "Deal",
                pipeline_id=pipeline_id,
                stage_id=stage_id,
                company_id=random.choice([None, *companies]),
                owner=text(),
                product=text(),
                source=text(),
                campaign=text(),
                amount=amount,
                currency="EUR",
                base_amount=amount,
                probability=random.choice([None, None, 0, 33.33, 50, 100]),
                probability_source="stage",
                category=random.choice([None, "commit", "omitted"]),
                expected_close=day(),
                status=status,
                closed_on=None if status == "open" else day(),
                reason_id=random.choice([None, *reasons]),
                created_at=moment(),
                stage_since=moment(),
                touched_at=moment(),
                pushes=random.choice([0, 0, 1, 2]),
                nurture_until=random.choice([None, None, day()]),
            )
            if random.random() < 0.6:
                insert(db, "deal_contact", deal_id=deal, contact_id=random.choice(contacts), position=0)
            for tag in random.sample(tags, random.choice([0, 0, 1, 2])):
                insert(db, "deal_tag", deal_id=deal, tag_id=tag)
            for _ in range(random.choice([0, 0, 1, 3])):
                insert(
                    db,
                    "activity",
                    deal_id=deal,
                    kind=random.choice(["call", "email", "meeting"]),
                    subject="It",
                    due_on=day(),
                    due_at=random.choice([None, moment()]),
                    done_at=random.choice([None, None, moment()]),
                    created_at=moment(),
                    snoozes=0,
                )
            own: dict[str, dict[str, Any]] = {
                "size": {"text": random.choice(["small", "large"])},
                "remark": {"text": text() or "a:b"},
                "renewal": {"day": day() or str(TODAY)},
                "budget": {
                    "amount": random.choice([0, 100_000, 1_000_000]),
                    "currency": random.choice(["EUR", "JPY", "SEK"]),
                },
                "seats": {"text": random.choice(["0", "1", "33.33", "2.50", "1E+2"])},
            }
            for key, value in own.items():
                if random.random() < 0.3:
                    insert(db, "own_value", deal_id=deal, field_id=fields[key], **value)
        db.execute("COMMIT")


def answered_by_python(rows: sqlite3.Connection, wanted: Filter) -> list[int]:
    pipelines = {pipeline.id: pipeline for pipeline in read_pipelines(rows, TODAY)}
    found = (card for card in read_cards(rows, "1") if card.status in wanted.statuses)
    return sorted(card.id for card in found if wanted.matches(Searched(card, pipelines[card.pipeline_id])))


WRITTEN = (
    "size:small,large",
    "size:none",
    "-size:any",
    "remark:acme",
    'remark:"phase 2"',
    "renewal<eom",
    "renewal:none",
    "renewal:30d",
    "budget>1k",
    "budget:none,0",
    "budget:..10k",
    "seats:2.5",
    "seats>33.33",
    "seats>=33.33",
    "-seats<100",
    "seats:any or rotting",
    "value>10k eur",
    "value:big",
    "value<big or -value:big",
    "value:1..2000",
    "age>90",
    "age<30d",
    "-(touched>30d or since<2w)",
    "stage:demo..",
    "stage>demo pipeline:uber",
    "next:none",
    "next:call",
    "-next:call due:overdue",
    "next:week",
    "not -due:none",
    "status:all -reason:any",
    "status:won,lost closed:quarter",
    "created>=2026-11-22",
    "touched:today",
    "prob>33.33",
)


def agree(path: Path, filters: list[str]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        fields = read_filter_fields(rows, TODAY)
        # Of names there are not as well: whatever is asked for, both say the same.
        fields = replace(fields, names=lambda _field: None)
        for text in filters:
            wanted = parse_filter(text, TODAY, fields)
            assert matching(rows, wanted, TODAY) == answered_by_python(rows, wanted), text


def filled(empty: Path, seed: int) -> Path:
    path = empty.with_name("filled.db")
    shutil.copyfile(empty, path)
    fill(path, Random(seed))
    return path


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), several=st.lists(trees, min_size=1, max_size=8))
@example(seed=1, several=[EVERYTHING])
def test_the_file_and_python_let_the_same_deals_through(empty: Path, several: list[Node], seed: int) -> None:
    agree(filled(empty, seed), [text for text in map(filter_text, several) if len(text) <= LONGEST])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_so_they_do_for_what_reps_write(empty: Path, seed: int) -> None:
    agree(filled(empty, seed), [*WRITTEN])
