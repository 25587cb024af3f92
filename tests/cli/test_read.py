import json
from dataclasses import dataclass
from datetime import date

from click.testing import CliRunner

from backend.cli.read import read


@dataclass
class Clock:
    day: date

    def today(self) -> date:
        return self.day


def run(*args: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(read, args, input=stdin, obj=Clock(date(2026, 7, 15)))
    assert result.exit_code == 0, result.output
    return result.output


def messages(*args: str, stdin: str | None = None) -> list[dict[str, object]]:
    return json.loads(run("--json", *args, stdin=stdin))["messages"]


def test_json_has_every_field_of_the_contract() -> None:
    (message,) = messages(
        "滨河路：工人45人，挖机3台、吊车1台，沥青摊铺900米，电杆没迁，本月完成投资320.5万元"
    )
    assert message == {
        "kind": "daily_report",
        "date": "2026-07-15",
        "project_text": "滨河路",
        "workers": 45,
        "machines": 4,
        "machine_types": {"挖机": 3, "吊车": 1},
        "invested_wan": 320.5,
        "stopped": False,
        "stop_reason": None,
        "blockers": ["电杆没迁"],
        "progress": "沥青摊铺900米",
        "doubts": [],
    }


def test_today_is_the_clock_s_unless_given() -> None:
    assert messages("昨天工人45人")[0]["date"] == "2026-07-14"
    assert messages("昨天工人45人", "--today", "2026-03-01")[0]["date"] == "2026-02-28"


def test_a_dash_reads_standard_input() -> None:
    assert messages("-", stdin="工人45人\n")[0]["workers"] == 45


def test_doubts_are_sentences() -> None:
    (message,) = messages("十来个工人")
    assert message["workers"] is None
    assert message["doubts"] == ["工人：十来个工人（10？）"]


def test_one_object_a_project() -> None:
    assert [m["project_text"] for m in messages("物流园 30人4台 体育馆 52人3台")] == ["物流园", "体育馆"]


def test_a_known_name_is_found() -> None:
    assert messages("中和汇今天45人", "--name", "中和汇城市综合体")[0]["project_text"] == "中和汇"


def test_questions_have_no_date() -> None:
    assert messages("今天谁没报")[0] == messages("未报名单")[0]
    assert messages("今天谁没报")[0]["date"] is None


def test_without_json_it_is_a_list_for_the_eye() -> None:
    shown = run("工人45人，挖机3台")
    assert "workers: 45" in shown
    assert "machine_types: 挖机3" in shown


def test_a_wrong_day_is_refused() -> None:
    result = CliRunner().invoke(read, ["工人45", "--today", "2026-02-30"], obj=Clock(date(2026, 7, 15)))
    assert result.exit_code == 2
