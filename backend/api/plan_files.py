"""/projects/{id}/plan/file: the plan that holds as a file to plan on, and a file back as its next version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Operation, RequestBody
from litestar.openapi.spec.media_type import OpenAPIMediaType
from litestar.params import FromPath, QueryParameter, RawBody
from msgspec import field

from backend.api.asking import Asker, Desks
from backend.api.publications import attachment
from backend.api.shapes import PLAIN, IdFilter, Out
from backend.domain.errors import Invalid
from backend.intake.complaint import Complaint
from backend.intake.files import LARGEST_BYTES
from backend.services import plan_files, projects, replanning
from backend.services.outcome import Done
from backend.services.plan_files import Format
from backend.services.plan_intake import PlansTaken, Why
from reports.document import XLSX
from reports.ms_project import XML

Kind = Annotated[Format, QueryParameter(description="xlsx: the plan form, filled in; xml: MS Project.")]
DryRun = Annotated[bool, QueryParameter(description="Say what would happen and save nothing.")]
Reason = Annotated[
    str, QueryParameter(max_length=2000, pattern=PLAIN, description="Kept with the new version.")
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file, and why. `sheet` is "" unless several were read; `row` as the program that wrote it shows it."""

    sheet: str
    row: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"第{self.row}行" if self.row else ""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{sheet}{where}{column}：{self.reason}"


class NoteOut(Out, frozen=True):
    """Of what did not come over as it was; it stopped nothing."""

    sheet: str
    row: int | None
    column: str
    reason: str


class TakenOut(Out, frozen=True):
    """Nothing but warnings for a file without a row. `version` is the one that holds now. `lost`: steps with actual days that the file no longer has."""

    warnings: list[NoteOut]
    dry_run: bool
    done: Done | None = None
    version: int | None = None
    finish: date | None = None
    project_float: int | None = None
    lost: list[str] = field(default_factory=list)


class File(Operation):
    """The body is the file itself, not JSON."""

    def __post_init__(self) -> None:
        file = OpenAPIMediaType(schema=None)
        self.request_body = RequestBody(
            content=dict.fromkeys((XLSX, XML, "text/csv", "application/octet-stream"), file),
            description="A filled plan form (.xlsx, .csv) or MS Project's XML, as it is.",
            required=True,
        )


@get(
    "/projects/{project_id:int}/plan/file",
    summary="The plan as the form filled in (xlsx), or for MS Project (xml)",
    responses={200: ResponseSpec(bytes, generate_examples=False, description="The file.", media_type="*/*")},
    sync_to_thread=True,
)
def get_plan_file(
    reading: Desks, asker: Asker, project_id: FromPath[int], format: Kind = Format.XLSX
) -> Response[bytes]:
    with reading() as desk:
        found = plan_files.written(desk, projects.get(desk, asker, project_id), format)
    headers = {"Content-Disposition": attachment(found.name)}
    return Response(found.content, media_type=found.kind, headers=headers)


@post(
    "/projects/{project_id:int}/plan/file",
    summary="A new version of the plan from a file (office)",
    status_code=200,
    request_max_body_size=LARGEST_BYTES,
    operation_class=File,
    dto=None,
    sync_to_thread=True,
)
def take_plan_file(
    writing: Desks,
    asker: Asker,
    project_id: FromPath[int],
    body: RawBody,
    dry_run: DryRun = False,
    reason: Reason = "",
    approved_by: IdFilter = None,
) -> TakenOut:
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        try:
            why = Why(reason, replanning.approver(desk, approved_by))
            taken = plan_files.take(desk, asker, project, body, why, dry_run=dry_run)
        except Invalid as error:
            raise _placed(error) from error
    return _out(taken, dry_run=dry_run)


ROUTES = (get_plan_file, take_plan_file)


def _placed(error: Invalid) -> Invalid:
    """The same refusal with its complaints as sheet, row, column and reason."""
    if error.code != "register_refused":
        return error
    complaints: Sequence[Complaint] = error.facts["complaints"]
    return Invalid("register_refused", complaints=tuple(Place(**_place(one)) for one in complaints))


def _place(one: Complaint) -> dict[str, Any]:
    return {"sheet": one.sheet, "row": one.row, "column": one.column, "reason": one.reason}


def _out(taken: PlansTaken, *, dry_run: bool) -> TakenOut:
    warnings = [NoteOut(**_place(warning)) for warning in taken.warnings]
    if not taken.revisions:  # a file without a row
        return TakenOut(warnings=warnings, dry_run=dry_run)
    one = taken.revisions[0]
    return TakenOut(
        done=one.done,
        version=one.version,
        finish=one.schedule.finish,
        project_float=one.schedule.project_float,
        lost=list(one.lost),
        warnings=warnings,
        dry_run=dry_run,
    )
