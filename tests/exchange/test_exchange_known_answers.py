"""Two real pipelines, imported with no option but the file, against the figures known of them."""

from collections import defaultdict
from datetime import date

import pytest

from pipetui.values.errors import Refused
from pipetui.values.periods import parse_period
from pipetui.workspace import Workspace
from tables import Cards, History, Stages, shared_data

TODAY = date(2026, 11, 23)


def test_maven(workspace: Workspace, cards: Cards, stages: Stages, history: History) -> None:
    told = workspace.imports.read(shared_data("maven/sales_pipeline.csv"))
    assert (told.rows, told.created, told.rejected, told.unmapped) == (8_800, 8_800, (), ())
    assert told.mapping == {
        "opportunity_id": "id",
        "sales_agent": "owner",
        "product": "product",
        "account": "company",
        "deal_stage": "stage",
        "engage_date": "created",
        "close_date": "expected_close",
        "close_value": "amount",
    }
    assert [name for name, _ in stages()] == ["Prospecting", "Engaging"]
    everything = cards()
    won = [card for card in everything if card.status == "won"]
    lost = [card for card in everything if card.status == "lost"]
    assert (len(won), len(lost), len(everything) - len(won) - len(lost)) == (4_238, 2_473, 2_089)
    assert sum(card.base_amount or 0 for card in won) == 10_005_534_00
    assert {card.amount for card in lost} == {None}
    assert round(sum((card.closed_on - card.created_on).days for card in won if card.closed_on) / len(won), 2) == 51.78
    assert (
        round(sum((card.closed_on - card.created_on).days for card in lost if card.closed_on) / len(lost), 2) == 41.48
    )
    assert (len({card.owner for card in everything}), len({card.company for card in everything} - {None})) == (30, 85)
    assert {card.product for card in everything} >= {"GTXPro", "MG Special"}
    assert sum(card.company is None for card in everything) == 1_425
    pipeline = workspace.overview.pipeline()
    quarters = [parse_period(f"Q{quarter} 2017", TODAY) for quarter in (1, 2, 3, 4)]
    assert [workspace.overview.forecasts.of(pipeline, quarter).figures().won for quarter in quarters] == [
        1_134_672_00,
        3_086_111_00,
        2_982_255_00,
        2_802_496_00,
    ]
    again = workspace.imports.read(shared_data("maven/sales_pipeline.csv"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 8_800)
    assert cards() == everything
    assert history() == ["A new pipeline", "Imported 8,800 deals from sales_pipeline.csv"]


def test_microsoft(workspace: Workspace, cards: Cards, stages: Stages) -> None:
    told = workspace.imports.read(shared_data("microsoft/opportunities.csv"))
    assert (told.rows, told.created, told.rejected) == (487, 487, ())
    assert told.mapping["FactoredProductRevenue"] == "weighted"
    assert {"Region", "Partner", "Account ID", "Opportunity Size"} <= set(told.unmapped)
    assert stages() == [("Lead", 10), ("Qualify", 20), ("Solution", 40), ("Proposal", 60), ("Finalize", 80)]
    names = {stage.id: stage.name for stage in workspace.overview.pipeline().stages}
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for card in cards():
        assert card.probability_source == "stage"
        figures = found[names[card.stage_id]]
        figures[0] += 1
        figures[1] += card.base_amount or 0
        figures[2] += card.weighted or 0
    assert found == {
        "Lead": [268, 1_237_621_368_00, 123_762_136_80],
        "Qualify": [94, 359_849_978_00, 71_969_995_60],
        "Solution": [74, 288_532_460_00, 115_412_984_00],
        "Proposal": [37, 149_726_462_00, 89_835_877_20],
        "Finalize": [14, 75_174_859_00, 60_139_887_20],
    }
    assert sum(figures[2] for figures in found.values()) == 461_120_880_80
    twice = [card for card in cards() if card.title == "Opportunity #302"]
    assert [(card.amount, names[card.stage_id]) for card in twice] == [
        (1_952_547_00, "Lead"),
        (4_258_202_00, "Solution"),
    ]
    assert cards()[0].expected_close == date(2015, 11, 20)
    again = workspace.imports.read(shared_data("microsoft/opportunities.csv"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 487)


@pytest.mark.parametrize("name", ["maven/products.csv", "maven/sales_teams.csv", "maven/data_dictionary.csv"])
def test_tables_of_something_else_are_refused(name: str, workspace: Workspace, history: History) -> None:
    with pytest.raises(Refused, match="No column is a deal's title, company or contact"):
        workspace.imports.read(shared_data(name))
    assert history() == ["A new pipeline"]


def test_accounts_are_companies(workspace: Workspace) -> None:
    told = workspace.imports.read(shared_data("maven/accounts.csv"))
    assert (told.kind, told.created, told.rejected) == ("contacts", 85, ())
