"""How somebody is reached, and what tells that two who are written differently are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipetui.values.errors import Invalid
from pipetui.values.text import clean, fit, fold

EMAIL = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+\.[^\s,;<>()\"'.]+")
_PHONE = re.compile(r"\+?\(?\d[\d\s().\-/]{3,}\d")
_LINK = re.compile(r"(?:https?://|www\.)[^\s,;]+|(?:[\w-]+\.)+[a-z]{2,}/[^\s,;]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_PORT = re.compile(r":\d*$")

LEAST_DIGITS = 6
"""Fewer digits are an extension, not a number."""

TELLING_DIGITS = 9
"""So many of the last digits tell a number: those before are a country's, which many leave off."""

LEGAL = frozenset(
    {
        *("gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ek", "ev", "se", "eg", "haftungsbeschrankt"),
        *("ltd", "limited", "plc", "llp", "llc", "lp", "inc", "incorporated", "corp", "corporation", "co", "company"),
        *("spa", "srl", "srls", "sas", "snc", "sapa", "scarl", "sa", "sarl", "eurl", "sasu", "sl", "slu", "sc"),
        *("bv", "nv", "vof", "ab", "as", "asa", "aps", "oy", "oyj", "hb", "kft", "zrt", "nyrt", "sro", "oo", "z", "sp"),
        *("doo", "dd", "ad", "ooo", "zao", "ou", "sia", "uab", "lda", "ltda", "pty", "pte", "bhd", "sdn", "kk", "pvt"),
    }
)
"""Words that say what a company is before the law, folded and without dots."""

FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.it", "hotmail.fr", "hotmail.co.uk"),
        *("live.com", "msn.com", "yahoo.com", "yahoo.de", "yahoo.it", "yahoo.fr", "yahoo.es", "yahoo.co.uk"),
        *("ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
        *("web.de", "t-online.de", "freenet.de", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "proton.me"),
        *("protonmail.com", "pm.me", "tutanota.com", "zoho.com", "fastmail.com", "libero.it", "tiscali.it", "alice.it"),
        *("virgilio.it", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "telefonica.net", "seznam.cz"),
        *("wp.pl", "o2.pl", "onet.pl", "bluewin.ch", "qq.com", "163.com", "126.com", "naver.com", "hanmail.net"),
    }
)
"""Where anybody has an address: it says nothing of a company."""

SOCIAL = frozenset(
    {"linkedin.com", "xing.com", "facebook.com", "instagram.com", "twitter.com", "x.com", "github.com", "youtube.com"}
)
"""Sites with a page for everybody: one of them is no company's own."""


def listed(text: str | None) -> tuple[str, ...]:
    """What stands in a text with commas, semicolons or line ends between, each once."""
    parts = (clean(part) for part in re.split(r"[,;\n]", text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_emails(text: str) -> tuple[str, ...]:
    """The addresses that were typed. Raises Invalid for what is none."""
    found = listed(text)
    for address in found:
        if not EMAIL.fullmatch(address):
            raise Invalid(f"“{fit(address, 40)}” is no e-mail address: write jane@acme.com.")
    return found


def read_phones(text: str) -> tuple[str, ...]:
    """The numbers that were typed. Raises Invalid for what has no digits."""
    found = listed(text)
    for phone in found:
        if not any(character.isdigit() for character in phone):
            raise Invalid(f"“{fit(phone, 40)}” is no phone number: write +49 30 12345.")
    return found


def read_links(text: str) -> tuple[str, ...]:
    """The addresses of pages that were typed. Raises Invalid for what is none."""
    parts = dict.fromkeys(filter(None, re.split(r"[\s,;]+", clean(text))))
    for link in parts:
        if not page_of(link):
            raise Invalid(f"“{fit(link, 40)}” is no page: write linkedin.com/in/jane.")
    return tuple(parts)


def page_of(link: str) -> str | None:
    """What a browser is to open for a link; None for what is no page: only http and https are."""
    link = clean(link)
    if re.match(r"https?://[^\s/]+\.[^\s/]+", link, re.IGNORECASE):
        return link if " " not in link else None
    if "://" in link or " " in link or "@" in link.partition("/")[0]:
        return None
    return f"https://{link}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", link) else None


def site_of(link: str) -> str:
    """What is shown for a link: its site, by which one knows it again."""
    return (domain_of(link) or link).partition(".")[0].capitalize() if domain_of(link) in SOCIAL else link


def domain_of(text: str | None) -> str | None:
    """The domain of an address or of a page, folded, without ``www.``; None where there is none."""
    if not text:
        return None
    host = fold(clean(text)).partition("://")[2] or fold(clean(text))
    host = host.partition("/")[0].partition("?")[0].rpartition("@")[2]
    host = _PORT.sub("", host).removeprefix("www.").strip(".")
    return host if "." in host and " " not in host else None


def own_domain(text: str | None) -> str | None:
    """The domain where it can be a company's own: of no free mail, and no site everybody has a page on."""
    domain = domain_of(text)
    return None if domain is None or domain in FREE_MAIL or domain in SOCIAL else domain


def digits_of(phone: str | None) -> str | None:
    """The digits that tell a number from others, however it is written; None for too few of them."""
    digits = "".join(character for character in phone or "" if "0" <= character <= "9").lstrip("0")
    return digits[-TELLING_DIGITS:] if len(digits) >= LEAST_DIGITS else None


def bare_company(name: str) -> str:
    """A company's name for comparing: folded, its words alone, without what it is before the law.

    A name that is nothing else keeps it. "S.p.A." counts as "spa", "& Co." goes with what stands before it.
    """
    words = _WORD.findall(re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", fold(name).replace("'", "")))
    kept = list(words)
    while kept and kept[-1] in LEGAL:
        kept.pop()
    return " ".join(kept or words)


def bare_person(name: str) -> str:
    """A person's name for comparing: folded, titles off, its words in order of the alphabet ("Doe, Jane")."""
    words = [word for word in _WORD.findall(fold(name).replace("'", "")) if word not in _TITLES]
    return " ".join(sorted(words))


_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "herr", "frau", "sig", "dott", "ing", "dipl", "phd", "mba"})


def first(values: Iterable[str]) -> tuple[str | None, str | None]:
    """The first of several, and the others as they are stored: joined by commas; None for none."""
    head, *rest = [*values] or [""]
    return head or None, ", ".join(rest) or None


def found_in(text: str) -> tuple[list[str], list[str], list[str], str]:
    """The addresses, pages and numbers in a text, and what is left of it."""
    emails = EMAIL.findall(text)
    text = EMAIL.sub(" ", text)
    links = _LINK.findall(text)
    text = _LINK.sub(" ", text)
    phones = [phone.strip() for phone in _PHONE.findall(text) if digits_of(phone)]
    for phone in phones:
        text = text.replace(phone, " ")
    return emails, links, phones, text
