"""A plan file as it is looked at: computed for a day, and held against what else is asked."""

from datetime import date
from typing import Any

from backend.cli.plan_facts import facts
from backend.cli.plan_more_facts import compression_facts, impact_facts, ledger_facts, standing_facts
from backend.domain.backward import Schedule, schedule
from backend.domain.compression import compression
from backend.domain.delay_ledger import ledger
from backend.domain.errors import Invalid
from backend.domain.impact import difference, wait
from backend.domain.plan_history import History, Version
from backend.intake.plans import PlanFile


class View:
    def __init__(self, file: PlanFile, today: date | None) -> None:
        """`today`: the status date, None for a plan that has none. Raises what `schedule` raises."""
        self.file, self.today = file, today
        self.result: Schedule = schedule(file.plan, file.calendars, today)

    @property
    def day(self) -> date:
        """The day that sentences are said on."""
        return self.today or self.file.plan.start

    def facts(self) -> dict[str, Any]:
        """What the plan says of itself; how to gain what is missing; where it stands on its status date."""
        result, by = self.result, self.file.calendars
        told = facts(result, by, self.today)
        told["compression"] = None
        if result.project_float < 0 and result.plan.steps:
            told["compression"] = compression_facts(compression(self.file.plan, by, self.today), self.day)
        return told if self.today is None else told | standing_facts(result, by, self.today)

    def asked(
        self, waiting: tuple[str, int] | None, other: PlanFile | None, since: date | None
    ) -> dict[str, Any]:
        """Only what was asked for. Raises NotFound("milestone_not_found"), Conflict("step_done"), Invalid("ledger_…")."""
        told: dict[str, Any] = {}
        by = self.file.calendars
        if waiting is not None:
            told["impact"] = impact_facts(wait(self.file.plan, by, self.today, *waiting), self.day)
        if other is not None:
            before = schedule(other.plan, other.calendars, self.today or other.status)
            told["difference"] = impact_facts(difference(before, self.result, by), self.day)
        if since is not None:
            told["ledger"] = self._ledger(since)
        return told

    def _ledger(self, since: date) -> dict[str, Any]:
        plan, by = self.file.plan, self.file.calendars
        last = self.today
        if last is None:
            raise Invalid("status_date_missing", field="status_date")
        if last < since:
            raise Invalid("ledger_reversed", field="since", first=since, last=last)
        told = {step.id: last for step in plan.steps if step.days_left is not None}
        version = Version(1, min(since, plan.start), plan, told)
        past = History.of([version], [(date.min, by)], presumes=False)
        return ledger_facts(ledger(past, since, last), {})
