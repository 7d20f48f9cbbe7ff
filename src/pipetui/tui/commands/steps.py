"""What is done with follow-ups, and what is logged."""

from pipetui.tui.commands.command import AGENDA, EVERYWHERE, ON_DEALS, PEOPLE, Command

_WITH_PEOPLE = EVERYWHERE | {PEOPLE}
"""Where there is a deal, or somebody with one."""

STEPS: tuple[Command, ...] = (
    Command(
        "step.plan",
        "f",
        "plan",
        "follow-up",
        "Plan a follow-up: call fri 15:00 about pricing.",
        "Follow-up",
        _WITH_PEOPLE,
    ),
    Command(
        "step.customer",
        "F",
        "customer",
        "they do next",
        "What the customer does next: @legal sends the signed order fri.",
        "Follow-up",
    ),
    Command("step.done", "d", "done", "done", "Finish the next step: what came of it, and what is next.", "Follow-up"),
    Command(
        "step.snooze",
        "s",
        "snooze",
        "snooze",
        "Put the next step off: to a day, or by 3d, 1w from when it is due.",
        "Follow-up",
        ON_DEALS,
    ),
    Command(
        "step.time",
        "t",
        "reschedule",
        "another time",
        "Change the next step: its day, time, kind or subject.",
        "Follow-up",
    ),
    Command("step.drop", "backspace", "drop_step", "drop step", "Take the step off the agenda, undone.", "Follow-up"),
    Command(
        "step.send",
        "plus",
        "send_due",
        "send mails",
        "Send every mail that is written and due: by a rule, a cadence, or you.",
        "Follow-up",
        frozenset({AGENDA}),
        "+",
    ),
    Command("log.call", "c", "log('call')", "log call", "Log a call that just happened.", "Follow-up", _WITH_PEOPLE),
    Command("log.note", "n", "log('note')", "note", "Write a note on the deal.", "Follow-up", _WITH_PEOPLE),
)
