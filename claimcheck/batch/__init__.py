"""This file is archives: many articles through an engine to tables of claims and articles, resumed where a run ended.

    check_batch(items, market, desk) -> [Report]     the pure work, in work.py
    ENGINES                                          serial, processes, ray: each the serial answer, byte for byte
    run(job, manifest, told)                         a whole archive, in run.py
"""

from __future__ import annotations

from claimcheck.batch.engines import ENGINES, engine
from claimcheck.batch.task import Setting, Task, tasks

__all__ = ["ENGINES", "Setting", "Task", "engine", "tasks"]
