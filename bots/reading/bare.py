"""A number given in answer to "how many exactly": 14, 十四个, 就14人."""

import re

from bots.reading.fold import fold
from bots.reading.numerals import NUMBER, number_at

_UNITS = re.compile(r"^[就是应该共有]{0,4}|[个人名位台辆部吧。.!！\s]*$")


def number_in(text: str) -> int | None:
    """The one exact whole number that the text is; None when it says anything else."""
    plain = _UNITS.sub("", fold(text).strip())
    if NUMBER.fullmatch(plain) is None:
        return None
    number = number_at(plain, 0)
    return number.whole if number is not None and number.exact and number.end == len(plain) else None
