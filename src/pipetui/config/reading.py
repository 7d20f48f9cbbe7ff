"""Finds and reads ``config.toml``. What is wrong in it is told, and the rest of it obeyed."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from pipetui.config.declared import DECLARED, Setting, Value, shown
from pipetui.config.lines import Name, lines_of
from pipetui.values.errors import Invalid
from pipetui.values.habits import Habits
from pipetui.values.text import clean, fit
from pipetui.values.typos import nearest

ENVIRONMENT = "PIPETUI_CONFIG"
LARGEST = 1_000_000
"""Bytes; a file that is larger is no config."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value is from: ``default``, ``file`` (with its line), ``chosen``, ``environment`` or ``option``."""

    kind: str = "default"
    name: str = ""
    """The file, the variable or the option."""

    line: int = 0

    def __str__(self) -> str:
        """In a few words; a file without its folder."""
        name = Path(self.name).name if self.kind == "file" else self.name
        return f"{name}, line {self.line}" if self.line else name or self.kind


@dataclass(frozen=True, slots=True)
class Found:
    """A value with where it is from."""

    value: Setting
    source: Source


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """The keys the rep wants for a command, as written, and where that is said."""

    command: str
    keys: str
    source: Source


@dataclass(frozen=True, slots=True)
class Config:
    """What the rep set, and what was wrong with how they said it (``problems``, a sentence each)."""

    path: Path | None = None
    """The file that was read, or would have been; None where none is looked for."""

    is_there: bool = False
    values: Mapping[str, Found] = field(default_factory=dict)
    keys: tuple[KeyChoice, ...] = ()
    problems: tuple[str, ...] = ()

    def found(self, name: str) -> Found:
        """A declared value, and where it is from."""
        return self.values.get(name) or Found(_VALUES[name].default, Source())

    def text(self, name: str) -> str:
        """A value that is a word."""
        return cast(str, self.found(name).value)

    def number(self, name: str) -> int:
        """A value that is a whole number."""
        return cast(int, self.found(name).value)

    def is_on(self, name: str) -> bool:
        """A value that is yes or no."""
        return bool(self.found(name).value)

    def having(self, name: str, value: Setting) -> Config:
        """The same with another value, chosen in the app."""
        return replace(self, values={**self.values, name: Found(value, Source("chosen", "chosen in the app"))})

    def habits(self) -> Habits:
        """How the rep types and reads."""
        return Habits(
            language=self.text("dates.language"),
            country=self.text("dates.country"),
            month_first=self.text("dates.order") == "month-day",
            currency=self.text("money.currency"),
            fiscal_start=self.number("forecast.fiscal_start"),
            period=self.text("forecast.period"),
        )


_VALUES = {value.name: value for value in DECLARED}
_SECTIONS = frozenset({"keys", *(name.partition(".")[0] for name in _VALUES if "." in name)})


def read_config(options: Mapping[str, str]) -> Config:
    """The config of a start with these options (``config`` names a file, ``db`` the pipeline's).

    Raises Invalid where ``--config`` names a file that is not there. What else is wrong is in ``problems``.
    """
    named = options.get("config")
    path = _path(named)
    text: str | None = None
    problems: list[str] = []
    if path is not None:
        try:
            text = _text(path)
        except (FileNotFoundError, NotADirectoryError):
            if named:
                raise Invalid(f"There is no file {clean(named)}: --config takes one that is there.") from None
            if os.environ.get(ENVIRONMENT):
                problems.append(f"{ENVIRONMENT} names {path}, which is not there: nothing is set.")
        except (OSError, ValueError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or "it is no text"
            problems.append(f"{path} can't be read ({why}): nothing is set.")
    config = Config(path, problems=tuple(problems)) if text is None else parse_config(text, path or Path())
    return _with_what_goes_before(config, options)


def parse_config(text: str, path: Path) -> Config:
    """What a config says. Never raises: what can't be read is in ``problems``, and is left at its default."""
    import tomllib

    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        why = fit(clean(str(error)), 200) if isinstance(error, tomllib.TOMLDecodeError) else "too deep"
        said = f"{path.name} is not obeyed, since it can't be read: {why}. All is as without it."
        return Config(path, True, problems=(said,))
    lines = lines_of(text)
    values: dict[str, Found] = {}
    keys: list[KeyChoice] = []
    problems: list[str] = []

    def source(name: Name) -> Source:
        return Source("file", str(path), lines.get(name, 0))

    def wrong(name: Name, sentence: str) -> None:
        line = lines.get(name)
        problems.append(f"{path.name}{f', line {line}' if line else ''}: {sentence}")

    for name, value in _flat(told, ()):
        dotted = ".".join(name)
        if dotted in _VALUES:
            try:
                values[dotted] = Found(_VALUES[dotted].read(value), source(name))
            except Invalid as error:
                wrong(name, f"{dotted}: {error}")
        elif name[0] == "keys":
            if len(name) == 1:
                wrong(name, 'keys is a section: write [keys], and under it set = "vim" or "deal.won" = "W".')
            elif (written := _written(value)) is None:
                wrong(name, f"the keys of {clean(dotted[5:])} are no text: write them in quotes, commas between.")
            else:
                keys.append(KeyChoice(clean(dotted[5:]), written, source(name)))
        else:
            near = nearest(dotted, _VALUES) or (nearest(name[0], _SECTIONS) if len(name) > 1 else None)
            meant = f"Did you mean “{near}”?" if near else "pipetui config lists what there is."
            wrong(name, f"there is no value {shown(dotted)}. {meant}")
    return Config(path, True, values, tuple(keys), tuple(problems))


def _flat(table: Mapping[str, Any], above: Name) -> list[tuple[Name, Any]]:
    """Every value with its name; ``"deal.won"`` in quotes and ``deal.won`` without are the same."""
    found: list[tuple[Name, Any]] = []
    for part, value in table.items():
        name = (*above, part)
        if isinstance(value, dict) and ".".join(name) not in _VALUES and len(name) < 6:
            found += _flat(value, name)
        else:
            found.append((name, value))
    return found


def _written(value: object) -> str | None:
    """Keys as one text with commas between; None where it is none."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return value if isinstance(value, str) else None


def _with_what_goes_before(config: Config, options: Mapping[str, str]) -> Config:
    """Options go before the environment, and that before the file."""
    values = dict(config.values)
    for value in DECLARED:
        told = os.environ.get(value.environment) if value.environment else None
        if told:
            values[value.name] = Found(told, Source("environment", value.environment))
        given = options.get(value.option.removeprefix("--")) if value.option else None
        if given:
            values[value.name] = Found(given, Source("option", value.option))
    return Config(config.path, config.is_there, values, config.keys, config.problems)


def _path(named: str | None) -> Path | None:
    if told := named or os.environ.get(ENVIRONMENT):
        return Path(told).expanduser()
    from platformdirs import user_config_path

    return user_config_path("pipetui", appauthor=False) / "config.toml"


def _text(path: Path) -> str:
    """Raises OSError, ValueError where it is no text."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValueError(path)
    return raw.decode("utf-8-sig")


def names() -> Collection[str]:
    """The names of all values."""
    return _VALUES.keys()


def declared(name: str) -> Value:
    """What is declared of a value."""
    return _VALUES[name]
