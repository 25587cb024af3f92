"""All tables, by noun. A change of state is a row; nothing that can be recomputed is kept in a counter."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from backend.storage.types import Hundredths, Instant, Wan

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


# ---- people

units = Table("units", metadata, _id(), Column("name", String(120), nullable=False, unique=True))

people = Table(
    "people",
    metadata,
    _id(),
    Column("name", String(60), nullable=False),
    Column("title", String(60), nullable=False, default=""),
    Column("phone", String(30), nullable=False, default=""),
    Column("unit_id", ForeignKey("units.id")),
    Column("deputy_id", ForeignKey("people.id")),
    UniqueConstraint("name", "phone"),
)

duties = Table(
    "duties",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("project_id", ForeignKey("projects.id"), index=True),
    Column("region", String(60)),
    Column("unit_id", ForeignKey("units.id")),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("deputy_id", ForeignKey("people.id"), index=True),
)

leaves = Table(
    "leaves",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False, default=""),
)

accounts = Table(
    "accounts",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("account", String(128), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("bound_at", Instant, nullable=False),
    Column("gone", Boolean, nullable=False, default=False),  # the channel says it no longer exists
)

binding_codes = Table(
    "binding_codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

binding_tries = Table(
    "binding_tries",
    metadata,
    _id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(128), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_binding_tries_account", "channel", "account", "at"),
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("prefix", String(12), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
)

# ---- projects

projects = Table(
    "projects",
    metadata,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
    Column("region", String(60), nullable=False, default=""),
    Column("sector", String(60), nullable=False, default=""),
    Column("kind", String(20), nullable=False, default="other"),
    Column("stage", String(20), nullable=False, default="preparing"),
    Column("unit_id", ForeignKey("units.id"), index=True),
    Column("start", Date),
    Column("target", Date),
    Column("total_wan", Wan),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_m", Integer),
    Column("seven_day", Boolean, nullable=False, default=False),
)

annual_plans = Table(
    "annual_plans",
    metadata,
    Column("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("plan_wan", Wan, nullable=False),
)

# ---- calendar

# All four only grow, the newest row holds: their counts together tell whether anything has changed.

holiday_notices = Table(
    "holiday_notices",
    metadata,
    _id(),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("published", Date),
    Column("state", String(12), nullable=False),  # published or provisional
    Column("off", JSON, nullable=False),  # ISO days
    Column("make_up", JSON, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("year", "version"),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    _id(),
    Column("day", Date, nullable=False),
    Column("works", Boolean),  # None: the office's word on the day was taken back
    Column("source", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant),
    Index("ix_calendar_days_day", "day", "id"),
)

site_calendars = Table(
    "site_calendars",
    metadata,
    _id(),
    Column("name", String(60), nullable=False),
    Column("title", String(60), nullable=False),
    Column("base", String(12), nullable=False),
    Column("spells", JSON, nullable=False),
    Column("through_holidays", Boolean, nullable=False, default=False),
    Column("source", Text, nullable=False),
    Column("state", String(10), nullable=False),  # holds or removed
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Index("ix_site_calendars_name", "name", "id"),
)

calendar_changes = Table(
    "calendar_changes",
    metadata,
    _id(),
    Column("subject", String(10), nullable=False),
    Column("key", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the encoded CalendarChange
    UniqueConstraint("subject", "key", "version"),
)

# ---- plans

plans = Table(
    "plans",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Date, nullable=False),
    Column("target", Date, nullable=False),
    Column("source", String(60), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("people.id")),  # who asked for it
    Column("approver_id", ForeignKey("people.id")),
    Column("created_at", Instant, nullable=False),
    Column("finish", Date),  # as planned on the day it was adopted, and never changed after it
    UniqueConstraint("project_id", "version"),
)

baselines = Table(
    "baselines",
    metadata,
    _id(),
    Column("project_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(60), nullable=False),
    Column("reason", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("approver_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("project_id", "name"),
    ForeignKeyConstraint(["project_id", "version"], ["plans.project_id", "plans.version"]),
)

office_templates = Table(
    "office_templates",
    metadata,
    _id(),
    Column("name", String(60), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("source", Text, nullable=False),
    Column("effective", Date, nullable=False),
    Column("body", JSON, nullable=False),  # its steps
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

steps = Table(
    "steps",
    metadata,
    _id(),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("key", String(60), nullable=False),
    Column("name", String(120), nullable=False),
    Column("days", Integer, nullable=False),
    Column("weight", Hundredths, nullable=False, default=0),
    Column("milestone", Boolean, nullable=False, default=False),
    Column("owner", String(120), nullable=False, default=""),
    Column("actual_start", Date),
    Column("actual_finish", Date),
    Column("calendar", String(60), nullable=False, default=""),
    Column("not_before", Date),
    Column("not_after", Date),
    Column("finish_on", Date),
    Column("remaining", Integer),
    Column("percent", Hundredths),
    Column("told_on", Date),  # the day that `remaining` or `percent` is counted from
    Column("least", Integer),
    Column("nature", String(20), nullable=False, default="work"),
    Column("deferrable", Boolean, nullable=False, default=False),
    # As planned on the day the version was adopted, and never changed after it.
    Column("planned_start", Date),
    Column("planned_finish", Date),
    Column("latest_finish", Date),
    UniqueConstraint("plan_id", "key"),
)

links = Table(
    "links",
    metadata,
    _id(),
    Column("plan_id", ForeignKey("plans.id"), nullable=False, index=True),
    Column("before", String(60), nullable=False),
    Column("after", String(60), nullable=False),
    Column("type", String(2), nullable=False, default="FS"),
    Column("lag", Integer, nullable=False, default=0),
    Column("unit", String(10), nullable=False, default="work"),
)

# ---- daily reports

daily_reports = Table(
    "daily_reports",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("workers", Integer),
    Column("trades", JSON, nullable=False, default=dict),
    Column("machines", Integer),
    Column("machine_types", JSON, nullable=False, default=dict),
    Column("progress", Text),
    Column("percent", Hundredths),
    Column("service", Text),
    Column("stopped", Boolean),
    Column("stop_reason", Text),
    Column("copied", JSON, nullable=False, default=list),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("filed_at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, default=False),
    UniqueConstraint("project_id", "day"),
    Index("ix_daily_reports_figures", "project_id", "day", "workers", "machines"),
    Index("ix_daily_reports_day", "day"),
)

report_revisions = Table(
    "report_revisions",
    metadata,
    _id(),
    Column("report_id", ForeignKey("daily_reports.id"), nullable=False, index=True),
    Column("origin", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("facts", JSON, nullable=False),  # what this message said
    Column("before", JSON),  # the day's facts before it; None for the first
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index("ix_report_revisions_person", "person_id", "at"),
)

investments = Table(
    "investments",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("month", Date, nullable=False),  # its first day
    Column("covers", String(12), nullable=False),  # month or year_to_date
    Column("wan", Wan, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index("ix_investments_month", "project_id", "month"),
)

photos = Table(
    "photos",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id")),
    Column("day", Date, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("media", String(512), nullable=False),
    Column("sha256", String(64)),  # None until fetched
    Column("size", Integer),
    Column("at", Instant, nullable=False),
    Column("failed", Text),  # why it could not be fetched, when final
    Index("ix_photos_project_day", "project_id", "day"),
    Index("ix_photos_sha256", "sha256"),
)

# ---- visits

visits = Table(
    "visits",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("distance_m", Integer),
    Column("inside", Boolean),
    Column("note", Text, nullable=False, default=""),
    Index("ix_visits_project_day", "project_id", "day"),
    Index("ix_visits_person_day", "person_id", "day"),
)

# ---- standings

standings = Table(
    "standings",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("rule", String(60), nullable=False),
    UniqueConstraint("project_id", "day"),
)

# ---- problems

problems = Table(
    "problems",
    metadata,
    _id(),
    Column("project_id", ForeignKey("projects.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("category", String(20), nullable=False),
    # Kept beside the log so that lists need no replay; always written from the replayed value.
    Column("state", String(20), nullable=False, index=True),
    Column("number", String(60), unique=True),
    Column("unit_id", ForeignKey("units.id"), index=True),
    Column("deadline", Date),
    Column("raised_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("step", String(60)),  # a key of `steps` in the plan that holds
)

problem_events = Table(
    "problem_events",
    metadata,
    _id(),
    Column("problem_id", ForeignKey("problems.id"), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("unit_id", ForeignKey("units.id")),
    Column("number", String(60)),
    Column("deadline", Date),
    Column("step", String(60)),  # "" unties
)

problem_numbers = Table(
    "problem_numbers",
    metadata,
    Column("prefix", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

# ---- publications

snapshots = Table(
    "snapshots",
    metadata,
    _id(),
    Column("period", String(20), nullable=False, unique=True),
    Column("cutoff", Date, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    _id(),
    Column("kind", String(20), nullable=False),  # briefing, board, digest
    Column("period", String(20), nullable=False),
    Column("issue", Integer, nullable=False),
    Column("total_issue", Integer, nullable=False),
    Column("title", String(120), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("kind", "period"),
)

documents = Table(
    "documents",
    metadata,
    _id(),
    Column("publication_id", ForeignKey("publications.id"), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("publication_id", "name"),
)

# ---- mailbox

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String(20), nullable=False),
    Column("key", String(200), nullable=False),
    Column("sender", String(128), nullable=False),
    Column("body", LargeBinary, nullable=False),  # the encoded Incoming
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("failed", Text),
    UniqueConstraint("channel", "key"),
    Index("ix_inbox_open", "done_at", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", String(200), nullable=False, unique=True),
    Column("channel", String(20), nullable=False),
    Column("account", String(128), nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("kind", String(40), nullable=False),  # "reply", or the name of a Notice
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False, default="open"),  # open, sent, dead
    Column("attempts", Integer, nullable=False, default=0),
    Column("token", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("error", Text),
    Index("ix_outbox_open", "state", "due_at"),
    Index("ix_outbox_recipient", "channel", "account", "state", "id"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("account", String(128), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

channel_tokens = Table(
    "channel_tokens",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

# ---- job runs

runs = Table(
    "runs",
    metadata,
    Column("job", String(60), primary_key=True),
    Column("period", String(20), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # due, running, done, failed, skipped
    Column("token", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", Instant),
    Column("done_at", Instant),
    Column("error", Text),
    Index("ix_runs_state", "state", "due_at"),
)
