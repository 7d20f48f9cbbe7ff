"""What the palette finds: every command, and any deal by title, company or contact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from heapq import nsmallest
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from pipetui.tui.commands import Command, commands_for
from pipetui.tui.screens.working import WorkingScreen
from pipetui.values.money import show
from pipetui.values.text import fold
from pipetui.views.card import Card

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

MOST = 20
"""Deals listed at the most."""


@dataclass
class ListedCommand(DiscoveryHit):
    """A command before anything is typed: above what the screen library offers, in the table's order."""

    place: int = 0

    @property
    def score(self) -> float:
        """Greater than of those that have none."""
        return 1 - self.place / 1000


class CommandFinder(Provider):
    """The commands of the screen below, with their keys."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        screen = self.screen
        if isinstance(screen, WorkingScreen):
            for place, command in enumerate(commands_for(screen.NAME)):
                if command.group != "Move" and command.id != "app.palette":
                    yield ListedCommand(
                        Content(command.help.rstrip(".")) + Content.styled(f"  {_keys(self, command)}", "bold $accent"),
                        partial(screen.run_action, command.action),
                        text=command.help,
                        place=place,
                    )

    async def search(self, query: str) -> Hits:
        """Those whose words are like what is typed."""
        screen = self.screen
        if not isinstance(screen, WorkingScreen):
            return
        matcher = self.matcher(query)
        for command in commands_for(screen.NAME):
            text = f"{command.label}: {command.help}"
            score = _score(command.label, command.help, query) or matcher.match(text) / 1000
            if score > 0 and command.id != "app.palette":
                shown = matcher.highlight(text) + Content.styled(f"  {_keys(self, command)}", "bold $accent")
                yield Hit(score, shown, partial(screen.run_action, command.action), text=text)


class DealFinder(Provider):
    """Any deal that is open, or closed in the period."""

    async def search(self, query: str) -> Hits:
        """Deals in which all the words are, those beginning with them first."""
        app = cast("PipetuiApp", self.app)
        state = app.state
        words = fold(query).split()
        if state is None or not words:
            return

        def rank(card: Card) -> tuple[int, int, int]:
            place = fold(card.title).find(words[0])
            return (0 if place == 0 else 1 if place > 0 else 2, -(card.base_amount or 0), card.id)

        found = (
            card for card in state.board.cards.values() if all(word in state.board.haystack(card) for word in words)
        )
        for place, card in enumerate(nsmallest(MOST, found, key=rank)):
            amount = f"  {show(card.amount, card.currency)}" if card.amount is not None else ""
            shown = Content(card.title) + Content.styled(f"  {card.company or ''}{amount}", "$dim")
            yield Hit(2 - place / 100, shown, partial(app.reveal, card.id), text=card.title)


def _keys(finder: Provider, command: Command) -> str:
    return cast("PipetuiApp", finder.app).keymap.shown[command.id]


def _score(label: str, about: str, query: str) -> float:
    """How well a command's own words hold what is typed: its label before its help; 0 where they do not."""
    words = fold(query).split()
    if all(word in fold(label) for word in words):
        return 3
    return 1 if all(word in fold(about) for word in words) else 0
