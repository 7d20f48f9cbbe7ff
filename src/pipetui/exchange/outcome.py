"""Whether a deal is open, won or lost, told by the words other programs use for it."""

from __future__ import annotations

from typing import NamedTuple

from pipetui.exchange.fields import words
from pipetui.values.errors import Invalid
from pipetui.values.text import fit

_WON = frozenset(
    {
        *("won", "win", "closedwon", "success", "successful", "booked", "signed"),
        *("vinta", "vinto", "vinte", "vinti", "acquisita", "acquisito"),
        *("gewonnen", "gagne", "gagnee", "ganada", "ganado", "ganho", "ganha", "ganhou", "conquistado"),
        *("wygrana", "wygrane", "wygrany", "vunnen", "vunnet", "vundet", "voitettu", "vyhrano", "kazanildi"),
        *("выиграна", "выиграно", "успешно", "成交", "赢单", "已赢单", "受注", "成約", "수주", "성공"),
    }
)
_LOST = frozenset(
    {
        *("lost", "loss", "closedlost", "failed", "cancelled", "canceled", "abandoned", "dead", "disqualified"),
        *("unqualified", "rejected", "declined", "junk"),
        *("persa", "perso", "perse", "persi", "perduta", "annullata", "annullato"),
        *("verloren", "perdu", "perdue", "perdida", "perdido", "przegrana", "przegrane", "przegrany"),
        *("forlorad", "tapt", "tabt", "havitty", "prohrano", "kaybedildi"),
        *("проиграна", "проиграно", "потеряна", "输单", "丢单", "已丢失", "失注", "실주", "실패"),
    }
)
_CLOSED = frozenset(
    {
        *("closed", "close", "chiusa", "chiuso", "chiuse", "abgeschlossen", "geschlossen", "cloture", "cloturee"),
        *("ferme", "fermee", "cerrada", "cerrado", "fechada", "fechado", "gesloten", "zamkniete", "afsluttet"),
    }
)
_OPEN = frozenset(
    {
        *("open", "active", "pending", "ongoing", "new", "working", "progress"),
        *("aperta", "aperto", "attiva", "attivo", "offen", "aktiv", "laufend", "ouvert", "ouverte", "cours"),
        *("abierta", "abierto", "aberta", "aberto", "andamento", "otwarte", "oppen", "actief"),
    }
)
_AROUND = frozenset({"deal", "deals", "opportunity", "business", "sale", "is", "the", "in", "en", "em", "corso"})


class Told(NamedTuple):
    """What a row says of its outcome: words of its status and stage, and yes or no where it has such columns."""

    status: str | None = None
    stage: str | None = None
    is_won: bool | None = None
    is_lost: bool | None = None
    is_closed: bool | None = None
    active: bool | None = None
    probability: float | None = None


def outcome_of(told: Told, *, status_decides: bool = False) -> str:
    """``open``, ``won`` or ``lost``. Raises Invalid where it is closed and nothing says which.

    ``status_decides`` where the statuses of the file are outcomes: what is open is so, whatever its stage is called.
    """
    if told.is_won:
        return "won"
    if told.is_lost:
        return "lost"
    if told.is_closed is False or (status_decides and told.status and word_of(told.status) == "open"):
        return "open"
    said = [word_of(text) for text in (told.status, told.stage) if text]
    for word in said:
        if word in ("won", "lost"):
            return word
    if told.is_closed or "closed" in said:
        if told.probability == 100:
            return "won"
        # A program that says of a closed deal that it is not won says that it is lost.
        if told.probability == 0 or told.is_won is False:
            return "lost"
        raise Invalid(f"It is closed ({fit(told.status or told.stage or 'closed', 30)}), but neither won nor lost.")
    if told.active is False and not told.probability:
        return "lost"
    return "open"


def word_of(text: str) -> str | None:
    """What a status or the name of a stage says: won, lost, closed or open; None where it says nothing of that.

    "Closed Won – renewal" is won, "Lost contact" says nothing.
    """
    said = [word for word in words(text) if not word.isdigit()]
    for meant, known in (("won", _WON), ("lost", _LOST)):
        if said and said[0] in known | _CLOSED | _AROUND and not known.isdisjoint(said):
            rest = [word for word in said if word not in known | _CLOSED | _AROUND]
            if not rest or said[0] in _CLOSED:
                return meant
    if said and not _CLOSED.isdisjoint(said) and all(word in _CLOSED | _AROUND for word in said):
        return "closed"
    return "open" if said and not _OPEN.isdisjoint(said) else None
