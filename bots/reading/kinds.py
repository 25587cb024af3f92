"""What a stretch of text is, once its fields are read."""

import re

from bots.intents import Kind

_CORRECTION = re.compile(
    r"^改\s?:|更正|纠正|订正|勘误|修正(?!案)|改一下|改个数|(?:报|说|写|打|填|数|弄|搞|发|记)(?:错|岔)了?|错报|误报|有误|^.{0,2}错了|[打写报记说发]成(?![立本果功品])|(?:\d|数|说的|报的).{0,4}不对|多报|少报|报多了?|报少了?|少打|多打|[打写报记说发]成\d|作废|以这个为准|应该?是.{0,10}不是|不是.{1,10}(?:[，,]?\s?(?:而)?是)|改(?:成|为)\s?[\d一二三四五六七八九十百两]|更改为|以这个为准|以此为准|刚才.{0,8}(?:错|不对)|(?:工人|人数|人员|机械|台数|设备|进度)\s?(?:数|台数)?(?:应为|应是|应该?是|应当?为)\s?[\d一二三四五六七八九十百两零]"
)
_SAME = re.compile(
    r"(?:其[他它余]|别的|剩下的|都|数据|人数|人员|机械|情况|内容)?(?:都|均|还)?(?:跟|和|同|与|照|按)(?:昨[天日]|前[一]?天|上一?次|上回|前面)(?:的)?(?:情况|数据)?(?:一样|相同|一致|不变|没变|差不多|报|一个样|没区别)|同(?:昨[天日]|上(?![面部述方海])|前一天)(?=$|[，,。;\s!])|照旧|同昨[日天]?$|"
    r"(?:其[他它余]|别的|人数|人员|机械|都|情况|数据|一切)(?:数据|人员|机械)?(?:都|均)?(?:不变|没变|没有变化|无变化|未变)|(?:跟|和|同|与)昨[天日](?:没|无|没有)(?:变化|区别|不同)|^(?:今[天日])?(?:无|没有?)变化$|same as yesterday|unchanged"
)
_VISIT = re.compile(
    r"(?:领导|[县市区镇乡]长|书记|局长|主任|首席服务(?:人|员|官)|包保人|服务人|挂联|督[查导]组|检查组|调研组|专家组?|工作组|考察团?|客商|专员|秘书长|组长|人大|政协).{0,16}?(?:到(?:了)?(?:项目|现场|工地|企业|点|厂|公司|村|施工)|去了?|来了?|调研|踏勘|走访|检查|督[导查]|看了|视察|察看|查看|现场办公|慰问|参观|观摩|考察|带队|现场|蹲点)"
)
_VISITED = re.compile(
    r"踏勘|(?:我|已|刚)?到(?:了)?(?:项目)?现场(?:\s?[\d一两二三四五六]{1,2}\s?[次趟]|了|查看|看了|踏勘|调研|签到|走访|办公|巡查)|已到(?:现场|工地|达)|现场(?:签到|打卡|踏勘|走访)|到(?:工地|项目|现场)(?:了)?$|到(?:项目|现场|工地|企业)\s?[\d一两二三四五六]{1,2}\s?[次趟]|走访(?:了)?(?:项目|企业|现场)"
)
_SERVICE = re.compile(
    r"首席服务员|服务(?:情况|企业|次数|\d次)|帮办|代办|(?:帮助?|协助|协调|为企业|已|共|今天).{0,10}?(?:解决|办理|协调解决)(?:了)?.{0,12}?(?:问题|手续|事项|困难|证|难题).{0,4}?\d?|上门(?:服务|办|帮)|送服务|政策宣讲|解决.{0,10}问题\s?[\d一二两三四五]{1,2}\s?[个件项]"
)
_REPORTED = re.compile(r"日报|补报")
_CHATTER = re.compile(
    r"^(?:收到|好的?收到|收到谢谢|谢谢.{0,8}|感谢.{0,8}|(?:大家)?辛苦.{0,8}|知道了|明白了?|了解了?|在的?|在吗|你好.{0,6}|您好.{0,6}|大家好|早上好.{0,6}|早安|晚安|早|哈哈.*|呵呵|嗯+|哦+|赞|厉害.{0,4}|点赞|加油.{0,6}|恭喜.{0,10}|祝.{0,16}|新年快乐.{0,8}|节日快乐.{0,8}|"
    r"生日快乐|不客气|没事|稍等.{0,6}|马上.{0,8}|等一?下.{0,6}|ok|okay|thanks?.{0,10}|roger|\[[\u4e00-\u9fff]{1,4}\]|.{0,3}收到|已阅|遵命|注意安全.{0,6}|一会儿?报|晚点报.{0,4}|今天晚点报.{0,4}|马上报)[!。.~，,\s👍🙏🌹]*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:大家|各位|领导|同志们)?(?:早上|上午|中午|下午|晚上)?好|.{0,6}生日快乐.{0,4}|好的|好嘞|行|.{0,6}辛苦了|(?:大家|各位)?注意(?:防暑|防滑|保暖|安全|身体).{0,4}"
)
_DECORATION = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]|\[[\u4e00-\u9fff]{1,4}\]")
# Told to people, not of the site: meetings, inspections to come, calls to report.
_NOTICE = re.compile(
    r"(?:会议?|[省市县区镇]里?|上级|指挥部|[重项]点?办|办公室|通知|书记|[县市区镇]长|主任|局长)[^，,。;]{0,10}要求|明[天日早][^，,。;]{0,8}(?:来|检查|开会|调研|视察|观摩)|(?:调度会|推进会|例会|观摩会|座谈会|拉练|会议纪要)|"
    r"做好(?:准备|迎检)|迎检|(?:各位|大家|各单位|各项目|各秘书)[^，,。;]{0,14}(?:报|发|交|注意|把)|请[^，,。;]{0,10}(?:尽快|抓紧|按时|及时)|(?:尽快|抓紧|按时|及时)(?:上?报|填报|报送)|(?:没报|未报)的?[^，,。;]{0,6}(?:抓紧|赶紧|快)|"
    r"报一下$|(?:发|传)(?:一下|过来|到?群里)|通讯录|我在路上|(?:\d|[一二三四五六七八九十])点[^，,。;]{0,8}开会|还有\d{1,3}个?(?:项目|单位)没"
)
_MEASURED = re.compile(r"\d\s?(?:%|方|米|吨|层|根|榀|片|座|公里|m)")
_BUILT = re.compile(r"完成|浇筑|封顶|绑扎|铺设|吊装|正在|开始|\d\s?(?:%|方|米|吨|层|根|榀|片|座|公里)")


def is_correction(text: str) -> bool:
    return bool(_CORRECTION.search(text))


def is_same(text: str) -> bool:
    return bool(_SAME.search(text))


def same_span(text: str) -> tuple[int, int] | None:
    match = _SAME.search(text)
    return match.span() if match else None


def is_chatter(text: str) -> bool:
    parts = [part for part in re.split(r"[，,。!~\s]+", _DECORATION.sub(" ", text).strip()) if part]
    return bool(text.strip()) and all(_CHATTER.match(part) or _GREETING.fullmatch(part) for part in parts)


def is_visit(text: str) -> bool:
    return bool(_VISIT.search(text) or _VISITED.search(text))


def decide(
    text: str,
    *,
    small_talk: bool,
    counted: bool,
    stopped: bool,
    resumed: bool,
    worked: bool,
    invested: bool,
    blocked: bool,
    asks: bool,
    clean: bool,
) -> Kind:
    """The kind by what was found. `clean`: 无问题 was said; `asks`: some clause is a question; `worked`: there is progress."""
    if small_talk:
        return Kind.CHATTER
    if is_correction(text):
        return Kind.CORRECTION
    if is_same(text) and not asks:
        return Kind.SAME_AS_YESTERDAY
    if counted or stopped:
        return Kind.DAILY_REPORT
    if asks:
        return Kind.QUESTION
    return _without_counts(text, resumed, worked, invested, blocked, clean)


def _without_counts(
    text: str, resumed: bool, worked: bool, invested: bool, blocked: bool, clean: bool
) -> Kind:
    if blocked and not (worked and _REPORTED.search(text)):
        return Kind.DAILY_REPORT if worked and _BUILT.search(text) else Kind.BLOCKER
    if _SERVICE.search(text):
        return Kind.SERVICE
    if is_visit(text) and not re.search(r"明[天日早]|后天|下周|下月", text):
        return Kind.VISIT
    if not invested and not resumed and _NOTICE.search(text) and not _MEASURED.search(text):
        return Kind.CHATTER
    if invested:
        return Kind.INVESTMENT
    if worked or resumed or clean:
        return Kind.DAILY_REPORT
    return Kind.UNKNOWN
