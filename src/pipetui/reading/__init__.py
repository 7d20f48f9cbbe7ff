"""Rows of the file by plain SQL, straight into views. It needs no tables, so a look at a pipeline never waits for them.

Importing the tables takes longer than reading ten thousand deals; what only reads (the first screen, the agenda and
the forecast of the command line) goes through here and starts in a fraction of the time.
"""
