"""Figures that are said without being counted: 没有工人, and the lone number of a correction."""

import re
from dataclasses import replace

from bots.intents import Doubt, Span
from bots.reading.kinds import is_correction
from bots.reading.tally import Tally

_NOBODY = re.compile(
    r"(?:^|今[天日儿]|现场|工地|[，,。;\s])(?:都)?没(?:有)?人(?:来|出工)?(?=$|[，,。;\s!])|(?:没(?:有)?来人|没出工|没上工|未出工)(?=$|[，,。;\s!])|(?:工人|人)(?:都|全)(?:没来|没到)(?=$|[，,。;\s!])|"
    r"(?:现场|工地|今天|今日)?(?:无|没有?|没得)(?:施工)?(?:工人|人员)(?!受伤|伤亡|感染|缺勤|请假|闹|反映|离|工|投诉|聚集)(?:在场|施工|上岗|到岗|在岗|干活|作业|进场)?|"
    r"(?:无|没)人(?:施工|干活|上班|在岗|上岗|作业|到岗)|(?:现场|工地)(?:上)?(?:无|没|没有)人(?=$|[，,。;\s])"
)
_LONE = re.compile(r"(?:是|为|成|改|:|，|,|\s)\s?(\d{1,4})(?=$|[，,。;\s人!不])")
_PEOPLE = re.compile(r"工人|人数|人员|人[，,]|人报|[泥木工]工")
_MACHINES = re.compile(r"机械|挖机|台数|设备数|机子")


def nobody(text: str, workers: Tally) -> Tally:
    """没有工人, 无人施工: nought, said in words, when no number was."""
    match = _NOBODY.search(text)
    if match is None or workers.value is not None or workers.doubts:
        return workers
    return Tally(0, {}, (), (Span("workers", match.start(), match.end()),))


_STRAY = re.compile(r"(?:完毕?|完成|[好了中]|正常|施工|层|方|米|%|吨)\s?[，, ]\s?(\d{1,3})\s*[。!]?\s*$")


_NO_MACHINES = re.compile(
    r"(?:^|[，,。;\s])(?:无|没有?)(?:施工)?(?:机械|设备)(?:进场|在场|作业)?(?=$|[，,。;\s])"
)


def no_machines(text: str, machines: Tally) -> Tally:
    """19人，无机械."""
    match = _NO_MACHINES.search(text)
    if match is None or machines.value is not None or machines.doubts:
        return machines
    return Tally(0, {}, (), (Span("machines", *match.span()),))


def stray(text: str, workers: Tally) -> Tally:
    """浇筑完毕 46: a lone number at the end is the head count, it seems; to be asked."""
    match = _STRAY.search(text)
    if match is None or workers.value is not None or workers.doubts or is_correction(text):
        return workers
    doubt = Doubt("workers", match[1], (match[1],))
    return Tally(None, {}, (doubt,), (Span("workers", match.start(1), match.end(1)),))


def corrected(text: str, workers: Tally, machines: Tally) -> tuple[Tally, Tally]:
    """人数报错了，是54: the lone number of a correction belongs to the one field it names; with none named, ask."""
    if not is_correction(text) or any(t.value is not None or t.doubts for t in (workers, machines)):
        return workers, machines
    numbers = [
        m for m in _LONE.finditer(text) if not text[max(0, m.start() - 2) : m.start()].rstrip().endswith("不")
    ]
    if len(numbers) != 1:
        return workers, machines
    number, people, kit = numbers[0], bool(_PEOPLE.search(text)), bool(_MACHINES.search(text))
    if people == kit:
        doubt = Doubt("workers", number[1], (f"工人{number[1]}", f"机械{number[1]}"))
        return replace(workers, doubts=(doubt,)), machines
    found = Tally(
        int(number[1]), {}, (), (Span("workers" if people else "machines", number.start(1), number.end(1)),)
    )
    return (found, machines) if people else (workers, found)
