"""Where a rep's file lives."""

import os
from pathlib import Path


def default_path() -> Path:
    """The file of a rep who named none: ``PIPETUI_DB``, else in the platform's folder for data."""
    if named := os.environ.get("PIPETUI_DB"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("pipetui", appauthor=False) / "pipeline.db"
