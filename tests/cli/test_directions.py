"""Indicators of every direction through the command line: turned, or one clear message, never in silence."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from zhishu.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PANEL = "code,x,y\nr1,3,3\nr2,4,1\nr3,9,8\n"


def build(
    folder: Path, direction: object, normalise: dict[str, Any], aggregate: str = "arithmetic"
) -> Result:
    """Build an edition of two indicators, the second of that direction."""
    edition = {
        "index": {"id": "index", "name": "Two indicators", "edition": 2024},
        "levels": {"area": {"regions": "from panel"}},
        "sources": {"panel": {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code"}},
        "framework": [{"id": "x"}, {"id": "y", "direction": direction}],
        "recipe": [
            {"step": "normalise", **normalise},
            {"step": "weigh", "method": "equal"},
            {"step": "aggregate", "method": aggregate},
            {"step": "rank"},
        ],
    }
    (folder / "panel.csv").write_text(PANEL, encoding="utf-8")
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    return CliRunner().invoke(main, ["build", str(folder), "--no-report", "--no-doubt"])


def normalised(folder: Path, indicator: str) -> list[float]:
    with (folder / "out" / "tables" / "normalised.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [float(row["value"]) for row in csv.DictReader(stream) if row["indicator"] == indicator]


@pytest.mark.parametrize(
    ("direction", "values"),
    [("-", [-3, -1, -8]), ({"target": 3}, [0, -2, -5]), ({"interval": [2, 5]}, [0, -1, -3])],
)
def test_values_are_turned_or_refused(direction: object, values: list[float], tmp_path: Path) -> None:
    """`none` names the indicator and its direction; `sign` turns it, for all or for that one alone."""
    outcome = build(tmp_path, direction, {"method": "none"})
    assert outcome.exit_code == 1
    for words in ("indicator y", "direction", "`sign`", "level area"):
        assert words in outcome.output
    assert "Traceback" not in outcome.output
    for normalise in (
        {"method": "sign"},
        {"method": "none", "by_indicator": {"y": {"method": "sign"}}},
    ):
        outcome = build(tmp_path, direction, normalise)
        assert outcome.exit_code == 0, outcome.output
        assert normalised(tmp_path, "x") == [3, 4, 9]
        assert normalised(tmp_path, "y") == values


@pytest.mark.parametrize("direction", ["-", {"target": 0}])
def test_what_is_turned_by_sign_is_a_cost_of_copras(direction: object, tmp_path: Path) -> None:
    """Shares of x 3, 4, 9 of 16; of the costs 3, 1, 8 their inverses 8, 24, 3 of 35; half of each."""
    outcome = build(tmp_path, direction, {"method": "sign"}, "copras")
    assert outcome.exit_code == 0, outcome.output
    with (tmp_path / "out" / "tables" / "scores.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = [float(row["score"]) for row in csv.DictReader(stream) if row["node"] == "index"]
    assert found == pytest.approx([3 / 32 + 8 / 70, 4 / 32 + 24 / 70, 9 / 32 + 3 / 70], rel=1e-9)
