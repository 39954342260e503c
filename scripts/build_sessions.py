"""This file is the build of claimcheck/market/data/sessions.zip: when each exchange traded, by exchange_calendars.

Run, with a new release of exchange_calendars and once a year:
  python scripts/build_sessions.py
Every exchange of exchanges.csv and of the instrument tables, near (1990 to 2035) and deep (1900 to 2109).
docs/decisions/0022 says why the table is shipped.
"""
from __future__ import annotations

import json
import sys
import zipfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from claimcheck.market import instruments  # noqa: E402
from claimcheck.market.calendar import sessions  # noqa: E402

OUT = ROOT / "claimcheck" / "market" / "data" / "sessions.zip"


def main() -> None:
    table = instruments.load()
    codes = {row.exchange for row in table.rows if row.exchange} | set(sessions.WEEKS)
    codes |= {venue.exchange for venue in table.venues.by_listing.values()}
    codes |= {line.split(",")[2] for line in (OUT.parent / "exchanges.csv").read_text("utf-8").splitlines()[1:]}
    about = {"source": f"exchange_calendars {version('exchange_calendars')}", "built": date.today().isoformat()}
    with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        put(out, sessions.ABOUT, about)
        for code in sorted(codes):
            for deep in (False, True):
                facts = sessions.asked(code, deep)
                print(code, "deep" if deep else "near", len(facts["days"]) if facts else "unknown")
                put(out, sessions.member(code, deep), facts)
    print(f"{OUT.stat().st_size:,} bytes")


def put(out: zipfile.ZipFile, name: str, value: dict | None) -> None:
    entry = zipfile.ZipInfo(name)  # the same bytes whenever it is built
    entry.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(entry, json.dumps(value, separators=(",", ":")))


if __name__ == "__main__":
    main()
