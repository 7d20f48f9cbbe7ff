"""The name somebody meant who wrote one that there is not."""

from collections.abc import Collection


def nearest(word: str, known: Collection[str]) -> str | None:
    """Give the known name most like the word; None where none is like it."""
    from difflib import get_close_matches

    tidy = word[:40].casefold()
    by_fold = {name.casefold(): name for name in known}
    begun = [name for folded, name in by_fold.items() if len(tidy) > 2 and folded.endswith(f".{tidy}")]
    found = begun or [by_fold[folded] for folded in get_close_matches(tidy, by_fold, 1, 0.6)]
    return found[0] if found else None
