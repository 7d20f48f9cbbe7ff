"""A deal that another program put where it can't be."""

import sqlite3
from contextlib import closing
from pathlib import Path

from calling import Cli


def test_a_deal_in_a_stage_of_another_pipeline_is_shown_in_the_first_of_its_own(cli: Cli, path: Path) -> None:
    cli("add", "Fleet 40k +Acme close:eom >demo")
    cli("add", "Warehouse 20k >demo")
    cli("pipeline", "add", "Other")
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("UPDATE deal SET stage_id = (SELECT max(id) FROM stage) WHERE title = 'Fleet'")
    for name in ("deals", "agenda", "forecast", "health", "insights", "cash", "people", "export all"):
        for form in ((), ("--json",)) if not name.startswith("export") else ((),):
            answer = cli(*name.split(), *form)
            assert answer.status == 0, (name, answer.err)
    [fleet] = [deal for deal in cli("deals", "--json").json if deal["title"] == "Fleet"]
    assert (fleet["stage"], fleet["pipeline"]) == ("Lead", "Sales")
    assert cli("show", "Fleet").status == 0
    # Moved on, it is where it was moved to.
    assert cli("move", "Fleet", "qualified").status == 0
    assert cli("show", "Fleet", "--json").json["stage"] == "Qualified"
