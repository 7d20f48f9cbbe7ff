"""pipetui's own colours: calm ground, one accent for where you are, colour only for state."""

from collections.abc import Mapping, Sequence

from textual.color import Color
from textual.theme import Theme

PIPETUI = Theme(
    name="pipetui",
    primary="#4ec9b8",
    secondary="#6cb6ff",
    accent="#4ec9b8",
    foreground="#d5d9e0",
    background="#0f1116",
    surface="#151922",
    panel="#1a1f29",
    success="#7bc98a",
    warning="#e3b04f",
    error="#f0716b",
    dark=True,
    variables={
        "here": "#1f3548",
        "dim": "#7d8590",
        "rule": "#2a303b",
        "commit": "#6cb6ff",
        "weighted": "#bd9ff2",
        "block-cursor-background": "#1f3548",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1f3548",
        "block-cursor-blurred-foreground": "#ffffff",
        "input-cursor-background": "#4ec9b8",
        "input-cursor-foreground": "#0f1116",
        "input-selection-background": "#4ec9b8 35%",
        "scrollbar": "#2a303b",
        "scrollbar-hover": "#4a5160",
        "scrollbar-active": "#4ec9b8",
        "scrollbar-background": "#0f1116",
        "scrollbar-background-hover": "#0f1116",
        "scrollbar-background-active": "#0f1116",
    },
)

PIPETUI_LIGHT = Theme(
    name="pipetui-light",
    primary="#0b7a6b",
    secondary="#1f6feb",
    accent="#0b7a6b",
    foreground="#1f2328",
    background="#fbfbf9",
    surface="#f3f3ef",
    panel="#ecece6",
    success="#1a7f37",
    warning="#8a5a00",
    error="#b42318",
    dark=False,
    variables={
        "here": "#d5e6ee",
        "dim": "#6a7079",
        "rule": "#d4d4cc",
        "commit": "#1f6feb",
        "weighted": "#7048b6",
    },
)

ANSI = {
    "surface": "ansi_default",
    "panel": "ansi_default",
    "here": "ansi_cyan",
    "here-ink": "ansi_black",
    "dim": "ansi_white",
    "rule": "ansi_bright_black",
    "commit": "ansi_blue",
    "weighted": "ansi_magenta",
}
"""pipetui's own colours in the terminal's own sixteen, where only one ink can be read on the cursor's ground.

Bars and boxes stand on the terminal's ground: Textual has them transparent there, which is no colour to paint with.
"""

ANSI_LIGHT = {**ANSI, "dim": "ansi_bright_black"}
"""The same on a light ground, where white is hardly seen."""

LEAST_CONTRAST = 4.0
"""What a text needs to be read without effort; with 4.5, some themes would have hardly a colour left."""

_PARTS = 20


def stand_ins(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """What stands for pipetui's own colours under a theme that has none of them, and inks that can be read."""
    if theme.ansi:
        return ANSI if theme.dark else ANSI_LIGHT
    ground, ink = Color.parse(variables["background"]), Color.parse(variables["foreground"])
    here = ground.blend(Color.parse(variables["primary"]), 0.2)
    grounds = (ground, here, *(Color.parse(variables[name]) for name in ("surface", "panel")))
    end = Color(255, 255, 255) if theme.dark else Color(0, 0, 0)
    colours = {name: Color.parse(variables[name]) for name in ("success", "warning", "error", "accent")}
    colours |= {
        "dim": ink.blend(ground, 0.4),
        "commit": Color.parse(variables["secondary"]),
        "weighted": colours["accent"],
    }
    inks = {name: readable(colour, grounds, end).hex6 for name, colour in colours.items()}
    return {**inks, "here": here.hex6, "rule": ink.blend(ground, 0.75).hex6}


def readable(colour: Color, grounds: Sequence[Color], end: Color) -> Color:
    """A colour gone as little as it takes towards black or white, to be read as text on every ground.

    Other themes have colours made to be a ground, a green so light that no figure in it can be read.
    """
    for part in range(_PARTS):
        mixed = colour.blend(end, part / _PARTS)
        if min(contrast(mixed, ground) for ground in grounds) >= LEAST_CONTRAST:
            return mixed
    return end


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21, by the Web Content Accessibility Guidelines (www.w3.org/TR/WCAG21/#dfn-contrast-ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
