"""Every reason for which anything is refused has its sentence: the codes are read out of the source."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from backend.domain import errors
from backend.domain.flaw import Flaw, FlawCode
from backend.domain.standing import Reason
from reports import phrases, refusals

HOUSE = Path(__file__).parents[2]
PACKAGES = ("backend", "bots", "reports")
TREE = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refused)
}
CARRIERS = {"said": 2, "answer": 2, "Refusal": 0}  # what takes a code as an argument on its way, and which


@cache
def sources() -> tuple[tuple[Path, str, ast.AST], ...]:
    paths = [path for package in PACKAGES for path in sorted((HOUSE / package).rglob("*.py"))]
    texts = [path.read_text("utf-8") for path in paths]
    return tuple((path, text, ast.parse(text)) for path, text in zip(paths, texts, strict=True))


@cache
def codes() -> dict[str, str]:
    """Code → where it is."""
    found = {}
    for path, _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for code in _codes(node):
                    found[code] = f"{path.relative_to(HOUSE)}:{node.lineno}"
    return found


def _codes(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = 0 if name in TREE else CARRIERS.get(name)
    if place is None or len(call.args) <= place:
        return
    match call.args[place]:
        case ast.Constant(value=str(code)):
            yield code
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(ending))]):
            yield from (f"{beginning}{ending}" for beginning in ("workers", "machines"))


def test_the_reading_of_the_source_finds_what_is_known_to_be_there() -> None:
    assert {"problem_not_found", "answer_empty", "workers_out_of_range", "binding_refused"} <= set(codes())
    assert len(codes()) > 80


def test_every_code_has_a_sentence() -> None:
    missing = {code: place for code, place in codes().items() if code not in refusals.SENTENCES}
    assert missing == {}


def test_no_sentence_is_without_a_use() -> None:
    texts = [text for path, text, _ in sources() if path.name != "refusals.py"]
    raised = set(codes())
    unused = [
        code
        for code in refusals.SENTENCES
        if code not in raised and not any(f'"{code}"' in text for text in texts)
    ]
    assert unused == []


@pytest.mark.parametrize("code", refusals.SENTENCES)
def test_a_sentence_is_whole_with_its_facts_and_without(code: str) -> None:
    facts = dict.fromkeys(
        ("name", "field", "limit", "id", "days", "value", "project", "key", "job", "reason", "year"), "某"
    )
    for given in ({}, facts, {"state": "raised", "act": "close", "seats": ("leader",)}):
        text = refusals.sentence(code, given)
        assert text.endswith("。")
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize(
    ("code", "facts", "text"),
    [
        ("day_in_future", {"day": date(2026, 11, 20)}, "11月20日还没到，只能报今天和以前的日子。"),
        ("run_not_due", {"job": "x", "key": "2026-11", "at": datetime(2026, 1, 1, tzinfo=UTC)}, "任务“x”（2026-11）还没到时间。"),
        ("wan_out_of_range", {"value": Decimal("-5"), "limit": Decimal(100000000)}, "投资额-5万元不在0至100,000,000万元之间，请核对后重报。"),
        ("seats_empty", {"seats": ("leader", "unit")}, "以下各项还空着，不能列为在建：包保领导；责任单位。"),
        ("plan_flawed", {"flaws": (Flaw(FlawCode.CYCLE, ("a", "b")),)}, "计划有误，无法排期：工序互为前提：a、b。"),
        ("problem_not_found", {}, "没找到这个问题。"),
        ("never_heard_of", {"x": 1}, refusals.UNKNOWN),
    ],
)  # fmt: skip
def test_facts_are_written_as_people_write_them(code: str, facts: dict[str, object], text: str) -> None:
    assert refusals.sentence(code, facts) == text


def test_a_long_list_of_complaints_is_cut_short() -> None:
    text = refusals.sentence("policy_invalid", {"complaints": [f"第{n}行" for n in range(40)]})
    assert text == "规则文件有误：第0行；第1行；第2行；第3行；第4行等40处。"


def test_a_completed_project_has_its_reason_in_words() -> None:
    codes_of_reasons = {
        node.args[0].value
        for path, _, tree in sources()
        if path.name == "standing.py" and path.parent.name == "domain"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Reason"
        and isinstance(node.args[0], ast.Constant)
    }
    assert codes_of_reasons <= set(phrases.REASONS)
    assert phrases.reason(Reason("completed")) == "已竣工"
