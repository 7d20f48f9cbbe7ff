"""Keys as people write them (``W``, ``ctrl+w``, ``?``, ``esc``, ``ctrl+x u``) and as the screens name them."""

from __future__ import annotations

import string
import unicodedata
from functools import cache

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit
from pipetui.values.typos import nearest

MODIFIERS = ("ctrl", "alt", "shift", "super")
"""In the order they are written in front of a key; the screens want them alphabetically."""

_SPOKEN = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "bksp": "backspace",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "option": "alt",
    "control": "ctrl",
    "meta": "alt",
}
_NAMED = frozenset(
    {
        *("escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"),
        *("up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    }
)
_CALLED = {"hyphen_minus": "minus", "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at"} | {
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SAME_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"} | {
    "ctrl+space": "ctrl+at",
    "ctrl+slash": "ctrl+underscore",
}
"""What a terminal sends for these is what it sends for others."""

_SHOWN = {
    "period": ".",
    "escape": "esc",
    "delete": "del",
    "backspace": "bksp",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def read_keys(written: str) -> tuple[str, ...]:
    """The keys of a command as the screens name them: several with commas between, "," itself as ``comma``.

    Keys one after the other (``g g``, ``ctrl+x u``) are one. Nothing is no key. Raises Invalid.
    """
    if len(written) > 200:
        raise Invalid("that is too long for keys.")
    found = [" ".join(_key(stroke) for stroke in each.split()) for each in written.split(",") if each.strip()]
    return tuple(dict.fromkeys(found))


def show_key(key: str) -> str:
    """A key as a person reads it: ``question_mark`` is ``?``."""
    return " ".join(
        "+".join([*parts[:-1], _shown_stroke(parts[-1])]) for parts in (stroke.split("+") for stroke in key.split(" "))
    )


def show_keys(keys: tuple[str, ...]) -> str:
    """The first two of some keys, as a line of help has room for; the first alone where one has several strokes."""
    few = keys[:1] if any(" " in key for key in keys[:2]) else keys[:2]
    return " ".join(map(show_key, few))


def _shown_stroke(name: str) -> str:
    return _SHOWN.get(name) or (name if name in _NAMED else _signs().get(name) or _letter(name) or name)


@cache
def _signs() -> dict[str, str]:
    return {_name_of(sign): sign for sign in string.punctuation}


def _letter(name: str) -> str | None:
    """The character of a name, where it is one."""
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None


def _key(stroke: str) -> str:
    *modifiers, name = [*stroke[:-1].split("+"), "plus"] if stroke.endswith("++") else stroke.split("+")
    if stroke == "+":
        modifiers, name = [], "plus"
    modifiers = [_SPOKEN.get(each.lower(), each.lower()) for each in modifiers if each]
    for each in modifiers:
        if each not in MODIFIERS:
            near = nearest(each, MODIFIERS)
            raise Invalid(
                f"{_quoted(stroke)} is no key" + (f": did you mean {near}?" if near else ": try ctrl+w, alt+w or f5.")
            )
    if len(name) == 1:
        if not name.isprintable() or name.isspace():
            raise Invalid(f"{_quoted(stroke)} is no key that can be typed.")
        if "shift" in modifiers and name.isalpha():
            modifiers, name = [each for each in modifiers if each != "shift"], name.upper()
        base = name if name.isalnum() else _name_of(name)
    else:
        lowered = _SPOKEN.get(name.lower(), name.lower())
        if lowered not in _NAMED and lowered not in _SHOWN and lowered not in _signs() and not _letter(lowered):
            near = nearest(lowered, (*_NAMED, *_SPOKEN))
            raise Invalid(
                f"{_quoted(stroke)} is no key" + (f": did you mean {near}?" if near else ": try w, ctrl+w, f5 or esc.")
            )
        base = lowered
    if "ctrl" in modifiers and len(base) == 1:
        base = base.lower()
    written = "+".join([*sorted(dict.fromkeys(modifiers)), base])
    return _SAME_AS.get(written, written)


def _name_of(character: str) -> str:
    try:
        name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        raise Invalid(f"{_quoted(character)} is no key that can be typed.") from None
    return _CALLED.get(name, name)


def _quoted(text: str) -> str:
    return f"“{fit(clean(text), 30)}”"
