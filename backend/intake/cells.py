"""One cell to one value. People write dates, money and names in every way there is; what is doubtful is refused.

Every function takes what a spreadsheet or a text file held and raises `BadCell` with the reason.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar
from unicodedata import category, normalize

from backend.intake.complaint import BadCell

T = TypeVar("T")


class _NoValue:
    """A formula that no program has calculated yet."""

    def __str__(self) -> str:
        return "公式"


NO_VALUE = _NoValue()

WAN_PER = {
    "亿": Decimal(10_000),
    "千万": Decimal(1000),
    "百万": Decimal(100),
    "万": Decimal(1),
    "元": Decimal("0.0001"),
}
FEN = Decimal("0.000001")  # one 分 in 万元
MOST_WAN = Decimal(100_000_000)  # a trillion yuan: somebody wrote 元 under 万元
FIRST_YEAR, LAST_YEAR = 1990, 2100
SERIALS = range(32874, 73416)  # Excel's numbers for those years' days
SERIAL_ZERO = date(1899, 12, 30)
NOTHING = frozenset({"无", "-", "—", "——", "/", "\\", "暂无", "N/A", "n/a"})
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
AMOUNT = re.compile(rf"(?:({NUMBER})亿)?(?:({NUMBER})(千万|百万|万)?)?(元)?")
FULL_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?)?")
PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?(初|底|末)?")
YEAR = re.compile(r"(\d{4})年?(初|底|末)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a sheet names them; the phone tells two of the same name apart."""

    name: str
    phone: str = ""


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def says_nothing(value: Any) -> bool:
    """A dash or 无: the office means that there is none, where a blank means "leave it as it is"."""
    return isinstance(value, str) and value.strip() in NOTHING


def text(value: Any, limit: int, *, half_width: bool = False) -> str:
    """One line: no control characters, no blanks between Chinese characters, full-width digits made plain."""
    shown = plain(value)
    shown = normalize("NFKC", shown) if half_width else shown.translate(_TO_HALF)
    shown = "".join(c if category(c) not in ("Cc", "Cf", "Co", "Cs") else " " * c.isspace() for c in shown)
    shown = re.sub(r"(?<![\x21-\x7e])\s+|\s+(?![\x21-\x7e])", "", " ".join(shown.split()))
    if len(shown) > limit:
        raise BadCell(f"有 {len(shown)} 个字，最多 {limit} 个字")
    return shown


_TO_HALF = {
    full: full - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for full in range(ord(first), ord(last) + 1)
} | {0x3000: 0x20}


def plain(value: Any) -> str:
    """What the cell shows, as a text; whole numbers without their ".0"."""
    if value is NO_VALUE:
        raise BadCell("公式还没有计算结果，请在 Excel 或 WPS 中打开保存一次，或直接填数值")
    if isinstance(value, bool):
        raise BadCell("这一格是 TRUE/FALSE，请填文字或数值")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        raise BadCell(f"这一格成了日期（{value:%Y-%m-%d}），请把单元格格式改为“文本”后重填")
    if isinstance(value, str) and re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", value.strip()):
        raise BadCell(f"公式出错（{value.strip()}）")
    return str(value)


def money(value: Any, unit: str = "万") -> Decimal:
    """万元, to the 分. A bare number is in `unit`, which the header gives; a unit in the cell itself wins."""
    if isinstance(value, float | int | Decimal) and not isinstance(value, bool):
        return _checked_wan(_exact(value) * WAN_PER[unit], value)
    shown = re.sub(r"\s|^[¥￥]|^人民币", "", normalize("NFKC", plain(value)))
    found = AMOUNT.fullmatch(shown)
    yi, rest, word, yuan = found.groups() if found else (None,) * 4
    if (yi, rest) == (None, None) or (yi and rest and not word):
        raise BadCell(f"「{_short(value)}」不是金额，请写成 32000 或 3.2亿")
    factor = WAN_PER[word or ("元" if yuan else unit)]
    return _checked_wan(_decimal(yi) * WAN_PER["亿"] + _decimal(rest) * factor, value)


def _decimal(digits: str | None) -> Decimal:
    return Decimal((digits or "0").replace(",", ""))


def _checked_wan(amount: Decimal, value: Any) -> Decimal:
    if amount.is_nan() or amount < 0:
        raise BadCell(f"「{_short(value)}」不是金额，金额不能是负数")
    if not amount <= MOST_WAN:
        raise BadCell(f"「{_short(value)}」折合超过 1 万亿元，请检查单位是不是万元")
    rounded = amount.quantize(FEN, ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _exact(value: float | int | Decimal) -> Decimal:
    # Spreadsheets keep 15 digits; the rest is binary noise (0.1 + 0.2).
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def day(value: Any, *, last: bool) -> date:
    """A month or year alone is its last day when `last` (a target), else its first (a start)."""
    if isinstance(value, datetime):
        return _in_years(value.date())
    if isinstance(value, date):
        return _in_years(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _in_years(_day_of_number(value, last))
    shown = re.sub(r"\s+(?=\D)|(?<=\D)\s+", "", normalize("NFKC", plain(value)).strip())
    if re.fullmatch(r"\d{5}", shown) and int(shown) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(shown))
    for pattern in (FULL_DAY, PACKED_DAY):
        if found := pattern.fullmatch(shown):
            return _in_years(_date(*(int(part) for part in found.groups()), shown=shown))
    for pattern in (MONTH, YEAR):
        if found := pattern.fullmatch(shown):
            *numbers, end = found.groups()
            return _in_years(
                _edge(*(int(part) for part in numbers), last=end != "初" if end else last, shown=shown)
            )
    raise BadCell(f"「{_short(value)}」不是日期，请写成 2026-12-18 或 2026年12月")


def _day_of_number(value: float, last: bool) -> date:
    """A number cell: a serial, a year, or a year and month that the spreadsheet took for a decimal."""
    if float(value).is_integer() and int(value) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(value))
    if float(value).is_integer() and FIRST_YEAR <= value <= LAST_YEAR:
        return _edge(int(value), last=last, shown=f"{value:g}")
    if float(value).is_integer() and len(f"{value:.0f}") == 8:
        packed = int(value)
        return _date(packed // 10_000, packed // 100 % 100, packed % 100, shown=f"{value:.0f}")
    year, _, month = f"{value:.10g}".partition(".")
    shown = f"{value:.10g}"
    if not (year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= len(month) <= 2):
        raise BadCell(f"「{shown}」不是日期，请写成 2026-12-18 或 2026年12月")
    if month == "1":
        raise BadCell(f"「{shown}」分不清是 1 月还是 10 月，请写成 {year}年1月 或 {year}年10月")
    return _edge(int(year), int(month), last=last, shown=shown)


def _date(year: int, month: int, on: int, *, shown: str) -> date:
    try:
        return date(year, month, on)
    except ValueError as error:
        raise BadCell(f"「{shown}」没有这一天") from error


def _edge(year: int, month: int | None = None, *, last: bool, shown: str) -> date:
    month = month if month is not None else (12 if last else 1)
    first = _date(year, month, 1, shown=shown)
    return first.replace(day=monthrange(year, month)[1]) if last else first


def _in_years(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"「{found.isoformat()}」的年份不在 {FIRST_YEAR}–{LAST_YEAR} 之间")
    return found


def phone(value: Any) -> str:
    digits = re.sub(r"[\s\-()]", "", normalize("NFKC", plain(value)))
    shown = re.sub(r"^\+?86(?=1\d{10}$)", "", digits)
    if not re.fullmatch(r"1\d{10}|0\d{9,11}|\d{3,8}", shown):
        raise BadCell(f"「{_short(value)}」不是电话号码")
    return shown


def people(value: Any) -> tuple[Named, ...]:
    """Names separated by 、 or commas; a phone may follow a name: 张伟13800000001、李强."""
    shown = normalize("NFKC", plain(value)).strip()
    lines = [re.sub(r"\s", "", part) for part in shown.splitlines()]
    if len(lines) > 1 and all(len(part) > 1 for part in lines):
        shown = "、".join(lines)
    found = []
    for part in filter(None, (re.sub(r"\s", "", part) for part in re.split(r"[、,;/]", shown))):
        match = re.fullmatch(r"(\D*?)[(:]?(\+?\d[\d\-]{2,14})?\)?", part)
        if match is None or not match[1]:
            raise BadCell(f"「{_short(part)}」不是姓名")
        found.append(Named(text(match[1], 60), phone(match[2]) if match[2] else ""))
    return tuple(dict.fromkeys(found))


def position(value: Any) -> tuple[float, float]:
    """(lat, lon) in degrees. Within China no latitude is a longitude, so the order does not matter."""
    shown = re.sub(r"[东北]?[经纬]度?|[EeNn°:]|\s(?=,)|(?<=,)\s", "", normalize("NFKC", plain(value)).strip())
    parts = [part for part in re.split(r"[,、;\s]+", shown) if part]
    try:
        first, second = (float(part) for part in parts)
    except ValueError as error:
        raise BadCell(f"「{_short(value)}」不是经纬度，请写成 113.2034,34.5021（十进制度）") from error
    lat, lon = sorted((first, second))
    if not (3 <= lat <= 54 and 73 <= lon <= 136):
        raise BadCell(f"「{_short(value)}」不在中国境内（经度 73–136，纬度 3–54）")
    return lat, lon


def metres(value: Any) -> int:
    shown = re.sub(r"\s", "", normalize("NFKC", plain(value)))
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(米|m|公里|km|千米)?", shown, re.IGNORECASE)
    if found is None:
        raise BadCell(f"「{_short(value)}」不是距离，请写成 500")
    far = float(found[1]) * (1000 if (found[2] or "").lower() in ("公里", "km", "千米") else 1)
    if not 50 <= far <= 20_000:
        raise BadCell(f"「{_short(value)}」不在 50–20000 米之间")
    return round(far)


def whole(value: Any, most: int) -> int:
    """A count of working days, 0 to `most`; the unit may be written behind it."""
    shown = re.sub(r"\s", "", normalize("NFKC", plain(value)))
    found = re.fullmatch(r"(-?\d{1,9})(?:\.0+)?(?:天|日|个?工作日|d)?", shown, re.ASCII)
    if found is None:
        raise BadCell(f"「{_short(value)}」不是整数，请写成 20")
    if not 0 <= int(found[1]) <= most:
        raise BadCell(f"「{_short(value)}」不在 0–{most} 之间")
    return int(found[1])


def percent(value: Any) -> Decimal:
    """0 to 100 with at most two decimals; a percent sign may follow."""
    if isinstance(value, float):
        value = _exact(value)
    shown = re.sub(r"\s", "", normalize("NFKC", plain(value)))
    found = re.fullmatch(r"(-?\d{1,9}(?:\.\d{1,20})?)%?", shown, re.ASCII)
    if found is None:
        raise BadCell(f"「{_short(value)}」不是数值，请写成 15 或 7.5")
    share = Decimal(found[1])
    if not 0 <= share <= 100:
        raise BadCell(f"「{_short(value)}」不在 0–100 之间")
    if share != share.quantize(Decimal("0.01")):
        raise BadCell(f"「{_short(value)}」最多两位小数")
    return share


def choice(value: Any, words: Mapping[str, T], shown_as: str) -> T:
    """`words` are all spellings; `shown_as` lists the ones to offer in the complaint."""
    said = text(value, 200, half_width=True)
    if said not in words:
        raise BadCell(f"「{_short(value)}」不在可选范围，请填：{shown_as}")
    return words[said]


def parts(value: Any, limit: int) -> tuple[str, ...]:
    """Several words in one cell, separated by 、 commas, semicolons or line breaks."""
    found = (text(part, limit) for part in re.split(r"[、,，;；\r\n]", plain(value)))
    return tuple(dict.fromkeys(part for part in found if part))


def _short(value: Any) -> str:
    shown = " ".join(str(value).split())
    return shown if len(shown) <= 20 else shown[:19] + "…"
