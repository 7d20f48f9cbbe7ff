"""The fields of companies and contacts: how each is called, read from what is typed, stored, and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipetui.values.errors import Invalid
from pipetui.values.reach import first, listed, page_of, read_emails, read_links, read_phones
from pipetui.values.text import clean, fit, fold
from pipetui.views.people.listed import Kind

Columns = dict[str, str | None]


class FieldSpec(NamedTuple):
    """A field: ``read`` turns what is typed into the columns it is stored in. Raises Invalid."""

    name: str
    label: str
    read: Callable[[str], Columns]
    hint: str = ""
    columns: tuple[str, ...] = ()
    several: bool = False

    @property
    def stored_in(self) -> tuple[str, ...]:
        """The columns it is stored in."""
        return self.columns or (self.name,)


def _text(name: str) -> Callable[[str], Columns]:
    return lambda text: {name: clean(text) or None}


def _name(text: str) -> Columns:
    name = clean(text)
    if not name:
        raise Invalid("A name is needed.")
    return {"name": name, "folded": fold(name)}


def _emails(text: str) -> Columns:
    head, others = first(read_emails(text))
    return {"email": head, "more_emails": others}


def _phones(text: str) -> Columns:
    head, others = first(read_phones(text))
    return {"phone": head, "more_phones": others}


def _links(text: str) -> Columns:
    return {"links": " ".join(read_links(text)) or None}


def _website(text: str) -> Columns:
    page = clean(text)
    if page and not page_of(page):
        raise Invalid(f"“{fit(page, 40)}” is no page: write acme.com.")
    return {"website": page or None}


def _notes(text: str) -> Columns:
    return {"notes": clean(text, multiline=True) or None}


_NAME = FieldSpec("name", "name", _name)
_REACH = (
    FieldSpec("email", "e-mail", _emails, "jane@acme.com, jane@home.org", ("email", "more_emails"), True),
    FieldSpec("phone", "phone", _phones, "+49 30 12345, +49 170 12345", ("phone", "more_phones"), True),
)
_PLACE = (
    FieldSpec("address", "address", _text("address"), "Dock Road 4"),
    FieldSpec("city", "city", _text("city")),
    FieldSpec("country", "country", _text("country"), "DE"),
    FieldSpec("links", "links", _links, "linkedin.com/in/jane", several=True),
    FieldSpec("notes", "notes", _notes, "Markdown"),
)
FIELDS: Mapping[Kind, tuple[FieldSpec, ...]] = {
    "company": (
        _NAME,
        FieldSpec("sector", "sector", _text("sector")),
        FieldSpec("website", "web", _website, "acme.com"),
        *_REACH,
        *_PLACE,
    ),
    "contact": (
        _NAME,
        FieldSpec("job", "title", _text("job"), "CFO"),
        FieldSpec("company", "company", _text("company"), "Acme", ("company_id",)),
        *_REACH,
        *_PLACE,
    ),
}
"""The fields by kind, in the order they are shown."""

_OTHERWISE = {"title": "job", "emails": "email", "mail": "email", "phones": "phone", "web": "website", "note": "notes"}


def field_named(kind: Kind, name: str) -> FieldSpec:
    """The field of a name. Raises Invalid, naming those there are."""
    wanted = fold(clean(name))
    wanted = _OTHERWISE.get(wanted, wanted)
    for field in FIELDS[kind]:
        if field.name == wanted:
            return field
    known = ", ".join(field.name for field in FIELDS[kind])
    raise Invalid(f"“{fit(clean(name), 30)}” is no field of a {kind}. The fields are {known}.")


def as_typed(name: str, row: Mapping[str, str | None]) -> str:
    """A field's value as it is typed, from the columns it is stored in; ``company`` is the company's name."""
    if name in ("email", "phone"):
        return ", ".join(filter(None, (row.get(name), row.get(f"more_{name}s"))))
    return row.get(name) or ""


def values_of(name: str, text: str) -> list[str]:
    """The several values of a field that has several."""
    return text.split() if name == "links" else list(listed(text))
