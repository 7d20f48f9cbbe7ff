"""What becomes of the rows of a file of deals."""

from datetime import date, timedelta

import pytest

from pipetui.model import ExchangeRate
from pipetui.values.errors import Invalid, Refused
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from tables import Bring, Cards, History, Stages

TODAY = date(2026, 11, 23)


def test_a_row_becomes_a_deal_with_all_that_belongs_to_it(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    told = bring(
        "Deal ID,Title,Company,Contact,Email,Owner,Value,Stage,Probability,Close date,Created,Last activity,"
        "Source,Product,Tags,Next step,Next activity date,Notes,Colour\n"
        '17.0,Rollout,Acme,Jane Doe,jane@example.com,Kim,"1,234.50",Demo,40%,2026-12-18,2026-09-01,2026-11-20,Fair,Pro,'
        '"big; q4",Call about terms,2026-11-27,"one\ntwo",red\n'
    )
    assert (told.rows, told.created, told.updated, told.unchanged, told.rejected) == (1, 1, 0, 0, ())
    assert (told.kind, told.unmapped, told.mapping["Deal ID"]) == ("deals", ("Colour",), "id")
    assert dict(told.dialect) == {"encoding": "utf-8", "delimiter": "comma", "decimal": "."}
    [card] = cards()
    assert (card.title, card.company, card.contact, card.owner) == ("Rollout", "Acme", "Jane Doe", "Kim")
    assert (card.amount, card.currency, card.base_amount, card.weighted) == (123450, "EUR", 123450, 49380)
    assert (card.probability, card.probability_source, card.category) == (40, "stage", "pipeline")
    assert (card.expected_close, card.created_on) == (date(2026, 12, 18), date(2026, 9, 1))
    assert (card.stage_since, card.touched_on) == (date(2026, 9, 1), date(2026, 11, 20))
    assert (card.source, card.product, card.tags) == ("Fair", "Pro", ("big", "q4"))
    [step] = card.steps
    assert (step.kind, step.subject, step.due, step.at) == ("call", "Call about terms", date(2026, 11, 27), None)
    detail = workspace.timelines.detail(card.id)
    assert detail.notes == "one\ntwo"
    assert [(person.name, person.email) for person in detail.people] == [("Jane Doe", "jane@example.com")]
    assert dict(told.preview[0]) == {
        "title": "Rollout",
        "company": "Acme",
        "amount": 1234.5,
        "currency": "EUR",
        "stage": "Demo",
        "status": "open",
        "expected_close": "2026-12-18",
        "owner": "Kim",
    }


def test_won_and_lost_are_facts_of_a_deal_never_stages(bring: Bring, cards: Cards, stages: Stages) -> None:
    bring(
        "Title,Stage,Close date,Value,Lost reason\n"
        "A,Prospecting,2026-12-01,10,\n"
        "B,Negotiation,2026-12-02,20,\n"
        "C,Closed Won,2026-10-01,30,\n"
        "D,Closed Lost,2026-10-02,40,Too dear\n"
        "E,Verloren,2026-10-03,0,\n"
    )
    assert stages() == [("Prospecting", 10), ("Negotiation", 80)]
    names = dict(enumerate(name for name, _ in stages()))
    first, second, won, lost, other = cards()
    assert (first.status, first.expected_close, first.closed_on) == ("open", date(2026, 12, 1), None)
    assert (won.status, won.expected_close, won.closed_on, won.stage_id) == (
        "won",
        None,
        date(2026, 10, 1),
        second.stage_id,
    )
    assert (lost.status, lost.closed_on, lost.reason, lost.amount) == ("lost", date(2026, 10, 2), "Too dear", 4000)
    assert (other.status, other.amount, other.reason) == ("lost", None, None)
    assert names == {0: "Prospecting", 1: "Negotiation"}


def test_a_lost_deal_keeps_the_stage_the_file_gives(bring: Bring, cards: Cards, stages: Stages) -> None:
    bring(
        "Deal - Title,Deal - Stage,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Update time\n"
        "A,Demo,Open,,,2026-10-01\nB,Demo,Lost,,2026-09-09,2026-10-01\n"
        "C,Negotiation,Won,2026-09-10,,2026-10-01\nD,Negotiation,Won,,,2026-10-05\nE,Demo,Lost,,,\n"
    )
    assert [name for name, _ in stages()] == ["Demo", "Negotiation"]
    opened, lost, won, changed, unknown = cards()
    assert (opened.status, lost.status, won.status) == ("open", "lost", "won")
    assert lost.stage_id == opened.stage_id != won.stage_id
    closed = [card.closed_on for card in (lost, won, changed, unknown)]
    assert closed == [date(2026, 9, 9), date(2026, 9, 10), date(2026, 10, 5), TODAY]


def test_a_status_that_is_no_outcome_is_the_stage(bring: Bring, cards: Cards, stages: Stages) -> None:
    bring("organization,status,deal_value\nAcme,Qualification,10\nBeta,Demo/Making,20\nGamma,Won,30\n")
    assert [name for name, _ in stages()] == ["Qualification", "Demo/Making"]
    assert [(card.title, card.status) for card in cards()] == [("Acme", "open"), ("Beta", "open"), ("Gamma", "won")]


def test_stages_of_an_untouched_pipeline_are_the_files(bring: Bring, stages: Stages, workspace: Workspace) -> None:
    told = bring(
        "Title,Stage,Probability,Value\nA,Lead,0.1,1\nB,Qualify,0.2,1\nC,Proposal,0.6,1\nD,Finalize,0.8,1\nE,Finalize,0.9,1\n"
        "F,Finalize,0.8,1\n"
    )
    assert stages() == [("Lead", 10), ("Qualify", 20), ("Proposal", 60), ("Finalize", 80)]
    assert told.new_stages == ("Qualify", "Finalize")
    pipeline = workspace.overview.pipeline()
    assert [(stage.phase, stage.category) for stage in pipeline.stages] == [
        ("open", "pipeline"),
        ("open", "pipeline"),
        ("open", "best_case"),
        ("open", "commit"),
    ]


def test_a_probability_that_is_not_its_stages_is_the_deals_own(bring: Bring, cards: Cards) -> None:
    bring("Title,Stage,Probability\nA,Demo,40\nB,Demo,40\nC,Demo,75\n")
    assert [(card.probability, card.probability_source) for card in cards()] == [
        (40, "stage"),
        (40, "stage"),
        (75, "manual"),
    ]


def test_a_pipeline_in_use_keeps_its_stages(bring: Bring, cards: Cards, stages: Stages, workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Mine"))
    before = stages()
    told = bring("Title,Stage,Probability\nA,demo,90\nB,Trial,50\n")
    assert stages() == [*before[:3], ("Trial", 50), *before[3:]]
    assert told.new_stages == ("Trial",)
    _, first, second = cards()
    assert (first.probability, first.probability_source) == (90, "manual")
    assert (second.probability, second.probability_source) == (50, "stage")


def test_pipelines_are_made_by_name(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring("Title,Pipeline,Stage\nA,Renewals,Check\nB,New business,Demo\nC,New business,Demo\nD,,Demo\n")
    pipelines = workspace.overview.pipelines()
    assert [pipeline.name for pipeline in pipelines] == ["New business", "Renewals"]
    bring("Title,Pipeline,Stage\nE,RENEWALS,Check\n", name="more.csv")
    assert workspace.overview.pipelines() == pipelines
    by_pipeline = {pipeline.id: pipeline.name for pipeline in pipelines}
    assert [by_pipeline[card.pipeline_id] for card in cards()][-1] == "Renewals"


def test_rows_go_to_the_pipeline_that_was_named(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    bring("Title\nA\n")
    bring("Title,Stage\nB,Check\n", name="b.csv", pipeline="Renewals")
    bring("Title,Stage\nC,Check\n", name="c.csv", pipeline="renewals")
    assert [pipeline.name for pipeline in workspace.overview.pipelines()] == ["Sales", "Renewals"]
    assert [card.pipeline_id for card in cards()] == [1, 2, 2]
    [stage] = workspace.overview.pipeline("Renewals").stages
    assert stage.name == "Check"


def test_companies_and_contacts_are_found_again(bring: Bring, cards: Cards, workspace: Workspace) -> None:
    workspace.deals.add(NewDeal("Mine", company="Café Ltd", contact="Jane Doe"))
    bring(
        "Title,Company,Contact,Email\nA,CAFE LTD,jane doe,\nB,Beta,Max Roe,max@example.com\n"
        "C,Beta,M. Roe,MAX@example.com\nD,Gamma,Jane Doe,\nE,,,\nF,,,\n"
        "G,Beta,Max Roe,other@example.com\nH,,Ann,\nI,,Ben,\n"
    )
    with workspace.store.reading() as connection:
        companies = list(connection.exec_driver_sql("SELECT name FROM company ORDER BY id").scalars())
        contacts = connection.exec_driver_sql("SELECT name, email, company_id FROM contact ORDER BY id").all()
    assert companies == ["Café Ltd", "Beta", "Gamma"]
    assert [tuple(row) for row in contacts] == [
        ("Jane Doe", None, 1),
        ("Max Roe", "max@example.com", 2),
        ("Jane Doe", None, 3),
        ("Max Roe", "other@example.com", 2),
        ("Ann", None, None),
        ("Ben", None, None),
    ]
    assert [card.contact for card in cards()] == [
        *("Jane Doe", "Jane Doe", "Max Roe", "Max Roe", "Jane Doe"),
        *(None, None, "Max Roe", "Ann", "Ben"),
    ]


def test_a_deal_without_a_title_is_called_by_what_there_is(bring: Bring, cards: Cards) -> None:
    told = bring("Account,Product,Contact,Stage\nAcme,Pro,Jane,Demo\nAcme,,,Demo\n,Pro,,Demo\n,,Jane,Demo\n,,,Demo\n")
    assert [card.title for card in cards()] == ["Pro · Acme", "Acme", "Pro", "Jane"]
    [(line, reason)] = told.rejected
    assert (line, reason) == (6, "It has no title, and neither product, company nor contact to call it by.")


def test_rows_that_cant_be_taken_are_told_and_the_others_are_taken(bring: Bring, cards: Cards) -> None:
    told = bring(
        "Title,Value,Close date,Probability\nA,1,2026-12-01,10\nB,lots,2026-12-01,10\nC,1,soon,10\nD,1,2026-12-01,300\n"
        "E,1\nF,2,2026-12-02,20\n"
    )
    assert [card.title for card in cards()] == ["A", "F"]
    assert told.rejected == (
        (3, 'Value: "lots" is not an amount: write 40000, 40k or 1,234.56.'),
        (4, "Close date: “soon” is not a date: write 2026-12-01."),
        (5, "Probability: “300” is not a probability: it must be from 0 to 100 %."),
        (6, "It has 2 cells where the header has 4."),
    )
    assert (told.rows, told.created) == (6, 2)


def test_strict_takes_all_rows_or_none(bring: Bring, cards: Cards, stages: Stages, history: History) -> None:
    before = stages()
    table = "Title,Value,Stage\nA,1,Trial\nB,lots,Trial\nC,many,Trial\n"
    with pytest.raises(Refused) as refused:
        bring(table, strict=True)
    assert str(refused.value).startswith("2 rows can't be taken, so nothing was imported. Line 3: Value: ")
    assert (cards(), stages(), history()) == ([], before, ["A new pipeline"])
    assert bring(table.replace("lots", "2").replace("many", "3"), strict=True).created == 3


def test_a_dry_run_tells_and_writes_nothing(bring: Bring, cards: Cards, stages: Stages, history: History) -> None:
    before = stages()
    table = "Title,Value,Stage\nA,1,Trial\nB,lots,Trial\n"
    dry = bring(table, dry_run=True)
    assert (dry.rows, dry.created, len(dry.rejected), dry.new_stages, dry.dry_run) == (2, 1, 1, ("Trial",), True)
    assert (cards(), stages(), history()) == ([], before, ["A new pipeline"])
    real = bring(table)
    assert (real.created, real.rejected, real.preview, real.new_stages) == (
        dry.created,
        dry.rejected,
        dry.preview,
        dry.new_stages,
    )


def test_amounts_keep_their_currency_and_are_converted_at_the_stored_rate(
    bring: Bring, cards: Cards, workspace: Workspace
) -> None:
    with workspace.store.transaction("A rate") as writing:
        writing.session.add(ExchangeRate(base="EUR", currency="USD", day=TODAY - timedelta(days=3), rate="0.9"))
    bring("Title,Value,Currency\nA,100,EUR\nB,100,USD\nC,$50,\nD,100,GBP\nE,1000,JPY\nF,,USD\nG,7,\n")
    assert [(card.amount, card.currency, card.base_amount) for card in cards()] == [
        (10000, "EUR", 10000),
        (10000, "USD", 9000),
        (5000, "USD", 4500),
        (10000, "GBP", None),
        (1000, "JPY", None),
        (None, "USD", None),
        (700, "EUR", 700),
    ]


@pytest.mark.parametrize(
    ("table", "amount"),
    [
        ("Title,Value,Currency\nA,1.50,CHF\nB,2,CHF\n", 150),
        ("Title,Value (CHF)\nA,1.50\nB,2\n", 150),
        ("Title,Value\nA,CHF 1.50\nB,2 CHF\n", 150),
    ],
)
def test_an_untouched_pipeline_takes_the_only_currency(
    table: str, amount: int, bring: Bring, cards: Cards, workspace: Workspace
) -> None:
    bring(table)
    assert workspace.overview.pipeline().currency == "CHF"
    assert [(card.amount, card.currency, card.base_amount) for card in cards()] == [
        (amount, "CHF", amount),
        (200, "CHF", 200),
    ]


def test_an_untouched_pipeline_keeps_its_currency_where_there_are_several(bring: Bring, workspace: Workspace) -> None:
    bring("Title,Value,Currency\nA,1.50,CHF\nB,2,USD\n")
    assert workspace.overview.pipeline().currency == "EUR"


def test_bare_amounts_are_in_the_currency_the_pipeline_takes(bring: Bring, cards: Cards) -> None:
    """The yen has no cents: what was read before the currency was known is not a hundred times as much."""
    bring("Title,Value\nA,¥ 500\nB,700\n")
    assert [(card.amount, card.currency) for card in cards()] == [(500, "JPY"), (700, "JPY")]


def test_categories_that_are_not_the_stages_are_the_deals_own(bring: Bring, cards: Cards) -> None:
    bring("Title,Stage,Forecast category\nA,Demo,Best Case\nB,Demo,Pipeline\nC,Demo,Omitted\nD,Demo,\n")
    assert [(card.category, card.category_source) for card in cards()] == [
        ("best_case", "manual"),
        ("pipeline", "stage"),
        ("omitted", "manual"),
        ("pipeline", "stage"),
    ]


def test_closed_deals_that_say_little_get_days_in_order(bring: Bring, cards: Cards) -> None:
    bring("Title,Status,Closed on\nA,Won,2026-03-01\nB,Lost,\n")
    first, second = cards()
    assert first.created_on == first.closed_on == date(2026, 3, 1)
    assert second.created_on == second.closed_on == TODAY


@pytest.mark.parametrize(
    ("table", "options", "error", "sentence"),
    [
        ("Foo,Bar\n1,2\n", {}, Refused, "No column is a deal's title, company or contact."),
        (
            "Acme rollout,Acme,40000\nFleet,Nordwind,24000\n",
            {},
            Refused,
            "deals.csv has no header: its first line tells “40000”",
        ),
        (
            "Acme rollout,Acme,2026-12-01\nFleet,Hexa,2026-12-09\n",
            {},
            Refused,
            "deals.csv has no header: its first line",
        ),
        ("Acme rollout,jane@acme.com\nFleet,ole@hexa.com\n", {}, Refused, "deals.csv has no header: its first line"),
        ("Title,Close date\nA,03/04/2026\n", {}, Refused, "The dates of column “Close date” can be read two ways"),
        ("Title\nA\n", {"dates": "ydm"}, Invalid, "“ydm” is not an order of dates: write dmy, mdy or ymd."),
        ("Title\nA\n", {"maps": ("Title=colour",)}, Invalid, "“colour” is not a field of deals."),
        (
            "Title,Stage\n" + "".join(f"A,stage {n}\n" for n in range(101)),
            {},
            Refused,
            "The file has 101 different stages",
        ),
        (
            "Title,Pipeline\n" + "".join(f"A,line {n}\n" for n in range(51)),
            {},
            Refused,
            "The file has 51 different pipelines, which can't be right.",
        ),
    ],
)
def test_what_can_only_be_wrong_is_refused(
    table: str,
    options: dict[str, object],
    error: type[Exception],
    sentence: str,
    bring: Bring,
    cards: Cards,
    history: History,
) -> None:
    with pytest.raises(error) as refused:
        bring(table, **options)
    assert str(refused.value).startswith(sentence)
    assert (cards(), history()) == ([], ["A new pipeline"])


def test_an_order_of_dates_can_be_told(bring: Bring, cards: Cards) -> None:
    bring("Title,Close date\nA,03/04/2026\n", dates="mdy")
    assert cards()[0].expected_close == date(2026, 3, 4)


def test_an_import_is_one_entry_of_history(bring: Bring, history: History) -> None:
    bring("Title,Stage\nA,Trial\nB,Trial\n")
    assert history() == ["A new pipeline", "Imported 2 deals from deals.csv"]


def test_a_file_of_which_every_row_is_rejected_changes_nothing(bring: Bring, cards: Cards, history: History) -> None:
    told = bring("Title,Value,Stage\nA,x,Trial\nB,y,Trial\n")
    assert (told.rows, told.created, len(told.rejected)) == (2, 0, 2)
    assert (cards(), history()) == ([], ["A new pipeline"])


def test_progress_goes_up_to_the_end(workspace: Workspace) -> None:
    path = workspace.path.with_name("many.csv")
    path.write_text("ID,Title,Company\n" + "".join(f"{n},Deal {n},Company {n % 50}\n" for n in range(5_000)))
    told: list[tuple[int, int]] = []
    workspace.imports.read(path, None, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (1_000, 1_000)
    # Reading, converting and writing are each told of several times.
    for start, end in ((0, 150), (150, 350), (500, 1_000)):
        assert len({done for done, _ in told if start < done <= end}) >= 3
