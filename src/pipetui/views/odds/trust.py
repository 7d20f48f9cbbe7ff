"""Which number to trust, in a sentence a rep can say aloud: what a back-test showed of each."""

from __future__ import annotations

from pipetui.values.text import count
from pipetui.views.odds.backtest import ENOUGH, Backtest, Method

NAMES = {"weighted": "weighted", "commit": "commit", "expected": "expected", "last_year": "last year"}
"""The methods as a rep calls them."""

LEANING = 0.1
"""A lean under this share of what came is not worth a word."""

USELESS = 0.6
"""An error beyond this share of what came is no number to bring to a meeting."""


def which_to_trust(told: Backtest) -> str:
    """The method that was most right over the periods, how far off each was, and how often the range held."""
    number = len(told.periods)
    if not number:
        return "No period can be looked back on yet: nothing had been won or lost before it."
    periods = count(number, told.periods[0].period.kind)
    if number < ENOUGH:
        return f"Only {periods} can be looked back on: too few to say which number to trust."
    methods = {method.name: method for method in told.methods}
    best = None if told.most_right is None else methods[told.most_right]
    if best is None or best.wape is None:
        return f"Nothing was won in the last {periods}: no number can be held against it."
    others = [
        f"{NAMES[each.name]} by {each.wape:.0%}"
        for each in told.methods
        if each.name != best.name and each.wape is not None and any(one.said(each.name) for one in told.periods)
    ]
    off = f"over the last {periods} {NAMES[best.name]} was off by {best.wape:.0%} of what came"
    if others:
        off += f", {', '.join(others)}"
    if best.wape > USELESS:
        return f"Trust none of them far: {off}."
    return " ".join([f"Trust {NAMES[best.name]}: {off}.", *_nearer(told, best), *_lean(best), *_held(told, best)])


def _nearer(told: Backtest, best: Method) -> list[str]:
    """Which numbers lay nearer still, where expected is the one to trust all the same."""
    nearer = [
        NAMES[each.name]
        for each in told.methods
        if each.wape is not None and best.wape is not None and each.wape < best.wape
    ]
    return [f"As near was {' and '.join(nearer)}, which has no range."] if nearer else []


def _lean(best: Method) -> list[str]:
    """On which side it usually lay, where that is worth a word."""
    if best.bias is None or abs(best.bias) < LEANING:
        return []
    return [f"It leaned {'high' if best.bias > 0 else 'low'} by {abs(best.bias):.0%}."]


def _held(told: Backtest, best: Method) -> list[str]:
    """How often the range, which expected alone has, held what came."""
    held = sum(each.is_within for each in told.periods)
    whose = "Its" if best.name == "expected" else "Expected's"
    return [f"{whose} 8-in-10 range held what came in {held} of {len(told.periods)}."]
