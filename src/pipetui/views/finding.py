"""What the palette finds: commands, names, deals and settings, by a few letters of what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from pipetui.values.slips import like
from pipetui.values.text import fold

MOST = 100
"""Things found at the most."""

ENOUGH = 20
"""Where so many have the words typed, letters apart from one another are not looked for."""

LEAST_LETTERS, MOST_APART = 2, 1_000
"""Nor are fewer letters, which are everywhere; of things that have more, the first so many are looked at."""

SELDOM_APART = 6
"""Letters that are rather a slip of what is meant than letters of it."""

MOST_LIKE = 3
"""Words that are tried in place of one that is written nowhere."""

LONGEST, MOST_WORDS = 100, 8
"""Characters and words that are looked for; what was pasted in has more, and nothing is called so."""

Key = tuple[str, int | str]
"""What a thing is remembered by: its kind, and its number or name."""


class Findable(NamedTuple):
    """A thing that can be gone to or done: ``title`` is what it is called, ``about`` tells it from others.

    ``right`` is what stands at the end of its line, a command's key; a deal has its amount there, in minor units.
    ``words`` are looked in as well and not shown. ``listed`` things are there before anything is typed.
    """

    kind: str
    ref: int | str
    title: str
    about: str = ""
    right: str = ""
    words: str = ""
    amount: int | None = None
    currency: str = ""
    listed: bool = False

    @property
    def key(self) -> Key:
        """What it is remembered by."""
        return (self.kind, self.ref)


class Findables:
    """Things in order of merit, with their words folded once: as many letters are typed as there are searches."""

    def __init__(self, things: Sequence[Findable] = ()) -> None:
        self.things = list(things)
        # Without the dot between two names most are plain ASCII, which is folded in a tenth of the time.
        self.texts = [fold(f" {thing.title}\n{thing.about.replace('·', ' ')} {thing.words}") for thing in self.things]
        """All the words of each, folded: a blank and the title, a line end, the rest."""

        self.titles = [text[: text.index("\n")] for text in self.texts]
        self.places = dict(zip(map(itemgetter(0, 1), self.things), range(len(self.things)), strict=True))

    def with_more(self, more: Findables) -> Findables:
        """These and, after them, others."""
        both = Findables()
        both.things = self.things + more.things
        both.texts, both.titles = self.texts + more.texts, self.titles + more.titles
        first = len(self.things)
        both.places = {**{key: first + place for key, place in more.places.items()}, **self.places}
        return both


class Finder:
    """Finds with each letter: what is called just that, then what begins with it, has a word that does, or has it.

    After those come things with all the letters somewhere in their title, in their order, and where nothing has
    the words, what has some that are one slip away from them. What was taken lately goes
    before its equals, and counts as one class better. Each letter added looks only through what the last one left,
    and a look ends where no better is to come; none of it takes longer for what is typed.
    """

    def __init__(self, findables: Findables, lately: Sequence[Key] = ()) -> None:
        """``lately`` is what was taken, the last first."""
        self._all = findables
        self._lately = [findables.places[key] for key in lately if key in findables.places]
        self._typed = ""
        self._held: Sequence[int] = range(len(findables.things))
        self._apart: Sequence[int] = self._held
        self._in_titles = ""
        """All titles in one text, from the first time that nothing was found."""
        self._meant: dict[str, list[str]] = {}
        """The words to look for in place of one that was typed; the same typed on is looked up once."""
        self.looked = 0
        """How many things the last search looked at, counting each time."""
        self.is_guess = False
        """Whether the last search found nothing that has what was typed, but what is like it."""

    def find(self, typed: str, most: int = MOST) -> list[Findable]:
        """The things that are like what is typed, the best first; before anything is, what is worth listing."""
        wanted = " ".join([*dict.fromkeys(fold(typed[:LONGEST]).split())][:MOST_WORDS])
        everything = range(len(self._all.things))
        if not (self._typed and wanted.startswith(self._typed)):
            self._held = self._apart = everything
        self._typed, self.looked, self.is_guess = wanted, 0, False
        if not wanted:
            listed = [place for place in everything if self._all.things[place].listed]
            return self._things([*self._lately, *listed], most)
        self._held = self._having(wanted, self._held)
        found = self._ranked(wanted, self._held, most)
        if len(found) < ENOUGH:
            found += self._by_letters(wanted.replace(" ", ""))
        if not self._held and len(found) < ENOUGH:
            guessed = self._by_slips(wanted, most)
            self.is_guess = bool(guessed) and not found
            # Few letters are short for something; that many are seldom met in their order by intent.
            found = guessed + found if len(wanted) >= SELDOM_APART else found + guessed
        return self._things(found, most)

    def _things(self, places: Sequence[int], most: int) -> list[Findable]:
        return [self._all.things[place] for place in islice(dict.fromkeys(places), most)]

    def _having(self, wanted: str, held: Sequence[int]) -> Sequence[int]:
        """Those of the things that have every word somewhere."""
        texts = self._all.texts
        for word in wanted.split(" "):
            self.looked += len(held)
            held = [place for place in held if word in texts[place]]
        return held

    def _by_slips(self, wanted: str, most: int) -> list[int]:
        """What has, for each word that is written nowhere, one that is like it and begins a word of a title."""
        meant = [""]
        for word in wanted.split(" "):
            if word not in self._meant:
                self._meant[word] = self._words_for(word)
            meant = [f"{begun} {each}" for begun in meant for each in self._meant[word]][:MOST_LIKE]
        found: list[int] = []
        for each in meant:
            typed = each.strip()
            if typed != wanted:
                found += self._ranked(typed, self._having(typed, range(len(self._all.things))), most)
        return found

    def _words_for(self, word: str) -> list[str]:
        self._in_titles = self._in_titles or "".join(self._all.titles)
        if word in self._in_titles or any(word in text for text in self._all.texts):
            return [word]
        return like(word, self._in_titles, MOST_LIKE)

    def _ranked(self, wanted: str, held: Sequence[int], most: int) -> list[int]:
        """What has every word, by where in its title that is; as many as are asked for, or a few more."""
        titles = self._all.titles
        begun, words = f" {wanted}", wanted.split(" ")
        tests: list[Callable[[str], bool]] = [
            begun.__eq__,
            lambda title: title.startswith(begun),
            lambda title: begun in title,
            lambda title: wanted in title,
            *(_has(words, number) for number in range(len(words), 0, -1)),
            lambda title: True,
        ]
        kept = set(self._lately).intersection(held) if self._lately else set()
        lately = [place for place in self._lately if place in kept]
        ranked: dict[int, None] = {}
        for rank, test in enumerate(tests):
            better = tests[min(rank + 1, len(tests) - 1)]
            ranked.update(dict.fromkeys(place for place in lately if better(titles[place])))
            self.looked += len(held)
            # One that is in a better class is met again here, and counts once.
            found = (place for place in held if test(titles[place]))
            ranked.update(dict.fromkeys(islice(found, most if rank else None)))
            if len(ranked) >= most:
                break
        return list(ranked)

    def _by_letters(self, letters: str) -> list[int]:
        """What has all the letters in its title in their order, though apart: first letters of words, then close ones.

        Neither pattern goes back over a title: they take time in proportion to its length, whatever is typed.
        """
        if len(letters) < LEAST_LETTERS:
            return []
        pieces = [re.escape(letter) for letter in letters]
        others = "".join(f"[^{each}]*+{each}" for each in pieces[1:])
        match = re.compile(f"[^{pieces[0]}]*+({pieces[0]}{others})").match
        titles = self._all.titles
        self.looked += len(self._apart)
        looked = zip(self._apart, map(match, map(titles.__getitem__, self._apart)), strict=True)
        matched = list(islice(((place, found) for place, found in looked if found), MOST_APART))
        if len(matched) < MOST_APART:
            self._apart = [place for place, _ in matched]
        initials = re.compile("[^ ]*+ ".join(["", *pieces])).match

        def merit(each: tuple[int, re.Match[str]]) -> tuple[bool, int, int]:
            place, found = each
            return (not initials(titles[place]), found.end(1) - found.start(1), place)

        return [place for place, _ in nsmallest(MOST, matched, key=merit)]


def _has(words: Sequence[str], number: int) -> Callable[[str], bool]:
    """Whether a title has so many of the words, the others being elsewhere."""
    return lambda title: sum(map(title.__contains__, words)) >= number


def lit(title: str, typed: str) -> list[tuple[int, int]]:
    """Where in a title what was typed stands, as spans of characters; for what has it only by letters, each of them."""
    folded = fold(title)
    if len(folded) != len(title):
        return []
    words = fold(typed).split()
    whole = " ".join(words)
    spans = _word_spans(folded, [whole] if whole in folded else words)
    if spans or not words:
        return spans
    place = -1
    for letter in "".join(words):
        place = folded.find(letter, place + 1)
        if place < 0:
            return []
        spans.append((place, place + 1))
    return spans


def _word_spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for word in words:
        found = [each.start() for each in re.finditer(re.escape(word), folded)]
        begun = [place for place in found if not place or not folded[place - 1].isalnum()]
        if found:
            place = (begun or found)[0]
            spans.append((place, place + len(word)))
    spans.sort()
    return [span for each, span in enumerate(spans) if not each or span[0] >= spans[each - 1][1]]
