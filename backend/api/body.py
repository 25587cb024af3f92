"""Reading a JSON body strictly: types as declared, no unknown field, and the field named that is wrong."""

import re
from typing import Any, ClassVar

import msgspec
from litestar.dto import AbstractDTO
from litestar.dto._backend import DTOBackend
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from backend.domain.errors import Invalid

_PLACE = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")


class StrictBody(AbstractDTO[Any]):
    """Litestar reads bodies laxly ("5" is 5, "no" is false); with this, a body is what its struct says or is refused."""

    _types: ClassVar[dict[str, Any]] = {}

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: type[DTOBackend] | None = None
    ) -> None:
        del backend_cls
        cls._types[handler_id] = field_definition.annotation

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any
    ) -> Reference | Schema:
        del handler_id
        found: Reference | Schema = schema_creator.for_field_definition(field_definition)
        return found

    def decode_bytes(self, value: bytes) -> Any:
        return decoded(value, self._types[self.asgi_connection.route_handler.handler_id])


def decoded(body: bytes, wanted: Any) -> Any:
    """Raises Invalid: ("field_invalid", field, reason), ("body_unreadable", reason), ("body_too_deep")."""
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.ValidationError as error:
        reason, field = sentence_and_place(str(error))
        raise Invalid("field_invalid", field=field, reason=reason) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("body_unreadable", reason=str(error)) from None
    except RecursionError:
        raise Invalid("body_too_deep") from None


def sentence_and_place(message: str) -> tuple[str, str]:
    """("Expected `int`, got `str`", "steps[0].days")"""
    place = _PLACE.search(message)
    if place is None:
        unknown = re.search(r"(?:unknown|missing required) field `(.+?)`", message)
        return message, unknown[1] if unknown else ""
    reason = message[: place.start()]
    inner = re.search(r"(?:unknown|missing required) field `(.+?)`", reason)
    return reason, ".".join(part for part in (place[1], inner[1] if inner else "") if part)
