"""This file is names: what a writer called an instrument, and the day, make the instrument.

Order of trust: the user's alias file, a RIC in the text, a ticker, the name.  The day decides between holders of one
name or ticker.  Two companies of one name are an outcome (ambiguous-name), never a guess; fuzzy matching only serves
"did you mean".
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from claimcheck.claim import Mention
from claimcheck.market import Instrument, Unverifiable, instruments, pairs, ric
from claimcheck.market import aliases as alias_file
from claimcheck.market.instruments import Entry, Row, Table
from claimcheck.market.spelling import POSSESSIVE, fits, is_legal, key, keys
from claimcheck.market.spelling import words as bare_words

SHAPES = (  # symbols that the table does not know, by their form: pattern, asset, exchange
    (re.compile(r"^\^[A-Za-z0-9.-]{1,15}$"), "index", "XNYS"), (re.compile(r"^[A-Z0-9]{1,6}=F$"), "future", "CMES"),
    (re.compile(r"^[A-Z0-9]{2,10}-USD$"), "crypto", "24/7"),
    (re.compile(r"^[A-Z0-9]{1,12}([-&.][A-Z0-9]{1,3})?(\.[A-Z]{1,3})?$"), "equity", ""))
YAHOO_PAIR = re.compile(r"^([A-Z]{3})([A-Z]{3})?=X$")
AFTERMATH = timedelta(days=10)  # a name may still be spoken of so long after its last trade
BASKET = re.compile(r"basket|major currenc|main currenc|peers|rivals|other currenc", re.I)
FUTURES = re.compile(r"\s+(?:e-mini\s+)?futures?$", re.I)
PLACES = (
    "Britain|UK|England|Ireland|Germany|France|Italy|Spain|Portugal|Switzerland|Austria|Belgium|Netherlands|Denmark"
    "|Sweden|Norway|Finland|Greece|Russia|Poland|Turkey|Europe|China|Japan|South Korea|Korea|Taiwan|Hong Kong"
    "|Singapore|India|Australia|New Zealand|Canada|Mexico|Brazil|Israel|South Africa|Tokyo|London|Frankfurt|Paris"
    "|Milan|Seoul|Shanghai")
DRESSED = re.compile(  # words around a name that change nothing: "the yield on the 10-year note", "Japan's Toyota"
    r"^(?:the )?(?:yields?|price|prices|shares?|stock) (?:on|of|in|for) (?:the |a )?|'s yields?$| yields?$| prices?$"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) "
    r"|\b(?:front|near)-month |^(?:the )?(?:benchmark|broader|blue-chip|tech-heavy|pan-European|mid-cap|small-cap) "
    rf"|^(?:{PLACES})['’]s |^(?:{PLACES})-(?:based|listed) ", re.I)
SHARES = re.compile(r"\s+(?:shares?|stocks?|common stock|class [AB])$", re.I)


class Names:
    """The shipped table and the user's aliases; nothing is read before the first question."""

    def __init__(self, aliases: Path | None = None) -> None:
        self._alias_path = Path(aliases) if aliases else None

    @classmethod
    def load(cls, aliases: Path | None = None) -> Names:
        """Names over the shipped table; the alias file is read at once (ConfigError), the table when first asked."""
        names = cls(aliases)
        _ = names._aliases
        return names

    def __getstate__(self) -> dict[str, object]:
        return {"_alias_path": self._alias_path}

    @cached_property
    def _aliases(self) -> dict[str, list[alias_file.Alias]]:
        return alias_file.read(self._alias_path) if self._alias_path else {}

    @cached_property
    def _table(self) -> Table:
        return instruments.load()

    # --- for the scanner of text

    @cached_property
    def _first_words(self) -> frozenset[str]:
        mine = {name.split(" ", 1)[0] for name in self._aliases}
        return instruments.first_words(self._table) | mine | {word + "s" for word in mine}

    def first_words(self) -> frozenset[str]:
        """First words of all names, as spelling.key() writes them: small, no punctuation; with possessive s too."""
        return self._first_words

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, bool]]:
        own = {name.split(" ", 1)[0]: (len(name.split(" ")), True) for name in self._aliases}
        return instruments.first_word_lengths(self._table) | own

    def first_word_lengths(self) -> dict[str, tuple[int, bool]]:
        """First word of a name (as first_words()) -> (words of the longest such name, may it be written small)."""
        return self._lengths

    @cached_property
    def _two_words(self) -> set[str]:
        own = (name.split(" ") for name in self._aliases)
        return instruments.two_words(self._table) | {" ".join(parts[:2]) for parts in own if len(parts) > 1}

    def begins(self, one: str, two: str) -> bool:
        """False where no name of several words begins with these two words as written, legal suffixes reckoned with."""
        first, second = bare_words(one), bare_words(two)
        if len(first) != 1 or not second or first[0].lower() == "the":
            return True
        if second[0].lower() == "and" or is_legal(second[0]) or is_legal(POSSESSIVE.sub("", two)):
            return True
        head = first[0].casefold()
        return any(f"{head} {word.casefold()}" in self._two_words
                   for word in {second[0], *bare_words(POSSESSIVE.sub("", two))[:1]})

    def has(self, name: str) -> str:
        """"" unknown, "strong" an instrument wherever it is seen, "weak" also an ordinary word, a place or a person.

        Capitals count: give the words as written.  A legal suffix makes a weak name strong ("Target Corp").
        """
        return self._has(name)

    @cached_property
    def _has(self):
        memory: dict[str, str] = {}

        def has(name: str) -> str:
            found = memory.get(name)
            if found is None:
                if len(memory) > 50_000:
                    memory.clear()
                found = memory[name] = self._strength(name)
            return found
        return has

    def _strength(self, name: str) -> str:
        best = ""
        for spelled, parts, legal in keys(name):
            if spelled in self._aliases:
                return "strong"
            for entry in (*self._table.by_name.get(spelled, ()), *self._table.currency_shapes.get(spelled, ())):
                if fits(parts, entry.shape):
                    if legal or not entry.weak:
                        return "strong"
                    best = "weak"
        return best

    def epithet(self, text: str) -> str:
        """The name behind "the iPhone maker", "" where it is not certain."""
        return self._table.epithets.get(key(text), "")

    # --- mention to instrument

    def resolve(self, mention: Mention, on: date, suggest: bool = True) -> Instrument | Unverifiable:
        """The instrument that the words mean on that day.

        suggest: an unknown name comes with those that are spelled like it (which takes milliseconds).
        Reasons of not finding out: no-subject, unknown-name, ambiguous-name, not-listed-then.
        """
        if not (mention.text or mention.ric or mention.ticker):
            return Unverifiable("no-subject")
        found = self._by_alias(mention, on) or self._by_ric(mention, on) or self._by_ticker(mention, on)
        return found or self._by_name(mention, on, suggest)

    def _by_alias(self, mention: Mention, on: date) -> Instrument | Unverifiable | None:
        if not self._aliases:
            return None
        for text in filter(None, (mention.text, mention.ric, mention.ticker)):
            for spelled, _, _ in keys(text):
                for alias in self._aliases.get(spelled, ()):
                    if alias.valid(on):
                        return self.symbol(alias.symbol, on)
        return None

    def _by_ric(self, mention: Mention, on: date) -> Instrument | Unverifiable | None:
        code = ric.clean(mention.ric)
        if not code:
            return None
        listed = self._valid(self._table.by_ric.get(code, ()), on)
        if listed:
            return listed[0].instrument(mention.text)
        return self._by_pair_code(code, mention) or self._by_contract(code) or self._by_share_code(code, mention, on)

    def _by_pair_code(self, code: str, mention: Mention) -> Instrument | None:
        one, two = ric.pair(code)
        known = self._table.currencies
        if one not in known or (two and two not in known):
            return None
        if not two:
            spoken = self._table.currency_keys.get(key(mention.text), "")
            one, two = ("USD", one) if spoken == "USD" else (one, "USD")
        return pairs.instrument(one, two, known) if one != two else None

    def _by_contract(self, code: str) -> Instrument | None:
        at = self._table.by_root.get(ric.contract_root(code))
        return None if at is None else self._table.rows[at].instrument()

    def _by_share_code(self, code: str, mention: Mention, on: date) -> Instrument | None:
        symbol, venue = ric.share(code, self._table.venues)
        if venue is None:
            return None
        if symbol:
            listed = self._holders(symbol, on)
            return listed[0].instrument() if listed else self._made(symbol, mention.text, venue)
        named = self._by_name(Mention(mention.text, mention.span, listing=venue.listing or "other"), on, suggest=False)
        if isinstance(named, Instrument) and named.exchange == venue.exchange:
            return named
        return self._made("", mention.text or code, venue)

    def _made(self, symbol: str, name: str, venue: ric.Venue) -> Instrument:
        """A share that its code names well enough though the table does not know the company."""
        spellings = (symbol, symbol.replace("-", ".")) if "-" in symbol else (symbol,) if symbol else ()
        return Instrument(symbol, name or symbol, "equity", venue.exchange, venue.currency,
                          symbols=spellings, minor=venue.minor,
                          company=key(name) or symbol)

    def _by_ticker(self, mention: Mention, on: date) -> Instrument | Unverifiable | None:
        ticker = mention.ticker.strip().lstrip("$")
        if not ticker:
            return None
        venues = self._table.venues
        venue = venues.by_code.get(mention.exchange.strip().upper()) or venues.by_listing.get(mention.listing)
        symbol = ticker.upper().replace(".", "-") if not venue or not venue.suffix else ticker.upper()
        if venue and venue.suffix:
            symbol = ric.root_symbol(ticker.upper(), "", venue) or f"{symbol}.{venue.suffix}"
        listed = self._holders(symbol, on)
        if listed:
            return listed[0].instrument()
        if venue and not self._table.by_symbol.get(symbol):
            return self._made(symbol, mention.text, venue)
        if mention.text and mention.text != mention.ticker:
            return None
        return Unverifiable("unknown-name", f"no instrument {ticker} is known")

    def _by_name(self, mention: Mention, on: date, suggest: bool = True) -> Instrument | Unverifiable:
        money = self._by_currency(mention)
        if money:
            return money
        row = self._row(mention.text, mention.listing, on)
        if row is None and SHARES.search(mention.text):
            row = self._row(SHARES.sub("", mention.text), mention.listing, on)
        form = mention.form
        if row is None and FUTURES.search(mention.text):
            row, form = self._row(FUTURES.sub("", mention.text), mention.listing, on), "future"
        bare = DRESSED.sub("", mention.text)
        if row is None and bare != mention.text:
            row = self._row(bare, mention.listing, on)
        if row is None:
            return Unverifiable("unknown-name", self._suggestion(mention.text) if suggest else "")
        return self._formed(row, form) if isinstance(row, Row) else row

    def _formed(self, row: Row, form: str) -> Instrument | Unverifiable:
        """The row itself, or the future or fund that follows it where the words say so."""
        kinds = {"future": ("future", "commodity"), "etf": ("etf",)}.get(form)
        if not kinds or row.asset in kinds:
            return row.instrument()
        for at in self._table.following.get(row.symbol, ()):
            if self._table.rows[at].asset in kinds:
                return self._table.rows[at].instrument()
        return Unverifiable("unknown-name", f"no {form} on {row.name} is known")

    def _row(self, text: str, listing: str, on: date) -> Row | Unverifiable | None:
        """The row of a name: the longest spelling that the table knows, on that day."""
        for spelled, parts, legal in keys(text):
            entries = [entry for entry in self._table.by_name.get(spelled, ()) if fits(parts, entry.shape)]
            if entries:
                return self._chosen(text, entries, legal, listing, on)
        return None

    def _preferred(self, entries: list[Entry], legal: bool) -> list[Entry]:
        """Inc. speaks of a company; without it a name that is no ordinary word comes before one that is."""
        rows = self._table.rows
        if legal:
            return [entry for entry in entries if rows[entry.row].asset == "equity"] or entries
        return [entry for entry in entries if not entry.weak] or entries

    def _chosen(self, text: str, entries: list[Entry], legal: bool, listing: str, on: date) -> Row | Unverifiable:
        day, rows = on.isoformat(), self._table.rows
        said = [e for e in entries if (not e.first or e.first <= day) and (not e.last or day <= e.last)]
        traded = self._preferred([entry for entry in said if rows[entry.row].valid(day)], legal)
        found = [rows[entry.row] for entry in traded if entry.hand] or [rows[entry.row] for entry in traded]
        if not found:
            kin = dict.fromkeys(rows[entry.row].company for entry in said or entries)
            found = [row for company in kin for row in self._company(company, day)]
        if not found:  # the days after the last trade
            eve = (on - AFTERMATH).isoformat()
            found = [rows[entry.row] for entry in said if rows[entry.row].valid(eve)]
        if not found:
            return Unverifiable("not-listed-then", f"{text} was not traded under a known symbol on {day}")
        companies = dict.fromkeys(row.company for row in found)
        if len(companies) > 1:
            return Unverifiable("ambiguous-name", f"{text}: " + ", ".join(dict.fromkeys(
                f"{row.name} ({row.symbol or 'no symbol'})" for row in found)))
        return self._listed(found, listing, day)

    def _listed(self, found: list[Row], listing: str, day: str) -> Row | Unverifiable:
        """The listing asked for among the company's; the first of the table where none is asked for."""
        if not listing or found[0].asset != "equity":
            return found[0]
        for row in (*found, *self._company(found[0].company, day)):
            if row.listing == listing:
                return row
        return Unverifiable("unknown-name", f"no {listing} listing of {found[0].name} is known")

    def _company(self, company: str, day: str) -> list[Row]:
        rows = (self._table.rows[at] for at in self._table.by_company.get(company, ()))
        return [row for row in rows if row.valid(day)]

    def _by_currency(self, mention: Mention) -> Instrument | Unverifiable | None:
        table = self._table
        one, two = pairs.codes(mention.text, table.currency_keys)
        if not one:
            one = self._currency(mention.text)
            two = self._currency(mention.against) if mention.against else ""
        if not one:
            return None
        if mention.against and not two:
            if one == "USD" and BASKET.search(mention.against):
                return table.rows[table.by_symbol["DX-Y.NYB"][0]].instrument()
            return Unverifiable("unknown-name", f"{mention.text} against {mention.against}: no such currency is known")
        if not two and one == "USD":
            choice = "against which currency (dollar index DX-Y.NYB, EUR=X, JPY=X)?"
            return Unverifiable("ambiguous-name", f"{mention.text}: {choice}")
        return pairs.instrument(one, two or "USD", table.currencies) if one != two else None

    def _currency(self, text: str) -> str:
        for spelled, parts, legal in keys(text):
            if not legal and any(fits(parts, entry.shape) for entry in self._table.currency_shapes.get(spelled, ())):
                return self._table.currency_keys[spelled]
        return ""

    def _valid(self, at: Iterable[int], on: date) -> list[Row]:
        day = on.isoformat()
        return [row for row in (self._table.rows[index] for index in at) if row.valid(day)]

    def _holders(self, symbol: str, on: date) -> list[Row]:
        """Whose symbol it is on that day; first those who bear it, then those who once did or later will."""
        return sorted(self._valid(self._table.by_symbol.get(symbol, ()), on), key=lambda row: row.symbol != symbol)

    def _suggestion(self, text: str) -> str:
        """"did you mean ..." for a person to read; nothing is ever resolved by it."""
        from rapidfuzz import fuzz, process
        close = process.extract(key(text), self._table.by_name.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=82)
        shown = dict.fromkeys(self._table.rows[self._table.by_name[name][0].row].name for name, _, _ in close)
        return f"{text}: did you mean {' or '.join(shown)}?" if shown else f"{text}: not in the table"

    # --- symbols and listings

    def symbol(self, symbol: str, on: date) -> Instrument | Unverifiable:
        """The instrument of a Yahoo symbol that a user gave; unknown ones are described by their form alone."""
        symbol = symbol.strip()
        known = self._table.by_symbol.get(symbol) or self._table.by_symbol.get(symbol.upper(), ())
        listed = self._holders(symbol, on) or self._holders(symbol.upper(), on)
        if listed:
            return listed[0].instrument()
        pair = YAHOO_PAIR.match(symbol.upper())
        if pair:
            one, two = (pair[1], pair[2]) if pair[2] else ("USD", pair[1])
            if one in self._table.currencies and two in self._table.currencies and one != two:
                upper = symbol.upper()
                return Instrument(upper, upper, "currency", "24/5", two, symbols=(upper,), base=one, company=upper)
        if known:
            return Unverifiable("not-listed-then", f"{symbol} was not a traded symbol on {on}")
        return self._by_form(symbol.upper())

    def _by_form(self, symbol: str) -> Instrument | Unverifiable:
        for pattern, asset, exchange in SHAPES:
            if pattern.match(symbol):
                venue = self._table.venues.of_symbol(symbol)
                if asset == "equity":
                    return self._made(symbol, symbol, venue)
                base = symbol.removesuffix("-USD") if asset == "crypto" else ""
                return Instrument(symbol, symbol, asset, exchange, "USD", symbols=(symbol,), base=base, company=symbol)
        return Unverifiable("unknown-name", f"{symbol} is no Yahoo symbol")

    def listings(self, instrument: Instrument, on: date) -> Sequence[Instrument]:
        """The instrument first, then the same company's listings on other exchanges that were traded on that day."""
        found, seen = [instrument], {instrument.exchange}
        if instrument.asset == "equity":
            for row in self._company(instrument.company, on.isoformat()):
                if row.exchange not in seen and row.symbol and row.asset == "equity":
                    seen.add(row.exchange)
                    found.append(row.instrument())
        return tuple(found)

    def bearers(self, symbol: str) -> Sequence[Instrument]:
        """All who ever bore a symbol, each with the days on which it did."""
        rows = (self._table.rows[at] for at in self._table.by_symbol.get(symbol, ()))
        return tuple(row.instrument() for row in rows if row.symbol == symbol)
