"""What an office may set: hours, quotas, deadlines. Data with a source and an effective date, never constants in code.

Read by `backend.intake.policies` from TOML; the shipped defaults are in `backend/data/policy.toml`.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """Times are the office's wall clock; days are working days unless the name says otherwise."""

    source: str
    since: date
    county: str  # "清溪县"
    office: str  # "清溪县重点项目建设办公室"
    number_prefix: str  # 清交办
    briefing_title: str
    report_reminder: time  # remind who is silent
    report_deadline: time  # after it a report is late
    missing_list: time  # tell the office who is missing
    waking_from: time  # nothing is sent unasked before
    waking_until: time
    leader_visits_per_week: int  # M02
    secretary_visits_per_day: int
    acknowledge_days: int
    solve_days: int
    due_soon_days: int
    site_radius_m: int
    binding_minutes: int
    binding_tries_per_hour: int
    conversation_minutes: int
    photo_window_minutes: int  # a photo this soon after a report belongs to its project


@dataclass(frozen=True, slots=True)
class StandingRule:
    """One declared rule for the four classes (M20); thresholds in percentage points below or above pro rata.

    source: where the office took it from. A rule is named `id@version` wherever it judged.
    """

    id: str
    version: str
    source: str
    since: date
    text: str  # the rule as published, one sentence
    ahead_points: Decimal  # at least so far above pro rata: ahead
    behind_points: Decimal  # at least so far below pro rata: behind
    late_days: int  # a milestone at least so many calendar days late: behind
    idle_days: int  # no progress for at least so many calendar days: stalled
