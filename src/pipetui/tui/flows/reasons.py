"""Why a deal is lost, or a lead dropped: a reason of the rep's list, or another."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid


async def ask_reason(screen: AskingScreen, key: str, title: str, word: str, enter: str) -> str | None:
    """The reason; None where the question was left. ``word`` is what becomes of it: lost, dropped."""
    state = screen.state
    if state is None:
        return None

    def reason(text: str) -> str:
        if not text.strip():
            raise Invalid("Why? Take a number, or write a reason.")
        return f"{word}: {text.strip()}"

    line = Line("reason", "why", understood=reason, placeholder="a number, or a reason of your own")
    answer = await screen.ask(Question(key=key, title=title, lines=[line], choices=state.reasons[:9], enter=enter))
    return answer["reason"] if answer else None
