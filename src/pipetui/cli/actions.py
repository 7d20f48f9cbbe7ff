"""Commands whose first word says what to do with a thing: ``field rename …``, ``rule off …``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipetui.values.errors import Invalid


@dataclass(frozen=True, slots=True)
class Actions:
    """What there is to do with a thing of a kind: by its first word, how each is written.

    ``alone`` are those that need no word after them. ``lists`` says whether no word at all lists what there is.
    """

    kind: str
    examples: Mapping[str, str]
    alone: tuple[str, ...] = ()
    lists: bool = True

    def at_least(self, words: Sequence[str], number: int, action: str) -> Sequence[str]:
        """The words after an action. Raises Invalid, with an example, for fewer than it needs."""
        if len(words) < number:
            from pipetui.values.errors import Invalid

            raise Invalid(f"Something is missing after {action}: {self.examples[action]}")
        return words

    def unknown(self, action: str) -> Invalid:
        """The sentence for a first word that is none of those there are."""
        from pipetui.values.errors import Invalid
        from pipetui.values.text import clean, fit

        known = ", ".join([*self.examples, *self.alone]) + (", or nothing" if self.lists else "")
        return Invalid(f"“{fit(clean(action[:200]), 30)}” is nothing to do with a {self.kind}: write {known}.")
