"""Which program wrote a file, told by its headers; some call the same thing by another's name."""

from __future__ import annotations

from collections.abc import Sequence

from pipetui.exchange.fields import squash

OWN = "pipetui"
UNKNOWN = "csv"

_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # program, and headers that only its files have all of
    (OWN, ("uid", "probability source")),
    (OWN, ("uid", "deal uid")),
    ("pipedrive", ("pipedrive system id",)),
    ("hubspot", ("record id", "deal name")),
    ("hubspot", ("record id", "deal stage")),
    ("hubspot", ("hs object id",)),
    ("hubspot", ("dealname", "dealstage")),
    ("salesforce", ("stage name", "close date", "is won")),
    ("salesforce", ("opportunity name", "account name", "stage")),
    ("salesforce", ("system modstamp",)),
    ("odoo", ("partner id", "stage id", "user id")),
    ("odoo", ("salesperson", "expected closing", "expected revenue")),
    ("close", ("status label", "status type")),
    ("twenty", ("point of contact id", "creation date")),
    ("espo", ("amount currency", "last stage")),
    ("frappe", ("deal owner", "expected closure date")),
    ("frappe", ("deal value", "expected closure date")),
)
_PREFIXES = (("deal - ", "pipedrive"), ("person - ", "pipedrive"), ("activity - ", "pipedrive"))

OTHERWISE: dict[str, dict[str, tuple[str, ...]]] = {
    # Odoo's own company is the one that sells.
    "odoo": {"company": ("customer", "partner id", "company name", "partner name")},
    "close": {"company": ("lead name",)},
}
"""By program and field: the headers to look for before any other."""

WON_STAGES: dict[str, frozenset[str]] = {"twenty": frozenset({"customer"})}
"""By program: the stages that mean that a deal is won, where that is not what they say."""


def system_of(headers: Sequence[str]) -> str:
    """The program that wrote a file with these headers; ``csv`` where none is recognised."""
    for prefix, system in _PREFIXES:
        if any(header.lower().startswith(prefix) for header in headers):
            return system
    there = set(map(squash, headers))
    return next((system for system, signs in _SIGNS if there.issuperset(map(squash, signs))), UNKNOWN)
