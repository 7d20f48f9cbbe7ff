"""Notices outside the program: on the rep's desktop, and by the terminal where it can."""

from __future__ import annotations

import asyncio
import logging
from typing import Literal

from pipetui.values.errors import Refused, Trouble
from pipetui.values.text import clean, fit

Sequence = Literal["none", "osc9", "osc777"]
"""How a terminal is told: as iTerm2, WezTerm, kitty and Ghostty have it, or as foot, urxvt and WezTerm have it."""

_LONGEST = 160
_INSTEAD = "Write reminders.desktop = false, or ask the terminal: reminders.terminal."


async def notify(title: str, text: str) -> None:
    """Shows a notice on the desktop. Raises Refused where the extra is not installed, Trouble where none is shown."""
    try:
        from desktop_notifier import DesktopNotifier
    except ImportError:
        raise Refused(
            "Notices on the desktop come with an extra: pipx inject pipetui desktop-notifier, "
            "or uv tool install 'pipetui[desktop]'."
        ) from None
    # Without a desktop it logs a traceback to stderr, which is the screen.
    logging.getLogger("desktop_notifier").addHandler(logging.NullHandler())
    logging.getLogger("desktop_notifier").propagate = False
    # It keeps to itself what went wrong, and says only what it got rid of.
    shown: list[bool] = []
    try:
        # Without a picture of ours it would show that of Python.
        notifier = DesktopNotifier(app_name="pipetui", app_icon=None)
        await notifier.send(title=_line(title), message=_line(text), on_dispatched=lambda: shown.append(True))
    except Exception as error:  # whatever a desktop can lack: D-Bus, a server, a permission
        raise Trouble(f"This desktop shows no notices ({type(error).__name__}). {_INSTEAD}") from error
    if not shown:
        raise Trouble(f"This desktop shows no notices. {_INSTEAD}")


def notify_now(title: str, text: str) -> None:
    """The same from a command."""
    asyncio.run(notify(title, text))


def open_page(address: str) -> bool:
    """Opens a page in the rep's browser; False where there is none to be seen, such as over a bare terminal."""
    import os
    import sys
    import webbrowser

    has_display = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")
    )
    if not has_display:  # a browser of text would draw over the screen
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


def terminal_notice(how: str, title: str, text: str) -> str:
    """What a terminal is sent to show a notice; "" for none. Never anything else that a terminal would obey."""
    said, head = (_line(part).replace(";", ",") for part in (text, title))
    if how == "osc9":
        return f"\x1b]9;{head}: {said}\x1b\\"
    if how == "osc777":
        return f"\x1b]777;notify;{head};{said}\x1b\\"
    return ""


def _line(text: str) -> str:
    return fit(clean(text), _LONGEST)
