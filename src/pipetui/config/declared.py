"""Every value of ``config.toml``: its name, what it is unless it is set, how it is read, and what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit
from pipetui.values.typos import nearest

Setting = str | int | bool
"""What a value is."""

THEMES = (
    *("pipetui", "pipetui-light", "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe"),
    *("catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai"),
    *(
        "nord",
        "rose-pine",
        "rose-pine-dawn",
        "rose-pine-moon",
        "solarized-dark",
        "solarized-light",
    ),
    *("textual-dark", "textual-light", "tokyo-night"),
)
"""pipetui's own themes, then those of the screen library by name."""

SORTS = ("close", "amount", "next", "untouched", "stage", "title")
"""The orders of a column; ``views.board.SORTS`` says what each is."""

KEY_SETS = ("default", "vim", "emacs")
"""The sets of keys that come with the program."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: ``read`` gives what TOML has as what it is, and raises Invalid with what it may be.

    ``example`` is how the file could say it, in TOML. ``environment`` is the variable that goes before the file,
    ``option`` the word on the command line that goes before both. ``choices`` is what the app offers of it; none
    where it is to be said in the file.
    """

    name: str
    default: Setting
    help: str
    example: str
    read: Callable[[object], Setting]
    environment: str = ""
    option: str = ""
    choices: tuple[Setting, ...] = ()


def one_of(choices: Sequence[str]) -> Callable[[object], Setting]:
    """Reads one of some words."""

    def read(told: object) -> str:
        if isinstance(told, str) and told in choices:
            return told
        near = nearest(told, choices) if isinstance(told, str) else None
        meant = f"Did you mean “{near}”?" if near else f"It is one of {', '.join(choices)}."
        raise Invalid(f"{shown(told)} is none of its choices. {meant}")

    return read


def flag(told: object) -> bool:
    """Reads yes or no."""
    if isinstance(told, bool):
        return told
    raise Invalid(f"{shown(told)} is neither true nor false: write it without quotes.")


def whole(least: int, most: int) -> Callable[[object], Setting]:
    """Reads a whole number."""

    def read(told: object) -> int:
        if isinstance(told, int) and not isinstance(told, bool) and least <= told <= most:
            return told
        raise Invalid(f"{shown(told)} is no whole number from {least} to {most}.")

    return read


def path(told: object) -> str:
    """Reads where a file is."""
    if isinstance(told, str) and told.strip() and "\0" not in told:
        return str(Path(told).expanduser())
    raise Invalid(f"{shown(told)} is no path: write it in quotes.")


def names(told: object) -> str:
    """Reads names with commas between; which there are is known once the file is open."""
    if isinstance(told, str) and re.fullmatch(r"[\w\s,-]{0,500}", told):
        return ", ".join(told.replace(",", " ").split())
    raise Invalid(f"{shown(told)} are no names: write them in quotes, with commas between.")


def currency(told: object) -> str:
    """Reads a currency; nothing leaves it to the locale."""
    from pipetui.values.money import is_currency

    if told == "" or (isinstance(told, str) and is_currency(told.upper())):
        return str(told).upper()
    raise Invalid(f"{shown(told)} is no currency: write its three letters, such as EUR.")


def language(told: object) -> str:
    """Reads a language; nothing leaves it to the locale."""
    from babel import Locale, UnknownLocaleError

    if told == "":
        return ""
    try:
        if isinstance(told, str) and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}", told):
            return str(Locale.parse(told, sep="-" if "-" in told else "_"))
    except (UnknownLocaleError, ValueError):
        pass
    raise Invalid(f"{shown(told)} is no language: write it as it or pt_BR.")


def country(told: object) -> str:
    """Reads a country; nothing leaves it to the locale."""
    from pipetui.values.workdays import is_country

    if told == "":
        return ""
    if isinstance(told, str) and re.fullmatch(r"[A-Za-z]{2}", told) and is_country(told):
        return told.upper()
    raise Invalid(f"{shown(told)} is no country whose holidays are known: write its two letters, such as IT.")


def word(told: object) -> str:
    """Reads a line of text."""
    if isinstance(told, str) and len(told) <= 1000 and told.isprintable():
        return told.strip()
    raise Invalid(f"{shown(told)} is no text: write it in quotes, on one line.")


def mails(told: object) -> str:
    """Reads addresses with commas between."""
    said = word(told)
    parts = [part.strip() for part in said.split(",") if part.strip()]
    if all(re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", part) for part in parts):
        return ", ".join(parts)
    raise Invalid(f"{shown(told)} are no addresses of mail: write them as robin@example.com, with commas between.")


def quiet(told: object) -> str:
    """Reads quiet hours."""
    from pipetui.values.quiet import parse_quiet

    if isinstance(told, str):
        parse_quiet(told)
        return told
    raise Invalid(f'{shown(told)} are no quiet hours: write them in quotes, such as "18:30-08:00".')


def shown(told: object) -> str:
    """A value as a sentence can quote it."""
    return f"“{fit(clean(str(told)), 40)}”"


DENSITIES, STARTS, ORDERS = ("auto", "roomy", "compact"), ("board", "agenda"), ("day-month", "month-day")
SECURITY = ("starttls", "tls", "none")
NOTICES = ("none", "osc9", "osc777")
PERIODS = ("month", "quarter", "half", "year")
QUIET = ("", "18:00-08:00", "19:00-09:00", "12:00-14:00")
LANGUAGES = ("", "de", "en", "es", "fr", "it", "nl", "pt")
"""What the app offers of these; the file takes any other."""

DECLARED: tuple[Value, ...] = (
    Value(
        "file", "", "The pipeline's file; the platform's data folder if unsaid.", '"~/sales/pipeline.db"', path,
        "PIPETUI_DB", "--db",
    ),
    Value("theme", "pipetui", "The colours.", '"nord"', one_of(THEMES), choices=THEMES),
    Value(
        "density", "auto", "How much room a card takes: roomy, compact, or what the terminal has room for.",
        '"compact"', one_of(DENSITIES), choices=DENSITIES,
    ),
    Value("start", "board", "The screen the app opens with.", '"agenda"', one_of(STARTS), choices=STARTS),
    Value(
        "sort", "close", "The order of the deals in a column at the start.", '"amount"', one_of(SORTS), choices=SORTS,
    ),
    Value(
        "cards", "", "What cards show under the title, two to a line: names of filters, fields of your own too.",
        '"company, value, close, contract_end"', names,
    ),
    Value(
        "pane", False, "Whether the deal under the cursor is shown beside the board at the start.", "true", flag,
        choices=(True, False),
    ),
    Value("mouse", True, "Whether the app takes the mouse; without it the terminal selects text.", "false", flag),
    Value(
        "dates.order", "day-month", "How 3/4 is read, where both are possible.", '"month-day"',
        one_of(ORDERS), choices=ORDERS,
    ),
    Value(
        "dates.language", "", "The language of days and months, before English and Italian; else the locale's.",
        '"de"', language, choices=LANGUAGES,
    ),
    Value(
        "dates.country", "", "The country whose holidays nobody is called on; else the locale's.", '"IT"', country,
    ),
    Value("money.currency", "", "The currency of a new file; else the locale's country's.", '"GBP"', currency),
    Value(
        "forecast.period", "quarter", "The period the strip shows until another is chosen in the app.", '"month"',
        one_of(PERIODS), choices=PERIODS,
    ),
    Value("forecast.fiscal_start", 1, "The month a year begins in, 1 to 12.", "4", whole(1, 12)),
    Value(
        "notices.seconds", 3, "How long a notice stays in the corner; a warning twice as long.", "8", whole(1, 60),
        choices=(2, 3, 5, 8, 15),
    ),
    Value(
        "reminders.minutes", 5, "How many minutes before its time a follow-up is reminded of.", "15", whole(0, 240),
        choices=(0, 5, 10, 15, 30),
    ),
    Value(
        "reminders.bell", True, "Whether a reminder rings the terminal's bell.", "false", flag, choices=(True, False),
    ),
    Value(
        "reminders.title", True, "Whether the terminal's title says how many follow-ups wait.", "false", flag,
        choices=(True, False),
    ),
    Value(
        "reminders.desktop", False, "Whether reminders show on the desktop; takes the extra desktop.", "true", flag,
        choices=(True, False),
    ),
    Value(
        "reminders.terminal", "none", "How the terminal is asked to show reminders: not at all, or as it knows them.",
        '"osc9"', one_of(NOTICES), choices=NOTICES,
    ),
    Value("reminders.quiet", "", "From when to when there are no reminders.", '"18:30-08:00"', quiet, choices=QUIET),
    Value(
        "backups.daily", True, "Whether the app copies the file once a day, to backups/ beside it.", "false", flag,
        choices=(True, False),
    ),
    Value("mail.address", "", "Your own addresses, with commas between; mail goes out from the first.",
        '"robin@example.com, sales@example.com"', mails),
    Value("mail.host", "", "The server mail goes out over (SMTP).", '"smtp.example.com"', word),
    Value("mail.port", 0, "Its port; 0 is the usual one of mail.security.", "2525", whole(0, 65535)),
    Value("mail.security", "starttls", "How it is spoken to in secret.", '"tls"', one_of(SECURITY), choices=SECURITY),
    Value("mail.user", "", "Whom it knows you as; your first address if unsaid.", '"robin"', word),
    Value("mail.password_command", "", "A command that prints the password; PIPETUI_MAIL_PASSWORD goes before it.",
        '"pass show mail"', word),
    Value("keys.set", "default", "The set of keys to start from.", '"vim"', one_of(KEY_SETS)),
)  # fmt: skip
"""Every value there is, in the order it is listed in; ``[keys]`` has the keys of commands beside ``keys.set``."""
