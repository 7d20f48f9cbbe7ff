"""vCards in and out: 4.0 (RFC 6350) and 3.0 (RFC 2426) are read, 3.0 is written, which every program reads."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipetui.exchange.encoding import decode
from pipetui.exchange.fields import Field, Kind
from pipetui.exchange.headers import Columns
from pipetui.exchange.other_fields import CONTACTS
from pipetui.exchange.source import Source, read_bytes
from pipetui.values.errors import Refused
from pipetui.values.reach import listed
from pipetui.values.text import clean, fit
from pipetui.views.people.listed import Kind as People

_EDGE = re.compile(r"^(BEGIN|END):VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PICTURE = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:].*\n(?:[ \t].*\n)*", re.IGNORECASE | re.MULTILINE)
"""What is in a card as bytes: most of it by far, and nothing of it is taken."""

_BEGIN = "BEGIN:VCARD"
LARGEST = 1_000_000
"""Characters of a card without its pictures, beyond which it is refused unread."""

_OUR_UID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{32})")
SYSTEM = "vcard"
"""Under what the names are kept that cards have for people."""

OF_COMPANY = {
    "sector": "sector",
    "website": "website",
    "city": "city",
    "country": "country",
    "company_email": "email",
    "company_phone": "phone",
    "company_address": "address",
    "company_notes": "notes",
}
"""What a row says of a company, by the columns it is stored in."""

OF_CONTACT = {
    **{name: name for name in ("name", "email", "phone", "job", "notes", "company_id")},
    **{name: name for name in ("more_emails", "more_phones", "address", "links")},
    "own_city": "city",
    "own_country": "country",
}
"""What a row says of a contact, by the columns it is stored in."""

_MORE = ("more_emails", "more_phones", "address", "links", "own_city", "own_country")
_MORE_OF_COMPANY = ("company_email", "company_phone", "company_address")
CARDS = Kind(
    CONTACTS.name,
    CONTACTS.own,
    (
        *CONTACTS.fields,
        *(Field(name, "line", ()) for name in (*_MORE, *_MORE_OF_COMPANY)),
        Field("company_notes", "text", ()),
    ),
)
"""Contacts with all that a card can say."""


def is_card_file(path: Path) -> bool:
    """Whether a file is one of vCards, by its name."""
    return path.suffix.lower() in (".vcf", ".vcard")


def read_cards(path: Path, encoding: str | None = None) -> tuple[Source, Columns]:
    """The cards of a file as rows. Raises NotFound, Trouble, and Refused where there is none."""
    name = fit(clean(path.name), 60)
    text, encoding = decode(read_bytes(path), name, encoding)
    found: list[dict[str, str]] = []
    lines: list[int] = []
    rejected: list[tuple[int, str]] = []
    for line, card in _apart(text):
        try:
            found.append(_said(card))
            lines.append(line)
        except ValueError as error:
            rejected.append((line, f"The card can't be read: {fit(clean(str(error)), 80)}."))
    if not found and not rejected:
        raise Refused(f"{name} has no card in it: a vCard begins with BEGIN:VCARD.")
    headers = tuple(field.name for field in CARDS.fields if any(card.get(field.name) for card in found)) or ("name",)
    columns = tuple(tuple(card.get(header, "") for card in found) for header in headers)
    places = {header: place for place, header in enumerate(headers)}
    mapping = {header: header for header in headers}
    source = Source(name, encoding, ",", headers, columns, lines, tuple(rejected))
    return source, Columns(CARDS, SYSTEM, places, mapping, ())


def _apart(text: str) -> Iterator[tuple[int, str]]:
    """Each card of a text with the line it begins on; of one that is not closed only its first line."""
    line, counted = 1, 0
    began: int | None = None
    for edge in _EDGE.finditer(text):
        begins = edge[1].upper() == "BEGIN"
        if began is not None:
            line, counted = line + text.count("\n", counted, began), began
            yield line, edge.string[began : edge.end()] if not begins else _BEGIN
        began = edge.start() if begins else None
    if began is not None:
        yield line + text.count("\n", counted, began), _BEGIN


def _said(text: str) -> dict[str, str]:
    """What a card says, by field. Raises ValueError where it can't be read."""
    import vobject

    if text == _BEGIN:
        raise ValueError("END:VCARD is missing")
    text = _PICTURE.sub("", text)
    if len(text) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1000:,} kB")
    try:
        card: Any = vobject.readOne(text)
    except Exception as error:
        # What breaks in a broken card is not to be foreseen; it is this one card that is left out.
        raise ValueError(error) from error
    emails, phones = _values(card, "email"), [each.removeprefix("tel:") for each in _values(card, "tel")]
    pages = [*_values(card, "url"), *_values(card, "x-socialprofile")]
    firm = _firm(card)
    name = next(iter(_values(card, "fn")), "") or _full_name(card)
    place = card.contents.get("adr", [None])[0]
    street, city, country = _place(place.value) if place is not None else ("", "", "")
    notes = "\n\n".join(_values(card, "note", multiline=True))
    is_firm = "org" in [each.lower() for each in _values(card, "kind")] or (firm == name and not _full_name(card))
    uid = next(iter(_values(card, "uid")), "")
    ours = _OUR_UID.fullmatch(uid)
    if is_firm:
        return {
            "company": firm or name,
            "website": next(iter(pages), ""),
            "city": city,
            "country": country,
            "company_email": next(iter(emails), ""),
            "company_phone": next(iter(phones), ""),
            "company_address": street,
            "company_notes": notes,
        }
    return {
        **({"uid": ours[1]} if ours else {"id": uid}),
        "name": name,
        "email": next(iter(emails), ""),
        "phone": next(iter(phones), ""),
        "company": firm,
        "more_emails": ", ".join(emails[1:]),
        "more_phones": ", ".join(phones[1:]),
        "links": " ".join(pages),
        "job": next(iter(_values(card, "title")), ""),
        "notes": notes,
        "address": street,
        "own_city": city,
        "own_country": country,
    }


def _values(card: Any, name: str, *, multiline: bool = False) -> list[str]:
    """What a card says under a name, each once."""
    found = (each.value for each in card.contents.get(name, ()))
    return list(dict.fromkeys(told for each in found if (told := clean(_text(each), multiline=multiline))))


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _firm(card: Any) -> str:
    org = card.contents.get("org")
    value = org[0].value if org else ""
    return clean(str(value[0] if isinstance(value, list) and value else value or ""))


def _full_name(card: Any) -> str:
    name = card.contents.get("n")
    value = name[0].value if name else None
    parts = (getattr(value, part, "") for part in ("given", "additional", "family"))
    return clean(" ".join(_text(part) for part in parts if part))


def _place(value: Any) -> tuple[str, str, str]:
    street = " ".join(_text(getattr(value, part, "") or "") for part in ("box", "extended", "street"))
    code, city = _text(getattr(value, "code", "") or ""), _text(getattr(value, "city", "") or "")
    return clean(f"{street}{f', {code}' if code else ''}").strip(", "), clean(city), clean(_text(value.country or ""))


_CONTACTS = """
SELECT contact.*, company.name AS company FROM contact LEFT JOIN company ON company.id = contact.company_id
WHERE {where} ORDER BY contact.id
"""
_COMPANIES = "SELECT company.*, NULL AS job, company.name AS company FROM company WHERE {where} ORDER BY id"


def cards_of(rows: sqlite3.Connection, kind: People, number: int | None = None) -> Iterator[str]:
    """The cards of all of a kind, or of one, as text."""
    query = _CONTACTS if kind == "contact" else _COMPANIES
    where = f"{kind}.id = {number:d}" if number is not None else "1"
    found = rows.execute(query.format(where=where))
    names = [column[0] for column in found.description]
    for row in found:
        yield _written(kind, dict(zip(names, row, strict=True)))


def _written(kind: People, row: dict[str, Any]) -> str:
    import vobject

    card = vobject.vCard()
    card.add("fn").value = row["name"]
    given, _, family = row["name"].rpartition(" ") if kind == "contact" else ("", "", "")
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    if row["company"]:
        card.add("org").value = [row["company"]]
    for name, column in (("title", "job"), ("note", "notes")):
        if row[column]:
            card.add(name).value = row[column]
    if kind == "company":
        card.add("kind").value = "org"
    for name, first, more in (("email", "email", "more_emails"), ("tel", "phone", "more_phones")):
        for value in filter(None, (row[first], *listed(row[more]))):
            card.add(name).value = value
    for page in filter(None, (row.get("website"), *(row["links"] or "").split())):
        card.add("url").value = page
    if row["address"] or row["city"] or row["country"]:
        place = vobject.vcard.Address(street=row["address"] or "", city=row["city"] or "", country=row["country"] or "")
        card.add("adr").value = place
    card.add("uid").value = row["uid"]
    return str(card.serialize())
