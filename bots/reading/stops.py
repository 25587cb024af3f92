"""Whether the whole site stands, why, and whether it runs again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bots.reading.clauses import Clause, inside

# What a stop says it is for, in the reporter's words; the first that fits wins.
_REASONS = re.compile(
    r"(?:连续|连日|今天|强|大|暴|中|小|阵|特大)?(?:下大?雨|降雨|暴雨|大雨|中雨|小雨|阵雨|雷雨|雷暴|阴雨|雨天|下大?雪|降雪|暴雪|大雪|雨雪|冰冻|结冰|寒潮|降温|低温|霜冻|高温|台风|大风|雾霾|大雾|洪水|汛情|防汛|洪涝|天气原因|天气|雨)|"
    r"春节|元旦|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|过年|元宵|双节|节假日|放假|农忙|麦收|秋收|高考|中考|"
    r"环保(?:管控|督[察查]|检查|要求)?|重污染(?:天气)?|空气污染|扬尘|管控|"
    r"安全事故|事故|安全整改|安全检查|整改|停工令|"
    r"(?:村民|群众|居民|老百姓|百姓|商户)?(?:阻工|阻挠|阻拦|堵门|堵路|闹事|上访)|征地|拆迁|纠纷|"
    r"缺料|没料|断料|待料|等料|材料(?:没|未|不)到?[位货]?|停电|断电|停水|缺人|没人|等图纸?|待图|图纸|设计变更|手续|资金|没钱|欠款|欠薪|工资|讨薪|疫情|"
    r"设备故障|故障|燃气|塌方|滑坡|积水|庙会|丧事|会议|演练|检修"
)
_STOP = re.compile(
    r"全(?:面|部|线|场)?停(?:工|了|摆|产|止施工|止作业|止)?|停工|停止施工|停止作业|停止一切|暂停施工|停摆|停建|停施|歇工|休工|歇业|停了(?=[一两三二四五六七八九十几半\d]{0,3}个?(?:天|周|月|星期)|$|[，,。 ])|"
    r"放假|休息(?=一?天|$)|没有?开工|没有?施工(?![内任图方单队许])|没(?:有)?人(?:干活|施工|作业|上班)|无施工(?![人条许])|没有?干活|没干(?=$|[，,。 ])|没动工|未施工|未开工|无人施工|干不了活|没法(?:干活|施工|开工|干(?=$|[，,。 ]))|干不成|没(?:有)?(?:出工|上工)|未出工|未上工|(?:工人|人|人员)?(?:都|全)?(?:撤走|撤离)了|全部?撤了|(?:工人|人)(?:都|全)没来|无法施工|不能施工|封场|"
    r"未复工|没有?复工|尚未复工|停着|停工状态|处于停工|stopped|no work|shut ?down|suspended"
)
_DENIED = re.compile(r"(?:没|没有|未|不|无|别|免|避免|防止|从未|拒绝|非|不会|不用|不能|不得|绝不)$")
_AHEAD = re.compile(
    r"要(?!求)|就得|可能|会|将|再|明[天日]|后天|预计|计划|拟|准备|打算|面临|怕|担心|否则|不然|如果|万一|通知|下周|几号|月底"
)
_RESUMES_LATER = re.compile(r"\d[日号]|初[一二三四五六七八九十]|" + _AHEAD.pattern)
_LASTING = re.compile(
    r"^(?:了)?\s?[一二两三四五六七八九十几半\d]{1,3}个?(?:多)?(?:小时|分钟|钟头)|^半天|^(?:一)?上午|^(?:一)?下午|^一会"
)
# Words that make a stop a stop of one part only.
_PART = re.compile(
    r"局部|部分|个别|\d\s?(?:#|号)|[一二三四五六七八九十\d]层|[东南西北](?:区|侧|岸|段|边|面)|[左右]幅|K\d|标段|土方|土石方|桩基|钢筋|混凝土|砼|浇筑|外架|吊装|焊接|高空|高处|室外|户外|外墙|露天|夜间|晚上|夜里|防水|屋面|"
    r"开挖|爆破|路面|沥青|摊铺|绿化|幕墙|水中|基础|楼|车间|厂房|段|区|标|承台|墩|隧道|洞|桥|挖机|吊车|塔吊|泵车|机械|设备|电梯|拌合站|砂石|供应|一期|二期|三期|上午|下午|管廊|管网|井|班组|涂料|刷漆|打磨|"
    r"产尘|动火|明火|出土|运土|渣土"
)
_RESUMED = re.compile(
    r"(?<![未没])(?<!没有)(?<!尚未)(?<!推迟)(?:已|正式|全面|今天|今日|陆续|恢复)?(?:复工|恢复施工|恢复正常|恢复作业|恢复生产|重新开工|(?<!供应)(?<!供电)(?<!供水)(?<!通行)恢复了|已恢复|又开了|又干了|又干起来|开工了|正常施工|resumed)(?!令|复产检查|手续|申请|条件|通知|前|后才)"
)
_REST_RUNS = re.compile(
    r"(?:其他|其它|其余|别的|剩下的?|另外)(?:部位|路段|标段|楼栋?|区域|地方|作业面|工序|段)?[^，,。;]{0,16}?(?:正常|照常|照干|照旧|继续|施工|在干)"
)
# 等环评, 受禁噪影响, 村里不让干: whatever the words.
_TOLD_REASON = re.compile(
    r"等(?:着|待)?(?!级|等)([^，,。;:停等]{2,12})|受([^，,。;:]{2,12}?)影响|(?:因为?|由于)\s?:?([^，,。;:停]{2,16}?)(?:停|放假|$)|^\s?([^，,。;:]{1,10}?(?:不让|不准|不许|不允许)[^，,。;:停]{0,6})"
)
_ACCIDENT = re.compile(
    r"出(?:个|了)?事|事故|碰断|砸|坠落|坍塌|塌方|塌陷|垮塌|塌|倾斜|触电|起火|着火|倾覆|翻车|伤亡|受伤|断裂|险情"
)
_HALTED = re.compile(
    r"(?:已|全部|立即|马上|现场|目前)(?:经)?(?:全部)?停(?:机|工|了|止)(?!.{0,4}(?:小时|分钟))|停机检查|停工检查|停工整顿"
)
_LIFTED = re.compile(r"(?:停工令?|停电)(?:已)?(?:解除|取消|撤销)|解除停工")


@dataclass(frozen=True, slots=True)
class Stopped:
    stopped: bool = False
    reason: str | None = None
    resumed: bool = False
    part: str = ""  # the clause that tells of a stop of one part
    span: tuple[int, int] | None = None


def read_stop(text: str, cut: Sequence[Clause], plans: Sequence[tuple[int, int]]) -> Stopped:
    """The last word counts: 上午停工下午复工 runs, 复工后又停了 stands."""
    state = Stopped()
    for i, clause in enumerate(cut):
        if clause.asks or inside(clause.start, plans):
            continue
        state = _after_clause(state, text, cut, i)
    if state.stopped and state.span and _REST_RUNS.search(text):
        return Stopped(part=next(c.text.strip() for c in cut if c.start <= state.span[0] < c.end))
    return state


def _after_clause(state: Stopped, text: str, cut: Sequence[Clause], i: int) -> Stopped:
    clause = cut[i]
    resumed = _RESUMED.search(clause.text)
    if resumed and not _RESUMES_LATER.search(clause.text[: resumed.start()]):
        return Stopped(resumed=True, part=state.part)
    if _LIFTED.search(clause.text):
        return Stopped(resumed=state.resumed)
    for match in _STOP.finditer(clause.text):
        before, after = clause.text[: match.start()], clause.text[match.end() :]
        if (
            _DENIED.search(before.rstrip("因 "))
            or _AHEAD.search(before)
            or after.startswith(("点", "费", "通知书没"))
        ):
            continue
        if _LASTING.match(after) or _is_part(match.group(), before):
            state = Stopped(
                state.stopped, state.reason, state.resumed, state.part or clause.text.strip(), state.span
            )
            continue
        span = (clause.start + match.start(), clause.start + match.end())
        return Stopped(True, _reason(cut, i), False, state.part, span)
    if _HALTED.search(clause.text) and _ACCIDENT.search(text[: clause.end]):
        return Stopped(True, _accident(text), False, state.part, (clause.start, clause.end))
    return state


def _is_part(stop: str, before: str) -> bool:
    whole = stop.startswith("全") and not re.search(
        r"水中|土方|基础|吊装|外墙|室外|[东南西北][区岸侧]", before
    )
    if re.search(r"\d{1,2}(?:点|时|:\d{2}).{0,4}(?:到|至|-|~)\s?\d{1,2}(?:点|时|:\d{2})", before):
        return True
    return not whole and bool(_PART.search(re.sub(r"项目|工地|全线|全标段|整个标段", "", before)))


def _reason(cut: Sequence[Clause], i: int) -> str | None:
    """In the clause itself, else in the one before or after."""
    for j in (i, i - 1, i + 1):
        if 0 <= j < len(cut) and (match := _REASONS.search(cut[j].text)):
            return _whole_reason(cut[j].text, match)
    for j in (i, i - 1, i + 1):
        if 0 <= j < len(cut) and (match := _TOLD_REASON.search(cut[j].text)):
            return next(words for words in match.groups() if words).strip(" :的")
    return None


def _whole_reason(words: str, match: re.Match[str]) -> str:
    lead = re.search(
        r"(?:因为?|由于)\s?:?([^，,。: 停放没未]{1,16}?)(?:停|放|没|未|导致|而|原因|影响|，|$)", words
    )
    if lead and match.start() >= lead.start(1) and match.start() < lead.end(1):
        return lead[1].strip()
    return re.sub(r"^(?:今天|今日)", "", match.group())


def _accident(text: str) -> str:
    match = _ACCIDENT.search(text)
    start = max(text.rfind(mark, 0, match.start()) for mark in "，,。;:\n") + 1 if match else 0
    for clause in re.split(r"[，,。;\n]", text[start:]):
        words = clause.split(":")[-1].strip()
        if len(words) > 4:
            return words
    return "安全检查"
