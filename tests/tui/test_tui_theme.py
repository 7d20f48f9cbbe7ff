"""Texts can be read under every theme there is."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from pipetui.tui.theme import LEAST_CONTRAST, PIPETUI, PIPETUI_LIGHT, contrast, stand_ins

OTHERS = [theme for theme in BUILTIN_THEMES.values() if not theme.ansi]
INKS = ("dim", "commit", "weighted", "success", "warning", "error", "accent")
GROUNDS = ("background", "surface", "panel", "here")


def worst(colours: dict[str, str], ink: str) -> float:
    """How little an ink stands out, on the ground where it does least."""
    return min(contrast(Color.parse(colours[ink]), Color.parse(colours[ground])) for ground in GROUNDS)


@pytest.mark.parametrize("theme", [PIPETUI, PIPETUI_LIGHT], ids=lambda theme: theme.name)
def test_our_own_inks_are_read_on_every_ground(theme: Theme) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    assert min(worst(colours, ink) for ink in INKS) >= 3


@pytest.mark.parametrize("theme", OTHERS, ids=lambda theme: theme.name)
def test_those_of_other_themes_are_made_so(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    colours |= stand_ins(theme, colours)
    assert {ink: worst(colours, ink) for ink in INKS if worst(colours, ink) < LEAST_CONTRAST - 0.1} == {}


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(10, 20, 30), Color(10, 20, 30)) == 1
