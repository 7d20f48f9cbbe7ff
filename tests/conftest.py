"""What most tests start from: a day, a real file in a temporary folder, and the services on it."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipetui.store import Store
from pipetui.values.clock import Clock
from pipetui.workspace import Workspace, open_workspace

for _folder in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_folder] = os.devnull  # nobody's settings but those a test makes
os.environ.pop("PIPETUI_CONFIG", None)

# Else each program they start compiles all it imports, whatever it was told by whoever started the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell that runs the tests in the background has them ignore ctrl+c, and with them each program they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

TODAY = date(2026, 11, 23)
"""The day the tests take as today: a Monday in the last quarter."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pipeline.db"


@pytest.fixture
def clock() -> Clock:
    return Clock(TODAY)


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store(path, clock, patience=2)
    yield opened
    opened.close()


@pytest.fixture
def workspace(path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")  # a country of the euro
    opened = open_workspace(path, clock, durable=False)
    yield opened
    opened.close()


def pytest_collection_finish() -> None:
    """Has the garbage collector pass over what was collected, and come by less often: it took a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
