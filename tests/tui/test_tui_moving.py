"""Moving deals between stages, and what follows in the same keystroke."""

from pathlib import Path

import pytest
from textual.strip import Strip

from pipetui.tui.widgets.column import ColumnView
from pipetui.tui.widgets.columns import Columns
from pipetui.tui.widgets.edge import Edge
from tui.known_pipeline import (
    CLINIC,
    DATA_CENTRE,
    DEMO,
    FLEET,
    LEAD,
    NEGOTIATION,
    PORTAL,
    PROPOSAL,
    QUALIFIED,
    ROUTES,
    WAREHOUSE,
)
from tui.rep import Rep, sitting


def heads(rep: Rep) -> str:
    """The heads of the columns, and the sums above them."""
    return "\n".join(rep.lines[1:5])


async def test_a_move_is_saved_and_every_figure_follows(path: Path) -> None:
    async with sitting(path) as rep:
        rep.shows("Qualified 2", "€36,000", "weighted €7,200", "Demo 2", "€58,000", "weighted €23,200")
        rep.shows("6 deals · €160,000 · weighted €77,000", "weighted €67,400", "gap €62,600")
        await rep.press("L")
        assert rep.card(FLEET).stage_id == DEMO
        rep.shows("Qualified 1", "€12,000", "weighted €2,400", "Demo 3", "€82,000", "weighted €32,800")
        rep.shows("6 deals · €160,000 · weighted €81,800", "weighted €72,200", "gap €57,800")
        assert rep.here == "Fleet renewal"
        await rep.press("H")
        assert rep.card(FLEET).stage_id == QUALIFIED
        rep.shows("Qualified 2", "€36,000", "Demo 2", "6 deals · €160,000 · weighted €77,000", "gap €62,600")
        assert rep.here == "Fleet renewal"


async def test_the_cursor_goes_with_the_deal_through_all_stages(path: Path) -> None:
    async with sitting(path) as rep:
        for stage in (DEMO, PROPOSAL, NEGOTIATION):
            await rep.press("shift+right")
            assert (rep.card(FLEET).stage_id, rep.here) == (stage, "Fleet renewal")
        for stage in (PROPOSAL, DEMO, QUALIFIED):
            await rep.press("shift+left")
            assert (rep.card(FLEET).stage_id, rep.here) == (stage, "Fleet renewal")


async def test_the_last_stage_has_no_next_one(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("l", "l", "l", "L")
        assert rep.told == ["Negotiation is the last stage. Is Data centre phase 2 won?"]
        assert rep.card(DATA_CENTRE).stage_id == NEGOTIATION
        rep.shows("Demo 2", "gap €62,600")


async def test_a_deal_moved_back_to_a_lead_leaves_the_forecast(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("H")
        assert rep.card(FLEET).stage_id == LEAD
        # The leads are folded: the cursor stays with those that are seen.
        assert rep.here == "Spare parts portal"
        rep.shows("5 deals · €136,000 · weighted €72,200", "weighted €62,600", "gap €67,400")
        await rep.press("[", "h")
        assert rep.here == "Fleet renewal"
        await rep.press("H")
        assert rep.told == ["Lead is the first stage."]


async def test_a_lead_moved_on_enters_the_forecast(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("[", "h", "L")
        rep.shows("7 deals · €165,000 · weighted €78,000", "Qualified 3")
        assert rep.here == "Trial licences"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_a_card_dragged_lands_where_it_is_dropped(path: Path, size: tuple[int, int]) -> None:
    async with sitting(path, size) as rep:
        column, line = rep.find("Demo 2")
        await rep.drag("Spare parts", (column + 4, line + 5))
        assert rep.card(PORTAL).stage_id == DEMO
        assert rep.here == "Spare parts portal"
        rep.shows("Demo 3", "Qualified 1")


async def test_a_card_dragged_over_a_column_lights_it(path: Path) -> None:
    async with sitting(path) as rep:
        there = rep.find("Clinic tablets")
        await rep.pick_up("Fleet renewal")
        await rep.pilot.hover(offset=there)
        lit = {view.column.title: view.dropping for view in rep.columns}
        assert lit == {"Qualified": False, "Demo": False, "Proposal": True, "Negotiation": False}
        await rep.drop(there)
        assert not any(view.dropping for view in rep.columns)
        assert rep.card(FLEET).stage_id == PROPOSAL


async def test_a_card_dropped_where_it_was_is_not_moved(path: Path) -> None:
    async with sitting(path) as rep:
        column, line = rep.find("Fleet renewal")
        await rep.drag("Fleet renewal", (column, line + 8))
        assert rep.rows("SELECT count(*) FROM stage_move WHERE deal_id = ?", FLEET) == [(0,)]


@pytest.mark.parametrize("place", [(2, 0), (60, 0), (1, 10), (60, 33), (60, 35)])
async def test_a_card_dropped_beside_the_columns_stays(path: Path, place: tuple[int, int]) -> None:
    async with sitting(path) as rep:
        await rep.drag("Fleet renewal", place)
        assert (rep.card(FLEET).stage_id, rep.card(FLEET).status) == (QUALIFIED, "open")
        await rep.press("j")
        assert rep.here == "Spare parts portal"
        assert not rep.is_asked()


async def test_escape_puts_a_dragged_card_back(path: Path) -> None:
    async with sitting(path) as rep:
        there = rep.find("Clinic tablets")
        await rep.pick_up("Fleet renewal")
        await rep.pilot.hover(offset=there)
        await rep.press("escape")
        assert not any(view.dropping for view in rep.columns)
        await rep.drop(there)
        assert rep.card(FLEET).stage_id == QUALIFIED
        assert rep.here == "Fleet renewal"


async def test_a_card_dragged_to_won_and_lost_closes(path: Path) -> None:
    async with sitting(path, (200, 36)) as rep:
        await rep.press("]")
        await rep.drag("Fleet renewal", rep.find("Museum guides"))
        assert rep.card(FLEET).status == "won"
        await rep.drag("Clinic tablets", rep.find("Harbour cranes"))
        rep.shows("Clinic tablets is lost")
        await rep.press("2", "enter")
        assert (rep.card(CLINIC).status, rep.card(CLINIC).reason) == ("lost", "competition")


async def test_a_card_is_dragged_to_won_and_lost_while_they_are_folded(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.drag("Fleet renewal", (115, 12))
        assert rep.card(FLEET).status == "won"
        await rep.pick_up("Clinic tablets")
        await rep.pilot.hover(offset=(118, 12))
        assert [edge.dropping for edge in rep.app.screen.query(Edge)] == [False, False, True]
        await rep.drop((118, 12))
        rep.shows("Clinic tablets is lost")


async def test_a_dragged_card_goes_with_the_pointer_and_little_is_drawn(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    whole = ColumnView.render_line

    def render_line(view: ColumnView, y: int) -> Strip:
        drawn.append(y)
        return whole(view, y)

    async with sitting(path) as rep:
        column, line = rep.find("Warehouse rollout")
        await rep.pick_up("Fleet renewal")
        await rep.pilot.hover(offset=(column, line + 8))
        assert rep.find("Fleet renewal", 1) == (column, line + 8)  # beside the dim one where it was
        monkeypatch.setattr(ColumnView, "render_line", render_line)
        for step in range(1, 5):
            await rep.pilot.hover(offset=(column + step, line + 8 + step))
        assert rep.find("Fleet renewal", 1) == (column + 4, line + 12)
        assert len(drawn) <= 4 * 2 * 2 * 4  # in two columns, what four lines covered and what they left
        await rep.settled()
        drawn.clear()
        await rep.pilot.hover(offset=(column + 4, line + 12))
        assert len(drawn) <= 1  # Textual looks what is under the pointer
        await rep.drop((column + 4, line + 12))
        assert rep.card(FLEET).stage_id == DEMO
        assert rep.text.count("Fleet renewal") == 1


async def test_the_board_scrolls_under_a_card_held_at_an_edge(path: Path) -> None:
    async with sitting(path, (60, 24)) as rep:
        region = rep.app.screen.query_one(Columns).region
        assert rep.columns[2].region.x >= region.right
        await rep.pick_up("Fleet renewal")
        edge = (region.right - 1, region.y + 6)
        for _ in range(40):
            await rep.pilot.hover(offset=edge)
            await rep.pilot.pause(0.05)
            if rep.columns[-1].region.x < edge[0]:
                break
        await rep.drop(edge)
        assert rep.card(FLEET).stage_id not in (QUALIFIED, DEMO)


async def test_a_closed_deal_is_not_dragged(path: Path) -> None:
    async with sitting(path, (200, 36)) as rep:
        await rep.press("]")
        await rep.drag("Museum guides", rep.find("Fleet renewal"))
        rep.shows("Won 1", "Museum guides")
        assert rep.here == "Museum guides"


async def test_moving_what_was_closed_is_refused(path: Path) -> None:
    async with sitting(path, (200, 36)) as rep:
        await rep.press("]")
        await rep.click("Museum guides")
        await rep.press("L")
        assert rep.told == ["Museum guides is won. Reopen it first."]


async def test_with_a_filter_only_what_is_seen_is_counted(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("/acme\r")
        rep.shows("2 of 6 deals · €58,000 · weighted €23,200", "Demo 2")
        await rep.press("j", "L")
        assert rep.card(WAREHOUSE).stage_id == PROPOSAL
        rep.shows("2 of 6 deals · €58,000 · weighted €31,200", "Demo 1", "Proposal 1")
        assert rep.here == "Warehouse rollout"
        await rep.press("escape")
        rep.shows("Proposal 2", "6 deals · €160,000 · weighted €85,000")


async def test_an_edit_may_put_a_deal_out_of_the_filter(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.type("/planning\rr")
        await rep.say("Ferries")
        rep.shows("0 of 6 deals")
        assert rep.card(ROUTES).title == "Ferries"
        assert rep.here == ""
        await rep.press("w")
        assert rep.told[-1] == "There is no deal here. a adds one."
        await rep.press("escape")
        rep.shows("Ferries", "6 deals")
