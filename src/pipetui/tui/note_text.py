"""Notes as a rep writes them, in Markdown, as text with styles: headings, lists, quotes, emphasis, code.

No markup is read from them: whatever a note says, it is drawn and does nothing.
"""

from __future__ import annotations

import re

from textual.content import Content

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)[-*+]\s+(\[[ xX]\]\s+)?(.*)$")
_QUOTE = re.compile(r"\s{0,3}>\s?(.*)$")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_EMPHASIS = re.compile(
    r"\*\*(?P<bold>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|(?<![\w*])\*(?P<slanted>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<leaning>[^_\s](?:[^_]*[^_\s])?)_(?![\w_])"
    r"|`(?P<code>[^`]+)`"
    r"|~~(?P<struck>[^~\s](?:[^~]*[^~\s])?)~~"
)
_STYLES = {"bold": "bold", "slanted": "italic", "leaning": "italic", "code": "$accent", "struck": "strike"}


def note_text(notes: str) -> Content:
    """The notes line by line; what is no Markdown stays as it was written."""
    return Content("\n").join([_line(line) for line in notes.splitlines()])


def _line(line: str) -> Content:
    if heading := _HEADING.match(line):
        return Content.styled(_inline(heading[1]).plain, "bold")
    if _RULE.match(line):
        return Content.styled("─" * 20, "$rule")
    if quote := _QUOTE.match(line):
        return Content.styled("│ ", "$rule") + _inline(quote[1]).stylize("$dim")
    if item := _ITEM.match(line):
        box = item[2] or ""
        sign = "•" if not box else "☑" if "x" in box.lower() else "☐"
        return Content(item[1]) + Content.styled(f"{sign} ", "$accent") + _inline(item[3])
    return _inline(line)


def _inline(text: str) -> Content:
    """A line with its emphasis."""
    parts: list[Content] = []
    end = 0
    for found in _EMPHASIS.finditer(text):
        parts.append(Content(text[end : found.start()]))
        name = found.lastgroup or ""
        parts.append(Content.styled(found[name], _STYLES[name]))
        end = found.end()
    parts.append(Content(text[end:]))
    return Content("").join(parts)
