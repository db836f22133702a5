"""Free weights (SMAA): acceptabilities against exact lengths and areas, Compind and crispyn."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from record import CLOSED_FORM, Agreement, record
from recorded_answers import recorded

from zhishu import load

DRAWS, WITHIN = 20_000, 0.008
"""The standard error of a share of 1/2 in so many draws is 0.0035; draws of a Latin hypercube err less."""
LOW = (0.4, 0.1, 0.0)


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("doubt", "free_weights", against, source, what, tolerance, holds, note))


def doubted(folder: Path, x: np.ndarray, low: tuple[float, ...] = (), aggregate: str = "arithmetic"):
    """Return the doubt about a flat index of the columns of x, all weights free but for the least ones."""
    ids = [f"x{column}" for column in range(x.shape[1])]
    rows = [",".join(["code", *ids])]
    rows += [",".join([f"r{row}", *map(repr, values)]) for row, values in enumerate(x.tolist())]
    edition = {
        "index": {"id": "index", "name": "Any index", "edition": 2023},
        "levels": {"area": {"regions": "from panel"}},
        "sources": {"panel": {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code"}},
        "framework": [{"id": name} for name in ids],
        "recipe": [
            {"step": "normalise", "method": "none"},
            {"step": "weigh", "method": "equal"},
            {"step": "aggregate", "method": aggregate},
            {"step": "rank"},
        ],
        "uncertain": {
            "weights": {"free": dict(zip(ids, low, strict=True)) if low else True},
            "draws": DRAWS,
        },
    }
    (folder / "panel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    return load(folder).build().doubt()


def acceptability(found, regions: int) -> np.ndarray:
    """Return the shares of draws in which a region takes a place of the index, (regions, places)."""
    table = np.zeros((regions, regions))
    rows = found.table("acceptability")
    for region, rank, share in rows.loc[rows["node"] == "index", ["region", "rank", "share"]].itertuples(
        index=False
    ):
        table[int(region[1:]), int(rank) - 1] = share
    return table


def ahead(gap: np.ndarray, low: np.ndarray) -> float:
    """Return the share of a simplex above `low` with Σ w·gap > 0: Σ over gaps above 0 of g^(n-1)/Π(g - others)."""
    gap = low @ gap + (1 - low.sum()) * gap
    others = [gap[place] - np.delete(gap, place) for place in range(len(gap))]
    return sum(g ** (len(gap) - 1) / rest.prod() for g, rest in zip(gap, others, strict=True) if g > 0)


def lengths(x: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Return the exact acceptabilities of two columns: lengths between the weights at which lines cross."""
    first, last = low[0], 1 - low[1]
    rise = x[:, 0] - x[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = (x[None, :, 1] - x[:, None, 1]) / (rise[:, None] - rise[None, :])
    inner = np.unique(cross[(cross > first) & (cross < last)])
    shares = np.zeros((len(x), len(x)))
    for start, end in pairwise([first, *inner, last]):
        order = np.argsort(-(x @ np.array([(start + end) / 2, 1 - (start + end) / 2])))
        shares[order, np.arange(len(x))] += (end - start) / (last - first)
    return shares


def areas(x: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Return the exact acceptabilities of three regions by three columns: areas of a triangle's parts."""
    corners = low + (1 - low.sum()) * np.eye(3)
    best, worst = np.zeros(3), np.zeros(3)
    for region in range(3):
        gaps = [x[region] - x[other] for other in range(3) if other != region]
        best[region], worst[region] = (area(corners, [sign * gap for gap in gaps]) for sign in (1, -1))
    whole = area(corners, [])
    return np.column_stack([best, whole - best - worst, worst]) / whole


def area(corners: np.ndarray, gaps: list[np.ndarray]) -> float:
    """Return the area of the part of a polygon in which w·gap ≥ 0 for all gaps."""
    polygon = list(corners)
    for gap in gaps:
        kept = []
        for here, there in pairwise([*polygon, polygon[0]] if polygon else []):
            at_here, at_there = here @ gap, there @ gap
            if at_here >= 0:
                kept.append(here)
            if at_here * at_there < 0:
                kept.append(here + (there - here) * at_here / (at_here - at_there))
        polygon = kept
    if len(polygon) < 3:
        return 0.0
    flat = np.array(polygon)[:, :2]
    nexts = np.roll(flat, -1, axis=0)
    return abs(float((flat[:, 0] * nexts[:, 1] - flat[:, 1] * nexts[:, 0]).sum())) / 2


@pytest.mark.parametrize("low", [(), (0.3, 0.2)])
def test_two_columns_against_exact_lengths(tmp_path: Path, low: tuple[float, ...]) -> None:
    """Five regions, every place of each; the mean ranks too."""
    x = np.random.default_rng(2).uniform(0.1, 0.9, (5, 2)).round(3)
    found, exact = doubted(tmp_path, x, low), lengths(x, np.array(low or (0.0, 0.0)))
    assert acceptability(found, 5) == pytest.approx(exact, abs=WITHIN)
    table = found.intervals
    mean = table.loc[table["node"] == "index"].sort_values("region")["mean_rank"].to_numpy()
    assert mean == pytest.approx(exact @ np.arange(1, 6), abs=0.02)
    source = "two indicators, five regions, 20,000 draws, without and with least weights"
    agreed(CLOSED_FORM, source, "shares of every place: lengths of intervals", WITHIN)


@pytest.mark.parametrize("low", [(), LOW])
def test_three_columns_against_exact_areas(tmp_path: Path, low: tuple[float, ...]) -> None:
    """Three regions of the recorded tables, every place of each."""
    for case in recorded("smaa_compind").cases[::2]:
        x = np.array(case["x"])
        exact = areas(x, np.array(low or (0.0,) * 3))
        assert exact.sum(axis=0) == pytest.approx(1.0)
        assert acceptability(doubted(tmp_path, x, low), 3) == pytest.approx(exact, abs=WITHIN)
    source = "three indicators, three regions, five tables, 20,000 draws, without and with least weights"
    agreed(CLOSED_FORM, source, "shares of every place: areas of polygons", WITHIN)


def test_pairs_against_the_volume_that_a_plane_cuts_off(tmp_path: Path) -> None:
    """Six columns, with a least weight: the share of draws in which one region is ahead of another."""
    x = np.random.default_rng(4).uniform(0.1, 0.9, (4, 6)).round(3)
    low = np.array([0.2, 0.0, 0.1, 0.0, 0.0, 0.05])
    pairs = doubted(tmp_path, x, tuple(low.tolist())).table("pairwise")
    for pair in pairs[pairs["node"] == "index"].itertuples():
        gap = x[int(pair.region[1:])] - x[int(pair.other[1:])]
        assert pair.ahead == pytest.approx(ahead(gap, low), abs=WITHIN)
    agreed(
        CLOSED_FORM,
        "six indicators, least weights, 20,000 draws",
        "pairwise: volumes of a cut simplex",
        WITHIN,
    )


def test_compind(tmp_path: Path) -> None:
    """Its weights are those of a cube, not of a simplex, do not sum to 1 and fall below their least."""
    found, apart, fallen = recorded("smaa_compind"), [], 0
    for case in found.cases:
        x, low = np.array(case["x"]), np.array(case.get("low", [0.0] * 3))
        exact, theirs = areas(x, low), np.array(case["acceptability"])
        ours = acceptability(doubted(tmp_path, x, tuple(low.tolist())), 3)
        assert np.abs(ours - exact).max() < WITHIN
        apart.append(float(np.abs(theirs - exact).max()))
        assert case["sums"][1] < 0.001
        assert theirs == pytest.approx(by_columns(x, low, case["seed"]), abs=0.02)
        if "low" in case:
            assert case["least"][0] < 0.2
            fallen += 1
    assert max(apart) > 0.05
    assert fallen == 5
    note = (
        "the peer divides each column of weights by its sum over the draws, not a draw by its sum over the indicators: "
        "no draw sums to 1; uniform numbers of a cube lie nearer to equal weights than a simplex, and a least weight "
        "of 0.4 comes down to 0.14 of a draw's sum, so shares of places differ from the exact areas by up to "
        f"{max(apart):.2f}; ours differ by less than 0.01"
    )
    source = "three indicators, three regions, five tables, 20,000 draws, without and with least weights"
    agreed(found.program, source, "shares of every place", 0.0, holds=False, note=note)


def by_columns(x: np.ndarray, low: np.ndarray, seed: int) -> np.ndarray:
    """Return the shares of places with weights uniform between `low` and 1, divided by their column's sum."""
    weights = np.random.default_rng(seed).uniform(low, 1.0, (DRAWS, x.shape[1]))
    places = np.argsort(np.argsort(-(weights / weights.sum(axis=0)) @ x.T, axis=1), axis=1)
    return np.stack([(places == place).mean(axis=0) for place in range(len(x))], axis=1)


def test_crispyn(tmp_path: Path) -> None:
    """Six regions by four columns, every draw scored by VIKOR here and there."""
    found = recorded("smaa_crispyn")
    for case in found.cases:
        theirs = np.array(case["acceptability"])
        ours = acceptability(doubted(tmp_path, np.array(case["x"]), aggregate="vikor"), 6)
        assert ours == pytest.approx(theirs, abs=0.015)
    source = "random data, 6 × 4, five seeds, 20,000 draws here and there"
    agreed(found.program, source, "rank acceptability index, VIKOR", 0.015)
