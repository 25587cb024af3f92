"""steward serve"""

import logging
import sys

import click

from backend.cli import Door


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_obj
def serve(door: Door, host: str, port: int) -> None:
    """Run the web server, the bot and the jobs; refuses a database of an older shape."""
    import uvicorn

    from backend.application import application, channels, engine

    house = door.ready()
    set_up_logs(house.secrets())
    if house.settings.wecom is None:
        click.echo(
            "企业微信未配置（STEWARD_WECOM_*）：网页、接口和 steward chat 可用，收不到企业微信消息。",
            err=True,
        )
    senders, fetch = channels(house)
    app = application(house, engine(house, senders, fetch))
    try:
        # One process: SQLite has one writer, and worker and pump live beside the server.
        uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
    finally:
        house.close()


def set_up_logs(secrets: list[str]) -> None:
    """One JSON line an event on standard error, without a token, a secret or a URL that holds one."""
    import structlog

    from bots.wecom.redaction import hush

    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # The first three log whole URLs, tokens and all, at INFO; the others every wake-up.
    for name in ("httpx", "httpcore", "urllib3", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    hush(secrets, [handler])
