"""The pipeline as a file: backup, restore, doctor."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from calling import Cli, made_by
from pipetui.reading.version import HEAD

HELD = ["path", "version", "deals", "open_deals", "last_change", "last_label", "bytes"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_by(
        tmp_path_factory.mktemp("made") / "pipeline.db",
        ["add", "Fleet renewal 24k"],
        ["add", "Done 5k"],
        ["win", "Done"],
    )


def test_backup_prints_where_the_copy_is_and_says_what_is_in_it(filled: Cli, path: Path) -> None:
    done = filled("backup")
    assert done.out == f"{path.parent}/backups/pipeline.2026-11-23-090000.db\n"
    assert done.err == "Backed up: 2 deals, 1 open; last change 2026-11-23 09:00 (Won Done)\n"
    assert filled("--db", done.out.strip(), "deals", "--json").json == filled("deals", "--json").json


def test_backup_to_a_file_and_to_a_folder(filled: Cli, tmp_path: Path) -> None:
    assert filled("backup", str(tmp_path / "copy.db")).status == 0
    again = filled("backup", str(tmp_path / "copy.db"))
    assert (again.status, again.out) == (1, "")
    assert "there already" in again.err
    assert filled("backup", str(tmp_path / "copy.db"), "--force").status == 0
    folder = tmp_path / "folder"
    folder.mkdir()
    held = filled("backup", str(folder), "--json").json
    assert list(held) == HELD
    assert Path(held["path"]).parent == folder
    assert (held["deals"], held["open_deals"], held["version"]) == (2, 1, HEAD)


def test_backup_by_the_day_is_made_once(filled: Cli, path: Path, tmp_path: Path) -> None:
    done = filled("backup", "--daily")
    assert done.out == f"{path.parent}/backups/pipeline.2026-11-23.db\n"
    assert done.err.startswith("Backed up: 2 deals, 1 open")
    filled("add", "Later 1k")
    again = filled("backup", "--daily")
    assert (again.out, again.err) == (done.out, done.err.replace("Backed up", "Backed up already today"))
    assert filled("backup", "--daily", "--json").json["deals"] == 2
    for wrong in ([str(tmp_path / "copy.db")], ["--force"]):
        assert filled("backup", "--daily", *wrong).status == 2


def test_restore_asks_and_in_a_script_takes_a_word(filled: Cli, path: Path, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    filled("backup", copy)
    filled("add", "Later 1k")
    refused = filled("restore", copy)
    assert (refused.status, refused.out) == (1, "")
    assert "2 deals, 1 open" in refused.err and "3 deals, 2 open" in refused.err and "--yes" in refused.err
    assert len(filled("deals", "--json").json) == 2
    done = filled("restore", copy, "--yes", "--json").json
    assert list(done) == ["path", "from", "kept"]
    assert (done["path"], list(done["from"])) == (str(path), HELD)
    assert [deal["title"] for deal in filled("deals", "--json").json] == ["Fleet renewal"]
    assert filled("--db", done["kept"], "deals", "--json").json[-1]["title"] == "Later"


def test_restore_where_there_is_nothing_asks_nothing(filled: Cli, path: Path, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    filled("backup", copy)
    path.unlink()
    assert filled("restore", copy).out == f"{path}\n"


@pytest.mark.parametrize("file", ["nowhere.db", ".", "junk.db"])
def test_restore_refuses_what_is_no_pipeline(filled: Cli, path: Path, tmp_path: Path, file: str) -> None:
    (tmp_path / "junk.db").write_bytes(b"junk" * 999)
    before = path.read_bytes()
    refused = filled("restore", str(tmp_path / file), "--yes")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("pipetui: ")
    assert path.read_bytes() == before


def test_doctor_gives_a_line_for_each_thing(filled: Cli) -> None:
    rows = filled("doctor").rows
    assert [row["name"] for row in rows] == [
        *("version", "database", "references", "change log", "history", "names", "amounts", "deals"),
        *("permissions", "leftovers", "room", "backups", "SQLite", "config"),
    ]
    assert {row["name"]: row["state"] for row in rows if row["state"] != "ok"} == {"backups": "warn"}


def test_doctor_ends_with_one_where_something_is_wrong_and_with_nought_once_it_is_mended(
    filled: Cli, path: Path
) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER log_deal_update")
        db.execute("UPDATE deal SET base_amount = 1 WHERE id = 1")
    found = filled("doctor", "--json")
    assert found.status == 1
    assert list(found.json) == ["path", "state", "checked", "mended", "backup"]
    assert found.json["state"] == "wrong"
    assert next(list(line) for line in found.json["checked"]) == ["name", "state", "said", "do", "mends"]
    assert {line["name"] for line in found.json["checked"] if line["mends"]} == {"change log", "history", "amounts"}
    mended = filled("doctor", "--fix", "--json")
    assert (mended.status, mended.json["state"]) == (0, "ok")
    assert len(mended.json["mended"]) == 3
    assert Path(mended.json["backup"]).exists()
    assert filled("deals", "--json").json[0]["amount"] == 24000


def test_doctor_of_a_damaged_file(filled: Cli, path: Path, tmp_path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.truncate(file.tell() - 4096)
    found = filled("doctor")
    assert found.status == 1
    assert "damaged" in found.out and "--salvage" in found.out
    assert "Traceback" not in found.err
    saved = tmp_path / "saved.db"
    assert json.loads(filled("doctor", "--salvage", str(saved), "--json").out)["path"] == str(saved)
    assert filled("--db", str(saved), "doctor").status == 0


def test_what_is_wrong_in_a_config_is_told(filled: Cli, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("theme = 3\n")
    row = next(row for row in filled("--config", str(config), "doctor").rows if row["name"] == "config")
    assert row["state"] == "warn" and "theme" in row["said"]


def test_a_copy_takes_the_place_of_no_pipe_or_device(cli: Cli, tmp_path: Path) -> None:
    cli("add", "Fleet 10k")
    os.mkfifo(tmp_path / "pipe")
    answer = cli("backup", str(tmp_path / "pipe"), "--force")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith("is no file that a copy could take the place of. Name another.\n")
    assert (tmp_path / "pipe").is_fifo()


def test_nothing_is_mended_of_a_file_that_is_not_a_pipeline(cli: Cli, path: Path) -> None:
    path.write_bytes(b"something else")
    path.chmod(0o644)
    answer = cli("doctor", "--fix")
    assert (answer.status, answer.err) == (1, "")
    assert path.stat().st_mode & 0o777 == 0o644
