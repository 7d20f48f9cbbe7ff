"""Mails that are written and due: which go out, which are held back and why, and that none goes out twice."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta

import pytest

from doing import TODAY
from pipetui.outreach.posting import written
from pipetui.outreach.sending import Server
from pipetui.reading.rules import read_text
from pipetui.values.clock import Clock
from pipetui.values.errors import Refused, Trouble
from pipetui.values.followup import FollowUp
from pipetui.values.recurrence import Recurrence
from pipetui.values.when import When
from pipetui.views.automation import NewRule
from pipetui.views.due_mail import DueMail
from pipetui.views.entry import NewDeal
from pipetui.views.mail import Mail
from pipetui.views.playbook import Beat
from pipetui.workspace import Workspace, open_workspace
from postbox import Postbox, polite, postbox, serving

__all__ = ["postbox"]

ROBIN = "robin@example.com"
ROLLOUT, CLINIC, NOBODY = 1, 2, 3


@pytest.fixture
def work(workspace: Workspace) -> Workspace:
    for title, contact in (("Rollout", "Jane Doe"), ("Clinic chain", "Paul Roth"), ("Museum", "Zoe Lind")):
        workspace.deals.add(NewDeal(title, 10_000_00, contact=contact))
    with closing(sqlite3.connect(workspace.path)) as rows, rows:
        for name, mail in (("Jane Doe", "jane@acme.com"), ("Paul Roth", "paul@salus.it")):
            rows.execute("UPDATE contact SET email = ? WHERE name = ?", (mail, name))
    return workspace


def server(port: int) -> Server:
    return Server("127.0.0.1", port, "none", "robin", ROBIN)


def write(work: Workspace, deal: int, subject: str, body: str = "Hello.", days: int = 0, at: time | None = None) -> int:
    saved = work.followups.plan(deal, FollowUp("email", When(TODAY + timedelta(days), at), subject), body)
    assert saved.card is not None
    return next(step.id for step in saved.card.steps if step.subject == subject)


def later(work: Workspace, deal: int, kind: str, *, is_done: bool = True) -> None:
    """Something that happens on a deal a day after all else."""
    with closing(sqlite3.connect(work.path)) as rows, rows:
        rows.execute(
            "INSERT INTO activity (deal_id, kind, subject, created_at, done_at, snoozes) VALUES (?, ?, 'x', ?, ?, 0)",
            (deal, kind, "2026-11-24 08:00:00.000000", "2026-11-24 08:00:00.000000" if is_done else None),
        )


def told(work: Workspace) -> dict[str, str]:
    return {mail.subject: mail.reason for mail in work.overview.due_mails()}


def test_due_is_what_has_words_and_whose_day_or_hour_has_come(work: Workspace) -> None:
    write(work, ROLLOUT, "Late", days=-3)
    write(work, ROLLOUT, "Today")
    write(work, ROLLOUT, "Tomorrow", days=1)
    write(work, ROLLOUT, "At eight", at=time(8))
    write(work, ROLLOUT, "At eleven", at=time(11))
    work.followups.plan(ROLLOUT, FollowUp("email", When(TODAY), "Not written yet"))
    work.followups.plan(ROLLOUT, FollowUp("call", When(TODAY), "A call"), "with words")
    write(work, CLINIC, "Of a lost one")
    work.deals.lose(CLINIC, "price")
    assert told(work) == {"Late": "", "Today": "", "At eight": ""}
    first = work.overview.due_mails()[0]
    assert (first.deal, first.name, first.to, first.body) == ("Rollout", "Jane Doe", "jane@acme.com", "Hello.")


def test_it_goes_to_whom_it_was_planned_with(work: Workspace) -> None:
    number = write(work, ROLLOUT, "Hello")
    with closing(sqlite3.connect(work.path)) as rows, rows:
        rows.execute("UPDATE activity SET contact_id = (SELECT id FROM contact WHERE name = 'Paul Roth')")
    [mail] = work.overview.due_mails()
    assert (mail.activity_id, mail.name, mail.to) == (number, "Paul Roth", "paul@salus.it")


@pytest.mark.parametrize(
    ("kind", "is_done", "held"),
    [("call", True, True), ("email", True, True), ("note", True, False), ("call", False, False)],
)
def test_one_is_held_back_where_something_happened_since(work: Workspace, kind: str, is_done: bool, held: bool) -> None:
    write(work, ROLLOUT, "Did you get my mail?")
    later(work, ROLLOUT, kind, is_done=is_done)
    later(work, CLINIC, "call")
    [reason] = told(work).values()
    assert reason.startswith(f"Since it was written there was a {kind} (") if held else reason == ""


def test_one_is_held_back_where_somebody_or_something_is_missing(work: Workspace) -> None:
    write(work, NOBODY, "To nobody")
    write(work, ROLLOUT, "About {{ budget }}", "You said {{ budget }} and {date}.")
    write(work, ROLLOUT, "Recap", "The problem: …\nThe date: …")
    assert told(work) == {
        "To nobody": "Nobody of the deal has an address.",
        "Recap": "Yours to fill in first: 2 lines that end in …",
        "About {{ budget }}": "Yours to fill in first: budget, date",
    }


def test_it_is_sent_and_noted_and_the_step_is_done(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    number = write(work, ROLLOUT, "The plan", "Dear Jane,\nhere it is.")
    [mail] = work.overview.due_mails()
    assert work.posting.send_due(server(port), mail).label == "Mailed Rollout"
    assert b"To: Jane Doe <jane@acme.com>" in handler.taken[0]
    assert work.overview.card(ROLLOUT).steps == ()
    assert told(work) == {}
    with pytest.raises(Refused, match="meanwhile"):
        work.posting.send_due(server(port), mail)
    assert len(handler.taken) == 1
    # Taken back it is planned again, and has been sent all the same.
    work.history.undo()
    assert [step.id for step in work.overview.card(ROLLOUT).steps] == [number]
    assert told(work)["The plan"].startswith("It was handed to a server before")


def test_one_that_was_cut_short_in_between_is_not_sent_again(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    with closing(sqlite3.connect(work.path)) as rows, rows:
        # Noting it fails, as on a disk that is full by then.
        rows.execute(
            "CREATE TRIGGER full BEFORE UPDATE OF done_at ON activity BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Trouble, match="was sent, but could not be noted"):
        work.posting.send_due(server(port), mail)
    with closing(sqlite3.connect(work.path)) as rows, rows:
        rows.execute("DROP TRIGGER full")
    assert told(work)["The plan"].startswith("It was handed to a server before")
    with pytest.raises(Refused, match="handed to a server meanwhile"):
        work.posting.send_due(server(port), mail)
    assert len(handler.taken) == 1


def test_one_that_the_server_may_have_taken_is_not_sent_again(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    with serving(polite(dot=None)) as breaking, pytest.raises(Trouble, match="It may have been sent"):
        work.posting.send_due(breaking, mail)
    assert told(work)["The plan"].startswith("It was handed to a server before")
    with pytest.raises(Refused, match="handed to a server meanwhile"):
        work.posting.send_due(server(port), mail)
    assert handler.taken == []


def test_one_that_was_taken_is_done_whatever_the_server_says_at_the_end(work: Workspace) -> None:
    write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    with serving(polite(quit=b"500 no\r\n")) as rude:
        work.posting.send_due(rude, mail)
    assert work.overview.card(ROLLOUT).steps == ()


def test_what_the_server_did_not_take_can_be_sent_again(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    handler, port = postbox
    write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    entries = work.overview.last_entry()
    with pytest.raises(Trouble, match="Nothing was sent"):
        work.posting.send_due(server(9), mail)
    with pytest.raises(Refused, match="refuses to take mail to nobody@"):
        work.posting.send_due(server(port), DueMail(*mail[:5], "nobody@acme.com", *mail[6:]))
    assert told(work) == {"The plan": ""}
    assert [entry.label for entry in work.history.entries() if entry.id > entries] == []
    work.posting.send_due(server(port), mail)
    assert len(handler.taken) == 1


def test_one_that_keeps_coming_comes_again_when_it_is_sent(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    every = Recurrence("FREQ=WEEKLY", TODAY)
    work.followups.plan(ROLLOUT, FollowUp("email", When(TODAY), "How it goes", every), "Hello.")
    [mail] = work.overview.due_mails()
    work.posting.send_due(server(postbox[1]), mail)
    [step] = work.overview.card(ROLLOUT).steps
    assert (step.subject, step.due, step.every) == ("How it goes", TODAY + timedelta(7), every)


def test_an_email_planned_under_the_name_of_a_mail_of_its_stage_has_its_words(work: Workspace) -> None:
    card = work.overview.card(ROLLOUT)
    pipeline = work.overview.pipeline()
    here, other = card.stage_id, next(stage.id for stage in pipeline.stages if stage.id != card.stage_id)
    mail = Mail("Reminder", "About {{ title }}", "Dear {{ first_name }}, did you read it?")
    for stage, name in ((here, "Reminder"), (other, "Elsewhere")):
        plan = work.processes.stage(stage)
        work.processes.write_stage(stage, replace(plan, mails=(mail._replace(name=name),)))
    work.followups.plan(ROLLOUT, FollowUp("email", When(TODAY), "reminder"))
    work.followups.plan(ROLLOUT, FollowUp("email", When(TODAY), "Elsewhere"))
    work.followups.plan(ROLLOUT, FollowUp("call", When(TODAY), "Reminder"))
    assert [(mail.subject, mail.body) for mail in work.overview.due_mails()] == [
        ("About Rollout", "Dear Jane, did you read it?")
    ]


def test_the_mails_of_a_cadence_are_written_by_it(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    pipeline = work.overview.pipeline()
    demo = next(stage.id for stage in pipeline.stages if stage.name == "Demo")
    beats = (Beat(1, "email", "Reminder"), Beat(3, "email", "Last one"))
    mails = (Mail("Reminder", "Again", "Dear {{ first_name }}."), Mail("Last one", "Last", "Bye {{ first_name }}."))
    work.processes.write_stage(demo, replace(work.processes.stage(demo), cadence=beats, mails=mails))
    text = "when entered Demo then start cadence"
    work.rules.add(NewRule(text, read_text(text)))
    work.deals.move(ROLLOUT, demo)
    assert told(work) == {}
    tomorrow = open_workspace(work.path, Clock(TODAY + timedelta(1)), durable=False)
    [mail] = tomorrow.overview.due_mails()
    assert (mail.subject, mail.body, mail.reason) == ("Again", "Dear Jane.", "")
    tomorrow.posting.send_due(server(postbox[1]), mail)
    [step] = tomorrow.overview.card(ROLLOUT).steps
    assert (step.kind, step.subject, step.due) == ("email", "Last", TODAY + timedelta(3))
    tomorrow.close()


def test_one_in_doubt_sent_by_hand_is_not_sent_again_by_itself(work: Workspace) -> None:
    """The server breaks off once it has the mail: whether it took it nobody knows, whichever way it was sent."""
    number = write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    with serving(polite(dot=None)) as breaking, pytest.raises(Trouble, match="may have been sent"):
        work.posting.send(breaking, ROLLOUT, written(breaking, mail), number)
    assert told(work)["The plan"].startswith("It was handed to a server before")


def test_one_that_is_held_back_goes_out_by_hand(work: Workspace, postbox: tuple[Postbox, int]) -> None:
    number = write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    with serving(polite(dot=None)) as breaking, pytest.raises(Trouble, match="may have been sent"):
        work.posting.send_due(breaking, mail)
    work.posting.send(server(postbox[1]), ROLLOUT, written(server(postbox[1]), mail), number)
    assert (len(postbox[0].taken), work.overview.card(ROLLOUT).steps) == (1, ())


def test_an_answer_to_one_that_was_taken_off_the_agenda_while_it_was_sent_finds_its_deal(
    work: Workspace, postbox: tuple[Postbox, int]
) -> None:
    number = write(work, ROLLOUT, "The plan")
    [mail] = work.overview.due_mails()
    message = written(server(postbox[1]), mail)
    work.posting.claim(number, message, again=False)
    work.followups.drop(number)
    work.posting.note_sent(ROLLOUT, message, number)
    with closing(sqlite3.connect(work.path)) as rows:
        found = rows.execute(
            "SELECT deal_id, subject FROM external_ref JOIN activity ON activity.id = record_id WHERE external_id = ?",
            (message["Message-ID"].strip("<>"),),
        ).fetchall()
    assert found == [(ROLLOUT, "The plan")]
