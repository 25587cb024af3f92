"""`steward schedule picture` and `board-picture` as a clerk uses them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import Door, cli
from backend.domain.project import Kind
from backend.services.publications import machine_fonts
from reports import fonts
from tests import builders

Run = Callable[..., Result]

needs_fonts = pytest.mark.skipif(machine_fonts() is None, reason="no Chinese font on this machine")


@pytest.fixture
def run(door: Door) -> Run:
    with door.open_desk() as desk:
        builders.project(
            desk, "QX-1", "县医院迁建", kind=Kind.BUILDING, start=date(2026, 3, 2), target=date(2027, 12, 31)
        )
        builders.project(desk, "QX-3", "别的", start=None, target=None)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["schedule", *map(str, arguments)], obj=door)

    assert run("adopt", "QX-1").exit_code == 0
    return run


def test_drawings_for_pages_and_phones_need_no_font(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_fonts(monkeypatch)
    lying, standing = tmp_path / "new" / "map.svg", tmp_path / "phone.svg"
    made = run("picture", "QX-1", "-o", lying)
    assert (made.exit_code, made.stdout) == (0, f"已写出 {lying}\n")
    assert run("picture", "QX-1", "-o", standing, "--vertical").exit_code == 0
    assert 'width="1440"' in lying.read_text("utf-8")
    assert 'width="390"' in standing.read_text("utf-8")


@needs_fonts
def test_pictures_and_wall_copies_are_written(run: Run, tmp_path: Path) -> None:
    for name, begins in (("map.png", b"\x89PNG"), ("map.PDF", b"%PDF-")):
        assert run("picture", "QX-1", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


@needs_fonts
def test_the_board_of_today_is_drawn_in_as_many_pages_as_it_takes(
    run: Run, door: Door, tmp_path: Path
) -> None:
    with door.open_desk() as desk:
        for n in range(20):
            builders.project(desk, f"P-{n}", f"项目{n}号")
    made = run("board-picture", "-o", tmp_path / "board.png")
    assert made.exit_code == 0
    lines = made.stdout.splitlines()
    assert lines[:2] == [f"已写出 {tmp_path / 'board.png'}", f"已写出 {tmp_path / 'board-2.png'}"]
    assert lines[2].endswith("重点项目倒排工期作战图】截至2026年7月15日")
    assert lines[3].startswith("共22个项目：")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("picture", "QX-9", "-o", "x.svg"), "没有编号为「QX-9」的项目。"),
        (("picture", "QX-3", "-o", "x.svg"), "项目 QX-3 还没有倒排计划"),
        (("picture", "QX-1", "-o", "x.jpg"), "x.jpg 应以 .svg、.png 或 .pdf 结尾。"),
        (("picture", "QX-1", "-o", "x.png", "--vertical"), "--vertical 只用于 .svg"),
        (("picture", "QX-1"), "Missing option '-o'"),
        (("board-picture", "-o", "board.pdf"), "board.pdf 应以 .png 结尾。"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*arguments)
    assert refused.exit_code in (1, 2)
    assert sentence in refused.stderr
    assert list(tmp_path.glob("x.*")) == []


def test_without_a_chinese_font_it_says_so_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_fonts(monkeypatch)
    for arguments in (
        ("picture", "QX-1", "-o", tmp_path / "map.png"),
        ("board-picture", "-o", tmp_path / "b.png"),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 1
        assert "没有找到中文字体" in refused.stderr
    assert not (tmp_path / "map.png").exists()


def test_a_place_that_cannot_be_written_to_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("picture", "QX-1", "-o", tmp_path / "file" / "map.svg")
    assert refused.exit_code == 1
    assert "无法写入" in refused.stderr


def _no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has none of its own."""
    find = fonts.find_fonts
    monkeypatch.setattr(fonts, "find_fonts", lambda dirs: find(dirs, system=False))
