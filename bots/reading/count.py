"""One number that counts heads or machines, and what it is called."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from bots.reading.lexicon import MACHINE_KINDS
from bots.reading.tokens import Tok, Token


class Sort(Enum):
    PEOPLE = auto()
    MACHINES = auto()


class Role(Enum):
    TOTAL = auto()  # 工人86人, 共62人, 机械8
    PART = auto()  # 木工22, 洞内38人, 挖机3台
    SUBSET = auto()  # 其中1台在修: already in a total
    PER = auto()  # 每个点10人: no total can be made of it
    CHANGE = auto()  # 新增5人
    NOT_OURS = auto()  # visitors, the injured, the planned, the missing
    WRONG = auto()  # 不是83


@dataclass(frozen=True, slots=True)
class Count:
    """`name` is the trade, the kind of machine or the label before the number; "" when nothing was said."""

    sort: Sort
    role: Role
    name: str
    value: int
    exact: bool
    start: int
    end: int
    words: str
    instead: int | None = None  # the other of "12个还是14个"
    shared: bool = False  # 塔吊、泵车各1台: already multiplied


def name_of(token: Token) -> str:
    if token.kind in (Tok.WORKERS, Tok.MACHINES):
        return ""
    return MACHINE_KINDS.get(token.word, token.word)


_GENERIC = re.compile(
    r"今天|今日|目前|现在|现场|工地|施工|作业|在岗|到岗|上岗|在场|进场|到场|出勤|工人|人员|人数|劳务|务工|民工|共有|总共|一共|合计|共计|总计|大概|大约|差不多|项目|这边|我们|这里|"
    r"[共有约近为是的了来到上在用等总计:\s\-()\[\],]"
)


def strip_generic(words: str) -> str:
    return _GENERIC.sub("", words)
