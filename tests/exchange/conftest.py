"""Bringing a table in: written as a file, imported into the workspace."""

import csv
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipetui.values.query import parse_filter
from pipetui.views.card import Card
from pipetui.views.imported import Imported, ImportOptions
from pipetui.workspace import Workspace

EVERY = parse_filter("status:open,won,lost")

Bring = Callable[..., Imported]


@pytest.fixture
def bring(workspace: Workspace, tmp_path: Path) -> Bring:
    """Imports a text (or rows) as a file; what is named beyond are options of the import."""

    def bring(table: str | Sequence[Sequence[object]], name: str = "deals.csv", **options: Any) -> Imported:
        path = tmp_path / name
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
        else:
            with path.open("w", newline="", encoding="utf-8", errors="surrogatepass") as stream:
                csv.writer(stream).writerows(table)
        return workspace.imports.read(path, ImportOptions(**options))

    return bring


@pytest.fixture
def cards(workspace: Workspace) -> Callable[[], list[Card]]:
    """All deals there are, by number."""
    return lambda: workspace.overview.cards(EVERY)


@pytest.fixture
def stages(workspace: Workspace) -> Callable[[], list[tuple[str, float]]]:
    """The first pipeline's stages with their probabilities."""
    return lambda: [(stage.name, stage.probability) for stage in workspace.overview.pipeline().stages]


@pytest.fixture
def history(workspace: Workspace) -> Callable[[], list[str]]:
    """The labels of the change log."""

    def labels() -> list[str]:
        with workspace.store.reading() as connection:
            return list(connection.exec_driver_sql("SELECT label FROM change_set ORDER BY id").scalars())

    return labels


def shared_data(name: str) -> Path:
    """A file of the real pipelines kept beside the project; skips the test where they are not."""
    named = os.environ.get("PIPETUI_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project (name its folder with PIPETUI_DATA)")
    return path
