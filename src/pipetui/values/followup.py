"""Follow-ups in one line: ``call fri 15:00 about pricing``."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from pipetui.values.days import is_no_day, is_vague
from pipetui.values.recurrence import Recurrence, recurrence_from, split_recurrence
from pipetui.values.text import clean, fold
from pipetui.values.when import When, parse_when, read_when, show_day, show_time

KINDS = ("call", "meeting", "email", "message", "task", "note")
"""What an activity can be."""

_ALIASES = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("phone", "ring", "chiama", "chiamare", "chiamata", "telefonata", "telefona"), "call"),
    **dict.fromkeys(("meet", "demo", "visit", "lunch", "riunione", "incontro", "visita"), "meeting"),
    **dict.fromkeys(("mail", "e-mail"), "email"),
    **dict.fromkeys(("msg", "sms", "whatsapp", "chat", "linkedin", "messaggio"), "message"),
    **dict.fromkeys(("todo", "to-do"), "task"),
    **dict.fromkeys(("nota",), "note"),
}
_MOST_WORDS = 6
_MOST_SEARCHED = 200
_MOST_IMPOSSIBLE = 4
_TIME = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_BEFORE_DATE = frozenset({"on", "at", "by"})
_BEFORE_SUBJECT = frozenset({"about", "re", "re:", "to", "-", "–", ":"})


@dataclass(frozen=True)
class FollowUp:
    """What to do next: one of ``KINDS``, when (None where that was not said), about what, and how often again."""

    kind: str
    when: When | None
    subject: str
    every: Recurrence | None = None


def kind_of(word: str) -> str | None:
    """Give the kind of activity a word stands for, or None: "call", "Mail:", "demo"."""
    return _ALIASES.get(fold(word).rstrip(":"))


def parse_followup(text: str, now_local: datetime, default_kind: str = "task") -> FollowUp:
    """Read a follow-up as typed; whatever is no kind and no date is the subject.

    The kind is the first word, or the one after the date. A date is taken from the start, from the very end,
    or after "on", "at" and "by"; never out of the middle of a sentence. Without a subject the kind is it.
    "every 2 weeks" makes it come again, counted from its day; without one its first day is the next it comes on.
    A recurrence that never comes raises ``Invalid``, as does a day or time there is not: "the 45th", "31 feb", "25:00".
    """
    often, words = split_recurrence(clean(text).split(), now_local.date())
    kind = kind_of(words[0]) if words else None
    if kind:
        words = words[1:]
    # Before a day is taken as well: "feb 30" is no day, "feb" is.
    _check_days(words, now_local)
    when, words = _leading(words, now_local, after_kind=kind is not None)
    if when and not kind and words:
        kind = kind_of(words[0])
        words = words[1:] if kind else words
    if not when:
        when, words = _trailing(words, now_local)
    if not when:
        when, words = _introduced(words, now_local)
    _check_days(words, now_local)
    kind = kind or default_kind
    if words and fold(words[0]) in _BEFORE_SUBJECT:
        words = words[1:]
    subject = " ".join(words) or kind.capitalize()
    if not often:
        return FollowUp(kind, when, subject)
    # A time alone is of the day the recurrence says.
    told = when.day if when and when.told else None
    every = recurrence_from(often, told or now_local.date())
    first = told or every.after(now_local.date()) or now_local.date()
    return FollowUp(kind, When(first, when.time if when else None), subject, every)


def show_followup(followup: FollowUp, today: date) -> str:
    """Give a follow-up as understood: "Call Fri 15:00: pricing"."""
    parts = [followup.kind.capitalize()]
    if followup.when:
        parts.append(show_day(followup.when.day, today))
        if followup.when.time:
            parts.append(show_time(followup.when.time))
    shown = " ".join(parts)
    if followup.every:
        shown += f" ({followup.every.shown})"
    return shown if followup.subject == followup.kind.capitalize() else f"{shown}: {followup.subject}"


def _leading(words: list[str], now_local: datetime, after_kind: bool) -> tuple[When | None, list[str]]:
    """Take a date off the start: the longest run of words that is one."""
    skipped = 1 if words and fold(words[0]) in _BEFORE_DATE else 0
    for end in range(min(len(words), skipped + _MOST_WORDS), skipped, -1):
        said = fold(" ".join(words[skipped:end])).rstrip(":;")
        # "Q4 budget" and "3d printer" are subjects; "call 3d" is not.
        surely = skipped or end == len(words) or not is_vague(said, counts=not after_kind)
        when = read_when(said, now_local) if surely else None
        if when:
            return when, words[end:]
    return None, words


def _trailing(words: list[str], now_local: datetime) -> tuple[When | None, list[str]]:
    """Take a date off the end, with the "on", "at" or "by" before it."""
    for start in range(max(len(words) - _MOST_WORDS, 0), len(words)):
        introduced = start > 0 and fold(words[start - 1]) in _BEFORE_DATE
        said = fold(" ".join(words[start:]))
        when = read_when(said, now_local) if introduced or not is_vague(said) else None
        if when:
            return when, words[: start - introduced]
    return None, words


def _introduced(words: list[str], now_local: datetime) -> tuple[When | None, list[str]]:
    """Take a date that "on", "at" or "by" introduces out of a sentence."""
    for at, word in enumerate(words[:_MOST_SEARCHED]):
        if fold(word) not in _BEFORE_DATE:
            continue
        for end in range(min(len(words), at + 1 + _MOST_WORDS), at + 1, -1):
            when = read_when(fold(" ".join(words[at + 1 : end])), now_local)
            if when:
                return when, words[:at] + words[end:]
    return None, words


def _check_days(words: list[str], now_local: datetime) -> None:
    """Raise ``Invalid`` for what stands where a day or a time does, written as one, and is none."""
    introduced = [at for at, word in enumerate(words[:_MOST_SEARCHED]) if fold(word) in _BEFORE_DATE]
    for start in dict.fromkeys((0, *(at + 1 for at in introduced))):
        for end in range(min(len(words), start + _MOST_IMPOSSIBLE), start, -1):
            _check_day(words[start:end], now_local, surely=start > 0 or end == len(words))
    for start in range(max(len(words) - _MOST_IMPOSSIBLE, 0), len(words)):
        _check_day(words[start:], now_local, surely=False)


def _check_day(words: list[str], now_local: datetime, surely: bool) -> None:
    said = fold(" ".join(words)).rstrip(":;,.")
    if read_when(said, now_local) is not None:
        return
    if is_no_day(said, surely=surely) or (_TIME.fullmatch(said) and surely):
        parse_when(said, now_local)
