"""This file is where sentences begin and end, and each as the model should see it: no codes, curly quotes, headings.

Everything is linear in the text.  A Sentence keeps the way back to the article's own offsets.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS = frozenset(
    "inc corp co ltd plc llc cos mr mrs ms dr st jr sr no vs jan feb mar apr jun jul aug sep sept oct nov dec "
    "gen sen rep gov prof cie bros dept est fri mon tue tues wed thu thurs sat sun approx avg fig lt col maj "
    "capt rev hon u.s u.k u.n e.u a.m p.m i.e e.g d.c".split()
)
STARTERS = frozenset(
    "The But In It On And He This That They Shares A An At As Its Their While Meanwhile For With After U.S "
    "Stocks".split()
)

_BREAK = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"'”’)\]])|(?<=[.!?]['’][\"”]))[ \t\u00a0]+(?=[\"'“‘(\[<*]*[A-Z0-9$€£¥])|"
    r"[ \t\u00a0]*[\r\n]+\s*|\s\*\*\s|(?<=[.!?])\s\*\s(?=[A-Z])"
)
_LAST = re.compile(r"([\w.&']+?)\.$")
_HEADING = re.compile(
    r"(?:(?:[A-Z][A-Z0-9'&.,/:?!-]*|\d+),? ){2,12}(?=(?:[A-Z][a-z]|[A-Z]\.[A-Z]\.|[\"“]?[A-Z] [a-z]|[A-Z]{2,5}'s ))"
)
_DATELINE = re.compile(
    r"^(?:-- )?(?:[A-Z][A-Z./ ,'-]{2,60}?(?:, [A-Z][a-z]+\.? \d+)? *)?\((?:Reuters|AP|AFP|Bloomberg|"
    r"[A-Z][A-Za-z]+ ?[A-Za-z]*)\) *[-–—]+ *"
)
RIC = r"[A-Za-z0-9_]{1,12}(?:[a-z]|\d)?\.[A-Z]{1,3}(?:\^[A-Z]\d\d)?"
_BOARDS = (
    r"(?P<board>NASDAQ|Nasdaq|NYSE|NYSEARCA|NYSE Arca|AMEX|OTC|OTCMKTS|OTCQX|TSX|TSE|LSE|LON|ASX|HKG|HKEX|TYO|"
    r"ETR|EPA|NSE|BSE|[Tt]icker|[Ss]ymbol|CRYPTO|CURRENCY)"
)
_CODE = re.compile(
    rf"\s*\(\s*{_BOARDS}\s?:\s?(?P<listed>[A-Z0-9]{{1,6}}(?:\.[A-Z])?)\s*\)"
    r"|\s*\(\s*\$(?P<cash>[A-Z]{1,5}(?:\.[A-Z])?)\s*\)"
    r"|\s*\((?P<widget>[A-Z]{1,5}(?:\.[A-Z])?)(?= [+-]?\d+(?:\.\d+)?%\))"
    r"|\s+(?P<quote>[A-Z][A-Z0-9]{1,11}),(?= [+-]?\d+\.\d+%)"
    r"|\s*\(\s*(?P<paren>\^?\.?[A-Za-z0-9=_^-]{1,14}(?:\.[A-Z]{1,3})?"
    r"(?:\s*,\s*\.?[A-Za-z0-9=_^-]{1,14}\.[A-Z]{1,3})*)\s*\)"
    r"|\s+(?P<index>\.[A-Z0-9]{2,14})(?=[\s,.;:)]|$)"
    r"|\s+(?P<bare>(?![UE]\.[SKNU]\b)[A-Z0-9]{1,8}[a-z]?\.(?:O|OQ|N|K|A|P|PK|OB|L|PA|DE|HK|T|TO|V|AX|MI|MC|AS|"
    r"BR|HE|ST|CO|OL|VX|S|SI|KS|SS|SZ|NS|BO|TW|SA|MX|I|LS|VI|F|Z))(?=[\s,.;:)]|$)"
    r"|\s+(?P<fut>(?:[A-Z]{1,4}c\d|CL[A-Z]\d{1,2}|LCO[A-Z]\d{1,2}|GC[A-Z]\d{1,2}|[A-Z]{3}=[A-Z]{0,3}|"
    r"US\d+YT=[A-Z]{2}))(?=[\s,.;:)]|$)"
    r"|\s*(?P<junk><\^+[^>]{0,400}\^+>?)|\s*(?P<tag><[A-Z0-9./=^ ]{2,24}>)"
)
_RIC_LIKE = re.compile(r"^\.?[A-Za-z0-9=_^-]+(?:\.[A-Z]{1,3})?$")


@dataclass(frozen=True, slots=True)
class Code:
    """A vendor's code: where (clean offset it stands after), its words, the exchange said before it ("NASDAQ")."""

    after: int
    text: str
    start: int
    end: int
    board: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.  text: what the model reads; pieces map its offsets to the article's; codes: what was cut out."""

    start: int
    end: int
    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    codes: tuple[Code, ...]
    heading: bool = False

    def original(self, clean: int, end: bool = False) -> int:
        """Article offset of a clean offset (with end=True: of the place just behind the character before it)."""
        probe = clean - 1 if end and clean else clean
        i = bisect_right(self.starts, probe) - 1
        return probe + self.shifts[max(i, 0)] + (1 if end and clean else 0)


LONGEST = 1500  # code points; a longer "sentence" is cut where it may be, so that reading stays linear in the text


def split(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences, in order, white space at the ends cut off; none much longer than LONGEST."""
    start = 0
    for match in _BREAK.finditer(text):
        if not _breaks(text, start, match):
            continue
        yield from _pieces(text, start, match.start())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The trimmed span, in several pieces where it is too long for a sentence."""
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = next((at for mark in ("; ", ", ", " ") if (at := window.rfind(mark)) > 0), LONGEST - 1)
        if span := _trim(text, start, start + cut + 1):
            yield span
        start += cut + 1
    if span := _trim(text, start, end):
        yield span


_BULLET = re.compile(r"[-*•>#|]|\d+[.)]\s")
WRAPPED = 50  # a line at least so long that ends in no stop may go on in the next


def _breaks(text: str, start: int, match: re.Match[str]) -> bool:
    """Does this white space part two sentences?  A line end in running text does not, an empty line always does."""
    gap = match.group()
    lines = gap.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if not lines:
        return "*" in gap or _ends(text, start, match.start(), match.end())
    if lines > 1 or _BULLET.match(text, match.end()):
        return True
    before = text[max(0, match.start() - WRAPPED) : match.start()]
    following = text[match.end() : match.end() + 1]
    if following.islower() and before[-1:] not in ".!?:;" or following.isdigit() and re.search(r"\b[a-z]+$", before):
        return False  # the line goes on, however short it is
    if "\n" in before or "\r" in before or match.start() < WRAPPED:
        return True
    last = before.rstrip("\"'”’)]")[-1:]
    return last in ":;" or last in ".!?" and _ends(text, start, match.start(), match.end())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    lead = len(piece) - len(piece.lstrip())
    return start + lead, start + lead + len(stripped)


def _ends(text: str, start: int, stop: int, following: int) -> bool:
    """Is the full stop before `stop` the end of a sentence, or of an abbreviation or initial?"""
    before = text[max(start, stop - 24) : stop].rstrip("\"'”’)]")
    last = _LAST.search(before)
    if not last:
        return True
    word = last.group(1).lstrip("(\"'")
    low = word.lower()
    after = re.match(r"[\"'“‘(]*([A-Za-z.]+|[0-9$])", text[following : following + 24])
    nxt = after.group(1).rstrip(".") if after else ""
    if low in ABBREVIATIONS or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return nxt in STARTERS and low not in {"mr", "mrs", "ms", "dr", "vs", "no", "gen", "sen", "rep", "gov"}
    return not (len(word) == 1 and word.isupper())


def clean(text: str, start: int, end: int) -> Sentence:
    """The sentence of the article without codes and tags, quotes straightened, one space between words."""
    raw = text[start:end]
    cuts, codes = _cuts(raw)
    if _MARKUP.search(raw):
        cuts = sorted([*cuts, *_markup(raw)], key=lambda cut: (cut[0], -cut[1]))
    out: list[str] = []
    starts, shifts, size, at = [0], [start], 0, 0
    for cut_start, cut_end, code in [*cuts, (len(raw), len(raw), None)]:
        if cut_start < at:
            continue
        piece = raw[at:cut_start]
        if piece:
            starts.append(size)
            shifts.append(start + at - size)
            out.append(piece)
            size += len(piece)
        if code and code.startswith("\0"):  # written out: a ligature
            starts.append(size)
            shifts.append(start + cut_start - size)
            out.append(code[1:])
            size += len(code) - 1
        elif code:
            board, _, words = code.partition(":")
            codes.append(Code(size, words, start + cut_start, start + cut_end, board))
        at = cut_end
    body = "".join(out).translate(_LINES)
    return Sentence(start, end, body, tuple(starts), tuple(shifts), tuple(codes))


def straight(text: str) -> str:
    """The text with plain quotes, hyphens and spaces, character for character, so that offsets stay."""
    if "&" in text:
        text = _ENTITY.sub(_decoded, text)
    return text if text.isascii() else text.translate(_STRAIGHT)


_ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|lsquo|rsquo|ldquo|rdquo|ndash|mdash|pound|euro|yen|cent|lt|gt|#\d{2,5}|"
    r"#x[0-9a-fA-F]{2,4});"
)
_PAD = "\u200b"


def _decoded(m: re.Match[str]) -> str:
    """An entity as its character and padding that clean() cuts out, so that the text keeps its length."""
    char = html.unescape(m[0])
    return char + _PAD * (len(m[0]) - len(char)) if len(char) == 1 else m[0]


_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_MARKUP = re.compile(r"\u200b|[\ufb00-\ufb04]|\*\w|\w\*|`|\]\(|\b_\w|\w_\b")
_MARK = re.compile(
    r"(?P<pad>\u200b+)|(?P<ligature>[\ufb00-\ufb04])|(?P<bold>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`+|(?<!\w)__?(?=\w)|"
    r"(?<=\w)__?(?!\w))|(?P<open>!?\[(?=[^\]]{1,200}\]\())|(?P<link>\]\([^)\s]{1,500}\))"
)


def _markup(raw: str) -> Iterator[tuple[int, int, str | None]]:
    """Padding, Markdown's emphasis and links, ligatures: what the model should not see."""
    for m in _MARK.finditer(raw):
        yield m.start(), m.end(), "\0" + _LIGATURES[m[0]] if m.lastgroup == "ligature" else None


_HINT = re.compile(
    r":\s?[A-Z]{1,6}\)|\(\s*\$[A-Z]|\([A-Z]{1,5} [+-]?\d|\s[A-Z][A-Z0-9]+, [+-]?\d|\(\s*\^?\.?[A-Za-z0-9_^-]+(?:[.=][A-Z]|"
    r"\s*\))|\s[A-Z0-9]{1,8}[a-z]?\.[A-Z]{1,2}\b|\s\.[A-Z0-9]{2}|[A-Z]{2,3}(?:c\d|=)"
)


def may_hold_code(text: str) -> bool:
    """Is there something that looks like a vendor's code?"""
    return bool(_HINT.search(text))


def bare(text: str, start: int, end: int) -> Sentence:
    """The sentence as it stands, for texts that are not read closely."""
    return Sentence(start, end, text[start:end], (0,), (start,), ())


_LINES = str.maketrans({"\t": " ", "\r": " ", "\n": " "})
_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "–": "-",
        "‑": "-",
        "−": "-",
        "—": "-",
        "\u200a": " ",
        "\u2002": " ",
        "\u2003": " ",
    }
)


def _cuts(raw: str) -> tuple[list[tuple[int, int, str | None]], list[Code]]:
    cuts: list[tuple[int, int, str | None]] = []
    if dateline := _DATELINE.match(raw):
        cuts.append((0, dateline.end(), None))
    base = dateline.end() if dateline else 0
    heading = _HEADING.match(raw, base)
    if heading and (heading.group().count(" ") >= 3 or len(heading.group()) >= 14) and _shouts(heading.group()):
        cuts.append((base, heading.end(), None))
    for match in _CODE.finditer(raw):
        code = match[match.lastgroup]
        if match.lastgroup == "paren" and not _is_code(code):
            continue
        cuts.append(
            (
                match.start(),
                match.end(),
                None if match.lastgroup in ("tag", "junk") else f"{match['board'] or ''}:{code}",
            )
        )
    return cuts, []


def _shouts(words: str) -> bool:
    return sum(len(w) >= 4 and w.isupper() and w.isalpha() for w in re.findall(r"[A-Za-z]+", words)) >= 2


def _is_code(code: str) -> bool:
    """A vendor's code in brackets: a RIC, or a ticker in capitals; not an abbreviation such as (GDP)."""
    if code.startswith("^"):
        return True
    if "." in code:
        return all(_RIC_LIKE.match(part.strip()) for part in code.split(","))
    return "=" in code or bool(re.fullmatch(r"[A-Z]{1,5}", code) and code not in NO_TICKERS)


NO_TICKERS = frozenset(
    "GDP CPI PPI CEO CFO COO IPO ETF ETFS FED ECB IMF OPEC EU UK US USA UN EST EDT GMT ET FDA SEC FTC DOJ EPA "
    "NYSE AP AFP CET BST HKT JST "
    "EPS EBIT PMI ISM FOMC FDIC FBI CIA NATO WTO BOE BOJ NBA NFL TV PC AI M A I II III IV V".split()
)
