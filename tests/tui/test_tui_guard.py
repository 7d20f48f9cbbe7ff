"""What a deal lacks is told in the same key: filled in, or passed over."""

from collections.abc import Callable
from pathlib import Path

from pipetui.values.clock import Clock
from pipetui.views.process import Exit, StagePlan
from pipetui.workspace import open_workspace
from tui.known_pipeline import DEMO, FLEET, QUALIFIED, TODAY, small
from tui.rep import sitting


def asking(*exits: Exit) -> Callable[[Path], None]:
    """Fills the small pipeline, whose first stage then asks for something."""

    def fill(path: Path) -> None:
        small(path)
        workspace = open_workspace(path, Clock(TODAY), durable=False)
        stage = workspace.overview.pipeline().stage(QUALIFIED)
        workspace.processes.write_stage(
            QUALIFIED, StagePlan("Qualified", "open", stage.probability, 14, "pipeline", exits=exits)
        )
        workspace.close()

    return fill


async def test_what_is_missing_is_filled_in_where_the_deal_is_moved(path: Path) -> None:
    fill = asking(Exit("They told us where it came from", "source"), Exit("They said why now", hard=True))
    async with sitting(path, fill=fill) as rep:
        await rep.press("L")
        rep.shows("Fleet renewal can't go to Demo yet: 2 things missing", "They said why now (a must)")
        assert "move on anyway" not in rep.text
        await rep.type("referral")
        await rep.press("tab")
        await rep.type("y\r")
        card = rep.card(FLEET)
        assert (card.stage_id, card.source, card.waived) == (DEMO, "referral", 0)


async def test_what_is_soft_is_passed_over_and_a_must_is_not(path: Path) -> None:
    async with sitting(path, fill=asking(Exit("They said why now"))) as rep:
        await rep.press("L", "enter")
        assert rep.is_asked() and rep.card(FLEET).stage_id == QUALIFIED
        await rep.press("ctrl+l")
        card = rep.card(FLEET)
        assert (card.stage_id, card.waived) == (DEMO, 1)


async def test_leaving_it_moves_nothing(path: Path) -> None:
    async with sitting(path, fill=asking(Exit("They said why now"))) as rep:
        await rep.press("L", "escape")
        assert not rep.is_asked() and rep.card(FLEET).stage_id == QUALIFIED


async def test_what_the_customer_does_next_is_on_the_agenda(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("F")
        await rep.type("@Ida sends the order fri\r")
        await rep.press("2")
        rep.shows("Waiting for them", "sends the order")
