"""What is done with the stages of a pipeline, on their screen, and with pipelines."""

from pipetui.tui.commands.command import BOARD, LISTS, STAGES, Command

_HERE = frozenset({STAGES})

ON_STAGES: tuple[Command, ...] = (
    Command("stages.add", "a", "add", "new stage", "Add a stage after the one under the cursor.", "Stage", _HERE),
    Command("stages.rename", "r", "rename", "rename", "Call the stage by another name.", "Stage", _HERE),
    Command(
        "stages.probability",
        "percent_sign",
        "probability",
        "probability",
        "The chance of deals that have none of their own.",
        "Stage",
        _HERE,
    ),
    Command("stages.rotting", "d", "rotting", "rots after", "Days untouched after which deals rot.", "Stage", _HERE),
    Command("stages.category", "c", "category", "category", "The next forecast category.", "Stage", _HERE),
    Command("stages.phase", "f", "phase", "lead or open", "Leads are in no forecast.", "Stage", _HERE),
    Command("stages.earlier", "K", "shift(-1)", "earlier", "Move the stage a place to the front.", "Stage", _HERE),
    Command("stages.later", "J", "shift(1)", "later", "Move the stage a place to the end.", "Stage", _HERE),
    Command("stages.merge", "m", "merge", "merge", "Give deals and exit criteria to another stage.", "Stage", _HERE),
    Command("stages.delete", "delete", "delete", "delete", "Take the stage away; asks where deals go.", "Stage", _HERE),
    Command(
        "stages.edit",
        "e",
        "edit",
        "playbook",
        "What it asks for, and its playbook, as text.",
        "Stage",
        _HERE,
    ),
    Command(
        "stages.criteria",
        "enter",
        "criteria",
        "exit criteria",
        "What has to be so before a deal goes on: add, word, order, a must or not.",
        "Stage",
        _HERE,
    ),
    Command("stages.save", "s,ctrl+s", "save", "save", "Save all changes in one step of history.", "Stage", _HERE, "s"),
    Command("stages.reset", "backspace", "reset", "reset", "Forget all that is not saved.", "Stage", _HERE),
    Command("pipeline.rename", "R", "rename_pipeline", "call it", "Call the pipeline otherwise.", "Pipeline", _HERE),
    Command(
        "pipeline.back", "less_than_sign", "allow_back", "way back", "Whether deals may go back.", "Pipeline", _HERE
    ),
    Command(
        "pipeline.skips",
        "greater_than_sign",
        "allow_skips",
        "skips",
        "Whether deals may skip a stage.",
        "Pipeline",
        _HERE,
    ),
    Command(
        "pipeline.delete",
        "X",
        "delete_pipeline",
        "take away",
        "Delete the pipeline; asks where deals go.",
        "Pipeline",
        _HERE,
    ),
    Command("pipeline.hand_on", "O", "hand_on", "hand on", "Write the process to a file.", "Pipeline", _HERE),
    Command(
        "pipeline.process",
        "N",
        "start_from",
        "new process",
        "Start from a process: a template, or a colleague's file.",
        "Pipeline",
        frozenset({BOARD, STAGES}),
    ),
    Command(
        "view.pipeline", "P", "pipeline", "pipeline", "Go to another pipeline of the file.", "Pipeline", LISTS | _HERE
    ),
)
