"""This file tests the HTTP API: answers as described, errors that say what to do, and nothing for foreign sites."""
from __future__ import annotations

import json

import jsonschema
import pytest

pytest.importorskip("starlette", reason="web extra not installed")
pytest.importorskip("httpx", reason="test extra not installed")
from api_app import FIXTURES, STORY, app  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from claimcheck.report import schema  # noqa: E402
from claimcheck.web import openapi  # noqa: E402
from claimcheck.web.workers import Busy, Failed, TooSlow  # noqa: E402

ARTICLE = (FIXTURES / "articles/01-hong-kong-month.md").read_text(encoding="utf-8")
FORMATS = jsonschema.FormatChecker(["date"])


@pytest.fixture(scope="module")
def client():
    with TestClient(app()) as made:
        yield made


def closed(part):
    """A schema that allows no property beyond those it names: what is sent and not described is found."""
    if isinstance(part, dict):
        extra = {"additionalProperties": False} if "properties" in part and "oneOf" not in part else {}
        return {key: closed(value) for key, value in part.items()} | extra
    return [closed(each) for each in part] if isinstance(part, list) else part


def conforms(value, described_by):
    jsonschema.Draft202012Validator(closed(described_by), format_checker=FORMATS).validate(value)


def problem(response, status: int) -> str:
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    conforms(response.json(), openapi.PROBLEM)
    return response.json()["detail"]


def test_a_text_is_checked(client):
    response = client.post("/api/check", json={"text": ARTICLE, "date": "2025-02-18", "title": "A month"})
    assert response.status_code == 200
    found = response.json()
    conforms(found, schema.ANSWER)
    assert found["article"]["title"] == "A month" and found["article"]["text"] is None
    assert [each["symbol"] for each in found["claims"]][:2] == ["HSTECH.HK", "9988.HK"]
    assert found["counts"]["supported"] == sum(each["verdict"] == "supported" for each in found["claims"]) > 0
    for each in (*found["claims"], *found["seen"]):
        assert ARTICLE[each["start"]:each["end"]] == each["text"]


def test_figures_that_disagree_are_told(client):
    text = "The Hang Seng Index rose 87.85 points, or 5.86 percent, to 2,361.95."
    found = client.post("/api/check", json={"text": text, "date": "2013-06-10"}).json()
    conforms(found, schema.ANSWER)
    assert [each["fault"] for each in found["contradictions"]] == ["numbers-disagree"]


def test_a_page_is_checked_with_its_own_date_and_text(client):
    found = client.post("/api/check", json={"url": "https://news.example/dated"}).json()
    conforms(found, schema.ANSWER)
    article = found["article"]
    assert (article["title"], article["url"]) == ("A day", "https://news.example/dated?final")
    assert article["written"].startswith("2025-02-18")
    assert {each["text"] for each in found["claims"]} == {"$589 billion"}
    assert all(article["text"][each["start"]:each["end"]] == each["text"] for each in found["claims"])


def test_the_date_that_is_sent_wins_over_the_page(client):
    found = client.post("/api/check", json={"url": "https://news.example/dated", "date": "2025-03-01"}).json()
    assert found["article"]["written"].startswith("2025-03-01")


def test_plain_text_in_its_own_character_set(client):
    found = client.post("/api/check", json={"url": "https://news.example/latin", "date": "2025-03-04"}).json()
    assert found["article"]["text"].startswith("Nestl\xe9")


@pytest.mark.parametrize(("body", "says"), [
    ({}, "exactly one of text and url"),
    ({"date": "2025-02-18"}, "exactly one of text and url"),
    ({"text": STORY, "url": "https://news.example/dated", "date": "2025-02-18"}, "exactly one of text and url"),
    ({"text": STORY}, "date is missing"),
    ({"text": STORY, "date": "yesterday"}, "date is not as it should be"),
    ({"text": STORY, "date": "2025-02-30"}, "is no date"),
    ({"text": STORY, "date": 20250218}, "date is not as it should be"),
    ({"text": "", "date": "2025-02-18"}, "text is not as it should be"),
    ({"text": " \n", "date": "2025-02-18"}, "text is not as it should be"),
    ({"text": "x" * 1_000_001, "date": "2025-02-18"}, "send at most 1,000,000 at once"),
    ({"text": ["x"], "date": "2025-02-18"}, "text is not as it should be"),
    ({"text": STORY, "date": "2025-02-18", "prices": "yahoo"}, "additionalProperties"),
    ([], "the body is not as it should be"),
    ("text", "the body is not as it should be"),
    ({"url": "https://news.example/undated"}, "bears no date of writing: send date"),
    ({"url": "https://news.example/plain"}, "plain text bears no date of writing: send date"),
    ({"url": "https://news.example/empty"}, "no article found"),
    ({"url": "https://nobody.example/"}, "no server of that name"),
    ({"url": "file:///etc/passwd"}, "url is not as it should be"),
])
def test_what_is_wrong_is_said_in_a_sentence(client, body, says):
    detail = problem(client.post("/api/check", json=body), 422)
    assert says in detail and len(detail) < 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\xfd", b'{"text": NaN}', b"[" * 100_000,
                                  b"text=x&date=2025-02-18", b"9" * 5000], ids=range(7))
def test_what_is_no_json_is_said_so(client, body):
    response = client.post("/api/check", content=body, headers={"content-type": "application/json"})
    assert "no JSON" in problem(response, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                                  ""])
def test_a_form_of_another_site_cannot_ask(client, kind):
    """These are the types that a browser lets any site send without asking first."""
    body = json.dumps({"text": STORY, "date": "2025-02-18"})
    assert "application/json" in problem(client.post("/api/check", content=body, headers={"content-type": kind}), 415)


@pytest.mark.parametrize("heads", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
                                   {"origin": "https://evil.example"}, {"origin": "null"}])
@pytest.mark.parametrize("ask", [
    lambda client, heads: client.post("/api/check", json={"text": STORY, "date": "2025-02-18"}, headers=heads),
    lambda client, heads: client.get("/api/prices/NVDA?from=2025-01-24&to=2025-01-28", headers=heads),
], ids=["post", "get"])
def test_what_a_browser_asks_for_another_site_is_refused(client, ask, heads):
    assert "another site" in problem(ask(client, heads), 403)


def test_no_other_site_may_read_an_answer(client):
    preflight = client.options("/api/check", headers={"access-control-request-method": "POST"})
    assert preflight.status_code == 405
    response = client.post("/api/check", json={"text": STORY, "date": "2025-02-18"})
    heads = [*preflight.headers, *response.headers]
    assert not [name for name in heads if name.startswith("access-control")]


def test_a_name_that_was_pointed_here_is_not_served(client):
    assert client.get("/openapi.json", headers={"host": "evil.example"}).status_code == 421
    problem(client.get("/api/explain", headers={"host": "evil.example"}), 421)


def test_too_much_is_refused_whatever_its_length_was_said_to_be(client):
    def endless():
        for _ in range(100):
            yield b"x" * 100_000

    heads = {"content-type": "application/json"}
    assert "at once" in problem(client.post("/api/check", content=b"x" * 6_000_001, headers=heads), 413)
    assert "at once" in problem(client.post("/api/check", content=endless(), headers=heads), 413)


def test_a_sentence_is_explained(client):
    asked = {"sentence": "Alibaba has jumped 43% in the past month.", "date": "2025-02-18"}
    found = client.get("/api/explain", params=asked).json()
    conforms(found, schema.EXPLANATION)
    assert found["claims"][0]["symbol"] == "9988.HK" and any("=>" in line for line in found["lines"])


@pytest.mark.parametrize(("asked", "says"), [
    ({}, "sentence is missing"),
    ({"sentence": "Acme rose 3%."}, "date is missing"),
    ({"sentence": " ", "date": "2025-02-18"}, "sentence is not as it should be"),
    ({"sentence": "Acme rose 3%.", "date": "x"}, 'date is not as it should be: send the day of writing, like "2025-02-18"'),
    ({"sentence": "x" * 5001, "date": "2025-02-18"}, "sentence is not as it should be"),
])
def test_a_sentence_without_what_it_needs(client, asked, says):
    assert says in problem(client.get("/api/explain", params=asked), 422)


def test_prices_are_told_with_their_source(client):
    found = client.get("/api/prices/nvda?from=2025-01-24&to=2025-01-28").json()
    conforms(found, schema.PRICES)
    closes = {each["date"]: each["close"] for each in found["sessions"]}
    assert (found["symbol"], closes["2025-01-24"], closes["2025-01-27"]) == ("NVDA", 142.62, 118.42)


@pytest.mark.parametrize(("path", "status", "says"), [
    ("/api/prices/NVDA?from=2025-01-24", 422, "to is missing"),
    ("/api/prices/NVDA?from=2025-01-28&to=2025-01-24", 422, "swap the two"),
    ("/api/prices/NVDA?from=2025-02-30&to=2025-03-01", 422, "is no day"),
    ("/api/prices/NVDA?from=1900-01-01&to=2025-03-01", 422, "ask for fewer"),
    ("/api/prices/%3Cscript%3E?from=2025-01-24&to=2025-01-28", 422, "symbol is not as it should be"),
    ("/api/prices/ZZZZ?from=2025-01-24&to=2025-01-28", 404, "Ask for other days"),
    ("/api/prices/a%2Fb?from=2025-01-24&to=2025-01-28", 404, "GET /openapi.json"),
    ("/api/", 404, "GET /openapi.json"),
    ("/api/nothing", 404, "GET /openapi.json"),
])
def test_prices_that_are_not_there(client, path, status, says):
    assert says in problem(client.get(path), status)


def test_another_method_is_told_which_one(client):
    response = client.get("/api/check")
    assert "use POST" in problem(response, 405) and response.headers["allow"] == "POST"
    assert client.delete("/openapi.json").headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(("error", "status"), [(Busy(), 503), (TooSlow(), 504), (Failed("KeyError"), 500)])
def test_what_goes_wrong_inside_is_a_problem_too(error, status):
    with TestClient(app(error)) as client:
        response = client.post("/api/check", json={"text": STORY, "date": "2025-02-18"})
        assert STORY[:20] not in problem(response, status)
        assert (response.headers.get("retry-after") is not None) == (status == 503)


def test_where_urls_are_not_taken_it_is_said_so():
    with TestClient(app(fetch=None)) as client:
        assert "send text" in problem(client.post("/api/check", json={"url": "https://news.example/dated"}), 422)


def test_half_a_letter_does_no_harm(client):
    """JSON can spell half a surrogate pair, which no answer in UTF-8 can hold; the offsets stay."""
    body = b'{"text": "\\ud83d Nvidia rose 2 percent on Monday.", "date": "2025-02-18", "title": "\\udc00"}'
    found = client.post("/api/check", content=body, headers={"content-type": "application/json"})
    assert found.status_code == 200 and found.json()["claims"][0]["start"] == 14


def test_the_description_is_openapi(client):
    found = client.get("/openapi.json").json()
    assert found == json.loads(json.dumps(openapi.described()))
    assert set(found["paths"]) == {"/api/check", "/api/explain", "/api/prices/{symbol}", "/openapi.json"}
    for each in found["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(each)


@pytest.mark.parametrize("form", ["check", "extract"])
def test_the_public_record_is_as_described(form):
    """The golden records of `--format jsonl` are what the schemas say, and nothing besides."""
    kinds = {"seen": schema.SEEN, "numbers-disagree": schema.CONTRADICTION}
    lines = (FIXTURES.parent / f"tests/report/golden/{form}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record["kind"] != "error"]
    assert len(records) > 3
    for record in records:
        usual = schema.CHECKED if form == "check" else schema.CLAIM
        conforms(record, kinds.get(record["kind"], usual))
