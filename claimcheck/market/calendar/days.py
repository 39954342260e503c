"""This file is the periods of one session: a day, a level's moment, before the opening, after the close."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimcheck.claim import Period
from claimcheck.market import Unverifiable
from claimcheck.market.calendar.anchors import Named
from claimcheck.market.calendar.view import Draft, End, View, joined, settled

HOLIDAY = "no session on the day named"
UNNAMED = 42  # sessions, two months: how far back "in a single day" reaches where no day is named


def single(period: Period, view: View) -> list[Draft] | Unverifiable:
    places = _day_places(period, view)
    if isinstance(places, Unverifiable):
        return places
    if period.part == "close":
        places = _closed_first(places, view)
    return [Draft(end.place - 1, end.place, end.how, end.usual, rank) for rank, end in enumerate(places)]


def _day_places(period: Period, view: View) -> list[End] | Unverifiable:
    if period.anchor in ("", "today"):
        return _implied(view)
    if period.anchor == "day-before":
        return [replace(end, place=end.place - 1, how="the day before") for end in _implied(view)]
    if period.anchor == "unnamed":
        last = view.ends()[0].place
        return [End(last - back, "the day is not named", back < 2) for back in range(min(UNNAMED, last))]
    spans = settled(period.anchor, view, period)
    if isinstance(spans, Unverifiable):
        return spans
    ends = [end for span in spans for end in _session_of(span, view)]
    return _begun_first(ends, view)


def _implied(view: View) -> list[End]:
    """The text's own day; where that is settled to the minute and over, a session before it is no reading."""
    ends = view.ends()
    if not view.timed or not view.current[0].closed:
        return ends
    return [end for end in ends if end.place >= ends[0].place]


def _session_of(span: Named, view: View) -> Iterator[End]:
    held = view.held
    if span.grain != "day":
        yield End(held.at_or_before(min(span.last, view.current[0].session)), f"the end of the {span.grain}", False)
        return
    if held.holds(span.first):
        yield End(held.at_or_before(span.first), "", span.usual)
        return
    yield End(held.at_or_before(span.first), f"{HOLIDAY}, the one before", False)
    yield End(held.at_or_after(span.first), f"{HOLIDAY}, the one after", False)


def _begun_first(ends: list[End], view: View) -> list[End]:
    """A weekday is one session: the latest that had opened when the text was written (which may be updated since)."""
    if not view.timed:
        return ends
    begun = view.held.begun(view.written)
    waiting = [replace(end, how="not yet open when written") for end in ends if end.place > begun]
    first, *others = [end for end in ends if end.place <= begun] + waiting
    return [first, *(replace(end, usual=False) for end in others)]


def _closed_first(ends: list[End], view: View) -> list[End]:
    """A closing price of a session that is still open can only be that of the session before."""
    closed = [end for end in ends if view.closed(end.place)]
    if not closed:
        return ends
    return [replace(closed[0], usual=True), *closed[1:],
            *(replace(end, usual=False) for end in ends if not view.closed(end.place))]


def premarket(period: Period, view: View) -> list[Draft] | Unverifiable:
    """Before the opening: the session of the day of writing, even where it has not begun."""
    drafts = single(period, view)
    if period.anchor or isinstance(drafts, Unverifiable):
        return drafts
    held = view.held
    today = [held.at_or_before(day) for day in view.todays if held.holds(day)]
    return [Draft(place - 1, place, "before the opening", True, -1) for place in today] + [
        replace(draft, rank=draft.rank + 1, usual=draft.usual and not today) for draft in drafts]


def afterhours(period: Period, view: View) -> list[Draft] | Unverifiable:
    """After the close, measured from that session's own close; daily bars show only the next session's opening."""
    drafts = single(replace(period, part="close"), view)
    if isinstance(drafts, Unverifiable):
        return drafts
    after = [replace(draft, base=draft.last, how=joined("after the close", draft.how)) for draft in drafts]
    following = [replace(draft, base=draft.last, last=draft.last + 1, usual=False, ahead=True,
                         how=joined("seen in the next session", draft.how)) for draft in drafts]
    return after + following
