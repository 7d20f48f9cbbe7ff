"""How long after a key the last byte of its answer comes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import peer
from benchmarks.generate import TITLE, folder, ready
from benchmarks.report import Row, milliseconds, ratio, show
from benchmarks.terminal import QUIET, Terminal, pipetui
from pipetui.store.backups import of_today
from pipetui.values.clock import Clock

CURSOR_SIZES = (100, 10_000, 100_000)
MOVE_SIZES = (100, 1_000, 10_000)
PEER_SIZE = 1_000
CURSOR_KEYS, MOVE_PAIRS, WORDS, PEER_MOVES = 60, 20, 6, 2
FILTER_SIZE = 10_000


class NotSaved(Exception):
    """A move was shown that is not in the file."""


@contextmanager
def board(open_deals: int, quiet: float = 1) -> Iterator[tuple[Terminal, Path]]:
    """The app on a copy of a generated file, its board filled and silent for ``quiet`` seconds, and the copy.

    It opens as it does a second time on a day: at the first, a backup is made while the keys are pressed.
    """
    with TemporaryDirectory(dir=folder()) as alone:
        copy = Path(alone) / "pipeline.db"
        shutil.copyfile(ready(open_deals), copy)
        backup = of_today(copy, Clock())
        backup.parent.mkdir()
        backup.touch()
        with Terminal(pipetui(copy)) as terminal:
            terminal.until(f"{TITLE} 0")
            terminal.settle(quiet)
            yield terminal, copy


def cursor(open_deals: int) -> list[float]:
    """The times of a cursor key, up and down a column in turns."""
    with board(open_deals) as (terminal, _path):
        keys = ("j" * 10 + "k" * 10) * (CURSOR_KEYS // 20 + 1)
        return [terminal.press(key) for key in keys][10 : CURSOR_KEYS + 10]


@dataclass
class Moves:
    """The times until a moved deal is painted, and until it is in the file; and the very first one's."""

    painted: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    first: float = 0.0


def moves(open_deals: int) -> Moves:
    """A deal moved there and back in turns. Raises NotSaved where a move is painted that is not in the file."""
    times = Moves()
    with board(open_deals) as (terminal, path):
        before = _moves_in(path)
        for turn, key in enumerate("LH" * (MOVE_PAIRS + 1)):
            taken = terminal.press(key, quiet=QUIET if turn else 0.5)
            if _moves_in(path) != before + turn + 1:
                raise NotSaved(f"move {turn + 1} of {open_deals:,} open deals:\n" + "\n".join(terminal.screen()))
            if turn == 0:
                times.first = taken
            elif turn > 1:  # the first pair warms up
                times.painted.append(taken)
                times.saved.append(terminal.since_key(_written(path)))
    return times


def letters() -> list[float]:
    """The times of each letter typed into the filter."""
    times: list[float] = []
    with board(FILTER_SIZE) as (terminal, _path):
        for word in ["company 12", "rack 0077", "website", "stage:demo", "contact 9", "partner"][:WORDS]:
            terminal.press("/", quiet=0.3)
            times += [terminal.press(letter) for letter in word]
            terminal.press("\x1b", quiet=0.5)
    return times


def palette_letters() -> list[float]:
    """The times of each letter typed into the palette, all the file's names read."""
    times: list[float] = []
    with board(FILTER_SIZE) as (terminal, _path):
        for word in ["company 12", "rack 0077", "rk12", "won", "contact 9", "zzz"]:
            terminal.press("\x10", quiet=1.5)
            times += [terminal.press(letter) for letter in word]
            terminal.press("\x1b", quiet=0.5)
    return times


def peer_moves() -> list[float]:
    """The times of a move in the peer, which loses its cursor over one: opened anew for each. Raises peer.Absent."""
    times: list[float] = []
    for _turn in range(PEER_MOVES):
        with peer.opened(PEER_SIZE) as (terminal, database):
            before = peer.column_of_cards(database)
            times.append(terminal.press("L", quiet=10, within=120))
            after = peer.column_of_cards(database)
            if sum(before[card] != after[card] for card in before) != 1:
                raise peer.Absent(f"kanban-tui {peer.VERSION} did not move a card:\n" + "\n".join(terminal.screen()))
    return times


def main() -> None:
    """Prints all of it."""
    _show_cursor()
    _show_moves()
    typed = letters()
    show(
        f"A letter of the filter → repainted, {FILTER_SIZE:,} open deals (median of {len(typed)})",
        ("", "pipetui", "slowest", "to reach"),
        [("letter", milliseconds(typed), milliseconds([max(typed)]), "≤ 50 ms")],
    )
    found = palette_letters()
    show(
        f"A letter of the palette → repainted, {FILTER_SIZE:,} open deals and four times as many closed"
        f" (median of {len(found)})",
        ("", "pipetui", "slowest", "to reach"),
        [("letter", milliseconds(found), milliseconds([max(found)]), "≤ 50 ms")],
    )


def _show_cursor() -> None:
    times = {size: cursor(size) for size in CURSOR_SIZES}
    smallest = times[CURSOR_SIZES[0]]
    show(
        f"Cursor key → last byte (medians of {CURSOR_KEYS})",
        ("", "pipetui", "beside", "", "ratio", "to reach"),
        [
            (
                f"{size:,} open deals",
                milliseconds(taken),
                f"{CURSOR_SIZES[0]:,} open deals",
                milliseconds(smallest),
                ratio(taken, smallest),
                "≤ 1.2 ×" if size == 10_000 else "",
            )
            for size, taken in times.items()
        ],
    )


def _show_moves() -> None:
    times = {size: moves(size) for size in MOVE_SIZES}
    smallest = times[MOVE_SIZES[0]].painted
    rows: list[Row] = [
        (
            f"{size:,} open deals",
            milliseconds(taken.painted),
            milliseconds(taken.saved),
            milliseconds([taken.first]),
            f"{MOVE_SIZES[0]:,} open deals",
            milliseconds(smallest),
            ratio(taken.painted, smallest),
            "≤ 40 ms, ≤ 1.3 ×" if size == 10_000 else "",
        )
        for size, taken in times.items()
    ]
    name = f"kanban-tui {peer.VERSION}"
    ours = times[PEER_SIZE].painted
    try:
        slow = peer_moves()
        beside = (name, milliseconds(slow), ratio(slow, ours), "≥ 50 ×")
    except peer.Absent as why:
        print(why)
        beside = (name, "absent", "", "≥ 50 ×")
    rows.append((f"{PEER_SIZE:,} cards", milliseconds(ours), "", "", *beside))
    show(
        f"A move → card, heads and strip repainted; in the file (medians of {2 * MOVE_PAIRS})",
        ("", "repainted", "in the file", "the first", "beside", "", "ratio", "to reach"),
        rows,
    )


def _moves_in(path: Path) -> int:
    with closing(sqlite3.connect(path, timeout=10)) as db:
        return int(db.execute("SELECT count(*) FROM stage_move").fetchone()[0])


def _written(path: Path) -> float:
    """When the file or its journal was last written, emptied or removed, by the clock on the wall."""
    return max(each.stat().st_mtime for each in (path.parent, *path.parent.iterdir()))


if __name__ == "__main__":
    main()
