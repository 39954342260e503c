"""This file is market figures said in words: extremes, streaks, breadth and regimes.

find() reads one clean sentence; subjects and periods are joined to the phrases later, as to numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from claimcheck.claim import Period
from claimcheck.language import period as periods
from claimcheck.language.quantity import ONES

_N = (
    r"(?:\d{1,3}(?:[- ]1/2|\.\d|-?½)?|"
    + "|".join(sorted(ONES, key=len, reverse=True))
    + r"|multi|several|(?:one|two|three|four|five|six)-and-a-half)"
)
_GRAIN = r"(?:day|session|week|month|quarter|year|decade)"
_FRESH = r"(?:(?:fresh|new|another|their|its|yet another) )?"
_KIND = r"(?:closing|intraday|intra-day|session|trading|inter-day|nominal)"
_SPAN = (
    rf"(?:record|all-time|alltime|lifetime|life-time|life-of-contract|life|historic|historical|euro[- ]era|"
    rf"post-crisis|{_N}[- ]{_GRAIN}|contract|year|yearly|calendar-year)"
)
_TOP = r"(?:high|low|peak|trough|bottom|top|close|record)(?:-?water mark)?s?"
_HEDGED = r"(?:(?:near|nearly|almost|about|around|more than|over|just over|at least|close to)(?: an?)?[ -])?"
_UNTIL = (
    rf"(?:since [^,;()]*?(?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|"
    rf"November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|week|month|year|"
    rf"crisis|inception|debut|records began)"
    rf"(?:[. ]+\d{{1,2}}(?!\d))?(?:,? (?:19|20)\d\d)?|(?:in|for) (?:more than |nearly |almost |over |about |at "
    rf"least |around |roughly |well over |just over )?(?:(?:an?|{_N})(?: and a half)?[ -](?:\d/\d )?{_GRAIN}s?|"
    rf"history)"
    rf"|(?:of|for|in|so far in|so far) (?:the year|this year|the month|the week|(?:19|20)\d\d)|so far this "
    rf"(?:year|month|week)|this (?:year|month|quarter)|ever|on record|to date)"
)
_MOVE = (
    r"(?:gain|gains|rise|rises|advance|advances|rally|rallies|jump|jumps|surge|climb|increase|rebound|bounce|"
    r"loss|losses|drop|drops|fall|falls|decline|declines|slide|slides|plunge|slump|tumble|sell-off|selloff|dip|"
    r"retreat|correction|move|swing|run|winning streak|losing streak|streak|winning run|losing run|performance|"
    r"showing|percentage gain|percentage loss|percentage drop)"
)

_EXTREME = (
    (
        "top",
        re.compile(
            rf"\b{_FRESH}(?P<hedge>{_HEDGED})(?:(?P<k1>{_KIND})[ -])?(?P<span>{_SPAN})[ -]"
            rf"(?:(?P<k2>{_KIND})[ -])?(?P<top>{_TOP})\b(?! (?:[a-z]+ )?(?:prices|costs|profits?|sales|revenues?|"
            rf"earnings|demand|premiums|deficits?|unemployment|rents|temperatures|attendance)\b)"
            rf"(?:[ -](?:close|high|low|level)s?\b)?(?: (?:for|of) (?P<year>the year|this year))?",
            re.I,
        ),
    ),
    ("top", re.compile(rf"\b(?:new|fresh|another) (?P<k1>{_KIND})[ -](?P<top>high|low|peak|record)s?\b", re.I)),
    (
        "top",
        re.compile(
            rf"\b(?P<k1>{_KIND})[ -](?:(?P<top>high|low)s?(?: for (?P<year>the year|this year))?(?= set| hit| "
            rf"reached| for the| for this|$|[.,;])|records?\b(?! (?:high|low|peak)))",
            re.I,
        ),
    ),
    (
        "top",
        re.compile(
            r"\b(?:clos(?:ed|e|es|ing)|end(?:ed|s|ing)?|finish(?:ed|es|ing)?|settl(?:ed|e|ing)) at (?:an? |"
            r"another |new |fresh |all-time )*(?P<top>record|records|high)s?\b(?! (?:high|low))",
            re.I,
        ),
    ),
    (
        "top",
        re.compile(
            r"\brecord[- ](?P<top>high|low)\b(?! (?:[a-z]+ )?(?:prices|costs|profits?|sales|revenues?|earnings|demand|"
            r"premiums|deficits?|unemployment|rents|rates?|temperatures|attendance)\b)",
            re.I,
        ),
    ),
    ("top", re.compile(r"(?<=, )(?:a|another) (?:new |fresh |closing )*(?P<top>record)(?=[.,;]|$| for | and )", re.I)),
    (
        "top",
        re.compile(
            r"\b(?<=[aets] )(?P<top>record)(?= (?:(?:above|of|at|near|over|below|just above|just below) "
            r")?(?:about )?(?:US)?[$€£¥]?\d)",
            re.I,
        ),
    ),
    (
        "best",
        re.compile(
            rf"\b(?:(?P<rank>second|third|fourth|fifth)[- ])?(?P<sup>highest|lowest|strongest|weakest|best|"
            rf"worst|biggest|largest|smallest|steepest|sharpest|longest|deepest|bleakest|ugliest|grimmest|"
            rf"poorest|heaviest|greatest|fastest|most)\b"
            rf"(?P<mid>(?: (?!as\b|and (?!(?-i:[A-Z])|the (?-i:[A-Z]))|but\b|while\b|company|bank|maker|"
            rf"retailer|economy|oil producer|lender)[\w'&./%-]+){{0,9}}?) (?P<until>{_UNTIL})",
            re.I,
        ),
    ),
    (
        "best",
        re.compile(
            rf"\b(?:(?P<rank>second|third|fourth|fifth)[- ])?(?P<sup>best|worst|biggest|largest|steepest|"
            rf"sharpest|strongest)[ -](?P<mid>(?:(?:percentage|point) )?(?:(?:ever|one-day|single-day|daily|"
            rf"weekly|monthly|quarterly|annual|yearly|intraday) )(?:(?:percentage|point) )?{_MOVE})\b",
            re.I,
        ),
    ),
    ("first", re.compile(rf"\bfirst time (?P<until>{_UNTIL})", re.I)),
    (
        "unseen",
        re.compile(
            rf"\b(?:an? )?(?:level|price|levels|prices|point|high|low|heights?)s? (?:(?:not|un|last)[- ]?seen|"
            rf"not (?:reached|touched|hit|visited)) (?P<until>{_UNTIL})",
            re.I,
        ),
    ),
)
_ORD = {
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "first": 1,
}
_NTH = r"(?P<nth>" + "|".join(_ORD) + r"|\d{1,2}(?:st|nd|rd|th))"
_UNIT = r"(?P<unit>day|session|trading day|trading session|week|month|quarter|year)"
_STREAK = (
    re.compile(
        rf"\b{_NTH}[- ](?:straight|consecutive|successive) (?P<unit>(?:daily )?)(?P<what>gain|loss|decline|"
        rf"advance|rise|fall|drop)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:for (?:a|an|the|its|their) |a |the |its |their )?{_NTH}[- ](?:straight|consecutive|successive|"
        rf"back-to-back)[ -](?:(?:trading|daily|weekly|monthly|negative|positive|winning|losing|down|up) "
        rf")?{_UNIT}s?(?: (?:of|in) (?P<what>gains?|losses|declines?|falls?|advances?|the red|the black|"
        rf"rises?))?",
        re.I,
    ),
    re.compile(rf"\bfor (?:a|an|the) {_NTH}[- ]{_UNIT}\b(?! (?:of the|half))(?: running| in a row)?", re.I),
    re.compile(
        rf"\b(?:up|down|rises?|falls?|gains?|drops?|climbs?|slips?|ends? (?:up|down|higher|lower)|higher|"
        rf"lower) (?P<for>for|a) {_NTH}[- ]{_UNIT}\b",
        re.I,
    ),
    re.compile(rf"\b{_NTH}[- ]{_UNIT} (?:in a row|running)\b", re.I),
    re.compile(
        rf"\b{_NTH}[- ](?:(?:negative|positive|winning|losing|down|up) )?{_UNIT} (?:of (?P<what>gains?|losses|"
        rf"declines?|falls?|advances?|rises?)|in (?:a row|four|five|three|six))\b",
        re.I,
    ),
    re.compile(
        rf"\b(?P<n>{_N})[- ](?:straight|consecutive|successive)[ -](?:(?:trading|daily|weekly) "
        rf")?{_UNIT}s?\b(?: of (?P<what>gains?|losses|declines?|falls?|advances?|rises?))?",
        re.I,
    ),
    re.compile(rf"\b(?P<n>{_N})[- ]{_UNIT}s? (?:in a row|running)\b", re.I),
    re.compile(
        rf"\b(?P<n>{_N})[- ]{_UNIT}[ -](?P<what>(?:winning|losing|gaining) (?:streak|run)|rally|advance|run of "
        rf"(?:gains|losses)|string of (?:gains|losses|declines)|slide|decline|drop|rise|gain|streak|sell-off|"
        rf"selloff|slump|retreat|fall|climb|run-up)\b"
        rf"(?! (?:(?:for|in|by) [^,.;]{{2,40}}? )?(?:of|now stands at|stands at|comes to) (?:[a-z]+ ){{0,2}}[$€£]?\d)",
        re.I,
    ),
)
_SIDES = r"(?:advanc\w+|gain\w+|winn\w+|ris\w+|declin\w+|los\w+|fall\w+|decreas\w+)"
_BREADTH = (
    re.compile(
        r"\b(?P<a>\d[\d,.]*|"
        + "|".join(ONES)
        + (
            r") (?:stocks|issues|shares|companies|names)? ?(?P<v>rose|fell|advanced|declined|gained|climbed|"
            r"slipped|dropped|lost) for (?:each|every) (?P<b>\d[\d,.]*|"
        )
        + "|".join(ONES)
        + r")(?: (?:that|which) \w+| \w+ers?| losers?| decliners?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<side>{_SIDES}) (?:stocks|issues|shares|ones)?.{{0,12}}?\b(?:outnumber\w*|beat|outpac\w*|led|"
        rf"edged|topped|exceed\w*|outstripp\w*|swamp\w*|trail\w*)\b.{{0,80}}?(?P<ratio>\d[\d,.]*(?:-to-| to |"
        rf":)\d[\d,.]*)",
        re.I,
    ),
    re.compile(
        rf"\b(?:outnumber\w*|beat|outpac\w*|overtak\w*) (?P<side2>{_SIDES})(?: (?:stocks|issues|shares|"
        rf"ones))?(?: on (?:the )?[\w ]{{3,30}})?(?: by)?(?: a ratio of)?(?: about| roughly| nearly| almost| "
        rf"some)? (?P<ratio>\d[\d,.]*(?:-to-| to |:)\d[\d,.]*)",
        re.I,
    ),
)
_REGIME = re.compile(
    r"\b(?:(?P<bear>bear)|(?P<bull>bull)|(?P<corr>correction))(?:[- ](?:market|territory))(?: territory)?\b|"
    r"\b(?:entered|entering|enter|into|in) (?:a |an )?(?:official |technical )?(?P<corr2>correction)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A figure in words.  kind: extreme, streak, breadth, regime.

    count: a streak's length or a breadth ratio; grain: its unit.
    of, horizon, rank, measure: as in claim.Claim, for extremes.
    """

    kind: str
    start: int
    end: int
    direction: str = ""
    count: Decimal | None = None
    grain: str = ""
    of: str = ""
    horizon: Period | None = None
    rank: int = 1
    measure: str = "price"
    rule: str = ""


_CUES = re.compile(
    r"high|low|peak|trough|record|best|worst|biggest|largest|smallest|longest|strongest|weakest|steepest|"
    r"sharpest|first time|seen|straight|consecutive|successive|row|streak|rally|"
    r"for a|for the|outnumber|outpac|beat|every|each|bear|bull|correction|-day|-week|-session|-month|of gains|"
    r"of losses|of declines|most|greatest|deepest|heaviest|fastest|running|advancers|decliners|day|session|week",
    re.I,
)


def find(text: str) -> list[Phrase]:
    """Every phrase of a clean sentence, left to right, none overlapping."""
    if not _CUES.search(text):
        return []
    found = [*_streaks(text), *_breadths(text), *_extremes(text)]
    found.sort(key=lambda p: -(p.end - p.start))
    out: list[Phrase] = []
    for p in found:
        if not any(p.start < o.end and o.start < p.end for o in out):
            out.append(p)
    out += [
        Phrase(
            "regime",
            m.start(),
            m.end(),
            "up" if m["bull"] else "down",
            rule="bull" if m["bull"] else "bear" if m["bear"] else "correction",
        )
        for m in _REGIME.finditer(text)
        if not any(m.start() < o.end and o.start < m.end() for o in out)
    ]
    return sorted(out, key=lambda p: p.start)


_TOPS = ("high", "low", "peak", "record", "trough", "bottom", " top")
_KEYS = {
    "top": _TOPS,
    "best": ("est ", "est-", "worst", "most "),
    "first": ("first time",),
    "unseen": ("seen", "reached", "touched", "hit", "visited"),
}


def _extremes(text: str):
    low = text.lower()
    for rule, pattern in _EXTREME:
        if not any(key in low for key in _KEYS[rule]):
            continue
        for m in pattern.finditer(text):
            phrase = {"top": _top, "best": _best, "first": _first, "unseen": _first}[rule](m, text)
            if phrase:
                yield phrase


def _measure(words: str) -> str:
    words = words.lower()
    if "clos" in words or "finish" in words or "settle" in words:
        return "close"
    return ""


def _top(m: re.Match[str], text: str) -> Phrase | None:
    words, groups = m[0].lower(), m.groupdict()
    low = bool(re.search(r"\blow|trough|bottom", words))
    span = (groups.get("span") or "").lower()
    if (
        span == "year"
        and not re.search(r"high|low|peak", words)
        or (span in ("life", "contract") and "record" in words)
    ):
        return None
    if (groups.get("top") or "").lower().startswith("top") or (
        span == "" and (groups.get("k1") or "").lower() == "session"
    ):
        return None
    measure = _measure(words) or ("low" if low else "high")
    return Phrase(
        "extreme",
        m.start(),
        m.end(),
        "down" if low else "up",
        of="level",
        horizon=_horizon(span or ("year" if groups.get("year") else "")),
        measure=measure,
        rule="top",
    )


def _horizon(span: str) -> Period | None:
    """ "52-week" -> the past 52 weeks; record and all-time -> None, all history."""
    m = re.match(rf"({_N})[- ]({_GRAIN})$", span, re.I)
    if m:
        n = m[1].lower()
        whole = re.match(r"\d+", n)
        count = int(whole[0]) if whole else ONES.get(n.split("-and-a-half")[0], 0)
        grain = {"day": "session", "decade": "year"}.get(m[2].lower(), m[2].lower())
        return (
            Period("range", grain, count * (10 if m[2].lower() == "decade" else 1), trailing=True, text=span)
            if count
            else Period("unknown", text=span)
        )
    if span in ("year", "yearly", "calendar-year"):
        return Period("ytd", anchor="this-year", text=span)
    return None


_DOWN = re.compile(
    r"\b(?:loss|losses|losing|drop|drops|fall|falls|decline|declines|slide|slides|plunge|slump|tumble|sell-off|"
    r"selloff|dip|retreat|correction|low|down)\b",
    re.I,
)
_UP = re.compile(
    r"\b(?:gain|gains|winning|rise|rises|advance|advances|rally|rallies|jump|surge|climb|increase|rebound|"
    r"bounce|run|high|up)\b",
    re.I,
)


def _best(m: re.Match[str], text: str) -> Phrase | None:
    sup, mid = m["sup"].lower(), m["mid"].lower()
    if m["sup"][0].isupper() and (m.start() > 0 or m["mid"].strip()[:1].isupper()):
        return None  # a name: "Best Buy"
    level = (
        sup in ("highest", "lowest")
        or sup in ("strongest", "weakest", "best", "worst")
        and (
            bool(re.search(r"\b(?:level|point|close|price|finish|settlement)s?\b", mid))
            or sup in ("strongest", "weakest")
            and not mid.strip()
        )
    )
    if re.search(
        r"\b(?:consumer|confidence|sentiment|inventories|stockpiles|factory|orders|jobs|payrolls|claims|index "
        r"of|home|housing|house|retail|profit|sales|revenue|earnings|deal|acquisition|quarter profit|output|"
        r"inflation|unemployment|growth|crisis|recession|ipo|offering|takeover|company|order|death|disaster|"
        r"spill|attack|storm|volume)\b",
        mid,
    ) and not re.search(r"winning|losing", mid):
        return None
    if sup in (
        "biggest",
        "largest",
        "steepest",
        "sharpest",
        "longest",
        "smallest",
        "deepest",
        "heaviest",
        "greatest",
        "fastest",
        "most",
    ) and not re.search(_MOVE.replace("(?:", r"\b(?:", 1) + r"\b", mid):
        if sup not in ("smallest",) and not re.match(r"\s*$", mid):
            return None
    direction = (
        "down"
        if sup in ("lowest", "weakest", "worst", "poorest", "bleakest", "ugliest", "grimmest") or _DOWN.search(mid)
        else "up"
        if sup in ("highest", "strongest", "best", "fastest") or _UP.search(mid)
        else ""
    )
    until = (m.groupdict().get("until") or "").strip()
    rank = _ORD.get((m["rank"] or "first").lower(), 1)
    grain = next(
        (g for g, w in (("week", "week"), ("month", "month"), ("quarter", "quarter"), ("year", "annual")) if w in mid),
        "session",
    )
    if re.search(r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b", mid):
        grain = "month"
    of = "streak" if "streak" in mid or "run" in mid.split() else "level" if level else "move"
    return Phrase(
        "extreme",
        m.start(),
        m.end(),
        direction,
        grain=grain,
        of=of,
        horizon=_until(until),
        rank=rank,
        measure=_measure(mid) or ("high" if sup == "highest" else "low" if sup == "lowest" else "close"),
        rule="best",
    )


def _first(m: re.Match[str], text: str) -> Phrase | None:
    return Phrase(
        "extreme", m.start(), m.end(), "", of="level", horizon=_until(m["until"]), measure="price", rule="first"
    )


def _until(words: str) -> Period | None:
    """The horizon of "since June 2008", "in nearly 15 months", "of the year"; None for all history."""
    low = words.lower()
    if not low or low in ("ever", "on record", "to date") or "history" in low:
        return None
    if re.search(r"of the year|this year|for the year", low):
        return Period("ytd", anchor="this-year", text=words)
    if m := re.search(r"\b(?:of|in|for) ((?:19|20)\d\d)\b", low):
        return Period("year", anchor=m[1], text=words)
    if low.startswith(("in ", "for ")):
        return _horizon(
            re.sub(
                r"^(?:in|for) (?:more than |nearly |almost |over |about |at least |around |roughly |well over |"
                r"just over )?(?:an? (?=\w))?",
                lambda g: "one " if g[0].rstrip().endswith((" a", " an")) else "",
                low,
            )
            .rstrip("s")
            .replace(" and a half", "")
        ) or Period("unknown", text=words)
    found = [
        w.period
        for w in periods.find(words.replace("since ", "since ", 1))
        if w.period.shape in ("since", "day", "range", "year")
    ]
    return found[0] if found else Period("unknown", text=words)


_RUNNING = (
    "straight",
    "consecutive",
    "successive",
    "back-to-back",
    " row",
    "running",
    "streak",
    "for ",
    "-day",
    "-session",
    "-week",
    "-month",
    " day ",
    "week of",
    "session of",
    "month of",
)


def _streaks(text: str):
    low = text.lower()
    if not any(key in low for key in _RUNNING):
        return
    for pattern in _STREAK:
        for m in pattern.finditer(text):
            groups = m.groupdict()
            n = (groups.get("nth") or groups.get("n") or "").lower()
            digits = re.match(r"\d+", n)
            count = int(digits[0]) if digits else _ORD.get(n, ONES.get(n, 0))
            unit = groups["unit"].lower()
            grain = "session" if unit.endswith(("day", "session")) or unit.strip() in ("", "daily") else unit
            if count < 2 or grain in ("quarter", "year"):
                continue
            what = (groups.get("what") or m[0]).lower()
            direction = (
                "down"
                if _DOWN.search(what) or "negative" in what or "red" in what
                else "up"
                if _UP.search(what) or "positive" in what
                else ""
            )
            start = m.start()
            lead = re.match(
                r"(?:for )?(?:a|an|the|its|their) |for |(?:up|down|rises?|falls?|gains?|drops?|climbs?|slips?|"
                r"ends? (?:up|down|higher|lower)|higher|lower) (?:for|a) ",
                m[0],
                re.I,
            )
            yield Phrase(
                "streak", start + (lead.end() if lead else 0), m.end(), direction, Decimal(count), grain, rule="streak"
            )


def _breadths(text: str):
    if (
        " for every " not in text
        and " for each " not in text
        and not re.search(r"advanc|declin|gain|winn|los|fall|ris", text)
    ):
        return
    if not re.search(
        r"outnumber|beat|outpac|overtak|led |edged|topped|exceed|outstrip|swamp|trail|for (?:every|each)", text
    ):
        return
    for pattern in _BREADTH:
        for m in pattern.finditer(text):
            groups = m.groupdict()
            if ratio := groups.get("ratio"):
                a, b = re.split(r"-to-| to |:", ratio)
                side = groups.get("side") or ""
                other = groups.get("side2") or ""
                up = (
                    bool(re.match(r"adv|gain|win|ris", side, re.I))
                    if side
                    else bool(re.match(r"dec|los|fall", other, re.I))
                )
                start, end = m.span("ratio")
            else:
                a, b, up = groups["a"], groups["b"], bool(re.match(r"ros|adv|gain|clim", groups["v"], re.I))
                start, end = m.span()
            top, bottom = _number(a), _number(b)
            if top and bottom:
                yield Phrase("breadth", start, end, "up" if up else "down", top / bottom, rule="breadth")


def _number(words: str) -> Decimal:
    words = words.replace(",", "").rstrip(".").lower()
    return Decimal(words) if re.fullmatch(r"\d+(?:\.\d+)?", words) else Decimal(ONES.get(words, 0))
