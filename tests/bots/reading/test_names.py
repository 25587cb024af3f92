import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.reading import Match, match_project

NAMES = (
    "县人民医院迁建工程",
    "县中医院门诊楼",
    "标准厂房一期",
    "标准厂房二期",
    "环城南路改造",
    "环城北路改造",
    "汽车零部件产业园",
    "新能源汽车产业园",
    "东湖湿地公园",
)


@pytest.mark.parametrize(
    ("fragment", "name"),
    [
        ("县人民医院迁建工程", "县人民医院迁建工程"),
        ("县人民医院迁建", "县人民医院迁建工程"),
        ("中医院", "县中医院门诊楼"),
        ("厂房二期", "标准厂房二期"),
        ("厂房2期", "标准厂房二期"),
        ("标准厂房Ⅱ期", "标准厂房二期"),
        ("环城南路", "环城南路改造"),
        ("东湖公园", "东湖湿地公园"),
        ("零部件产业园", "汽车零部件产业园"),
        ("东湖湿地公圆", "东湖湿地公园"),
        ("dhsd", "东湖湿地公园"),
    ],
)
def test_a_fragment_finds_its_project(fragment: str, name: str) -> None:
    assert match_project(fragment, NAMES).best == name


@pytest.mark.parametrize("fragment", ["厂房", "标准厂房", "环城路", "产业园", "改造"])
def test_what_fits_two_is_asked(fragment: str) -> None:
    found = match_project(fragment, NAMES)
    assert found.best is None
    assert len(found.candidates) >= 2


@pytest.mark.parametrize("fragment", ["", "殡仪馆", "标准厂房三期", "！！"])
def test_what_fits_none_finds_none(fragment: str) -> None:
    assert match_project(fragment, NAMES).best is None


def test_no_names_no_match() -> None:
    assert match_project("县医院", ()) == Match(None)


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=5))
@settings(deadline=None)  # the machine is shared
def test_any_fragment_on_any_names_gives_one_of_them_or_none(fragment: str, names: list[str]) -> None:
    found = match_project(fragment, names)
    assert found.best is None or found.best in names
