"""What marks a file as pipetui's, and the version this program works with."""

APPLICATION_ID = 0x70697065
"""SQLite's mark of the program a file belongs to ("pipe")."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0010", "0011", "0012", "0013", "0014")
"""Every version a file can be of, oldest first; each is a migration of that name."""

HEAD = VERSIONS[-1]
"""The version this program works with: what ``model`` describes."""
