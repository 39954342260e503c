"""This file lets schemathesis ask the API whatever its description allows, and what it does not."""
from __future__ import annotations

from datetime import date

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="test extra not installed")
pytest.importorskip("starlette", reason="web extra not installed")
from api_app import PAGES, SITE, app  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
ZONES = st.sampled_from(["", "Z", "+08:00", "-0500", "+14:00"])
MOMENTS = st.tuples(DAYS, st.sampled_from(["T", " "]), st.times(), ZONES).map(
    lambda x: f"{x[0]}{x[1]}{x[2].replace(microsecond=0).isoformat()}{x[3]}")
schemathesis.openapi.format("iso-8601", DAYS | MOMENTS)
schemathesis.openapi.format("date", DAYS)

# Whatever page is named is there: what the open web holds is not the API's to promise.
api = schemathesis.openapi.from_asgi("/openapi.json", app(fetch=lambda url: PAGES[f"{SITE}/dated"]))
CHECKS = schemathesis.checks


@api.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_is_answered_as_described(case):
    """No 5xx; status, content type and body as the description has them; what it forbids is refused."""
    prices = case.operation.path.startswith("/api/prices")
    excluded = [CHECKS.positive_data_acceptance] if prices else []  # a day may lie after another, a symbol be nobody's
    case.call_and_validate(excluded_checks=excluded, timeout=20)

