"""Which keys each command has: its own, those of the rep's set, and those of their config; and where two want one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from pipetui.config.key_names import read_keys, show_key, show_keys
from pipetui.config.reading import Config, KeyChoice
from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit
from pipetui.values.typos import nearest

FALLBACK = {"app.palette": "ctrl+p", "app.help": "f1", "app.quit": "ctrl+q", "app.back": "escape"}
"""What can always be reached, and the key it falls back to where a keymap leaves it none."""

_DEFAULT, _SET, _OWN = range(3)
SOURCES = ("default", "set", "config")
"""Where the keys of a command are from, by rank: the later goes before the earlier."""


class Bound(Protocol):
    """What a command says of itself here."""

    @property
    def id(self) -> str:
        """Its name in a config."""

    @property
    def keys(self) -> str:
        """Its own keys, as the screens name them, with commas between."""

    @property
    def shown(self) -> str:
        """Its own keys as a person reads them; "" leaves it to what they are."""

    @property
    def where(self) -> frozenset[str]:
        """The screens that have it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two commands of a screen that want one key: ``loser`` goes without it."""

    key: str
    winner: str
    loser: str

    def __str__(self) -> str:
        """As a sentence."""
        return f"{show_key(self.key)} is {self.winner} and can't be {self.loser} as well: give one another key."


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every command, by its id, as the screens name them; ``g g`` is two strokes."""

    keys: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]
    """The keys as the footer, the help and the palette show them; "" for a command that has none."""

    sources: Mapping[str, str]
    """Where they are from, of ``SOURCES``."""

    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[str, ...] = ()
    """What was wrong with what was wanted, a sentence each; conflicts among them."""

    sequences: frozenset[str] = field(default_factory=frozenset)
    """The keys that are more than one stroke."""

    def is_changed(self, command_id: str) -> bool:
        """Whether a command has other keys than its own."""
        return self.sources[command_id] != SOURCES[_DEFAULT]


def make_keymap(commands: Sequence[Bound], config: Config) -> Keymap:
    """Gives each command its keys. Of two commands of a screen that want one key, the rep's own word goes first."""
    if not config.keys and config.text("keys.set") == "default":
        return _unchanged(commands)
    known = {command.id: command for command in commands}
    problems: list[str] = []
    wanted: dict[str, tuple[int, tuple[str, ...]]] = {
        command.id: (_DEFAULT, tuple(command.keys.split(","))) for command in commands
    }
    for name, keys in key_set(config.text("keys.set")).items():
        if name in known:
            wanted[name] = (_SET, keys)
    for choice in config.keys:
        if choice.command not in known:
            problems.append(_unknown(choice, known))
            continue
        try:
            wanted[choice.command] = (_OWN, read_keys(choice.keys))
        except Invalid as error:
            problems.append(f"{choice.source}: {choice.command}: {error}")
    given, conflicts = _shared_out(commands, wanted)
    _keep_reachable(given, known)
    problems += [str(conflict) for conflict in conflicts]
    shown = {
        name: command.shown
        if command.shown and given[name] == tuple(command.keys.split(","))
        else show_keys(given[name])
        for name, command in known.items()
    }
    return Keymap(
        {name: tuple(keys) for name, keys in given.items()},
        shown,
        {name: SOURCES[wanted[name][0]] for name in known},
        tuple(conflicts),
        tuple(problems),
        frozenset(key for keys in given.values() for key in keys if " " in key),
    )


def _unchanged(commands: Sequence[Bound]) -> Keymap:
    own = {command.id: tuple(command.keys.split(",")) for command in commands}
    shown = {command.id: command.shown or show_keys(own[command.id]) for command in commands}
    return Keymap(own, shown, dict.fromkeys(own, SOURCES[_DEFAULT]))


def _shared_out(
    commands: Sequence[Bound], wanted: Mapping[str, tuple[int, tuple[str, ...]]]
) -> tuple[dict[str, tuple[str, ...]], list[Conflict]]:
    """Hands out the keys: to whom the rep gave them, then to whom the set did, then by the table."""
    holders: dict[tuple[str, str], str] = {}
    begun: dict[tuple[str, str], str] = {}
    given: dict[str, tuple[str, ...]] = {command.id: () for command in commands}
    conflicts: list[Conflict] = []
    for rank in (_OWN, _SET, _DEFAULT):
        for command in commands:
            if wanted[command.id][0] != rank:
                continue
            for key in wanted[command.id][1]:
                beginnings = _beginnings(key)
                holder = next(filter(None, (
                    holders.get((screen, key)) or begun.get((screen, key))
                    or next(filter(None, (holders.get((screen, each)) for each in beginnings)), None)
                    for screen in sorted(command.where)
                )), None)  # fmt: skip
                if holder is not None:
                    conflicts.append(Conflict(key, holder, command.id))
                    continue
                given[command.id] += (key,)
                holders.update({(screen, key): command.id for screen in command.where})
                begun.update({(screen, each): command.id for screen in command.where for each in beginnings})
    return given, conflicts


def _beginnings(key: str) -> list[str]:
    """What of a key of several strokes is typed before it is whole: ``g`` of ``g g``."""
    strokes = key.split(" ")
    return [" ".join(strokes[:end]) for end in range(1, len(strokes))]


def _keep_reachable(given: dict[str, tuple[str, ...]], known: Mapping[str, Bound]) -> None:
    """Whatever the keymap says, palette, help, way back and way out keep a key."""
    # One of them may hold what another falls back to: then it falls back as well, to what none of them can hold.
    while lost := [name for name in FALLBACK if name in given and not given[name]]:
        for name in lost:
            key = FALLBACK[name]
            for other, keys in given.items():
                if key in keys and known[other].where & known[name].where:
                    given[other] = tuple(each for each in keys if each != key)
            given[name] = (key,)


def _unknown(choice: KeyChoice, known: Mapping[str, Bound]) -> str:
    near = nearest(choice.command, known)
    meant = f"Did you mean “{near}”?" if near else "pipetui keys lists them."
    return f"{choice.source}: there is no command “{fit(choice.command, 40)}”. {meant}"


@cache
def key_set(name: str) -> dict[str, tuple[str, ...]]:
    """A set of keys that comes with the program: by command, its keys in full."""
    if name == "default":
        return {}
    import tomllib
    from importlib.resources import files

    text = (files("pipetui.config") / "sets" / f"{name}.toml").read_text(encoding="utf-8")
    return {clean(command): read_keys(keys) for command, keys in tomllib.loads(text)["keys"].items()}
