"""What is asked about pipelines: which one, its name, the process one starts from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.widgets.prompt import Line, Question
from pipetui.values.errors import Invalid, PipetuiError
from pipetui.values.text import clean, fit, fold

if TYPE_CHECKING:
    from pipetui.views.process import Process
    from pipetui.views.stage import Pipeline
    from pipetui.workspace import Workspace


async def pick(screen: AskingScreen) -> None:
    """Goes to another pipeline of the file."""
    state = screen.state
    if state is None:
        return
    if len(state.pipelines) == 1:
        screen.desk_app.tell("This file has one pipeline. S shows its stages, and N there starts another.")
        return
    others = [each for each in state.pipelines if each.id != state.pipeline.id]

    def understood(text: str) -> str:
        return " · ".join(stage.name for stage in _named(text, state.pipelines).stages)

    asked = Question(
        key="pipeline",
        title="Another pipeline",
        lines=[Line("name", "which", others[0].name, "its name, or a number", understood)],
        choices=[each.name for each in state.pipelines[:9]],
        enter="go there",
    )
    if answer := await screen.ask(asked):
        screen.desk_app.load(pipeline_id=_named(answer["name"], state.pipelines).id)


def _named(text: str, pipelines: tuple[Pipeline, ...]) -> Pipeline:
    wanted = fold(clean(text))
    exact = [each for each in pipelines if fold(each.name) == wanted]
    found = exact or [each for each in pipelines if wanted and fold(each.name).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise Invalid(f"Which one? There are {fit(', '.join(each.name for each in pipelines), 200)}.")


async def rename(screen: AskingScreen) -> None:
    """Calls the pipeline by another name."""
    state = screen.state
    if state is None:
        return
    number = state.pipeline.id
    asked = Question(
        key=f"pipeline name {state.pipeline.id}",
        title=f"{state.pipeline.name} is called",
        lines=[Line("name", "name", state.pipeline.name, "its new name", selected=False)],
    )
    if answer := await screen.ask(asked):
        await _tried(screen, lambda work: work.pipelines.rename(number, answer["name"]))


async def allow_back(screen: AskingScreen) -> None:
    """Has deals go back a stage, or no longer."""
    if screen.state is not None:
        line = screen.state.pipeline
        told = f"Deals of {line.name} {'do not go' if line.may_go_back else 'may go'} back a stage"
        await _tried(screen, lambda work: work.pipelines.allow(line.id, back=not line.may_go_back), told)


async def allow_skips(screen: AskingScreen) -> None:
    """Has deals skip a stage, or no longer."""
    if screen.state is not None:
        line = screen.state.pipeline
        told = f"Deals of {line.name} {'skip no stage' if line.may_skip else 'may skip stages'}"
        await _tried(screen, lambda work: work.pipelines.allow(line.id, skips=not line.may_skip), told)


async def take_away(screen: AskingScreen) -> None:
    """Deletes the pipeline; its deals go to another."""
    state = screen.state
    if state is None:
        return
    gone = state.pipeline
    others = tuple(each for each in state.pipelines if each.id != gone.id)
    if not others:
        screen.desk_app.tell(f"{gone.name} is the only pipeline, and stays.", severity="warning")
        return

    def understood(text: str) -> str:
        return f"its deals go to {_named(text, others).name}, to stages of the same name where there are"

    asked = Question(
        key=f"delete pipeline {gone.id}",
        title=f"Delete the pipeline {gone.name}",
        lines=[Line("into", "its deals go to", others[0].name, "another pipeline", understood)],
        choices=[each.name for each in others[:9]],
        enter="delete it",
    )
    if answer := await screen.ask(asked):
        goal = _named(answer["into"], others)
        await _tried(
            screen,
            lambda work: work.pipelines.delete(gone.id, goal.id),
            f"Deleted the pipeline {gone.name}; u brings it back",
            goal.id,
        )


async def hand_on(screen: AskingScreen) -> None:
    """Writes the pipeline's process to a file, for a colleague."""
    state = screen.state
    if state is None:
        return
    number = state.pipeline.id

    def understood(text: str) -> str:
        path = Path(text.strip()).expanduser()
        if not text.strip() or path.is_dir():
            raise Invalid("the path of a file, such as ~/sales.toml")
        return f"{path} is written{' over' if path.exists() else ''}; a colleague takes it over with N"

    name = "".join(letter if letter.isalnum() else "-" for letter in fold(state.pipeline.name)).strip("-") or "sales"
    asked = Question(
        key=f"hand on {number}",
        title=f"The process of {state.pipeline.name} as a file",
        lines=[Line("path", "file", f"~/{name}.toml", "~/sales.toml", understood)],
        enter="write it",
    )
    if answer := await screen.ask(asked):
        path = Path(answer["path"].strip()).expanduser()
        await _tried(screen, lambda work: _write(path, work.processes.read(number)), f"Wrote {path}")


def _write(path: Path, process: Process) -> None:
    from pipetui.exchange.process_toml import to_toml
    from pipetui.values.errors import Trouble

    try:
        path.write_text(to_toml(process), encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{path} can't be written: {error.strerror}.") from error


async def _tried(
    screen: AskingScreen, call: Callable[[Workspace], None], told: str = "", pipeline_id: int | None = None
) -> None:
    """Changes a pipeline, and reads it anew; says why where it can't be changed."""
    app = screen.desk_app
    if await app.writing.tried(call):
        app.load(pipeline_id=pipeline_id)
        if told:
            app.tell(told)


async def start_from(screen: AskingScreen) -> None:
    """Starts from a process: a template, or the file of a colleague; in a pipeline that is there, or a new one."""
    state = screen.state
    if state is None:
        return
    from pipetui.exchange.processes import NAMES

    fresh = not state.board.cards and not any(column.sums.number for column in state.board.columns)
    read: dict[str, Process] = {}

    def told(text: str) -> Process:
        if text not in read:
            read[text] = _read(text)
        return read[text]

    def understood(text: str) -> str:
        if not text.strip():
            raise Invalid("a number, a name, or the path of a file a colleague gave you")
        process = told(text)
        return f"{process.name}: {' · '.join(stage.name for stage in process.stages)}"

    def goal(text: str) -> str:
        there = _there(text, state.pipelines)
        if there is None:
            return f"a new pipeline{', called as the process is' if not text.strip() else ''}"
        if fresh and there.id == state.pipeline.id:
            return f"{there.name} has no deals: it gets these stages"
        return f"{there.name} keeps all its stages; those of the same name take it over, the others are added"

    asked = Question(
        key="process",
        title="Start from a process",
        lines=[
            Line("process", "process", "", "1 to 7, or the path of a file", understood),
            Line("name", "pipeline", state.pipeline.name if fresh else "", "a name; empty: as the process", goal),
        ],
        choices=list(NAMES),
        enter="take it",
    )
    answer = await screen.ask(asked)
    if answer is None:
        return
    process, there = told(answer["process"]), _there(answer["name"], state.pipelines)
    name = clean(answer["name"]) or process.name
    await _take(screen, process, name, there)


async def _take(screen: AskingScreen, process: Process, name: str, there: Pipeline | None) -> None:
    app = screen.desk_app
    try:
        if there is None:
            number = await app.desk.ask(lambda work: work.processes.add(process, name))
        else:
            number = there.id
            await app.desk.ask(lambda work: work.processes.take(process, number))
    except PipetuiError as error:
        app.tell(str(error), severity="warning")
        return
    app.load(pipeline_id=number)
    stages = " · ".join(stage.name for stage in process.stages)
    app.tell(f"{name} goes by these stages: {stages}. b shows the playbook of a deal's stage, M the rules.")


def _there(name: str, pipelines: tuple[Pipeline, ...]) -> Pipeline | None:
    return next((each for each in pipelines if fold(each.name) == fold(clean(name))), None)


def _read(text: str) -> Process:
    """A template by its name, or what a file hands over. Raises Invalid, with the line of what is wrong."""
    from pipetui.exchange.process_toml import read_process
    from pipetui.exchange.processes import NAMES, template

    path = Path(text.strip()).expanduser()
    try:
        if text.strip() not in NAMES and (path.suffix or "/" in text):
            return read_process(path)
        return template(text)
    except Invalid:
        raise
    except PipetuiError as error:
        raise Invalid(str(error)) from error
