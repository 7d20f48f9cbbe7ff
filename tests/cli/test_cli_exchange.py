"""Files in and out by command: what is told, what is written, what is left alone."""

import csv
import json
import os
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from calling import Cli, made_by, on_terminal

TABLE = """\
Deal name,Organisation,Value,Stage,Close date,Owner
Acme rollout,Acme,"40,000",Proposal,2026-12-15,Robin
Clinic chain,Salus,"31,000",Demo,2026-12-20,Robin
No date,Hexa,"9,000",Demo,2026-13-45,Robin
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "deals.csv"
    file.write_text(TABLE)
    return file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Acme rollout 40k +Acme @'Jane Doe' >proposal next:call fri 15:00"],
        ["add", "Old one 70k +Hexa"],
        ["win", "2"],
    )


def test_what_an_import_tells(cli: Cli, table: Path) -> None:
    told = cli("import", str(table), "--json").json
    promised = ("file", "dialect", "rows", "created", "updated", "unchanged", "rejected", "mapping", "unmapped")
    assert tuple(told)[: len(promised)] == promised
    assert (told["file"], told["rows"], told["created"], told["updated"], told["unchanged"]) == (
        "deals.csv",
        3,
        2,
        0,
        0,
    )
    assert [row["line"] for row in told["rejected"]] == [4]
    assert told["mapping"]["Value"] == "amount"
    assert [deal["title"] for deal in cli("deals", "--json").json] == ["Acme rollout", "Clinic chain"]


def test_the_same_file_twice(cli: Cli, table: Path) -> None:
    first = cli("import", str(table))
    assert (first.status, first.pairs["created"], first.pairs["rejected"]) == (0, ["2"], ["1"])
    assert first.err.splitlines()[-1].startswith("line 4: ")
    again = cli("import", str(table)).pairs
    assert (again["created"], again["updated"], again["unchanged"]) == (["0"], ["0"], ["2"])


@pytest.mark.parametrize("last", [["--dry-run"], ["--map", "Ownr=owner"], ["--strict", "--dates", "xyz"]])
def test_an_import_that_brings_nothing_makes_no_file(cli: Cli, path: Path, table: Path, last: list[str]) -> None:
    told = cli("import", str(table), *last)
    assert "Made a new pipeline" not in told.err
    assert not path.exists()
    assert cli("import", str(table)).err.startswith(f"Made a new pipeline: {path}\n")


def test_a_dry_run_writes_nothing(cli: Cli, table: Path) -> None:
    told = cli("import", str(table), "--dry-run", "--map", "Owner=")
    assert told.status == 0
    lines = [line.split("\t") for line in told.out.splitlines()]
    assert ["mapping", "Deal name", "title"] in lines
    assert ["unmapped", "Owner"] in lines
    assert [line[1] for line in lines if line[0] == "preview"] == ["Acme rollout", "Clinic chain"]
    assert [line[1] for line in lines if line[0] == "refused"] == ["4"]
    assert cli("deals", "--json").json == []


def test_all_rows_or_none(cli: Cli, table: Path) -> None:
    told = cli("import", str(table), "--strict")
    assert (told.status, told.out) == (1, "")
    assert "1 row can't be taken, so nothing was imported. Line 4:" in told.err
    assert cli("deals", "--json").json == []


def test_twenty_refusals_are_told(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("Title,Close date\n" + "".join(f"Deal {n},2026-13-45\n" for n in range(30)))
    told = cli("import", str(file))
    assert told.status == 1  # none was taken
    assert len([line for line in told.err.splitlines() if line.startswith("line ")]) == 20
    assert told.err.endswith("and 10 more; --json lists them all.\n")
    assert len(cli("import", str(file), "--json").json["rejected"]) == 30


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (["--as", "invoices"], 2, '"invoices" can\'t be imported: write --as deals, contacts or activities.'),
        (["--map", "Value"], 2, "Value"),
        (["--map", "Value=colour"], 2, "colour"),
        (["--dates", "ydm"], 2, "“ydm” is not an order of dates: write dmy, mdy or ymd."),
    ],
)
def test_wrong_options(cli: Cli, table: Path, options: list[str], status: int, sentence: str) -> None:
    cli("deals")
    answer = cli("import", str(table), *options)
    assert (answer.status, answer.out) == (status, "")
    assert sentence in answer.err and answer.err.startswith("pipetui: ")
    assert cli("deals", "--json").json == []


def test_files_that_are_no_tables(cli: Cli, tmp_path: Path) -> None:
    cli("deals")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 50)
    for name in ("missing.csv", "empty.csv", "binary.csv", ""):
        answer = cli("import", str(tmp_path / name))
        assert (answer.status, answer.out) == (1, ""), name
        assert answer.err.startswith("pipetui: ") and answer.err.count("\n") == 1, name
    assert cli("deals", "--json").json == []


def test_an_import_on_a_terminal(path: Path, cli: Cli, table: Path) -> None:
    cli("deals")
    lines = on_terminal(path, "import", str(table), "--dry-run", NO_COLOR="1").splitlines()
    assert "  Value         amount" in lines
    assert lines[-1] == "Would import deals from deals.csv, 3 rows: 2 new, 1 row refused."
    # A machine at work may take so long over it that the bar is drawn and taken away again before this.
    told = on_terminal(path, "import", str(table), NO_COLOR="1")
    assert "Imported deals from deals.csv, 3 rows: 2 new, 1 row refused.\r\nline 4: " in told


def test_an_export_is_an_import(filled: Cli, path: Path, tmp_path: Path) -> None:
    told = filled("export", "deals")
    assert (told.status, told.err) == (0, "")
    rows = list(csv.DictReader(StringIO(told.out)))
    assert [(row["title"], row["status"], row["amount"]) for row in rows] == [
        ("Acme rollout", "open", "40000"),
        ("Old one", "won", "70000"),
    ]
    file = tmp_path / "out.csv"
    assert filled("export", "deals", "-o", str(file)) == (0, "", f"Exported deals to {file}\n")
    assert file.read_bytes().decode() == told.out
    other = tmp_path / "other.db"
    assert filled("import", str(file), "--db", str(other)).pairs["created"] == ["2"]
    assert len(filled("deals", "status:all", "--json", "--db", str(other)).json) == 2


def test_exports_as_json(filled: Cli, tmp_path: Path) -> None:
    assert [deal["title"] for deal in filled("export", "deals", "--format", "json").json] == ["Acme rollout", "Old one"]
    assert [deal["title"] for deal in filled("export", "deals", "status:won", "--format", "json").json] == ["Old one"]
    everything = filled("export", "all").json
    assert {name: len(everything[name]) for name in ("deals", "contacts", "activities")} == {
        "deals": 2,
        "contacts": 1,
        "activities": 1,
    }
    file = tmp_path / "everything.json"
    filled("export", "all", "-o", str(file))
    assert json.loads(file.read_text()) == everything


def test_what_an_export_does_not_touch(filled: Cli, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    itself = filled("export", "deals", "-o", str(path))
    assert (itself.status, itself.err) == (
        1,
        f"pipetui: {path} is the pipeline itself. Name another file to export to.\n",
    )
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "folder", tmp_path / "not" / "there.csv", Path("/dev/full")):
        answer = filled("export", "deals", "-o", str(place))
        assert (answer.status, answer.out) == (1, "")
        assert answer.err.startswith(f"pipetui: {place} can't be written: ")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder", "pipeline.db"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["export", "things"],
            "“things” can't be exported: write deals, contacts, activities, payments, expenses or all.",
        ),
        (["export", "deals", "--format", "xml"], "“xml” can't be exported: write csv, json or vcf."),
        (["export", "all", "--format", "csv"], "A CSV file holds one kind of record"),
        (["export", "deals", "stge:x"], '"stge" is not a field'),
        (["export"], "Missing argument 'WHAT'."),
    ],
)
def test_wrong_exports(filled: Cli, arguments: list[str], sentence: str) -> None:
    answer = filled(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err and answer.err.startswith("pipetui: ")


def test_the_campaign_a_deal_came_from_comes_in_and_goes_out(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Title,Campaign Source,Lead Source\nFleet,Autumn mailing,web\n")
    cli("import", str(file))
    out = csv.DictReader(StringIO(cli("export", "deals").out))
    assert [(row["source"], row["campaign"]) for row in out] == [("web", "Autumn mailing")]


def test_columns_that_are_left_out_are_told(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Title,Amount,Contract end,Shoe size\nOne,100,2027-01-15,43\n")
    assert "Columns left out: Contract end, Shoe size. --map says" in cli("import", str(file)).err
    cli("field", "add", "Shoe size", "number")
    assert "Columns left out: Contract end. --map" in cli("import", str(file)).err


def test_a_database_to_analyse_is_a_file_of_everything(filled: Cli, path: Path, tmp_path: Path) -> None:
    made = tmp_path / "analysis.sqlite"
    assert filled("export", "all", "-o", str(made)).status == 0
    with closing(sqlite3.connect(made)) as rows:
        assert rows.execute("SELECT count(*) FROM deals").fetchone()[0] > 0
    copy = tmp_path / "copy.sqlite"
    shutil.copy(path, copy)
    for words, status, said in (
        (("deals", "-o", str(made)), 2, "A database holds all of it"),
        (("all", "--format", "sqlite"), 2, "name it, with -o analysis.sqlite"),
        (("all", "-o", str(copy)), 1, "is a pipeline. Name another file"),
        (("all", "-o", str(tmp_path / "nowhere" / "a.sqlite")), 1, "can't be written"),
    ):
        answer = filled("export", *words)
        assert (answer.status, said in answer.err) == (status, True), answer


def test_a_pipe_or_a_device_is_no_file_to_import(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (str(tmp_path / "pipe"), "/dev/zero"):
        for command in (("import", name), ("import", name, "--as", "deals"), ("rate", "--csv", name)):
            answer = cli(*command)
            assert (answer.status, answer.out) == (1, "")
            assert answer.err.endswith("is a pipe or a device: save what comes out of it to a file, and name that.\n")


@pytest.mark.parametrize("what", ["deals", "contacts --format vcf", "all --format sqlite"])
def test_no_export_takes_the_place_of_another_pipeline(cli: Cli, tmp_path: Path, what: str) -> None:
    cli("add", "Fleet 10k")
    other = tmp_path / "other.db"
    assert cli("backup", str(other)).status == 0
    before = other.read_bytes()
    answer = cli("export", *what.split(), "-o", str(other))
    assert (answer.status, "is a pipeline. Name another file" in answer.err) == (1, True)
    assert other.read_bytes() == before
