"""What a rep sets for the program as a whole: ``config.toml``, read once at the start, and what it may say.

``declared`` is the table of all values; whoever obeys a new one adds a line there.
"""
