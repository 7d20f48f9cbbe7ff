"""A sales rep's own pipeline in the terminal."""

__version__ = "0.1.0"
