"""Headers of other programs become fields: by name, by likeness, by hand."""

import pytest

from pipetui.exchange.headers import KINDS, Columns, kind_of, map_headers
from pipetui.exchange.source import Source
from pipetui.exchange.systems import system_of
from pipetui.values.errors import Invalid

PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Creator,Deal - Owner,Deal - Value,Deal - Currency of Value,Deal - Weighted value,"
    "Deal - Probability,Deal - Organization,Deal - Organization ID,Deal - Pipeline,Deal - Contact person,"
    "Deal - Contact person ID,Deal - Stage,Deal - Label,Deal - Status,Deal - Deal created,Deal - Update time,"
    "Deal - Last stage change,Deal - Next activity date,Deal - Last activity date,Deal - Won time,Deal - Lost time,"
    "Deal - Deal closed on,Deal - Lost reason,Deal - Expected close date,Deal - Product name,Deal - Source origin"
)
HUBSPOT = (
    "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Create Date,Deal owner,Deal Type,"
    "Deal probability,Weighted amount,Forecast category,Next step,Deal tags,Deal Description,Closed won reason,"
    "Closed lost reason,Last Activity Date,Is Deal Closed?,Is Closed Won,Days to close,Associated Contact,"
    "Associated Company"
)
SALESFORCE = (
    "CreatedDate,Id,IsDeleted,AccountId,Name,Amount,Probability,ExpectedRevenue,CloseDate,Type,NextStep,LeadSource,"
    "IsClosed,IsWon,ForecastCategory,OwnerId,LastModifiedDate,LastActivityDate,LastStageChangeDate,StageName"
)
REPORT = (
    "Opportunity Name,Account Name,Amount,Close Date,Stage,Probability (%),Age,Created Date,Opportunity Owner,"
    "Lead Source,Next Step,Expected Revenue,Opportunity ID"
)
ODOO = "id,name,user_id,company_id,expected_revenue,date_deadline,partner_id,partner_name,email_from,stage_id,active"
CLOSE = "id,lead_id,lead_name,status_label,status_type,value,value_currency,confidence,date_created,date_won,user_name"
ITALIAN = "Titolo,Azienda,Importo,Fase,Data chiusura,Probabilità %,Commerciale,Creata il,Note"
GERMAN = "Titel,Unternehmen,Wert (EUR),Phase,Voraussichtl. Abschlussdatum,Wahrscheinlichkeit,Verantwortlicher"


def table(headers: str, cells: str = "", separator: str = ",") -> Source:
    names = tuple(header.strip() for header in headers.split(separator))
    values = cells.split(separator) if cells else [""] * len(names)
    return Source("x.csv", "utf-8", ",", names, tuple((cell,) for cell in values), [2], ())


def mapped(headers: str, cells: str = "", kind: str | None = None, maps: tuple[str, ...] = ()) -> Columns:
    source = table(headers, cells)
    return map_headers(source, KINDS[kind] if kind else kind_of(source.headers), maps)


@pytest.mark.parametrize(
    ("headers", "system", "fields"),
    [
        (
            PIPEDRIVE,
            "pipedrive",
            "id title - owner amount currency weighted probability company - pipeline contact - stage tags status"
            " created modified stage_since next_step_due last_activity won_on lost_on closed lost_reason"
            " expected_close product source",
        ),
        (
            HUBSPOT,
            "hubspot",
            "id title stage pipeline amount currency expected_close created owner - probability weighted category"
            " next_step tags notes won_reason lost_reason last_activity is_closed is_won - contact company",
        ),
        (
            SALESFORCE,
            "salesforce",
            "created id - - title amount probability weighted expected_close - next_step source is_closed is_won"
            " category - modified last_activity stage_since stage",
        ),
        (
            REPORT,
            "salesforce",
            "title company amount expected_close stage probability - created owner source next_step weighted id",
        ),
        (ODOO, "odoo", "id title owner - amount expected_close company - email stage active"),
        (
            CLOSE,
            "close",
            "id - company stage status amount currency probability created won_on owner",
        ),
        (ITALIAN, "csv", "title company amount stage expected_close probability owner created notes"),
        (GERMAN, "csv", "title company amount stage expected_close probability owner"),
    ],
)
def test_headers_of_known_programs(headers: str, system: str, fields: str) -> None:
    columns = mapped(headers)
    names = headers.split(",")
    assert columns.system == system
    assert [columns.fields.get(name, "-") for name in names] == fields.split()
    assert columns.unmapped == tuple(name for name in names if name not in columns.fields)


@pytest.mark.parametrize(
    ("header", "cell", "field"),
    [
        ("Opportunty Name", "Rollout", "title"),
        ("Compny", "Acme", "company"),
        ("Amout", "1,000", "amount"),
        ("Stge", "Demo", "stage"),
        ("Closing Dte", "2026-12-01", "expected_close"),
        ("Probabilty", "20 %", "probability"),
        # A likeness is believed only of cells that can be it.
        ("Closing Dte", "soon", None),
        ("Amout", "a lot", None),
        ("Compny", "4711", None),
        # Other things by nearly the same name.
        ("Account ID", "17", None),
        ("Opportunity Days", "12", None),
        ("Closing Month", "12", None),
    ],
)
def test_a_header_that_is_nearly_known(header: str, cell: str, field: str | None) -> None:
    assert mapped(header, cell, "deals").fields.get(header) == field


def test_each_field_is_used_once_and_the_likeliest_header_wins() -> None:
    assert mapped("Revenue,Value,Amount").fields == {"Amount": "amount"}
    assert mapped("Expected Revenue,Title").fields == {"Expected Revenue": "amount", "Title": "title"}
    assert mapped("Expected Revenue,Amount").fields == {"Expected Revenue": "weighted", "Amount": "amount"}


def test_a_yes_and_a_day_by_the_same_name_are_told_apart() -> None:
    assert mapped("Title,Closed", "One,true", "deals").fields["Closed"] == "is_closed"
    assert mapped("Title,Closed", "One,2026-01-01", "deals").fields["Closed"] == "closed"


def test_columns_are_mapped_by_hand() -> None:
    columns = mapped(
        "Foo,Amount,bar = baz,Stage",
        maps=("foo=company", "Amount=", "bar = baz = Expected Close Date", "STAGE = stage"),
    )
    assert columns.fields == {"Foo": "company", "bar = baz": "expected_close", "Stage": "stage"}
    assert columns.unmapped == ("Amount",)
    assert mapped("Foo,Amount", maps=("Foo=amount",)).fields == {"Foo": "amount"}


@pytest.mark.parametrize(
    ("maps", "sentence"),
    [
        (("Nope=amount",), "“Nope=amount” names no column: write Header=field. The columns are Foo, Amount."),
        (("Foo",), "“Foo” names no column"),
        (("=amount",), "“=amount” names no column"),
        (("Foo=colour",), "“colour” is not a field of deals. The fields are uid, id, title, company,"),
        (("Foo=amount", "Amount=amount"), "Two columns can't both be amount"),
    ],
)
def test_a_wrong_map_says_what_there_is(maps: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        mapped("Foo,Amount", maps=maps)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("title,value", "deals"),
        ("name,company,email,amount", "deals"),
        ("First Name,Last Name,Email,Company", "contacts"),
        ("name,email,phone", "contacts"),
        ("Name,Title,Company,Email", "contacts"),
        ("Title,Company,Contact,Email", "deals"),
        ("account,sector,year_established,revenue,employees,office_location", "contacts"),
        ("Activity - Subject,Activity - Due date,Activity - Type,Activity - Done,Activity - Deal", "activities"),
        ("deal,type,subject,due date,note", "activities"),
        (PIPEDRIVE, "deals"),
        ("foo,bar", "deals"),
    ],
)
def test_what_a_file_holds_is_told_by_its_headers(headers: str, kind: str) -> None:
    assert kind_of(headers.split(",")).name == kind


def test_an_unknown_program_is_csv() -> None:
    assert system_of(("title", "value")) == "csv"
