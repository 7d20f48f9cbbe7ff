"""The one door: what it opens, and what it notices of others."""

from datetime import timedelta
from pathlib import Path

import pytest

from cards import TODAY
from elsewhere import Elsewhere
from pipetui.values.clock import Clock
from pipetui.values.errors import Trouble
from pipetui.values.habits import home_currency
from pipetui.views.entry import NewDeal
from pipetui.views.playbook import CustomerStepNew
from pipetui.workspace import Workspace, open_workspace

HALFWAY = """
from datetime import date
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace

workspace = open_workspace(path, Clock(date(2026, 11, 23)))
workspace.deals.add(NewDeal("Kept"))
with workspace.store.transaction("Never") as writing:
    writing.connection.exec_driver_sql("PRAGMA cache_size = 10")  # too little: some of it is in the file already
    names = [f"never {n}" * 50 for n in range(5_000)]
    writing.insert_columns("company", {"name": names, "folded": names})
    meet()
"""

ADDS = """
from datetime import date
from pipetui.values.clock import Clock
from pipetui.views.entry import NewDeal
from pipetui.workspace import open_workspace

workspace = open_workspace(path, Clock(date(2026, 11, 23)))
while sys.stdin.readline().strip() == "":
    workspace.deals.add(NewDeal("Elsewhere"))
    print("ready", flush=True)
"""

HELD = """
import sqlite3
db = sqlite3.connect(path, isolation_level=None)
for mode in sys.argv[2:]:
    db.execute(f"BEGIN {mode}")
    meet()
    db.execute("ROLLBACK")
"""

OPENS = """
from pipetui.values.errors import Trouble
from pipetui.workspace import Workspace
from pipetui.values.clock import Clock

try:
    Workspace(path, Clock(), patience=0.01)
except Trouble as trouble:
    print(trouble, "pipetui.store" in sys.modules)
"""


def test_what_a_crash_left_half_done_is_taken_back_before_the_first_look(path: Path, clock: Clock) -> None:
    with Elsewhere(HALFWAY, path) as other:
        other.meet()
        other.kill()
    assert path.with_name("pipeline.db-journal").exists()
    workspace = open_workspace(path, clock)
    assert [card.title for card in workspace.overview.snapshot().cards] == ["Kept"]
    workspace.close()


def test_a_look_writes_nothing(workspace: Workspace) -> None:
    with pytest.raises(Trouble, match="can only be read"), workspace._reading.rows() as rows:
        rows.execute("DELETE FROM pipeline")
    assert workspace.overview.pipeline().name == "Sales"


def test_only_what_others_wrote_is_a_change_elsewhere(path: Path, clock: Clock) -> None:
    """Before the services that write are there, while they come, and after."""
    open_workspace(path, clock).close()
    workspace = open_workspace(path, clock)
    with Elsewhere(ADDS, path) as other:

        def elsewhere() -> None:
            other.go_on()
            other.meet()

        asked = [workspace.changed_elsewhere()]
        elsewhere()
        asked += [workspace.changed_elsewhere(), workspace.changed_elsewhere()]
        elsewhere()
        workspace.get_ready()
        asked += [workspace.changed_elsewhere(), workspace.changed_elsewhere()]
        workspace.deals.add(NewDeal("Here"))
        asked.append(workspace.changed_elsewhere())
        elsewhere()
        workspace.deals.add(NewDeal("Here again"))
        asked += [workspace.changed_elsewhere(), workspace.changed_elsewhere()]
        other.say("enough")
    workspace.close()
    assert asked == [False, True, False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("locale", "currency"),
    [
        ("it_IT.UTF-8", "EUR"),
        ("en_GB", "GBP"),
        ("de_CH@euro", "CHF"),
        ("ja_JP.eucJP", "JPY"),
        ("C.UTF-8", "EUR"),
        ("POSIX", "EUR"),
        ("xx_ZZ", "EUR"),
        ("", "EUR"),
    ],
)
def test_a_new_pipeline_is_in_the_reps_currency(monkeypatch: pytest.MonkeyPatch, locale: str, currency: str) -> None:
    for name in ("LC_MONETARY", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert home_currency() == currency


def test_another_programs_turn_is_waited_for_once_to_open_the_file(path: Path, clock: Clock) -> None:
    """Once it could not be read there is no second wait, which opening it for writing would be."""
    open_workspace(path, clock).close()
    with Elsewhere(HELD, path, "EXCLUSIVE") as other:
        other.meet()
        with Elsewhere(OPENS, path) as opens:
            told = opens.result()
        other.go_on()
    assert told == (0, f"{path} is being written to by another program. Try again in a moment. False\n")


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("is_open", [True, False])
def test_another_programs_turn_is_waited_for_once_to_write(path: Path, clock: Clock, mode: str, is_open: bool) -> None:
    """A command that waited for it to do what is due does not wait again for what it was asked for."""
    before = open_workspace(path, clock)
    card = before.deals.add(NewDeal("Acme")).card
    assert card is not None
    before.customers.plan(card.id, CustomerStepNew("signs", TODAY, "Jane"))
    before.close()
    workspace = Workspace(path, Clock(TODAY + timedelta(days=9)), patience=0.1)
    if is_open:
        _ = workspace.store
    with Elsewhere(HELD, path, mode) as other:
        other.meet()
        workspace.keep_up_if_free()
        other.go_on()
    with workspace.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 0
    assert workspace.keep_up() != []
    workspace.close()
