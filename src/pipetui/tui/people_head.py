"""What the screen of people says: its halves and their order in a line, and what stands there without anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from textual.content import Content

Half = Literal["company", "contact", "duplicate"]
HALVES: tuple[Half, ...] = ("company", "contact", "duplicate")
TITLES = {"company": "Companies", "contact": "Contacts", "duplicate": "Duplicates"}
ON_PAIRS = ("people.merge", "people.apart", "people.flip", "people.merge_sure")
"""What is done with duplicates, and the footer leads with among them."""

SORTED = {"touched": "last spoken to first", "money": "most open money first", "name": "by name"}

EMPTY = Content.from_markup(
    "[bold $accent]Nobody is here yet.[/]\n\n"
    "[bold $accent]a[/]  adds a contact, in one line:\n"
    "   [$dim]Jane Doe, CFO, jane@acme.com +Acme 555-1234[/]\n\n"
    "Companies and contacts of deals come by themselves: [$dim]Acme rollout 40k +Acme @'Jane Doe'[/]\n"
    "[$dim]pipetui import FILE[/]  brings them in from a CSV file or a .vcf\n"
    "[bold $accent]1[/]  goes to the board"
)
NONE_FOUND = Content.from_markup("[bold $accent]Nobody has these words.[/]\n\n[bold $accent]esc[/]  shows all again")
NO_PAIRS = Content.from_markup(
    "[bold $success]No two look the same.[/]\n\n"
    "Names, e-mails, phones and domains are compared each time this is opened.\n"
    "[bold $accent]tab[/]  goes back to companies"
)


def head(here: Half, numbers: Mapping[Half, int | None], sort: str, cells: int) -> Content:
    """The halves with how many are in them, the one that is shown in brackets; its order, or its keys, behind it."""
    said = Content(" ")
    for half in HALVES:
        number = numbers[half]
        text = f"{TITLES[half]}{f' {number:,}' if number is not None else ''}"
        lit = half == here
        said += Content.styled(f"[{text}]" if lit else f" {text} ", "bold $accent on $here" if lit else "$dim")
        said += Content(" ")
    order = "" if here == "duplicate" else f"  o {SORTED[sort]}"
    keys = "  = merges · ! not the same · space flips · + merges all sure" if here == "duplicate" else order
    return said + Content.styled(keys, "$dim") if said.cell_length + len(keys) <= cells else said
