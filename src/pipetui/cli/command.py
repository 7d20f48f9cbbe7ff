"""How a command reads its line, and the options several commands share."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from pipetui.values.errors import Invalid

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
PipelineName = Annotated[
    str | None, typer.Option("--pipeline", metavar="NAME", help="Which pipeline; the first if unsaid.")
]
Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help='What comes next: "call fri 15:00".')]
Anyway = Annotated[bool, typer.Option("--anyway", help="Without what is missing, unless that is a must.")]
DealArgument = Annotated[str, typer.Argument(metavar="DEAL", help="Its number, or enough of its title.")]
SomeDeal = Annotated[
    str | None, typer.Argument(metavar="DEAL", help="Its number, or enough of its title; none with --where.")
]
FilterArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILTER", help="Only of some deals: stage:proposal.. value>10k -tag:stalled."),
]
ViewName = Annotated[str | None, typer.Option("--view", metavar="NAME", help="Only what a saved view shows.")]
SORTS = ("close", "amount", "next", "untouched", "stage", "title")
Sort = Annotated[
    str | None,
    typer.Option("--sort", metavar="BY", help=", ".join(SORTS) + ".", autocompletion=lambda: list(SORTS)),
]
Columns = Annotated[
    str | None, typer.Option("--columns", metavar="NAMES", help="title,company,value,close,next … and your own fields.")
]

SomeActivity = Annotated[
    str | None,
    typer.Argument(metavar="ACTIVITY", help="Its number, as agenda and show print it; none with --where."),
]


_LARGEST = 10**9


def number(text: str, what: str, least: int, example: int) -> int:
    """A whole number as typed; ``what`` is the option or argument it stands for. Raises Invalid."""
    from pipetui.values.text import clean, fit

    digits = clean(text[:40]).removeprefix("#")
    if digits.isascii() and digits.isdecimal() and least <= int(digits) <= _LARGEST:
        return int(digits)
    raise Invalid(f'"{fit(clean(text[:40]), 30)}" is no number for {what}: write {least} or more, such as {example}.')


def places(text: str, how: str) -> int:
    """How many places something moves, as typed: less than 0 for back. Raises Invalid, which says ``how``."""
    from pipetui.values.text import clean, fit

    try:
        return max(-99, min(int(text), 99))
    except ValueError:
        raise Invalid(f"“{fit(clean(text[:40]), 20)}” is no number of places: {how}.") from None


class Command(TyperCommand):
    """A command that takes a word beginning with one dash as text, where it is none of its options.

    Filters (``-tag:stalled``), amounts (``-5000``) and titles begin with one. An unknown ``--option`` is still a slip.
    """

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """How the command is written: what may be left out in brackets."""
        pieces = [f"{argument.metavar}{'...' if argument.nargs == -1 else ''}" for argument in self._arguments(ctx)]
        required = [argument.required for argument in self._arguments(ctx)]
        marked = (piece if needed else f"[{piece}]" for piece, needed in zip(pieces, required, strict=True))
        return ["[OPTIONS]", *marked]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The help on arguments and options."""
        if arguments := self._arguments(ctx):
            with formatter.section("Arguments"):
                formatter.write_dl([(argument.metavar, argument.help) for argument in arguments])
        records = [parameter.get_help_record(ctx) for parameter in self.get_params(ctx) if _is_option(parameter)]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record])

    def _arguments(self, ctx: Any) -> list[Any]:
        return [parameter for parameter in self.get_params(ctx) if not _is_option(parameter)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads options first and texts after them, whatever order they came in."""
        has_value = {
            name: not getattr(parameter, "is_flag", False)
            for parameter in self.get_params(ctx)
            if _is_option(parameter)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        options: list[str] = []
        texts: list[str] = []
        words = iter(args)
        for word in words:
            name, equals, _ = word.partition("=")
            if word == "--":
                texts += words
            elif name in has_value:
                value = list(islice(words, 1 if has_value[name] and not equals else 0))
                options += [word, *value]
                if has_value[name] and not (equals or value or ctx.resilient_parsing):
                    raise Invalid(f"Nothing is said after {name}. See {ctx.command_path} --help.")
            elif word.startswith("--") and len(word) > 2:
                options.append(word)
            else:
                texts.append(word)
        return super().parse_args(ctx, [*options, "--", *texts])


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")
