"""This file is whose movement it is: the noun phrase before a verb or behind a noun, by the words and by the parse.

The words are robust where agency style defeats a parser; the parse is right where clauses nest.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.language.carried import (
    CURRENCY_NOUN,
    PRICE_NOUN,
    SHARE_WORDS,
    Subject,
    apposed,
    before_relative,
    carried_company,
    carried_index,
    carried_yield,
    currency,
    epithet,
    header_of,
    pronoun,
    void_noun,
)
from claimcheck.language.line import Line
from claimcheck.language.memory import Memory, Name
from claimcheck.language.words import (
    AUX,
    DEALINGS,
    ECONOMY,
    GLUE,
    INDEX_NOUN,
    PRICE,
    SHARE,
    adjectives,
    level_words,
    moves,
    nouns,
    voids,
)

_RELATIVE = frozenset("which that who".split())
TRANSITIVE = re.compile(
    r"^(?:send|sent|sending|push|pushed|pushing|drove|driv|lift|boost|drag|knock|pull|help|took|tak|bring|"
    r"brought|left|leav|hit|hurt|put|kept|keep)"
)
_TRADE = re.compile(
    r"(?:maker|company|bank|retailer|firm|group|insurer|lender|chain|carrier|giant|manufacturer|airline|"
    r"automaker|chipmaker|drugmaker|brewer|miner|operator|provider|producer|developer|component)$"
)
_TRADE_OWNS = re.compile(
    r"(?:maker|company|bank|retailer|firm|group|insurer|lender|chain|carrier|giant|manufacturer|airline|"
    r"operator)(?:'s|s)?$"
)
_COMPANY = re.compile(r"(?:company|firm|bank|maker|group)$")
_SHARE_KIND = SHARE_WORDS | frozenset(
    "share common class preferred ordinary american depositary depository a b u.s.-listed listed".split()
)


def of_whom(line: Line, memory: Memory, at: int) -> Subject | None:
    """Names behind a noun of movement: in/of/for/on/by NAME, "seen by", "registered by"."""
    i = at + 1
    while i < len(line.low) and (line.period_at[i] >= 0 or line.skip[i]) and line.name_at[i] < 0:
        i += 1
    if (
        line.word(i) in ("seen", "posted", "registered", "recorded", "enjoyed", "suffered", "logged")
        and line.word(i + 1) == "by"
    ):
        i += 1
    if line.word(i) not in ("in", "of", "for", "on", "by", "from"):
        return None
    j = i + 1
    while j < len(line.low) and j < i + 7:
        word = line.low[j]
        if line.number_at[j] >= 0 or word in (",", ";", ".") or line.period_at[j] >= 0:
            return None
        if line.name_at[j] >= 0:
            k = line.behind(line.names[line.name_at[j]].end)
            tail = line.word(k + 1) if line.word(k) in ("'s", "'") else line.word(k)
            if (reason := void_noun(tail)) and line.names[line.name_at[j]].asset not in ("commodity", "currency"):
                return Subject(void=reason, at=j)
            return name_subject(line, memory, j, forward=True)
        if word in SHARE:
            return share_subject(line, memory, j)
        if reason := void_noun(word):
            return Subject(void=reason, at=j)
        if word in INDEX_NOUN and line.word(j + 1) in (",", ".", ";", ""):
            return carried_index(memory, j)
        j += 1
    return None


_OF_BUSINESS = frozenset(
    "quarterly net annual operating full-year pretax pre-tax its their underlying consolidated".split()
)


def subject_before(line: Line, memory: Memory, v: int) -> Subject:
    """The noun phrase that ends before token v, auxiliaries and adverbs between left out."""
    i = _phrase_end(line, v)
    if i < 0:
        return Subject()
    if line.name_at[i] >= 0:
        return name_subject(line, memory, i)
    word = line.low[i]
    if word in SHARE or (
        word in ("price", "prices", "value") and line.word(i - 1) in ("share", "stock", "its", "'s", "their", "the")
    ):
        return share_subject(line, memory, i)
    if word in PRICE_NOUN:
        return noun_phrase(line, memory, i)
    if word in CURRENCY_NOUN:
        return currency(line, memory, i)
    if word in ("it", "they", "both", "each"):
        return _it(line, memory, i)
    if word in ("loss", "losses") and line.word(i - 1) in _OF_BUSINESS:
        return Subject(void="fundamental", at=i)
    if word in nouns() and line.word(i - 1) in ("the", "those", "that"):
        return pronoun(memory, i, word)
    if word in _RELATIVE:
        return _antecedent(line, memory, i)
    if word in (",", ")", "-", "--", '"', ":"):
        return _over_comma(line, memory, i, v)
    if word in ("and", "but", "or", "before", "after", "then", "while"):
        return Subject()
    return _by_epithet(line, memory, i)


def _phrase_end(line: Line, v: int) -> int:
    """The token before v that is no auxiliary, adverb, signed number or word of movement, -1 where there is none."""
    closers, traders = level_words()
    i = v - 1
    adverbs = AUX | closers | traders | {"to", "by", "start", "continued", "began", "managed", "then", "came", "come"}
    while (
        i >= 0
        and (
            line.low[i] in adverbs
            or line.low[i].endswith("ly")
            or line.skip[i]
            or line.period_at[i] >= 0
            or line.number_at[i] >= 0
            and line.numbers[line.number_at[i]].sign
            or line.low[i] in moves()
            and line.low[i] not in nouns()
            and line.low[i] not in SHARE_WORDS
        )
        and (line.name_at[i] < 0 or line.skip[i])
    ):
        if TRANSITIVE.match(line.low[i]) and i == v - 1:
            break
        i -= 1
    return i


def _it(line: Line, memory: Memory, i: int) -> Subject:
    """it, they, both: the first name of this sentence where the word stands well inside it, else what came before."""
    if sum(line.period_at[k] < 0 and not line.skip[k] for k in range(i)) <= 3:
        return pronoun(memory, i, line.low[i])
    here = [n for n in line.names if n.end <= line.tokens[i][0]]
    if here and here[0].asset != "group":
        return replace(name_subject(line, memory, line.first(here[0].start)), via="pronoun")
    return Subject(void="no-market-subject", at=i)


def _by_epithet(line: Line, memory: Memory, i: int) -> Subject:
    """A plain noun before the verb: a thing of no market, the company under another word, or what heads the line."""
    word = line.low[i]
    if reason := void_noun(word):
        return Subject(void=reason, at=i)
    if word in nouns() and line.word(i - 1) == "'s" and line.name_at[i - 2] >= 0:
        return replace(name_subject(line, memory, i - 2), head="share")
    if _of_the_firm(line, i, word):
        return carried_company(line, memory, i, "epithet", at=i)
    if _TRADE.search(word):
        return epithet(line, memory, i)
    header = header_of(line)
    return Subject((header,), "epithet", "share", at=i) if header is not None else Subject(head="unknown", at=i)


def _of_the_firm(line: Line, i: int, word: str) -> bool:
    """ "shares of the company"."""
    return (
        word in ("firm", "company", "bank", "group", "retailer", "maker", "chain", "lender")
        and line.word(i - 1) == "the"
        and line.word(i - 2) in ("of", "in")
        and line.word(i - 3) in SHARE
    )


def name_subject(line: Line, memory: Memory, i: int, forward: bool = False) -> Subject:
    """The names that end at (or hold) token i, the list they close and the noun they hang on ("shares of X and Y")."""
    if line.name_at[i] < 0:
        return share_subject(line, memory, i) if line.low[i] in SHARE_WORDS else noun_phrase(line, memory, i)
    k = line.name_at[i]
    names = [line.names[k]]
    if not _ends_list(line, k):
        forward = True
    while not forward and k > 0 and _listed(line, line.names[k - 1].end, line.names[k].start):
        k -= 1
        names.insert(0, line.names[k])
    first = line.first(names[0].start)
    head, reason, at = _hangs_on(line, first)
    if reason:
        return Subject(void=reason, at=i)
    if (
        names[-1].asset == "group"
        and head in INDEX_NOUN
        and (index := next((n for n in reversed(line.names) if n.end <= names[-1].start and n.asset == "index"), None))
    ):
        return Subject((index,), "name", "index", at=first)  # "the Russell 2000 index of smaller stocks"
    if names[-1].asset == "group":
        return Subject(tuple(names[-1:]), "name", "group", at=first)
    behind = line.word(line.behind(names[-1].end))
    share = (
        head in SHARE
        or behind in SHARE
        or (behind in ("'s", "'") and line.word(line.behind(names[-1].end) + 1) in SHARE)
    )
    if behind in ("'s", "'") and (reason := void_noun(line.word(line.behind(names[-1].end) + 1))):
        return Subject(void=reason, at=i)
    return Subject(tuple(names), "name", "share" if share else "name", at=first)


def _ends_list(line: Line, k: int) -> bool:
    """Does "and" stand before name k, so that it closes a list (a comma alone does not make one)?"""
    return (
        k > 0
        and bool(re.search(r"\band\b|&", line.text[line.names[k - 1].end : line.names[k].start]))
        and line.names[k].asset != "group"
    )


def _listed(line: Line, end: int, start: int) -> bool:
    """Do only a comma, "and" and articles stand between two names of a list?"""
    kinds = {n.asset for n in line.names if n.end == end or n.start == start}
    if len(kinds) > 1 and ("index" in kinds or "currency" in kinds or "group" in kinds):
        return False
    if line.skip[line.first(end - 1)]:
        return False
    between = line.text[end:start]
    return bool(
        re.fullmatch(
            r"(?:'s)?(?: shares| stock)?(?:,? and |, | & )(?:the |both the |rival |fellow |shares of |shares in )?",
            between,
        )
    )


def _hangs_on(line: Line, first: int) -> tuple[str, str, int]:
    """The noun before "of/in/at/for NAME": "shares of chipmaker Nvidia" -> shares; a fundamental -> its reason."""
    i = first - 1
    steps = 0
    while i >= 0 and steps < 6:
        word = line.low[i]
        if word in ("of", "in", "at", "for"):
            j = i - 1
            while j >= 0 and (line.low[j].endswith("ly") or line.period_at[j] >= 0):
                j -= 1
            head = line.word(j)
            if head in SHARE or head in PRICE or head in INDEX_NOUN:
                return head, "", j
            if word == "at" and head:
                return head, void_noun(head) or "fundamental", j  # "lending volume at Bank of America"
            return head, void_noun(head) if word != "in" or head not in ("growth",) else "", j
        if word == "." and re.fullmatch(r"[a-z](?:\.[a-z])*", line.word(i - 1)):  # "J.C. Penney"
            i -= 1
            continue
        if (
            word in SHARE | BREAK_WORDS
            or word in moves()
            or line.number_at[i] >= 0
            or line.name_at[i] >= 0
            or not re.match(r"\w[\w.'-]*$", word)
        ):
            break
        i -= 1
        steps += 1
    return "", "", -1


BREAK_WORDS = frozenset(
    "and but while as after with when , ; : that which who whose said on by to from because although though if "
    "- --".split()
)


def share_subject(line: Line, memory: Memory, i: int) -> Subject:
    """Shares, stock: whose?  "Nvidia's stock", "its shares", "shares of X", bare "Shares"."""
    j = _before_share(line, i)
    word = line.word(j)
    if j >= 0 and line.name_at[j] >= 0:
        if line.low[i] == "stocks" and line.names[line.name_at[j]].asset in ("commodity", "future"):
            return Subject(void="economics", at=i)  # crude stocks are inventories
        return replace(name_subject(line, memory, j), head="share")
    if word in ("'s", "'") and j > 0:
        if line.name_at[j - 1] >= 0:
            return replace(name_subject(line, memory, j - 1), head="share")
        return carried_company(line, memory, i, "epithet", at=j - 1)
    if word == "whose":
        return replace(_antecedent(line, memory, j), head="share")
    if line.word(i + 1) in ("of", "in") and line.low[i] in SHARE and (found := _shares_of(line, memory, i)):
        return found
    if word in ("those", "these") and memory.last is not None and memory.last.asset == "group":
        return Subject((memory.last,), "pronoun", "group", at=i)
    if line.low[i] == "stocks" and line.word(i + 1) == "of":
        return Subject(void="economics", at=i)
    if j < 0 or word in _BARE or word in level_words()[1] or word in BREAK_WORDS or word in GLUE:
        if line.low[i] == "stocks" and word not in ("its", "their"):
            return Subject((Name(line.tokens[i][0], line.tokens[i][1], "Stocks", "group"),), "name", "group", at=i)
        return carried_company(line, memory, i, "pronoun", at=j)
    if _of_the_firm(line, i, word):
        return carried_company(line, memory, i, "epithet", at=i)
    if _TRADE_OWNS.search(word):
        return carried_company(line, memory, i, "epithet", at=j)
    header = header_of(line)
    return Subject((header,), "epithet", "share", at=i) if header is not None else Subject(head="share", at=i)


_BARE = frozenset(["its", "their", "the", "his", "those", "these", "(", '"', "however", "but"])


def _before_share(line: Line, i: int) -> int:
    """The token before "Class A common shares", "Hong Kong-listed stock" that ends at token i."""
    j = i
    while (
        j >= 0
        and line.name_at[j] < 0
        and (line.low[j] in _SHARE_KIND or line.low[j].endswith(("-listed", "-traded")))
        and not (line.low[j] in ("a", "b") and line.word(j - 1) != "class")
    ):
        j -= 1
    return j


def _shares_of(line: Line, memory: Memory, i: int) -> Subject | None:
    """ "shares of X and Y", "shares in the company"."""
    for k in range(i + 2, min(i + 9, len(line.low))):
        if line.name_at[k] >= 0:
            return replace(forward(line, memory, k), head="share")
        if line.low[k] in (",", ";") or line.number_at[k] >= 0 or line.low[k] in moves():
            return None
        if _COMPANY.search(line.low[k]) and (k + 1 == len(line.low) or line.name_at[k + 1] < 0):
            return carried_company(line, memory, i, "epithet", at=k)
    return None


def forward(line: Line, memory: Memory, k: int) -> Subject:
    """The name at token k and the list it opens: "shares of A, B and C"."""
    n = line.name_at[k]
    names = [line.names[n]]
    while n + 1 < len(line.names) and _listed(line, line.names[n].end, line.names[n + 1].start):
        n += 1
        names.append(line.names[n])
    return Subject(tuple(names), "name", "name", at=k)


def noun_phrase(line: Line, memory: Memory, i: int) -> Subject:
    """ "oil prices", "the index", "yields on 10-year notes": the name before or behind the noun, or the carried."""
    word = line.low[i]
    head = "yield" if word.startswith("yield") else "price" if word in PRICE else "index"
    j = _before_noun(line, i)
    if j >= 0 and line.name_at[j] >= 0:
        return replace(name_subject(line, memory, j), head=head)
    for k in range(i + 1, min(i + 9, len(line.low))):
        if line.name_at[k] >= 0 and line.word(i + 1) in ("of", "on", "for", "in"):
            return Subject((line.names[line.name_at[k]],), "name", head, at=i)
        if line.low[k] in BREAK_WORDS and line.low[k] not in ("on",) or line.number_at[k] >= 0:
            break
    if word in INDEX_NOUN and j >= 0 and line.low[j] == "the":
        return carried_index(memory, i)
    if word in ("yield", "yields"):
        return carried_yield(line, memory, i)
    if (
        word in ("prices", "futures")
        and (j < 0 or line.low[j] in ("the", ",", '"', "but", "and"))
        and line.word(i + 1) not in ("for", "of", "paid")
        and memory.last is not None
        and memory.last.asset in ("commodity", "future")
    ):
        return Subject((memory.last,), "carried", "price", at=i)
    if i >= 1 and (reason := void_noun(line.low[i - 1])):
        return Subject(void=reason, at=i)
    return Subject(
        head="index" if word in INDEX_NOUN else "price", at=i, void="economics" if word in ("prices", "price") else ""
    )


def _before_noun(line: Line, i: int) -> int:
    """The token at which the words before the noun at i end: a name, "of", "the" or a break."""
    j = i - 1
    while (
        j >= 0
        and j > i - 6
        and line.name_at[j] < 0
        and re.match(r"[\w&'-]+$", line.low[j])
        and line.low[j] not in BREAK_WORDS
        and line.low[j] not in moves()
        and line.number_at[j] < 0
        and line.low[j] not in ("of", "in", "on", "the", "for", "at", "their", "its")
    ):
        j -= 1
    return j


def _antecedent(line: Line, memory: Memory, i: int) -> Subject:
    """What "which", "that", "whose" stand for: the noun phrase before the comma."""
    j = i - 1
    while j >= 0 and line.low[j] in (",", "of", "with", "in", "-", "all", "some", "both"):
        j -= 1
    if j < 0:
        return Subject()
    while j >= 0 and (line.skip[j] or line.period_at[j] >= 0) and line.name_at[j] < 0:
        j -= 1
    if j >= 0 and line.name_at[j] >= 0:
        found = name_subject(line, memory, j)
        return replace(found, names=found.names[-1:]) if found.names else found
    if j >= 0 and line.low[j] in SHARE_WORDS:
        return share_subject(line, memory, j)
    if j >= 0 and line.low[j] in PRICE_NOUN:
        return noun_phrase(line, memory, j)
    if j >= 0 and line.low[j] in CURRENCY_NOUN:
        return currency(line, memory, j)
    if j >= 0 and (reason := void_noun(line.low[j])):
        return Subject(void=reason, at=j)
    for k in range(j, max(-1, j - 14), -1):
        if line.name_at[k] >= 0:
            return name_subject(line, memory, k)
        if line.low[k] in (";", ","):
            break
    return clause_head(line, memory, j) if line.low[i] == "whose" else Subject(at=j)


def _over_comma(line: Line, memory: Memory, i: int, v: int) -> Subject:
    """The subject before a comma: next to it ("Microsoft, down 3 percent"), or at the head of the clause it closes."""
    j = i - 1
    while j >= 0 and (line.low[j] in (",", ")") or (line.period_at[j] >= 0 and line.name_at[j] < 0) or line.skip[j]):
        j -= 1
    if line.word(i + 1) in ("all", "both", "each") and j >= 0 and line.name_at[j] >= 0:
        return name_subject(line, memory, j)
    if (v > i + 1 or line.low[v] not in adjectives()) and (owner := before_relative(line, i)) >= 0:
        return name_subject(line, memory, owner)
    adjective = line.low[v] in adjectives()
    if adjective and (owner := _over_apposition(line, i, j)) >= 0:
        return name_subject(line, memory, owner)
    if adjective and j >= 0 and line.low[j] in SHARE_WORDS | INDEX_NOUN:
        return share_subject(line, memory, j) if line.low[j] in SHARE_WORDS else noun_phrase(line, memory, j)
    if _subordinate(line, v):
        return clause_head(line, memory, v)
    parsed = parsed_subject(line, memory, v)
    if parsed and (parsed.names or parsed.void):
        return parsed
    if parsed and parsed.at >= 0 and line.low[parsed.at] in DEALINGS:
        return Subject(void="fundamental", at=parsed.at)
    return clause_head(line, memory, v)


def _subordinate(line: Line, v: int) -> int:
    """Token behind the last "after", "as", "when" ... before v that brings a name of its own, 0 where there is none."""
    for i in range(v - 1, clause_start(line, v), -1):
        if line.low[i] in _SUBORDINATE and any(line.name_at[j] >= 0 or line.low[j] in SHARE for j in range(i + 1, v)):
            return i + 1
    return 0


def _over_apposition(line: Line, comma: int, j: int) -> int:
    """ "Travelers Cos Inc, the largest insurer, off 2.5 percent": the name before the apposition, else -1."""
    if line.word(comma + 1) in ("is", "are", "was", "were") and (owner := apposed(line, comma)) >= 0:
        return owner
    if j >= 0 and line.name_at[j] >= 0:
        return j
    i = j
    while (
        i >= 0
        and line.low[i] != ","
        and line.number_at[i] < 0
        and line.name_at[i] < 0
        and line.low[i] not in moves()
        and j - i < 12
    ):
        i -= 1
    if (
        i > 0
        and line.low[i] == ","
        and line.name_at[i - 1] >= 0
        and line.low[i + 1] in ("the", "a", "an", "which", "another", "one")
    ):
        return i - 1
    return -1


def clause_head(line: Line, memory: Memory, v: int) -> Subject:
    """The first possible subject of the clause that holds token v."""
    start = max(clause_start(line, v), _subordinate(line, v))
    if any(w.endswith("ing") for w in line.low[max(0, v - 4) : v + 1]):
        start = 0 if not any(line.name_at[i] >= 0 for i in range(start, v)) else start
    for i in range(start, v):
        if line.name_at[i] >= 0 and not line.skip[i]:
            name = line.names[line.name_at[i]]
            end = line.behind(name.end)
            if line.word(end) in SHARE or (line.word(end) == "'s" and line.word(end + 1) in SHARE):
                return Subject((name,), "name", "share", at=i)
            head, reason, _ = _hangs_on(line, line.first(name.start))
            return (
                Subject(void=reason, at=i)
                if reason
                else replace(forward(line, memory, i), head="share" if head in SHARE else "name")
            )
        if line.low[i] in SHARE:
            return share_subject(line, memory, i)
    return Subject()


_SUBORDINATE = frozenset("after because although though".split())
_STRONG = frozenset((";", ":", "while", "whereas", "but"))


def clause_start(line: Line, v: int) -> int:
    """Token where the clause of v begins: behind the last strong break."""
    for i in range(v - 1, -1, -1):
        if line.low[i] in _STRONG and not (line.low[i] == ":" and line.number_at[i] >= 0):
            return i + 1
    return 0


def nearest(line: Line, memory: Memory, v: int, edge: int) -> Subject | None:
    """The nearest name to the left in the clause, not across the thing before and not an object of "against"."""
    start = max(clause_start(line, v), edge)
    for i in range(v - 1, start - 1, -1):
        if line.name_at[i] >= 0 and not line.skip[i]:
            found = name_subject(line, memory, i)
            return replace(found, via="nearest") if found.names else found
        if line.low[i] in SHARE and line.name_at[i] < 0:
            return share_subject(line, memory, i)
    return None


def _of_business(line: Line) -> bool:
    """Companies and figures of their business, no share, index or price: a movement left open is the business's."""
    if any(name.asset not in ("equity", "unknown") for name in line.names) or any(w in SHARE_WORDS for w in line.low):
        return False
    if any(word in ECONOMY for word in line.low):
        return True
    return not any(w in _QUOTED for w in line.low) and any(w in voids()["head"] or w == "net" for w in line.low)


_QUOTED = PRICE_NOUN | {"which", "capitalization", "capitalisation", "market", "markets", "trading"}
_TRADED = (SHARE_WORDS | _QUOTED | {"it", "they", "that"}) - {"market", "markets", "trading"}


def parsed_subject(line: Line, memory: Memory, v: int) -> Subject | None:
    """The subject by the dependency parse: climb from the governing word to a verb with an nsubj."""
    if not line.names and not any(word in _TRADED for word in line.low):
        return None  # whatever the parse says, nothing traded can come of it
    if _of_business(line):
        return Subject(void="fundamental", at=v)
    doc = line.parse() if line.parse else None
    if doc is None:
        return None
    token = _token(doc, line.tokens[v][0])
    for _ in range(6):
        if token is None:
            return None
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i), None)
        if subject is not None:
            if subject.lower_ in ("which", "that", "who") and token.dep_ == "relcl":
                return _phrase_subject(line, memory, token.head)
            return _phrase_subject(line, memory, subject)
        if token.dep_ in ("acl", "relcl"):
            return _phrase_subject(line, memory, token.head)
        if token.head is token:
            return None
        token = token.head
    return None


def _token(doc, char: int):
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    return span[0] if span else None


def _phrase_subject(line: Line, memory: Memory, head) -> Subject:
    """The noun phrase headed by a parsed token, read as words."""
    i = line.first(head.idx)
    if i >= len(line.low):
        return Subject()
    if line.name_at[i] >= 0:
        return name_subject(line, memory, line.behind(line.names[line.name_at[i]].end) - 1)
    word = line.low[i]
    if word in SHARE_WORDS:
        return share_subject(line, memory, i)
    if word in PRICE_NOUN:
        return noun_phrase(line, memory, i)
    if word in ("it", "they"):
        return pronoun(memory, i, word)
    if reason := void_noun(word):
        return Subject(void=reason, at=i)
    return Subject(at=i)
