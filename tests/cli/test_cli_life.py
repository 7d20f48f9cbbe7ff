"""The whole life of a deal, by commands of the program as it is installed."""

from calling import Cli


def test_from_first_contact_to_won(program: Cli) -> None:
    """Each command is a process; what one says is where the next one starts."""
    added = program("add", "Acme rollout 40k +Acme @'Jane Doe' close:15dec #q4 next:call fri 15:00")
    assert (added.status, added.out) == (0, "1\tAcme rollout\n")
    assert "Made a new pipeline" in added.err
    assert "amount €40,000" in added.err and "next Call Fri 15:00" in added.err

    assert program("move", "acme", "propo").status == 0
    assert program("edit", "1", "amount=50k", "close=20 dec", "probability=75").status == 0
    logged = program("log", "1", "call", "Spoke to Jane", "--next", "email tomorrow the offer")
    assert logged.status == 0
    assert logged.out == "3\t2026-11-24\temail\tthe offer\n"
    done = program("done", "3", "--note", "Sent", "--next", "meeting 1 dec 10:00")
    assert done.out == "4\t2026-12-01T10:00:00+00:00\tmeeting\tMeeting\n"
    assert program("snooze", "4", "2 dec").out == "4\t2026-12-02T10:00:00+00:00\tmeeting\tMeeting\n"
    won = program("win", "acme rollout", "--reason", "best fit")
    assert (won.status, won.out, won.err) == (0, "", "Won Acme rollout · €50,000\n")

    deal = program("show", "acme", "--json").json
    assert {name: deal[name] for name in ("stage", "status", "amount", "closed", "reason", "next_step")} == {
        "stage": "Proposal",
        "status": "won",
        "amount": 50000,
        "closed": "2026-11-23",
        "reason": "best fit",
        "next_step": {"id": 1, "kind": "call", "subject": "Call", "due": "2026-11-27T15:00:00+00:00"},
    }
    assert sorted(event["kind"] for event in deal["timeline"]) == [
        *("amount", "call", "close", "created", "edit", "email", "stage", "won"),
    ]
    assert [event["note"] for event in deal["timeline"] if event["kind"] == "email"] == ["Sent"]


def test_a_lost_deal_comes_back(cli: Cli) -> None:
    cli("add", "Clinic chain 31k >demo")
    lost = cli("lose", "1", "--reason", "price", "--on", "last fri", "--json").json
    assert (lost["status"], lost["closed"], lost["reason"], lost["stage"]) == ("lost", "2026-11-20", "price", "Demo")
    assert cli("move", "1", "proposal").err == "pipetui: Clinic chain is lost. Reopen it first.\n"
    again = cli("reopen", "clinic", "--json").json
    assert (again["status"], again["closed"], again["reason"], again["stage"]) == ("open", None, None, "Demo")
    assert cli("reopen", "1") == (1, "", "pipetui: Clinic chain is open already.\n")


def test_a_mail_of_the_playbook_has_the_words_of_the_deal(cli: Cli) -> None:
    cli("pipeline", "use-template", "simple")
    cli("add", "Acme rollout 40k @'Jane Doe' close:18dec >proposal")
    listed = cli("mail", "1", "--json").json
    assert listed[0]["stage"] == "Proposal"
    name = listed[0]["name"]
    told = cli("mail", "1", name[:8], "--plan", "mon 9:00")
    assert (told.status, told.out.split("\n")[0]) == (0, listed[0]["subject"])
    assert "Jane" in told.out and "€40,000" in told.out and "18 Dec" in told.out
    assert "Yours to fill in: date." in told.err
    assert cli("show", "1", "--json").json["next_step"]["kind"] == "email"
    again = cli("mail", "1", "--json").json
    assert again[0]["activity"] is not None and again[0]["body"] == listed[0]["body"]
    assert cli("mail", "1", "no such").err.startswith("pipetui: There is no mail “no such”. There are ")
    assert cli("mail", "1", "--plan", "mon").status == 2


def test_a_deleted_deal_is_gone(cli: Cli) -> None:
    cli("add", "One 10k")
    cli("add", "Two 20k")
    assert cli("delete", "one", "--json").json["title"] == "One"
    assert cli("show", "1") == (1, "", "pipetui: There is no deal 1.\n")
    assert [deal["title"] for deal in cli("deals", "--json").json] == ["Two"]
    assert cli("add", "Three").out == "3\tThree\n"


def test_a_line_in_several_words_is_the_same_line(cli: Cli) -> None:
    """A shell takes the quotes away: what it hands over as one word stays one value."""
    cli("add", "Acme rollout", "40k", "+Acme GmbH", "@Jane Doe", "#key account", "next:call fri 15:00")
    deal = cli("show", "1", "--json").json
    assert (deal["title"], deal["amount"]) == ("Acme rollout", 40000)
    assert (deal["company"], deal["contact"], deal["tags"]) == ("Acme GmbH", "Jane Doe", ["key account"])
    assert deal["next_step"]["due"].startswith("2026-11-27T15:00")


def test_edits_are_one_change_or_none(cli: Cli) -> None:
    cli("add", "One 10k")
    wrong = cli("edit", "1", "title=Two", "close=soonish")
    assert wrong.status == 2
    assert cli("show", "1", "--json").json["title"] == "One"
    edited = cli("edit", "1", "title=Two", "amount=", "probability=30", "tags=a b", "--json").json
    assert (edited["title"], edited["amount"], edited["probability"], edited["tags"]) == ("Two", None, 30, ["a", "b"])
    assert edited["probability_source"] == "manual"
    assert cli("edit", "1", "probability=", "--json").json["probability_source"] == "stage"


def test_a_follow_up_put_off_keeps_its_time(cli: Cli) -> None:
    cli("add", "One", "next:call today 15:00")
    assert cli("snooze", "1", "3d").out == "1\t2026-11-26T15:00:00+00:00\tcall\tCall\n"
    assert cli("snooze", "1", "mon", "9:30").out == "1\t2026-11-30T09:30:00+00:00\tcall\tCall\n"
    assert cli("snooze", "1", "1w").out == "1\t2026-12-07T09:30:00+00:00\tcall\tCall\n"  # from the day it is due
    finished = cli("done", "1")
    assert (finished.status, finished.out) == (0, "")
    assert finished.err.endswith("Nothing is planned for One now.\n")
    assert cli("done", "1").err == "pipetui: “Call” was finished already.\n"
    assert cli("next", "one", "email", "tomorrow", "about", "terms").out == "2\t2026-11-24\temail\tterms\n"


def test_what_begins_with_a_dash_is_text(cli: Cli) -> None:
    assert cli("add", "-3+4").out == "1\t-3+4\n"
    assert cli("add", "-- loud").status == 2  # an option nobody knows
    assert cli("add", "--", "-- loud").out == "2\t-- loud\n"
    assert cli("edit", "1", "amount=-5000", "--json").json["amount"] == -5000
    assert cli("log", "1", "call", "-10% asked for").status == 0
    assert cli("deals", "-loud", "--json").json[0]["title"] == "-3+4"
    assert cli("deals", "--", "-loud", "--json").status == 1  # after --, all of it is the filter


def test_what_a_customer_does_is_shown_put_off_and_done(cli: Cli) -> None:
    cli("add", "Fleet renewal 24k")
    cli("next", "fleet", "@Ida sends the order fri", "--customer")
    assert cli("show", "fleet", "--json").json["customer_steps"] == [
        {"id": 1, "what": "sends the order", "who": "Ida", "due": "2026-11-27"}
    ]
    assert cli("snooze", "1", "mon", "--customer").status == 0
    assert cli("show", "fleet", "--json").json["customer_steps"][0]["due"] == "2026-11-30"
    assert "sends the order" in cli("show", "fleet").out
    cli("done", "1", "--customer", "--next", "call thu")
    told = cli("show", "fleet", "--json").json
    assert told["customer_steps"] == [] and [step["kind"] for step in told["planned"]] == ["call"]
    assert cli("done", "1", "--customer").status == 1


def test_what_a_stage_asks_for_is_changed_line_by_line(cli: Cli) -> None:
    assert cli("criteria", "demo", "add", "They saw it work").out == "1\tsoft\tThey saw it work\t\n"
    cli("criteria", "demo", "add", "They named who signs", "field=contact: decision maker")
    cli("criteria", "demo", "must", "2")
    cli("criteria", "demo", "move", "2", "-1")
    cli("criteria", "demo", "add", "Sent the recording")
    cli("criteria", "demo", "list", "3")
    told = cli("criteria", "demo", "word", "2", "They saw it work, and said so").out
    assert told == (
        "1\tmust\tThey named who signs\tcontact: decision maker\n"
        "2\tsoft\tThey saw it work, and said so\t\n"
        "3\tlist\tSent the recording\t\n"
    )
    cli("add", "Clinic chain 31k >demo")
    assert "They named who signs (a must)" in cli("move", "1", "proposal", "--anyway").err
    assert [line["strength"] for line in cli("criteria", "demo", "delete", "1", "--json").json] == ["soft", "advice"]
    assert cli("undo").status == 0 and len(cli("criteria", "demo", "--json").json) == 3
    for wrong, said in (
        (("demo", "must", "9"), "There is no line 9: Demo has 3."),
        (("demo", "add", "x", "field=colour"), "A deal has no field “colour”."),
        (("demo", "add"), "Something is missing after add"),
        (("demo", "shout"), "“shout” is nothing to do with a criterion"),
        (("nowhere",), "There is no stage “nowhere”"),
    ):
        answer = cli("criteria", *wrong)
        assert answer.status in (1, 2) and said in answer.err
