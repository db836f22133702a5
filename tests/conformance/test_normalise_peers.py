"""Normalisation against scikit-learn, SciPy, NumPy, pandas, DuckDB and scikit-criteria on random data."""

from __future__ import annotations

import warnings

import duckdb
import numpy as np
import pandas as pd
import pytest
from record import MANUAL, PAPER, Agreement, program, record
from scipy import special, stats
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, StandardScaler, normalize

from zhishu.framework import Direction
from zhishu.prepare.centre import logistic, robust_z, zscore
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.distance import distance_to_max, distance_to_reference, distance_to_target
from zhishu.prepare.normalise import identity, minmax
from zhishu.prepare.ordinal import borda, categories, percentile_rank, ranks_upward
from zhishu.prepare.proportion import maximum, total, vector
from zhishu.prepare.value_functions import efficacy, goalposts, piecewise, scaled

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


def printed(method: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("normalise", method, MANUAL, source, what, tolerance, holds=True, note=note))


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


def test_examples_of_the_manuals() -> None:
    """The arrays that scikit-learn, SciPy and NumPy print in their documentation."""
    x = np.array([[-1, 2], [-0.5, 6], [0, 10], [1, 18.0]])
    two = compile_directions([Direction()] * 2)
    assert minmax(x, two).tolist() == [[0, 0], [0.25, 0.25], [0.5, 0.5], [1, 1]]
    assert minmax(np.array([[2.0, 2.0]]), two, x).tolist() == [[1.5, 0]]
    printed("minmax", f"{SKLEARN}, MinMaxScaler", "4 rows, and one from elsewhere", 0.0)
    assert zscore(np.array([[0.0], [0], [1], [1]]), ONE, spread="population").ravel().tolist() == [
        -1,
        -1,
        1,
        1,
    ]
    printed("zscore", f"{SKLEARN}, StandardScaler", "4 rows", 0.0)
    assert maximum(np.array([[1.0], [2], [0]]), ONE).ravel().tolist() == [0.5, 1, 0]
    printed("max", f"{SKLEARN}, MaxAbsScaler", "the column without a negative value", 0.0)
    rows = np.array([[-2.0, -1], [1, 0], [2, 1]])
    assert np.round(vector(rows, two).T, 2).tolist() == [[-0.67, 0.33, 0.67], [-0.71, 0, 0.71]]
    printed("vector", f"{SKLEARN}, normalize", "2 vectors, 2 digits", 0.005)
    points = [[(1, 3), (2, 2), (3, 0)]]
    found = piecewise(np.array([2.5, 0, 1, 1.5, 2.72, 3.14])[:, None], points=points).ravel()
    assert found == pytest.approx([1, 3, 3, 2.5, 0.56, 0], abs=1e-12)
    printed("piecewise", f"{NUMPY}, interp", "6 values, level beyond the ends", 1e-12)
    sample = np.array([[-1.5], [0], [1.5]])
    assert logistic(sample, ONE, steepness=1.5).ravel() == pytest.approx(
        [0.18242552, 0.5, 0.81757448], abs=5e-9
    )
    printed("logistic", f"{SCIPY}, expit", "z-scores -1, 0, 1 at steepness 1.5, 8 digits", 5e-9)


def test_modified_z_scores_as_printed() -> None:
    """Eight values with median 12 and MAD 1; and the eight of Leys et al., whose 1000 lies 191.36 MAD away."""
    x = np.array([10, 12, 12, 13, 12, 11, 14, 300.0])[:, None]
    expected = [-1.3490, 0, 0, 0.6745, 0, -0.6745, 1.3490, 194.2560]
    np.testing.assert_allclose(robust_z(x, ONE).ravel(), expected, rtol=2e-5, atol=1e-12)
    note = "the factor is rounded to 0.6745 there; its digits are 0.67449"
    printed("robust_z", "codingace.net, Modified Z Score", "8 values, 4 digits", 2e-5, note)
    leys = robust_z(np.array([1, 3, 3, 6, 8, 10, 10, 1000.0])[:, None], ONE)
    assert leys[-1, 0] == pytest.approx(191.36, abs=0.005)
    source = "Leys et al. (2013), JESP 49(4): 764-766, as quoted in public repositories"
    record(Agreement("normalise", "robust_z", PAPER, source, "1000 lies 191.36 from 7", 5e-5, holds=True))


def test_shares_of_the_manual_of_pandas() -> None:
    """Counts of 2, 1, 1, 1 are shares of 0.4 and 0.2."""
    assert total(np.array([[2.0], [1], [1], [1]]), ONE).ravel().tolist() == [0.4, 0.2, 0.2, 0.2]
    printed("sum", f"{PANDAS}, Series.value_counts", "`normalize=True` of four counts", 0.0)


def test_percentile_rank_of_spreadsheets() -> None:
    """13, 12, 11, 8, 4, 3, 2, 1, 1, 1: 2 is at 0.333 by PERCENTRANK, whose digits are cut, not rounded."""
    x = np.array([13.0, 12, 11, 8, 4, 3, 2, 1, 1, 1])[:, None]
    assert np.floor(1000 * percentile_rank(x, ONE)[6, 0]) == 333
    source = "Microsoft Excel, PERCENTRANK, as the tests of a spreadsheet engine quote it"
    printed("percentile_rank", source, "ten values: 2 is at 0.333", 0.0005)


def test_efficacy_of_an_examination() -> None:
    """Assets' contribution 5.81 %, satisfactory 12 %, impermissible 6 %: 58.73, below 60 as it should."""
    found = efficacy(np.array([[5.81]]), ONE, posts=[(6, 12)])
    assert found[0, 0] == pytest.approx(58.73, abs=0.005)
    source = "an examination in statistics with its answer (功效系数法, 工业总资产贡献率)"
    printed("efficacy", source, "5.81 % between 6 % and 12 %: 58.73", 0.0001)


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
