"""What the customer does next, in one line: ``@legal sends the signed order fri``."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from pipetui.values.errors import Invalid
from pipetui.values.followup import parse_followup
from pipetui.values.text import clean
from pipetui.values.when import show_day

_WHO = re.compile(r"(?:^|\s)@(?:'([^']+)'|\"([^\"]+)\"|(\S+))")


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """What a customer does, who of them, and by which day."""

    what: str
    due: date
    who: str | None = None


def parse_customer(text: str, now_local: datetime) -> CustomerLine:
    """Read what a customer does next as typed. Raises Invalid where what or when is missing."""
    said = clean(text)
    found = _WHO.search(said)
    who = clean(next(filter(None, found.groups()))) if found else None
    rest = clean(_WHO.sub(" ", said, count=1)) if found else said
    read = parse_followup(f"task {rest}", now_local)
    what = "" if read.subject == "Task" else read.subject
    if not what:
        raise Invalid("What does the customer do, and by when? @legal sends the signed order fri")
    if read.when is None:
        raise Invalid(f"By when? Write the day with it: {what[:40]} fri")
    return CustomerLine(what, read.when.day, who)


def customer_as_typed(what: str, who: str | None, due: date) -> str:
    """What a customer does as a rep would type it, to be changed."""
    name = f"@'{who}' " if who and " " in who else f"@{who} " if who else ""
    return f"{name}{what} {due.isoformat()}"


def show_customer(line: CustomerLine, today: date) -> str:
    """Give it as understood: "Legal, by Fri: sends the signed order"."""
    who = line.who or "the customer"
    return f"{who}, by {show_day(line.due, today)}: {line.what}"
