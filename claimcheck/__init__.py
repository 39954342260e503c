"""This file is the public names of claimcheck, each imported when first asked for.

    >>> from claimcheck import check
    >>> result = check(text, date="2025-02-18", prices="fixtures/prices")
    >>> for checked in result:
    ...     print(checked.claim, type(checked.verdict).__name__)

Importing the package imports neither spaCy nor pandas nor yfinance.
"""
from __future__ import annotations

from importlib import import_module
from typing import Any

PUBLIC = {
    "Article": "claimcheck.claim",
    "Claim": "claimcheck.claim",
    "Market": "claimcheck.market",
    "Report": "claimcheck.verdict",
    "ClaimcheckError": "claimcheck.errors",
    "Result": "claimcheck.notebook",
    "check": "claimcheck.notebook",
    "check_article": "claimcheck.checking",
    "check_text": "claimcheck.checking",
    "extract_text": "claimcheck.checking",
    "open_market": "claimcheck.checking",
}
__all__ = ["__version__", *PUBLIC]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("claimcheck-markets")
    if name in PUBLIC:
        return getattr(import_module(PUBLIC[name]), name)
    raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
