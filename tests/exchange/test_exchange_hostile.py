"""Whatever a file brings: a sentence, a rejected row or a clean name, and nothing half written."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.exchange.deal_fields import DEALS
from pipetui.exchange.other_fields import ACTIVITIES, CONTACTS
from pipetui.values.clock import Clock
from pipetui.values.errors import PipetuiError
from pipetui.values.text import clean
from pipetui.views.imported import ImportOptions
from pipetui.workspace import Workspace, open_workspace
from tables import EVERY, Bring, Cards, History


def test_every_hostile_text_is_a_plain_name(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    names = [text for text in HOSTILE if clean(text)]
    header = ["Title", "Company", "Contact", "Owner", "Product", "Source", "Stage", "Status", "Reason", "Tags", "Notes"]
    table = [header, *([name] * 6 + ["Demo", "Lost", name, name, name] for name in names)]
    told = bring(table)
    assert told.rejected == ()
    found = cards()
    # Half a character is written as bytes that stand for none.
    readable = [name.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name in names]
    assert [card.title for card in found] == [clean(name) for name in readable]
    for card in found:
        for text in (card.company, card.contact, card.owner, card.product, card.source, card.reason, *card.tags):
            assert text is not None and text == clean(text) != ""
        assert workspace.timelines.detail(card.id).notes == clean(
            workspace.timelines.detail(card.id).notes, multiline=True
        )
    assert (bring(table).unchanged, cards()) == (len(names), found)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_anywhere_is_a_sentence_or_a_row(text: str, bring: Bring, history: History) -> None:
    """In every field of every kind, in the header, in the options and in the name of the file."""
    tables = [
        [[field.name for field in kind.fields], [text] * len(kind.fields)] for kind in (DEALS, CONTACTS, ACTIVITIES)
    ]
    tables += [[["Title", text], ["A", text]], [[text, text], [text, text]]]
    for kind, table in zip(("deals", "contacts", "activities", None, None), tables, strict=True):
        try:
            told = bring(table, as_=kind)
        except PipetuiError as error:
            assert clean(str(error)) == str(error)
        else:
            for _, reason in told.rejected:
                assert clean(reason) == reason
            for name in (*told.mapping, *told.unmapped):
                assert clean(name) == name
    for options in (
        {"maps": (text,)},
        {"maps": (f"Title={text}",)},
        {"dates": text},
        {"encoding": text},
        {"pipeline": text},
    ):
        try:
            bring("Title\nA\n", **options)
        except PipetuiError as error:
            assert clean(str(error)) == str(error)
    assert all(clean(label) == label for label in history())


def test_a_hostile_file_name_is_told_clean(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mdeals [bold].csv"
    path.write_text("Title\nA\n")
    assert workspace.imports.read(path).file == "deals [bold].csv"


@pytest.mark.parametrize(
    ("table", "created", "rejected"),
    [
        ("Title,Notes\nA," + "x" * 10_000_000 + "\nB,y\n", 1, 1),
        ("Title,Notes\n" + "x" * 10_000_000 + ",y\nB,y\n", 1, 1),
        ("Title,Value\nA," + "9" * 10_000 + "\nB,9999999999999999\n", 0, 2),
        ("Title,Close date\nA,2026-99-99\nB,9999-12-31\n", 0, 2),
        ("Title,Probability\nA,1e400\nB,nan\nC,-5\n", 1, 2),
        ("Title,Currency,Value\nA,XXX,1\nB,EURO,2\nC,BTC,3\n", 2, 1),
        ("Title,Value\nA\x00B,1\n", 1, 0),
        ("Title,Stage\nA,\nB,\x1b[31m\n", 2, 0),
        ("uid,probability_source,title\nnope,model,A\n" + "f" * 32 + ",stage,B\n" + "f" * 32 + ",what,C\n", 3, 0),
        ("Title,Next activity date\nA,2026-12-01T10:00:00+99:99\n", 0, 1),
        ('Title,Tags\nA,"' + ",".join(f"t{n}" for n in range(1_000)) + '"\n', 1, 0),
    ],
)
def test_extremes(table: str, created: int, rejected: int, bring: Bring) -> None:
    told = bring(table)
    assert (told.created, len(told.rejected)) == (created, rejected)


def test_a_row_that_breaks_the_database_undoes_all(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    """Whatever goes wrong while writing, nothing of the import stays, and the next one works."""
    before = workspace.overview.pipelines()

    def interrupt(done: int, total: int) -> None:
        if done > total * 0.7:
            raise KeyboardInterrupt

    path = workspace.path.with_name("many.csv")
    path.write_text("Title,Stage\n" + "".join(f"Deal {n},Trial\n" for n in range(3_000)))
    with pytest.raises(KeyboardInterrupt):
        workspace.imports.read(path, ImportOptions(), interrupt)
    assert (cards(), workspace.overview.pipelines()) == ([], before)
    assert workspace.imports.read(path).created == 3_000
    with workspace.store.reading() as connection:
        logged = connection.exec_driver_sql("SELECT count(*) FROM change WHERE table_name = 'deal'").scalar()
    assert logged == 3_000


WORD = st.sampled_from(
    [
        *(
            "Title",
            "Company",
            "Value",
            "Stage",
            "Status",
            "Close date",
            "Probability",
            "ID",
            "Email",
            "Currency",
            "uid",
        ),
        *("Next step", "Next activity date", "Created", "Tags", "Pipeline", "Closed", "Won", "Category", "Foo", ""),
    ]
)
CELL = st.sampled_from(
    [
        *(
            "",
            "A",
            "Acme",
            "1",
            "0",
            "1,5",
            "€ 3",
            "40%",
            "0.4",
            "2026-12-01",
            "01/02/2026",
            "31/12/2026",
            "Demo",
            "Won",
        ),
        *("Lost", "Closed", "yes", "true", "jane@example.com", "NULL", "x" * 200, "46357", "-", "=1", "USD"),
    ]
) | st.text(max_size=6)


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    header=st.lists(WORD, min_size=1, max_size=7),
    rows=st.lists(st.lists(CELL, max_size=8), max_size=6),
    dry=st.booleans(),
)
def test_any_table_is_a_sentence_or_an_import(
    header: list[str], rows: list[list[str]], dry: bool, tmp_path: Path
) -> None:
    database = tmp_path / "any.db"
    workspace = open_workspace(database, Clock(), durable=False)
    try:
        before = workspace.overview.cards(EVERY)
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([header, *rows])
        path = tmp_path / "any.csv"
        path.write_text(stream.getvalue(), encoding="utf-8", errors="replace", newline="")
        try:
            told = workspace.imports.read(path, ImportOptions(dry_run=dry))
        except PipetuiError:
            assert workspace.overview.cards(EVERY) == before
            return
        assert told.created + told.updated + told.unchanged + len(told.rejected) == told.rows
        if told.kind == "deals":
            made = 0 if dry else told.created
            assert len(workspace.overview.cards(EVERY)) == len(before) + made
        assert sorted([*told.mapping, *told.unmapped]) == sorted({*told.mapping, *told.unmapped})
    finally:
        workspace.close()
