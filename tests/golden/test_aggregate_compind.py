"""Aggregators against Compind 3.4 on 31 units × 6 indicators, its known faults named and not reproduced."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from record import COMPIND, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centred import centred_range
from zhishu.score.aggregators.averages.imbalance import (
    adjusted_mazziotta_pareto,
    mazziotta_pareto,
    mean_min,
    owa,
)
from zhishu.score.aggregators.averages.means import generalised_mean, geometric
from zhishu.score.aggregators.programmes.benefit import (
    benefit_of_the_doubt,
    multidirectional_benefit,
)
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.geometric_benefit import geometric_benefit
from zhishu.score.aggregators.references.ideal import hellwig
from zhishu.weigh.envelopment.geometric import geometric_envelope

CASE = Path(__file__).parents[3] / "shared" / "golden" / "compind_31x6"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"the outside golden cases are not at {CASE}")
EQUAL = np.ones(6) / 6


@cache
def table(name: str) -> np.ndarray:
    """Return the numbers of a file, (units, columns)."""
    with (CASE / name).open(encoding="utf-8") as file:
        _, *rows = list(csv.reader(file))
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def agreed(used: str, file: str, *, holds: bool = True, tolerance: float = 1e-9, note: str = "") -> None:
    record(
        Agreement("aggregate", used, COMPIND, f"golden/compind_31x6/{file}", "scores", tolerance, holds, note)
    )


@pytest.mark.parametrize(("file", "penalty"), [("ci_mpi_POS", "minus"), ("ci_mpi_NEG", "plus")])
def test_mazziotta_pareto_agrees(file: str, penalty: str) -> None:
    """Its deviation divides by n − 1, and its "POS" takes off."""
    found = mazziotta_pareto(table("inputs/zscore_100_10.csv"), EQUAL, penalty=penalty, divisor="sample")
    assert found == pytest.approx(table(f"{file}.csv")[:, 0], rel=1e-9)
    agreed("mazziotta_pareto", f"{file}.csv", note="divisor: sample; the paper divides by n")


def goalposts_70_130() -> np.ndarray:
    """Return panel2 on 70–130 about the means of its first year, as `ci_ampi` does, (years, units, columns)."""
    panel = table("inputs/panel2.csv")
    values = np.stack([panel[panel[:, 0] == year, 1:] for year in (2020, 2021)])
    directions = compile_directions(
        [Direction("positive" if up else "negative") for up in (1, 0, 1, 1, 0, 1)]
    )
    reference = table("inputs/raw.csv").mean(axis=0).tolist()
    return centred_range(values, directions, panel[:, 1:], reference=reference)


def test_adjusted_mazziotta_pareto_agrees_to_the_peer_s_rounding() -> None:
    """It rounds to three decimals inside."""
    found = adjusted_mazziotta_pareto(goalposts_70_130(), EQUAL)
    assert pytest.approx(table("ci_ampi.csv"), abs=5.001e-4) == found.T
    agreed("adjusted_mazziotta_pareto", "ci_ampi.csv", tolerance=5e-6, note="the peer rounds to 3 decimals")
    what = "golden/compind_31x6/ci_ampi.csv: goalposts about the first year's mean, through the index"
    record(Agreement("normalise", "centred_range", COMPIND, "", what, 5e-6, holds=True))


def test_the_two_penalties_of_the_adjusted_index_differ() -> None:
    """Compind's "POS" equals its "NEG"; ours lie symmetrically about the mean, as the paper has them."""
    x = goalposts_70_130()
    minus, plus = (adjusted_mazziotta_pareto(x, EQUAL, penalty=penalty) for penalty in ("minus", "plus"))
    assert (plus > minus).all()
    assert (plus + minus) / 2 == pytest.approx(x.mean(axis=-1), rel=1e-12)
    note = "the peer ignores `penalty`: POS equals NEG; we follow Mazziotta and Pareto (2016)"
    agreed("adjusted_mazziotta_pareto", "ci_ampi, penalty", holds=False, note=note)


@pytest.mark.parametrize(
    ("column", "order"), [(0, [0, 0, 0, 1 / 3, 1 / 3, 1 / 3]), (1, [1 / 3, 1 / 3, 1 / 3, 0, 0, 0])]
)
def test_ordered_weighted_averages_agree(column: int, order: list[float]) -> None:
    """The peer's "more than 3" counts the three lowest values, its "at least 3" the three highest."""
    found = owa(table("inputs/minmax_1_100.csv"), EQUAL, order_weights=order)
    assert found == pytest.approx(table("ci_owa_j3.csv")[:, column], rel=1e-9)
    agreed("owa", "ci_owa_j3.csv")


MEAN_MIN = [("a0.5_b0", 0.5, 0.0), ("a1_b0", 1.0, 0.0), ("a0.5_b1", 0.5, 1.0)]


@pytest.mark.parametrize(("file", "alpha", "beta"), MEAN_MIN)
def test_mean_min_agrees_on_what_the_peer_really_scores(file: str, alpha: float, beta: float) -> None:
    """Its z-scores take means and deviations of the wrong columns; on those values the formula agrees."""
    raw = table("inputs/raw.csv")
    # Means and deviations run down the rows and not along the columns: R recycles a vector that way.
    mean, deviation = (
        np.resize(values, raw.size).reshape(raw.shape[::-1]).T
        for values in (raw.mean(axis=0), raw.std(axis=0, ddof=1))
    )
    found = mean_min(100 + 10 * (raw - mean) / deviation, EQUAL, alpha=alpha, beta=beta)
    expected = table(f"ci_mean_min_{file}.csv")[:, 0]
    assert found == pytest.approx(expected, rel=1e-9)
    right = mean_min(table("inputs/zscore_100_10.csv"), EQUAL, alpha=alpha, beta=beta)
    assert np.abs(right - expected).max() > 1
    note = "the peer's own z-scores recycle means and deviations down the rows; ours are right, the formula agrees"
    agreed("mean_min", f"ci_mean_min_{file}.csv", holds=False, note=note)


def test_the_generalised_mean_differs_by_the_peer_s_missing_root() -> None:
    """Compind divides by p in place of taking the p-th root."""
    found = generalised_mean(table("inputs/minmax_1_100.csv"), EQUAL, power=2)
    assert found**2 / 2 == pytest.approx(table("ci_generalized_mean_p2_narmF.csv")[:, 0], rel=1e-9)
    note = "the peer computes (mean x^p)^1/p as ((mean x^p)^1)/p; ours takes the root"
    agreed("generalised_mean", "ci_generalized_mean_p2_narmF.csv", holds=False, note=note)


def test_the_geometric_mean_agrees() -> None:
    """Equal weights."""
    found = geometric(table("inputs/minmax_1_100.csv"), EQUAL)
    assert found == pytest.approx(table("ci_geom_equal.csv")[:, 0], rel=1e-9)
    agreed("geometric", "ci_geom_equal.csv")


def test_the_wroclaw_measure_is_one_minus_ours() -> None:
    """The peer's is a distance, low is good, and its deviation divides by n − 1."""
    found = hellwig(table("inputs/minmax_1_100.csv"), EQUAL, divisor="sample")
    assert 1 - found == pytest.approx(table("ci_wroclaw.csv")[:, 0], rel=1e-9)
    agreed("hellwig", "ci_wroclaw.csv", note="divisor: sample; the peer gives the distance, we 1 − distance")


@pytest.mark.parametrize(
    ("file", "low", "high"),
    [("ci_bod", 0.0, 1.0), ("ci_bod_constr_0.05_0.6", 0.05, 0.6), ("ci_bod_constr_0.1_0.3", 0.1, 0.3)],
)
def test_benefit_of_the_doubt_agrees(file: str, low: float, high: float) -> None:
    """Free, and with limits on the shares."""
    found = benefit_of_the_doubt(table("inputs/minmax_1_100.csv"), EQUAL, low=low, high=high)
    assert found == pytest.approx(table(f"{file}.csv")[:, 0], rel=1e-9)
    agreed("benefit_of_the_doubt", f"{file}.csv")


def test_directional_benefits_agree() -> None:
    """One direction for all, and each region's own."""
    x = table("inputs/minmax_1_100.csv")
    found = directional_benefit(x, EQUAL, direction=[1, 1, 2, 1, 0.5, 1])
    assert found == pytest.approx(table("ci_bod_dir.csv")[:, 0], rel=1e-8)
    agreed("directional_benefit", "ci_bod_dir.csv", tolerance=1e-8)
    own = multidirectional_benefit(x, EQUAL)
    assert own == pytest.approx(table("ci_bod_mdir.csv")[:, 0], rel=1e-8)
    agreed("multidirectional_benefit", "ci_bod_mdir.csv", tolerance=1e-8)


def test_the_geometric_mean_of_the_doubt_takes_the_best_of_its_exponents() -> None:
    """The peer's exponents are its optimal shares, and others may be as optimal: ours never give less."""
    x = table("inputs/minmax_1_100.csv")
    over = x / x[0]
    expected = table("ci_geom_bod.csv")[:, 0]
    theirs = table("ci_bod_constr_0.05_0.6_shares.csv")
    assert (over**theirs).prod(axis=1) == pytest.approx(expected, rel=1e-9)
    codes = tuple(str(place) for place in range(len(x)))
    found = geometric_benefit(x, EQUAL, low=0.05, high=0.6, benchmark="0", regions=codes)
    same = np.abs(found / expected - 1) < 1e-9
    assert same.sum() == 28
    assert (found[~same] > expected[~same] * 1.0001).all()
    assert (found / expected).max() > 1.1
    shares = geometric_envelope(x, x[0], low=0.05, high=0.6).shares
    weights = shares / x
    scores = 1 / (weights @ x.T).max(axis=-1)
    assert scores == pytest.approx(table("ci_bod_constr_0.05_0.6.csv")[:, 0], rel=1e-9)
    note = (
        "its exponents are the optimal shares of the restricted benefit of the doubt that its solver finds first; of "
        "all that are optimal ours give the greatest score: 28 of 31 are alike, the others up to 10 % above the peer's"
    )
    agreed("geometric_benefit", "ci_geom_bod.csv", holds=False, note=note)
