from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.followup import FollowUp
from pipetui.values.quickadd import LONGEST, QuickAdd, parse_quickadd
from pipetui.values.text import clean
from pipetui.values.when import When

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=1)))  # a Monday
CONTRACT = "Acme rollout 40k +Acme @'Jane Doe' close:eom >proposal #q4 next:call fri 15:00"


def read(line: str) -> QuickAdd:
    return parse_quickadd(line, NOW, "EUR")


def test_the_line_of_the_contract() -> None:
    deal = read(CONTRACT)
    assert deal.problem is None
    assert (deal.title, deal.amount, deal.currency) == ("Acme rollout", 4_000_000, "EUR")
    assert (deal.company, deal.contact, deal.stage, deal.tags) == ("Acme", "Jane Doe", "proposal", ("q4",))
    assert deal.close == date(2026, 11, 30)
    assert deal.next == FollowUp("call", When(date(2026, 11, 27), time(15)), "Call")
    assert [(chip.field, chip.text, CONTRACT[chip.start : chip.end]) for chip in deal.chips] == [
        ("amount", "€40,000", "40k"),
        ("company", "Acme", "+Acme"),
        ("contact", "Jane Doe", "@'Jane Doe'"),
        ("close", "Mon 30 Nov 2026", "close:eom"),
        ("stage", "proposal", ">proposal"),
        ("tag", "q4", "#q4"),
        ("next", "Call Fri 15:00", "next:call fri 15:00"),
    ]


def test_every_key() -> None:
    deal = read(
        "Plan owner:Jane source:'Trade fair' product:\"Pro plan\" prob:60% amount:$1,200 Company: Acme #a #b #A"
    )
    assert (deal.owner, deal.source, deal.product, deal.probability) == ("Jane", "Trade fair", "Pro plan", 60)
    assert (deal.title, deal.amount, deal.currency) == ("Plan", 120_000, "USD")
    assert (deal.company, deal.tags) == ("Acme", ("a", "b"))
    assert deal.problem is None


@pytest.mark.parametrize(
    ("line", "title", "minor", "currency"),
    [
        ("Rollout 40k", "Rollout", 4_000_000, "EUR"),
        ("40k rollout", "rollout", 4_000_000, "EUR"),
        ("Rollout €24,000 phase 2", "Rollout phase 2", 2_400_000, "EUR"),
        ("Rollout US$40k", "Rollout", 4_000_000, "USD"),
        ("Rollout 40k CHF", "Rollout", 4_000_000, "CHF"),
        ("GBP 40k rollout", "rollout", 4_000_000, "GBP"),
        ("Plant 2 mln EUR", "Plant", 200_000_000, "EUR"),
        ("Plant 1.5M", "Plant", 150_000_000, "EUR"),
        ("Plan 1,234.56", "Plan", 123_456, "EUR"),
        ("Plan 5000", "Plan", 500_000, "EUR"),
        ("Plan 5000 >demo", "Plan", 500_000, "EUR"),
        ("10k users 40k", "10k users", 4_000_000, "EUR"),
        ("Upgrade 10k €5 seats", "Upgrade 10k seats", 500, "EUR"),
        ("Renewal 2500", "Renewal", 250_000, "EUR"),
    ],
)
def test_an_amount_in_the_title(line: str, title: str, minor: int, currency: str) -> None:
    deal = read(line)
    assert (deal.title, deal.amount, deal.currency) == (title, minor, currency)


@pytest.mark.parametrize(
    "line",
    [
        "Clinic chain, 12 sites",
        "Q4 push",
        "3D printers",
        "Renewal 2027",
        "Windows 11",
        "Version 3.1",
        "5000 seats",
        "20ft container",
        "12 TOP clients",
        "TOP10 clients",
        "24/7 support",
        "50 / 50",
        "Deal 60%",
        "A > B # + @",
        "Re: https://example.com/x:y",
        "O'Brien 'quoted'",
        "mail@example.com",
    ],
)
def test_what_stays_in_the_title(line: str) -> None:
    deal = read(line)
    assert (deal.title, deal.amount, deal.chips) == (line, None, ())


def test_quotes_keep_a_title_as_it_is() -> None:
    deal = read('"+1 plan 40k" 50k')
    assert (deal.title, deal.amount, deal.company) == ("+1 plan 40k", 5_000_000, None)


@pytest.mark.parametrize(
    ("line", "title", "close"),
    [
        ("close:15 dec Fleet renewal", "Fleet renewal", date(2026, 12, 15)),
        ("Fleet close:in 3 days renewal", "Fleet renewal", date(2026, 11, 26)),
        ("Fleet close:next fri", "Fleet", date(2026, 12, 4)),
        ("Fleet close: eom renewal", "Fleet renewal", date(2026, 11, 30)),
        ("Fleet close:'15 dec' renewal", "Fleet renewal", date(2026, 12, 15)),
        ("Fleet close:q4 40k", "Fleet", date(2026, 12, 31)),
    ],
)
def test_close_takes_the_words_of_a_date(line: str, title: str, close: date) -> None:
    deal = read(line)
    assert (deal.title, deal.close, deal.problem) == (title, close, None)


def test_next_runs_to_the_next_marker() -> None:
    deal = read("Fleet next:call +3d about 40k #hot close:eom")
    assert deal.next == FollowUp("call", When(date(2026, 11, 26)), "40k")
    assert (deal.tags, deal.close, deal.amount) == (("hot",), date(2026, 11, 30), None)


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        ("", None, "A deal needs a title."),
        ("40k +Acme", None, "A deal needs a title."),
        ("x @'Jane", "contact", "The quote is not closed."),
        ("x +''", "company", "Nothing is said after +"),
        ("x close:", "close", "Nothing is said after close:"),
        ("x owner: +Acme", "owner", "Nothing is said after owner:"),
        ("x +A +B", "company", "A deal has one company; there are two here."),
        ("x prob:101", "probability", '"101" is not a probability: write 0 to 100, such as prob:60.'),
        ("x prob:1.234", "probability", '"1.234" is not a probability: write 0 to 100, such as prob:60.'),
        ("x amount:12,,3", "amount", '"12,,3" is not an amount: write 40000, 40k or 1,234.56.'),
        ("x close:pricing y", "close", '"pricing" is not a day: try fri, +3d, 15 dec, eom or 2026-12-01.'),
    ],
)
def test_what_is_wrong_is_a_chip_and_a_sentence(line: str, field: str | None, problem: str) -> None:
    deal = read(line)
    assert deal.problem == problem
    assert [chip.field for chip in deal.chips if chip.error] == ([field] if field else [])


def test_a_line_may_be_long_but_not_longer() -> None:
    assert read("x" * LONGEST).problem is None
    deal = read("x" * 10_000_000)
    assert deal.problem == "This line is too long: write at most 2,000 characters."
    assert deal.title == ""


PIECES = st.sampled_from([*"+@>#'\"", " ", "close:", "next:", "40k", "fri", "Acme", "€", "2 mln", "\u202e", "\x1b[0m"])


@given(st.text(max_size=80) | st.lists(PIECES, max_size=30).map("".join) | st.sampled_from(HOSTILE))
@settings(max_examples=100, deadline=None)
def test_any_line_is_read_and_what_it_gives_is_clean(line: str) -> None:
    deal = read(line)
    texts = [deal.title, *deal.tags, *(chip.text for chip in deal.chips)]
    texts += [text for text in (deal.company, deal.contact, deal.stage, deal.owner) if text is not None]
    assert all(text == clean(text) for text in texts)
    assert deal.problem is None or clean(deal.problem) == deal.problem
    ends = [
        0,
        *(position for chip in deal.chips for position in (chip.start, chip.end)),
        max(len(line), LONGEST),
    ]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "piece", ['+"', "'", '"a ', "close:", "close:15 ", "next:on by at ", "1 ", "9k ", "€", "#a ", "+ "]
)
def test_the_longest_line_of_one_piece_over_and_over_is_read(piece: str) -> None:
    line = (piece * LONGEST)[:LONGEST]
    assert all(chip.start < chip.end <= LONGEST for chip in read(line).chips)
