"""docs/command-line.md says what the program says: every command and option, and every example, run in its order."""

import re
import shlex
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from calling import here, streams, terminal
from pipetui.cli.program import app, run

DOCUMENT = Path(__file__).parents[2] / "docs" / "command-line.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
USUAL = "~/.local/share/pipetui/pipeline.db"
COLUMNS = 100

HEAD = "| | |\n| --- | --- |"

program: Any = get_command(app)
CONTEXT = program.context_class(program, info_name="pipetui")


def reference(name: str) -> str:
    """What the document has to say of a command, from the program itself."""
    command = program.commands[name]
    context = command.context_class(command, info_name=name, parent=CONTEXT)
    usage = " ".join(["pipetui", name, *command.collect_usage_pieces(context)])
    paragraphs = [" ".join(paragraph.split()) for paragraph in command.help.split("\n\n")]
    table = "\n".join(rows(command, context))
    return "\n\n".join(
        [f"### {name}", f"`{usage}`", *map(escaped, paragraphs), *([f"{HEAD}\n{table}"] if table else [])]
    )


def rows(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            yield f"| `{parameter.metavar}` | {escaped(parameter.help)} |"
        elif "--help" not in parameter.opts:
            written = ", ".join(sorted(parameter.opts, key=len))
            value = "" if parameter.is_flag else f" {parameter.metavar}"
            yield f"| `{written}{value}` | {escaped(parameter.help)} |"


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;").replace("#", "\\#").replace("*", "\\*")


@pytest.mark.parametrize("name", program.commands)
def test_every_command_is_told_as_its_help_tells_it(name: str) -> None:
    assert reference(name) in TEXT, f"\n{reference(name)}\n"


def test_no_command_is_told_that_is_not_there() -> None:
    assert re.findall(r"^### (.+)$", TEXT, re.MULTILINE) == list(program.commands)


def test_options_of_every_command_are_told() -> None:
    table = "\n".join(row for row in rows(program, CONTEXT) if "completion" not in row)
    assert table in TEXT, f"\n{table}\n"
    assert "--install-completion" in TEXT and "--show-completion" in TEXT


def examples() -> list[tuple[str, str]]:
    """The lines typed in the document, each with what it answers."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        for typed in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, answer = typed.partition("\n")
            found.append((line, answer))
    return found


def test_every_example_answers_as_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pipeline.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipetui.cli.progress.PATIENCE", 600)  # a busy machine draws no bars into the document
    (tmp_path / "deals.csv").write_text(file_shown())
    wrong = []
    with here():
        for name, value in (
            ("PIPETUI_DB", str(path)),
            ("PIPETUI_TODAY", "2026-11-23"),
            ("COLUMNS", str(COLUMNS)),
            ("NO_COLOR", "1"),
        ):
            monkeypatch.setenv(name, value)
        for line, told in examples():
            said = answer(line).replace(str(path), USUAL).replace(str(tmp_path), str(Path(USUAL).parent))
            if said != told:
                wrong.append(f"$ {line}\n{said}")
    assert not wrong, "\n".join(wrong)


def test_every_command_has_an_example() -> None:
    typed = {shlex.split(line)[1] for line, _ in examples()}
    assert typed == set(program.commands) - {"demo"}  # it says something else on a terminal


def file_shown() -> str:
    """The file that the document imports."""
    found = re.search(r"^```csv\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def answer(line: str) -> str:
    """What a command prints on a terminal, or into a pipe where the line ends in ``| cat``."""
    arguments = shlex.split(line.removesuffix("| cat"))
    assert arguments.pop(0) == "pipetui", line
    printed = StringIO()
    with streams(printed, printed) if line.endswith("| cat") else terminal(printed, COLUMNS):
        run(arguments)
    return printed.getvalue()
