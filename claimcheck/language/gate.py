"""This file is the cheap gate: which sentences are worth reading closely.  One regular expression each, linear in the text."""

from __future__ import annotations

import re

_FIGURE = re.compile(
    r"\d\s?%|\d[\d.,]*[- ](?:percent|per cent|pct|points?|basis|cents?|pence|p\b|yen|euros?|won|ticks?|dollars?|billion shares|million shares|pounds|yuan|rupees|francs|reais|roubles|crowns|per dollar)|"
    r"[$€£¥]\s?\d|\d/\d|\d[\d,]*\.\d|\d,\d{3}|percent\b|\bpenny\b|percentage point|"
    r"\b(?:doubl|tripl|halv|quadrupl|trebl)|\b(?:a|one|two)[- ]thirds?\b|\bhalf\b|\bquarters? of\b|\bflat\b|\bunchanged\b|"
    r"\brecords?\b|\b(?:all-time|lifetime|historic|-year|-month|-week|-day|-session|year) (?:\w+ )?(?:high|low|peak|trough)|[- ](?:high|low|peak)s? (?:since|for|in|of)|\b(?:highest|lowest|strongest|weakest|best|worst|biggest|largest|steepest|sharpest|longest)\b|first time|"
    r"\b(?:straight|consecutive|successive|row|streak)\b|\bfor (?:an? |the )?\w+ (?:day|session|week)|\w+ (?:day|week|session) of (?:gains|losses|declines)|\w-(?:day|session|week)\b|\b(?:negative|positive|winning|losing) (?:day|week|month|session)|outnumber|for every|bear market|bull market|bear territory|correction|in (?:one|a) single day",
    re.I,
)
_MARKET = re.compile(
    r"\$[A-Z]{1,5}\b|[+-]\d[\d.]*%|\b(?:shares?|stocks?|index|indexes|indices|futures|crude|oil|gold|silver|copper|platinum|palladium|bitcoin|wheat|corn|soybeans?|cocoa|coffee|sugar|cotton|dollar|euro|yen|sterling|pound|yuan|currency|"
    r"franc|rupee|won|real|peso|ruble|rouble|lira|rand|Treasur\w+|notes?|bonds?|yields?|yielding|Dow|Nasdaq|NASDAQ|S&P|FTSE|DAX|CAC|Nikkei|Hang Seng|CSI|Topix|TOPIX|Kospi|KOSPI|Sensex|Bovespa|STOXX|Stoxx|"
    r"IBEX|MIB|Russell|VIX|MSCI|Wall Street|equities|equity|market value|market capitali[sz]ation|valued|valuing|market cap|ETF|traded|trading|"
    r"rose|rise|rises|rising|risen|fell|fall|falls|fallen|falling|gained|gains|gain|gaining|lost|loses|losing|climb\w*|jump\w*|surg\w+|soar\w*|drop\w*|declin\w+|slid\w*|slip\w*|tumbl\w+|plung\w+|plummet\w*|"
    r"shed|sheds|sank|sunk|sink\w*|dip|dipped|dips|eas\w+|slump\w*|rall\w+|advanc\w+|add\w+|higher|lower|up|down|off|closed|ended|settled|finished|hit|hits|highs?|lows?|peaks?|trough|flat|unchanged|doubl\w+|tripl\w+|halv\w+|spik\w+|rebound\w*|leap\w*|leapt|worth)\b",
    re.I,
)


def worth(text: str) -> bool:
    """May this sentence state a market figure?"""
    return bool(_FIGURE.search(text)) and bool(_MARKET.search(text))
