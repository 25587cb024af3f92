"""What every `steward schedule` command asks for first: the project, and how a refusal sounds here."""

import click

from backend.domain.errors import Refused
from backend.domain.people import Scope
from backend.domain.project import Project
from backend.intake.forms import KINDS
from backend.services.desk import Desk
from reports import refusals


def project_of(desk: Desk, code: str, scope: Scope) -> Project:
    found = desk.unit.projects.by_code(code, scope)
    if found is None:
        raise click.ClickException(f"没有编号为「{code}」的项目。")
    return found


def no_plan(code: str) -> str:
    return f"项目 {code} 还没有倒排计划：用 steward schedule adopt {code} 套模板，或用 steward intake plans 导入。"


def in_words(error: Refused, code: str) -> str:
    facts = error.facts
    match error.code:
        case "plan_missing":
            return no_plan(code)
        case "template_missing":
            return f"项目类型为“{KINDS[facts['kind']][0]}”，没有对应的模板，请用 --template 指定。"
        case "target_missing":
            return "项目没有目标完成日期，请用 --target 给出，或先补到项目表。"
        case "dates_reversed":
            return f"目标完成日期 {facts['target']} 早于开工日期 {facts['start']}。"
        case "milestone_not_found":
            return f"计划里没有编号或名称为「{facts['name']}」的步骤。"
        case "milestone_already_done":
            return f"“{facts['name']}”已于 {facts['day']} 完成。"
        case "day_in_future":
            return f"{facts['day']} 还没到，只能记今天和以前的完成。"
        case "reason_missing":
            return f"{refusals.sentence(error.code, facts)}用 --reason 给出。"
        case "approver_missing":
            return f"{refusals.sentence(error.code, facts)}用 --approver 给出。"
        case _:
            return refusals.sentence(error.code, facts)
