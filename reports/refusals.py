"""Why a thing was not done, one sentence a code: what chat, the API and the pages say alike.

A sentence names the field, the limit and what is wrong; what to type instead is the channel's to add. Facts are
filled in as they are shown. A test holds the catalogue against every code there is.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from string import Formatter
from typing import Any

from backend.domain.flaw import Flaw, FlawCode
from reports import phrases

UNKNOWN = "没有办成，请联系重点办。"
BLANK = "（未写明）"

SENTENCES: Mapping[str, str] = {
    # who is asking
    "binding_refused": "绑定码不对或已过期。",
    "binding_paused": "试错次数太多，请一小时后再试，或请重点办重新发绑定码。",
    "code_taken": "这个绑定码正被占用，请重新生成。",
    "token_needed": "需要有效的访问令牌（Authorization: Bearer …）。",
    "token_not_found": "没有编号为{id}的访问令牌。",
    "token_name_length": "令牌名称应为1至{limit}个字。",
    "token_days": "令牌有效天数应在1至{limit}之间。",
    "person_not_found": "没有找到这个人。",
    "person_ambiguous": "有不止一个人叫“{name}”，请用电话区分。",
    "not_allowed": "您的角色不能这样操作。",
    "needs_office": "只有重点办可以查看。",
    "activate_needs_office": "只有重点办可以把项目列为在建。",
    "no_own_project": "您名下还没有项目。",
    "leave_of_another": "只能为自己请假；代别人请假请联系重点办。",
    # duties and leave
    "duty_not_found": "没有编号为{id}的分工。",
    "duty_backwards": "分工的截止日{until}早于起始日{since}。",
    "duty_unbounded": "{role}的分工要写明项目、区域或单位。",
    "deputy_is_holder": "AB岗不能是本人。",
    "leave_backwards": "请假的结束日期{until}早于开始日期{since}。",
    "leave_in_past": "请假的结束日期{until}已经过去。",
    "leave_too_long": "一次请假最多{limit}天。",
    # daily reports
    "day_in_future": "{day}还没到，只能报今天和以前的日子。",
    "day_unknown": "没有“{words}”这一天，请写清日期再报一次。",
    "day_too_old": "{day}已超过{days}天，不能自己补报。请联系重点办补录。",
    "workers_out_of_range": "工人数{value}不在0至{limit}之间，请核对后重报。",
    "machines_out_of_range": "机械台数{value}不在0至{limit}之间，请核对后重报。",
    "percent_out_of_range": "形象进度{value}%不在0至100之间，请核对后重报。",
    "too_many_parts": "一次最多分列{limit}个工种或机械种类。",
    "nothing_said": "没有可记的内容：请写明人数、机械、进度或其他情况。",
    "nothing_to_copy": "前{days}天没有报过，没法“同昨天”。请把今天的情况发一句话。",
    "nothing_to_undo": "今天没有可以撤销的内容。",
    "report_needs_secretary": "您不是“{project}”的项目秘书，不能报日报；可以打卡到现场、上报问题。",
    "report_not_found": "没有找到这份日报。",
    # investment
    "wan_out_of_range": "投资额{value}万元不在0至{limit}万元之间，请核对后重报。",
    "month_in_future": "{month}还没到，只能报本月和以前月份的投资。",
    "month_too_old": "{month}已超过{months}个月，不能自己补报，请联系重点办补录。",
    # visits and photos
    "place_half_given": "位置要同时有纬度和经度，缺少{field}。",
    "place_out_of_range": "位置（{lat}，{lon}）不在地球上，请重新定位。",
    "photo_not_found": "没有找到这张照片。",
    "photo_unreadable": "这张照片打不开或过大，请重新发送（JPEG、PNG或WEBP）。",
    # projects and plans
    "project_not_found": "没找到这个项目。",
    "seats_empty": "以下各项还空着，不能列为在建：{seats}。",
    "unit_not_found": "没找到责任单位“{name}”。",
    "unit_missing": "没有写明责任单位。",
    "unit_ambiguous": "“{name}”对得上几个责任单位：{several}。",
    "plan_missing": "这个项目还没有倒排计划，请联系重点办。",
    "plan_empty": "计划中没有工序。",
    "plan_too_long": "计划最多{limit}道工序。",
    "plan_flawed": "计划有误，无法排期：{flaws}。",
    "plan_rejected": "计划文件有误：{complaints}。",
    "template_flawed": "模板“{template}”有误，各工序权重合计{weights}，应为100。",
    "template_missing": "这类项目没有倒排模板，请选一个模板或导入计划表。",
    "template_not_found": "没有叫“{name}”的模板；有：{known}。",
    "template_name_length": "模板名称应为1至{limit}个字。",
    "template_name_taken": "已有叫“{name}”的模板，请换个名称。",
    "size_not_used": "模板“{name}”不按规模算工期，请不要填规模。",
    "size_out_of_range": "规模应大于0、不超过{limit}{unit}。",
    "target_missing": "还没有目标日期，请先补上。",
    "dates_reversed": "目标日期{target}早于开工日期{start}。",
    "finish_before_start": "“{name}”{start}才开始，完成日期{day}不对。",
    "source_missing": "请写明依据，如文件号。",
    "reason_missing": "“{name}”已有计划，请写明调整或定基线的原因。",
    "approver_missing": "“{name}”已有计划，请写明由谁批准。",
    "approver_not_entitled": "“{name}”不是本项目的包保领导，也不是管这个项目的重点办人员，不能批准。",
    "step_not_found": "计划里没有编号或名称为“{name}”的步骤。",
    "start_missing": "“{name}”还没有开工，请同时写明实际开始日期。",
    "left_of_done": "“{name}”已经完成，不能再有剩余工期。",
    "left_before_start": "“{name}”{start}才开始，{day}还没有进度可报。",
    "version_not_found": "这个项目的计划没有第{version}版。",
    "baseline_name_length": "基线名称应为1至{limit}个字。",
    "baseline_name_taken": "这个项目已有叫“{name}”的基线，请换个名称。",
    "milestone_not_found": "这个项目没有叫“{name}”的节点。",
    "milestone_already_done": "“{name}”已于{day}完成，无需再报。",
    "status_date_missing": "请在计划文件里写明状态日期（status_date），或用 --today 给出。",
    "ledger_reversed": "追溯的结束日期{last}早于起始日期{first}。",
    "ledger_in_future": "{day}还没到，只能追溯到今天。",
    "ledger_too_long": "一次最多追溯{limit}天，请把起止日期分开。",
    "step_done": "“{name}”已于{day}完成，不再受影响。",
    "changes_none": "请选定要采取的措施。",
    "change_unknown": "没有第{number}项措施，共{limit}项。",
    "wait_negative": "等待的工作日数不能小于0，实为{days}。",
    "date_out_of_range": "日期超出日历范围（{first}至{last}年），请核对。",
    "days_out_of_range": "天数应为1至{limit}天。",
    "spell_reversed": "时段的结束日期{last}早于开始日期{first}。",
    "calendar_without_workday": "日历中没有一个工作日，无法排期。",
    "calendar_not_found": "没有叫“{name}”的日历，有：{known}。",
    "calendar_name_shape": "日历名称“{name}”应以小写字母开头，只用小写字母、数字和下划线，最多40个字符。",
    "calendar_fixed": "“国家工作日”随放假通知和本办自定的日子变动，不能改成别的。",
    "calendar_title_missing": "日历的中文名称应为1至{limit}个字。",
    "calendar_title_taken": "“{title}”与日历{name}重名，请换一个。",
    "calendar_shipped": "“{name}”是自带的日历，本办没有改过，不能撤销。",
    "calendar_in_use": "“{name}”还有项目的计划在用，不能撤销：{projects}。",
    "day_not_set": "{day}没有本办自定的安排。",
    "notice_differs": "{year}年已有放假安排（{source}），与这次的不同（改为放假的日子：{off}，改为上班的日子：{worked}），确要更正请写明替换。",
    "notice_published": "{year}年的放假安排已经公布（{source}），不能再改为暂定。",
    "notice_empty": "没有放假日期，请给出通知全文，或逐日列出。",
    "notice_not_loaded": "还没有导入过{year}年的放假安排。",
    "notice_outside_year": "放假通知中的日期不在{year}年：{days}。",
    # problems
    "problem_not_found": "没找到这个问题。",
    "problem_ambiguous": "有几个问题都对得上：{numbers}，请写全文号。",
    "problem_not_in_state": "这个问题现在是“{state}”，不能{act}。",
    "answered_by_same_person": "反馈和核验不能是同一个人，请由重点办其他同志核验。",
    "answer_empty": "请写明办理情况。",
    "return_needs_ground": "退回要写明理由。",
    "returned_before": "这个问题已经退回过一次，不能再退，请与重点办联系。",
    "reason_empty": "请写明原因。",
    "deadline_in_past": "期限{deadline}已经过去，请另定。",
    "deadline_not_later": "新期限要晚于现在的期限{deadline}。",
    "extension_after_deadline": "办理期限{deadline}已过，不能再申请延期，请尽快反馈。",
    "extension_not_asked": "没有待批的延期申请。",
    "extension_needs_length": "请写明延期几个工作日，或延到哪一天（两者写一个）。",
    "working_days_range": "工作日数应在1至{limit}之间。",
    # papers and periods
    "publication_not_found": "没有找到这份材料。",
    "document_not_found": "这份材料里没有“{name}”。",
    "period_unknown": "看不懂周期“{key}”。",
    "period_not_frozen": "“{period}”的数据还没有定稿。",
    "leader_not_in_period": "本期材料中没有这位领导的项目。",
    "fonts_missing": "没有找到中文字体，不能生成PDF和图片（找过：{looked_in}）。",
    # jobs
    "job_unknown": "没有叫“{name}”的任务；有：{known}。",
    "period_without_job": "任务“{job}”在“{key}”没有要做的。",
    "run_not_due": "任务“{job}”（{key}）还没到时间。",
    "run_done": "任务“{job}”（{key}）已经完成。",
    "run_running": "任务“{job}”（{key}）正在进行。",
    "run_taken_over": "任务“{job}”（{key}）已由别处接手。",
    # what is set up by the operator
    "policy_invalid": "规则文件有误：{complaints}。",
    "timetable_hours": "催报时间应早于日报截止时间，未报名单不早于截止时间。",
    "timetable_works": "任务表与任务不一致：缺{missing}，多{unknown}。",
    "register_refused": "表格有误，什么也没有存入：{complaints}。",
    # anything
    "text_empty": "请把内容写上。",
    "text_too_long": "“{field}”太长，最多{limit}字。",
    "text_unreadable": "“{field}”中有无法保存的字符。",
    "field_invalid": "“{field}”不对：{reason}。",
    "parameter_unknown": "没有“{field}”这个参数。",
    "body_unreadable": "请求内容不是有效的JSON：{reason}。",
    "body_too_deep": "请求内容嵌套过深。",
    "body_too_large": "请求内容过大。",
    "page_limit": "每页条数应在1至{limit}之间。",
    "request_invalid": "请求有误。",
    "request_refused": "请求不能受理。",
    "path_unknown": "没有这个地址。",
    "method_not_allowed": "这个地址不支持这种操作。",
    "media_type_unknown": "请求内容应为JSON。",
    "button_unknown": "这个按钮已经失效。",
    "already_there": "与已有的记录冲突，没有记上。",
    "changed_meanwhile": "内容刚被别人改过，请再看一次后重试。",
    "not_storable": "内容中有数据库无法保存的数值或字符。",
    "database_unavailable": "系统正忙，这次没有记上，请稍后再试。",
    "internal_error": "系统出了意外，这次没有办成；已记入日志，请稍后再试。",
}

ACTS: Mapping[str, str] = {
    "raise": "上报",
    "issue": "交办",
    "acknowledge": "签收",
    "answer": "反馈",
    "send_back": "退回重办",
    "return": "退回",
    "ask_extension": "申请延期",
    "extend": "延期",
    "refuse_extension": "不同意延期",
    "close": "销号",
    "withdraw": "撤回",
    "tie": "关联工序",
}
FLAWS: Mapping[FlawCode, str] = {
    FlawCode.DUPLICATE_STEP: "工序编号重复",
    FlawCode.UNKNOWN_STEP: "紧前工序不存在",
    FlawCode.NEGATIVE_DURATION: "天数为负",
    FlawCode.ACTUALS_REVERSED: "实际完成早于实际开始",
    FlawCode.LIMITS_REVERSED: "完成限期早于不得早于的开始日期",
    FlawCode.LEAST_ABOVE_DAYS: "最短天数大于天数",
    FlawCode.PERCENT_OUT_OF_RANGE: "完成百分比不在0到100之间",
    FlawCode.UNKNOWN_CALENDAR: "没有这个日历",
    FlawCode.CALENDAR_WITHOUT_WORKDAY: "日历中没有一个工作日",
    FlawCode.CYCLE: "工序互为前提",
}
MOST_SHOWN = 5  # of a list of complaints


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """Never fails: an unknown code gets a neutral sentence, a fact that was not given is shown as missing."""
    pattern = SENTENCES.get(code, UNKNOWN)
    named = {name for _, name, _, _ in Formatter().parse(pattern) if name}
    return pattern.format_map({name: _shown(name, facts.get(name)) for name in named})


def _shown(name: str, value: Any) -> str:
    match value:
        case Flaw():
            named = f"（{value.calendar}）" if value.calendar else ""
            return f"{FLAWS[value.code]}{named}：{'、'.join(value.steps)}"
        case None | "":
            return BLANK
        case datetime():
            return phrases.short_day(value.date())
        case date():
            return phrases.short_day(value)
        case Decimal():
            return phrases.number(value) if value.is_finite() else str(value)
        case list() | tuple() | set() | frozenset():
            shown = [_shown(name, one) for one in value]
            more = f"等{len(shown)}处" if len(shown) > MOST_SHOWN else ""
            return "；".join(shown[:MOST_SHOWN]) + more
    return NAMED[name](str(value)) if name in NAMED else phrases.line(str(value))


NAMED = {
    "state": phrases.problem_state,
    "act": lambda act: ACTS.get(act, act),
    "seats": phrases.seat,
    "role": phrases.role,
}
