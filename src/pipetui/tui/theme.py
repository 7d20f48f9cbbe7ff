"""pipetui's own colours: calm ground, one accent for where you are, colour only for state."""

from collections.abc import Mapping

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
    "here": "ansi_cyan",
    "here-ink": "ansi_black",
    "dim": "ansi_white",
    "rule": "ansi_bright_black",
    "commit": "ansi_blue",
    "weighted": "ansi_magenta",
}
"""pipetui's own colours in the terminal's own sixteen, where only one ink can be read on the cursor's ground."""


def stand_ins(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """What stands for pipetui's own colours under a theme that has none of them."""
    if theme.ansi:
        return ANSI
    ground, ink = Color.parse(variables["background"]), Color.parse(variables["foreground"])
    return {
        "here": ground.blend(Color.parse(variables["primary"]), 0.3).hex6,
        "dim": ink.blend(ground, 0.4).hex6,
        "rule": ink.blend(ground, 0.75).hex6,
        "commit": variables["secondary"],
        "weighted": variables["accent"],
    }
