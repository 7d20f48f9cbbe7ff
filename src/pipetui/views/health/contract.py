"""What is wrong, as JSON and Markdown promise it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipetui.values.money import major, show_whole
from pipetui.values.text import clean, count
from pipetui.views.health.health import Health, Hit
from pipetui.views.stage import Pipeline

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~&!"})


def health(found: Health, pipeline: Pipeline) -> dict[str, Any]:
    """The record ``pipetui health --json`` prints: amounts in major units of ``currency``, but for a deal's own."""
    currency = pipeline.currency
    return {
        "pipeline": pipeline.name,
        "currency": currency,
        "score": found.score,
        "open": {"deals": found.open_deals, "amount": major(found.open_money, currency)},
        "in_order": {"deals": found.sound_deals, "amount": major(found.sound_money, currency)},
        "findings": [
            {
                "finding": group.finding.id,
                "title": group.finding.title,
                "severity": group.finding.severity,
                "mends": group.finding.mend,
                "count": len(group.hits),
                "amount": major(group.money, currency),
                "deals": [_deal(hit, pipeline) for hit in group.hits],
            }
            for group in found.groups
        ],
        "accepted": [{"finding": hit.finding.id, **_deal(hit, pipeline)} for hit in found.accepted],
    }


def _deal(hit: Hit, pipeline: Pipeline) -> dict[str, Any]:
    card = hit.card
    return {
        "id": card.id,
        "deal": card.title,
        "company": card.company,
        "stage": pipeline.stage(card.stage_id).name,
        "amount": None if card.amount is None else major(card.amount, card.currency),
        "currency": card.currency,
        "says": hit.words,
    }


def markdown(found: Health, pipeline: Pipeline) -> Iterator[str]:
    """The same as Markdown, to be pasted."""
    yield f"# Health of {_text(pipeline.name)}"
    yield ""
    yield f"{summary(found, pipeline)}."
    for group in found.groups:
        yield ""
        money = f", {show_whole(group.money, pipeline.currency)}" if group.money else ""
        yield f"## {group.finding.title}: {count(len(group.hits), 'deal')}{money}"
        yield ""
        for hit in group.hits:
            amount = f", {show_whole(hit.money, pipeline.currency)}" if hit.money else ""
            company = f" ({_text(hit.card.company)})" if hit.card.company else ""
            yield f"- {_text(hit.card.title)}{company}{amount}: {_text(hit.words)}"


def summary(found: Health, pipeline: Pipeline) -> str:
    """The score in a sentence without its full stop."""
    if found.score is None:
        return "There is no open money" if not found.number else count(found.number, "thing") + " to mend"
    of = show_whole(found.open_money, pipeline.currency)
    return f"{found.score}% of {of} in order, {count(found.number, 'thing')} to mend"


def _text(text: str) -> str:
    return clean(text).translate(_SPECIAL)
