"""Which files are opened, how, and what is said of those that can't be."""

import os
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from elsewhere import Elsewhere
from pipetui.reading.version import HEAD
from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(path: Path, clock: Clock) -> str:
    with pytest.raises(Trouble) as told:
        Store(path, clock)
    return str(told.value)


def test_a_commit_is_on_the_disk_when_it_returns(store: Store) -> None:
    with store.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 2000,
    }


def test_only_the_owner_can_read_the_folder_and_the_file(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "of" / "mine" / "pipeline.db"
    Store(path, clock).close()
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path, clock: Clock) -> None:
    tmp_path.chmod(0o755)
    Store(tmp_path / "pipeline.db", clock).close()
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("name", ["who? where#1 100%.db", "Ångström 語.db", "a'b\"c;.db", ":memory:"])
def test_any_name_is_a_file_of_that_name(tmp_path: Path, clock: Clock, name: str) -> None:
    for _ in range(2):
        Store(tmp_path / name, clock).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_empty_file_becomes_a_pipeline(path: Path, clock: Clock) -> None:
    path.touch()
    Store(path, clock).close()
    Store(path, clock).close()
    assert path.stat().st_size > 0


def test_text_is_not_opened(path: Path, clock: Clock) -> None:
    path.write_text("title,amount\nAcme,40000\n" * 100)
    before = path.read_bytes()
    assert refused(path, clock) == f"{path} is not a pipetui file. Name another with --db."
    assert path.read_bytes() == before


def test_another_programs_database_is_not_touched(path: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
    before = path.read_bytes()
    sentence = f"{path} is a database of some other program. Name another with --db."
    assert refused(path, clock) == sentence
    assert path.read_bytes() == before


def test_a_folder_is_not_a_file(tmp_path: Path, clock: Clock) -> None:
    assert refused(tmp_path, clock) == f"{tmp_path} is a folder. Name a file with --db."


def test_a_file_is_not_a_folder(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "notes").write_text("no folder")
    inside = tmp_path / "notes" / "pipeline.db"
    assert refused(inside, clock) == f"{inside} can't be used: Not a directory."


def test_a_name_that_is_too_long(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / ("x" * 300)
    assert refused(path, clock) == f"{path} can't be used: File name too long."


def test_a_newer_version_is_left_alone(path: Path, clock: Clock) -> None:
    Store(path, clock).close()
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '0417'")
    before = path.read_bytes()
    assert refused(path, clock) == (
        f"{path} was written by a newer pipetui (file version 0417, this one knows {HEAD}). "
        "Update pipetui to open it; nothing was changed."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            "DROP TABLE alembic_version",
            "lacks a part every pipetui file has. It is damaged, or not one of pipetui's.",
        ),
        (
            "DELETE FROM alembic_version",
            "does not say which version it is of. It is damaged, or not one of pipetui's.",
        ),
    ],
)
def test_a_file_without_a_version(path: Path, clock: Clock, damage: str, sentence: str) -> None:
    Store(path, clock).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(damage)
    assert refused(path, clock) == f"{path} {sentence}"


def test_a_file_cut_short(path: Path, clock: Clock) -> None:
    Store(path, clock).close()
    os.truncate(path, 3 * 4096)
    assert refused(path, clock) == (
        f"{path} is damaged. Nothing was changed; keep a copy of it, then ask pipetui doctor."
    )


AS_NOBODY = """
import os
from datetime import date
from pipetui.model import Tag
from pipetui.reading.version import HEAD
from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

def attempt(file):
    store = Store(file, Clock(date(2026, 11, 23)))
    with store.reading() as connection:
        tags = connection.exec_driver_sql("SELECT count(*) FROM tag").scalar()
    try:
        with store.transaction("A tag") as writing:
            writing.session.add(Tag(name="q4", folded="q4"))
        return tags, "written"
    except Trouble as trouble:
        return tags, str(trouble)
    finally:
        store.close()

assert attempt(Path(sys.argv[2])) == (0, "written")  # and all that is imported on the way is imported now
if os.geteuid() == 0:  # root writes whatever the modes say
    os.setgid(65534)
    os.setuid(65534)
print(attempt(path))
"""


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o666)], ids=["file", "folder"])
def test_what_can_only_be_read_is_read(tmp_path: Path, clock: Clock, folder_mode: int, file_mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pipeline.db"
        Store(path, clock).close()
        path.chmod(file_mode)
        path.parent.chmod(folder_mode)
        result = Elsewhere(AS_NOBODY, path, str(tmp_path / "first.db")).result()
        path.parent.chmod(0o700)
    sentence = f"{path} can only be read: it, or its folder, is write-protected. Nothing was changed."
    assert result == (0, f"{(0, sentence)}\n")


def test_a_folder_that_may_not_be_entered(tmp_path: Path, clock: Clock) -> None:
    """Run as nobody, in a folder of root's (or as whoever this is, in one that is shut)."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o000)
    path = shut / "pipeline.db"
    code, printed = Elsewhere(SHUT_OUT, path, str(tmp_path / "first.db")).result()
    shut.chmod(0o700)
    assert (code, printed) == (0, f"{path} can't be used: Permission denied.\n")


SHUT_OUT = """
import os
from datetime import date
from pipetui.reading.version import HEAD
from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble

Store(Path(sys.argv[2]), Clock(date(2026, 11, 23))).close()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    Store(path, Clock(date(2026, 11, 23)))
except Trouble as trouble:
    print(trouble)
"""


NO_ROOM = """
import resource, signal
from datetime import date
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble
from pipetui.workspace import open_workspace

def open_it(file):
    workspace = open_workspace(file, Clock(date(2026, 11, 23)))
    stages = len(workspace.overview.pipeline().stages)
    workspace.close()
    return stages

open_it(Path(sys.argv[2]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), unlimited[1]))
try:
    told = open_it(path)
except Trouble as trouble:
    told = str(trouble)
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
print(told, size, open_it(path), sep="\\n")
"""


@pytest.mark.parametrize("bytes_left", [100, 5_000, 150_000])
def test_a_disk_that_takes_no_more_leaves_no_half_of_a_file(tmp_path: Path, path: Path, bytes_left: int) -> None:
    result = Elsewhere(NO_ROOM, path, str(tmp_path / "first.db"), str(bytes_left)).result()
    sentence = f"{path} can't be read or written: the disk reports an error. Nothing was changed."
    assert result == (0, f"{sentence}\n0\n5\n")
