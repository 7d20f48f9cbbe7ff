"""The commands on pipelines."""

from __future__ import annotations

from pipetui.tui.screens.asking import AskingScreen
from pipetui.tui.workers import run_beside


class PipelineCommands(AskingScreen):
    """Going to another pipeline, and starting from a process."""

    def action_pipeline(self) -> None:
        """Goes to another pipeline of the file."""
        from pipetui.tui.flows.process import pick

        self.start(pick, self)

    def action_start_from(self) -> None:
        """Starts from a process."""
        from pipetui.tui.flows.process import start_from

        self.start(start_from, self)


class ProcessCommands(PipelineCommands):
    """Changing the pipeline itself, and handing its process on."""

    def action_rename_pipeline(self) -> None:
        """Calls the pipeline by another name."""
        from pipetui.tui.flows.process import rename

        self.start(rename, self)

    def action_allow_back(self) -> None:
        """Says whether deals may go back a stage."""
        from pipetui.tui.flows.process import allow_back

        run_beside(self, "commands", allow_back, self)

    def action_allow_skips(self) -> None:
        """Says whether deals may skip a stage."""
        from pipetui.tui.flows.process import allow_skips

        run_beside(self, "commands", allow_skips, self)

    def action_delete_pipeline(self) -> None:
        """Takes the pipeline away; its deals go to another."""
        from pipetui.tui.flows.process import take_away

        self.start(take_away, self)

    def action_hand_on(self) -> None:
        """Writes the process to a file."""
        from pipetui.tui.flows.process import hand_on

        self.start(hand_on, self)
