"""Counts of somebody not named: man-days, and people that came without being called workers."""

import re

from bots.reading.scan import Scan, head_before
from bots.reading.tokens import Tok

PEOPLE_JUST_SAID = re.compile(
    r"(?:工人|(?:(?<![\u4e00-\u9fff])|(?<=[天今日个在]))人(?=[到来都齐不挺没])|[泥木瓦电焊杂小大普力]工|钢筋工|师傅|点了?名)[\u4e00-\u9fff]{0,8}[，,]\s?(?:一共|总共|共|就|只有|还有|还剩|剩|有|才|仅|只|来了)?\s?$"
)


LOOSE_UNITS = ("人次", "工日", "工时", "个工日")
_SOMEBODY_CAME = re.compile(r"(?:来|到)了?(?:有|大概|大约|差不多|约)?$")


def is_loose(scan: Scan, i: int, unit: int | None) -> bool:
    """出工88人次, 来了13个: people, it seems; to be asked."""
    if unit is None:
        return False
    token = scan.tokens[unit]
    named = PEOPLE_JUST_SAID.search(scan.text[max(0, scan.tokens[i].start - 14) : scan.tokens[i].start])
    return token.word in LOOSE_UNITS or (
        token.kind is Tok.PIECE and not named and somebody_came(scan, i, unit)
    )


def somebody_came(scan: Scan, i: int, unit: int) -> bool:
    """今天来了十二个还是十四个来着: nobody says who."""
    before = scan.text[max(0, scan.tokens[i].start - 8) : scan.tokens[i].start]
    after = scan.text[scan.tokens[unit].end : scan.tokens[unit].end + 2]
    free = (
        not after or not "\u4e00" <= after[0] <= "\u9fff" or re.match(r"还是|吧|来着|左右|上下|或|多", after)
    )
    return bool(free and _SOMEBODY_CAME.search(before.rstrip()) and head_before(scan, i) is None)
