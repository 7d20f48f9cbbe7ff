"""A new deal with all its fields, filled in from a line."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from pipetui.values.errors import Invalid
from pipetui.values.own import OwnField
from pipetui.views.entry import NewDeal
from pipetui.views.entry_form import EntryForm
from pipetui.views.entry_line import EntryLine, Told
from pipetui.views.fields import Context, field_named
from pipetui.views.known import Known, Name
from views.test_views_entry_line import KNOWN, SALES

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday
OWN = (OwnField(1, "seats", "Seats", "number"),)
FORM = EntryForm(EntryLine(SALES, None, OWN, KNOWN, NOW))
LINE = "Rollout 40k +acme @'Jane Doe' close:eom >demo #q4 #'big deal' next:call fri 15:00 owner:Ida seats:1,200 prob:35"


def test_a_line_fills_it_and_the_deal_is_the_same() -> None:
    entry = FORM.entry
    from_line = NewDeal.from_line(entry.understand(LINE).read)
    from_form = FORM.deal(FORM.filled(LINE))
    assert from_form.stage_id == 3
    assert from_form.own == (("seats", Decimal(1200)),)
    assert from_form.tags == ("q4", "big deal")
    for name in ("title", "amount", "currency", "company", "contact", "owner", "probability", "expected_close", "next"):
        assert getattr(from_form, name) == getattr(from_line, name), name


def test_what_is_wrong_in_a_line_is_in_the_form() -> None:
    texts = FORM.filled("Rollout close:ever >moon +Acme +Nordwind seats:many")
    assert (texts["expected_close"], texts["stage"], texts["company"]) == ("ever", "moon", "Acme Nordwind")
    for name in ("expected_close", "stage", "seats"):
        with pytest.raises(Invalid):
            FORM.told(name, texts)


def test_a_line_too_long_fills_nothing() -> None:
    assert FORM.filled("x" * 3_000)["title"] == ""
    with pytest.raises(Invalid, match="at most 2,000"):
        FORM.value("title", "x" * 3_000)


def test_what_is_told_of_a_field() -> None:
    texts = FORM.filled("Rollout +acme @'Jane Doe'") | {"category": "best", "expected_close": "2026-12-01"}
    assert FORM.told("company", texts) == Told("company", "Acme", "3 deals")
    assert FORM.told("contact", texts) == Told("contact", "Jane Doe")
    assert FORM.told("category", texts) == Told("category", "best case")
    assert FORM.told("probability", texts) == Told("probability", "the stage's")
    assert FORM.told("expected_close", texts) == Told("expected_close", "Tue 1 Dec 2026")
    assert FORM.told("source", texts) is None
    with pytest.raises(Invalid, match="needs a title"):
        FORM.deal(FORM.filled(""))


def test_without_a_stage_it_goes_where_the_line_said_nothing() -> None:
    texts = FORM.filled("Rollout") | {"stage": " "}
    assert FORM.deal(texts).stage_id == 2
    assert FORM.deal(FORM.filled("Rollout")).expected_close is None
    assert FORM.deal(texts | {"expected_close": "eom"}).expected_close == date(2026, 11, 30)


def test_tags_of_several_words_are_edited_as_they_are() -> None:
    spec = field_named("tags")
    card = FORM._context.card._replace(tags=("q4", "big deal", "Jo' Ann's", "a,b"))
    context = Context(card, SALES, NOW.date())
    assert spec.text(context) == "q4 'big deal' \"Jo' Ann's\" 'a,b'"
    assert spec.read(spec.text(context), context) == card.tags
    assert spec.read("#q4, new,  #'big deal'", context) == ("q4", "new", "big deal")


def test_names_are_offered_by_field() -> None:
    entry = EntryLine(SALES, None, OWN, Known({"company": [Name("Acme")]}), NOW)
    assert [name.name for name in entry.values("company", "a")] == ["Acme"]
    assert entry.values("title", "a") == ()
