"""The stages of a pipeline: changed as a draft, with what it does to the weighted totals, and saved in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.commands import STAGES, bindings_for
from pipetui.tui.screens.pipeline_commands import ProcessCommands
from pipetui.tui.screens.rows import RecordScreen
from pipetui.tui.stage_rows import about, lines_of
from pipetui.tui.widgets.about import About
from pipetui.tui.widgets.prompt import Line
from pipetui.tui.widgets.row_list import RowList
from pipetui.tui.workers import run_beside, run_latest
from pipetui.values.errors import PipetuiError
from pipetui.values.text import count
from pipetui.views.process import CATEGORIES
from pipetui.views.stage_draft import Draft, StageDraft, read_change

if TYPE_CHECKING:
    from pipetui.tui.state import State
    from pipetui.views.card import Saved


class StagesScreen(RecordScreen, ProcessCommands):
    """A list of stages as they would be; nothing is written before it is saved."""

    NAME: ClassVar[str] = STAGES
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(STAGES)
    HELP = "The stages of the pipeline. Changes are a draft, with what they do to the totals, until s saves them."

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[int, list[Draft]] = {}
        """What is not saved, by pipeline: each step of it, the last one as it is now."""
        self._asking: Draft | None = None
        """The draft with what is being typed."""

    def compose_body(self) -> ComposeResult:
        """The list, what it comes to, and what is written for a stage."""
        with Vertical(id="body"):
            yield RowList()
            yield Static("", id="stages-total", markup=False)
            yield About()

    @property
    def draft(self) -> Draft | None:
        """The stages as they would be."""
        state = self.state
        if state is None:
            return None
        steps = self._drafts.get(state.pipeline.id)
        return steps[-1] if steps else Draft.of(state.pipeline)

    def _take(self, draft: Draft) -> None:
        """Makes a draft the present one."""
        steps = self._drafts.setdefault(draft.pipeline.id, [])
        if draft != (steps[-1] if steps else Draft.of(draft.pipeline)):
            steps.append(draft)
        self.draw()
        self.refresh_bars()

    def _try(self, change: Callable[[Draft], Draft]) -> None:
        """Changes the draft, or says why not."""
        draft = self.draft
        if draft is None:
            return
        try:
            self._take(change(draft))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="warning")

    @property
    def current_stage(self) -> StageDraft | None:
        """The stage under the cursor."""
        key, draft = self.rows.key, self.draft
        return next((stage for stage in draft.stages if stage.key == key), None) if draft else None

    # Drawing

    def draw(self, saved: Saved | None = None) -> None:
        """Draws the stages as they would be."""
        state, draft = self.state, self._asking or self.draft
        if state is None or draft is None or not self.can_draw:
            return
        rows, total = lines_of(draft, state.board.cards.values(), self.size.width)
        self.rows.put(rows)
        self.rows.styles.height = min(len(rows), max(4, self.size.height - 12))
        self.query_one("#stages-total", Static).update(total)
        self.tell_about()

    def _sums(self, state: State) -> str:
        draft = self.draft
        said = f"{state.pipeline.name} · {count(len(draft.stages) if draft else 0, 'stage')}"
        said += "" if state.pipeline.may_go_back else " · no way back"
        said += "" if state.pipeline.may_skip else " · no skips"
        return said + (" · not saved yet" if draft is not None and draft.is_changed else "")

    def tell_about(self) -> None:
        """Shows what is written for the stage under the cursor."""
        stage = self.current_stage
        if stage is None or stage.key < 0:
            self.about.tell(Content.styled("A new stage: save it, then e writes what it asks for.", "$dim"))
            return
        run_latest(self, "about", self._read_about, stage.key)

    async def _read_about(self, key: int) -> None:
        try:
            book = await self.desk_app.desk.ask(lambda work: work.playbooks.of(key))
        except PipetuiError as error:
            self.desk_app.tell(str(error), severity="error")
            return
        here = self.current_stage
        if here is not None and here.key == key:
            self.about.tell(about(book))

    def on_resize(self) -> None:
        """Takes the room there is."""
        super().on_resize()
        self.draw()

    # Changing the draft

    def _ask(self, title: str, line: Line, changed: Callable[[str], Draft], choices: tuple[str, ...] = ()) -> None:
        self.start(self._change, title, line, changed, choices)

    async def _change(self, title: str, line: Line, changed: Callable[[str], Draft], choices: tuple[str, ...]) -> None:
        from pipetui.tui.flows.stages import change

        draft = await change(self, title, line, changed, self._show_trial, list(choices))
        self._asking = None
        if draft is not None:
            here = {stage.key for stage in self.draft.stages} if self.draft else set()
            self._take(draft)
            for new in (stage.key for stage in draft.stages if stage.key not in here):
                self.rows.go_to(new)
        else:
            self.draw()

    def _show_trial(self, draft: Draft | None) -> None:
        self._asking = draft
        self.draw()

    def action_add(self) -> None:
        """Adds a stage after the one under the cursor."""
        draft, stage = self.draft, self.current_stage
        if draft is not None:
            after = stage.key if stage else None
            line = Line("name", "name", placeholder="what it is called")
            self._ask("A new stage", line, lambda text: draft.add(text, after))

    def _field(self, name: str, label: str, value: str, hint: str) -> None:
        draft, stage = self.draft, self.current_stage
        if draft is not None and stage is not None:
            key = stage.key
            line = Line(name, label, value, hint)
            self._ask(f"{stage.name}: {label}", line, lambda text: read_change(draft, key, name, text))

    def action_rename(self) -> None:
        """Calls the stage by another name."""
        if stage := self.current_stage:
            self._field("name", "name", stage.name, "what it is called")

    def action_probability(self) -> None:
        """Asks for the chance of its deals; the totals answer to each letter."""
        if stage := self.current_stage:
            self._field("probability", "probability", f"{stage.probability:g}", "0 to 100")

    def action_rotting(self) -> None:
        """Asks for the days after which its deals rot."""
        if stage := self.current_stage:
            value = "none" if stage.rotting_days is None else str(stage.rotting_days)
            self._field("rotting", "rots after days", value, "14, or none for never")

    def action_category(self) -> None:
        """Gives it the next forecast category."""
        if stage := self.current_stage:
            following = CATEGORIES[(CATEGORIES.index(stage.category) + 1) % len(CATEGORIES)]
            self._try(lambda draft: draft.change(stage.key, category=following))

    def action_phase(self) -> None:
        """Makes a lead stage an open one, or the other way round."""
        if stage := self.current_stage:
            phase = "open" if stage.phase == "lead" else "lead"
            self._try(lambda draft: draft.change(stage.key, phase=phase))

    def action_shift(self, by: int) -> None:
        """Moves the stage a place on or back."""
        if stage := self.current_stage:
            self._try(lambda draft: draft.move(stage.key, by))

    def _give(self, verb: str, label: str, change: Callable[[Draft, int, int], Draft]) -> None:
        from pipetui.tui.flows.stages import key_of

        draft, stage = self.draft, self.current_stage
        if draft is None or stage is None:
            return
        others = tuple(each.name for each in draft.stages if each.key != stage.key)
        if not others:
            self.desk_app.tell(f"{stage.name} is the only stage, and stays.", severity="warning")
            return
        place = draft.stages.index(stage)
        near = draft.stages[place - 1 if place else 1].name
        line = Line("into", label, near, "another stage", lambda text: f"its deals go to {_name(draft, text)}")
        self._ask(f"{verb} {stage.name}", line, lambda text: change(draft, stage.key, key_of(draft, text)), others)

    def action_merge(self) -> None:
        """Gives its deals and its exit criteria to another stage."""
        self._give("Merge", "into", lambda draft, key, into: draft.merge(key, into))

    def action_delete(self) -> None:
        """Takes it away; its deals go to another stage."""
        self._give("Delete", "its deals go to", lambda draft, key, into: draft.delete(key, into))

    def action_undo(self) -> None:
        """Takes back a step of the draft; without one, what was saved last."""
        state = self.state
        steps = self._drafts.get(state.pipeline.id) if state else None
        if steps:
            steps.pop()
            self.draw()
            self.refresh_bars()
        else:
            super().action_undo()

    def action_reset(self) -> None:
        """Forgets what is not saved."""
        if self.state is not None and self._drafts.pop(self.state.pipeline.id, []):
            self.desk_app.tell("Forgot what was not saved.")
            self.draw()
            self.refresh_bars()

    # Saving, and what is written for a stage

    def action_save(self) -> None:
        """Saves the draft in one step of history."""
        draft = self.draft
        if draft is None or not draft.is_changed:
            self.desk_app.tell("Nothing is changed.")
            return
        run_beside(self, "commands", self._save, draft)

    async def _save(self, draft: Draft) -> None:
        try:
            await self.desk_app.desk.ask(lambda work: work.pipelines.restage(draft))
        except PipetuiError as error:
            self.desk_app.tell(f"{error} backspace forgets what is here.", severity="warning")
            self.desk_app.load()  # so that what is under the draft is what the file has by now
            return
        self._drafts.pop(draft.pipeline.id, None)
        self.desk_app.load()
        self.desk_app.tell(f"Saved the stages of {draft.pipeline.name}. u takes it back")

    def action_criteria(self) -> None:
        """Opens what the stage asks for, to be edited line by line."""
        from pipetui.tui.screens.criteria import CriteriaScreen

        stage = self.current_stage
        if stage is not None and stage.key < 0:
            self.desk_app.tell("A new stage: save it first (s), then say what it asks for.")
        elif stage is not None:
            self.desk_app.push_screen(CriteriaScreen(stage.key))

    def action_edit(self) -> None:
        """Edits what the stage asks for, and its playbook."""
        draft, stage = self.draft, self.current_stage
        if draft is None or stage is None:
            return
        if draft.is_changed:
            self.desk_app.tell("Save the stages first (s), or forget what is changed (backspace).")
            return
        self.desk_app.edit_stage(stage.key)

    # Going about

    def action_back(self) -> None:
        """Goes back to where one came from; what is not saved stays here."""
        draft = self.draft
        if draft is not None and draft.is_changed:
            self.desk_app.tell("The stages are not saved; S has them as you left them.", severity="warning")
        self.desk_app.trail.back()

    def action_cursor_page(self, pages: int) -> None:
        """Scrolls what is written for the stage."""
        self.about.page(pages)

    def on_row_list_opened(self) -> None:
        """Opens what the stage asks for that was clicked twice."""
        self.action_criteria()


def _name(draft: Draft, text: str) -> str:
    from pipetui.views.fields import find_stage

    return find_stage(text, draft.as_pipeline().stages).name
