"""What marks a file as pipetui's, and the version this program works with."""

APPLICATION_ID = 0x70697065
"""SQLite's mark of the program a file belongs to ("pipe")."""

HEAD = "0001"
"""The version of the file; each is a migration of that name."""
