"""/board: the hall's screen, 1920 by 1080, read from some metres away; turns its pages by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated
from unicodedata import east_asian_width

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from backend.domain.snapshot import MilestoneFigure
from backend.domain.standing import WORST_FIRST
from backend.services import hall
from backend.services.desk import OpenDesk
from backend.services.hall import Hall, HallRow
from backend.web.rendering import rendered
from reports import phrases
from reports.phrases import NOTHING, Look

ROWS = 15  # in a column
ON_A_PAGE = 2 * ROWS
SECONDS = 30  # until the next page, or the same one anew
LONG_NAME = 15  # Chinese characters; longer ones are set smaller, on two lines
BAR = 120  # units of a bar's width

PageNumber = Annotated[int, QueryParameter(ge=1, le=10_000)]


@dataclass(frozen=True, slots=True)
class Line:
    """One project as it is shown. `bar` and `mark`: how far done, and how far it should be, of `BAR`."""

    look: Look
    standing: str
    name: str
    small: bool
    unit: str
    leader: str
    rate: str
    bar: int
    mark: int
    milestone: str
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class Count:
    standing: str
    look: Look
    count: int
    share: str


def page(read_desk: OpenDesk) -> HTTPRouteHandler:
    @get("/board", opt={"auth": "public"}, include_in_schema=False, sync_to_thread=True)
    def board(page: PageNumber = 1) -> Response[str]:
        with read_desk() as desk:
            seen = hall.hall(desk)
        return _drawn(seen, page)

    return board


def _drawn(seen: Hall, page: int) -> Response[str]:
    """A page that is not there any more is the first one."""
    pages = max(1, -(-len(seen.rows) // ON_A_PAGE))
    page = page if page <= pages else 1
    shown = seen.rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    lines = [_line(row, seen.pro_rata) for row in shown]
    return rendered(
        "board.html",
        hall=seen,
        title=f"{phrases.whole(seen.county)}重点项目进度",
        at=f"{phrases.day(seen.day)} {seen.at:%H:%M}",
        rate=phrases.percent(seen.rate),
        pro_rata=phrases.percent(seen.pro_rata),
        invested=phrases.money(seen.invested_wan),
        planned=phrases.money(seen.planned_wan) if seen.planned_wan else NOTHING,
        counts=_counts(seen),
        columns=[lines[:ROWS], lines[ROWS:]],
        page=page,
        pages=pages,
        following=page % pages + 1,
        seconds=SECONDS,
        bar=BAR,
    )


def _counts(seen: Hall) -> Sequence[Count]:
    all_ = len(seen.rows)
    return [
        Count(
            standing.value,
            phrases.LOOKS[standing],
            seen.counts[standing],
            phrases.percent(Decimal(seen.counts[standing]) / all_, 0) if all_ else NOTHING,
        )
        for standing in WORST_FIRST
    ]


def _line(row: HallRow, pro_rata: Decimal) -> Line:
    rate = Decimal(0) if row.rate is None else row.rate
    return Line(
        look=phrases.LOOKS[row.light.standing],
        standing=row.light.standing.value,
        name=row.project.name,
        small=_width(row.project.name) > LONG_NAME,
        unit=row.unit or NOTHING,
        leader=phrases.names(row.leaders, 2, "人") if row.leaders else NOTHING,
        rate=phrases.percent(row.rate),
        bar=int(min(max(rate, Decimal(0)), Decimal(1)) * BAR),
        mark=int(pro_rata * BAR),
        milestone=row.next.name if row.next else NOTHING,
        when=_when(row.next),
        late=row.days_late > 0,
    )


def _width(text: str) -> float:
    """In Chinese characters; letters and digits are a little over half as wide."""
    return sum(1 if east_asian_width(c) in "WFA" else 0.6 for c in text)


def _when(milestone: MilestoneFigure | None) -> str:
    if milestone is None:
        return ""
    if milestone.days_late:
        return f"逾期{milestone.days_late}天"
    return f"{milestone.latest:%Y-%m-%d}前"
