"""Companies, contacts and duplicates on the command line, field by field as JSON promises."""

import re
from pathlib import Path

from calling import Cli
from hostile import HOSTILE
from pipetui.values.text import clean

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

LISTED = {
    *("kind", "id", "name", "title", "about", "email", "phone", "deals", "open_deals", "open_money", "people"),
    "touched",
}
ABOUT = {
    *("kind", "id", "name", "emails", "phones", "links", "address", "city", "country", "notes", "open_deals", "leads"),
    *("open_money", "won", "won_money", "lost", "win_rate", "touched", "touches", "hints", "people", "deals"),
    *("next_steps", "timeline"),
}


def there(cli: Cli) -> None:
    assert cli("contact", "add", "Jane Doe, CFO, jane@acme.com, jd@acme.com +Acme 555-12345").status == 0
    assert cli("add", "Rollout 40k +Acme @'Jane Doe' next:call fri").status == 0
    assert cli("add", "Pilot 10k +Acme @'Jane Doe'").status == 0
    assert cli("log", "1", "call", "spoke").status == 0
    assert cli("win", "2").status == 0


def test_a_list_and_all_about_one(cli: Cli) -> None:
    there(cli)
    listed = cli("people", "--json").json
    assert [(row["kind"], row["name"]) for row in listed] == [("company", "Acme"), ("contact", "Jane Doe")]
    assert all(set(row) == LISTED for row in listed)
    assert listed[1] | {"touched": None} == {
        "kind": "contact",
        "id": 1,
        "name": "Jane Doe",
        "title": "CFO",
        "about": "Acme",
        "email": "jane@acme.com",
        "phone": "555-12345",
        "deals": 2,
        "open_deals": 1,
        "open_money": [{"amount": 40000, "currency": "EUR"}],
        "people": 0,
        "touched": None,
    }
    told = cli("contact", "show", "jane", "--json").json
    assert set(told) == ABOUT | {"title", "company"}
    assert set(cli("company", "show", "acme", "--json").json) == ABOUT | {"sector", "website"}
    assert told["emails"] == ["jane@acme.com", "jd@acme.com"]
    assert (told["won_money"], told["win_rate"], told["touches"]) == ([{"amount": 10000, "currency": "EUR"}], 100.0, 1)
    assert [(deal["title"], deal["status"]) for deal in told["deals"]] == [("Rollout", "open"), ("Pilot", "won")]
    assert [step["kind"] for step in told["next_steps"]] == ["call"]
    assert {event["kind"] for event in told["timeline"]} == {"created", "call", "won"}
    assert told["hints"] == ["Rollout hangs on one contact."]


def test_words_and_orders(cli: Cli) -> None:
    there(cli)
    assert [row["name"] for row in cli("people", "555-123", "--json").json] == ["Jane Doe"]
    assert [row["name"] for row in cli("people", "contact:", "acme", "--json").json] == ["Jane Doe"]
    assert [row["name"] for row in cli("people", "--companies", "--sort", "money").rows] == ["Acme"]
    assert cli("people", "nobody").status == 1
    assert cli("people", "--sort", "size").status == 2


def test_editing_linking_and_deleting(cli: Cli) -> None:
    there(cli)
    edited = cli("contact", "edit", "jane", "phone=+49 30 1234, 0170 5555", "links=linkedin.com/in/jane", "--json").json
    assert (edited["phones"], edited["links"]) == (["+49 30 1234", "0170 5555"], ["linkedin.com/in/jane"])
    linked = cli("contact", "link", "jane", "1", "decision maker", "--json").json
    assert linked["deals"][0]["people"] == [{"id": 1, "name": "Jane Doe", "role": "decision maker", "main": True}]
    assert cli("contact", "unlink", "jane", "1").status == 0
    assert cli("contact", "unlink", "jane", "1").status == 1
    deleted = cli("company", "delete", "acme")
    assert deleted.err.splitlines()[-1] == "Deleted Acme. 2 deals, 1 of them open, and 1 contact stay, without Acme."
    assert cli("undo").status == 0
    assert cli("company", "show", "acme").status == 0


def test_merging(cli: Cli) -> None:
    there(cli)
    cli("contact", "add", "Jane Doe, CEO, +'Acme Ltd.' 030 123456")
    found = cli("duplicates", "--json").json
    assert [(pair["kind"], pair["keep"]["id"], pair["other"]["id"], pair["sure"]) for pair in found] == [
        ("company", 1, 2, True)
    ]
    tried = cli("merge", "contact:1", "contact:2", "--keep", "title=b", "--dry-run", "--json").json
    assert [side["becomes"] for side in tried["fields"] if side["field"] == "job"] == ["CEO"]
    assert len(cli("people", "--json").json) == 4
    assert cli("merge", "company:1", "Acme Ltd.").status == 0
    assert cli("merge", "contact:1", "contact:2", "--keep", "job=b", "--keep", "phone=both").status == 0
    told = cli("contact", "show", "1", "--json").json
    assert (told["title"], told["phones"]) == ("CEO", ["555-12345", "030 123456"])
    assert cli("duplicates").status == 1
    assert cli("undo", "2").status == 0
    assert cli("merge", "company:1", "company:2", "--not-same").status == 0
    assert cli("duplicates").status == 1
    assert cli("merge", "--sure").status == 1


def test_slips_are_told(cli: Cli) -> None:
    there(cli)
    for arguments in (
        ("contact", "edit", "jane"),
        ("contact", "edit", "jane", "email=nobody"),
        ("contact", "edit", "jane", "colour=red"),
        ("contact", "edit", "jane", "city"),
        ("contact", "sing", "jane"),
        ("company", "add", "555-12345"),
        ("merge",),
        ("merge", "company:1"),
        ("merge", "company:1", "company:1"),
        ("merge", "company:1", "contact:1"),
        ("merge", "company:1", "--sure"),
    ):
        answer = cli(*arguments)
        assert answer.status in (1, 2) and answer.err, arguments
    assert cli("contact", "show", "nobody").status == 1


def test_hostile_names_are_plain_text(cli: Cli, path: Path) -> None:
    for name in HOSTILE:
        if clean(name) and "\x00" not in name:
            cli("company", "add", name)
    for arguments in (("people",), ("duplicates",), ("people", "--json"), ("company", "show", "1")):
        answer = cli(*arguments)
        assert not _OBEYED.search(answer.out + answer.err)


def test_cards_go_out_and_come_in(cli: Cli, tmp_path: Path) -> None:
    there(cli)
    file = tmp_path / "people.vcf"
    assert cli("export", "contacts", "-o", str(file)).status == 0
    assert file.read_text().count("BEGIN:VCARD") == 2
    assert cli("import", str(file), "--json").json["unchanged"] == 2
