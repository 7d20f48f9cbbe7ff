"""What a filter compares, selected once for each deal: the columns its conditions ask for, and no others.

Texts are folded (case, accents) by a function of Python's that the connection is lent for it: docs/filters.md has why
no folded text is stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pipetui.values.money import weighted
from pipetui.values.text import fold
from pipetui.views.rates import in_base
from pipetui.views.stage import Pipeline

TEXT = "fold(nullif({}, ''))"
"""A folded text; NULL for none."""

_STEP = "SELECT {} FROM activity WHERE activity.deal_id = deal.id AND done_at IS NULL AND due_on IS NOT NULL"

_TEXTS = {
    "id": "CAST(deal.id AS TEXT)",
    "title": "deal.title",
    "status": "deal.status",
    "pipeline": "pipeline.name",
    "company": "company.name",
    "contact": "contact.name",
    "owner": "deal.owner",
    "source": "deal.source",
    "campaign": "deal.campaign",
    "product": "deal.product",
    "reason": "reason.name",
    "category": "CASE deal.status WHEN 'open' THEN coalesce(deal.category, stage.category)"
    " WHEN 'won' THEN 'closed' END",
    "next_kind": f"({_STEP.format('kind')} ORDER BY due_on, due_at IS NULL, due_at, activity.id LIMIT 1)",
}


class Spanned(NamedTuple):
    """Something compared by size; a moment is compared by the local day it is on."""

    select: str
    is_moment: bool = False


SPANNED = {
    "value": Spanned("deal.base_amount"),
    "weighted": Spanned(
        "CASE WHEN deal.status = 'open'"
        " THEN weighted(deal.base_amount, coalesce(deal.probability, stage.probability)) END"
    ),
    "prob": Spanned("coalesce(deal.probability, stage.probability)"),
    "pushes": Spanned("deal.pushes"),
    "close": Spanned("deal.expected_close"),
    "closed": Spanned("deal.closed_on"),
    "created": Spanned("deal.created_at", is_moment=True),
    "touched": Spanned("deal.touched_at", is_moment=True),
    "since": Spanned("deal.stage_since", is_moment=True),
    "next": Spanned(f"({_STEP.format('min(due_on)')})"),
}
"""Every field that is compared by size, and what it is in the file; the rep's own are beside these."""

_PLAIN = {
    "status": "deal.status",
    "stage_id": "deal.stage_id",
    "nurture_until": "deal.nurture_until",
    "base": "pipeline.currency",
}

_OWN = (
    "(SELECT {} FROM own_value JOIN own_field ON own_field.id = own_value.field_id"
    " WHERE own_value.deal_id = deal.id AND own_field.key = ?)"
)
_OWN_KINDS = {
    "number": "number(own_value.text)",
    "money": "in_base(own_value.amount, own_value.currency, pipeline.currency)",
    "ahead": "own_value.day",
}

_TAGS_TOGETHER = (
    "coalesce((SELECT group_concat(tag.name, char(10)) FROM deal_tag JOIN tag ON tag.id = deal_tag.tag_id"
    " WHERE deal_tag.deal_id = deal.id), '')"
)
_HAYSTACK = " || char(10) || ".join(
    [
        "deal.title",
        *(f"coalesce({column}, '')" for column in ("company.name", "contact.name", "deal.owner", "deal.product")),
        *(f"coalesce({column}, '')" for column in ("deal.source", "deal.campaign")),
        _TAGS_TOGETHER,
    ]
)

_JOINS = {
    "pipeline": "JOIN pipeline ON pipeline.id = deal.pipeline_id",
    "stage": "JOIN stage ON stage.id = deal.stage_id",
    "company": "LEFT JOIN company ON company.id = deal.company_id",
    "contact": "LEFT JOIN deal_contact ON deal_contact.deal_id = deal.id AND deal_contact.position = 0"
    " LEFT JOIN contact ON contact.id = deal_contact.contact_id",
    "reason": "LEFT JOIN reason ON reason.id = deal.reason_id",
}


class Columns:
    """The columns of ``record`` that conditions are written on, each selected when it is first asked for."""

    def __init__(self, rows: sqlite3.Connection, pipelines: Sequence[Pipeline]) -> None:
        """Lends the connection what texts and amounts are compared with."""
        self.values: list[Any] = []
        """What the marks in the columns stand for."""
        self._selected: dict[str, str] = {}
        rates = pipelines[0].rates if pipelines else {}

        def worth(minor: int | None, currency: str | None, base: str) -> int | None:
            return None if minor is None or currency is None else in_base(rates, minor, currency, base)[0]

        for name, arguments, function in (
            ("fold", 1, _folded),
            ("weighted", 2, _weighted),
            ("number", 1, _number),
            ("in_base", 3, worth),
        ):
            rows.create_function(name, arguments, function, deterministic=True)

    def plain(self, name: str) -> str:
        """A column as it is in the file."""
        return self._column(f"plain_{name}", _PLAIN[name])

    def text(self, name: str, kind: str) -> str:
        """A field's text, folded; NULL where it says nothing."""
        if name in _TEXTS:
            return self._column(f"text_{name}", TEXT.format(_TEXTS[name]))
        return self._own(name, kind)

    def size(self, name: str, kind: str) -> str:
        """What a field is compared by: a number, minor units of the pipeline's currency, an ISO day, a moment."""
        if name in SPANNED:
            return self._column(f"size_{name}", SPANNED[name].select)
        return self._own(name, kind)

    def haystack(self) -> str:
        """What words are looked for in, folded."""
        return self._column("haystack", f"fold({_HAYSTACK})")

    def select(self, among: str, condition: str) -> str:
        """The statement: the numbers of the deals, in order; ``among`` is on ``deal``, ``condition`` on the columns."""
        wanted = ", ".join(["deal.id AS id", *(f"{told} AS {name}" for name, told in self._selected.items())])
        joins = " ".join(join for table, join in _JOINS.items() if f"{table}." in wanted)
        # Made once for each deal: otherwise each mention of a column would fold its text again.
        return (
            f"WITH record AS MATERIALIZED (SELECT {wanted} FROM deal {joins} WHERE {among})"
            f" SELECT id FROM record WHERE {condition} ORDER BY id"
        )

    def _own(self, name: str, kind: str) -> str:
        """A field of the rep's own; NULL where a deal says nothing, or there is no such field any more."""
        key = f"own_{name}_{kind}"
        if _quoted(key) not in self._selected:
            self.values.append(name)
        return self._column(key, _OWN.format(_OWN_KINDS.get(kind, TEXT.format("own_value.text"))))

    def _column(self, name: str, told: str) -> str:
        self._selected.setdefault(_quoted(name), told)
        return f"record.{_quoted(name)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(str(text))


def _weighted(minor: int | None, probability: float) -> int | None:
    return None if minor is None else weighted(minor, probability)


def _number(text: str | None) -> float | None:
    try:
        return float(Decimal(text or 0))
    except InvalidOperation:
        return None
