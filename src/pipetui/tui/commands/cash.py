"""What is done with payments and expenses, on the screen of cash."""

from pipetui.tui.commands.command import CASH, DEAL, Command

_HERE = frozenset({CASH})
_ON_DEAL = frozenset({DEAL})

ON_CASH: tuple[Command, ...] = (
    Command("cash.open", "enter", "open", "open deal", "Open the deal this belongs to.", "Cash", _HERE),
    Command("cash.paid", "d", "paid", "paid today", "Mark it as received, or paid, today.", "Cash", _HERE),
    Command(
        "cash.paid_on",
        "t",
        "paid_on",
        "paid on",
        "Mark it as received, or paid, on another day; open it again.",
        "Cash",
        _HERE,
    ),
    Command(
        "cash.payment",
        "a",
        "add_payment",
        "payment",
        "Add a payment in one line: deposit 5k in 30d.",
        "Cash",
        _HERE,
    ),
    Command(
        "cash.expense",
        "x",
        "add_expense",
        "expense",
        "Add an expense in one line: 320 travel Milan fri, rent 900 every month.",
        "Cash",
        _HERE,
    ),
    Command("cash.change", "e", "change", "change", "Change amount, label and day in one line.", "Cash", _HERE),
    Command("cash.delete", "delete,backspace", "delete", "delete", "Delete it; undo brings it back.", "Cash", _HERE),
    Command(
        "cash.plan",
        "P",
        "plan",
        "plan",
        "Plan how the deal is paid: 30/70, 12 x monthly, net 30; scale makes open parts fit the amount.",
        "Cash",
        _HERE,
    ),
    Command(
        "cash.chase", "f", "chase", "follow-up", "Plan a follow-up for the payment: a call about it.", "Cash", _HERE
    ),
    Command(
        "cash.opening", "B", "opening", "balance", "Set the opening balance: what there was on a day.", "Cash", _HERE
    ),
    Command("cash.terms", "N", "terms", "usual terms", "Set the terms of deals without a plan.", "Cash", _HERE),
    Command(
        "cash.inventory", "tab", "inventory", "inventory", "What came into the pipeline and left it.", "Cash", _HERE
    ),
    Command(
        "cash.method",
        "o",
        "method",
        "expected by",
        "Expected by the odds, or by probability and close date.",
        "Cash",
        _HERE,
    ),
    Command(
        "deal.plan_payments",
        "P",
        "plan_payments",
        "payments",
        "Plan how the deal is paid: 30/70, 12 x monthly, net 30; scale makes open parts fit the amount.",
        "Cash",
        _ON_DEAL,
    ),
    Command(
        "deal.payment",
        "plus",
        "add_payment",
        "a payment",
        "Add a payment in one line: deposit 5k in 30d.",
        "Cash",
        _ON_DEAL,
    ),
    Command(
        "deal.expense",
        "minus",
        "add_expense",
        "an expense",
        "Add an expense in one line: 320 travel Milan fri.",
        "Cash",
        _ON_DEAL,
    ),
)
