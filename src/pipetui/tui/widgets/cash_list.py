"""The cash of a deal: its payments and expenses by day, one line each, and what is left of it."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from pipetui.tui.cash_text import INKS, NAMES
from pipetui.tui.paint import Piece
from pipetui.tui.widgets.row_list import Drawn, RowList
from pipetui.values.money import show
from pipetui.values.text import fit, lpad, pad, width
from pipetui.values.when import show_day
from pipetui.views.cash import DUE, EXPECTED, IN, OUT, OVERDUE, RECEIVED, DealCash, Entry, Instalment, Spending

MOST = 7
"""Lines that are shown at once."""

WHEN, STATE = 12, 13
"""Cells of the day, and of what a line is."""

DROPPED = "dropped"


class CashList(RowList):
    """Payments and expenses. Its cursor is to be seen while it has the keyboard."""

    LIT_WITHOUT_FOCUS = False

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[object, Entry] = {}

    def tell(self, cash: DealCash, today: date) -> None:
        """Shows a deal's cash."""
        lines = []
        self._entries = {}
        told = [*_payments(cash, today), *_expenses(cash, today)]
        cells = max([0, *(width(amount) for _, amount in told)]) + 1
        for entry, amount in told:
            self._entries[entry.key] = entry
            lines.append(Drawn(entry.key, _pieces(entry, amount, today, cells)))
        self.put(lines)
        self.styles.height = min(MOST, len(lines))
        self.display = bool(lines)

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor, while it has the keyboard."""
        return self._entries.get(self.key) if self.has_focus else None


def title(cash: DealCash | None) -> Content:
    """What the section says at its head: how it is planned, what came of it, and what is left."""
    said = Content.styled("Cash", "bold $accent")
    if cash is None:
        return said
    of, margin = cash.currency, cash.margin
    if cash.payments and margin.planned:
        came = show(margin.received, of)
        said += Content.styled(f"  {came} of {show(margin.planned, of)} received", "$dim")
    if cash.expenses and margin.left is not None:
        said += Content.styled(f"  margin {show(margin.left, of)}, {margin.percent:g}%", "$success")
    if cash.gap:
        less = "less" if cash.gap > 0 else "more"
        gap = show(abs(cash.gap), cash.account.currency)
        said += Content.styled(f"  the plan is {gap} {less} than the deal: P scale", "$warning")
    elif not cash.is_planned:
        said += Content.styled(f"  {cash.terms}  " if cash.payments else "  ", "$dim")
        said += Content.styled("P", "bold $accent") + Content.styled(" plans payments ", "$dim")
        said += Content.styled("-", "bold $accent") + Content.styled(" an expense", "$dim")
    return said


def short(cash: DealCash, today: date) -> list[Content]:
    """The same in a few lines, for the pane."""
    lines = [title(cash)]
    for entry, amount in [*_payments(cash, today), *_expenses(cash, today)][:MOST]:
        sign = "+" if entry.way == IN else "−"
        day = show_day(entry.day, today) if entry.day else "no date"
        state = _state(entry)
        late = entry.state == OVERDUE
        lines.append(
            Content.styled(pad(day, WHEN), "$dim")
            + Content(f"{sign}{amount}  ")
            + Content.styled(f"{state}  ", "$error" if late else "$dim")
            + Content(entry.label)
        )
    return lines


def _payments(cash: DealCash, today: date) -> list[tuple[Entry, str]]:
    return [(_payment(cash, each, today), show(each.amount, each.currency)) for each in cash.payments]


def _expenses(cash: DealCash, today: date) -> list[tuple[Entry, str]]:
    return [(_expense(cash, each, today), show(each.amount, each.currency)) for each in cash.expenses]


def _payment(cash: DealCash, each: Instalment, today: date) -> Entry:
    account = cash.account
    state, day = cash.due_state(each, today)
    worth = each.base if each.base is not None else each.amount
    label, of = each.label, (account.deal_id, account.title, account.company)
    return Entry(IN, state, day, worth, worth, 1.0, label, "payment", *of, each.id, each.place)


def _expense(cash: DealCash, each: Spending, today: date) -> Entry:
    account = cash.account
    late = EXPECTED if each.every else DUE
    state = RECEIVED if each.paid_on is not None else OVERDUE if each.due_on < today else late
    worth = each.base if each.base is not None else each.amount
    of = (account.deal_id, account.title, account.company)
    day = each.paid_on or each.due_on
    return Entry(OUT, state, day, worth, worth, 1.0, each.label, each.kind, *of, each.id, 0, each.every is not None)


def _state(entry: Entry) -> str:
    return NAMES.get((entry.way, entry.state), DROPPED)


def _pieces(entry: Entry, amount: str, today: date, cells: int) -> list[Piece]:
    sign, ink = ("+", "ink-good") if entry.way == IN else ("−", "ink-bad")
    day = show_day(entry.day, today) if entry.day else "no date"
    state_ink = "ink-bad" if entry.state == OVERDUE else INKS.get((entry.way, entry.state), "ink-warn")
    kind = f"{entry.kind}: " if entry.way == OUT and entry.kind not in ("other", entry.label) else ""
    return [
        (pad(fit(day, WHEN - 1), WHEN), "ink-dim"),
        (lpad(sign + amount, cells), ink),
        (pad(f"  {_state(entry)}", STATE + 2), state_ink),
        (f"{kind}{entry.label}", "ink-plain"),
    ]
