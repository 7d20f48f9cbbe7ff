"""Text from outside made safe to keep and to draw, measured in terminal cells, and folded for search."""

import re
import unicodedata
from functools import lru_cache

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*+(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]++[0-~]"  # character sets
)
_EMOJI = (
    "\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u2328\u23cf-\u23ff\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_BLANK_LETTERS = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)))
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINER = 0x200D
# Letters that no decomposition turns into their plain form.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "’": "'",
        "‘": "'",
    }
)


class _Kept(dict[int, str | None]):
    """A table for ``str.translate``: what becomes of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        kept = _kept(code)
        if code < 0x10000:
            self[code] = kept
        return kept


def _kept(code: int) -> str | None:
    character = chr(code)
    if code == _JOINER or character in "\n\t":
        return character
    if character.isspace():
        return " "
    if character in _BLANK_LETTERS or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return None
    # Cn, unassigned, stays: tomorrow's emoji are unassigned in today's tables.
    return None if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") else character


_KEPT = _Kept()


def clean(text: str, *, multiline: bool = False) -> str:
    """Give hostile text as text that can be stored and drawn: composed (NFC), without controls.

    Control characters and the escape sequences they begin, bidirectional controls, invisible and private
    characters and lone surrogates go. A single line has its runs of white space made one space; ``multiline``
    keeps line ends (as ``\\n``), tabs and runs of spaces, and drops blank lines at both ends.
    """
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    text = _SEQUENCE.sub("", text)
    text = _LINE_END.sub("\n", text).translate(_KEPT)
    if "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    if multiline:
        return unicodedata.normalize("NFC", text).rstrip().lstrip("\n")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def fold(text: str) -> str:
    """Give text for comparing and searching: without case and accents ("Café" is "cafe", "ß" is "ss")."""
    return text.lower() if text.isascii() else _fold(text)


@lru_cache(maxsize=16384)
def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Classes from 200 on are accents; below lie marks that make another letter (Japanese, Indic).
    bare = "".join(character for character in decomposed if unicodedata.combining(character) < 200)
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


def width(text: str) -> int:
    """Give the number of terminal cells the text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """Give the text cut, with "…" at its end, to at most ``cells`` cells; shorter text as it is."""
    if cells <= 0:
        return ""
    # A book as a title is not measured for the few cells of it that are seen.
    begin = text[: 16 * cells + 64]
    if width(begin) <= cells and (len(begin) == len(text) or width(text) <= cells):
        return text
    if begin.isascii() and begin.isprintable():
        return begin[: cells - 1].rstrip() + "…"
    from rich.cells import split_graphemes

    end = used = 0
    for _, span_end, span_cells in split_graphemes(begin)[0]:
        used += span_cells
        if used > cells - 1:
            break
        end = span_end
    return begin[:end].rstrip() + "…"


def pad(text: str, cells: int) -> str:
    """Give the text cut or filled with spaces on the right to exactly ``cells`` cells."""
    text = fit(text, cells)
    return text + " " * (cells - width(text))


def lpad(text: str, cells: int) -> str:
    """Give the text cut or filled with spaces on the left to exactly ``cells`` cells."""
    text = fit(text, cells)
    return " " * (cells - width(text)) + text


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Give a number with its noun: "1 deal", "2,400 deals"; ``plural`` where it is not noun + s."""
    return f"{n:,} {noun if abs(n) == 1 else plural or noun + 's'}"


def wrap(text: str, cells: int, hanging: int = 0) -> list[str]:
    """Give the text as lines of at most ``cells`` cells, broken at spaces, all but the first ``hanging`` cells in.

    A word that is longer than a line has one of its own, and is not cut.
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if width(longer) <= cells or not lines[-1].strip():
            lines[-1] = longer
        else:
            lines.append(" " * hanging + word)
    return lines
