"""Sending a mail from where the cursor is, by a real server."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pipetui.config.reading import Config, parse_config
from pipetui.values.clock import Clock
from pipetui.values.followup import FollowUp
from pipetui.values.terms import parse_terms
from pipetui.views.mail import Mail
from pipetui.workspace import open_workspace
from postbox import Postbox, postbox
from tui.known_pipeline import FLEET, MUSEUM, QUALIFIED, TODAY, small
from tui.rep import sitting

__all__ = ["postbox"]


def fill(path: Path) -> None:
    """The small pipeline, with a mail in its playbook and an address for its contact."""
    small(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    mail = Mail("Recap", "What we said", "Hi {{ first_name }},\nat {company}.")
    work.processes.write_stage(QUALIFIED, replace(work.processes.stage(QUALIFIED), mails=(mail,)))
    work.close()
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("UPDATE contact SET email = 'ida@nordwind.example' WHERE name = 'Ida Berg'")


def sends_to(port: int) -> Config:
    """What the config says of a server on this machine."""
    said = f'[mail]\naddress = "robin@example.com"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
    return parse_config(said, Path("config.toml"))


def saying(body: str) -> Callable[[Path], None]:
    """The small pipeline, with a mail in its playbook that says something else."""

    def filled(path: Path) -> None:
        fill(path)
        with closing(open_workspace(path, Clock(TODAY), durable=False)) as work:
            plan = work.processes.stage(QUALIFIED)
            work.processes.write_stage(QUALIFIED, replace(plan, mails=(Mail("Recap", "What we said", body),)))

    return filled


async def test_a_mail_is_sent_from_the_board(path: Path, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    config = sends_to(port)
    async with sitting(path, fill=fill, config=config) as rep:
        await rep.press("m")
        rep.shows("Mail to Ida Berg", "send it to", "ida@nordwind.example")
        await rep.press("tab", "tab")
        await rep.type("id")
        rep.shows("sent to ida@nordwind.example, and noted on the deal")
        await rep.press("enter")
        assert rep.told[-1] == "Sent What we said to ida@nordwind.example"
        assert b"To: Ida Berg <ida@nordwind.example>" in handler.taken[0]
        sent = rep.rows("SELECT subject, note FROM activity WHERE deal_id = ? AND kind = 'email'", FLEET)
        assert sent[-1] == ("What we said", "Hi Ida,\nat Nordwind.")


async def test_a_mail_is_put_in_ones_own_words_kept_and_sent(path: Path, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    config = sends_to(port)

    async with sitting(path, fill=saying("Hi {{ first_name }},\nuntil {{ date }}."), config=config) as rep:
        await rep.press("m", "tab", "tab")
        await rep.type("id\r")
        rep.shows("yours to fill in first (ctrl+e): date")
        await rep.press("ctrl+e")
        rep.shows("Mail to Ida Berg · Fleet renewal", "yours to fill in: date")
        # What is to be filled in is marked: typing takes its place.
        await rep.type("Friday")
        rep.shows("until Friday.", "everything is filled in")
        await rep.press("escape")
        rep.shows("in your own words", "sent to ida@nordwind.example")
        await rep.press("escape", "j", "k", "m")
        rep.shows("in your own words")
        await rep.press("tab", "tab", "end", "enter")
        assert rep.told[-1] == "Sent What we said to ida@nordwind.example"
        assert b"until Friday." in handler.taken[0]
        note = rep.rows("SELECT note FROM activity WHERE deal_id = ? AND kind = 'email' AND done_at IS NOT NULL", FLEET)
        assert note == [("Hi Ida,\nuntil Friday.",)]
        # What was sent is out of the drafts: the playbook's words are there again.
        await rep.press("m")
        rep.shows("yours to fill in: date")


async def test_lines_that_end_in_dots_are_to_be_filled_in(path: Path, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    config = sends_to(port)

    async with sitting(path, fill=saying("The problem: …\nIts cost: …\nWell…"), config=config) as rep:
        await rep.press("m", "tab", "tab")
        await rep.type("id\r")
        rep.shows("yours to fill in first (ctrl+e): 2 lines that end in …")
        await rep.press("ctrl+e")
        await rep.type("vans break")
        rep.shows("The problem: vans break", "1 line that ends in …")
        await rep.press("ctrl+n")
        await rep.type("€2k")
        rep.shows("everything is filled in")
        await rep.press("ctrl+s", "tab", "tab", "end", "enter")
        assert b"The problem: vans break" in handler.taken[0]


async def test_without_a_playbook_there_is_a_blank_one(path: Path) -> None:
    async with sitting(path) as rep:
        await rep.press("m")
        await rep.say("blank")
        assert rep.rows("SELECT subject, note FROM activity WHERE kind = 'email' AND deal_id = ?", FLEET) == [
            ("Fleet renewal", "Hi Ida,")
        ]


async def test_a_mail_about_a_payment_that_is_overdue(path: Path) -> None:
    def owing(path: Path) -> None:
        small(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.payments.plan(MUSEUM, parse_terms("30% on signing, 70% in 30d", TODAY, "EUR"))
        work.deals.edit(MUSEUM, {"contact": "Ugo Neri"})
        work.close()

    async with sitting(path, fill=owing) as rep:
        for keys in (("2", "j", "j", "m"), ("6", "h", "h", "h", "j", "m")):
            await rep.press(*keys)
            rep.shows("Mail to Ugo Neri", "Payment reminder", "Museum guides: payment of €6,000")
            await rep.press("ctrl+e")
            rep.shows("Hi Ugo,", "was due on Tue 10 Nov 2026")
            await rep.press("ctrl+s", "escape")


async def test_what_the_server_refuses_is_told_and_nothing_noted(path: Path, postbox: tuple[Postbox, int]) -> None:
    config = sends_to(postbox[1])
    async with sitting(path, fill=fill, config=config) as rep:
        before = rep.rows("SELECT count(*) FROM activity")
        await rep.press("m", "tab", "tab")
        await rep.type("nobody")
        rep.shows("is no address of mail")
        await rep.say("nobody@nordwind.example")
        assert "refuses to take mail to nobody@nordwind.example (550 no such person). Nothing was sent." in rep.told[-1]
        assert rep.rows("SELECT count(*) FROM activity") == before
        await rep.press("m")
        rep.shows("nobody@nordwind.example")


async def test_what_is_written_and_due_is_sent_from_the_agenda(path: Path, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    config = sends_to(port)

    def written(path: Path) -> None:
        fill(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.followups.plan(FLEET, FollowUp("email", None, "Recap"))
        work.followups.plan(FLEET, FollowUp("email", None, "With a place"), "On {{ date }}?")
        work.close()

    async with sitting(path, fill=written, config=config) as rep:
        await rep.press("2")
        rep.shows("+ sends 1 mail")
        await rep.press("+")
        rep.shows("Send 1 mail?", "Ida Berg: What we said · Fleet renewal", "Held back: With a place")
        await rep.press("escape")
        assert handler.taken == []
        await rep.press("+", "enter")
        assert rep.told[-1] == "Sent 1 mail."
        assert rep.line_with(" done ").strip().startswith("1 of ") and "+ sends" not in rep.text
        assert b"Subject: What we said" in handler.taken[0]
        subjects = rep.rows("SELECT subject FROM activity WHERE kind = 'email' AND done_at IS NULL")
        assert ("With a place",) in subjects and ("What we said",) not in subjects
        await rep.press("+")
        assert rep.told[-1].startswith("Nothing goes out by itself. Held back: With a place (Fleet renewal).")
        assert "Since it was written" in rep.told[-1] or "Yours to fill in" in rep.told[-1]


async def test_nothing_goes_out_without_a_server(path: Path) -> None:
    def written(path: Path) -> None:
        fill(path)
        work = open_workspace(path, Clock(TODAY), durable=False)
        work.followups.plan(FLEET, FollowUp("email", None, "Recap"))
        work.close()

    async with sitting(path) as rep:
        await rep.press("2", "+")
        assert rep.told[-1] == "No mail that is written is due."
    path.unlink()
    async with sitting(path, fill=written) as rep:
        await rep.press("2", "+")
        assert rep.told[-1].startswith("No mail goes out yet: [mail] in the config says")
