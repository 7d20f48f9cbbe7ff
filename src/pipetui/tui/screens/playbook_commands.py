"""The playbook beside the deal under the cursor, the same on every screen with deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.workers import run_latest
from pipetui.values.errors import NotFound, PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.widgets.playbook import Playbook
    from pipetui.views.card import Card
    from pipetui.views.playbook import Coaching, Criterion


class PlaybookCommands(AskingScreen):
    """Opening the playbook, ticking its lines, editing it."""

    PLAYBOOK_IN: ClassVar[str] = "#body"
    """What the playbook is put up in."""

    async def action_playbook(self) -> None:
        """Opens the playbook of the deal's stage, and goes into it."""
        from pipetui.tui.widgets.playbook import Playbook

        if not self.query(Playbook):
            await self.make_room()
            await self.query_one(self.PLAYBOOK_IN).mount(Playbook())
            self.tell_playbook()
        self.query_one(Playbook).focus()

    async def make_room(self) -> None:
        """Takes away what the playbook would have no room beside."""

    async def close_playbook(self) -> None:
        """Closes it, where it is open."""
        if self.query("Playbook"):
            await self.query("Playbook").remove()
            self.focus_body()

    def tell_playbook(self) -> None:
        """Shows the playbook of the deal under the cursor, where it is open."""
        if not self.query("Playbook"):
            return  # not even imported, as long as nobody asked for it
        from pipetui.tui.widgets.playbook import Playbook

        for book in self.query(Playbook) if self.state is not None else ():
            card = self.current_card()
            run_latest(self, "detail-playbook", self._read_coaching, book, card)

    async def _read_coaching(self, book: Playbook, card: Card | None) -> None:
        coaching: Coaching | None = None
        if card is not None:
            number = card.id
            try:
                coaching = await self.desk_app.desk.ask(lambda work: work.playbooks.coaching(number))
            except NotFound:
                card = None
            except PipetuiError as error:
                self.desk_app.tell(str(error), severity="error")
                return
        if book.is_mounted and book.is_running:
            book.tell(card, coaching)

    def on_playbook_ticked(self, event: Playbook.Ticked) -> None:
        """Ticks a line, takes the tick away, or asks for the field it is met by."""
        card, line = event.card, event.line
        if line.field is None:
            on, off = ((), (line.id,)) if event.met else ((line.id,), ())
            self.do(lambda work: work.ticks.set(card.id, on, off))
        else:
            self.start(self._fill_in, card, line)

    async def _fill_in(self, card: Card, line: Criterion) -> None:
        from pipetui.tui.flows.guard import fill_in
        from pipetui.tui.widgets.playbook import Playbook

        await fill_in(self, card, line)
        for book in self.query(Playbook):
            book.focus()

    async def on_playbook_left(self, event: Playbook.Left) -> None:
        """Gives the keyboard back, and closes it where that is wanted."""
        if event.closed:
            await self.close_playbook()
        else:
            self.focus_body()

    def on_playbook_edited(self, event: Playbook.Edited) -> None:
        """Edits the playbook of a stage."""
        self.desk_app.edit_stage(event.stage_id, outside=event.outside)
