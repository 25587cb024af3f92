"""Sentences about the conversation itself: how to say things, and what was not taken."""

from backend.domain.people import Role
from bots.message import Button

EXAMPLE = "工人86人，挖机3台，主体三层封顶，无问题"
HELP = Button("帮助", "help", "帮助")
HOW_TO = {
    "report": f"直接发一句话就是日报，例如：{EXAMPLE}。几个项目一起报时带上项目名。与昨天一样就发“同昨天”。",
    "checkin": "请点输入框旁的“＋”，选“位置”，发送当前位置，就记一次到现场。",
    "photo": "请直接发照片，会归到刚报过的项目；分不清时会问您。",
    "progress": "请发“进度 项目名”。",
    "schedule": "请带上项目名，例如：倒排 县医院，还差几天 县医院，关键线路 县医院。",
    "impact": "请带上问题编号，例如：影响 12号。",
    "fix": "要改哪个，请发“更正 项目名 工人48人”。",
    "raise_problem": "请发“上报问题 项目名 什么问题”，例如：上报问题 县医院 电力线路未迁改。",
}


def help_for(roles: frozenset[str]) -> str:
    lines = ["可以这样说："]
    if Role.SECRETARY in roles:
        lines += [
            f"· 报日报：{EXAMPLE}",
            "· 同昨天 ｜ 更正 工人应为48人 ｜ 补报 昨天 ｜ 撤销",
            "· 发照片：归入当天日报",
            "· 节点完成 县医院 主体封顶",
            "· 请假 11月3日到5日",
        ]
    if roles & {Role.OFFICE, Role.ADMIN}:
        lines += [
            "· 今天谁没报 ｜ 待办问题 ｜ 逾期问题",
            "· 交办 县医院 电力线路未迁改 给 供电公司 5天",
            "· 销号 12号 ｜ 重办 12号 理由 ｜ 延期 12号 3天 理由",
        ]
    if Role.UNIT in roles:
        lines += ["· 签收 12号 ｜ 反馈 12号 办理情况", "· 延期 12号 3天 理由 ｜ 退回 12号 理由"]
    if roles & {Role.SECRETARY, Role.LEADER}:
        lines += ["· 发位置：记一次到现场", "· 上报问题 县医院 电力线路未迁改"]
    lines.append("· 倒排 县医院 ｜ 还差几天 县医院 ｜ 关键线路 县医院 ｜ 影响 12号")
    return "\n".join([*lines, "· 我的项目 ｜ 进度 县医院 ｜ 我还欠什么 ｜ 待办问题"])


def unsupported(kind: str) -> str:
    name = {"voice": "语音", "video": "视频", "link": "链接", "file": "文件"}.get(kind, "这类消息")
    hint = "请用手机键盘的语音转文字，或直接打字。" if kind == "voice" else "请发文字、照片或位置。"
    return f"暂时看不了{name}，没有记录。{hint}"
