"""Stretches whose digits can never be a count: chainages, buildings, document numbers, grades, telephones."""

import re
from collections.abc import Iterable

_N = r"(?<![\d.])\d{1,4}"
_CN = r"[一二三四五六七八九十百两]{1,4}"
_PART = (
    r"(?:楼|厂房|车间|墩|桥|线|路|地块|地|井|泵|站|桩|承台|支架|台(?![\d车])|栋|库|门|仓|塔|机组|炉|池|坑|梁|轴|段|区|院|坝|洞|隧道|匝道|点|标|宿舍|教学|办公|综合|"
    r"仓库|块|桥墩|桥台|展厅|馆|渠|沟|闸|柜|变|主变|风机|文|房|棚|铺|单元|门面|工点|工区|工地|斜井|竖井|横洞|弃渣|冷库|孵化|产业|口|出口|入口|公路|国道|省道|高速)"
)

MASKS = re.compile(
    "|".join(
        (
            # chainage: K5+120~K6+480, AK0+120, DK12
            r"[A-Za-z]{0,3}K\d{1,4}(?:\s?\+\s?\d{1,4}(?:\.\d{1,3})?)?(?:\s?[-~至到]\s?[A-Za-z]{0,3}K?\d{1,4}(?:\s?\+\s?\d{1,4}(?:\.\d{1,3})?)?)?",
            # telephones, identity and bank numbers, hidden ones too
            r"(?<![\d.])1\d[\dx*X]{9}(?!\d)",
            r"(?<![\d.])0\d{2,3}-\d{7,8}(?!\d)",
            r"(?<![\d.,])\d{7,20}(?![\d.])",
            r"(?<![\d*])[\d*]{2,8}\*[\d*]{1,8}",
            # document numbers: 清交办[2026]12号
            r"\[\d{4}\]\s?(?:第\s?)?\d{0,4}\s?号?",
            r"(?:19|20)\d\d年度?",
            # letters carry the number: DN800, C30, HRB400, φ1200, G107, PM2.5, LJ3标, A1
            r"(?<![A-Za-z])(?!(?:worker|workers|men|people|persons|[xX]|excavators?|trucks?|cranes?|machines?)\d)"
            r"[A-Za-zφΦ]{1,6}[-.]?\d{1,6}(?:[.:/*x×-]\d{1,5}){0,3}(?:标段|标|区|栋|楼|地块)?",
            # so many-eth: 第二次, 第1007天, 第12层
            rf"第\s?(?:\d{{1,5}}|{_CN}|几)(?:人民医院|医院|中学|小学|[\u4e00-\u9fff])?",
            # numbered things: 1#、3#楼, 0#-3#支架, #2机组
            r"#\s?\d{1,5}(?!\d)",
            rf"{_N}(?:\s?[-~、,，至到和与]\s?\d{{1,4}}){{0,8}}\s?#(?:\s?[-~、,，至到和与]\s?\d{{1,4}}\s?#){{0,8}}",
            rf"(?:{_N}|{_CN})(?:\s?[-~、至到和与]\s?(?:\d{{1,4}}|{_CN})){{0,8}}\s?号(?!人|工人)(?:\s?[-~、,，至到和与]\s?(?:\d{{1,4}}|{_CN})\s?号){{0,8}}{_PART}?",
            # storeys: 12层, -1层, 四层, 地下二层, 三楼
            rf"(?:负|地下|地上|-)(?:{_N}|{_CN})\s?(?:层|楼|F)",
            rf"(?:{_N}|{_CN})(?:\s?[-~、至到和与]\s?(?:\d{{1,3}}|{_CN}))?\s?(?:层|楼|F(?![A-Za-z]))",
            # lots, phases, work areas, bureaus, schools
            rf"(?:{_N}|{_CN}|[A-Z])\s?(?:标段|合同段|工区|工段|分部|分区|作业区|作业面|分局|地块)",
            r"[一二三四五六七八九十\d]{1,2}期",
            # ratios and grids: 1:1.5, 3x5, 12*8, 1/2
            r"(?<![\d.])\d{1,5}(?:\.\d{1,3})?(?:[*x×/]\d{1,5}(?:\.\d{1,3})?){1,3}(?=米|m|规格|的板|方木|$|\s|，)",
            # percents: 60%, 百分之六十
            r"(?<![\d.])\d{1,5}(?:\.\d{1,4})?\s?[%‰]",
            r"百分之[零〇一二两三四五六七八九十百点\d.]{1,8}",
            # clock: 8:30, 上午九点
            r"(?<![\d.])\d{1,2}:\d{2}(?!\d)",
            # lists: "1、", "(2)", "3." at the head of an item
            r"(?:^|(?<=[\n;。:，]))\s{0,3}\(?\d{1,2}\)(?!\d)",
            r"(?:^|(?<=[\n;。]))\s{0,3}\d{1,2}\s?[、.](?!\d)",
            r"(?<=[\s;。])\d{1,2}\.(?=\s?[\u4e00-\u9fff])",
            r"(?<=[\d人台辆名个;。，] )\d{1,2}[、)](?=\s?[\u4e00-\u9fff])",
            r"(?<=:)\s?1[、.](?=[^\n]{1,200}?2[、.])",
        )
    ),
    re.MULTILINE,
)


def masked(text: str, dates: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """[start, end) of every stretch that no count may touch, in order; where a date stands, the date wins."""
    days = list(dates)
    found = []
    for m in MASKS.finditer(text):
        while days and days[0][1] <= m.start():
            days.pop(0)
        if not days or days[0][0] >= m.end():
            found.append(m.span())
    return found
