"""A changed number reaches every sentence that rests on it, through a build of its own."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhishu import example as example_folder
from zhishu import load
from zhishu.build import build
from zhishu.cli import main
from zhishu.publish.claims import checked_pins, find_claims
from zhishu.publish.findings import Findings


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the example that a test may damage."""
    folder = tmp_path / "edition"
    ignored = shutil.ignore_patterns("out", "reconstruct", "__pycache__")
    return Path(shutil.copytree(example_folder(), folder, ignore=ignored))


def lose_universities(folder: Path, division: str, kept: int) -> None:
    """Leave only so many universities in the division."""
    path = folder / "data" / "universities.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    at = next(place for place, heading in enumerate(rows[0]) if heading in {"division_code", "行政区划代码"})
    inside = [row for row in rows[1:] if row[at].startswith(division)]
    lost = {id(row) for row in inside[kept:]}
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(row for row in rows if id(row) not in lost)


def test_a_changed_record_fails_the_pinned_claims_that_rest_on_it(copied: Path) -> None:
    """Wuhan loses universities: the total and the list of cities fail, what rests on firms does not."""
    lose_universities(copied, "4201", kept=40)
    _, faults = checked_pins(Findings(build(load(copied)).result))
    failed = {fault.what.split("'")[1] for fault in faults}
    assert {"universities-total", "universities-city"} <= failed
    assert not failed & {"listed-firms", "patents-four", "beijing-districts", "agencies-prefectures"}
    fault = next(fault for fault in faults if "universities-city" in fault.what)
    assert fault.allowed == "武汉 = 53"
    assert fault.seen == "武汉 = 40"


def test_a_changed_record_changes_the_sentence(copied: Path) -> None:
    """The list names another city first, and its evidence holds the new number."""
    lose_universities(copied, "4201", kept=40)
    (claim,) = find_claims(
        Findings(build(load(copied)).result),
        [{"kind": "top_list", "level": "city", "measure": "universities", "top": 2}],
    )
    assert claim.said.plain("zh") == "开设大数据相关专业的高校数量以北京（49 家）最多，其后为武汉（40 家）。"
    assert [row[1] for row in claim.evidence[0].data.rows] == [49, 40]


def test_the_build_fails_and_writes_nothing(copied: Path) -> None:
    """`zhishu build` ends with one message: expected, got, cells; no result is written."""
    lose_universities(copied, "4201", kept=40)
    done = CliRunner().invoke(main, ["build", str(copied), "--no-report", "--no-doubt"])
    assert done.exit_code == 1
    assert "no longer holds" in done.output
    assert "expected" in done.output or "allowed:" in done.output
    assert "out/tables/" in done.output
    assert not (copied / "out").exists()
