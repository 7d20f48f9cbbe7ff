"""The program, run inside the test or as a process of its own."""

import shutil
from pathlib import Path

import pytest

from calling import Cli, cli, program

__all__ = ["cli", "program"]


@pytest.fixture
def filled(made: Path, path: Path, cli: Cli) -> Cli:
    """The program on a copy of the file that the module ``made``."""
    shutil.copy(made, path)
    return cli
