"""What is asked about what is supposed: an amount, a day, the name of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.money import parse_amount, show
from pipetui.values.text import count, fold
from pipetui.values.when import parse_when, show_date
from pipetui.views.suppose import AMOUNT, CLOSE, Supposed

if TYPE_CHECKING:
    from pipetui.tui.screens.what_if import WhatIfScreen
    from pipetui.views.card import Card


async def amount(screen: WhatIfScreen, card: Card) -> None:
    """Supposes a deal to be of another amount."""
    state = screen.state
    if state is None:
        return
    currency = state.pipeline.currency

    def read(text: str) -> int:
        if text.strip().endswith("%"):
            share, _ = parse_amount(text.strip().rstrip("%"), currency)
            return round((card.base_amount or 0) * share / 10_000)
        minor, told = parse_amount(text, currency)
        if told != currency:
            raise Invalid(f"What is supposed is in {currency}, the currency of this pipeline.")
        return minor

    asked = Question(
        key=f"suppose amount {card.id}",
        title=f"What if {card.title} were of another amount",
        lines=[Line("amount", "amount", "", "30k, or 80% of what it is", lambda text: show(read(text), currency))],
        enter="suppose it",
    )
    if answer := await screen.ask(asked):
        screen.suppose(Supposed(card.id, AMOUNT, None, read(answer["amount"])))


async def close(screen: WhatIfScreen, card: Card) -> None:
    """Supposes a deal to be due another day."""
    now = screen.desk_app.now_local()
    asked = Question(
        key=f"suppose close {card.id}",
        title=f"What if {card.title} were due another day",
        lines=[Line("close", "close", "", "eom, 15 jan, +3w", lambda text: show_date(parse_when(text, now).day))],
        enter="suppose it",
    )
    if answer := await screen.ask(asked):
        screen.suppose(Supposed(card.id, CLOSE, parse_when(answer["close"], now).day))


async def keep(screen: WhatIfScreen) -> None:
    """Keeps what is supposed under a name."""
    state = screen.state
    if state is None:
        return
    if not screen.supposed:
        screen.desk_app.tell("Nothing is supposed yet. i goes into what-if; w, x, t and $ suppose.")
        return
    asked = Question(
        key="keep scenario",
        title="Keep what is supposed",
        lines=[Line("name", "name", screen.scenario, "careful, all of Acme, …", _named)],
        enter="keep it",
    )
    if answer := await screen.ask(asked):
        pipeline, what, app = state.pipeline, list(screen.supposed), screen.desk_app
        try:
            screen.scenario = await app.desk.ask(lambda work: work.scenarios.keep(pipeline, answer["name"], what))
        except PipetuiError as error:
            app.tell(str(error), severity="warning")
            return
        app.tell(f"Kept the scenario {screen.scenario}")
        screen.forget_scenarios()


async def open_scenario(screen: WhatIfScreen) -> None:
    """Supposes what a scenario does."""
    state, app = screen.state, screen.desk_app
    if state is None:
        return
    pipeline = state.pipeline
    kept = await app.desk.ask(lambda work: work.overview.forecasts.scenarios(pipeline))
    if not kept:
        app.tell("No scenario is kept. i goes into what-if, and ctrl+s keeps what is supposed.")
        return

    def named(text: str) -> str:
        found = _found(text, kept)
        return f"{found}: {count(len({one.deal_id for one in kept[found]}), 'deal')} supposed"

    asked = Question(
        key="open scenario",
        title="Scenario",
        lines=[Line("name", "name", "", "a number, or its name", named)],
        choices=tuple(kept)[:9],
        enter="suppose what it does",
    )
    if answer := await screen.ask(asked):
        found = _found(answer["name"], kept)
        screen.take_scenario(found, kept[found])


async def throw_away(screen: WhatIfScreen) -> None:
    """Throws the open scenario away, once that is confirmed."""
    app, name = screen.desk_app, screen.scenario
    if not name:
        app.tell("No scenario is open. W opens one.")
        return
    asked = Question(
        key=f"throw away {name}",
        title=f"Throw the scenario {name} away?",
        lines=[Line("sure", "", placeholder="enter throws it away")],
        enter="throw it away",
    )
    if await screen.ask(asked) is not None:
        if not await app.writing.tried(lambda work: work.scenarios.drop(name)):
            return
        app.tell(f"Threw away the scenario {name}")
        screen.forget_scenarios()
        screen.take_scenario("", [])


def _named(text: str) -> str:
    if not text.strip():
        raise Invalid("Under which name?")
    return f"the scenario {text.strip()}"


def _found(text: str, kept: Mapping[str, object]) -> str:
    wanted = fold(text.strip())
    found = [name for name in kept if fold(name) == wanted] or [name for name in kept if fold(name).startswith(wanted)]
    if not wanted or len(found) != 1:
        raise Invalid(f"The scenarios are {', '.join(kept)}.")
    return found[0]
