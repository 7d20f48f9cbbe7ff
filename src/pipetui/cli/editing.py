"""A deal changed in the rep's own editor, from the command line."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipetui.cli import output

if TYPE_CHECKING:
    from pipetui.values.own import OwnField
    from pipetui.views.fields import Context
    from pipetui.workspace import Workspace


def edited(workspace: Workspace, context: Context, own: tuple[OwnField, ...]) -> dict[str, Any]:
    """What was changed in the editor; where it can't be read, asks whether to go on with it.

    Raises Refused where there is no editor, or it failed, Invalid where what was written can't be read: the text is
    kept in a file then, which is told.
    """
    from pipetui.config.editor import edit_text
    from pipetui.values.errors import Invalid, Refused
    from pipetui.views.written import Unreadable, read_written, with_problems, written

    before = text = written(context, own, workspace.timelines.detail(context.card.id).notes)
    while True:
        left = edit_text(text, f"deal-{context.card.id}.md")
        if left.failed:
            raise Refused(left.failed + _kept(left.text, before))
        try:
            return read_written(left.text, before, context, own)
        except Unreadable as wrong:
            if not _goes_on(wrong):
                raise Invalid(f"{wrong}{_kept(left.text, before)}") from None
            text = with_problems(left.text, wrong.problems)


def _goes_on(wrong: Exception) -> bool:
    """Asks on a terminal; a script is not asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    output.say(f"{wrong}\nOpen it again? [Y/n]")
    return sys.stdin.readline().strip().casefold() in {"", "y", "yes"}


def _kept(text: str, before: str) -> str:
    """Keeps what was written in a file, and says where; nothing where nothing was."""
    if text in ("", before):
        return ""
    with tempfile.NamedTemporaryFile("w", suffix=".md", prefix="pipetui-", delete=False, encoding="utf-8") as file:
        file.write(text)
    return f"\nWhat you wrote is in {Path(file.name)}."
