import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE
from pipetui.values.text import clean, count, fit, fold, lpad, pad, width, wrap

ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(HOSTILE)
CELLS = st.integers(-2, 40)


def unsafe(text: str, allowed: str = "") -> list[str]:
    """Give the characters of a text that a terminal must never get."""
    return [
        character
        for character in text
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        and character not in allowed
        and character != "\u200d"
    ]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Acme rollout", "Acme rollout"),
        ("  Acme \t rollout\n", "Acme rollout"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;cm0gLXJm\x07clipboard", "clipboard"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]8;;unterminated", "]8;;unterminated"),
        ("\x9b31mC1", "C1"),
        ("\x9d0;title\x9crest", "rest"),
        ("\x1bPq#0;2\x1b\\sixel", "sixel"),
        ("\x1b(0charset", "charset"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("cafe\u0301", "café"),
        ("e\u200b\u0301", "é"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("private \ue000\uffff", "private"),
        ("👩\u200d💻 dev", "👩\u200d💻 dev"),
        ("👩🏽\u200d💻❤️\u200d🔥", "👩🏽\u200d💻❤️\u200d🔥"),
        ("a\u200db", "ab"),
        ("👩\u200d\u200d💻", "👩💻"),
        ("\u3164\u115f", ""),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_clean_keeps_the_lines_of_a_note() -> None:
    note = "\n\n# Notes\r\n\r\n- one\r- two\x1b[2J\n\tindented  twice\u2028end \n\n"
    assert clean(note, multiline=True) == "# Notes\n\n- one\n- two\n\tindented  twice\nend"


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_clean_leaves_one_safe_line(text: str) -> None:
    cleaned = clean(text)
    assert not unsafe(cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_clean_leaves_safe_lines(text: str) -> None:
    cleaned = clean(text, multiline=True)
    assert not unsafe(cleaned, allowed="\n\t")
    assert clean(cleaned, multiline=True) == cleaned
    assert clean(cleaned) == clean(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_safe(text: str) -> None:
    assert not unsafe(clean(text))


def test_a_long_run_of_escapes_is_cleaned_in_one_pass() -> None:
    assert clean("\x1b]" * 50_000) == "]" * 50_000
    assert clean("\x1b[" * 50_000) == "[" * 50_000


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("ß", "ss"),
        ("STRASSE", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("Œuvre", "oeuvre"),
        ("ﬁnance™", "financetm"),
        ("ＡＣＭＥ", "acme"),
        ("O’Brien", "o'brien"),
        ("がか", "がか"),
        ("한국", "한국"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_fold_is_stable_and_blind_to_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("Acme", 4, "Acme"),
        ("Acme rollout", 6, "Acme…"),
        ("Acme rollout", 8, "Acme ro…"),
        ("Acme", 1, "…"),
        ("Acme", 0, ""),
        ("Acme", -3, ""),
        ("日本語テキスト", 5, "日本…"),
        ("日本語テキスト", 6, "日本…"),
        ("cafe\u0301 noir", 5, "cafe\u0301…"),
        ("👩\u200d💻👩\u200d💻", 3, "👩\u200d💻…"),
    ],
)
def test_fit(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


@given(ANY_TEXT, CELLS)
@settings(max_examples=100, deadline=None)
def test_fit_and_pad_hold_their_width(text: str, cells: int) -> None:
    text = clean(text)
    assert width(fit(text, cells)) <= max(cells, 0)
    assert width(pad(text, cells)) == width(lpad(text, cells)) == max(cells, 0)


def test_pad_fills_on_the_right_and_lpad_on_the_left() -> None:
    assert pad("日本", 6) == "日本  "
    assert lpad("€950", 6) == "  €950"


def test_count() -> None:
    assert [count(n, "deal") for n in (0, 1, 2, 12_400)] == ["0 deals", "1 deal", "2 deals", "12,400 deals"]
    assert count(3, "company", "companies") == "3 companies"


@given(st.text(st.characters(codec="ascii", categories=("L", "Zs")), max_size=60), st.integers(4, 20))
def test_wrapped_text_is_the_same_words_in_lines_that_fit(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert " ".join(lines).split() == text.split()
    assert all(width(line) <= cells or " " not in line.strip() for line in lines)
    assert wrap("- one two three", 9, 2) == ["- one two", "  three"]
