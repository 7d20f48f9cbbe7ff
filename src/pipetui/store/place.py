"""The folder a file lies in."""

from pathlib import Path

from pipetui.values.errors import Trouble


def make_folder(path: Path) -> None:
    """Makes the folder of ``path``, for its owner's eyes only. Raises Trouble where it can't."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Trouble(f"The folder {path.parent} can't be made: {error.strerror}.") from error
