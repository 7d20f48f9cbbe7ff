"""The file: opening it, writing to it in labelled transactions, its change log, its migrations."""

from pipetui.store.store import Store, Writing, stored_moment

__all__ = ["Store", "Writing", "stored_moment"]
