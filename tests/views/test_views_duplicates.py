"""What looks the same, and what does not though it could be taken for it."""

import pytest

from pipetui.values.reach import bare_company, bare_person, digits_of, own_domain, page_of
from pipetui.views.people.duplicates import Known, Pair, find


def found(kind: str, *records: Known) -> list[Pair]:
    return find("company" if kind == "company" else "contact", records)


@pytest.mark.parametrize(
    ("kind", "one", "other", "why", "sure"),
    [
        ("company", Known(1, "Acme GmbH"), Known(2, "ACME Inc."), "same name, written otherwise", True),
        ("company", Known(1, "Bianchi S.p.A."), Known(2, "Bianchi"), "same name, written otherwise", True),
        ("company", Known(1, "Acme", website="acme.de"), Known(2, "Acme", website="acme.us"), "same name", False),
        ("company", Known(1, "Nordwind Logistik"), Known(2, "Nordwnid Logistik"), "nearly the same name", False),
        ("company", Known(1, "Acme", website="https://www.acme.com/x"), Known(2, "Rob", ("i@acme.com",)),
         "same domain acme.com", False),
        ("company", Known(1, "A One", phones=("+49 30 231 25 001",)), Known(2, "B", phones=("030/23125001",)),
         "same phone +49 30 231 25 001", False),
        ("contact", Known(1, "Jane Doe", ("j@a.com",)), Known(2, "Doe, Jane", ("J@A.com",)),
         "same e-mail j@a.com", True),
        ("contact", Known(1, "Dr. Jane Doe", company=1), Known(2, "Jane Doe", company=1),
         "same name, written otherwise", True),
        ("contact", Known(1, "Jane Doe", ("a@a.com",), company=1), Known(2, "Jane Doe", ("b@a.com",), company=1),
         "same name", False),
        ("contact", Known(1, "Jane Doe", company=1), Known(2, "Jane Doe"), "same name", True),
    ],
)  # fmt: skip
def test_the_same(kind: str, one: Known, other: Known, why: str, sure: bool) -> None:
    [pair] = found(kind, one, other)
    assert why in pair.why
    assert (pair.first.id, pair.second.id, pair.sure) == (1, 2, sure)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("contact", Known(1, "Jane Doe", ("",)), Known(2, "Kim Lee", ("",))),
        ("contact", Known(1, "Jane Doe", company=1), Known(2, "Jane Doe", company=2)),
        ("contact", Known(1, "Jane Doe", phones=("030 1234567",)), Known(2, "Max Kurz", phones=("030 1234567",))),
        ("contact", Known(1, "Jane"), Known(2, "Jane")),
        ("company", Known(1, "Rossi", ("a@gmail.com",)), Known(2, "Verdi", ("b@gmail.com",))),
        ("company", Known(1, "Rossi", website="linkedin.com/x"), Known(2, "Verdi", website="linkedin.com/y")),
        ("company", Known(1, "Store 12 Ltd"), Known(2, "Store 13 Ltd")),
        ("company", Known(1, "A", phones=("12",)), Known(2, "B", phones=("12",))),
    ],
)
def test_not_the_same(kind: str, one: Known, other: Known) -> None:
    given = [each._replace(emails=tuple(filter(None, each.emails))) for each in (one, other)]
    assert found(kind, *given) == []


def test_many_cost_no_square() -> None:
    """A thousand companies with one phone make a pair for each but one, with the one most hangs on."""
    crowd = [
        Known(number, f"Firm {number:04}", phones=("030 1234567",), weight=number == 500) for number in range(1, 1001)
    ]
    pairs = found("company", *crowd)
    assert len(pairs) == 999
    assert {pair.first.id for pair in pairs} == {500}


def test_what_is_told_apart_stays_apart() -> None:
    two = [Known(1, "Acme"), Known(2, "Acme")]
    assert find("company", two, {(1, 2)}) == []


def test_bare() -> None:
    names = ("Kessel & Sohn GmbH & Co. KG", "Nord Sp. z o.o.", "S.r.l.", "Łąka S.A.")
    assert [bare_company(name) for name in names] == [
        "kessel sohn", "nord", "srl", "laka",
    ]  # fmt: skip
    assert bare_person("Dr. Émile O'Hara") == bare_person("OHara, Emile")
    assert digits_of("+49 (0)30 / 123 45") == digits_of("0049-0-30-12345")
    assert digits_of("12") is None
    assert own_domain("jane@googlemail.com") is None
    assert [page_of(link) for link in ("acme.com", "javascript:x", "file:///etc/passwd", "HTTPS://a.b/c", "a b.c")] == [
        "https://acme.com", None, None, "HTTPS://a.b/c", None,
    ]  # fmt: skip
