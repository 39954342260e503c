"""This file is the periods of several sessions: weeks to years, year to date, ranges, since."""
from __future__ import annotations

from dataclasses import replace

from claimcheck.claim import Period
from claimcheck.market import Unverifiable
from claimcheck.market.calendar.anchors import Named, around, before, both_dated, part_of
from claimcheck.market.calendar.counts import counted
from claimcheck.market.calendar.days import HOLIDAY, single
from claimcheck.market.calendar.view import Draft, End, Start, View, cross, joined, settled


def unit(period: Period, view: View) -> list[Draft] | Unverifiable:
    """A week, month, quarter or year: counted back from the last session, or the calendar's."""
    grain = period.shape
    if period.until:
        return ranged(period, view)
    if period.trailing or period.count or period.grain and not period.anchor and period.grain != grain:
        return _counted_to(period, view, period.grain or grain)
    if period.anchor:
        return _span(period, view)
    if grain == "year":
        return _plain_year(view)
    return _running(grain, view)


def _running(grain: str, view: View) -> list[Draft]:
    """ "in the week": the one that is running, or where it has barely begun perhaps the one before."""
    drafts = _within(_this(grain, view), view)
    barely = {"week": 1, "month": 4, "quarter": 10, "year": 10}[grain]
    day = view.current[0].session
    span = around(grain, day)
    if (day - span.first).days < barely:
        ended = around(grain, before(grain, day))
        drafts += [replace(draft, rank=draft.rank + 2) for draft in _within([ended], view)]
    return drafts


def _plain_year(view: View) -> list[Draft]:
    """A year without a name: twelve months, but around New Year mostly the calendar year."""
    trailing = cross(lambda place: counted("year", 1, place, view.held), view.last_closes())
    running = [replace(draft, usual=False) for draft in _running("year", view)]
    turn = view.current[0].session
    if (turn.month, turn.day) >= (12, 27) or (turn.month, turn.day) <= (1, 5):
        ended = around("year", turn if turn.month == 12 else before("year", turn))
        return [replace(draft, rank=-1) for draft in _within([ended], view)] + trailing + running
    return trailing + running


def _this(grain: str, view: View) -> list[Named]:
    return list(dict.fromkeys(around(grain, at.session) for at in view.current))


def _counted_to(period: Period, view: View, grain: str) -> list[Draft] | Unverifiable:
    ends = _ends(period.anchor, period, view)
    if isinstance(ends, Unverifiable):
        return ends
    return cross(lambda place: counted(grain, period.count, place, view.held), ends)


def _ends(anchor: str, period: Period, view: View) -> list[End] | Unverifiable:
    """The last sessions that an anchor may mean; the current ones where there is none."""
    if not anchor or anchor == "today":
        return view.last_closes()
    if anchor == "day-before":
        return [replace(end, place=end.place - 1, how="to the day before") for end in view.last_closes()]
    spans = settled(anchor, view, period)
    if isinstance(spans, Unverifiable):
        return spans
    return [end for span in spans for end in _last_of(span, view)]


def _last_of(span: Named, view: View) -> list[End]:
    """The last session of a span, or where it is running the current ones inside it."""
    inside = [end for end in view.last_closes() if span.first <= view.held.day(end.place) <= span.last]
    if inside and span.last >= view.current[0].session:
        return [replace(end, usual=end.usual and span.usual) for end in inside]
    return [End(view.held.at_or_before(span.last), "", span.usual)]


def _within(spans: list[Named], view: View) -> list[Draft]:
    """From the last close before a span to its last session."""
    drafts = []
    for rank, span in enumerate(spans):
        base = view.held.at_or_after(span.first) - 1
        for later, end in enumerate(_last_of(span, view)):
            how = joined(f"the {span.grain}" if span.grain != "day" else "", end.how)
            drafts.append(Draft(base, end.place, how, end.usual and span.usual, rank + later))
    return [draft for draft in drafts if draft.base < draft.last]


def _span(period: Period, view: View) -> list[Draft] | Unverifiable:
    spans = settled(period.anchor, view, period)
    if isinstance(spans, Unverifiable):
        return spans
    if spans[0].grain == "day":  # "the week to June 7"
        ends = [end for span in spans for end in _last_of(span, view)]
        grain = "year" if period.shape == "ytd" else period.shape
        starts = cross(lambda place: counted(grain, 1, place, view.held), ends)
        running = cross(lambda place: [_unit_start(grain, place, view)], ends)
        return running + starts if period.shape == "ytd" else starts + [replace(draft, rank=2) for draft in running]
    return _within([part_of(span, period.part) for span in spans], view)


def _unit_start(grain: str, place: int, view: View) -> Start:
    return Start(view.held.at_or_before(before(grain, view.held.day(place))), f"from the {grain}'s start")


def ytd(period: Period, view: View) -> list[Draft] | Unverifiable:
    """From the last close of the old year; some count from the first close of the new one."""
    ends = _ends(period.until or period.anchor.replace("this-year", ""), period, view)
    if isinstance(ends, Unverifiable):
        return ends
    return cross(lambda place: _year_starts(place, view), _this_year_first(ends, view))


def _year_starts(place: int, view: View) -> list[Start]:
    base = _unit_start("year", place, view)
    return [replace(base, how="year to date"), Start(base.place + 1, "from the year's first close", False)]


def _this_year_first(ends: list[End], view: View) -> list[End]:
    """In the first days of January a session of the old year is no "this year" while the new one has its own."""
    newest = max(view.held.day(end.place).year for end in ends)
    return [replace(end, usual=end.usual and view.held.day(end.place).year == newest) for end in ends]


def ranged(period: Period, view: View) -> list[Draft] | Unverifiable:
    if period.count:
        return _counted_range(period, view)
    if not period.anchor or period.trailing:  # "the past few weeks"
        return Unverifiable("vague-period", period.text)
    if not period.until:
        return _span_or_day(period, view)
    anchor, until = both_dated(period.anchor, period.until, max(view.todays))
    ends = _ends(until, period, view)
    spans = settled(anchor, view, period)
    for found in (ends, spans):
        if isinstance(found, Unverifiable):
            return found
    starts = [start for span in spans for start in _from(part_of(span, period.part), view)]
    return cross(lambda place: starts, ends)


def _span_or_day(period: Period, view: View) -> list[Draft] | Unverifiable:
    spans = settled(period.anchor, view, period)
    if isinstance(spans, Unverifiable):
        return spans
    if spans[0].grain == "day":
        return single(replace(period, shape="day"), view)
    return _within([part_of(span, period.part) for span in spans], view)


def _counted_range(period: Period, view: View) -> list[Draft] | Unverifiable:
    """ "in three sessions", "the two weeks to Friday", "the first three sessions of the year"."""
    grain = period.grain or "session"
    if period.part in ("start", "open", "early") and period.anchor and not period.until:
        spans = settled(period.anchor, view, period)
        if isinstance(spans, Unverifiable):
            return spans
        return [_opening_of(span, grain, period.count, view, rank) for rank, span in enumerate(spans)]
    ends = _ends(period.until or period.anchor, period, view)
    if isinstance(ends, Unverifiable):
        return ends
    drafts = cross(lambda place: counted(grain, period.count, place, view.held), ends)
    if grain in ("day", "session") and not period.until and not period.anchor and not view.closed(ends[0].place):
        return drafts + _over_before(grain, period.count, ends, view)
    return drafts


def _over_before(grain: str, count: int, ends: list[End], view: View) -> list[Draft]:
    """While a session runs, "the previous three days" are the three before it."""
    place = ends[0].place - 1
    return cross(lambda at: counted(grain, count, at, view.held), [End(place, "before the running session")])


def _opening_of(span: Named, grain: str, count: int, view: View, rank: int) -> Draft:
    base = view.held.at_or_after(span.first) - 1
    per = {"session": 1, "day": 1, "week": 5, "month": 21}.get(grain, 63)
    return Draft(base, base + max(count, 1) * per, f"the start of the {span.grain}", span.usual, rank)


def since(period: Period, view: View) -> list[Draft] | Unverifiable:
    if not period.anchor:
        return _counted_to(period, view, period.grain) if period.count and period.grain else Unverifiable(
            "vague-period", period.text)
    if period.anchor == "day-before":
        return single(replace(period, shape="day"), view)
    spans = settled(period.anchor, view, period)
    ends = _ends(period.until, period, view)
    for found in (spans, ends):
        if isinstance(found, Unverifiable):
            return found
    starts = [start for span in spans for start in _since_starts(span, period.part, view)]
    return cross(lambda place: starts, ends)


def _since_starts(span: Named, part: str, view: View) -> list[Start]:
    if span.grain == "day":
        return _from(span, view)
    held, end = view.held, _last_place(span, view)
    opening = Start(held.at_or_after(span.first) - 1, f"from the close before the {span.grain}")
    if part in ("start", "open"):
        return [opening, Start(opening.place + 1, f"from the {span.grain}'s first close")]
    if part in ("end", "close"):
        return [Start(end, f"from the {span.grain}'s last close")] + _nearby(end, view)
    if part in ("early", "mid", "late"):
        third = part_of(span, part)
        closes = _closes(third, f"{part} in the {span.grain}", True, view)
        return [opening, *closes] if part == "early" else closes
    return [opening, Start(end, f"from the {span.grain}'s last close"),
            *_closes(span, f"within the {span.grain}", False, view)]


def _last_place(span: Named, view: View) -> int:
    return view.held.at_or_before(min(span.last, max(view.todays)))


def _nearby(place: int, view: View) -> list[Start]:
    return [Start(place + shift, "a session beside", False) for shift in (-1, 1)]


def _closes(span: Named, how: str, usual: bool, view: View) -> list[Start]:
    """The closes within a span; of a long one as many, evenly spread, as leave room for every usual end."""
    held = view.held
    places = range(held.at_or_after(span.first), _last_place(span, view) + 1)
    room = 60 // sum(end.usual for end in view.last_closes())
    step = max(1, -(-len(places) // room))
    return [Start(place, how, usual) for place in places[::step]]


def _from(span: Named, view: View) -> list[Start]:
    """Since a day: from its close, or (what happened that day counted in) from the close before."""
    held = view.held
    if span.grain != "day":
        return [Start(held.at_or_after(span.first) - 1, f"from the close before the {span.grain}", span.usual),
                Start(_last_place(span, view), f"from the {span.grain}'s last close", False)]
    place = held.at_or_before(span.first)
    if not held.holds(span.first):
        return [Start(place, HOLIDAY, span.usual), Start(place + 1, HOLIDAY, False)]
    return [Start(place, "from that day's close", span.usual), Start(place - 1, "that day counted in", span.usual)]
