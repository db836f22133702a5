"""The tables that say why regions moved: change_parts.csv and catching_up.csv, through the command line."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.score.changes import geometric_parts, logarithmic_mean

VALUES = np.random.default_rng(11).uniform(1, 9, (3, 8, 4)).round(3)
BY_HAND = np.array([[[0.0, 2.0], [10.0, 6.0]], [[10.0, 4.0], [20.0, 8.0]]])
NESTED = [{"id": "a", "children": [{"id": one} for one in "xyz"]}, {"id": "u"}]
PARTS = ("of_values", "of_normalisation", "of_weights")
ONE_TO_TEN = {"method": "minmax", "to": [1, 10]}


def build(
    folder: Path,
    *steps: dict[str, Any],
    values: np.ndarray = VALUES,
    framework: Any = NESTED,
    screen: bool = False,
) -> Path:
    """Build the years 2021 … through the command line; return the folder of its results."""
    names = "xyzu" if values.shape[2] == 4 else "xy"
    lines = ["code,year," + ",".join(names)]
    for year, page in enumerate(values, 2021):
        for row, cells in enumerate(page.tolist()):
            lines.append(f"r{row},{year}," + ",".join("" if math.isnan(one) else repr(one) for one in cells))
    (folder / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    normalise, weigh, aggregate = steps
    edition = {
        "index": {"id": "index", "name": "Any index", "edition": 2021},
        "levels": {"area": {"regions": "from panel"}},
        "years": list(range(2021, 2021 + len(values))),
        "sources": {
            "panel": {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code", "year": "year"}
        },
        "framework": framework,
        "recipe": [
            *([{"step": "screen", "drop": "regions"}] if screen else []),
            {"step": "normalise", **normalise},
            {"step": "weigh", **weigh},
            {"step": "aggregate", **aggregate},
            {"step": "rank"},
        ],
    }
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(folder), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    return folder / "out"


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def changes(out: Path) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Return the change of every region's index in a year, by its parts and by the table of scores."""
    parts: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows(out, "change_parts"):
        assert float(row["change"]) == pytest.approx(sum(float(row[part]) for part in PARTS), abs=1e-12)
        assert int(row["year"]) == int(row["since"]) + 1
        parts[row["region"], row["year"]] += float(row["change"])
    scores = {
        (row["region"], int(row["year"])): float(row["score"] or "nan")
        for row in rows(out, "scores")
        if row["node"] == "index"
    }
    return parts, {key: scores[key[0], int(key[1])] - scores[key[0], int(key[1]) - 1] for key in parts}


@pytest.mark.parametrize(
    ("weigh", "aggregate"),
    [
        ({"method": "entropy"}, {}),
        ({"method": "entropy", "levels": "flat"}, {"scale": 100}),
        ({"method": "entropy"}, {"method": "geometric"}),
        ({"method": "entropy"}, {"method": "geometric", "by_node": {"a": {"method": "arithmetic"}}}),
        ({"method": "equal"}, {"method": "generalised_mean", "power": 0}),
    ],
)
def test_parts_add_up_to_the_change_of_the_index(
    tmp_path: Path, weigh: dict[str, Any], aggregate: dict[str, Any]
) -> None:
    """Arithmetic, geometric and mixed trees, weights that change, three years."""
    parts, whole = changes(build(tmp_path, ONE_TO_TEN, weigh, aggregate))
    assert len(parts) == 16
    assert [parts[key] for key in parts] == pytest.approx([whole[key] for key in parts], abs=1e-10)


def test_the_index_falls_though_its_values_rise(tmp_path: Path) -> None:
    """By hand. x of r0 is 0, then 10, of r1 10, then 20: each is worth 1 on the other year's scale more.

    By the scale of 2021 both rise by 10 / 10 = 1, by that of 2022 too, so the scale takes 1 away; y of
    r0 rises from 2 to 4 by 2 / 4 = 0.5, which the scale takes away as well. Weights are halves.
    """
    out = build(
        tmp_path,
        {"method": "minmax"},
        {"method": "equal"},
        {},
        values=BY_HAND,
        framework=[{"id": "x"}, {"id": "y"}],
    )
    found = [
        (row["region"], row["since"], row["node"], *(float(row[part]) for part in ("change", *PARTS)))
        for row in rows(out, "change_parts")
    ]
    assert found == [
        ("r0", "2021", "x", 0.0, 0.5, -0.5, 0.0),
        ("r0", "2021", "y", 0.0, 0.25, -0.25, 0.0),
        ("r1", "2021", "x", 0.0, 0.5, -0.5, 0.0),
        ("r1", "2021", "y", 0.0, 0.25, -0.25, 0.0),
    ]


def test_a_geometric_index_has_the_effects_of_its_benchmark(tmp_path: Path) -> None:
    """Values over those of r2 in each year: change of indicators, of the benchmark and of weights."""
    reference = {"method": "distance_to_reference", "reference": "r2", "start": "zero"}
    out = build(tmp_path, reference, {"method": "entropy", "levels": "flat"}, {"method": "geometric"})
    effective = np.array(
        [float(row["effective"]) for row in rows(out, "weights") if row["node"] in {*"xyzu"}]
    ).reshape(3, 4)
    scores = np.array([float(row["score"]) for row in rows(out, "scores") if row["node"] == "index"])
    scores = scores.reshape(3, 8)
    wanted = np.array(geometric_parts(VALUES, effective, VALUES[:, 2]))
    wanted *= logarithmic_mean(scores[1:], scores[:-1])[..., None]
    for row in rows(out, "change_parts"):
        at = int(row["since"]) - 2021, int(row["region"][1]), "xyzu".index(row["node"])
        assert [float(row[part]) for part in PARTS] == pytest.approx(wanted[:, *at], abs=1e-12)


def test_one_scale_for_all_years_takes_nothing(tmp_path: Path) -> None:
    """What values are compared with does not change with `base: all_years`, nor do fixed weights."""
    out = build(tmp_path, {**ONE_TO_TEN, "base": "all_years"}, {"method": "equal"}, {})
    table = rows(out, "change_parts")
    assert {float(row["of_normalisation"]) for row in table} == {0.0}
    assert {float(row["of_weights"]) for row in table} == {0.0}
    sizes = [abs(float(row["change"])) for row in table if (row["region"], row["year"]) == ("r3", "2022")]
    assert sizes == sorted(sizes, reverse=True)


def test_the_weight_of_a_group_has_its_own_row_in_a_mixed_tree(tmp_path: Path) -> None:
    """The weight of `a` in the index changes; only then is it told."""
    mixed = {"method": "geometric", "by_node": {"a": {"method": "arithmetic"}}}
    (tmp_path / "moved").mkdir()
    (tmp_path / "fixed").mkdir()
    moved = build(tmp_path / "moved", ONE_TO_TEN, {"method": "entropy"}, mixed)
    assert {row["node"] for row in rows(moved, "change_parts")} == {*"xyzu", "a"}
    fixed = build(tmp_path / "fixed", ONE_TO_TEN, {"method": "equal"}, mixed)
    assert {row["node"] for row in rows(fixed, "change_parts")} == {*"xyzu"}


def test_a_region_with_a_gap_or_a_zero_has_no_parts(tmp_path: Path) -> None:
    """A missing value shares its weight out in that year; a logarithm of 0 is none."""
    values = VALUES.copy()
    values[1, 2, 0] = np.nan
    (tmp_path / "gap").mkdir()
    (tmp_path / "zero").mkdir()
    gap = build(tmp_path / "gap", ONE_TO_TEN, {"method": "equal"}, {"missing": "renormalise"}, values=values)
    parts, whole = changes(gap)
    assert {key[0] for key in parts} == {f"r{row}" for row in range(8)} - {"r2"}
    assert [parts[key] for key in parts] == pytest.approx([whole[key] for key in parts], abs=1e-10)
    zero = build(tmp_path / "zero", {"method": "minmax"}, {"method": "equal"}, {"method": "geometric"})
    parts, whole = changes(zero)
    assert 0 < len(parts) < 16
    assert [parts[key] for key in parts] == pytest.approx([whole[key] for key in parts], abs=1e-10)


def test_a_region_that_is_screened_out_has_no_rows(tmp_path: Path) -> None:
    """The parts of the others are theirs, in their places."""
    values = VALUES.copy()
    values[:, 3, 1:] = np.nan
    out = build(tmp_path, ONE_TO_TEN, {"method": "entropy"}, {}, values=values, screen=True)
    parts, whole = changes(out)
    assert {key[0] for key in parts} == {f"r{row}" for row in range(8)} - {"r3"}
    assert [parts[key] for key in parts] == pytest.approx([whole[key] for key in parts], abs=1e-10)


@pytest.mark.parametrize("base", ["all_years", 2022])
def test_a_frontier_of_all_years_with_weights_that_years_share(tmp_path: Path, base: str | int) -> None:
    """Weights of all groups come from one table then, which has no years."""
    benefit = {"method": "benefit_of_the_doubt", "frontier": "all_years"}
    out = build(tmp_path, {**ONE_TO_TEN, "base": base}, {"method": "entropy", "base": base}, benefit)
    for row in rows(out, "catching_up"):
        assert float(row["catching_up"]) * float(row["frontier_shift"]) == pytest.approx(float(row["change"]))


@pytest.mark.parametrize(
    "benefit",
    [
        {"method": "benefit_of_the_doubt", "low": 0.05},
        {"method": "russell_benefit", "mean": "weighted"},
        {"method": "directional_benefit", "own": "left_out"},
    ],
    ids=lambda benefit: benefit["method"],
)
def test_catching_up_and_the_shift_of_the_frontier(tmp_path: Path, benefit: dict[str, Any]) -> None:
    """The ratio of scores each year is catching up; times the shift it is the change against all years."""
    framework = [{"id": one} for one in "xyzu"]
    raw = {"method": "none"}
    found = {}
    for frontier in ("each_year", "all_years"):
        (tmp_path / frontier).mkdir()
        out = build(
            tmp_path / frontier,
            raw,
            {"method": "equal"},
            {**benefit, "frontier": frontier},
            framework=framework,
        )
        scores = {
            (row["region"], int(row["year"])): float(row["score"])
            for row in rows(out, "scores")
            if row["node"] == "index"
        }
        found[frontier] = scores, rows(out, "catching_up")
        assert not (out / "tables" / "change_parts.csv").exists()
    assert found["each_year"][1] == found["all_years"][1]
    for row in found["each_year"][1]:
        now, before = (row["region"], int(row["year"])), (row["region"], int(row["since"]))
        own, fixed = (scores[now] / scores[before] for scores, _ in found.values())
        assert float(row["catching_up"]) == pytest.approx(own, rel=1e-12)
        assert float(row["change"]) == pytest.approx(fixed, rel=1e-12)
        assert float(row["catching_up"]) * float(row["frontier_shift"]) == pytest.approx(fixed, rel=1e-12)


@pytest.mark.parametrize(
    ("aggregate", "years"), [({"method": "topsis"}, 3), ({"data_threshold": 0.5}, 3), ({}, 1)]
)
def test_no_table_where_there_is_nothing_to_say(
    tmp_path: Path, aggregate: dict[str, Any], years: int
) -> None:
    """Other methods, a threshold of data, one year."""
    out = build(tmp_path, ONE_TO_TEN, {"method": "equal"}, aggregate, values=VALUES[:years])
    assert not [name for name in ("change_parts", "catching_up") if (out / "tables" / f"{name}.csv").exists()]
