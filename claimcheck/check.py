"""This file is the old name of checking.py, for code that still imports it: once nothing does, it goes.

A module `claimcheck.check` shadows the function `claimcheck.check` as soon as somebody imports it.
"""
from claimcheck.checking import *  # noqa: F403
from claimcheck.checking import Listing, NoPrices, Plan  # noqa: F401
