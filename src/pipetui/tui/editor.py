"""A text in the rep's own editor: the app steps aside, and has what was written when it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from pipetui.config.editor import Edited, edit_text
from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


def edit_outside(app: PipetuiApp, text: str, name: str, instead: str = "") -> Edited | None:
    """The text as the editor left it, in a file of that name; None where no editor can have it, which is told.

    ``instead`` says what to do where the terminal can't be lent.
    """
    try:
        with app.suspend():
            edited = _edited(text, name)
    except SuspendNotSupported:
        app.tell(f"This terminal can't be lent to an editor.{instead}", severity="warning")
        return None
    if isinstance(edited, PipetuiError):
        app.tell(str(edited), severity="warning")
        return None
    return edited


def _edited(text: str, name: str) -> Edited | PipetuiError:
    """The text as it was left, or why not: an error raised while the terminal is lent would leave it lent for good."""
    try:
        return edit_text(text, name)
    except PipetuiError as error:
        return error
