"""This file describes the machine that a measurement ran on, and how busy it was with other things."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (AttributeError, ValueError):
        return "unknown memory"


def describe() -> None:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"{model()}, {os.cpu_count()} cores, {memory()}, {platform.system()} {platform.release()}")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("spacy", "numpy"))
    print(f"Python {platform.python_version()}, {libraries}, load before: {load}")
    print("CPU seconds are of the process measured; wall seconds suffer from whatever else runs.", flush=True)
