"""Keys of more than one stroke (``g g``, ``ctrl+x u``), put together from the strokes as they come."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events


class Strokes:
    """Holds back the beginning of a key of several strokes until it is whole, or can't be any more."""

    def __init__(self, sequences: Iterable[str]) -> None:
        self._whole = frozenset(sequences)
        self._begun = frozenset(
            " ".join(strokes[:end])
            for strokes in (sequence.split(" ") for sequence in self._whole)
            for end in range(1, len(strokes))
        )
        self.held = ""
        """The strokes that wait for the next."""

    def take(self, key: events.Key) -> events.Key | None:
        """The key a stroke makes: itself, the whole it is the end of, or None where more strokes are to come.

        A stroke that goes on nothing that was begun is a key of its own; ``escape`` only ends what was begun.
        """
        if not self._whole:
            return key
        held, self.held = self.held, ""
        so_far = f"{held} {key.key}" if held else key.key
        if so_far in self._whole and held:
            whole = events.Key(so_far, None)
            if key._sender is not None:
                whole.set_sender(key._sender)
            return whole
        if so_far in self._begun:
            self.held = so_far
            return None
        if held and key.key == "escape":
            return None
        if held and key.key in self._begun:
            self.held = key.key
            return None
        return key

    def drop(self) -> None:
        """Forgets what was begun."""
        self.held = ""
