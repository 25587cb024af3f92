"""`steward doctor` says what is fine, what is wrong, and what to do about it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli import cli
from backend.services import publications


def doctor(folder: Path, **env: str) -> Result:
    """With a database at the newest shape, unless another is given."""
    env = {f"STEWARD_{name}": value for name, value in env.items()}
    env.setdefault("STEWARD_DATABASE_URL", f"sqlite:///{folder / 'steward.db'}")
    env.setdefault("STEWARD_DATA_DIR", str(folder / "photos"))
    return CliRunner(env=env).invoke(cli, ["doctor"])


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    env = {"STEWARD_DATABASE_URL": f"sqlite:///{tmp_path / 'steward.db'}"}
    assert CliRunner(env=env).invoke(cli, ["db", "upgrade"]).exit_code == 0
    return tmp_path


def wrong(result: Result) -> list[str]:
    return [line for line in result.output.splitlines() if line.startswith("✗")]


def test_a_house_in_order_is_said_to_be(ready: Path) -> None:
    if publications.machine_fonts() is None:
        pytest.skip("no Chinese font on this machine: that is said to be wrong")

    result = doctor(ready)

    assert (wrong(result), result.exit_code) == ([], 0)
    for part in ("设置", "数据库", "SQLite", "制度", "四类规则", "字体", "日历", "磁盘", "企业微信：未配置"):
        assert f"✓ {part}" in result.output, part


def test_wecom_is_shown_without_its_secrets(ready: Path) -> None:
    result = doctor(
        ready,
        WECOM_CORP_ID="wwcorp",
        WECOM_TOKEN="canaryToken",
        WECOM_AES_KEY="k" * 43,
        WECOM_AGENT_ID="1000002",
        WECOM_SECRET="canarySecret",
    )

    assert "✓ 企业微信：应用 1000002" in result.output
    assert "/hooks/wecom" in result.output
    assert "canary" not in result.output
    assert "k" * 43 not in result.output


def test_an_old_database_names_the_command(tmp_path: Path) -> None:
    result = doctor(tmp_path)

    assert result.exit_code == 1
    [line] = [line for line in wrong(result) if "数据库" in line]
    assert line.endswith("请运行 steward db upgrade")


def test_a_database_that_cannot_be_opened_is_said_and_its_password_is_not(ready: Path) -> None:
    file = doctor(ready, DATABASE_URL=f"sqlite:///{ready}/nowhere/steward.db")
    server = doctor(ready, DATABASE_URL="postgresql://steward:canary@127.0.0.1:1/steward")

    for result in (file, server):
        assert result.exit_code == 1
        assert any("数据库" in line for line in wrong(result))
        assert "Traceback" not in result.output
        assert "canary" not in result.output


def test_every_bad_setting_is_named(ready: Path) -> None:
    result = doctor(ready, TIMEZONE="Mars/Base", FONTS_DIR=str(ready / "nowhere"), DATABSE_URL="x")

    assert result.exit_code == 1
    said = "\n".join(wrong(result))
    for name in ("STEWARD_TIMEZONE", "STEWARD_FONTS_DIR", "STEWARD_DATABSE_URL"):
        assert name in said


@pytest.mark.parametrize("text", ["county = ", 'conty = "清溪县"', 'report_deadline = "evening"'])
def test_a_policy_file_that_cannot_be_used_is_said(ready: Path, text: str) -> None:
    (ready / "own.toml").write_text(text, "utf-8")

    result = doctor(ready, POLICY=str(ready / "own.toml"))

    assert result.exit_code == 1
    assert any("制度" in line for line in wrong(result))
    assert "✓ 数据库" in result.output


def test_hours_out_of_order_are_said(ready: Path) -> None:
    import backend.data as data

    shipped = (Path(data.__file__).parent / "policy.toml").read_text("utf-8")
    (ready / "own.toml").write_text(shipped.replace("missing_list = 18:40", "missing_list = 16:00"), "utf-8")

    assert any("制度" in line for line in wrong(doctor(ready, POLICY=str(ready / "own.toml"))))


def test_without_a_chinese_font_it_says_what_to_install(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports import fonts

    find = fonts.find_fonts
    monkeypatch.setattr(fonts, "find_fonts", lambda dirs: find(dirs, system=False))

    result = doctor(ready)

    assert result.exit_code == 1
    assert [line for line in wrong(result) if "字体" in line and "fonts-noto-cjk" in line]


def test_a_full_disk_and_a_folder_that_cannot_be_written_are_said(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.cli.doctor.LEAST_FREE", 1 << 60)

    lines = [line for line in wrong(doctor(ready)) if "磁盘" in line]

    assert len(lines) == 2
    assert all("不够用或不可写" in line for line in lines)
