"""The folder a file lies in, and files that only their owner can read."""

import os
from pathlib import Path

from pipetui.values.errors import Trouble


def make_folder(path: Path) -> None:
    """Makes the folder of ``path``, for its owner's eyes only. Raises Trouble where it can't."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Trouble(f"The folder {path.parent} can't be made: {error.strerror}.") from error


def make_file(path: Path, *, new: bool = False) -> None:
    """Makes an empty file for its owner's eyes only. One that is there stays; if it must be ``new``, raises OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | (os.O_EXCL if new else 0), 0o600))
