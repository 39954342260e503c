"""This file is the OpenAPI 3.1 description of the HTTP API, as data; api.py holds requests to the same schemas.

The schemas of the answers are those of report/schema.py, each under its name.
"""
from __future__ import annotations

from importlib.metadata import version
from typing import Any

from claimcheck.answer import LONGEST, LONGEST_SENTENCE
from claimcheck.report import schema
from claimcheck.report.schema import Schema, a, thing

# One character that is no blank: to Python, in whose eyes \x1c is one, and to JavaScript, in whose eyes \ufeff is.
NOT_BLANK = r"[^\s\u001c-\u001f\u0085\ufeff]"
PROBLEM_TYPE = "application/problem+json"
DATE = a("string", "When it was written, ISO 8601: a day, or better a time with its zone. Periods are read from it.",
         title="the day of writing", format="iso-8601", maxLength=40, examples=["2025-02-18", "2025-02-18T16:30+08:00"],
         pattern=r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$")
DAY = a("string", "Both days are included.", title="a day as 2013-06-10", format="date", maxLength=10,
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
SENTENCE = a("string", title="one sentence", minLength=1, maxLength=LONGEST_SENTENCE, pattern=NOT_BLANK,
             examples=["Alibaba has jumped 43% in the past month."])
SYMBOL = a("string", "Yahoo's symbol: AAPL, 9988.HK, ^GSPC, JPY=X, GC=F.", title="a symbol as AAPL or 9988.HK",
           minLength=1, maxLength=20, pattern=r"^[A-Za-z0-9.^=&-]+$")
REQUEST = thing(
    "A text with the date that it was written on, or the URL of a page.",
    text=a("string", f"The article, with its headline; at most {LONGEST:,} characters.", minLength=1,
           pattern=NOT_BLANK),
    url=a("string", "A page of the open web, instead of text.", minLength=1, maxLength=2000,
          pattern=r"^https?://[^/?#\s]"),
    date=DATE,
    title=a("string", "What the answer shall call it.", maxLength=500),
    optional=("text", "url", "date", "title"),
) | {"additionalProperties": False, "oneOf": [
    {"required": ["text", "date"], "not": {"required": ["url"]}},
    {"required": ["url"], "not": {"required": ["text"]}, "description": "date only where the page bears none"},
]}
PROBLEM = thing(
    "RFC 9457: what is wrong, and what to do.",
    type=a("string"), title=a("string"), status=a("integer"), detail=a("string", "One sentence that says what to do."),
)
NAMES = {
    "Answer": schema.ANSWER, "Article": schema.ARTICLE, "Claim": schema.CLAIM, "CheckedClaim": schema.CHECKED,
    "Period": schema.PERIOD, "Reading": schema.READING, "Contradiction": schema.CONTRADICTION, "Seen": schema.SEEN,
    "Counts": schema.COUNTS, "Explanation": schema.EXPLANATION, "Prices": schema.PRICES, "Session": schema.SESSION,
    "Suspicion": schema.SUSPICION, "Request": REQUEST, "Problem": PROBLEM,
}
SAYS = {
    "400": "The body is no JSON.",
    "403": "A browser sent this for another site.",
    "404": "Not known: a symbol, or prices of those days.",
    "413": "More than can be sent at once.",
    "415": "The body is not sent as application/json.",
    "421": "Asked for under a name that is not served.",
    "422": "Something in the request is wrong, or the page cannot be fetched.",
    "503": "Too many checks are waiting: come again.",
    "504": "The check took too long and was ended.",
}


def described() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "claimcheck", "version": version("claimcheck-markets"),
            "license": {"name": "MIT", "identifier": "MIT"},
            "description": "Finds the market figures in a text and checks each against historical prices. "
                           "Unverifiable is not false: the reason says what could not be found out.",
        },
        "jsonSchemaDialect": schema.DIALECT,
        "paths": {
            "/api/check": {"post": checking()},
            "/api/explain": {"get": explaining()},
            "/api/prices/{symbol}": {"get": pricing()},
            "/openapi.json": {"get": {"operationId": "openapi", "summary": "This description",
                                      "responses": {"200": json_of("OpenAPI 3.1", a("object"))}}},
        },
        "components": {"schemas": {name: named(each, inside=False) for name, each in NAMES.items()}},
    }


def checking() -> Schema:
    return {
        "operationId": "check", "summary": "Check every market figure of a text or a page",
        "description": "start and end count code points of the text as sent, or of article.text where a URL was named. "
                       "Nothing is kept.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Request")}}},
        "responses": responses("Answer", "400", "403", "413", "415", "421", "422", "503", "504"),
    }


def explaining() -> Schema:
    return {
        "operationId": "explain", "summary": "How a sentence is read, without checking it",
        "parameters": [parameter("sentence", SENTENCE), parameter("date", DATE)],
        "responses": responses("Explanation", "403", "421", "422", "503", "504"),
    }


def pricing() -> Schema:
    return {
        "operationId": "prices", "summary": "The daily prices that checks rest on",
        "parameters": [parameter("symbol", SYMBOL, "path"), parameter("from", DAY), parameter("to", DAY)],
        "responses": responses("Prices", "403", "404", "421", "422", "503", "504"),
    }


def parameter(name: str, described_by: Schema, where: str = "query") -> Schema:
    return {"name": name, "in": where, "required": True, "schema": described_by}


def responses(name: str, *statuses: str) -> Schema:
    problems = {status: {"description": SAYS[status], "content": {PROBLEM_TYPE: {"schema": ref("Problem")}}}
                for status in statuses}
    return {"200": json_of("The answer.", ref(name))} | problems


def json_of(says: str, described_by: Schema) -> Schema:
    return {"description": says, "content": {"application/json": {"schema": described_by}}}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def named(part: Any, inside: bool = True) -> Any:
    """The same schema, with a reference wherever a schema that has a name stands in it."""
    if isinstance(part, dict):
        name = next((name for name, each in NAMES.items() if each is part), None) if inside else None
        return ref(name) if name else {key: named(value) for key, value in part.items()}
    return [named(each) for each in part] if isinstance(part, list) else part
