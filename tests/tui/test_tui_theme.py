"""Texts can be read under every theme there is."""

from pathlib import Path

import pytest
from rich.color import ColorType
from rich.segment import Segment
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from pipetui.config.reading import Config
from pipetui.tui.theme import LEAST_CONTRAST, PIPETUI, PIPETUI_LIGHT, contrast, stand_ins
from tui.rep import sitting

OTHERS = [theme for theme in BUILTIN_THEMES.values() if not theme.ansi]
INKS = ("dim", "commit", "weighted", "success", "warning", "error", "accent")
BLACK, WHITE = 0, 7
"""Two of the terminal's sixteen."""

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


@pytest.mark.parametrize(("name", "own"), [("ansi-dark", True), ("ansi-light", True), ("pipetui", False)])
async def test_a_theme_of_the_terminal_s_colours_leaves_them_to_it_from_the_start(
    tmp_path: Path, name: str, own: bool
) -> None:
    async with sitting(tmp_path / "pipeline.db", config=Config().having("theme", name)) as rep:
        styles = [segment.style for line in rep.app.screen._compositor.render_strips() for segment in line]
        kinds = {colour.type for style in styles if style for colour in (style.color, style.bgcolor) if colour}
        assert kinds <= ({ColorType.STANDARD, ColorType.DEFAULT} if own else {ColorType.TRUECOLOR})
        assert rep.app.has_class("-light-mode") == ("light" in name)


@pytest.mark.parametrize(("name", "hardly_seen"), [("ansi-dark", BLACK), ("ansi-light", WHITE)])
async def test_no_text_is_in_the_colour_of_the_ground_it_stands_on(tmp_path: Path, name: str, hardly_seen: int) -> None:
    async with sitting(tmp_path / "pipeline.db", config=Config().having("theme", name)) as rep:
        for key in "1234567A":
            await rep.press(key)
            segments = [segment for line in rep.app.screen._compositor.render_strips() for segment in line]
            assert not [each.text for each in segments if each.text.strip() and _ink_on_ground(each) == hardly_seen], (
                key
            )


@pytest.mark.parametrize("name", ["pipetui", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("later", [False, True])
async def test_without_colours_ink_and_ground_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, later: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    config = Config() if later else Config().having("theme", name)
    async with sitting(tmp_path / "pipeline.db", config=config) as rep:
        rep.app.choose("theme", name)
        await rep.settled()
        texts = [each for line in rep.app.screen._compositor.render_strips() for each in line if each.text.strip()]
        colours = [(each.style.color, each.style.bgcolor) for each in texts if each.style]
        assert not [ink for ink, ground in colours if ink is not None and ink == ground and not ink.is_default]


def _ink_on_ground(segment: Segment) -> int | None:
    """Which of the sixteen a text is in, where it stands on the terminal's own ground."""
    style = segment.style
    if style is None or style.color is None or (style.bgcolor is not None and not style.bgcolor.is_default):
        return None
    return style.color.number
