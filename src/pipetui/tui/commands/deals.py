"""What is done with a deal."""

from pipetui.tui.commands.command import CASH, DEAL, EVERYWHERE, INSIGHTS, ON_DEALS, OPENS, PEOPLE, Command

DEALS: tuple[Command, ...] = (
    Command(
        "stage.forward", "L,shift+right", "stage(1)", "stage on", "Move the deal to the next stage.", "Deal", shown="L"
    ),
    Command(
        "stage.back", "H,shift+left", "stage(-1)", "stage back", "Move the deal to the stage before.", "Deal", shown="H"
    ),
    Command(
        "deal.add",
        "a",
        "add",
        "add",
        "Add a deal in one line: Acme rollout 40k close:eom next:call fri.",
        "Deal",
        ON_DEALS,
    ),
    Command("deal.open", "enter", "open", "open", "Everything about the deal.", "Deal", OPENS),
    Command(
        "deal.edit_here", "enter", "edit", "edit field", "Edit the field under the cursor.", "Deal", frozenset({DEAL})
    ),
    Command("deal.won", "w", "won", "won", "Close the deal as won today.", "Deal", ON_DEALS),
    Command("deal.lost", "x", "lost", "lost", "Close the deal as lost; asks the reason.", "Deal", ON_DEALS),
    Command("deal.reopen", "R", "reopen", "reopen", "Open a won or lost deal again; its closing date goes.", "Deal"),
    Command("deal.edit", "e", "edit", "edit", "Edit the deal's fields.", "Deal"),
    Command(
        "deal.amount",
        "dollar_sign",
        "edit_field('amount')",
        "amount",
        "Edit the amount; the forecast answers as you type.",
        "Deal",
    ),
    Command(
        "deal.close_date", "D", "edit_field('expected_close')", "close date", "Edit the expected close date.", "Deal"
    ),
    Command(
        "deal.probability",
        "percent_sign",
        "edit_field('probability')",
        "probability",
        "Edit the probability: a number, stage for the stage's, model for what the history says.",
        "Deal",
    ),
    Command(
        "deal.category",
        "C",
        "edit_field('category')",
        "category",
        "Say what the forecast counts it as: commit, best case, pipeline, omitted; it stays through stages.",
        "Deal",
    ),
    Command("deal.title", "r", "edit_field('title')", "rename", "Edit the title.", "Deal"),
    Command(
        "deal.delete", "delete", "delete", "delete", "Delete the deal with all that belongs to it; asks first.", "Deal"
    ),
    Command("deal.write", "E", "write", "in $EDITOR", "Edit the deal and its notes in your own editor.", "Deal"),
    Command("deal.copy", "y", "copy", "copy", "Copy the deal as text.", "Deal", EVERYWHERE - {INSIGHTS}),
    Command(
        "deal.person",
        "at",
        "person",
        "contact",
        "All about the deal's contact, on their screen; esc comes back.",
        "Deal",
        EVERYWHERE | {CASH},
        "@",
    ),
    Command(
        "deal.mail",
        "m",
        "mail",
        "mail",
        "Fill in a mail of the playbook, put it in your own words, copy it, plan it, or send it.",
        "Deal",
        EVERYWHERE | {PEOPLE, CASH},
    ),
)
