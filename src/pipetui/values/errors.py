"""What can go wrong, as sentences for the rep; each carries the exit status of the command line."""


class PipetuiError(Exception):
    """A sentence that says what is wrong, where, and what to do. ``exit_status`` is 1 or 2."""

    exit_status = 1


class Refused(PipetuiError):
    """The pipeline does not allow it (the last stage has no next one; a reason is missing)."""


class NotFound(PipetuiError):
    """Nothing, or more than one thing, answers to what was named."""


class Trouble(PipetuiError):
    """The file cannot be used: locked, broken, read-only, from a newer version, full disk."""


class Invalid(PipetuiError):
    """What was typed cannot be read: a date, an amount, a period, a filter, an option.

    ``at`` is the position in the typed text (in characters from 0) of the first wrong one, where it is known.
    """

    exit_status = 2

    def __init__(self, sentence: str, at: int | None = None) -> None:
        super().__init__(sentence)
        self.at = at
