"""The names there are in the file: asked for when they are first wanted, and anew after each change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipetui.values.errors import PipetuiError

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.values.filter_offers import Offers
    from pipetui.values.query import Fields, Filter
    from pipetui.views.known import Known


class Names:
    """What a filter can speak of, and what a line that is typed can be completed with."""

    def __init__(self, app: PipetuiApp) -> None:
        self._app = app
        self._fields: Fields | None = None
        self._known: Known | None = None

    def forget(self) -> None:
        """Has them asked for anew."""
        self._fields = self._known = None

    async def filters(self) -> Callable[[str], Filter]:
        """What reads a filter as it is typed."""
        if self._fields is None:
            try:
                self._fields = await self._app.desk.ask(lambda work: work.overview.filter_fields())
            except PipetuiError as error:
                self._app.tell(str(error), severity="error")
        return self.read_filter

    def read_filter(self, text: str) -> Filter:
        """A filter, of the names that were asked for last. Raises Invalid."""
        from pipetui.values.query import parse_filter

        return parse_filter(text, self._app.today(), self._fields)

    def offers(self, text: str, cursor: int) -> Offers | None:
        """How a filter that is typed could go on where the cursor is."""
        from pipetui.values.filter_fields import Fields
        from pipetui.values.filter_offers import offers_at

        return offers_at(text, cursor, self._fields or Fields())

    async def known(self) -> Known:
        """The names a deal's line can be completed with. Raises what the file can't be read for."""
        if self._known is None:
            self._known = await self._app.desk.ask(lambda work: work.overview.known())
        return self._known
