"""A stage's playbook as text: criteria, checklist, Markdown and mails, edited in the app and read with each letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pipetui.tui.workers import run_beside
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.views.process import StagePlan

HINTS = """\
# What stands before "=" stays as it is; what stands behind it is yours.
# purpose, questions and good are the playbook, in Markdown. checklist is what is good to do, and never in the way.
# An exit criterion says what the buyer has done. A soft one can be passed over, hard = true can't:
#   [[stage.exit]]
#   text = "They named who signs"
#   hard = true
#   field = "contact: decision maker"    what must be set; leave it out for a statement that is ticked
# A mail that is often written here:
#   [[stage.mail]]
#   name = "Follow-up"
#   subject = "As discussed"
#   body = "Hi {{ first_name }}, ..."

"""
"""What stands over the text; it is not kept."""

NAME = "stage.toml"
"""What the text is called as a file, for an editor."""


class StageTextScreen(ModalScreen[str | None]):
    """Edits a text. ``ctrl+s`` gives it, once all of it can be read; ``esc`` leaves, and what was typed is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("ctrl+e", "outside", "your editor", priority=True),
        Binding("escape", "leave", "leave", priority=True),
    ]

    def __init__(self, stage: str, text: str, was: str) -> None:
        super().__init__()
        self.stage, self.text, self.was = stage, text, was

    def compose(self) -> ComposeResult:
        """The title, the text, what is wrong with it, the keys."""
        with Vertical(id="stage-text-box"):
            yield Static(f"{self.stage}: what it asks for, and its playbook", id="title", markup=False)
            yield TextArea(self.text, soft_wrap=True, show_line_numbers=True, tab_behavior="indent")
            yield Static("", id="wrong", markup=False)
            yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        """Begins below the hints."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor((self.text.count("\n", 0, len(HINTS)) if self.text.startswith(HINTS) else 0, 0))
        self._read()

    @property
    def typed(self) -> str:
        """The text as it is now."""
        return self.query_one(TextArea).text

    def plan(self) -> StagePlan:
        """The stage the text describes. Raises Invalid with the line of what is wrong."""
        from pipetui.exchange.process_toml import stage_from_toml

        return stage_from_toml(self.typed)

    def _read(self) -> bool:
        wrong = self.query_one("#wrong", Static)
        try:
            plan = self.plan()
        except PipetuiError as error:
            wrong.update(Content.styled(str(error), "$error"))
            return False
        said = f"{count(len(plan.exits), 'exit criterion', 'exit criteria')}, {sum(e.hard for e in plan.exits)} hard"
        said += f" · {count(len(plan.checklist), 'line')} of checklist · {count(len(plan.mails), 'mail')}"
        wrong.update(Content.styled(said, "$dim"))
        changed = self.typed != self.was
        keys = "ctrl+s saves" if changed else "nothing is changed"
        leave = "esc leaves it, and keeps it for the next time" if changed else "esc leaves"
        self.query_one("#keys", Static).update(
            Content.styled(f"{keys}   ctrl+e your editor   ctrl+z takes back   {leave}", "$dim")
        )
        return True

    def on_text_area_changed(self) -> None:
        """Reads the text anew."""
        self._read()

    def action_save(self) -> None:
        """Gives the text, if all of it can be read."""
        if self._read():
            self.dismiss(self.typed)
        else:
            self.app.bell()

    async def action_outside(self) -> None:
        """Goes on in the rep's own editor."""
        from pipetui.tui.editor import edit_outside

        app = cast("PipetuiApp", self.app)
        left = edit_outside(app, self.typed, NAME)
        if left is not None and left.failed:
            app.tell(left.failed, severity="warning")
        elif left is not None:
            self.query_one(TextArea).text = left.text

    def action_leave(self) -> None:
        """Leaves; what was typed is there the next time."""
        app = cast("PipetuiApp", self.app)
        if self.typed != self.was:
            app.stage_drafts[self.stage] = self.typed
            app.tell("Not saved; it is kept until you come back to it.")
        self.dismiss(None)


async def edit_stage(app: PipetuiApp, stage_id: int, *, outside: bool) -> None:
    """Edits all that is written for a stage; saved in one step of history."""
    from pipetui.exchange.process_toml import stage_to_toml

    try:
        before = await app.desk.ask(lambda work: work.processes.stage(stage_id))
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
        return
    was = HINTS + stage_to_toml(before)
    text = app.stage_drafts.pop(before.name, was)
    if outside:
        await _edit_outside(app, stage_id, before.name, text, was)
    else:
        _open(app, stage_id, before.name, text, was)


async def _edit_outside(app: PipetuiApp, stage_id: int, stage: str, text: str, was: str) -> None:
    """Saves what the editor leaves; where it fails, what was typed is there the next time."""
    from pipetui.tui.editor import edit_outside

    left = edit_outside(app, text, NAME)
    typed = text if left is None else left.text
    if left is not None and not left.failed:
        if typed != was:
            await _save(app, stage_id, stage, typed, was)
        return
    kept = typed != was
    if kept:
        app.stage_drafts[stage] = typed
    if left is not None and left.failed:
        app.tell(left.failed + (" What you wrote is kept." if kept else ""), severity="warning")


def _open(app: PipetuiApp, stage_id: int, stage: str, text: str, was: str) -> None:
    def done(typed: str | None) -> None:
        if typed is not None and typed != was:
            run_beside(app, "commands", _save, app, stage_id, stage, typed, was)

    app.push_screen(StageTextScreen(stage, text, was), done)


async def _save(app: PipetuiApp, stage_id: int, stage: str, text: str, was: str) -> None:
    """Writes it; what can't be written is told, with the text to go on with."""
    from pipetui.exchange.process_toml import stage_from_toml

    try:
        plan = stage_from_toml(text)
        await app.desk.ask(lambda work: work.processes.write_stage(stage_id, plan))
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
        _open(app, stage_id, stage, text, was)
        return
    app.load()
    app.tell(f"Saved what {plan.name} asks for, and its playbook")
