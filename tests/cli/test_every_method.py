"""Every registered method, reached as a user reaches it: edition.yaml, a wide CSV, the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.registry import Method, methods
from zhishu.score.aggregators.averages.rewarded_growth import rewarded_growth
from zhishu.score.aggregators.averages.time_ordered import time_ordered_mean
from zhishu.step_kinds import STEPS
from zhishu.weigh.spread.dispersion import standard_deviation

REGIONS = tuple(f"r{number:02}" for number in range(14))
IDS, STATED = ("x", "y", "z", "u"), (4.0, 3.0, 2.0, 1.0)
UP = compile_directions([Direction()] * 4)
HALVES = {"West": REGIONS[:7], "East": REGIONS[7:]}
YEARS = (2021, 2022, 2023)
LAST = YEARS[-1:]
AT = {name: place for place, name in enumerate(REGIONS)}
PAIRS = {"x / y": [2, 3], "x / z": [3, 4], "x / u": [4, 5], "y / z": [2, 1], "y / u": [2, 2], "z / u": [1, 2]}
OUTCOME = [round(0.1 * place % 0.7 + 0.03 * place, 3) for place in range(len(REGIONS))]
FILES = {
    "panel_of_experts.csv": "expert,x,y,z,u\nLi,40,30,20,10\nWu,50,20,20,10\n",
    "pairs.csv": "pair,Li,Wu\n" + "".join(f"{pair},{a},{b}\n" for pair, (a, b) in PAIRS.items()),
    "order.csv": "pair,Li,Wu\nx / y,1.2,1.4\ny / z,1.4,\nz / u,6/5,1.6\nz / y,,1\n",
    "ranks.csv": "expert,x,y,z,u\nLi,1,2,3,4\nWu,2,1,3,3\n",
    "shares.csv": "pair,Li,Wu\nx / y,0.6,0.5\nx / z,0.7,0.6\nx / u,0.8,0.7\ny / z,0.6,0.6\ny / u,0.7,0.6\n"
    "z / u,0.6,0.5\n",
    "influences.csv": "pair,Li,Wu\nx / y,3,4\ny / x,1,0\ny / z,2,2\nz / u,1,\nu / x,,1\n",
    "network.csv": "pair,x,y,z,u\nx / y,,,3,2\ny / z,,,,2\nx / z,,,,4\nu / u,1,,,\nz / z,1,1,,\n",
    "clusters.csv": "id,cluster\nx,one\ny,one\nz,one\nu,two\n",
    "cluster_weights.csv": "pair,one,two\none / two,1/3,\none / one,,1\n",
    "best.csv": "expert,x,y,z,u\nLi,1,2,4,8\n",
    "worst.csv": "expert,x,y,z,u\nLi,8,4,2,1\n",
    "profiles.csv": "profile,x,y,z,u\np1,1,low,5,no\np2,1,high,7,yes\np3,2,low,7,yes\np4,2,high,5,no\np5,1,low,7,no\n"
    "p6,2,high,5,yes\n",
    "votes.csv": "respondent,p1,p2,p3,p4,p5,p6\nLi,1,6,5,4,2,6\nWu,6,1,3,4,5,2\n",
    "outcome.csv": "code,outcome\n"
    + "".join(f"{code},{number}\n" for code, number in zip(REGIONS, OUTCOME, strict=True)),
    "points.csv": "id,x1,y1,x2,y2\nx,0,0,1,1\ny,0,1,1,0\nz,0,0,2,1\nu,-1,0,1,1\n",
    "limits.csv": "id,lower,upper,target\nx,0.5,,\ny,,,0.4\nz,0.3,,\n",
    "levels.csv": "id,first,second,third\nx,0,0.5,1\ny,0,1,\nz,0,0.2,1\nu,0,1,\n",
    "classes.csv": "id,low,middle,high\nx,0,0.5,1\ny,0.2,0.4,0.9\nz,0,0.2,1\nu,0.1,0.6,0.8\n",
    "posts.csv": "id,low,high\nx,0,1\ny,0.1,0.9\nz,0,2\nu,-1,1\n",
}
EXPERTS = {"Li": {"x": 40, "y": 30, "z": 20, "u": 10}, "Wu": {"x": 50, "y": 20, "z": 20, "u": 10}}
JUDGED = {pair: {"Li": a, "Wu": b} for pair, (a, b) in PAIRS.items()}
ORDER = {"x / y": {"Li": 1.2, "Wu": 1.4}, "y / z": {"Li": 1.4, "Wu": 1}, "z / u": {"Li": 1.2, "Wu": 1.6}}
SHARES = {
    "x / y": {"Li": 0.6, "Wu": 0.5},
    "x / z": {"Li": 0.7, "Wu": 0.6},
    "x / u": {"Li": 0.8, "Wu": 0.7},
    "y / z": {"Li": 0.6, "Wu": 0.6},
    "y / u": {"Li": 0.7, "Wu": 0.6},
    "z / u": {"Li": 0.6, "Wu": 0.5},
}
INFLUENCES = {
    "x / y": {"Li": 3, "Wu": 4},
    "y / x": {"Li": 1, "Wu": 0},
    "y / z": {"Li": 2, "Wu": 2},
    "z / u": {"Li": 1},
    "u / x": {"Wu": 1},
}
NETWORK = {
    "x / y": {"z": 3, "u": 2},
    "y / z": {"u": 2},
    "x / z": {"u": 4},
    "u / u": {"x": 1},
    "z / z": {"x": 1, "y": 1},
}
PROFILES = {
    "p1": {"x": 1, "y": "low", "z": 5, "u": "no"},
    "p2": {"x": 1, "y": "high", "z": 7, "u": "yes"},
    "p3": {"x": 2, "y": "low", "z": 7, "u": "yes"},
    "p4": {"x": 2, "y": "high", "z": 5, "u": "no"},
    "p5": {"x": 1, "y": "low", "z": 7, "u": "no"},
    "p6": {"x": 2, "y": "high", "z": 5, "u": "yes"},
}
VOTES = {
    "Li": dict(zip(PROFILES, (1, 6, 5, 4, 2, 6), strict=True)),
    "Wu": dict(zip(PROFILES, (6, 1, 3, 4, 5, 2), strict=True)),
}
CLUSTERS = {"x": "one", "y": "one", "z": "one", "u": "two"}
CLUSTER_WEIGHTS = {"one / two": {"one": "1/3"}, "one / one": {"two": 1}}
RANKS = {"Li": {"x": 1, "y": 2, "z": 3, "u": 4}, "Wu": {"x": 2, "y": 1, "z": 3, "u": 3}}
POSTS = ((0, 1), (0.1, 0.9), (0, 2), (-1, 1))
COMBINED = [{"method": "entropy"}, {"method": "budget_allocation", "allocations": EXPERTS}]

# What a method cannot do without: as it stands in edition.yaml, and as the function takes it.
WRITTEN: Mapping[str, Mapping[str, Any]] = {
    "group_mean": {"grouping": "half"},
    "group_median": {"grouping": "half"},
    "constant": {"value": {"x": 0.5, "y": 0.25, "z": 0, "u": 1}},
    "ratio": {"by": {"x": "y", "z": "people"}, "scale": {"x": 10, "z": 100}},
    "distance_to_target": {"targets": {"x": 1, "y": 2, "z": 3, "u": 4}},
    "distance_to_reference": {"reference": "r03"},
    "goalposts": {"posts": {"file": "posts.csv"}},
    "piecewise": {"points": {"file": "points.csv"}},
    "reference_interval": {"ranges": {"file": "posts.csv"}},
    "logarithmic": {"shift": 1},
    "annual_change": {"first": 0},
    "shift": {"amount": 1},
    "budget_allocation": {"allocations": {"file": "panel_of_experts.csv"}},
    "precedence_chart": {"ratings": {"file": "panel_of_experts.csv"}},
    "ahp": {"comparisons": {"file": "pairs.csv"}},
    "fuzzy_ahp": {"comparisons": {"file": "pairs.csv"}},
    "fuzzy_complementary": {"comparisons": {"file": "shares.csv"}},
    "forced_scoring": {"comparisons": {"file": "shares.csv"}, "points": 1},
    "ring_ratio": {"ratios": {"file": "pairs.csv"}},
    "dematel": {"influences": {"file": "influences.csv"}},
    "anp": {
        "influences": {"file": "network.csv"},
        "clusters": {"file": "clusters.csv"},
        "cluster_weights": {"file": "cluster_weights.csv"},
        "start": "stated",
    },
    "order_relation": {"ratios": {"file": "order.csv"}},
    "rank_order": {"rankings": {"file": "ranks.csv"}},
    "best_worst": {"best_to_others": {"file": "best.csv"}, "others_to_worst": {"file": "worst.csv"}},
    "conjoint": {"profiles": {"file": "profiles.csv"}, "ratings": {"file": "votes.csv"}, "linear": ["z"]},
    "regression (weigh)": {"outcome": {"file": "outcome.csv"}},
    "linear_combination": {"methods": COMBINED},
    "multiplicative_combination": {"methods": COMBINED},
    "game_combination": {"methods": COMBINED},
    "grey_clustering": {"classes": {"file": "classes.csv"}},
    "lopm": {"limits": {"file": "limits.csv"}},
    "comet": {"values": {"file": "levels.csv"}, "experts": [{"method": "topsis"}]},
    "combined_evaluation": {
        "rule": "fuzzy_borda",
        "methods": [{"method": "topsis"}, {"method": "robust_benefit"}],
    },
    "neural_network": {"known": "people"},
    "geographical_owa": {"coordinates": ["people", "people"], "distance": "planar", "neighbours": 4},
    "mixed_factor": {"qualitative": ["z"], "dimensions": 2},
    "score_cuts": {"cuts": [0.6, 0.45]},
}
TAKEN: Mapping[str, Mapping[str, Any]] = {
    "constant": {"value": (0.5, 0.25, 0, 1)},
    "ratio": {"by": ("y", None, "people", None), "scale": (10, None, 100, None)},
    "distance_to_target": {"targets": (1, 2, 3, 4)},
    "goalposts": {"posts": POSTS},
    "piecewise": {"points": ([0, 0, 1, 1], [0, 1, 1, 0], [0, 0, 2, 1], [-1, 0, 1, 1])},
    "reference_interval": {"ranges": POSTS},
    "budget_allocation": {"allocations": EXPERTS},
    "precedence_chart": {"ratings": EXPERTS},
    "ahp": {"comparisons": JUDGED},
    "fuzzy_ahp": {"comparisons": JUDGED},
    "fuzzy_complementary": {"comparisons": SHARES},
    "forced_scoring": {"comparisons": SHARES, "points": 1},
    "ring_ratio": {"ratios": JUDGED},
    "dematel": {"influences": INFLUENCES},
    "anp": {"influences": NETWORK, "clusters": CLUSTERS, "cluster_weights": CLUSTER_WEIGHTS},
    "order_relation": {"ratios": ORDER},
    "rank_order": {"rankings": RANKS},
    "best_worst": {
        "best_to_others": {"Li": dict(zip(IDS, (1, 2, 4, 8), strict=True))},
        "others_to_worst": {"Li": dict(zip(IDS, (8, 4, 2, 1), strict=True))},
    },
    "conjoint": {"profiles": PROFILES, "ratings": VOTES, "linear": ["z"]},
    "grey_clustering": {
        "classes": {"x": [0, 0.5, 1], "y": [0.2, 0.4, 0.9], "z": [0, 0.2, 1], "u": [0.1, 0.6, 0.8]}
    },
    "lopm": {"limits": {"x": {"lower": 0.5}, "y": {"target": 0.4}, "z": {"lower": 0.3}}},
    "comet": {"values": {"x": [0, 0.5, 1], "y": [0, 1, None], "z": [0, 0.2, 1], "u": [0, 1]}},
    "regression (weigh)": {"outcome": dict(zip(REGIONS, OUTCOME, strict=True))},
}


def named(entry: Method) -> str:
    """Return the key of a method's options; two methods of different steps share an id."""
    return f"{entry.id} ({entry.kind})" if f"{entry.id} ({entry.kind})" in WRITTEN else entry.id


def of_kind(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", methods(kind), ids=lambda entry: entry.id)


def raw(*, gaps: bool) -> np.ndarray:
    """Return values (years, regions, indicators) in (0, 1), five decimals; with `gaps`, holes in each year."""
    values = np.random.default_rng(5).uniform(0.05, 0.95, (3, len(REGIONS), 4)).round(5)
    values[:, :, 3] = (values[:, :, 0] * 0.6 + 0.3 * values[:, :, 3]).round(5)
    if gaps:
        values[1, [2, 9], [0, 2]] = np.nan
        values[[0, 2], 5, 1] = np.nan
    return values


def build(folder: Path, values: np.ndarray, steps: dict[str, Any], years: tuple[int, ...]) -> Path:
    """Write the edition, build it through the command line, and return the folder of its tables."""
    lines = ["code,year,x,y,z,u,people"]
    for year, page in zip(years, values, strict=True):
        for code, row in zip(REGIONS, page, strict=True):
            cells = ["" if np.isnan(cell) else repr(float(cell)) for cell in row]
            lines.append(",".join([code, str(year), *cells, str(100 + AT[code])]))
    source = {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code", "year": "year"}
    recipe = {
        "normalise": {"method": "none"},
        "weigh": {"method": "given"},
        "aggregate": {"method": "arithmetic", "missing": "renormalise"},
        "rank": {},
        **steps,
    }
    edition = {
        "index": {"id": "index", "name": "Any index", "edition": years[-1]},
        "levels": {"area": {"regions": "from panel"}},
        "years": list(years),
        "groups": {"half": {"levels": ["area"], "members": {k: list(v) for k, v in HALVES.items()}}},
        "sources": {"panel": {**source, "measures": ["people"]}},
        "framework": [{"id": one, "weight": weight} for one, weight in zip(IDS, STATED, strict=True)],
        "recipe": [{"step": kind, **recipe[kind]} for kind in STEPS if kind in recipe],
    }
    for name, text in {**FILES, "panel.csv": "\n".join(lines) + "\n"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(folder), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    return folder / "out" / "tables"


def read(tables: Path, name: str, column: str) -> np.ndarray:
    """Return one column of a table as numbers, NaN where empty."""
    with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return np.array([float(row[column] or "nan") for row in csv.DictReader(stream)])


def expected(entry: Method, x: np.ndarray, **offered: Any) -> Any:
    """Return what the bare function makes of the same values."""
    key = named(entry)
    defaults = {name: option.default for name, option in entry.parameters.items()}
    options = {**defaults, **WRITTEN.get(key, {}), **TAKEN.get(key, {})}
    inputs = {name: offered[name] for name in entry.inputs if name in offered}
    return entry.function(x, **inputs, **options)


def step(entry: Method) -> dict[str, Any]:
    return {entry.kind: {"method": entry.id, **WRITTEN.get(named(entry), {})}}


@of_kind("screen")
def test_screening(entry: Method, tmp_path: Path) -> None:
    """A region without half of its data is dropped and has no score; or an indicator without spread."""
    values = raw(gaps=False)
    drop = "indicators" if "rows" in entry.inputs else "regions"
    if drop == "regions":
        values[-1, 4, :2] = np.nan
    else:
        values[-1, :, 1] = 0.5
    tables = build(tmp_path, values[-1:], {"screen": {"method": entry.id, "drop": drop}}, LAST)
    scores = read(tables, "scores", "score").reshape(len(REGIONS), 5)
    if drop == "regions":
        assert [AT["r04"]] == np.flatnonzero(np.isnan(scores[:, 0])).tolist()
    else:
        assert [1 + IDS.index("y")] == np.flatnonzero(np.isnan(scores).all(axis=0)).tolist()


@of_kind("impute")
def test_imputation(entry: Method, tmp_path: Path) -> None:
    """Three years with gaps in each; values in panel.csv are the function's."""
    x = raw(gaps=True)
    tables = build(tmp_path, x, step(entry), YEARS)
    offered = {
        "regions": REGIONS,
        "groups": {"half": HALVES},
        "years": YEARS,
        "generator": np.random.default_rng(0),
        "families": np.array([["index"] * 4]),
        "directions": UP,
    }
    found = read(tables, "panel", "value").reshape(x.shape)
    np.testing.assert_allclose(found, expected(entry, x, **offered), rtol=1e-9)
    assert (np.isnan(found) < np.isnan(x)).any()


@of_kind("denominate")
def test_denomination(entry: Method, tmp_path: Path) -> None:
    """One indicator by another, one by a column beside the framework."""
    x = raw(gaps=False)[-1:]
    tables = build(tmp_path, x, step(entry), LAST)
    people = np.array([[100.0 + AT[code] for code in REGIONS]])
    offered = {"denominators": {**dict(zip(IDS, np.moveaxis(x, -1, 0), strict=True)), "people": people}}
    found = read(tables, "panel", "value").reshape(x.shape)
    np.testing.assert_allclose(found, expected(entry, x, **offered), rtol=1e-12)
    assert found[0, 0, 0] == pytest.approx(10 * x[0, 0, 0] / x[0, 0, 1])


@of_kind("treat")
def test_treatment(entry: Method, tmp_path: Path) -> None:
    """One far outlier per column."""
    x = raw(gaps=False)[-1:]
    x[0, 3] = [40.0, 30.0, 20.0, 10.0]
    tables = build(tmp_path, x, step(entry), LAST)
    found = read(tables, "panel", "value").reshape(x.shape)
    np.testing.assert_allclose(found, expected(entry, x).values, rtol=1e-9)
    assert (found != x).any()


@of_kind("normalise")
def test_normalisation(entry: Method, tmp_path: Path) -> None:
    """Values in normalised.csv are the function's, bit by bit or nearly so; along time, of three years."""
    x = raw(gaps=False)
    if "years" not in entry.inputs:
        x = x[-1:]
    years = YEARS[-len(x) :]
    tables = build(tmp_path, x, step(entry), years)
    found = read(tables, "normalised", "value").reshape(x.shape)
    wanted = expected(entry, x, directions=UP, regions=REGIONS, years=years)
    np.testing.assert_allclose(found, wanted, rtol=1e-12)
    assert not np.isnan(found[-1]).any()


@of_kind("weigh")
@pytest.mark.parametrize("levels", ["nested", "flat"])
def test_weighing(entry: Method, levels: str, tmp_path: Path) -> None:
    """Weights in weights.csv are the function's, whether the group is one of siblings or of all."""
    x = raw(gaps=False)[-1:]
    settings = step(entry)
    settings["weigh"]["levels"] = levels
    tables = build(tmp_path, x, settings, LAST)
    offered = {
        "stated": np.array(STATED),
        "members": IDS,
        "regions": REGIONS,
        "measures": {},
        "leaves": x,
        "raw": x,
        "leaf_ids": IDS,
        "leaf_directions": UP,
    }
    wanted = np.broadcast_to(expected(entry, x, **offered), (1, 4))[0]
    np.testing.assert_allclose(read(tables, "weights", "weight")[1:], wanted, rtol=1e-9, atol=1e-12)


@of_kind("aggregate")
def test_aggregation(entry: Method, tmp_path: Path) -> None:
    """The index in scores.csv is the function's."""
    x = raw(gaps=False)[-1:]
    tables = build(tmp_path, x, step(entry), LAST)
    found = read(tables, "scores", "score").reshape(len(REGIONS), 5)[:, 0]
    offered = {
        "members": IDS,
        "regions": REGIONS,
        "years": LAST,
        "measures": {"people": np.array([[100.0 + AT[code] for code in REGIONS]])},
        "generator": np.random.default_rng(0),
    }
    wanted = expected(entry, x, weights=np.array([STATED]) / sum(STATED), **offered)[0]
    np.testing.assert_allclose(found, wanted, rtol=1e-9)
    assert not np.isnan(found).any()


@of_kind("rank")
def test_ranking(entry: Method, tmp_path: Path) -> None:
    """Ranks of every node."""
    tables = build(tmp_path, raw(gaps=False)[-1:], step(entry), LAST)
    scores = read(tables, "scores", "score").reshape(len(REGIONS), 5)
    assert (
        read(tables, "scores", "rank").reshape(scores.shape).tolist()
        == entry.function(scores, axis=0).tolist()
    )


@of_kind("tiers")
def test_tiering(entry: Method, tmp_path: Path) -> None:
    """Every region has a tier, and a better rank never a worse one."""
    tables = build(tmp_path, raw(gaps=False)[-1:], step(entry), LAST)
    tiers = read(tables, "tiers", "tier")
    assert tiers.min() == 1
    assert tiers.max() > 1
    assert (np.diff(tiers) >= 0).all()


@of_kind("clusters")
@pytest.mark.parametrize("of", ["indicators", "index"])
def test_clustering(entry: Method, of: str, tmp_path: Path) -> None:
    """Clusters in clusters.csv are the function's, in the indicators or the index alone."""
    x = raw(gaps=False)[-1:]
    tables = build(tmp_path, x, {"clusters": {"method": entry.id, "of": of}}, LAST)
    scores = read(tables, "scores", "score").reshape(len(REGIONS), 5)[:, 0]
    with (tables / "clusters.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["region"]: int(row["cluster"]) for row in csv.DictReader(stream)}
    wanted = expected(entry, x[0] if of == "indicators" else scores[:, None], scores=scores)
    assert [found[code] for code in REGIONS] == wanted.tolist()


def test_the_manifest_names_the_tables_that_options_were_read_from(tmp_path: Path) -> None:
    """Judgments are inputs like any other: with their hash."""
    x = raw(gaps=False)[-1:]
    build(tmp_path, x, {"weigh": {"method": "ahp", "comparisons": {"file": "pairs.csv"}}}, LAST)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert "pairs.csv" in json.dumps(manifest["inputs"])


@pytest.mark.parametrize(
    ("name", "function"), [("time_ordered_mean", time_ordered_mean), ("rewarded_growth", rewarded_growth)]
)
def test_a_mean_over_time_is_of_the_years_of_the_panel(name: str, function: Any, tmp_path: Path) -> None:
    """Every year's index is the function's, with weights of each year."""
    x = raw(gaps=False)
    steps = {"weigh": {"method": "standard_deviation"}, "aggregate": {"method": name, "span": 2}}
    tables = build(tmp_path, x, steps, YEARS)
    scores = read(tables, "scores", "score").reshape(len(YEARS), len(REGIONS), 5)
    weights = np.stack([standard_deviation(page) for page in x])
    found = function(x, weights, years=YEARS, span=2)
    np.testing.assert_allclose(scores[..., 0], found, rtol=1e-9)
