"""This file is a small Yahoo on the loopback: chart, shares, search and cookie endpoints over TLS, behind CONNECT.

The real yfinance talks to it unpatched through HTTPS_PROXY.  `plan` says how it misbehaves, symbol by symbol.
"""
from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo


@dataclass
class Listed:
    """A symbol as this Yahoo knows it.  closes are split-adjusted, as Yahoo's are; open_now: its session goes on."""

    days: list[date]
    closes: list[float | None]
    currency: str = "USD"
    zone: str = "America/New_York"
    kind: str = "EQUITY"
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    dividends: dict[date, float] = field(default_factory=dict)
    shares: dict[date, float] = field(default_factory=dict)
    open_now: bool = False

    def stamp(self, day: date) -> int:
        return int(datetime.combine(day, time(9, 30), ZoneInfo(self.zone)).timestamp())

    def meta(self, symbol: str) -> dict:
        now = datetime.now(UTC)
        end = now + timedelta(hours=2) if self.open_now else now - timedelta(hours=2)
        period = {"timezone": "X", "start": int((end - timedelta(hours=6)).timestamp()), "end": int(end.timestamp()),
                  "gmtoffset": 0}
        return {"currency": self.currency, "symbol": symbol, "instrumentType": self.kind, "exchangeName": "X",
                "exchangeTimezoneName": self.zone, "timezone": "X", "gmtoffset": 0, "priceHint": 2,
                "firstTradeDate": self.stamp(self.days[0]) if self.days else None, "dataGranularity": "1d", "range": "",
                "regularMarketTime": int(now.timestamp()), "regularMarketPrice": 1.0,
                "currentTradingPeriod": {"pre": period, "regular": period, "post": period},
                "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]}

    def chart(self, symbol: str, begin: int, end: int) -> dict:
        at = [i for i, day in enumerate(self.days) if begin <= self.stamp(day) < end]
        result = {"meta": self.meta(symbol), "indicators": {"quote": [{}], "adjclose": [{}]}}
        if at:
            closes = [self.closes[i] for i in at]
            result["timestamp"] = [self.stamp(self.days[i]) for i in at]
            result["indicators"] = {"quote": [{
                "open": closes, "close": closes, "volume": [c and 1000 + i for i, c in enumerate(closes)],
                "high": [c and c * 1.01 for c in closes], "low": [c and c * 0.99 for c in closes]}],
                "adjclose": [{"adjclose": closes}]}
            result["events"] = {
                "splits": {str(self.stamp(day)): {"date": self.stamp(day), "numerator": new, "denominator": old,
                                                  "splitRatio": f"{new}:{old}"}
                           for day, (new, old) in self.splits.items() if begin <= self.stamp(day) < end},
                "dividends": {str(self.stamp(day)): {"date": self.stamp(day), "amount": amount}
                              for day, amount in self.dividends.items() if begin <= self.stamp(day) < end}}
        return {"chart": {"result": [result], "error": None}}


NOT_FOUND = {"chart": {"result": None, "error": {"code": "Not Found",
                                                 "description": "No data found, symbol may be delisted"}}}


class Yahoo(ThreadingHTTPServer):
    """The server.  plan[symbol]: behaviours for its next requests, taken from the front; a str stays for ever.

    Behaviours: ok 404 429 500 500json hang cut garbage html empty other:SYMBOL.
    """

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext):
        super().__init__(("127.0.0.1", 0), Answering)
        self.context = context
        self.listed: dict[str, Listed] = {}
        self.plan: dict[str, str | list[str]] = {}
        self.log: list[tuple[str, str]] = []
        self.lock = threading.Lock()
        self.over = threading.Event()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def behaviour(self, symbol: str) -> str:
        with self.lock:
            planned = self.plan.get(symbol, "ok")
            return planned if isinstance(planned, str) else planned.pop(0) if planned else "ok"

    def asked(self, symbol: str, what: str = "") -> int:
        """How many requests there were for a symbol (whose address contains `what`)."""
        with self.lock:
            return sum(1 for name, address in self.log if name == symbol and what in address)

    def handle_error(self, request, client_address):
        pass


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Yahoo

    def log_message(self, *args):
        pass

    def do_CONNECT(self):
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.request = self.connection
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self):
        address = urlsplit(self.path)
        parts = [unquote(part) for part in address.path.split("/") if part]
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        if parts and parts[-1] == "getcrumb":
            return self.say(200, "crumb", "text/plain")
        if not parts or self.headers["Host"].startswith("fc."):
            cookie = "A3=loopback; Max-Age=31557600; Domain=.yahoo.com; Path=/; Secure"
            return self.say(200, "", "text/html", {"Set-Cookie": cookie})
        symbol = query.get("q", "") if parts[-1] == "search" else parts[-1]
        with self.server.lock:
            self.server.log.append((symbol, self.path))
        behaviour = self.server.behaviour(symbol)
        if not self.misbehaved(behaviour):
            told = behaviour.partition(":")[2] or symbol
            self.answer(parts, told, query)

    do_POST = do_GET

    def misbehaved(self, behaviour: str) -> bool:
        if behaviour in ("404", "429", "500", "500json"):
            body = {"404": json.dumps(NOT_FOUND), "429": "Too Many Requests", "500": "<html>oops</html>",
                    "500json": '{"finance":{"result":null,"error":{"code":"internal-error","description":"oops"}}}'}
            self.say(int(behaviour[:3]), body[behaviour])
        elif behaviour == "hang":
            self.server.over.wait(30)
            self.close_connection = True
        elif behaviour == "cut":
            self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{"chart":')
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif behaviour in ("garbage", "html", "empty"):
            bodies = {"garbage": '{"chart": {"result": [{"meta": 7', "html": "<html>sign in</html>", "empty": ""}
            self.say(200, bodies[behaviour])
        else:
            return False
        return True

    def answer(self, parts: list[str], symbol: str, query: dict[str, str]) -> None:
        listed = self.server.listed.get(symbol)
        if parts[-1] == "search":
            quotes = [{"symbol": name, "longname": f"{name} Inc", "exchange": "NMS", "quoteType": one.kind}
                      for name, one in self.server.listed.items() if symbol.lower() in name.lower()]
            self.say(200, json.dumps({"quotes": quotes, "news": []}))
        elif "timeseries" in parts:
            result = {"meta": {"symbol": [symbol]}}
            if listed and listed.shares:
                result |= {"timestamp": [listed.stamp(day) for day in listed.shares],
                           "shares_out": list(listed.shares.values())}
            self.say(200, json.dumps({"timeseries": {"result": [result], "error": None}}))
        elif listed is None:
            self.say(404, json.dumps(NOT_FOUND))
        else:
            begin, end = int(query.get("period1", 0)), int(query.get("period2", 1 << 40))
            self.say(200, json.dumps(listed.chart(symbol, begin, end)))

    def say(self, status: int, body: str, kind: str = "application/json", headers: dict[str, str] | None = None):
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def started(certificate_file: str) -> Yahoo:
    """A running server; the authority's certificate is written to the file that REQUESTS_CA_BUNDLE must name."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(certificate_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    authority.issue_cert("*.yahoo.com", "*.finance.yahoo.com", "yahoo.com").configure_cert(context)
    server = Yahoo(context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
