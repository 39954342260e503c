"""This file is the ordered tuple of claim kinds; each module documents, recognises and measures one kind.

recognise(clause, article) -> Claim | None       pure data in, pure data out
measure(claim, instrument, windows, bars) -> Sequence[Reading] | Unverifiable
"""
from __future__ import annotations
