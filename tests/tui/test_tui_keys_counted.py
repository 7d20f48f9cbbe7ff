"""The keys the twenty things a rep does all day cost, as the documentation counts them: performed, then taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tui.known_pipeline import DEMO, FLEET
from tui.rep import Rep, sitting

DOCUMENT = Path(__file__).parents[2] / "docs" / "keys.md"
STROKE = re.compile(r"“([^”]*)”|(\S+)")


class Task(NamedTuple):
    """A row of the table: the strokes, and how many keys and letters the documentation counts."""

    strokes: str
    keys: int
    letters: int


def tasks() -> dict[str, Task]:
    """The rows of the table, by what is done."""
    found: dict[str, Task] = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 7 and cells[2].isdecimal():
            found[cells[0]] = Task(cells[1].replace("`", ""), int(cells[2]), int(cells[3]))
    return found


async def perform(rep: Rep, strokes: str) -> tuple[int, int]:
    """Presses what a row says; gives how many keys and how many letters that was."""
    keys = letters = 0
    for text, key in STROKE.findall(strokes):
        if text:
            await rep.type(text)
            letters += len(text)
        else:
            await rep.press({"del": "delete", "bksp": "backspace"}.get(key, key))
            keys += 1
    return keys, letters


def newest(rep: Rep, table: str, columns: str) -> tuple[object, ...]:
    return rep.rows(f"SELECT {columns} FROM {table} ORDER BY id DESC LIMIT 1")[0]


def finished(rep: Rep) -> bool:
    done = rep.rows("SELECT count(*) FROM activity WHERE deal_id = ? AND done_at IS NOT NULL", FLEET)
    return done == [(1,)] and rep.card(FLEET).next_step is not None


def added(rep: Rep) -> bool:
    (number,) = newest(rep, "deal", "id")
    assert isinstance(number, int)
    card = rep.card(number)
    said = (card.title, card.company, card.amount, card.expected_close)
    return said == ("Lights", "Hexa", 1_200_000, date(2026, 11, 30)) and card.next_step is not None


def is_due(rep: Rep, day: date) -> bool:
    step = rep.card(FLEET).next_step
    return step is not None and step.due == day


PROOFS: dict[str, Callable[[Rep], bool]] = {
    "Finish a follow-up and plan the next, as suggested": finished,
    "Snooze it to Monday": lambda rep: is_due(rep, date(2026, 11, 30)),
    "Plan a follow-up": lambda rep: len(rep.card(FLEET).steps) == 2,
    "Log a call": lambda rep: newest(rep, "activity", "kind, done_at IS NOT NULL") == ("call", 1),
    "Write a note": lambda rep: newest(rep, "activity", "kind, subject") == ("note", "wants ten more"),
    "Move a deal on": lambda rep: rep.card(FLEET).stage_id == DEMO,
    "Move it and change the close date": lambda rep: (
        (rep.card(FLEET).stage_id, rep.card(FLEET).expected_close) == (DEMO, date(2027, 1, 15))
    ),
    "Change the amount": lambda rep: rep.card(FLEET).amount == 2_500_000,
    "Say the chance": lambda rep: rep.card(FLEET).probability == 60,
    "Win it": lambda rep: rep.card(FLEET).status == "won",
    "Lose it, with the reason": lambda rep: (rep.card(FLEET).status, rep.card(FLEET).reason) == ("lost", "price"),
    "Add a deal with company, amount, date and next step": added,
    "Delete a deal": lambda rep: rep.rows("SELECT count(*) FROM deal WHERE id = ?", FLEET) == [(0,)],
    "Take back what was done last": lambda rep: rep.card(FLEET).stage_id != DEMO,
    "Find a deal by three letters of a contact's name": lambda rep: rep.here == "Data centre phase 2",
    "Open a deal": lambda rep: rep.shows("History", "Ida Berg", "Created"),
    "See what is due": lambda rep: rep.shows("Overdue", "Send the contract"),
    "See which deals have no next step": lambda rep: rep.shows("Route planning", "2 of 6 deals"),
    "Set the target": lambda rep: rep.shows("€200,000 target"),
    "Copy a deal as text": lambda rep: rep.app.clipboard.startswith("Fleet renewal, Nordwind"),
}
UNCHANGED = frozenset(list(PROOFS)[-7:]) - {"Set the target"}
"""Tasks that leave the deals as they are."""


async def test_each_task_costs_the_keys_the_document_counts(path: Path) -> None:
    told = tasks()
    assert list(told) == list(PROOFS)
    async with sitting(path) as rep:
        for name, task in told.items():
            if name.startswith("Take back"):
                await rep.press("L")
            before = rep.rows("SELECT max(id) FROM change")
            assert rep.here == "Fleet renewal", name
            assert await perform(rep, task.strokes) == (task.keys, task.letters), name
            assert PROOFS[name](rep), f"{name}:\n{rep.text}"
            if name not in UNCHANGED and before != rep.rows("SELECT max(id) FROM change"):
                for _ in range(2 if "and change" in name else 1):
                    await rep.press("u")
            await rep.press("escape", "escape", "1")
            await rep.app.reveal(FLEET)
            await rep.settled()
    assert told["Finish a follow-up and plan the next, as suggested"].keys <= 3
