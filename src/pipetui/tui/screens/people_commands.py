"""The commands on companies, contacts and duplicates."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pipetui.tui.screens.rows import RowScreen
from pipetui.tui.screens.working import WorkingScreen
from pipetui.tui.workers import run_beside
from pipetui.views.people.listed import SORTS

if TYPE_CHECKING:
    from pipetui.tui.people_head import Half
    from pipetui.tui.widgets.row_list import RowList
    from pipetui.views.card import Card
    from pipetui.views.people.duplicates import Pair
    from pipetui.views.people.listed import Kind
    from pipetui.views.people.merging import Side
    from pipetui.views.people.profile import Profile


class PeopleCommands(RowScreen, WorkingScreen):
    """What is done with the one under the cursor."""

    inside = False
    """Whether the cursor is in what is known of one, beside the list."""
    half: Half
    sort: str
    told: Profile | None
    pair: Pair | None
    pairs: list[Pair]
    sides: list[Side]
    moves = ""
    """What goes from one of a pair to the other, in a sentence."""

    # Going about

    def action_half(self, by: int) -> None:
        """Goes to the next of companies, contacts, duplicates."""
        from pipetui.tui.people_head import HALVES

        self.half = HALVES[(HALVES.index(self.half) + by) % len(HALVES)]
        self.action_to_list()
        self.draw()

    def action_beside(self) -> None:
        """Goes to what is known beside the list."""
        self.inside = True
        self.focus_body()

    def action_to_list(self) -> None:
        """Goes back to the list."""
        self.inside = False
        self.focus_body()

    def action_sort(self) -> None:
        """Takes the next order."""
        if self.half != "duplicate":
            self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
            self.show()

    def show(self) -> None:
        """Shows the half there is."""
        raise NotImplementedError  # the screen says it

    def show_beside(self, *, stay: bool = True) -> None:
        """Draws what is known of one."""
        raise NotImplementedError  # the screen says it

    def go_to(self, kind: Kind, number: int, field: str = "") -> None:
        """Goes to a company or a contact, and into one of their fields where it is named."""
        raise NotImplementedError  # the screen says it

    @property
    def beside(self) -> RowList:
        """What is known of one."""
        raise NotImplementedError  # the screen says it

    def action_open(self) -> None:
        """Goes into what is known; there it edits a field, opens a deal, goes to somebody."""
        if not self.inside:
            self.action_beside()
            return
        match self.beside.key:
            case ("field", *_):
                self.action_edit()
            case ("side", *_):
                self.action_flip()
            case ("deal", int(number)) | ("step" | "event", _, int(number)):
                self.desk_app.open_deal(number)
            case ("part", int(deal), int(number)) if self.told and (self.told.kind, self.told.id) == (
                "contact",
                number,
            ):
                self.desk_app.open_deal(deal)
            case ("member", int(number)) | ("part", _, int(number)):
                self.go_to("contact", number)

    # Editing

    def one_or_tell(self) -> Profile | None:
        """The one under the cursor; where there is nobody, says so."""
        if self.told is None:
            self.desk_app.tell("Nobody is here. a adds somebody." if self.half != "duplicate" else "= merges the two.")
        return self.told

    def action_add(self) -> None:
        """Adds a contact, or among companies a company."""
        from pipetui.tui.flows.people import add
        from pipetui.tui.screens.people import PeopleScreen

        assert isinstance(self, PeopleScreen)
        self.start(add, self, self.half == "company")

    def action_edit(self) -> None:
        """Edits the field under the cursor; from the list, goes to the fields first."""
        from pipetui.tui.flows.people import edit
        from pipetui.tui.screens.people import PeopleScreen

        assert isinstance(self, PeopleScreen)
        if (told := self.one_or_tell()) is None:
            return
        match self.beside.key:
            case ("field", str(name), *_) if self.inside:
                self.start(edit, self, told, name)
            case _:
                self.action_beside()
                self.beside.go_to(("field", "name"))

    def action_delete(self) -> None:
        """Deletes the one under the cursor of the list, once that is confirmed."""
        from pipetui.tui.flows.people import delete

        if told := self.one_or_tell():
            self.start(delete, self, told.kind, told.id, told.name)

    def action_browse(self) -> None:
        """Opens the link under the cursor in the browser, else the first page there is."""
        if told := self.one_or_tell():
            links = told.values["links"].split()
            page = told.values.get("website") or (links[0] if links else "")
            match self.beside.key:
                case ("field", "links", int(place)) if self.inside and place < len(links):
                    page = links[place]
            run_beside(self, "commands", self._browse, page)

    async def _browse(self, page: str) -> None:
        from pipetui.desktop import open_page
        from pipetui.values.reach import page_of

        address = page_of(page) if page else None
        if address is None:
            self.desk_app.tell("No page is known here. e on links or web takes one.")
        elif await asyncio.to_thread(open_page, address):
            self.desk_app.tell(f"Opened {address}")
        else:
            self.desk_app.tell(f"There is no browser here. The page is {address}", severity="warning")

    def action_deals(self) -> None:
        """Shows only their deals on the board."""
        from pipetui.tui.flows.finding import show_deals

        if told := self.one_or_tell():
            run_beside(self, "commands", show_deals, self.desk_app, told.kind, told.id, told.name)

    async def _copy(self, text: str, what: str) -> None:
        from pipetui.tui.clipboard import put_on_clipboard

        way = await put_on_clipboard(self.desk_app, text)
        self.desk_app.tell(f"Copied {what} {way}")

    def action_copy(self) -> None:
        """Copies what is known as text."""
        if told := self.one_or_tell():
            from pipetui.views.people.fields import FIELDS

            lines = [told.name, *(
                f"{field.label}: {told.values[field.name]}"
                for field in FIELDS[told.kind] if field.name != "name" and told.values[field.name]
            )]  # fmt: skip
            run_beside(self, "commands", self._copy, "\n".join(lines), told.name)

    def action_vcard(self) -> None:
        """Copies the one under the cursor as a vCard."""
        if told := self.one_or_tell():
            run_beside(self, "commands", self._copy_card, told.kind, told.id, told.name)

    async def _copy_card(self, kind: Kind, number: int, name: str) -> None:
        text = await self.desk_app.desk.ask(lambda work: work.exports.vcard_of(kind, number))
        await self._copy(text, f"the vCard of {name}")

    # Parts in deals

    def action_link(self) -> None:
        """Gives a contact a part in a deal, or another role in it."""
        from pipetui.tui.flows.people import link

        if (told := self.one_or_tell()) is None:
            return
        name, role = (told.name if told.kind == "contact" else ""), ""
        deals: list[Card] = [card for card in told.deals if card.is_open] if told.kind == "company" else []
        match self.beside.key if self.inside else None:
            case ("deal", int(deal)):
                deals = [card for card in told.deals if card.id == deal]
            case ("part", int(deal), int(contact)):
                deals = [card for card in told.deals if card.id == deal]
                if part := told.role_in(deal, contact):
                    name, role = part.name, part.role or ""
            case ("member", int(contact)):
                name = next(one.name for one in told.members if one.id == contact)
        self.start(link, self, told, deals, name, role)

    def _part_or_tell(self) -> tuple[int, int] | None:
        match self.beside.key if self.inside else None:
            case ("part", int(deal), int(contact)):
                return deal, contact
        self.desk_app.tell("Go to a name under a deal first: → and ↓.")
        return None

    def action_unlink(self) -> None:
        """Takes the contact under the cursor out of the deal."""
        if part := self._part_or_tell():
            self.do_told(lambda work: work.people.unlink(*part))

    def action_main(self) -> None:
        """Makes the contact under the cursor the deal's first one."""
        if part := self._part_or_tell():
            self.do_told(lambda work: work.people.set_main(*part))

    # Duplicates

    def _pair_or_tell(self) -> Pair | None:
        if self.pair is None:
            self.desk_app.tell("Duplicates are in the third half: tab goes there.")
        return self.pair

    def action_flip(self) -> None:
        """Keeps the field of the other one, or both."""
        if self._pair_or_tell() is None:
            return
        if not self.inside:
            self.action_beside()
            for key in self.beside.keys:
                if isinstance(key, tuple) and key[0] == "side":
                    self.beside.go_to(key)
                    break
            return
        match self.beside.key:
            case ("side", str(name)):
                self.sides = [side.flipped() if side.name == name else side for side in self.sides]
                self.show_beside()

    def action_merge(self) -> None:
        """Makes one of the two, as chosen."""
        if pair := self._pair_or_tell():
            picks = {side.name: side for side in self.sides}
            self.action_to_list()
            self.do_told(lambda work: work.merging.merge(pair.kind, pair.first.id, pair.second.id, picks))

    def action_apart(self) -> None:
        """Remembers that the two are not the same."""
        if pair := self._pair_or_tell():
            self.action_to_list()
            self.do_told(lambda work: work.merging.keep_apart(pair.kind, pair.first.id, pair.second.id))

    def action_merge_sure(self) -> None:
        """Merges all that are sure, once that is confirmed."""
        from pipetui.tui.flows.people import merge_sure
        from pipetui.tui.screens.people import PeopleScreen

        assert isinstance(self, PeopleScreen)
        self.start(merge_sure, self, self.pairs)
