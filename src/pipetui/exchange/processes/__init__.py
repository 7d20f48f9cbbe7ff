"""The processes pipetui comes with, to start from: one TOML file each, as any other process is handed on."""

from __future__ import annotations

from importlib.resources import files

from pipetui.exchange.process_toml import from_toml
from pipetui.values.errors import NotFound
from pipetui.values.text import clean, fit, fold
from pipetui.views.process import Process

NAMES = {
    "simple": "Simple: five stages for anything",
    "saas": "B2B SaaS: discovery, demo, trial, signature",
    "enterprise": "Enterprise: many people, procurement, months",
    "services": "Services: consulting, projects, trades",
    "agency": "Agency: briefs, pitches, retainers",
    "real-estate": "Real estate: mandates, viewings, offers",
    "channel": "Channel: partners and what they register",
}
"""What there is, and what each is for."""


def template(name: str) -> Process:
    """The process of a name, or the beginning of it. Raises NotFound, naming those there are."""
    wanted = fold(clean(name)).replace(" ", "-").removeprefix("b2b-")
    found = [each for each in NAMES if each == wanted] or [each for each in NAMES if wanted and each.startswith(wanted)]
    if len(found) != 1:
        raise NotFound(f"There is no template “{fit(clean(name), 40)}”. There are {', '.join(NAMES)}.")
    return from_toml(text_of(found[0]), found[0])


def text_of(name: str) -> str:
    """The file of a name of ``NAMES``."""
    return (files(__name__) / f"{name}.toml").read_text(encoding="utf-8")
