"""Settings are read whole or refused whole."""

from pathlib import Path

import pytest

from backend.settings import SettingsError, read

WECOM = {
    "STEWARD_WECOM_CORP_ID": "ww0123456789abcdef",
    "STEWARD_WECOM_TOKEN": "abcDEF123",
    "STEWARD_WECOM_AES_KEY": "a" * 43,
    "STEWARD_WECOM_AGENT_ID": "1000002",
    "STEWARD_WECOM_SECRET": "s3cret",
}


def complaints(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(environ)
    return caught.value.complaints


def test_nothing_set_is_a_working_office_on_sqlite() -> None:
    settings = read({})

    assert settings.database_url == "sqlite:///steward.db"
    assert str(settings.timezone) == "Asia/Shanghai"
    assert settings.wecom is None


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-file\n")
    environ = {**WECOM, "STEWARD_WECOM_SECRET_FILE": str(secret)}
    del environ["STEWARD_WECOM_SECRET"]

    wecom = read(environ).wecom

    assert wecom is not None
    assert wecom.secret == "from-file"


def test_all_complaints_come_at_once_and_never_show_a_secret() -> None:
    said = complaints(
        {
            **WECOM,
            "STEWARD_WECOM_AES_KEY": "tooshort",
            "STEWARD_TIMEZONE": "Mars/Olympus",
            "STEWARD_DATABASE_URL": "mysql://root:pw@host/x",
            "STEWARD_FONTS_DIR": "/no/such/folder",
            "STEWARD_COLOUR": "red",
        }
    )

    assert [line.split(":")[0] for line in said] == [
        "STEWARD_COLOUR",
        "STEWARD_DATABASE_URL",
        "STEWARD_TIMEZONE",
        "STEWARD_FONTS_DIR",
        "STEWARD_WECOM_AES_KEY",
    ]
    assert "tooshort" not in " ".join(said)
    assert "root:pw" not in " ".join(said)


def test_half_a_wecom_is_a_complaint_for_every_missing_part() -> None:
    said = complaints({"STEWARD_WECOM_CORP_ID": "ww1"})

    assert len(said) == 4


def test_both_a_value_and_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("x")

    assert complaints({**WECOM, "STEWARD_WECOM_TOKEN_FILE": str(file)}) == [
        "STEWARD_WECOM_TOKEN: given both as a value and as a file"
    ]


def test_a_private_wecom_has_its_own_address() -> None:
    wecom = read({**WECOM, "STEWARD_WECOM_API_BASE": "https://wecom.gov.example/cgi-bin"}).wecom

    assert wecom is not None
    assert wecom.api_base == "https://wecom.gov.example/cgi-bin/"
