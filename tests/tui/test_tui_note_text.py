"""Notes in Markdown, drawn without their signs."""

import pytest

from hostile import HOSTILE
from pipetui.tui.note_text import note_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## Where we stand", "Where we stand"),
        ("- three **years**, *not* two", "• three years, not two"),
        ("  - [x] signed\n  - [ ] paid", "  ☑ signed\n  ☐ paid"),
        ("> they said `no`", "│ they said no"),
        ("---", "─" * 20),
        ("2 * 3 * 4 = 24, snake_case_name, #4, **", "2 * 3 * 4 = 24, snake_case_name, #4, **"),
        ("", ""),
    ],
)
def test_what_is_shown(written: str, shown: str) -> None:
    assert note_text(written).plain == shown


def test_emphasis_is_styled() -> None:
    assert [str(span.style) for span in note_text("a **b** *c*").spans] == ["bold", "italic"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_note_is_markup(text: str) -> None:
    assert "@click" not in str(note_text(f"**{text}**").spans)


@pytest.mark.parametrize("sign", ["*", "_", "`", "~~", "**a ", "> "])
def test_a_long_line_of_signs_is_drawn(sign: str) -> None:
    """One that grew with the square of its length, or worse, would be given up by the test runner."""
    shown = note_text(sign * 100_000).plain
    assert shown
