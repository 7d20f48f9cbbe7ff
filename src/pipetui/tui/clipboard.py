"""Putting a text on the clipboard: the system's where a tool for it is there, else the terminal's."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 3
"""Seconds a tool may take."""

LONGEST_OVER_THE_TERMINAL = 74_000
"""Bytes: what becomes 100,000 on the way, beyond which terminals drop all of it."""

_COPY = """
import sys, pyperclip
text = sys.stdin.buffer.read().decode()
pyperclip.copy(text)
sys.exit(pyperclip.paste().splitlines() != text.splitlines())
"""
_NAMES = {"wl": "wl-copy", "osx_pbcopy": "pbcopy", "wsl": "clip.exe"}


async def put_on_clipboard(app: App[None], text: str) -> str:
    """Copies a text; gives by which way, in words that end a sentence."""
    # Where the rep sits at another machine, only the terminal reaches its clipboard.
    is_far = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    if not is_far and (tool := await asyncio.to_thread(copied_by_tool, text)):
        app._clipboard = text  # what ctrl+v puts into an input
        return f"by {tool}"
    app.copy_to_clipboard(text)
    if len(text.encode()) > LONGEST_OVER_THE_TERMINAL:
        return "by the terminal (OSC 52), most of which do not take that much"
    return "by the terminal (OSC 52)"


def copied_by_tool(text: str) -> str | None:
    """Copies by the system's tool, and looks whether it is there; the tool's name, None without one or where it failed.

    In a process of its own: a tool that can't reach its display says so all over the screen, or never ends.
    """
    import pyperclip

    tool: object = pyperclip.determine_clipboard()[0]  # false where there is none
    if not tool:
        return None
    name = getattr(tool, "__name__", "").removeprefix("copy_")
    try:
        # Its output goes nowhere: a tool that stays to serve the clipboard would keep a pipe open.
        done = subprocess.run(
            [sys.executable, "-c", _COPY],
            input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _NAMES.get(name, name) if done.returncode == 0 else None
