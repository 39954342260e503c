"""This file is near-duplicates: updates of one story are told by the runs of words that they share.

A sketch is one-permutation MinHash (Li, Owen, Zhang: "One Permutation Hashing", NIPS 2012): each run of three words
falls into one of 64 bins by its hash, a bin keeps its smallest.  Two texts share as many bins as runs of words.
"""

from __future__ import annotations

from base64 import b85decode, b85encode
from collections import OrderedDict, defaultdict
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

BINS = 64
BAND = 4  # bins that must agree for two articles to be compared at all
ALIKE = 0.6  # share of bins: an update that adds two thirds to a story still is that story
LATER = timedelta(days=2)  # daily reports from one mould are not updates of each other
HELD = 50_000  # articles that are remembered
EMPTY = np.uint32(0xFFFFFFFF)
MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def sketch(text: str) -> str:
    """64 bins of 32 bits, in letters; "" for a text of fewer than three words."""
    words = text.lower().split()
    if len(words) < 3:
        return ""
    hashes = np.fromiter((crc32(word.encode("utf-8", "replace")) for word in words), np.uint64, len(words))
    with np.errstate(over="ignore"):
        runs = hashes[:-2] * MIX[0] ^ (hashes[1:-1] * MIX[1] << np.uint64(1)) ^ (hashes[2:] * MIX[2] << np.uint64(2))
        runs = (runs ^ runs >> np.uint64(29)) * MIX[0]
    bins = np.full(BINS, EMPTY, np.uint32)
    np.minimum.at(bins, (runs >> np.uint64(58)).astype(np.intp), (runs >> np.uint64(20)).astype(np.uint32))
    return b85encode(bins.tobytes()).decode()


def bins_of(told: str) -> np.ndarray:
    return np.frombuffer(b85decode(told), np.uint32)


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """The share of bins in which two sketches agree, those left out that are empty in both."""
    filled = (one != EMPTY) | (other != EMPTY)
    return float(((one == other) & filled).sum() / max(1, filled.sum()))


class Stories:
    """The stories so far, in the order of the input: which article a new one repeats, if any."""

    def __init__(self) -> None:
        self.known: OrderedDict[int, tuple[str, datetime, np.ndarray]] = OrderedDict()
        self.bands: dict[bytes, list[int]] = defaultdict(list)
        self.seen = 0

    def first(self, name: str, written: datetime, told: str) -> str | None:
        """The id of the first telling of this story, None where this is it."""
        if not told:
            return None
        bins = bins_of(told)
        bands = [bytes([at]) + bins[at : at + BAND].tobytes() for at in range(0, BINS, BAND)
                 if (bins[at : at + BAND] != EMPTY).any()]
        for number in sorted({each for band in bands for each in self.bands.get(band, ())}):
            known, when, theirs = self.known[number]
            if abs(written - when) <= LATER and alike(bins, theirs) >= ALIKE:
                return known
        self.remember(name, written, bins, bands)
        return None

    def remember(self, name: str, written: datetime, bins: np.ndarray, bands: list[bytes]) -> None:
        self.seen += 1
        self.known[self.seen] = (name, written, bins)
        for band in bands:
            self.bands[band].append(self.seen)
        if len(self.known) > HELD:
            number, (_, _, old) = self.known.popitem(last=False)
            for at in range(0, BINS, BAND):
                band = bytes([at]) + old[at : at + BAND].tobytes()
                if number in self.bands.get(band, ()):
                    self.bands[band].remove(number)
                    if not self.bands[band]:
                        del self.bands[band]
