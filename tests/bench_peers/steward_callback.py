"""Ours, as `steward serve` builds it; worker, pump and jobs stay off, for the peers have none of them."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from litestar import Litestar

from backend.application import application, engine
from backend.main import House
from backend.settings import Settings, WecomSettings
from backend.storage import schema
from tests.bots.wecom.app import CONFIG


def app(url: str) -> Litestar:
    wecom = WecomSettings(
        CONFIG.corp_id, CONFIG.token, CONFIG.aes_key, CONFIG.agent_id, CONFIG.secret, CONFIG.api_base
    )
    settings = Settings(
        database_url=url,
        data_dir=Path("unused"),
        timezone=ZoneInfo("Asia/Shanghai"),
        fonts_dir=None,
        policy=None,
        standing_rule=None,
        wecom=wecom,
    )
    house = House(settings)
    schema.upgrade(house.database)
    return application(house, engine(house, {}), alone=False)


if __name__ == "__main__":
    uvicorn.run(
        app(sys.argv[2]), port=int(sys.argv[1]), log_config=None, access_log=False, server_header=False
    )
