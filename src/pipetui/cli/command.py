"""How a command reads its line, and the options several commands share."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
PipelineName = Annotated[
    str | None, typer.Option("--pipeline", metavar="NAME", help="Which pipeline; the first if unsaid.")
]
Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help='What comes next: "call fri 15:00".')]
DealArgument = Annotated[str, typer.Argument(metavar="DEAL", help="Its number, or enough of its title.")]
ActivityArgument = Annotated[int, typer.Argument(metavar="ACTIVITY", help="Its number, as agenda and show print it.")]


class Command(TyperCommand):
    """A command that takes a word beginning with one dash as text, where it is none of its options.

    Filters (``-tag:stalled``), amounts (``-5000``) and titles begin with one. An unknown ``--option`` is still a slip.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads options first and texts after them, whatever order they came in."""
        has_value = {
            name: not getattr(parameter, "is_flag", False)
            for parameter in self.get_params(ctx)
            if parameter.param_type_name == "option"
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
                options += [word, *islice(words, 1 if has_value[name] and not equals else 0)]
            elif word.startswith("--") and len(word) > 2:
                options.append(word)
            else:
                texts.append(word)
        return super().parse_args(ctx, [*options, "--", *texts])
