"""A follow-up is reminded of shortly before its time: once, aloud, unless it is quiet."""

import sys
from datetime import time
from pathlib import Path

import pytest

from pipetui.config.reading import parse_config
from pipetui.desktop import notify, terminal_notice
from pipetui.values.clock import Clock, local_moment
from pipetui.values.errors import Trouble
from pipetui.values.followup import FollowUp
from pipetui.values.when import When
from pipetui.views.reminders import reminders
from pipetui.workspace import open_workspace
from tui.known_pipeline import FLEET, TODAY, small
from tui.rep import sitting


def soon(file: Path) -> None:
    """A call four minutes past nine, which is when the clock of these tests stands still."""
    small(file)
    work = open_workspace(file, Clock(TODAY), durable=False)
    work.followups.plan(FLEET, FollowUp("call", When(TODAY, time(9, 4)), "[/x] tyres"))
    work.close()


@pytest.mark.parametrize(("config", "told"), [("", True), ("quiet = '8:30-10:00'", False), ("minutes = 3", False)])
async def test_what_begins_soon_is_told_once(path: Path, config: str, told: bool) -> None:
    settings = parse_config(f"[reminders]\n{config}", Path("config.toml"))
    assert not settings.problems
    async with sitting(path, fill=soon, config=settings) as rep:
        await rep.app.reminding.remind()
        said = [line for line in rep.told if "tyres" in line]
        assert said == (["09:04 Call with Ida Berg: [/x] tyres"] if told else [])


def test_what_was_told_is_told_again_only_once_it_is_moved(path: Path) -> None:
    soon(path)
    work = open_workspace(path, Clock(TODAY), durable=False)
    now = local_moment(TODAY, time(9))
    [one] = reminders(work.overview.open_cards(), now, 5, ())
    assert reminders(work.overview.open_cards(), now, 5, {one.key}) == []
    [step] = [step for step in work.overview.card(FLEET).steps if "tyres" in step.subject]
    work.followups.snooze(step.id, When(TODAY, time(9, 2)))
    [again] = reminders(work.overview.open_cards(), now, 5, {one.key})
    assert again.key != one.key
    work.close()


@pytest.mark.parametrize("how", ["osc9", "osc777"])
def test_a_terminal_is_told_nothing_it_could_obey(how: str) -> None:
    said = terminal_notice(how, "Deal\x1b]0;evil\x07", "call;now\x9b2J")
    assert said.startswith(f"\x1b]{how[3:]};") and said.endswith("\x1b\\")
    assert not any(sign in said[2:-2] for sign in "\x1b\x07\x9b") and "call;now" not in said
    assert terminal_notice("none", "a", "b") == ""


LIBRARY = """
class DesktopNotifier:
    def __init__(self, app_name, app_icon):
        pass

    async def send(self, title, message, on_dispatched):
        if {works}:
            on_dispatched()
"""
"""Keeps quiet where it fails, as desktop-notifier does, which no test can have: it takes a desktop."""


@pytest.mark.parametrize("works", [True, False])
async def test_a_notice_no_desktop_showed_is_not_taken_for_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    (tmp_path / "desktop_notifier.py").write_text(LIBRARY.format(works=works))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "desktop_notifier", raising=False)
    if works:
        await notify("Acme rollout", "09:04 Call")
    else:
        with pytest.raises(Trouble, match="This desktop shows no notices"):
            await notify("Acme rollout", "09:04 Call")
    monkeypatch.delitem(sys.modules, "desktop_notifier")
