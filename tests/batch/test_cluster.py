"""This file tests checking on a cluster: ray reads, checks and writes; its rows are the serial ones."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from batch.made import DESK, archive, rows, setting
from claimcheck.batch import engine
from claimcheck.batch import task as tasking
from claimcheck.batch.parts import articles_in
from claimcheck.read import read


def test_a_dataset_gives_the_serial_rows(tmp_path):
    ray_data = pytest.importorskip("ray.data", reason="the extra [ray] is not installed")
    from claimcheck.batch.rays import check_dataset, started

    how = replace(setting(), sketches=False)
    path = archive(tmp_path / "a.jsonl", rows(30))
    serial = [
        [json.loads(each) for each in line]
        for _, data in engine("serial")(tasking.tasks(read([str(path)], DESK)), how, 1)
        for line in articles_in(data)
    ]
    started()
    out = tmp_path / "out"
    check_dataset(ray_data.read_json(str(path)), how, workers=1, batch=8).write_parquet(str(out))
    found = ray_data.read_parquet(str(out)).take_all()
    told = sorted(found, key=lambda row: int(row["article"].partition("/")[2]))
    assert [row["article"] for row in told] == [row["article"] for row, *_ in serial]
    for row, (article, *claims) in zip(told, serial, strict=True):
        mine = json.loads(row["row"])
        assert mine | {"error": None} == article | {"error": None}
        assert bool(mine["error"]) == bool(article["error"])
        assert [each["sentence"] for each in json.loads(row["claims"])] == [each["sentence"] for each in claims]
        assert [each["verdict"] for each in json.loads(row["claims"])] == [each["verdict"] for each in claims]
