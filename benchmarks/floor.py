"""The floor: the least app Textual can run, one Static, with SQLModel imported before it where asked."""

from __future__ import annotations

import sys

TEXT = "the floor"
"""What it shows."""


def main() -> None:
    """Runs it; ``--sqlmodel`` imports SQLModel first."""
    if "--sqlmodel" in sys.argv:
        import sqlmodel  # noqa: F401  # what it costs is the point

    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Floor(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(TEXT)

    Floor().run()


if __name__ == "__main__":
    main()
