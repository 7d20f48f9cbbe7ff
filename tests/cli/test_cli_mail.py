"""Mail from the command line: a box taken in, a mail sent by a real server, a draft, and what is wrong."""

import sqlite3
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from calling import DAY, Cli
from pipetui.values.clock import Clock, parse_as_of
from pipetui.values.followup import FollowUp
from pipetui.workspace import open_workspace
from postbox import Postbox, postbox

__all__ = ["postbox"]


@pytest.fixture
def deal(cli: Cli, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """A deal with a contact who has an address, and a config that says where mail goes out."""
    cli("add", "Clinic chain 10k +Salus @'Paul Roth'")
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("UPDATE contact SET email = 'paul@salus.it'")
    monkeypatch.setenv("PIPETUI_CONFIG", str(tmp_path / "config.toml"))
    set_up(tmp_path, 9)
    return cli


def set_up(folder: Path, port: int) -> None:
    (folder / "config.toml").write_text(
        f'[mail]\naddress = "robin@example.com"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
    )


def test_a_box_is_imported_like_any_file(deal: Cli, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Paul <paul@salus.it>", "robin@example.com", "The plan"
    mail["Date"], mail["Message-ID"] = "Fri, 20 Nov 2026 09:00:00 +0000", "<a@salus.it>"
    mail.set_content("Looks good.")
    (tmp_path / "one.eml").write_bytes(mail.as_bytes())
    shown = deal("import", str(tmp_path / "one.eml"), "--dry-run", "--json").json
    assert shown["preview"] == [{"deal": "Clinic chain", "from": "Paul", "subject": "The plan", "sent": "2026-11-20"}]
    told = deal("import", str(tmp_path / "one.eml"), "--json").json
    assert (told["kind"], told["dialect"], told["rows"], told["created"]) == ("activities", {"format": "eml"}, 1, 1)
    assert deal("import", str(tmp_path / "one.eml"), "--json").json["unchanged"] == 1
    timeline = deal("show", "1", "--json").json["timeline"]
    assert any(entry["kind"] == "email" and "The plan" in entry["text"] for entry in timeline)
    assert deal("undo").status == 0


def test_a_mail_nobody_can_place_is_told(deal: Cli, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_text("Received: x\nFrom: a@b.com\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n\nhi\n")
    answer = deal("import", str(tmp_path / "one.eml"))
    assert answer.status == 1
    assert "line 1: Nobody here has the address a@b.com." in answer.err
    assert deal("import", str(tmp_path / "one.eml"), "--strict").status == 1


def test_a_mail_is_sent_and_noted(deal: Cli, postbox: tuple[Postbox, int], tmp_path: Path) -> None:
    handler, port = postbox
    set_up(tmp_path, port)
    answer = deal("send", "clinic", "--subject", "The plan", "--text", "Here it is.", "--yes")
    assert answer == (0, "", "Mailed Clinic chain: The plan, to Paul Roth <paul@salus.it>\n")
    sent = message_from_bytes(handler.taken[0], policy=policy.default)
    assert (sent["from"], sent["to"], sent["subject"]) == (
        "robin@example.com",
        "Paul Roth <paul@salus.it>",
        "The plan",
    )
    assert any(entry["kind"] == "email" for entry in deal("show", "1", "--json").json["timeline"])


def test_a_mail_that_is_planned_is_drafted_and_then_finished_by_sending_it(
    deal: Cli, path: Path, postbox: tuple[Postbox, int], tmp_path: Path
) -> None:
    with closing(open_workspace(path, Clock(parse_as_of(DAY)))) as work:
        work.followups.plan(1, FollowUp("email", None, "The offer"), "Dear Paul,\nhere it is.")
    draft = tmp_path / "draft.eml"
    assert deal("send", "1", "the offer", "--draft", str(draft)).status == 0
    written = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert (written["subject"], written.get_content().strip()) == ("The offer", "Dear Paul,\nhere it is.")
    again = deal("send", "1", "the offer", "--draft", str(draft))
    assert (again.status, "is there already" in again.err) == (1, True)
    assert deal("show", "1", "--json").json["next_step"]["subject"] == "The offer"
    set_up(tmp_path, postbox[1])
    assert deal("send", "1", "the offer", "--yes").status == 0
    assert deal("show", "1", "--json").json["next_step"] is None
    assert len(postbox[0].taken) == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--subject", "x", "--text", "y"], 2, "write --yes where nobody can be asked, or --draft FILE"),
        (["--subject", "x", "--text", "y", "--yes"], 1, "Nothing was sent."),
        (["--subject", "x"], 2, "name a mail of the playbook, or write --subject and --text"),
        (["--subject", "x", "--text", "y", "--to", "nobody", "--yes"], 2, "is no address of mail"),
        (["no such mail", "--yes"], 1, "No mail is written in this pipeline yet."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_noted(deal: Cli, words: list[str], status: int, said: str) -> None:
    answer = deal("send", "1", *words)
    assert answer.status == status
    assert said in answer.err
    assert not any(entry["kind"] == "email" for entry in deal("show", "1", "--json").json["timeline"])


def test_without_a_contact_or_a_config_it_says_what_to_do(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("add", "Alone 10k")
    answer = cli("send", "1", "--subject", "x", "--text", "y", "--yes")
    assert (answer.status, "write --to jane@example.com" in answer.err) == (2, True)
    answer = cli("send", "1", "--subject", "x", "--text", "y", "--to", "a@b.com", "--yes")
    assert (answer.status, '[mail] address = "me@example.com"' in answer.err) == (2, True)
    monkeypatch.setenv("PIPETUI_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text('[mail]\naddress = "robin@example.com"\n')
    answer = cli("send", "1", "--subject", "x", "--text", "y", "--to", "a@b.com", "--yes")
    assert (answer.status, "over which host" in answer.err) == (2, True)


def test_what_is_written_and_due_goes_out_and_the_rest_is_told(
    deal: Cli, path: Path, postbox: tuple[Postbox, int], tmp_path: Path
) -> None:
    deal("add", "Museum 5k @'Zoe Lind'")
    assert deal("send", "--due", "--json") == (0, "[]\n", "No mail that is written is due.\n")
    with closing(open_workspace(path, Clock(parse_as_of(DAY)))) as work:
        work.followups.plan(1, FollowUp("email", None, "The offer"), "Dear Paul,\nhere it is.")
        work.followups.plan(2, FollowUp("email", None, "The tour"), "Dear Zoe.")
    shown = deal("send", "--due", "--dry-run").rows
    assert [(row["state"], row["deal"], row["to"], row["subject"]) for row in shown] == [
        ("due", "Clinic chain", "paul@salus.it", "The offer"),
        ("held", "Museum", "", "The tour"),
    ]
    asked = deal("send", "--due")
    assert (asked.status, "--yes where nobody can be asked" in asked.err) == (2, True)
    gone = deal("send", "--due", "--yes", "--json")
    assert gone.status == 1
    assert [each["state"] for each in gone.json] == ["failed", "held"]
    handler, port = postbox
    set_up(tmp_path, port)
    told = deal("send", "--due", "--yes", "--json")
    assert told.status == 0
    sent, held = told.json
    assert sent == {
        "state": "sent",
        "activity": 1,
        "deal_id": 1,
        "deal": "Clinic chain",
        "to": "paul@salus.it",
        "subject": "The offer",
        "due": "2026-11-23",
        "reason": None,
    }
    assert (held["state"], held["reason"]) == ("held", "Nobody of the deal has an address.")
    assert len(handler.taken) == 1
    assert [each["state"] for each in deal("send", "--due", "--yes", "--json").json] == ["held"]
    assert len(handler.taken) == 1


@pytest.mark.parametrize(
    "words", [["1", "--due"], ["--due", "--to", "a@b.com"], ["--due", "--draft", "x.eml"], [], ["1", "--dry-run"]]
)
def test_due_stands_alone(deal: Cli, words: list[str]) -> None:
    assert deal("send", *words).status == 2
