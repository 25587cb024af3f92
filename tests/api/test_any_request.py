"""Requests nobody thought of, made from the description: never a fault of ours, and always an answer as described."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Api
from tests.api.test_access import ANSWERS, furnished

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
EXAMPLES = 3  # an operation and kind of request


# What schemathesis' own client leaves open behind it.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_office_may_ask_anything(api: Api, mode: schemathesis.GenerationMode) -> None:
    furnished(api)
    app = api.client.app
    config = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
    described = schemathesis.openapi.from_asgi("/schema/openapi.json", app, config=config)
    headers = {"Authorization": f"Bearer {api.tokens[api.cast.office.id]}"}
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith("/api/v1"):
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=timedelta(seconds=10),
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers, checks=CHECKS)

        with suppress(Unsatisfiable):  # a request without a body or a filter cannot be made wrong
            ask()
    assert asked > len(ANSWERS)
