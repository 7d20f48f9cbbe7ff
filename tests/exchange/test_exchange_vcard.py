"""vCards: read as other programs write them, written so that they are read again as they were."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hostile import HOSTILE
from pipetui.values.clock import Clock
from pipetui.values.errors import Invalid, Refused
from pipetui.values.person_line import read_person
from pipetui.values.text import clean
from pipetui.views.imported import Imported, ImportOptions
from pipetui.workspace import Workspace, open_workspace

FOREIGN = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1\r\nFN:Jane Doe\r\n"
    "N:Doe;Jane;;;\r\nEMAIL;TYPE=work:jane@acme.com\r\nEMAIL:jane@home.org\r\nTEL;VALUE=uri;TYPE=cell:tel:+49-30-12345\r\n"
    "ORG:Acme Robotics;Sales\r\nTITLE:Operations lead\r\nADR;TYPE=work:;;Dock Road 4;Delft;;2611;Netherlands\r\n"
    "URL:https://acme.example\r\nX-SOCIALPROFILE;TYPE=linkedin:https://linkedin.com/in/jane\r\n"
    "NOTE:Met at a fair.\\nLikes *short* mails\\, and\r\n  coffee\r\nEND:VCARD\r\n"
    "begin:vcard\nversion:3.0\nfn:Hexa Hosting\nn:;;;;\norg:Hexa Hosting\nurl:hexa.example\ntel:+41 44 1\nend:vcard\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=NONSENSE-8:x\nEMAIL:k@l.example\nEND:VCARD\n"
)


def brought(work: Workspace, path: Path) -> Imported:
    return work.imports.read(path, ImportOptions())


def test_cards_of_other_programs_are_read(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_bytes(FOREIGN.encode())
    told = brought(workspace, file)
    assert (told.kind, told.created, [row.line for row in told.rejected]) == ("contacts", 2, [25])
    jane = workspace.overview.people.profile("contact", 1)
    assert jane.values == {
        "name": "Jane Doe",
        "job": "Operations lead",
        "company": "Acme Robotics",
        "email": "jane@acme.com, jane@home.org",
        "phone": "+49-30-12345",
        "address": "Dock Road 4, 2611",
        "city": "Delft",
        "country": "Netherlands",
        "links": "https://acme.example https://linkedin.com/in/jane",
        "notes": "Met at a fair.\nLikes *short* mails, and coffee",
    }
    hexa = workspace.overview.people.named("company", "Hexa")
    values = workspace.overview.people.profile("company", hexa.id).values
    assert (values["website"], values["phone"]) == ("hexa.example", "+41 44 1")
    again = brought(workspace, file)
    assert (again.created, again.updated) == (0, 0)


def people(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as rows:
        company = "name, website, phone, more_phones, email, more_emails, address, city, country, links, notes"
        contact = "name, job, phone, more_phones, email, more_emails, address, city, country, links, notes, uid"
        return {
            "company": rows.execute(f"SELECT {company} FROM company ORDER BY name").fetchall(),
            "contact": rows.execute(f"SELECT {contact} FROM contact ORDER BY uid").fetchall(),
        }


def test_what_is_written_is_read_again_as_it_was(workspace: Workspace, tmp_path: Path, clock: Clock) -> None:
    people_of = workspace.people
    people_of.add(read_person("Jane Doe, CFO, jane@acme.com, jd@home.org, linkedin.com/in/jane +'Acme, Inc.' 555-1234"))
    people_of.edit(
        "contact", 1, {"address": "Dock; Road, 4", "city": "Delft", "country": "NL", "notes": "a\n\n# b; c, \\d"}
    )
    people_of.edit("company", 1, {"website": "acme.com", "phone": "+49 30 1", "city": "Bremen", "notes": "x\ny"})
    people_of.add(read_person("水野 玲奈 +Hexa"))
    for place, name in enumerate(filter(clean, HOSTILE)):
        said = clean(name)[:200].translate({ord(mark): " " for mark in ",;+"})
        people_of.add(read_person(f"{place}th {said}, {said}"))
    file = tmp_path / "all.vcf"
    file.write_text("".join(workspace.exports.write("contacts", "vcf")), encoding="utf-8", newline="")
    before = people(workspace.path)
    again = brought(workspace, file)
    assert (again.created, again.updated) == (0, 0)
    assert people(workspace.path) == before
    other = open_workspace(tmp_path / "other.db", clock, durable=False)
    told = brought(other, file)
    other.close()
    assert told.rejected == ()
    assert people(tmp_path / "other.db") == before


def test_what_is_none_is_said(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text("Name,Email\nJane,j@x.example\n")
    with pytest.raises(Refused, match="has no card in it"):
        brought(workspace, file)
    file.write_text("BEGIN:VCARD\nthis is: no\nline at all\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Kim\nEND:VCARD\n")
    told = brought(workspace, file)
    assert (told.created, [row.line for row in told.rejected]) == (1, [1])
    with pytest.raises(Invalid, match="leave out --as"):
        workspace.imports.read(file, ImportOptions(as_="deals"))
    with pytest.raises(Invalid, match="vCards are of contacts"):
        workspace.exports.write("deals", "vcf")


def test_a_card_that_is_broken_takes_no_other_along(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_bytes(
        b"BEGIN:VCARD\nFN:Not closed\n"
        b"BEGIN:VCARD\nFN:One\nEND:VCARD\n"
        b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=NO-SUCH;ENCODING=QUOTED-PRINTABLE:J=FCrgen\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:" + b"x" * 2_000_000 + b"\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:Two\nEND:VCARD\nEND:VCARD\nBEGIN:VCARD\n"
    )
    told = brought(workspace, file)
    assert told.created == 2
    assert [row.line for row in told.rejected] == [1, 6, 10, 17]
    assert "END:VCARD is missing" in told.rejected[0].reason
    assert "larger than 1,000 kB" in told.rejected[2].reason


def test_pictures_are_not_looked_at(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    picture = "\r\n ".join(["/9j4AAQSk" * 8] * 20_000)
    file.write_text(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b;TYPE=JPEG:{picture}\r\nitem1.LOGO:{picture}\r\nFN:Jane Doe\r\n"
        "NOTE:PHOTO: none\r\nEND:VCARD\r\n"
    )
    assert brought(workspace, file).created == 1
    values = workspace.overview.people.profile("contact", 1).values
    assert (values["name"], values["notes"]) == ("Jane Doe", "PHOTO: none")


def test_cards_by_the_thousand_have_their_lines(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text("BEGIN:VCARD\nFN:A\nEND:VCARD\n" + "BEGIN:VCARD\n" * 200_000)
    told = brought(workspace, file)
    assert (told.created, len(told.rejected)) == (1, 200_000)
    assert (told.rejected[0].line, told.rejected[-1].line) == (4, 200_003)
