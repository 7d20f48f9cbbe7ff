"""The form over the screen it was asked for on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import ModalScreen

from pipetui.tui.widgets.form import Form


class FormScreen(ModalScreen[None]):
    """Holds the form until it is answered."""

    AUTO_FOCUS = None

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def compose(self) -> ComposeResult:
        """The form."""
        yield self._form
