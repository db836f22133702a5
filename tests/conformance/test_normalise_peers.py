"""Normalisation against scikit-learn, SciPy, NumPy, pandas, DuckDB and scikit-criteria on random data."""

from __future__ import annotations

import warnings

import duckdb
import numpy as np
import pandas as pd
import pytest
from record import Agreement, program, record
from scipy import special, stats
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, StandardScaler, normalize

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centre import logistic, zscore
from zhishu.prepare.normalisers.distance import distance_to_max, distance_to_reference, distance_to_target
from zhishu.prepare.normalisers.efficacy import efficacy
from zhishu.prepare.normalisers.ordinal import borda, categories, percentile_rank, ranks_upward
from zhishu.prepare.normalisers.proportion import maximum, total, vector
from zhishu.prepare.normalisers.ranges import identity, minmax
from zhishu.prepare.normalisers.value_functions import goalposts, piecewise, scaled

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what a peer deprecates on import is not ours to mend
    from skcriteria.preprocessing import scalers

SEEDS = range(5)
SKLEARN, SCIPY, NUMPY = program("scikit-learn"), program("scipy"), program("numpy")
PANDAS, DUCKDB, SKC = program("pandas"), program("duckdb"), program("scikit-criteria")
UP = compile_directions([Direction()] * 4)
ONE = compile_directions([Direction()])


def positive(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).gamma(2.0, 3.0, size=(30, 4)) + 0.1


def ties(seed: int) -> np.ndarray:
    """Return 30 regions × 4 columns of few different values."""
    return np.random.default_rng(seed).integers(0, 9, size=(30, 4)).astype(float)


def agrees(
    method: str, against: str, what: str, pair: tuple[np.ndarray, np.ndarray], tolerance: float = 1e-12
) -> None:
    np.testing.assert_allclose(*pair, rtol=tolerance, atol=tolerance)
    record(Agreement("normalise", method, against, "random data, 5 seeds", what, tolerance, holds=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_ranges_against_scikit_learn(seed: int) -> None:
    """MinMaxScaler on two scales, fitted to another year as well; a constant column is the worst for both."""
    x, base = positive(seed), positive(seed + 50)
    x[:, 3] = 2.0
    for to in ((0.0, 1.0), (60.0, 100.0)):
        expected = MinMaxScaler(feature_range=to).fit_transform(x)
        agrees(
            "minmax", SKLEARN, f"MinMaxScaler to {to}, a constant column", (minmax(x, UP, to=to), expected)
        )
    agrees(
        "distance_to_max", SKLEARN, "MinMaxScaler", (distance_to_max(x, UP), MinMaxScaler().fit_transform(x))
    )
    peer = MinMaxScaler(feature_range=(60, 100)).fit(x)
    what = "MinMaxScaler to (60, 100), a constant column"
    agrees("efficacy", SKLEARN, what, (efficacy(x, UP), peer.transform(x)))
    fitted = MinMaxScaler().fit(base)
    agrees(
        "minmax", SKLEARN, "MinMaxScaler fitted to another year", (minmax(x, UP, base), fitted.transform(x))
    )
    agrees("distance_to_target", SKLEARN, "MinMaxScaler, the maxima of another year as targets",
           (distance_to_target(x, UP, base, targets=base.max(axis=0).tolist()), fitted.transform(x)))  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_given_scales_against_scikit_learn_and_numpy(seed: int) -> None:
    """Posts 1 and 9: MinMaxScaler fitted to them with and without clipping, and np.interp."""
    x = positive(seed)
    ends = np.array([[1.0] * 4, [9.0] * 4])
    posts = [(1.0, 9.0)] * 4
    cut = MinMaxScaler(clip=True).fit(ends).transform(x)
    agrees(
        "goalposts", SKLEARN, "MinMaxScaler fitted to the posts, clip", (goalposts(x, UP, posts=posts), cut)
    )
    agrees(
        "goalposts",
        NUMPY,
        "interp between the posts",
        (goalposts(x, UP, posts=posts), np.interp(x, [1, 9], [0, 1])),
    )
    free = MinMaxScaler(feature_range=(0, 100)).fit(ends).transform(x)
    agrees("scaled", SKLEARN, "MinMaxScaler fitted to the bounds", (scaled(x, UP, bounds=(1, 9)), free))
    graded = MinMaxScaler(feature_range=(60, 100)).fit(ends).transform(x)
    agrees("efficacy", SKLEARN, "MinMaxScaler fitted to the posts", (efficacy(x, UP, posts=posts), graded))
    knots = ([0, 2, 5, 20], [0, 0.2, 0.9, 1])
    curve = piecewise(x, points=[list(zip(*knots, strict=True))] * 4)
    agrees("piecewise", NUMPY, "interp through four points", (curve, np.interp(x, *knots)))
    assert np.isnan(piecewise(np.array([[np.nan]]), points=[[(0, 0), (1, 1)]])).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_logistic_against_scipy(seed: int) -> None:
    """The logistic sigmoid of the z-score, also where it is steep enough to saturate."""
    x = positive(seed)
    for steepness in (1.0, 3.0, 60.0):
        expected = special.expit(steepness * stats.zscore(x, ddof=1))
        what = f"expit of zscore, steepness {steepness:g}"
        agrees("logistic", SCIPY, what, (logistic(x, UP, steepness=steepness), expected))


@pytest.mark.parametrize("seed", SEEDS)
def test_order_against_duckdb_and_pandas(seed: int) -> None:
    """rank(), dense_rank(), percent_rank() over a column full of ties; pandas' rank with gaps."""
    x = ties(seed)[:, 0]
    frame = pd.DataFrame({"place": np.arange(len(x)), "x": x})
    with duckdb.connect() as base:
        base.register("t", frame)
        found = base.execute(
            "SELECT rank() OVER w, dense_rank() OVER w, percent_rank() OVER w FROM t WINDOW w AS (ORDER BY x) ORDER BY place"
        ).fetchnumpy()
    rank, dense, percent = (np.asarray(column, dtype=float)[:, None] for column in found.values())
    column = x[:, None]
    agrees("rank", DUCKDB, "rank() of ties", (ranks_upward(column, ONE), rank))
    agrees("rank", DUCKDB, "dense_rank() of ties", (ranks_upward(column, ONE, ties="dense"), dense))
    agrees("percentile_rank", DUCKDB, "percent_rank() of ties", (percentile_rank(column, ONE), percent))
    agrees("borda", DUCKDB, "rank() - 1 of ties", (borda(column, ONE), rank - 1))
    holes = ties(seed + 9)
    holes[np.random.default_rng(seed).random(holes.shape) < 0.2] = np.nan
    for method in ("min", "max", "average"):
        expected = pd.DataFrame(holes).rank(method=method).to_numpy()
        agrees(
            "borda", PANDAS, f"rank - 1, ties {method}, gaps", (borda(holes, UP, ties=method), expected - 1)
        )
    bounds, scores = (15, 35, 65, 85, 95), np.array([0, 20, 40, 60, 80, 100])
    smallest = pd.DataFrame(holes).rank(method="min")
    share = smallest.div(smallest.count()).to_numpy()
    place = np.searchsorted(np.array(bounds) / 100 - 1e-12, np.nan_to_num(share), side="right")
    expected = np.where(np.isnan(holes), np.nan, scores[place])
    agrees("categories", PANDAS, "classes of rank / n, gaps", (categories(holes, UP, of="ranks"), expected))


@pytest.mark.parametrize("seed", SEEDS)
def test_categories_against_numpy(seed: int) -> None:
    """Classes between interpolated percentiles: digitize."""
    x = positive(seed)
    scores = np.array([0, 20, 40, 60, 80, 100])
    expected = np.column_stack(
        [scores[np.digitize(column, np.percentile(column, [15, 35, 65, 85, 95]))] for column in x.T]
    )
    agrees("categories", NUMPY, "digitize between percentiles", (categories(x, UP), expected))


@pytest.mark.parametrize("seed", SEEDS)
def test_proportions_against_scikit_criteria_and_scikit_learn(seed: int) -> None:
    """Sum, length and maximum of a column; the ratio to a region is pandas' division by its row."""
    x = positive(seed)
    agrees("sum", SKC, "scale_by_sum", (total(x, UP), scalers.scale_by_sum(x, axis=0)))
    agrees("vector", SKC, "scale_by_vector", (vector(x, UP), scalers.scale_by_vector(x, axis=0)))
    agrees("sum", SKLEARN, "normalize, l1", (total(x, UP), normalize(x, norm="l1", axis=0)))
    agrees("vector", SKLEARN, "normalize, l2", (vector(x, UP), normalize(x, norm="l2", axis=0)))
    agrees("max", SKLEARN, "MaxAbsScaler", (maximum(x, UP), MaxAbsScaler().fit_transform(x)))
    names = tuple(f"r{at}" for at in range(30))
    found = distance_to_reference(x, UP, names, reference="r7", start="zero")
    frame = pd.DataFrame(x)
    agrees(
        "distance_to_reference",
        PANDAS,
        "div by a row, from zero",
        (found, frame.div(frame.iloc[7]).to_numpy()),
    )
    agrees("none", PANDAS, "a copy", (identity(x), frame.copy().to_numpy()), 0.0)


def test_constant_columns_of_the_peers() -> None:
    """SciPy's z-score of a constant is NaN, scikit-learn's 0; ours is 0, the mean asked for."""
    x = np.full((5, 1), 3.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it loses precision is what is shown
        assert np.isnan(stats.zscore(x)).all()
    assert (StandardScaler().fit_transform(x) == 0).all()
    assert (zscore(x, ONE) == 0).all()
    note = "the peer gives NaN; here, as in scikit-learn, the mean, said in a repair"
    record(Agreement("normalise", "zscore", SCIPY, "", "a constant column", 0.0, holds=False, note=note))
