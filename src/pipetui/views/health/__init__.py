"""What is wrong with the data of a pipeline, and what mends it: pure functions over deals and what is known of them."""

from pipetui.views.health.facts import Facts
from pipetui.views.health.findings import BY_ID, FINDINGS, Finding
from pipetui.views.health.health import Group, Health, Hit, work_out

__all__ = ["BY_ID", "FINDINGS", "Facts", "Finding", "Group", "Health", "Hit", "work_out"]
