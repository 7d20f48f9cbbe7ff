"""Which deal a mail goes to, what it finishes and ends, and that it is there once; real sending to a real server."""

import mailbox
import socket
import sqlite3
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from doing import TODAY
from pipetui.config.reading import Config, parse_config
from pipetui.outreach.sending import Server, compose, key_of, server_of
from pipetui.values.errors import Invalid, PipetuiError, Trouble
from pipetui.values.followup import FollowUp
from pipetui.values.when import When
from pipetui.views.entry import NewDeal
from pipetui.workspace import Workspace
from postbox import Postbox, postbox

__all__ = ["postbox"]

ROBIN = "robin@example.com"


@pytest.fixture
def work(workspace: Workspace) -> Workspace:
    """Two deals of Jane, one of Paul, a lost one of Zoe; each has an address."""
    for title, contact, company in (
        ("Rollout", "Jane Doe", "Acme"),
        ("Licences", "Jane Doe", "Acme"),
        ("Clinic chain", "Paul Roth", "Salus"),
        ("Museum", "Zoe Lind", "Museo"),
    ):
        workspace.deals.add(NewDeal(title, 10_000_00, contact=contact, company=company))
    workspace.deals.lose(4, "price")
    with closing(sqlite3.connect(workspace.path)) as rows, rows:
        for name, mail in (("Jane Doe", "Jane@acme.com"), ("Paul Roth", "paul@salus.it"), ("Zoe Lind", "zoe@museo.it")):
            rows.execute("UPDATE contact SET email = ? WHERE name = ?", (mail, name))
    return workspace


def mail(
    key: str, sender: str, to: str, subject: str, *, text: str = "Hello.", day: int = 20, answers: str = ""
) -> EmailMessage:
    told = EmailMessage()
    told["From"], told["To"], told["Subject"], told["Message-ID"] = sender, to, subject, f"<{key}>"
    told["Date"] = f"{day:02} Nov 2026 09:00:00 +0000"
    if answers:
        told["In-Reply-To"] = f"<{answers}>"
    told.set_content(text)
    return told


def box(path: Path, *mails: EmailMessage) -> Path:
    made = mailbox.mbox(path)
    for each in mails:
        made.add(each)
    made.close()
    return path


def on_deals(work: Workspace) -> list[tuple[int, str, str | None]]:
    with closing(sqlite3.connect(work.path)) as rows:
        return rows.execute(
            "SELECT deal_id, subject, note FROM activity WHERE kind = 'email' ORDER BY done_at, id"
        ).fetchall()


def test_a_mail_goes_to_the_open_deal_of_whom_it_is_from_or_to(work: Workspace, tmp_path: Path) -> None:
    path = box(
        tmp_path / "box",
        mail("a", "Paul <PAUL@salus.it>", ROBIN, "The plan"),
        mail("b", ROBIN, "paul@salus.it", "Re: The plan", day=21),
        mail("c", "jane@acme.com", ROBIN, "About the rollout"),
        mail("d", "jane@acme.com", ROBIN, "Hi"),
        mail("e", "stranger@nowhere.com", ROBIN, "Win a prize"),
        mail("f", "zoe@museo.it", ROBIN, "Late", day=24),
    )
    told = work.mails.read(path, [ROBIN])
    assert (told.rows, told.created, told.updated, told.unchanged) == (6, 3, 0, 0)
    assert on_deals(work) == [
        (3, "The plan", "Hello."),
        (1, "About the rollout", "Hello."),
        (3, "Re: The plan", "Hello."),
    ]
    reasons = {each.line: each.reason for each in told.rejected}
    assert reasons[4] == "Jane Doe is in 2 deals (1 Rollout, 2 Licences), and the subject names none alone."
    assert reasons[5] == "Nobody here has the address stranger@nowhere.com."
    assert reasons[6] == "Zoe Lind is in no open deal."
    assert set(reasons) == {4, 5, 6}


def test_a_mail_of_the_time_before_its_deal_was_closed_belongs_to_it(work: Workspace, tmp_path: Path) -> None:
    told = work.mails.read(box(tmp_path / "box", mail("a", "zoe@museo.it", ROBIN, "Before", day=22)))
    assert (told.created, on_deals(work)[0][0]) == (1, 4)


def test_an_answer_goes_where_its_thread_is(work: Workspace, tmp_path: Path) -> None:
    first = box(tmp_path / "one", mail("a", "jane@acme.com", ROBIN, "About licences"))
    second = box(
        tmp_path / "two",
        mail("c", "boss@elsewhere.com", ROBIN, "Fine", day=22, answers="b"),
        mail("b", ROBIN, "jane@acme.com", "Whatever", day=21, answers="a"),
    )
    work.mails.read(first, [ROBIN])
    told = work.mails.read(second, [ROBIN])
    assert (told.created, told.rejected) == (2, ())
    assert {deal for deal, _, _ in on_deals(work)} == {2}


def test_the_same_box_again_changes_nothing_and_undo_takes_it_back(work: Workspace, tmp_path: Path) -> None:
    path = box(tmp_path / "box", mail("a", "paul@salus.it", ROBIN, "The plan"), mail("b", "x@y.z", ROBIN, "Hm"))
    last = work.overview.last_entry()
    assert work.mails.read(path, dry_run=True).created == 1
    assert work.overview.last_entry() == last
    work.mails.read(path)
    again = work.mails.read(path)
    assert (again.created, again.unchanged, len(again.rejected)) == (0, 1, 1)
    assert work.history.entries(1)[0].label == "Took in 1 mail from box"
    work.history.undo()
    assert on_deals(work) == []
    assert work.mails.read(path).created == 1


def test_what_was_sent_finishes_what_was_planned_and_touches_the_deal(work: Workspace, tmp_path: Path) -> None:
    work.followups.plan(3, FollowUp("email", When(TODAY), "The offer"))
    work.followups.plan(3, FollowUp("email", When(TODAY), "Another"))
    told = work.mails.read(
        box(tmp_path / "box", mail("a", ROBIN, "paul@salus.it", "RE: the Offer", text="Here.")), [ROBIN]
    )
    assert (told.created, told.updated) == (0, 1)
    card = work.overview.card(3)
    assert [step.subject for step in card.steps] == ["Another"]
    assert on_deals(work)[-1][1:] == ("The offer", "Here.")


def test_an_answer_ends_the_cadence(work: Workspace, tmp_path: Path) -> None:
    card = work.overview.card(3)
    with closing(sqlite3.connect(work.path)) as rows, rows:
        rows.execute(
            "INSERT INTO deal_cadence (deal_id, stage_id, done, started_at) VALUES (3, ?, 1, ?)",
            (card.stage_id, "2026-11-19 09:00:00.000000"),
        )
    work.mails.read(box(tmp_path / "old", mail("a", "paul@salus.it", ROBIN, "Before", day=18)))
    work.mails.read(box(tmp_path / "sent", mail("b", ROBIN, "paul@salus.it", "Hello", day=20)), [ROBIN])
    with closing(sqlite3.connect(work.path)) as rows:
        assert rows.execute("SELECT count(*) FROM deal_cadence").fetchone() == (1,)
    work.mails.read(box(tmp_path / "new", mail("c", "paul@salus.it", ROBIN, "Yes", day=21)))
    with closing(sqlite3.connect(work.path)) as rows:
        assert rows.execute("SELECT count(*) FROM deal_cadence").fetchone() == (0,)
    assert work.take_notices() == ["Clinic chain: they answered, so its cadence ended."]


# Sending


def server(port: int, password: str = "") -> Server:
    return Server("127.0.0.1", port, "none", "robin", ROBIN, password)


def test_a_mail_is_sent_and_noted_and_its_answer_finds_the_deal(
    work: Workspace, postbox: tuple[Postbox, int], tmp_path: Path
) -> None:
    handler, port = postbox
    message = compose(ROBIN, [("Paul Röth", "paul@salus.it")], "The plan — €", "Dear Paul,\nhere it is.")
    saved = work.posting.send(server(port, "secret"), 3, message)
    assert saved.label == "Mailed Clinic chain"
    assert handler.logins == [(b"robin", b"secret")]
    assert b"From: robin@example.com" in handler.taken[0]
    assert on_deals(work) == [(3, "The plan — €", "Dear Paul,\nhere it is.")]
    assert work.overview.card(3).touched_on == TODAY
    answer = mail("z", "assistant@salus.it", ROBIN, "Re: The plan", answers=key_of(message), day=23)
    assert work.mails.read(box(tmp_path / "box", answer)).created == 1
    assert {deal for deal, _, _ in on_deals(work)} == {3}
    # The rep's own copy of it is known by its key.
    assert work.mails.read(box(tmp_path / "sent", message), [ROBIN]).unchanged == 1


def test_a_planned_mail_is_finished_by_sending_it(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    planned = work.followups.plan(3, FollowUp("email", When(TODAY + timedelta(2)), "The plan")).card
    assert planned is not None and planned.next_step is not None
    message = compose(ROBIN, [("", "paul@salus.it")], "The plan", "Here.")
    work.posting.send(server(postbox[1]), 3, message, planned.next_step.id)
    assert work.overview.card(3).next_step is None
    assert len(on_deals(work)) == 1


@pytest.mark.parametrize(
    ("to", "password", "said"),
    [
        ("nobody@salus.it", "", "refuses to take mail to nobody@salus.it (550 no such person). Nothing was sent."),
        ("paul@salus.it", "wrong", "does not take the password of robin. PIPETUI_MAIL_PASSWORD may hold it."),
    ],
)
def test_what_a_server_refuses_is_said_and_nothing_noted(
    work: Workspace, postbox: tuple[Postbox, int], to: str, password: str, said: str
) -> None:
    handler, port = postbox
    with pytest.raises(PipetuiError) as caught:
        work.posting.send(server(port, password), 3, compose(ROBIN, [("", to)], "The plan", "Here."))
    assert str(caught.value).endswith(said)
    assert (handler.taken, on_deals(work)) == ([], [])


def test_a_server_that_is_not_there_or_knows_no_secret_is_said(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    message = compose(ROBIN, [("", "paul@salus.it")], "The plan", "Here.")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        gone = free.getsockname()[1]
    with pytest.raises(Trouble, match=r"did not take the mail: .*Nothing was sent"):
        work.posting.send(server(gone), 3, message)
    starttls = Server("127.0.0.1", postbox[1], "starttls", "robin", ROBIN)
    with pytest.raises(Trouble, match=r"mail\.security"):
        work.posting.send(starttls, 3, message)
    tls = Server("127.0.0.1", postbox[1], "tls", "robin", ROBIN)
    with pytest.raises(Trouble, match=r"mail\.security"):
        work.posting.send(tls, 3, message)
    assert on_deals(work) == []


@pytest.mark.parametrize(
    "wrong", ["jane", "jane@", "@x", "a@@b", "a b@c.d", "a@b.c, d@e.f", "a@b.c\nBcc: x@y.z", "<a@b.c>", "a(b)@c.d"]
)
def test_a_wrong_address_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="is no address of mail"):
        compose(ROBIN, [("", wrong)], "x", "y")


@pytest.mark.parametrize("wrong", ["jäne@example.com", "jane@münchen.example"])
def test_an_address_that_is_not_ascii_is_refused_with_why(wrong: str) -> None:
    with pytest.raises(Invalid, match="write it in ASCII"):
        compose(ROBIN, [("", wrong)], "x", "y")


def test_names_and_subjects_can_add_no_header() -> None:
    message = compose(ROBIN, [("Jane\r\nBcc: x@y.z", "jane@acme.com")], "Hi\nBcc: x@y.z", "text\r\n.\r\nmore")
    assert message["Bcc"] is None
    assert len(message.get_all("To", [])) == 1


def config(path: Path, text: str) -> Config:
    return parse_config(text, path)


def test_the_config_says_where_mail_goes_out(tmp_path: Path) -> None:
    told = config(
        tmp_path / "config.toml",
        '[mail]\naddress = "robin@example.com, r@y.com"\nhost = "smtp.example.com"\nsecurity = "tls"\n'
        'password_command = "printf secret"\n',
    )
    found = server_of(told, {})
    assert (found.host, found.port, found.security, found.user, found.address, found.password) == (
        *("smtp.example.com", 465, "tls", ROBIN, ROBIN),
        "secret",
    )
    assert "secret" not in repr(found)
    assert server_of(told, {"PIPETUI_MAIL_PASSWORD": "other"}).password == "other"
    with pytest.raises(Invalid, match="No mail goes out yet"):
        server_of(Config(), {})
    failing = config(tmp_path / "b.toml", '[mail]\naddress = "a@b.c"\nhost = "h"\npassword_command = "false"\n')
    with pytest.raises(Trouble, match="gave no password"):
        server_of(failing, {})
