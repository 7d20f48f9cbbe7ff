"""Fields of one's own in files: they go out as columns, and come in by their names."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipetui.values.own import Money, OwnValue
from pipetui.views.entry import NewDeal
from pipetui.views.imported import ImportOptions
from pipetui.workspace import Workspace

VALUES: dict[str, OwnValue] = {
    "contract_end": date(2027, 6, 30),
    "seats": Decimal("1234.125"),
    "setup_fee": Money(120_050, "USD"),
    "size": "very large",
    "rate": "=1+1, by hand",
}


@pytest.fixture
def fields(workspace: Workspace) -> Workspace:
    """A file with a field of each kind; one is called as a column every deal has."""
    for name, kind in (("Contract end", "date"), ("Seats", "number"), ("Setup fee", "money"), ("Rate", "text")):
        workspace.fields.add(name, kind)
    workspace.fields.add("Size", "choice", ["small", "very large"])
    return workspace


def write(folder: Path, text: str) -> Path:
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_what_went_out_comes_in_the_same(fields: Workspace, tmp_path: Path) -> None:
    card = fields.deals.add(NewDeal("Rollout", own=tuple(VALUES.items()))).card
    assert card is not None
    text = fields.exports.csv_of([card.id])
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["contract_end"], row["setup_fee"], row["size"], row["rate"]) == (
        "2027-06-30",
        "1200.5 USD",
        "very large",
        "",
    )
    assert "=1+1" in row["own.rate"]
    assert fields.imports.read(write(tmp_path, text)).unchanged == 1
    fields.deals.edit(card.id, {"seats": Decimal(1), "size": "small", "rate": None})
    told = fields.imports.read(write(tmp_path, text))
    assert (told.created, told.updated, told.unmapped) == (0, 1, ())
    assert dict(fields.overview.card(card.id).own) == VALUES
    fields.deals.delete([card.id])
    assert fields.imports.read(write(tmp_path, text)).created == 1
    (found,) = fields.overview.cards(fields.overview.filter(""))
    assert dict(found.own) == VALUES


def test_headers_are_known_by_label_and_by_key(fields: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "Title,CONTRACT END,seats,Plätze,Deal size\nOne,30/06/2027,12,x,small\nTwo,,,,\n")
    told = fields.imports.read(path, ImportOptions(maps=("Deal size=size",)))
    assert (told.created, told.unmapped) == (2, ("Plätze",))
    assert told.mapping["CONTRACT END"] == "own.contract_end"
    one, two = fields.overview.cards(fields.overview.filter(""))
    assert dict(one.own) == {"contract_end": date(2027, 6, 30), "seats": Decimal(12), "size": "small"}
    assert two.own == ()


def test_a_cell_that_cannot_be_read_leaves_its_row_out(fields: Workspace, tmp_path: Path) -> None:
    told = fields.imports.read(write(tmp_path, "Title,Size,Seats\nOne,huge,1\nTwo,small,many\nThree,small,3\n"))
    assert told.created == 1
    assert [(each.line, each.reason) for each in told.rejected] == [
        (2, "Size: “huge” is no size: choose from small, very large."),
        (3, 'Seats: "many" is not a number: write 12, 3.5 or 1,234.5.'),
    ]
