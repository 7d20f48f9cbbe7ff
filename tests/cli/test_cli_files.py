"""Files that can't be used, and several programs at one file: a sentence and nothing lost."""

import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import closing
from pathlib import Path

import pytest

from calling import Cli
from elsewhere import Elsewhere

COMMANDS = (("deals",), ("agenda", "--json"), ("forecast",), ("add", "One 10k"), ("show", "1"), ("target", "Q4", "1k"))
"""Some that read and some that write."""


def refused(cli: Cli, sentence: str) -> None:
    for command in COMMANDS:
        assert cli(*command) == (1, "", f"pipetui: {sentence}\n"), command


def test_text(path: Path, cli: Cli) -> None:
    path.write_text("title,amount\nAcme,40000\n" * 100)
    before = path.read_bytes()
    refused(cli, f"{path} is not a pipetui file. Name another with --db.")
    assert path.read_bytes() == before


def test_another_programs_database(path: Path, cli: Cli) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
    before = path.read_bytes()
    refused(cli, f"{path} is a database of some other program. Name another with --db.")
    assert path.read_bytes() == before


def test_a_folder(path: Path, cli: Cli) -> None:
    path.mkdir()
    refused(cli, f"{path} is a folder. Name a file with --db.")


def test_a_newer_file(path: Path, cli: Cli) -> None:
    cli("add", "One 10k")
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = path.read_bytes()
    for command in COMMANDS:
        answer = cli(*command)
        assert (answer.status, answer.out) == (1, "")
        assert "was written by a newer pipetui (file version 9999" in answer.err
    assert path.read_bytes() == before


def test_a_damaged_file(path: Path, cli: Cli) -> None:
    cli("add", "One 10k")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    for command in COMMANDS:
        answer = cli(*command)
        assert (answer.status, answer.out) == (1, ""), command
        assert answer.err.startswith(f"pipetui: {path} is damaged."), command


def test_a_folder_that_is_not_there_yet(path: Path, cli: Cli) -> None:
    new = path.parent / "not" / "yet" / "there.db"
    assert cli("--db", str(new), "add", "One").out == "1\tOne\n"
    assert cli("--db", str(new), "path").out == f"{new}\n"
    assert not path.exists()


def test_a_folder_that_can_not_be_made(path: Path, cli: Cli) -> None:
    path.write_text("in the way")
    answer = cli("--db", str(path / "below.db"), "deals")
    assert (answer.status, answer.out) == (1, "")
    assert str(path) in answer.err and answer.err.count("\n") == 1


def test_what_can_only_be_read_is_read(cli: Cli) -> None:
    """Run as nobody, since root writes whatever the modes say."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pipeline.db"
        cli("--db", str(path), "add", "One 10k")
        path.parent.chmod(0o777)
        path.chmod(0o444)
        status, printed = Elsewhere(AS_NOBODY, path).result()
    sentence = f"{path} can only be read: it, or its folder, is write-protected. Nothing was changed."
    assert (status, printed) == (0, f"(0, ['One'], '')\n(1, None, 'pipetui: {sentence}\\n')\n")


AS_NOBODY = """
import contextlib, io, json, os, tempfile
from pipetui.cli.program import run

def call(path, *arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(["--db", str(path), *arguments, "--json"])
    told = out.getvalue()
    return status, [deal["title"] for deal in json.loads(told)] if told else None, err.getvalue()

with tempfile.TemporaryDirectory() as folder:  # all that is imported on the way is imported now
    run(["--db", f"{folder}/first.db", "delete", "1"])
    call(f"{folder}/first.db", "deals")
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
print(call(path, "deals"))
print(call(path, "add", "Two"))
"""


HOLDS = """
import sqlite3
db = sqlite3.connect(path, isolation_level=None)
db.execute("BEGIN IMMEDIATE")
meet()
db.execute("ROLLBACK")
"""


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_a_command_waits_for_who_is_writing(path: Path, cli: Cli, thread: ThreadPoolExecutor) -> None:
    cli("add", "One 10k")
    with Elsewhere(HOLDS, path) as other:
        other.meet()
        assert [deal["title"] for deal in cli("deals", "--json").json] == ["One"]
        adding = thread.submit(cli, "add", "Two 20k")
        with pytest.raises(NotYet):
            adding.result(timeout=1)
        other.go_on()
        assert adding.result(timeout=30).out == "2\tTwo\n"


ADDS = """
from pipetui.cli.program import run
meet()
for number in range(4):
    assert run(["--db", str(path), "add", f"{sys.argv[2]} {number} 1k +Shared next:call fri"]) == 0
    assert run(["--db", str(path), "log", f"{sys.argv[2]} {number}", "note", "Well"]) == 0
"""


def test_several_at_once_lose_nothing(path: Path, cli: Cli) -> None:
    cli("target", "Q4", "1k")
    writers = [Elsewhere(ADDS, path, name) for name in ("Ann", "Ben", "Cem")]
    for writer in writers:
        writer.meet()
    for writer in writers:
        writer.go_on()
    printed = [writer.result() for writer in writers]
    assert [status for status, _ in printed] == [0, 0, 0]
    told = [line.split("\t") for _, out in printed for line in out.splitlines()]
    assert sorted(int(number) for number, _ in told) == list(range(1, 13))
    deals = cli("deals", "--json").json
    assert sorted(deal["title"] for deal in deals) == sorted(
        f"{name} {n}" for name in ("Ann", "Ben", "Cem") for n in range(4)
    )
    assert {deal["company"] for deal in deals} == {"Shared"}
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("SELECT count(*) FROM company").fetchone() == (1,)
        assert file.execute("SELECT count(*), count(done_at) FROM activity").fetchone() == (24, 12)
