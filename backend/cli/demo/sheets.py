"""The county's people and projects as the two sheets an office would fill in."""

import csv
import io
from collections.abc import Iterable, Sequence

from backend.cli.demo.county import (
    LEADERS,
    OFFICE,
    OFFICE_CLERK,
    OFFICE_DEPUTY,
    SCHEMES,
    SECRETARIES,
    UNITS,
    leader_of,
    secretary_of,
)
from backend.cli.demo.schedules import Run
from backend.cli.demo.script import site_of
from backend.domain.project import Kind

KINDS = {Kind.INDUSTRIAL: "工业", Kind.BUILDING: "政府房建", Kind.ROAD: "道路", Kind.OTHER: "其他"}


def people() -> bytes:
    rows: list[tuple[str, ...]] = [("姓名", "单位", "职务", "角色", "企业微信账号", "B岗")]
    for one in (OFFICE_CLERK, OFFICE_DEPUTY):
        rows.append((one.name, OFFICE, one.title, "重点办", one.account, ""))
    for one in LEADERS:
        rows.append((one.name, "清溪县四大家班子", one.title, "包保领导", one.account, ""))
    for n, one in enumerate(SECRETARIES):
        stand_in = SECRETARIES[(n + 1) % len(SECRETARIES)].name
        rows.append((one.name, "清溪县派驻项目秘书", "项目秘书", "项目秘书", one.account, stand_in))
    for unit, one in UNITS.items():
        rows.append((one.name, unit, one.title, "责任单位", one.account, ""))
    return _csv(rows)


def projects(runs: Sequence[Run], years: Iterable[int]) -> bytes:
    years = sorted(set(years))
    head = (
        "项目编号",
        "项目名称",
        "简称",
        "所属地区",
        "行业",
        "项目类型",
        "建设阶段",
        "责任单位",
        "包保领导",
        "项目秘书",
    )
    money = tuple(f"{year}年计划投资（万元）" for year in years)
    rows = [(*head, "开工日期", "目标完成日期", "总投资（万元）", *money, "经纬度", "到场半径")]
    for i, (scheme, run) in enumerate(zip(SCHEMES, runs, strict=True)):
        lat, lon = site_of(i)
        rows.append(
            (
                f"QX-{i + 1:03d}",
                scheme.name,
                scheme.alias,
                scheme.town,
                scheme.sector,
                KINDS[scheme.kind],
                "在建",
                scheme.unit,
                leader_of(i).name,
                secretary_of(i).name,
                run.plan.start.isoformat(),
                run.plan.target.isoformat(),
                str(scheme.total),
                *(str(scheme.annual) for _ in years),
                f"{lon:.4f},{lat:.4f}",
                "500",
            )
        )
    return _csv(rows)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")  # so that a double click opens it right
