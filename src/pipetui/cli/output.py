"""Where a command's words go: data to stdout, talk to stderr, and nothing a terminal could take for an order."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from pipetui.values.errors import Trouble
from pipetui.values.text import clean

_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")
"""Characters that JSON carries as they are and a terminal obeys, or hides."""


class Unread(Exception):
    """Whoever read stdout has closed it, having read enough."""


def on_terminal() -> bool:
    """Whether somebody reads stdout, rather than a program or a file."""
    return _is_terminal(sys.stdout)


def prepare() -> None:
    """Lets streams that can't say a character put a question mark, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")


def data(lines: Iterable[str]) -> None:
    """Writes lines to stdout."""
    _write(sys.stdout, "".join(f"{line}\n" for line in lines))


def text(pieces: Iterable[str]) -> None:
    """Writes text to stdout, as it comes."""
    for piece in pieces:
        _write(sys.stdout, piece)


def say(sentence: str) -> None:
    """Writes a sentence to stderr, after whatever was said to stdout before it."""
    flush()
    _write(sys.stderr, clean(sentence, multiline=True) + "\n")


def complain(sentence: str) -> None:
    """Tells what went wrong, on stderr; a stderr that is gone hears nothing."""
    with contextlib.suppress(Unread, Trouble):
        _write(sys.stderr, f"pipetui: {clean(sentence, multiline=True)}\n")


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Writes JSON to stdout: a record to a line, so that it can be read, compared and cut by line as well."""
    data(json_lines(value))


def json_lines(value: Mapping[str, Any] | Sequence[Any]) -> list[str]:
    """JSON as ``as_json`` writes it."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    encoder = json.JSONEncoder(ensure_ascii=encoding != "utf8")
    return [_UNSEEN.sub(lambda hit: f"\\u{ord(hit[0]):04x}", _laid_out(value, encoder))]


def tab_separated(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a table to stdout as a program reads it: a line of names, then a line for each row."""
    lines = ["\t".join(head)]
    lines += ["\t".join([_cell(value) for value in row]) for row in rows]
    data(lines)


def pairs(rows: Iterable[Sequence[object]]) -> None:
    """Writes lines to stdout that each begin with the name of what follows, tab-separated."""
    data(pair_lines(rows))


def pair_lines(rows: Iterable[Sequence[object]]) -> list[str]:
    """The same lines, not written yet."""
    return ["\t".join([_cell(value) for value in row]) for row in rows]


def flush() -> None:
    """Hands on what is still held back. Raises Unread where nobody takes it, Trouble where there is no room."""
    _write(sys.stdout, "", flush=True)


def abandon() -> None:
    """Lets go of a stdout that nobody reads any more, so that the end of the program does not try it again."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and stream.isatty()


def _write(stream: IO[str] | None, text: str, *, flush: bool = False) -> None:
    if stream is None:  # closed by whoever started the program
        return
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError as error:
        abandon()
        raise Unread from error
    except OSError as error:
        abandon()
        raise Trouble(f"What this has to say can't be written: {error.strerror or error}.") from error


def _cell(value: object) -> str:
    if type(value) is str:
        return clean(value)
    return "" if value is None else clean(str(value))


def _laid_out(value: Mapping[str, Any] | Sequence[Any], encoder: json.JSONEncoder) -> str:
    if isinstance(value, Mapping):
        parts = [f'"{key}": {_part(part, encoder)}' for key, part in value.items()]
        return "{\n  " + ",\n  ".join(parts) + "\n}"
    return _part(value, encoder, indent="")


def _part(value: Any, encoder: json.JSONEncoder, indent: str = "  ") -> str:
    if not (isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping)):
        return encoder.encode(value)
    between = f",\n{indent}  "
    return f"[\n{indent}  " + between.join(map(encoder.encode, value)) + f"\n{indent}]"
