"""The fields an exit criterion can ask for: how each is written, what it is called, and whether a deal has it."""

from __future__ import annotations

from collections.abc import Collection

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold
from pipetui.views.card import Card
from pipetui.views.playbook import Criterion

ROLE = "contact:"
"""What a criterion begins with that asks for a contact in a role: ``contact: decision maker``."""

PLAIN = {
    "amount": "amount",
    "expected_close": "close date",
    "company": "company",
    "contact": "contact",
    "owner": "owner",
    "source": "source",
    "campaign": "campaign",
    "product": "product",
    "tags": "tags",
    "next_step": "next step",
    "customer_step": "the customer's next step",
}
"""The fields every deal has, by what criteria call them."""

_ALIASES = {"close": "expected_close", "close_date": "expected_close", "tag": "tags", "value": "amount"}


def read_required(text: str, own: Collection[str] = ()) -> str:
    """The field a criterion asks for, as it is stored; ``own`` are the keys of the rep's own fields.

    Raises Invalid for a field there is not, naming those there are.
    """
    said = clean(text)
    if fold(said).startswith(ROLE):
        role = fold(said[len(ROLE) :]).strip()
        if role:
            return f"{ROLE} {role}"
        raise Invalid("Which role? Write contact: decision maker.")
    name = fold(said).replace(" ", "_").replace("-", "_")
    name = _ALIASES.get(name, name)
    if name in PLAIN or name in own:
        return name
    known = ", ".join([*PLAIN, *own])
    raise Invalid(f"A deal has no field “{fit(said, 40)}”. It can be {known}, or contact: and a role.")


def role_of(field: str) -> str | None:
    """The role a criterion's field asks a contact for; None where it asks for something else."""
    return field[len(ROLE) :].strip() if field.startswith(ROLE) else None


def label_of(field: str) -> str:
    """What a person calls the field."""
    return role_of(field) or PLAIN.get(field, field.replace("_", " "))


def is_known(field: str, own: Collection[str]) -> bool:
    """Whether deals still have the field: one of the rep's own may have been taken away since."""
    return field in PLAIN or field in own or role_of(field) is not None


def is_met(
    criterion: Criterion, card: Card, ticks: Collection[int], roles: Collection[str], own: Collection[str]
) -> bool:
    """Whether a deal meets a criterion; ``roles`` are those its contacts have, folded.

    One that asks for a field that is gone is met: nothing a rep does could meet it.
    """
    if criterion.field is None:
        return criterion.id in ticks
    if not is_known(criterion.field, own):
        return True
    role = role_of(criterion.field)
    if role is not None:
        return role in roles
    if criterion.field == "next_step":
        return bool(card.steps)
    if criterion.field == "customer_step":
        return bool(card.waits)
    if criterion.field in PLAIN:
        return getattr(card, criterion.field) not in (None, "", ())
    return card.own_value(criterion.field) is not None
