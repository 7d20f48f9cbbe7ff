"""How the program starts: the demo, without a command, as a shell's completion, and what that costs to import."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

from calling import Cli, environment
from pipetui import __version__


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def test_the_demo_without_a_terminal(program: Cli, path: Path, temporary: Path) -> None:
    shown = program("demo", TMPDIR=str(temporary))
    assert (shown.status, shown.err) == (0, "")
    lines = shown.out.splitlines()
    for title in ("Overdue", "Today", "This week", "No next step", "Q4 2026"):
        assert any(line.startswith(f"{title}  ") for line in lines), title
    told = [line for line in lines if line.startswith(("Won", "Weighted", "Target"))]
    assert [line.split()[0] for line in told] == ["Won", "Weighted", "Target"]
    assert "over by " in told[-1] or "gap " in told[-1]
    assert "\x1b" not in shown.out
    assert list(temporary.iterdir()) == []
    assert not path.exists()  # the rep's own file is never touched


def test_the_demo_kept(program: Cli, path: Path, cli: Cli) -> None:
    kept = program("demo", "--keep", str(path))
    assert (kept.status, kept.err) == (0, f"The demo is kept in {path}\n")
    assert len(cli("deals", "--json").json) >= 60
    before = path.read_bytes()
    assert cli("demo", "--keep", str(path)).status == 2  # --db was said as well
    again = program("demo", "--keep", str(path))
    assert again == (1, "", f"pipetui: {path} exists already. Name a new file to keep the demo in.\n")
    assert path.read_bytes() == before


def test_the_demo_is_kept_though_nobody_reads_it_to_the_end(path: Path) -> None:
    """As in ``pipetui demo --keep FILE | head -3``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipetui", "demo", "--keep", str(path)],
        env=environment(path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, told = process.communicate()
    assert told.decode() == f"The demo is kept in {path}\n"
    assert path.exists()


def test_the_demo_where_nothing_can_be_made(program: Cli, tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    answer = program("demo", "--keep", str(tmp_path / "in the way" / "demo.db"))
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("pipetui: ") and answer.err.count("\n") == 1


@pytest.mark.parametrize(("leave", "status"), [("q", 0), ("hang up", 128 + signal.SIGHUP)])
def test_the_demo_on_a_terminal_is_gone_afterwards(path: Path, temporary: Path, leave: str, status: int) -> None:
    process = PtyProcess.spawn(
        [sys.executable, "-m", "pipetui", "demo"],
        env=environment(path, TERM="xterm-256color", TMPDIR=str(temporary)),
        dimensions=(36, 120),
    )
    printed = b""
    while b"Negotiation" not in printed:
        printed += process.read(65536)
    assert [folder.name.startswith("pipetui-demo-") for folder in temporary.iterdir()] == [True]
    if leave == "hang up":
        process.kill(signal.SIGHUP)
    with suppress(EOFError, OSError):
        while True:
            process.write(b"q")  # again with each thing it still prints, as a person would
            process.read(65536)
    assert process.wait() == status
    assert list(temporary.iterdir()) == []
    assert not path.exists()


def test_a_terminal_is_put_back_when_the_app_is_told_to_end(path: Path) -> None:
    process = PtyProcess.spawn(
        [sys.executable, "-m", "pipetui"], env=environment(path, TERM="xterm-256color"), dimensions=(24, 80)
    )
    printed = b""
    while b"An empty pipeline" not in printed:
        printed += process.read(65536)
    process.kill(signal.SIGTERM)
    with suppress(EOFError, OSError):
        while True:
            printed += process.read(65536)
    assert process.wait() == 128 + signal.SIGTERM
    assert printed.rindex(b"\x1b[?1049l") > printed.rindex(b"\x1b[?1049h")
    assert b"Traceback" not in printed


def test_the_app_needs_a_terminal(program: Cli, path: Path) -> None:
    sentence = "pipetui: The app needs a terminal. pipetui agenda and pipetui forecast do not; pipetui --help.\n"
    assert program() == (1, "", sentence)
    assert program("--as-of", "2026-12-01") == (1, "", sentence)
    assert program("--db") == (2, "", "pipetui: Nothing is said after --db: write --db my-pipeline.db.\n")
    assert not path.exists()


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version") == (0, f"pipetui {__version__}\n", "")
    assert cli("--help").out.startswith("Usage: pipetui [OPTIONS] COMMAND [ARGS]...\n")
    assert cli("-h") == cli("--help")
    assert cli("add", "--help").status == 0


def test_where_the_file_is(cli: Cli, program: Cli, path: Path, tmp_path: Path) -> None:
    assert cli("path") == (0, f"{path}\n", "")
    assert program("path").out == f"{path}\n"
    assert program("path", "--db", "other.db").out == "other.db\n"
    usual = program("path", PIPETUI_DB="", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert usual.out.startswith(str(tmp_path)) and usual.out.endswith("/pipetui/pipeline.db\n")
    assert not path.exists()


@pytest.mark.parametrize(
    ("line", "offered"),
    [("pipetui fore", ["forecast"]), ("pipetui deals --so", ["--sort"]), ("pipetui deals --sort am", ["amount"])],
)
def test_the_shell_completes(program: Cli, line: str, offered: list[str]) -> None:
    words = line.split()
    completed = program(_PIPETUI_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    assert completed == (0, "".join(f"{word}\n" for word in offered), "")


def test_a_command_imports_no_more_than_it_needs(path: Path, cli: Cli) -> None:
    """Neither the screens nor, to read, the tables: they take longer to import than ten thousand deals to read."""
    cli("add", "One 10k next:call fri")
    for command in ("agenda", "forecast", "deals"):
        assert imported(path, command) & {"textual", "sqlmodel", "sqlalchemy", "alembic", "rich"} == set()
    assert imported(path, "show") & {"textual", "alembic"} == set()


def imported(path: Path, command: str) -> set[str]:
    source = (
        "import sys\nfrom pipetui.__main__ import main\n"
        f"main([{command!r}, *(['1'] if {command!r} == 'show' else [])])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, env=environment(path))
    assert done.returncode == 0
    return set(done.stderr.split())
