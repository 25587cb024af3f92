"""Types that several nouns of the API share. Texts hold no NUL, money is 万元 as a decimal string, days are ISO."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from litestar.params import QueryParameter
from msgspec import Meta, Struct

from backend.domain.errors import Invalid
from backend.services.projects import LARGEST_ID, LARGEST_PAGE

T = TypeVar("T")

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
PLAIN = r"^[^\x00]*$"

Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
Text = Annotated[str, Meta(max_length=2000, pattern=PLAIN)]
LongText = Annotated[str, Meta(max_length=4000, pattern=PLAIN)]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=PLAIN)]
WanText = Annotated[
    str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$", max_length=12, description="万元, as in 12345.67")
]

After = Annotated[int, QueryParameter(ge=0, le=LARGEST_ID, description="The `next` of the page before.")]
Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="How many items at most.")]
IdFilter = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)]
TextFilter = Annotated[str | None, QueryParameter(max_length=120, pattern=PLAIN)]


class Out(Struct, frozen=True, kw_only=True):
    """What is answered."""


class In(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is taken."""


class Listed(Out, Generic[T], frozen=True, kw_only=True):
    """Some of `total` items in order of their ids; `next` is the `after` of the next page, null on the last."""

    items: Sequence[T]
    total: int
    next: int | None = None


class Ref(Out, frozen=True):
    id: int
    name: str


def within_reach(**days: date | None) -> None:
    """Days that calendars know. Raises Invalid("date_out_of_range", field)."""
    for field, day in days.items():
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Invalid("date_out_of_range", field=field, first=FIRST_DAY.year, last=LAST_DAY.year)


def exact(wan: Decimal | None) -> Decimal | None:
    """Two places, so that 12345.60 is not written 12345.6 one time and 12345.60 another."""
    return None if wan is None else wan.quantize(Decimal("0.01"))
