"""序时进度: the share of an annual plan that time alone says should be done by a day."""

from calendar import monthrange
from datetime import date
from decimal import Decimal


def pro_rata(day: date) -> Decimal:
    """Months gone by over twelve, exactly so at a month's end; inside a month the days gone by count as its part.

    Published bulletins agree on months/12 (June 50 %, October 83.33 %, November 91.67 %) but only ever speak
    of month ends; counting days in between makes the curve meet all of those points without a jump.
    """
    days = monthrange(day.year, day.month)[1]
    return (day.month - 1 + Decimal(day.day) / days) / 12
