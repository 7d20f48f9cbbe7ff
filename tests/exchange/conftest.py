"""Bringing a table in: written as a file, imported into the workspace."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipetui.views.imported import Imported, ImportOptions
from pipetui.workspace import Workspace
from tables import EVERY, Bring, Cards, History, Stages


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
def cards(workspace: Workspace) -> Cards:
    """All deals there are, by number."""
    return lambda: workspace.overview.cards(EVERY)


@pytest.fixture
def stages(workspace: Workspace) -> Stages:
    """The first pipeline's stages with their probabilities."""
    return lambda: [(stage.name, stage.probability) for stage in workspace.overview.pipeline().stages]


@pytest.fixture
def history(workspace: Workspace) -> History:
    """The labels of the change log."""

    def labels() -> list[str]:
        with workspace.store.reading() as connection:
            return list(connection.exec_driver_sql("SELECT label FROM change_set ORDER BY id").scalars())

    return labels
