"""The service that reads about rules, and whether anything is due by itself: what ``Overview`` hands out for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.reading.file import Reading
from pipetui.values.clock import Clock

if TYPE_CHECKING:
    from pipetui.views.automation import Rehearsal, RuleLine, RuleRun, StandingRule


class Automation:
    """Reads the file as it is at the moment it is asked."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    def rules(self) -> tuple[RuleLine, ...]:
        """All rules in their order, with how often they did something and what they can't find."""
        from pipetui.reading.rule_faults import faults_of
        from pipetui.reading.rules import ran_times, read_rules
        from pipetui.views.automation import RuleLine

        with self._reading.rows() as rows:
            ran = ran_times(rows)
            return tuple(
                RuleLine(
                    rule,
                    ran.get(rule.id, 0),
                    tuple(faults_of(rows, rule.text, rule.pipeline_id, self._clock.today())),
                )
                for rule in read_rules(rows, enabled=False)
            )

    def runs(self, limit: int = 200, rule_id: int | None = None) -> list[RuleRun]:
        """What rules (or one) did last, newest first."""
        from pipetui.reading.rules import read_runs

        with self._reading.rows() as rows:
            return read_runs(rows, limit, rule_id)

    def rehearse(self, rule: StandingRule, days: int = 90) -> Rehearsal:
        """What a rule would have met in the last days. Raises Invalid for one whose condition can't be."""
        from pipetui.reading.rehearsal import rehearse

        with self._reading.rows() as rows:
            return rehearse(rows, rule, self._clock.today(), days)

    def late_customers(self) -> bool:
        """Whether a customer is late with something nobody was told to ask for yet."""
        with self._reading.rows() as rows:
            late = "SELECT EXISTS (SELECT 1 FROM customer_step JOIN deal ON deal.id = deal_id WHERE done_at IS NULL"
            late += " AND chased_at IS NULL AND due_on < ? AND deal.status = 'open')"
            return bool(rows.execute(late, (self._clock.today().isoformat(),)).fetchone()[0])

    def is_anything_due(self) -> bool:
        """Whether a customer is late, or a rule is to follow by now; a look at a few rows where there is neither."""
        from pipetui.reading.rules import due_meetings

        if self.late_customers():
            return True
        with self._reading.rows() as rows:
            return bool(due_meetings(rows, self._clock.today(), self._clock.now()))
