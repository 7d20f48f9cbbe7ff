"""Writing deals to a file, which is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, Trouble
from pipetui.values.text import clean, count

if TYPE_CHECKING:
    from pipetui.workspace import Workspace


async def export(screen: AskingScreen, numbers: Sequence[int]) -> None:
    """Writes deals to a new CSV file, with all columns of an export."""

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid("Which file? A name, with its folder where it is to be in another.")
        return f"{clean(str(_path(text).absolute()))}"

    app = screen.desk_app
    asked = Question(
        key="export",
        title=f"Write {count(len(numbers), 'deal')} to a CSV file",
        lines=[Line("file", "file", f"deals-{app.today().isoformat()}.csv", "deals.csv", understood)],
        enter="write it",
    )
    if answer := await screen.ask(asked):
        path = _path(answer["file"])
        if await app.writing.tried(lambda work: _write(work, path, numbers)):
            app.tell(f"Wrote {count(len(numbers), 'deal')} to {clean(str(path))}")


def _path(text: str) -> Path:
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError:  # there is no such user
        return Path(text.strip())


def _write(work: Workspace, path: Path, numbers: Sequence[int]) -> None:
    """Raises Trouble where there is a file already, or none can be made."""
    text = work.exports.csv_of(numbers)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise Trouble(f"{clean(path.name)} is there already: nothing was written. Choose another name.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "no file can be called that"
        raise Trouble(f"{clean(path.name)} can't be written: {why}.") from None
