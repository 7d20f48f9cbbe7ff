"""Which characters the bytes of a file stand for."""

from __future__ import annotations

import codecs
import re

from pipetui.exchange.cells import shown
from pipetui.values.errors import Invalid, Refused

_MARKS = (
    # A UTF-32 mark begins as a UTF-16 one does.
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_PROGRAMS = (
    (b"PK\x03\x04", "a spreadsheet or an archive"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of an old kind"),
    (b"SQLite format 3\x00", "a database"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
)
_WESTERN = ["cp1252"]
_OTHERS = [
    *(
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "shift_jis",
        "gb18030",
        "big5",
        "euc_kr",
        "mac_roman",
        "koi8_r",
    ),
]
_SAMPLE = 65_536
_FEW = 16
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file called ``name`` and its encoding: as its mark says, UTF-8, else the likeliest.

    An ``encoding`` handed in is taken at its word. Raises Refused for what is no text, Invalid for an encoding
    there is not or that does not fit.
    """
    for beginning, kind in _OTHER_PROGRAMS:
        if data.startswith(beginning):
            raise Refused(f"{name} is {kind}, not text. Save it as CSV first.")
    if encoding is not None:
        return _as_told(data, name, encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data.decode(marked, "replace"), marked.removesuffix("-sig")
    if wide := _utf_16_without_mark(data[:_SAMPLE]):
        return data.decode(wide, "replace"), wide
    controls = len(_CONTROLS.findall(data[:_SAMPLE]))
    if controls > _FEW and controls * 10 > min(len(data), _SAMPLE):
        raise Refused(f"{name} is not text that can be read. Save it as CSV first.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        likely = _likeliest(data)
    return data.decode(likely, "replace"), likely


def _as_told(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise Invalid(f"There is no encoding {shown(encoding)}. Common ones are utf-8, cp1252 and utf-16.") from None
    except ValueError:
        raise Invalid(f"{name} is not written in {shown(encoding)}. Leave it out to have it found.") from None
    return text.removeprefix("\ufeff"), encoding


def _utf_16_without_mark(sample: bytes) -> str | None:
    """UTF-16 of text that is mostly ASCII has a NUL in every other place."""
    half = len(sample) // 2
    if not half:
        return None
    if sample[1::2].count(0) * 10 > half * 7:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) * 10 > half * 7 else None


def _likeliest(data: bytes) -> str:
    """UTF-8 with a few broken places, else Western, else what the letters look like.

    The Western encoding is tried alone first: beside its Eastern siblings Italian is mistaken for Polish.
    """
    tried = data.decode("utf-8", "replace")
    broken = tried.count("\ufffd")
    if broken * 20 <= sum(character > "\x7f" for character in tried) - broken:
        return "utf-8"
    from charset_normalizer import from_bytes

    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_SAMPLE]
    for family in (_WESTERN, _OTHERS):
        best = from_bytes(telling, cp_isolation=family).best()
        if best is not None:
            return best.encoding
    return "cp1252"
