"""Lines of the pane that are longer than it is wide."""

import pytest
from textual.content import Content

from pipetui.tui.hanging import hung


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("stage     Negotiation  for 1 day", ["stage     Negotiation  for 1 day"]),
        ("stage     Negotiation  for 24 days", ["stage     Negotiation", "          for 24 days"]),
        (
            "closes    Tue 3 Nov 2026  23d past  pushed 1×",
            ["closes    Tue 3 Nov 2026", "          23d past  pushed 1×"],
        ),
        (
            "source    " + "an old friend of the owner " * 2,
            ["source    an old friend of the", "          owner an old friend of", "          the owner "],
        ),
        ("tags      " + "x" * 40, ["tags      " + "x" * 40]),
        (
            "product   日本語のとても長い会社名  二つ目",
            ["product   日本語のとても長い会社名", "          二つ目"],
        ),
    ],
)
def test_what_does_not_fit_goes_under_the_value(line: str, lines: list[str]) -> None:
    assert hung(Content(line), 33, 10, 10).plain.split("\n") == lines


def test_an_address_is_parted_where_it_has_to_be() -> None:
    reach = "  camille.obry@maisonorlane.example  +33 1 99 00 00 52"
    assert hung(Content(reach), 33, 2).plain.split("\n") == [
        *("  camille.obry", "  @maisonorlane.example", "  +33 1 99 00 00 52"),
    ]


def test_the_colours_stay_with_their_words() -> None:
    line = Content("stage     Negotiation") + Content.styled("  for 24 days", "dim")
    told = hung(line, 33, 10, 10)
    [span] = told.spans
    assert (told.plain[span.start : span.end].strip(), span.style) == ("for 24 days", "dim")
