"""Workers: those of which only the latest counts, as what is read for a cursor that has moved on is of no use, and
those that all count. What is done for a screen that closed meanwhile has nothing to draw on, and is let go.

Each is given as a call to make: a coroutine made beforehand is never awaited where the next one overtakes it, or the
app ends first.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec

from textual.css.query import NoMatches

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.worker import Worker

Taken = ParamSpec("Taken")


def run_latest(
    node: DOMNode,
    group: str,
    call: Callable[Taken, Coroutine[Any, Any, object]],
    *given: Taken.args,
    **named: Taken.kwargs,
) -> None:
    """Runs ``call`` as a worker of a screen or the app, in the place of what its group still runs."""
    # Annotated, since the checker can't tell by itself which kind of work a partial is.
    _: Worker[None] = node.run_worker(partial(_unless_gone, node, call, *given, **named), group=group, exclusive=True)


def run_beside(
    node: DOMNode,
    group: str,
    call: Callable[Taken, Coroutine[Any, Any, object]],
    *given: Taken.args,
    **named: Taken.kwargs,
) -> None:
    """Runs ``call`` as a worker of a screen or the app, beside what its group still runs."""
    _: Worker[None] = node.run_worker(partial(_unless_gone, node, call, *given, **named), group=group)


async def _unless_gone(
    node: DOMNode, call: Callable[Taken, Coroutine[Any, Any, object]], *given: Taken.args, **named: Taken.kwargs
) -> None:
    try:
        await call(*given, **named)
    except NoMatches:
        if node.is_running:
            raise
        # A node that is closing loses its children first, and its workers only then.
