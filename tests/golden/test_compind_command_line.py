"""The case compind_31x6 as a user would run it: edition.yaml, a wide CSV, the command line."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from zhishu.cli import main

CASE = Path(__file__).parents[3] / "shared" / "golden" / "compind_31x6"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"the outside golden cases are not at {CASE}")
THIRD = 1 / 3
# File → (input, what the aggregate step says, factor and offset from our score to the peer's).
AGGREGATES: dict[str, tuple[str, dict[str, Any], float, float]] = {
    "ci_geom_equal": ("minmax_1_100", {"method": "geometric"}, 1, 0),
    "ci_bod": ("minmax_1_100", {"method": "benefit_of_the_doubt"}, 1, 0),
    "ci_bod_constr_0.05_0.6": (
        "minmax_1_100",
        {"method": "benefit_of_the_doubt", "low": 0.05, "high": 0.6},
        1,
        0,
    ),
    "ci_bod_constr_0.1_0.3": (
        "minmax_1_100",
        {"method": "benefit_of_the_doubt", "low": 0.1, "high": 0.3},
        1,
        0,
    ),
    "ci_bod_dir": (
        "minmax_1_100",
        {"method": "directional_benefit", "direction": [1, 1, 2, 1, 0.5, 1]},
        1,
        0,
    ),
    "ci_bod_mdir": ("minmax_1_100", {"method": "multidirectional_benefit"}, 1, 0),
    "ci_wroclaw": ("minmax_1_100", {"method": "hellwig", "divisor": "sample"}, -1, 1),
    "ci_owa_j3": ("minmax_1_100", {"method": "owa", "order_weights": [0, 0, 0, THIRD, THIRD, THIRD]}, 1, 0),
    "ci_mpi_POS": ("zscore_100_10", {"method": "mazziotta_pareto", "divisor": "sample"}, 1, 0),
    "ci_mpi_NEG": (
        "zscore_100_10",
        {"method": "mazziotta_pareto", "divisor": "sample", "penalty": "plus"},
        1,
        0,
    ),
}


def build(folder: Path, source: str, normalise: dict[str, Any], aggregate: dict[str, Any]) -> Path:
    """Build six indicators, the second and fifth negative when raw; return the folder of the tables."""
    (folder / "panel.csv").write_bytes((CASE / "inputs" / f"{source}.csv").read_bytes())
    with (folder / "panel.csv").open(encoding="utf-8-sig", newline="") as stream:
        region, *indicators = next(csv.reader(stream))
    negative = {"i2", "i5"} if source == "raw" else set()
    panel = {"file": "panel.csv", "panel": "wide", "level": "unit", "region": region}
    edition = {
        "index": {"id": "index", "name": "Case compind", "edition": 2024},
        "levels": {"unit": {"regions": "from panel"}},
        "sources": {"panel": panel},
        "framework": [{"id": one, "direction": "-" if one in negative else "+"} for one in indicators],
        "recipe": [
            {"step": "normalise", **normalise},
            {"step": "weigh", "method": "equal"},
            {"step": "aggregate", **aggregate},
            {"step": "rank"},
        ],
    }
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(folder), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    return folder / "out" / "tables"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("file", AGGREGATES)
def test_indices_agree(file: str, tmp_path: Path) -> None:
    """The index of every unit, from values that are normalised already."""
    source, aggregate, factor, offset = AGGREGATES[file]
    tables = build(tmp_path, source, {"method": "none"}, aggregate)
    with (CASE / f"{file}.csv").open(encoding="utf-8") as stream:
        wanted = [float(row[1]) for row in list(csv.reader(stream))[1:]]
    found = [float(row["score"]) for row in rows(tables / "scores.csv") if row["node"] == "index"]
    assert [factor * score + offset for score in found] == pytest.approx(wanted, rel=1e-8)


@pytest.mark.parametrize(
    ("number", "normalise"),
    [
        (1, {"method": "zscore", "mean": 100, "sd": 10}),
        (2, {"method": "minmax"}),
        (3, {"method": "rank", "ties": "average"}),
    ],
)
def test_normalised_values_agree(number: int, normalise: dict[str, Any], tmp_path: Path) -> None:
    """Raw values of both directions, by each of the peer's three normalisations."""
    tables = build(tmp_path, "raw", normalise, {"method": "arithmetic"})
    golden = rows(CASE / f"normalise_ci_method{number}.csv")
    found = rows(tables / "normalised.csv")
    for place, row in enumerate(found):
        expected = float(golden[place // 6][row["indicator"]])
        assert float(row["value"]) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert len(found) == 6 * len(golden)
