"""steward plan, as it is typed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backend.cli.plan import plan

NATIONAL_DAY: dict[str, Any] = {
    "target": "2026-10-12",
    "start": "2026-09-28",
    "calendar": "cn",
    "steps": [
        {"id": "b", "name": "承台", "days": 2, "after": [{"id": "a", "type": "FS", "lag": 0}]},
        {"id": "a", "name": "桩基", "days": 3},
        {"id": "c", "name": "验收", "days": 1, "after": [{"id": "b"}]},
    ],
}


def steward_plan(*args: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(plan, args, input=given, catch_exceptions=False)


def file(folder: Path, value: object) -> str:
    path = folder / "plan.json"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return str(path)


def test_json_has_every_step_in_the_order_of_the_file(tmp_path: Path):
    result = steward_plan(file(tmp_path, NATIONAL_DAY), "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert (answer["project_float"], answer["provisional"]) == (1, False)
    assert (answer["target"], answer["finish"]) == ("2026-10-12", "2026-10-10")
    assert [s["id"] for s in answer["steps"]] == ["b", "a", "c"]
    contract = {
        "id": "a", "early_start": "2026-09-28", "early_finish": "2026-09-30", "late_start": "2026-09-29",
        "late_finish": "2026-10-08", "total_float": 1, "free_float": 0, "critical": True,
    }  # fmt: skip
    assert contract.items() <= answer["steps"][1].items()


def test_a_calendar_in_the_file_is_the_calendar(tmp_path: Path):
    own = NATIONAL_DAY | {
        "calendar": {"holidays": ["2026-09-29"], "workdays": ["2026-10-03"]},
        "target": "2026-10-05",
    }
    answer = json.loads(steward_plan(file(tmp_path, own), "--json").stdout)
    assert [s["early_finish"] for s in answer["steps"]] == ["2026-10-03", "2026-10-01", "2026-10-05"]
    assert answer["project_float"] == 0


def test_the_next_year_is_computed_and_marked_provisional(tmp_path: Path):
    later = NATIONAL_DAY | {"start": "2027-02-01", "target": "2027-03-01"}
    answer = json.loads(steward_plan(file(tmp_path, later), "--json").stdout)
    assert answer["provisional"] is True
    assert [s["early_finish"] for s in answer["steps"]] == ["2027-02-11", "2027-02-03", "2027-02-12"]


def test_standard_input_is_a_file_called_dash():
    result = steward_plan("-", "--json", given=json.dumps(NATIONAL_DAY).encode())
    assert json.loads(result.stdout)["project_float"] == 1


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("2026-10-12", "预计完成 2026-10-10：有1个工作日机动。"),
        ("2026-10-11", "恰好按期，没有机动。"),
        ("2026-09-30", "须抢回3个工作日。"),
    ],
)
def test_the_table_says_first_how_the_plan_stands(tmp_path: Path, target: str, sentence: str):
    result = steward_plan(file(tmp_path, NATIONAL_DAY | {"target": target}))
    assert sentence in result.stdout.splitlines()[0]
    assert "早开始" in result.stdout
    assert "承台" in result.stdout
    assert "暂定" not in result.stdout


def test_the_columns_of_the_table_stand_under_their_heads(tmp_path: Path):
    lines = steward_plan(file(tmp_path, NATIONAL_DAY)).stdout.splitlines()[2:]
    width = [len(line[: line.index("2026-")].encode("gb18030")) for line in lines[1:4]]
    head = len(lines[0][: lines[0].index("最早开始")].encode("gb18030"))  # two bytes a wide character
    assert set(width) == {head}


def test_an_empty_plan_has_days_and_no_table(tmp_path: Path):
    path = file(tmp_path, NATIONAL_DAY | {"steps": []})
    assert "没有工序；2026-09-28 至 2026-10-12 有 7 个工作日" in steward_plan(path).stdout
    answer = json.loads(steward_plan(path, "--json").stdout)
    assert (answer["steps"], answer["finish"], answer["project_float"]) == ([], None, 7)


def test_five_hundred_steps_are_no_trouble(tmp_path: Path):
    chain = [{"id": f"s{k}", "days": 1, "after": [{"id": f"s{k - 1}"}] if k else []} for k in range(500)]
    answer = json.loads(steward_plan(file(tmp_path, NATIONAL_DAY | {"steps": chain}), "--json").stdout)
    assert len(answer["steps"]) == 500
    assert answer["project_float"] == 7 - 500


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_bad_file_is_refused_with_everything_on_standard_error(tmp_path: Path, more: list[str]):
    bad = NATIONAL_DAY | {
        "start": "soon",
        "steps": [{"id": "a", "days": -1}, {"id": "b", "days": 1, "after": [{"id": "q"}]}],
    }
    result = steward_plan(file(tmp_path, bad), *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "计划文件有 3 处问题：",
        "start：应为日期，如 2026-12-18，实为“soon”",
        "steps[0]（a）.days：应在 0 到 5000 之间，实为数字 -1",
        "steps：工序“b”的紧前工序“q”不存在",
    ]


def test_a_cycle_is_named_in_order(tmp_path: Path):
    ring = [{"id": i, "days": 1, "after": [{"id": before}]} for i, before in ("ac", "ba", "cb")]
    result = steward_plan(file(tmp_path, NATIONAL_DAY | {"steps": ring}))
    assert (result.exit_code, result.stderr.splitlines()[1]) == (
        2,
        "steps：工序互为前提，无法排期：a → b → c → a",
    )


def test_dates_beyond_the_calendar_are_refused_in_words(tmp_path: Path):
    chain = [{"id": f"s{k}", "days": 5000, "after": [{"id": f"s{k - 1}"}] if k else []} for k in range(9)]
    result = steward_plan(file(tmp_path, NATIONAL_DAY | {"steps": chain}))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "超出日历范围（1950—2100 年）" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "请给出计划文件"),
        (("no-such-file.json",), "找不到文件：no-such-file.json"),
        ((".",), "无法读取文件：."),
        (("x.json", "--target", "2026-12-18"), "--target 和 --start 只与 --template 一起使用"),
        (("x.json", "--template", "road"), "只能选一个"),
        (("--template", "road"), "需要同时给出 --target"),
        (("--template", "road", "--target", "year end"), "--target：应为日期，如 2026-12-18，实为“year end”"),
        (("--template", "road", "--target", "2026-12-18", "--start", "x"), "--start：应为日期"),
        (("--template", "road", "--target", "1950-03-01"), "超出日历范围"),
        (("--template", "ship", "--target", "2026-12-18"), "--template"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_two(args: Sequence[str], said: str):
    result = steward_plan(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("kind", ["industrial", "building", "road"])
def test_a_template_ends_on_its_target(kind: str):
    result = steward_plan("--template", kind, "--target", "2026-12-18", "--json")
    answer = json.loads(result.stdout)
    assert (answer["project_float"], answer["finish"], answer["provisional"]) == (0, "2026-12-18", False)
    assert max(s["late_finish"] for s in answer["steps"]) == "2026-12-18"


def test_a_template_from_a_start_says_what_must_be_gained():
    result = steward_plan("--template", "industrial", "--target", "2026-12-18", "--start", "2026-01-05")
    assert "须抢回" in result.stdout.splitlines()[0]
    assert "招标、施工许可" in result.stdout


# --- chains, limits, what has happened

SITE: dict[str, Any] = {
    "target": "2026-03-31",
    "start": "2026-03-02",
    "status_date": "2026-03-11",
    "steps": [
        {"id": "dig", "name": "土方", "days": 5, "actual_start": "2026-03-02", "remaining": 3},
        {"id": "pour", "name": "浇筑", "days": 5, "after": [{"id": "dig"}]},
        {
            "id": "cure",
            "name": "养护",
            "days": 1,
            "after": [{"id": "pour", "lag": 7, "lag_unit": "calendar"}],
        },
        {"id": "fence", "name": "围挡", "days": 10, "calendar": "seven_day", "not_before": "2026-03-14"},
        {
            "id": "done",
            "name": "验收",
            "days": 0,
            "after": [{"id": "cure"}, {"id": "fence"}],
            "not_after": "2026-03-25",
        },
    ],
}


def test_json_tells_chains_limits_and_what_is_left(tmp_path: Path):
    result = steward_plan(file(tmp_path, SITE), "--json")
    assert (result.exit_code, result.stderr) == (
        0,
        "“验收”限2026年3月25日完成，受紧前工序“养护”制约，晚3个工作日。\n",
    )
    answer = json.loads(result.stdout)
    steps = {step["id"]: step for step in answer["steps"]}
    # Three days are left from Wednesday the 11th; the curing waits seven days of the week.
    assert steps["dig"]["early_finish"] == "2026-03-13"
    assert steps["pour"]["early_finish"] == "2026-03-20"
    assert (
        steps["cure"]["early_start"] == "2026-03-30"
    )  # Friday the 27th is the seventh day, then the weekend
    assert steps["fence"]["early_finish"] == "2026-03-23"
    assert (steps["done"]["early_start"], steps["done"]["early_finish"]) == ("2026-03-30", "2026-03-30")
    assert answer["critical_chains"][0]["steps"] == ["dig", "pour", "cure", "done"]
    (missed,) = [found for found in answer["diagnostics"] if found["code"] == "limit_against_link"]
    assert missed["steps"] == ["done", "cure"]
    assert missed["text"] == "“验收”限2026年3月25日完成，受紧前工序“养护”制约，晚3个工作日。"
    assert answer["project_float"] == 1


def test_today_on_the_command_line_outweighs_the_file(tmp_path: Path):
    answer = json.loads(steward_plan(file(tmp_path, SITE), "--json", "--today", "2026-03-12").stdout)
    assert (answer["status_date"], answer["steps"][0]["early_finish"]) == ("2026-03-12", "2026-03-16")


def test_the_table_names_the_chain_and_what_to_look_at(tmp_path: Path):
    lines = steward_plan(file(tmp_path, SITE)).stdout.splitlines()
    assert "关键线路（时差 -3）：dig → pour → cure → done" in lines
    assert any(line.startswith("提示　“验收”限") for line in lines)


def test_a_calendar_without_a_working_day_is_refused_with_the_steps(tmp_path: Path):
    never = {"weekend": [1, 2, 3, 4, 5, 6, 7]}
    steps = [{"id": "a", "days": 1, "calendar": never}, {"id": "b", "days": 1}]
    result = steward_plan(file(tmp_path, SITE | {"steps": steps}))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "没有一个工作日" in result.stderr
    assert "a" in result.stderr


# --- what else is asked of a plan

LATE: dict[str, Any] = {
    "target": "2026-03-20",
    "start": "2026-03-02",
    "status_date": "2026-03-11",
    "steps": [
        {"id": "permit", "name": "施工许可", "days": 4, "nature": "approval", "actual_start": "2026-03-02", "actual_finish": "2026-03-10"},
        {"id": "dig", "name": "土方", "days": 6, "least": 4, "after": [{"id": "permit"}], "owner": "施工单位"},
        {"id": "pour", "name": "浇筑", "days": 4, "least": 3, "after": [{"id": "dig"}], "milestone": True},
    ],
}  # fmt: skip


def answer_of(folder: Path, value: object, *more: str) -> dict[str, Any]:
    result = steward_plan(file(folder, value), "--json", *more)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_plan_that_is_short_of_days_says_how_to_gain_them(tmp_path: Path):
    # Ten working days from Wednesday the 11th end on Tuesday the 24th, two after Friday the 20th.
    found = answer_of(tmp_path, LATE)
    assert (found["project_float"], found["finish"]) == (-2, "2026-03-24")
    proposal = found["compression"]
    assert (proposal["project_float"], proposal["short_of"], proposal["finish"]) == (0, 0, "2026-03-20")
    assert [(one["measure"], one["step"], one["gained"]) for one in proposal["changes"]] == [
        ("overlap", "pour", 2)
    ]
    assert answer_of(tmp_path, LATE | {"target": "2026-03-31"})["compression"] is None


def test_where_it_stands_on_its_status_date_is_told(tmp_path: Path):
    found = answer_of(tmp_path, LATE)
    assert [(point["step"], point["days"]) for point in found["progress_line"]] == [
        ("permit", 0),
        ("dig", -3),
        ("pour", 0),
    ]
    assert [one["step"] for one in found["look_ahead"]["7"]] == ["dig", "pour"]
    assert all(point["earned"] is None for point in found["s_curve"]["points"] if point["day"] > "2026-03-11")
    assert found["stand_still"]["step"] == "dig"
    assert "progress_line" not in answer_of(tmp_path, {k: v for k, v in LATE.items() if k != "status_date"})


def test_what_a_wait_does_is_told_before_anybody_waits(tmp_path: Path):
    found = answer_of(tmp_path, LATE | {"target": "2026-03-31"}, "--wait", "dig:3")["impact"]
    assert (found["waited"], found["eaten"], found["moved"]) == (3, 3, 3)
    assert (found["before"]["finish"], found["after"]["finish"]) == ("2026-03-24", "2026-03-27")
    assert found["sentence"].startswith("“土方”若再推迟3个工作日，吃掉机动时间5天中的3天")


def test_what_changed_since_another_file_is_told(tmp_path: Path):
    other = tmp_path / "before.json"
    other.write_text(json.dumps(LATE | {"target": "2026-03-31"}), "utf-8")
    found = answer_of(tmp_path, LATE, "--against", str(other))["difference"]
    assert (found["before"]["target"], found["after"]["target"]) == ("2026-03-31", "2026-03-20")
    assert found["sentence"].startswith("目标日期由3月31日调整为3月20日")


def test_the_days_of_the_ledger_add_up_to_what_was_lost(tmp_path: Path):
    found = answer_of(tmp_path, LATE, "--since", "2026-03-04")["ledger"]
    assert (found["finish_before"], found["finish_after"], found["slip"]) == ("2026-03-19", "2026-03-24", 3)
    assert sum(one["days"] for one in found["entries"]) == 3
    assert {one["step"] for one in found["entries"]} == {"permit"}  # due on the 5th, done on the 10th


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--wait", "dig"), "--wait 应为 工序编号:工作日数，如 3:10，实为“dig”"),
        (("--wait", "moon:3"), "“moon”"),
        (("--wait", "permit:3"), "施工许可"),
        (("--since", "2026-03-12"), "早于"),
        (("--against", "none.json"), "找不到文件：none.json"),
    ],
)
def test_what_cannot_be_answered_is_said(tmp_path: Path, args: tuple[str, ...], said: str):
    result = steward_plan(file(tmp_path, LATE), *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_template_grows_with_the_project():
    usual = json.loads(steward_plan("--template", "road", "--target", "2027-12-31", "--json").stdout)
    large = json.loads(
        steward_plan("--template", "road", "--target", "2027-12-31", "--size", "40", "--json").stdout
    )
    assert sum(step["days"] for step in large["steps"]) > sum(step["days"] for step in usual["steps"])
