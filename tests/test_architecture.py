"""Who imports whom, and what a start does not wait for: asked of processes of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from elsewhere import Elsewhere
from pipetui.values.clock import Clock
from pipetui.workspace import open_workspace

ROOT = Path(__file__).parents[1]
DATABASE = {"sqlmodel", "sqlalchemy", "alembic"}
LATER = {"pydantic", "typer", "babel", "dateutil"}


def test_a_floor_imports_only_what_lies_under_it() -> None:
    contracts = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([contracts, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


IMPORTED = """
import pipetui.__main__
import pipetui.tui.app
print(*sorted(sys.modules), sep="\\n")
"""

CALLED = """
import contextlib, io
from pipetui.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    try:
        status = main(sys.argv[2:])
    except SystemExit as end:
        status = end.code
print(*sorted(sys.modules), sep="\\n")
sys.exit(status)
"""


def imported(source: str, *arguments: str) -> set[str]:
    """What a process has imported at its end."""
    status, printed = Elsewhere(source, Path(), *arguments).result()
    assert status == 0, printed
    return set(printed.split())


def test_the_app_paints_before_the_database_library_is_there() -> None:
    assert imported(IMPORTED) & (DATABASE | LATER) == set()


def test_the_first_frame_waits_for_no_more_than_it_shows() -> None:
    """Whoever needs more of the values or the views in the app imports it where it is used."""
    found = imported(IMPORTED)
    values = {"clock", "errors", "habits", "text", "typos"}
    assert {name for name in found if name.startswith("pipetui.values.")} == {
        f"pipetui.values.{name}" for name in values
    }
    assert not any(name.startswith(("pipetui.views", "pipetui.reading", "pipetui.workspace")) for name in found)


READ = """
from datetime import date
from pathlib import Path
from pipetui.values.clock import Clock
from pipetui.workspace import open_workspace
import pipetui.tui.state, pipetui.tui.card_paint
open_workspace(Path(sys.argv[2]), Clock(date(2026, 11, 23))).overview.snapshot()
print(*sorted(sys.modules), sep="\\n")
"""


def test_the_board_waits_for_no_filter_and_no_rule(path: Path, clock: Clock) -> None:
    open_workspace(path, clock).close()
    found = imported(READ, str(path))
    late = {"values.conditions", "values.query", "values.rules", "reading.filtering", "reading.rules", "reading.leads"}
    late |= {"views.people", "reading.people"}
    assert found & (DATABASE | LATER | {f"pipetui.{name}" for name in late}) == set()


def test_the_version_is_told_at_once() -> None:
    assert imported(CALLED, "--version") & (DATABASE | {"pydantic", "textual"}) == set()


@pytest.mark.parametrize("command", ["agenda", "forecast"])
def test_a_glance_needs_no_table_and_no_screen(path: Path, clock: Clock, command: str) -> None:
    open_workspace(path, clock).close()
    assert imported(CALLED, "--db", str(path), command) & (DATABASE | {"textual"}) == set()


def test_a_file_is_written_without_what_migrates_it(path: Path) -> None:
    found = imported(CALLED, "--db", str(path), "add", "Acme rollout 40k")
    assert "sqlmodel" in found
    assert found & {"alembic", "textual"} == set()


def test_work_is_begun_in_one_way() -> None:
    """A coroutine made for a worker that is never begun is never awaited: ``tui.workers`` is given calls."""
    tui = ROOT / "src/pipetui/tui"
    assert [each.name for each in tui.rglob("*.py") if ".run_worker(" in each.read_text()] == ["workers.py"]
