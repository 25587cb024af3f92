"""Settings from the environment, all complaints at once. Read at the door (`backend.main`) and nowhere else.

Every secret can be given as NAME or, for a file that holds it, NAME_FILE.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PREFIX = "STEWARD_"
KNOWN = {
    "DATABASE_URL": "where the data is: sqlite:///FILE or postgresql://…",
    "DATA_DIR": "folder for photos",
    "TIMEZONE": "the office's time zone",
    "FONTS_DIR": "folder with the office's own Chinese fonts",
    "POLICY": "the office's own policy file (TOML)",
    "STANDING_RULE": "the office's own rule for the four classes (TOML)",
    "WECOM_CORP_ID": "enterprise id",
    "WECOM_TOKEN": "callback token (secret)",
    "WECOM_AES_KEY": "callback EncodingAESKey, 43 characters (secret)",
    "WECOM_AGENT_ID": "the application's number",
    "WECOM_SECRET": "the application's secret (secret)",
    "WECOM_API_BASE": "where the API is; a private WeCom has its own",
}


class SettingsError(Exception):
    """`complaints`: one line each, naming the setting."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True, slots=True)
class WecomSettings:
    corp_id: str
    token: str
    aes_key: str
    agent_id: int
    secret: str
    api_base: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`wecom` is None when none of its settings is given: the pages, the API and the console work without."""

    database_url: str
    data_dir: Path
    timezone: ZoneInfo
    fonts_dir: Path | None
    policy: Path | None
    standing_rule: Path | None
    wecom: WecomSettings | None


def read(environ: Mapping[str, str]) -> Settings:
    """Raises `SettingsError` with everything that is wrong."""
    complaints: list[str] = []
    values = _values(environ, complaints)
    complaints += [
        f"{name}: unknown setting"
        for name in sorted(environ)
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).removesuffix("_FILE") not in KNOWN
    ]
    settings = Settings(
        database_url=_database(values, complaints),
        data_dir=Path(values.get("DATA_DIR", "steward-data")),
        timezone=_zone(values.get("TIMEZONE", "Asia/Shanghai"), complaints),
        fonts_dir=_existing(values, "FONTS_DIR", complaints, folder=True),
        policy=_existing(values, "POLICY", complaints),
        standing_rule=_existing(values, "STANDING_RULE", complaints),
        wecom=_wecom(values, complaints),
    )
    if complaints:
        raise SettingsError(complaints)
    return settings


def _values(environ: Mapping[str, str], complaints: list[str]) -> dict[str, str]:
    values = {}
    for name in KNOWN:
        plain, file = environ.get(PREFIX + name), environ.get(f"{PREFIX}{name}_FILE")
        if plain and file:
            complaints.append(f"{PREFIX}{name}: given both as a value and as a file")
        if file:
            try:
                plain = Path(file).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                complaints.append(f"{PREFIX}{name}_FILE: cannot read {file}: {type(error).__name__}")
        if plain:
            values[name] = plain.strip()
    return values


def _database(values: Mapping[str, str], complaints: list[str]) -> str:
    url = values.get("DATABASE_URL", "sqlite:///steward.db")
    if not re.match(r"(sqlite|postgres(ql)?(\+psycopg)?)://", url):
        complaints.append(f"{PREFIX}DATABASE_URL: must start with sqlite:/// or postgresql://")
    return url


def _zone(name: str, complaints: list[str]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        complaints.append(f"{PREFIX}TIMEZONE: {name!r} is not a known time zone, such as Asia/Shanghai")
        return ZoneInfo("UTC")


def _existing(
    values: Mapping[str, str], name: str, complaints: list[str], *, folder: bool = False
) -> Path | None:
    if name not in values:
        return None
    path = Path(values[name])
    if not (path.is_dir() if folder else path.is_file()):
        complaints.append(f"{PREFIX}{name}: no such {'folder' if folder else 'file'}: {path}")
    return path


def _wecom(values: Mapping[str, str], complaints: list[str]) -> WecomSettings | None:
    names = [name for name in KNOWN if name.startswith("WECOM_")]
    if not any(name in values for name in names):
        return None
    complaints += [
        f"{PREFIX}{name}: missing, and other WeCom settings are given"
        for name in names
        if name not in values and name != "WECOM_API_BASE"
    ]
    _matches(values, "WECOM_TOKEN", r"[A-Za-z0-9]{1,32}", "1 to 32 letters and digits", complaints)
    _matches(values, "WECOM_AES_KEY", r"[A-Za-z0-9+/]{43}", "43 letters and digits", complaints)
    _matches(values, "WECOM_AGENT_ID", r"[0-9]{1,12}", "a number", complaints)
    base = values.get("WECOM_API_BASE", "https://qyapi.weixin.qq.com/cgi-bin/")
    if urlsplit(base).scheme not in ("http", "https") or not urlsplit(base).netloc:
        complaints.append(f"{PREFIX}WECOM_API_BASE: must be an http(s) address")
    agent = values.get("WECOM_AGENT_ID", "")
    return WecomSettings(
        corp_id=values.get("WECOM_CORP_ID", ""),
        token=values.get("WECOM_TOKEN", ""),
        aes_key=values.get("WECOM_AES_KEY", ""),
        agent_id=int(agent) if agent.isascii() and agent.isdigit() else 0,
        secret=values.get("WECOM_SECRET", ""),
        api_base=base.rstrip("/") + "/",
    )


def _matches(values: Mapping[str, str], name: str, pattern: str, wanted: str, complaints: list[str]) -> None:
    # The value itself is never repeated: most of these are secrets.
    if name in values and not re.fullmatch(pattern, values[name]):
        complaints.append(f"{PREFIX}{name}: must be {wanted}")
