"""A callback as WeCom would send it: for tests, the bench and the demonstration, which go in by the real door."""

from urllib.parse import urlencode

from bots.wecom.envelope import Envelope, WecomConfig


def seal(config: WecomConfig, xml: str, timestamp: int, nonce: str, random16: bytes) -> tuple[str, bytes]:
    """The query string and the body of the POST."""
    envelope = Envelope(config)
    encrypted = envelope.seal(xml.encode(), random16)
    query = {
        "msg_signature": envelope.sign(str(timestamp), nonce, encrypted),
        "timestamp": timestamp,
        "nonce": nonce,
    }
    body = (
        f"<xml><ToUserName><![CDATA[{config.corp_id}]]></ToUserName>"
        f"<Encrypt><![CDATA[{encrypted.decode()}]]></Encrypt>"
        f"<AgentID><![CDATA[{config.agent_id}]]></AgentID></xml>"
    )
    return urlencode(query), body.encode()


def seal_echo(config: WecomConfig, echo: str, timestamp: int, nonce: str, random16: bytes) -> str:
    """The query string of the URL check."""
    envelope = Envelope(config)
    encrypted = envelope.seal(echo.encode(), random16)
    return urlencode(
        {
            "msg_signature": envelope.sign(str(timestamp), nonce, encrypted),
            "timestamp": timestamp,
            "nonce": nonce,
            "echostr": encrypted.decode(),
        }
    )


def text_message(config: WecomConfig, sender: str, text: str, msg_id: int, at: int) -> str:
    """The inner XML of a text message. `]]>` is split, as WeCom's own serialiser does."""
    return _message(config, sender, at, "text", f"<Content>{_cdata(text)}</Content><MsgId>{msg_id}</MsgId>")


def image_message(config: WecomConfig, sender: str, media_id: str, msg_id: int, at: int) -> str:
    return _message(
        config, sender, at, "image", f"<MediaId>{_cdata(media_id)}</MediaId><MsgId>{msg_id}</MsgId>"
    )


def location_message(
    config: WecomConfig, sender: str, lat: float, lon: float, label: str, msg_id: int, at: int
) -> str:
    return _message(
        config,
        sender,
        at,
        "location",
        f"<Location_X>{lat}</Location_X><Location_Y>{lon}</Location_Y><Scale>16</Scale>"
        f"<Label>{_cdata(label)}</Label><MsgId>{msg_id}</MsgId>",
    )


def event_message(config: WecomConfig, sender: str, event: str, key: str, at: int, extra: str = "") -> str:
    """`extra` is further XML, such as a card's `<TaskId>`."""
    return _message(
        config,
        sender,
        at,
        "event",
        f"<Event>{_cdata(event)}</Event><EventKey>{_cdata(key)}</EventKey>{extra}",
    )


def _message(config: WecomConfig, sender: str, at: int, kind: str, rest: str) -> str:
    return (
        f"<xml><ToUserName>{_cdata(config.corp_id)}</ToUserName><FromUserName>{_cdata(sender)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{_cdata(kind)}</MsgType>{rest}"
        f"<AgentID>{config.agent_id}</AgentID></xml>"
    )


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
