"""Makes the pictures of the README from the demo of a fixed day: ``python screenshots/make.py``."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from pipetui.demo import build
from pipetui.tui.app import PipetuiApp
from pipetui.values.clock import Clock

HERE = Path(__file__).parent
DAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: its file's name, its size in cells, and the keys that lead to it."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]


PICTURES = (
    Picture("board", (120, 36), ("l", "j")),
    Picture("board-80x24", (80, 24), ("l", "j")),
    Picture("board-200x60", (200, 60), ("l", "l", "j", "p")),
    Picture("what-if", (120, 36), ("l", "l", "j", "j", "dollar_sign", *"95k")),
    Picture("add", (120, 36), ("a", *"Clinic tablets 28k +Salus @'Paola Ricci' close:eom next:call fri 15:00")),
    Picture("pane", (120, 36), ("l", "j", "j", "p")),
    Picture("agenda", (120, 36), ("2",)),
    Picture("done", (120, 36), ("2", "j", "j", "j", "d", *"they sign Thursday")),
    Picture("forecast", (120, 36), ("3",)),
    Picture("insights", (120, 36), ("4", "tab", "j", "j", "j")),
    Picture("playbook", (120, 36), ("l", "l", "j", "b")),
    Picture(
        "rules", (120, 36), ("M", "a", *"Big ones", "tab", *"when entered Proposal if value>10k then plan call +2d")
    ),
    Picture("leads", (120, 36), ("A",)),
    Picture("cash", (120, 36), ("6",)),
    Picture("people", (120, 36), ("7", "j", "j")),
    Picture("mail", (120, 36), ("l", "j", "m", "ctrl+e")),
    Picture("health", (120, 36), ("5", "l", "j", "j", "j", "j", "j", "l")),
    Picture("stages", (120, 36), ("S",)),
    Picture("views", (120, 36), ("v",)),
    Picture("filter", (120, 36), ("slash", *"stage:proposal.. value>10k")),
    Picture("palette", (120, 36), ("ctrl+p", *"acme")),
    Picture("history", (120, 36), ("L", "w", "Z")),
    Picture("deal", (120, 36), ("l", "l", "j", "j", "enter", "j")),
    Picture("keys", (120, 36), ("question_mark",)),
)


async def take(picture: Picture, path: Path) -> None:
    """Opens the demo, presses the keys, keeps the picture."""
    app = PipetuiApp(path, Clock(DAY), durable=False, foretells=True)
    async with app.run_test(size=picture.size) as pilot:
        await settled(app, pilot)
        for key in picture.keys:
            await pilot.press("space" if key == " " else key)
        await settled(app, pilot)
        (HERE / f"{picture.name}.svg").write_text(app.export_screenshot(title="pipetui"), encoding="utf-8")
    app.desk.close()


async def settled(app: PipetuiApp, pilot: Pilot[None]) -> None:
    """Waits until the file is read and what was read is drawn."""
    while app.state is None:
        await pilot.pause()
    await app.expected.odds()
    for _ in range(5):
        await asyncio.sleep(0.1)
        await pilot.pause()


def main() -> None:
    """Takes all pictures."""
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "demo.db"
            build(path, Clock(DAY))
            asyncio.run(take(picture, path))
            print(f"{picture.name}.svg")


if __name__ == "__main__":
    main()
