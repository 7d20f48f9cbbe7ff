"""What tests of imports share: the type of the fixture that brings a table in, and where real data is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cards import TODAY
from pipetui.values.query import parse_filter
from pipetui.views.card import Card
from pipetui.views.imported import Imported

EVERY = parse_filter("status:open,won,lost", TODAY)

Bring = Callable[..., Imported]
Cards = Callable[[], list[Card]]
Stages = Callable[[], list[tuple[str, float]]]
History = Callable[[], list[str]]


def shared_data(name: str) -> Path:
    """A file of the real pipelines kept beside the project; skips the test where they are not."""
    named = os.environ.get("PIPETUI_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project (name its folder with PIPETUI_DATA)")
    return path
