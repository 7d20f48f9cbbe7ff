"""A deal as a text to edit, and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hostile import HOSTILE
from pipetui.values.own import OwnField
from pipetui.views.fields import Context
from pipetui.views.written import Unreadable, read_written, with_problems, written
from views.test_views_entry_form import FORM

OWN = (OwnField(1, "size", "Size", "choice", ("small", "large")),)
CARD = FORM._context.card._replace(
    id=2, title="Warehouse: rollout", amount=4_000_000, company="Acme", expected_close=date(2026, 12, 18), tags=("q4",)
)
CONTEXT: Context = replace(FORM._context, card=CARD)
NOTES = "# Plan\n\n- [ ] call: Jane\n\n    indented\nnotes: more"
TEXT = written(CONTEXT, OWN, NOTES)


def read(text: str) -> dict[str, object]:
    return read_written(text, TEXT, CONTEXT, OWN)


def test_it_says_all_and_nothing_is_changed_by_reading_it_again() -> None:
    for line in (
        "title: Warehouse: rollout",
        "amount: 40,000",
        "close: 2026-12-18",
        "tags: q4",
        "size:",
        "# small, large",
    ):
        assert line in TEXT.split("\n")
    assert TEXT.endswith(f"notes:\n{NOTES}\n")
    assert read(TEXT) == {}


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n"])
def test_an_emptied_text_changes_nothing(text: str) -> None:
    assert read(text) == {}


def test_what_is_changed_and_only_that() -> None:
    changed = (
        TEXT.replace("40,000", "45k").replace("size:", "Size: la").replace("tags: q4", "tags:").replace("Acme", "")
    )
    assert read(changed) == {"amount": (4_500_000, "EUR"), "size": "large", "tags": (), "company": None}
    assert read(TEXT.replace("- [ ]", "- [x]")) == {"notes": NOTES.replace("[ ]", "[x]")}
    assert read(TEXT.replace(NOTES, "")) == {"notes": None}
    assert read("probability: 35\n") == {"probability": 35}


def test_what_is_wrong_is_told_by_its_line_and_kept() -> None:
    changed = (
        TEXT.replace("close: 2026-12-18", "close: ever").replace("size:", "sise: large").replace("title:", "title")
    )
    with pytest.raises(Unreadable) as caught:
        read(changed)
    lines = changed.split("\n")
    assert [lines[line - 1] for line, _ in caught.value.problems] == [
        "title Warehouse: rollout", "close: ever", "sise: large",
    ]  # fmt: skip
    again = with_problems(changed, caught.value.problems)
    assert '# ✖ "ever" is not a day' in again
    with pytest.raises(Unreadable):
        read(again)
    # Said anew, what was said before is gone; the notes are as they were.
    assert with_problems(again, []) == changed
    assert read(again.replace("ever", "eom").replace("sise", "size").replace("title W", "title: W")) == {
        "expected_close": date(2026, 11, 30),
        "size": "large",
    }


def test_a_field_that_is_there_twice_is_told() -> None:
    with pytest.raises(Unreadable, match="line 2: A deal has one amount; there is another in line 1"):
        read("amount: 1\namount: 2\n")
    with pytest.raises(Unreadable, match="there is another in line 1"):
        read("close: eom\nexpected_close: fri\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_or_told(text: str) -> None:
    for told in (text, f"title: {text}", f"{text}: {text}", f"notes:\n{text}"):
        try:
            read(told)
        except Unreadable as wrong:
            with_problems(told, wrong.problems)
