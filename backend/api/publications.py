"""/publications and /snapshots: the papers of a month, and the frozen figures behind them."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from backend.api.asking import Asker, Desks
from backend.api.shapes import PLAIN, After, Limit, Listed, Out
from backend.domain.snapshot import Snapshot
from backend.services import publications
from backend.services.publications import Publication

Kind = Annotated[str | None, QueryParameter(max_length=40, pattern=PLAIN)]
PeriodKey = Annotated[str | None, QueryParameter(max_length=20, pattern=PLAIN, description="As in 2026-10.")]
PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"


class PublicationOut(Out, frozen=True):
    """`issue` counts within the year, `total_issue` from the first ever; `documents` are names to download."""

    id: int
    kind: str
    period: str
    issue: int
    total_issue: int
    title: str
    created_at: datetime
    documents: list[str]


@get("/publications", summary="Publications (those who see every project)", sync_to_thread=True)
def list_publications(
    reading: Desks,
    asker: Asker,
    kind: Kind = None,
    period: PeriodKey = None,
    after: After = 0,
    limit: Limit = 100,
) -> Listed[PublicationOut]:
    with reading() as desk:
        page = publications.listing(desk, asker, kind=kind, period=period, after=after, limit=limit)
        return Listed(items=[_out(one) for one in page.items], total=page.total, next=page.next)


@get("/publications/{publication_id:int}", summary="One publication", sync_to_thread=True)
def get_publication(reading: Desks, asker: Asker, publication_id: FromPath[int]) -> PublicationOut:
    with reading() as desk:
        return _out(publications.get(desk, asker, publication_id))


@get(
    "/publications/{publication_id:int}/documents/{name:str}",
    summary="Download a document",
    responses={200: ResponseSpec(bytes, generate_examples=False, description="The file.", media_type="*/*")},
    sync_to_thread=True,
)
def download(
    reading: Desks, asker: Asker, publication_id: FromPath[int], name: FromPath[str]
) -> Response[bytes]:
    with reading() as desk:
        found = publications.document(desk, asker, publication_id, name)
    headers = {"Content-Disposition": attachment(found.name)}
    return Response(found.content, media_type=found.media_type, headers=headers)


@get("/snapshots/{period:str}", summary="The frozen figures of a period", sync_to_thread=True)
def get_snapshot(reading: Desks, asker: Asker, period: FromPath[str]) -> Snapshot:
    with reading() as desk:
        return publications.snapshot_of(desk, asker, period)


ROUTES = (list_publications, get_publication, download, get_snapshot)


def attachment(name: str) -> str:
    """RFC 6266 with RFC 5987: a plain name for old readers, the true one beside it."""
    plain = "".join(c if c in PLAIN_LETTERS else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _out(publication: Publication) -> PublicationOut:
    return PublicationOut(
        id=publication.id,
        kind=publication.kind,
        period=publication.period,
        issue=publication.issue,
        total_issue=publication.total_issue,
        title=publication.title,
        created_at=publication.created_at,
        documents=list(publication.documents),
    )
