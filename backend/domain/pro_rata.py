"""序时进度: the share of an annual plan that time alone says should be done by a day."""

from calendar import monthrange
from datetime import date
from decimal import Decimal


def pro_rata(day: date) -> Decimal:
    """Whole months gone by over twelve; a month counts from its last day on.

    Published bulletins agree on months/12 (June 50 %, October 83.33 %, November 91.67 %). Sites state their
    investment by the month, so counting the days in between would let every project fall behind towards the
    end of a month and recover on the day its figure comes in.
    """
    is_last = day.day == monthrange(day.year, day.month)[1]
    return Decimal(day.month if is_last else day.month - 1) / 12
