"""This file is the cheap gate: which sentences are worth reading closely.

Plain substring tests first, a regular expression only where they leave it open; linear in the text.
"""
from __future__ import annotations

import re

from claimcheck.language.words import moves

_NUMBER = re.compile(
    r"\d\s?%|\d[ -](?:per ?cent|pct|points?|basis|cents?|pence|p\b|yen|euros?|won\b|ticks?|dollars?|pounds|yuan|rupees|paise|francs|reais|roubles|crowns"
    r"|(?:million|billion|trillion)|per dollar)|\d[\d¼½¾]*p\b|[$€£¥₹]\s?\d|\d/\d|\d\.\d|\d,\d{3}|Rs\.? ?\d"
)
_WORD = re.compile(r"[a-z-]+")
_DIGIT = re.compile(r"[\d$€£¥₹]")
_WORDS = tuple(
    "percent|per cent|penny|percentage|doubl|tripl|trebl|quadrupl|halv|third|half|quarter|fold|flat|unchanged|record|high|low|peak|trough|best|worst|"
    "biggest|largest|longest|steepest|sharpest|highest|lowest|strongest|weakest|first time|straight|consecutive|successive| row|streak|outnumber|for every|bear|bull|correction|single day| day| week| session|"
    "of gains|of losses|of declines|-day|-session|-week|rally|winning|losing|negative|positive".split("|")
)
_FIGURE = re.compile(
    r"percent\b|per cent\b|\bpenny\b|percentage point|\b(?:doubl|tripl|halv|quadrupl|trebl)|fold\b|\b(?:a|one|two)[- ]thirds?\b|\bhalf\b|\bquarters? of\b|\bflat\b|\bunchanged\b|"
    r"\brecords?\b|\b(?:all-time|lifetime|historic|-year|-month|-week|-day|-session|year) (?:\w+ )?(?:high|low|peak|trough)|[- ](?:high|low|peak)s? (?:since|for|in|of)|"
    r"\b(?:highest|lowest|strongest|weakest|best|worst|biggest|largest|steepest|sharpest|longest)\b|first time|"
    r"\b(?:straight|consecutive|successive|row|streak)\b|\bfor (?:an? |the )?\w+ (?:day|session|week)|\w+ (?:day|week|session) of (?:gains|losses|declines)|\w-(?:day|session|week)\b|"
    r"\b(?:negative|positive|winning|losing) (?:day|week|month|session)|outnumber|for every|bear market|bull market|bear territory|correction|in (?:one|a) single day|(?:ly|day|year|month) (?:high|low)",
    re.I,
)
_MARKET = re.compile(
    r"\$[A-Z]{1,5}\b|[+-]\d[\d.]*%|\b(?:is|are|was|were|sits?|sat|trades?|hover\w+|stands|stood) (?:\w+ )?(?:at|near|around|above|below) (?:\w+ )?[$€£¥]\s?\d|\b(?:shares?|stocks?|index|indexes|indices|futures|crude|oil|gold|silver|copper|platinum|palladium|bitcoin|wheat|corn|soybeans?|cocoa|coffee|sugar|cotton|dollar|euro|yen|sterling|pound|yuan|currency|"
    r"franc|rupee|won|real|peso|ruble|rouble|lira|rand|Treasur\w+|notes?|bonds?|yields?|yielding|Dow|Nasdaq|NASDAQ|S&P|FTSE|DAX|CAC|Nikkei|Hang Seng|CSI|Topix|TOPIX|Kospi|KOSPI|Sensex|Bovespa|STOXX|Stoxx|"
    r"IBEX|MIB|Russell|VIX|MSCI|Wall Street|equities|equity|market value|market capitali[sz]ation|valued|valuing|market cap|ETF|traded|trading|"
    r"rose|rise|rises|rising|risen|fell|fall|falls|fallen|falling|gained|gains|gain|gaining|lost|loses|losing|climb\w*|jump\w*|surg\w+|soar\w*|drop\w*|declin\w+|slid\w*|slip\w*|tumbl\w+|plung\w+|plummet\w*|"
    r"shed|sheds|sank|sunk|sink\w*|dip|dipped|dips|eas\w+|slump\w*|rall\w+|advanc\w+|add\w+|higher|lower|up|down|off|closed|ended|settled|finished|hit|hits|highs?|lows?|peaks?|trough|flat|unchanged|doubl\w+|tripl\w+|halv\w+|spik\w+|rebound\w*|leap\w*|leapt|worth)\b",
    re.I,
)


def words_of(text: str) -> tuple[str, ...]:
    """The words that may stand for a figure, as far as a whole text has them; worth() of its sentences asks for no other."""
    low = text.lower()
    return tuple(word for word in _WORDS if word in low)


def worth(text: str, words: tuple[str, ...] = _WORDS) -> bool:
    """May this sentence state a market figure?"""
    first = _DIGIT.search(text)
    figure = first and _NUMBER.search(text, max(0, first.start() - len("Rs. "))) or _worded(text, words)
    return bool(figure and (_MARKET.search(text) or not moves().keys().isdisjoint(_WORD.findall(text.lower()))))


def _worded(text: str, words: tuple[str, ...]) -> bool:
    low = text.lower()
    for word in words:
        if word in low:
            return _FIGURE.search(text) is not None
    return False
