"""What was said: subjects of activities, and the notes a rep makes right after them."""

from __future__ import annotations

from pipetui.demo.story import DEMO, LEAD, NEGOTIATION, PROPOSAL, QUALIFIED

_TALK = {
    LEAD: """
note | Looked them up | Two sites, about sixty people. Growing.
email | First mail | Short, two questions. Opened twice.
call | First call | Friendly. Uses spreadsheets for all of it today.
call | Call back | Voicemail. Try again before lunch, that is when they pick up.
message | Message after the fair | Remembers the stand, asked for the one-pager.
email | One-pager sent | Will show it to the team on Monday.
call | Who decides? | Not {who} alone. There is a boss and a budget round.
""",
    QUALIFIED: """
call | Needs call | Breaks down twice a week, and nobody knows where. Wants it solved this year.
meeting | Site visit | Saw it live: paper lists, then typed in at night. Good case.
call | Budget and timing | Has a budget line, not approved yet. Decision within two months.
email | Questions back | Answered the three open questions. {who} is happy.
call | Check in | Busy week on their side. Nothing lost.
note | After the visit | Two more places than they think. Count again before the offer.
email | Reference list sent | Wants to call one of the references.
call | Other vendors | Talks to one other vendor, a cheaper one.
message | Quick question | How long is the warranty? Three years, told them.
meeting | Coffee on site | {who} draws the process on a napkin. Photo is in the folder.
call | Volume call | A small start, the rest when it proves itself.
""",
    DEMO: """
meeting | Demo on site | Five people. One tried to break it and could not.
meeting | Demo by video | Sound was bad, the product was not. {who} wants it for the team.
call | After the demo | Liked the offline mode most. One worry: the works council.
email | Trial started | Two weeks, with their own data.
call | Trial half way | Works. One list is missing, they want it every Monday.
note | What they saw | Show the report first next time, that is what they buy.
email | Recording and slides | Forwarded inside the hour.
call | IT questions | Needs single sign-on. We have it, sent the page.
meeting | Second demo | With the boss this time. Asked about price before the end: good.
message | Trial feedback | "Can we keep them?" asks {who}.
call | Open points | Three points left. Two are ours, one is theirs.
""",
    PROPOSAL: """
email | Offer sent | Valid thirty days. {who} confirmed it arrived.
call | Walk through the offer | Price is fine, the start date is not. Moved it two weeks.
call | Any news? | Lies with purchasing. {who} pushes.
email | Second version | Took out two training days, as asked.
meeting | Offer review | Line by line, with finance. They want 5%, I gave training instead.
note | Where it hangs | Not the price. Nobody wants to own the rollout.
call | Competition | Other offer is 8% lower, without service. They know what that means.
email | References for finance | Two customers who pay us for the fourth year.
call | Decision date | They decide in the Thursday round.
message | Short update | Boss is back next week, then it goes on.
call | Purchasing | Wants net 60. Told them net 30, we met at 45.
""",
    NEGOTIATION: """
call | Contract questions | Legal has four remarks. Three are harmless.
email | Contract sent | With the changes in colour.
meeting | Final round | {who} and the boss. Handshake on the price, the rest is paper.
call | Signature | Waits for the second signature. Should be days.
email | Data protection annex | Their template, our changes. Back with them.
call | Delivery plan | First half in week one, second half a month later.
task | Order form | Numbers checked twice, sent.
call | PO number | Comes from the head office, they need it before month end.
message | Nearly there | "You will have it by Friday."
""",
}

_WON = """
call | Signed | Signed this morning. {who} sounded relieved.
email | Order is in | Order came by mail, thanked them by phone.
meeting | Kick-off agreed | Signed at the table. Kick-off in two weeks.
call | They go with us | Not the cheapest, but the one who answered. Their words.
"""

_LOST = {
    "price": "call | Last word | Went with the cheaper one. About a fifth below us.",
    "competition": "call | Last word | Another vendor was in first and knew the house.",
    "no budget": "call | Last word | Project is frozen for this year. Asked me to come back.",
    "missing features": "call | Last word | Needed the scale interface now. We have it next year.",
    "bad timing": "call | Last word | They move house first. Everything else has to wait.",
    "no decision maker": "meeting | Last word | Everybody liked it, nobody signs.",
    "unresponsive": "email | Last try | Fifth try without an answer. Closing it.",
}

Said = tuple[str, str, str]
"""Kind, subject, and the note with ``{who}`` for the contact's first name."""


def _read(table: str) -> tuple[Said, ...]:
    lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return tuple((kind, subject, note) for kind, subject, note in lines)


TALK = {stage: _read(table) for stage, table in _TALK.items()}
"""What is talked about in each stage, in the order it usually comes up."""

WON = _read(_WON)
"""The last talk before a deal is won."""

LOST = {reason: _read(line)[0] for reason, line in _LOST.items()}
"""The last talk before a deal is lost, for each reason."""
