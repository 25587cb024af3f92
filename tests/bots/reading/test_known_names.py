"""Whose report a stretch belongs to when the sender's projects are known."""

from datetime import date

import pytest

from bots.reading import read

TODAY = date(2026, 10, 26)
NAMES = (
    "恒泽新材料高性能隔膜项目",
    "恒泽隔膜",
    "新禾饲料年产三十万吨生产线",
    "新禾饲料",
    "清溪县人民医院迁建项目",
    "县医院",
    "清溪县图书馆新馆",
    "图书馆",
)


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        ("恒泽隔膜 工人168人，生产线设备就位12台", ["恒泽隔膜"]),
        ("县医院 工人86人，图书馆方向便道修通，塔吊2台", ["县医院"]),
        ("县医院 工人86人，图书馆 工人18人", ["县医院", "图书馆"]),
        ("县医院工人86人，图书馆今日停工", ["县医院", "图书馆"]),
        ("县医院86人3台，新禾饲料40人2台", ["县医院", "新禾饲料"]),
    ],
)
def test_a_known_name_further_on_is_a_project_only_when_it_opens_a_report(
    text: str, projects: list[str]
) -> None:
    assert [reading.project_text for reading in read(text, TODAY, NAMES)] == projects
