"""Who is asking: a bearer token stands for a person, and the person's duties of today say what may be seen."""

from collections.abc import Callable
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter, SkipValidation
from litestar.types import Guard

from backend.domain.errors import Invalid
from backend.domain.people import Actor
from backend.services import people
from backend.services.desk import OpenDesk
from reports.fonts import Fonts

Asker = NamedDependency[SkipValidation[Actor]]
Desks = NamedDependency[SkipValidation[OpenDesk]]
FindFonts = NamedDependency[SkipValidation[Callable[[], Fonts]]]

LONGEST_TOKEN = 200
CHALLENGE = 'Bearer realm="steward"'


def bearer(read_desk: OpenDesk) -> Guard:
    """Lets in who brings a token that works, before anything else of the request is looked at."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        token = _token(connection.headers.get("authorization", ""))
        if not token:
            raise NotAuthorizedException(headers={"WWW-Authenticate": CHALLENGE})
        with read_desk() as desk:
            actor = people.actor_of_token(desk, token)
        if actor is None:
            wrong = f'{CHALLENGE}, error="invalid_token"'
            raise NotAuthorizedException(headers={"WWW-Authenticate": wrong})
        connection.scope["user"] = actor

    return guard


async def only_known_parameters(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """A filter misspelt would otherwise be no filter, and answer with everything."""
    fields = handler.parsed_fn_signature.parameters
    known = {
        (field.kwarg_definition.name or name)
        for name, field in fields.items()
        if isinstance(field.kwarg_definition, QueryParameter)
    }
    for name in connection.query_params:
        if name not in known:
            raise Invalid("parameter_unknown", field=name)


def asker(request: Request[Actor, Any, Any]) -> Actor:
    return request.user


def _token(header: str) -> str:
    """ "" for what is no bearer token."""
    scheme, _, token = header.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""
