"""The program, run inside the test or as a process of its own."""

from calling import cli, program

__all__ = ["cli", "program"]
