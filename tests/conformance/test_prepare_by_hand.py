"""Screening, imputation, denomination, treatment and normalisation against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, Agreement, kind_of, record

from zhishu.framework import Direction
from zhishu.prepare.denominate import ratio
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.impute.columns import (
    impute_constant,
    impute_group_mean,
    impute_group_median,
    impute_mean,
    impute_median,
)
from zhishu.prepare.impute.neighbours import nearest_neighbours
from zhishu.prepare.impute.regression import regression
from zhishu.prepare.impute.rows import impute_from_siblings
from zhishu.prepare.impute.time import carry_back, carry_forward, interpolate
from zhishu.prepare.normalisers.centre import logistic, robust_z, zscore
from zhishu.prepare.normalisers.distance import distance_to_max, distance_to_reference, distance_to_target
from zhishu.prepare.normalisers.ordinal import borda, categories, percentile_rank, ranks_upward
from zhishu.prepare.normalisers.proportion import fraction_of_max, maximum, ratio_to_mean, total, vector
from zhishu.prepare.normalisers.ranges import identity, minmax
from zhishu.prepare.normalisers.value_functions import piecewise, scaled
from zhishu.prepare.screen import availability
from zhishu.prepare.transform import box_cox, mad_clip, quantile_clip, yeo_johnson
from zhishu.prepare.treat import logarithm_of_all, winsorise_then_log

UP = compile_directions([Direction()])
NAN, K = np.nan, 1.482602218505602  # the factor of the median deviation under a normal distribution


def by_hand(method: str, what: str) -> None:
    record(Agreement(kind_of(method), method, BY_HAND, "", what, 1e-12, holds=True))


COLUMN = np.array([[1.0], [3.0], [NAN], [8.0]])
HALVES = {"half": {"west": ("a", "b"), "east": ("c", "d")}}
IMPUTED = {
    "mean": (impute_mean, 4.0),
    "median": (impute_median, 3.0),
    "constant": (lambda x: impute_constant(x, value=7.0), 7.0),
    "group_mean": (lambda x: impute_group_mean(x, tuple("abcd"), HALVES, grouping="half"), 8.0),
    "group_median": (lambda x: impute_group_median(x, tuple("abcd"), HALVES, grouping="half"), 8.0),
}


@pytest.mark.parametrize("name", IMPUTED)
def test_one_gap_by_hand(name: str) -> None:
    """1, 3, a gap, 8; the gap's group has only the 8 beside it."""
    impute, expected = IMPUTED[name]
    assert impute(COLUMN)[2, 0] == expected
    by_hand(name, f"1, 3, gap, 8: {expected:g}")


def test_neighbours_and_siblings_by_hand() -> None:
    """The two regions nearest in the other column have 10 and 30; the siblings' place is the same 1/2."""
    x = np.array([[1.0, 10.0], [3.0, 30.0], [2.0, NAN], [9.0, 90.0]])
    assert nearest_neighbours(x, k=2)[2, 1] == pytest.approx(20)
    by_hand("knn", "two nearest of three regions: mean of 10 and 30")
    rows = np.array([[0.0, 0.0], [5.0, NAN], [10.0, 100.0]])
    family = np.array([["g", "g"]])
    assert impute_from_siblings(rows, family, compile_directions([Direction()] * 2))[1, 1] == pytest.approx(
        50
    )
    by_hand("siblings", "half of the way in one column, so in its sibling")
    line = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0], [5.0, NAN]])
    assert regression(line)[4, 1] == pytest.approx(10)
    by_hand("regression", "five points on a line")


def test_gaps_in_time_by_hand() -> None:
    """10 in 2020, 40 in 2023: held, held back, or on the line between."""
    x = np.array([10.0, NAN, NAN, 40.0])[:, None, None]
    years = (2020, 2021, 2022, 2023)
    assert carry_forward(x, years).ravel().tolist() == [10, 10, 10, 40]
    assert carry_back(x, years).ravel().tolist() == [10, 40, 40, 40]
    assert interpolate(x, years).ravel().tolist() == [10, 20, 30, 40]
    for name in ("carry_forward", "carry_back", "linear"):
        by_hand(name, "10, gap, gap, 40 over four years")


def test_screen_and_denominator_by_hand() -> None:
    """Half of the values there, one of two not 0; 6 of 3 and 8 of 2, in thousands."""
    found = availability(np.array([[0.0, 2.0, NAN, NAN], [1.0, 1.0, 1.0, NAN]]), data=0.6)
    assert found.data.tolist() == [0.5, 0.75]
    assert found.nonzero.tolist() == [0.5, 1.0]
    assert found.passed.tolist() == [False, True]
    by_hand("availability", "two of four values, one of them 0")
    per = ratio(np.array([[6.0], [8.0]]), {"people": np.array([3.0, 2.0])}, by=["people"], scale=[1000.0])
    assert per.ravel().tolist() == [2000, 4000]
    by_hand("ratio", "6 of 3 and 8 of 2, times 1,000")


def test_treatments_by_hand() -> None:
    """One far value takes the place of the next; quantiles and median deviations of 1 … 9; powers 0 and 1."""
    x = np.array([*range(1, 10), 100.0])[:, None]
    assert winsorise_then_log(x).values.ravel().tolist() == [*range(1, 10), 9]
    by_hand("winsorise_then_log", "1 … 9, 100: the 100 becomes 9")
    nine = np.arange(1.0, 10.0)[:, None]
    assert quantile_clip(nine, lower=0.25, upper=0.75).values.ravel().tolist() == [3, 3, 3, 4, 5, 6, 7, 7, 7]
    by_hand("quantile_clip", "1 … 9 between the quartiles 3 and 7")
    clipped = mad_clip(nine, limit=1 / 1.482602218505602).values  # 5 ± 1 · 2
    assert clipped.ravel() == pytest.approx([3, 3, 3, 4, 5, 6, 7, 7, 7])
    by_hand("mad_clip", "1 … 9: median 5, median deviation 2")
    two = np.array([[1.0], [4.0]])
    assert logarithm_of_all(two, log="log_CT_orig").values.ravel() == pytest.approx([0, np.log(4)])
    by_hand("logarithm", "ln(x − min + 1) of 1 and 4")
    assert box_cox(two, power=0.5, shift=False).values.ravel() == pytest.approx([0, 2])
    by_hand("box_cox", "2 (√x − 1) of 1 and 4")
    assert yeo_johnson(np.array([[0.0], [3.0]]), power=0.5).values.ravel() == pytest.approx([0, 2])
    by_hand("yeo_johnson", "2 (√(x + 1) − 1) of 0 and 3")


SCALE = np.array([[1.0], [2.0], [2.0], [5.0]])
MINUS = compile_directions([Direction("negative")])
NORMALISED = {
    "none": (identity, [1, 2, 2, 5]),
    "minmax": (lambda x: minmax(x, UP), [0, 0.25, 0.25, 1]),
    "zscore": (lambda x: zscore(x, UP, spread="population"), [-1.5 / 1.5, -0.5 / 1.5, -0.5 / 1.5, 2.5 / 1.5]),
    "robust_z": (lambda x: robust_z(np.vstack([x, [[9.0]]]), UP)[:4], [-1 / K, 0, 0, 3 / K]),
    "logistic": (
        lambda x: logistic(x, UP)[[0, 3]],
        [1 / (1 + np.exp(1.5 / 3**0.5)), 1 / (1 + np.exp(-2.5 / 3**0.5))],
    ),
    "rank": (lambda x: ranks_upward(x, UP), [1, 2, 2, 4]),
    "borda": (lambda x: borda(x, UP), [0, 1, 1, 3]),
    "percentile_rank": (lambda x: percentile_rank(x, UP), [0, 1 / 3, 1 / 3, 1]),
    "categories": (lambda x: categories(x, UP, percentiles=(50,), scores=(0, 1)), [0, 1, 1, 1]),
    "distance_to_target": (lambda x: distance_to_target(x, UP, targets=[9]), [0, 1 / 8, 1 / 8, 4 / 8]),
    "distance_to_reference": (
        lambda x: distance_to_reference(x, UP, tuple("abcd"), reference="b"),
        [0, 1, 1, 4],
    ),
    "distance_to_max": (lambda x: distance_to_max(x, MINUS), [1, 0.75, 0.75, 0]),
    "vector": (lambda x: vector(x, UP), np.array([1, 2, 2, 5]) / 34**0.5),
    "sum": (lambda x: total(x, UP), [0.1, 0.2, 0.2, 0.5]),
    "max": (lambda x: maximum(x, UP), [0.2, 0.4, 0.4, 1]),
    "fraction_of_max": (lambda x: fraction_of_max(x, MINUS), [1, 0.5, 0.5, 0.2]),
    "ratio_to_mean": (lambda x: ratio_to_mean(x, UP), [0.4, 0.8, 0.8, 2]),
    "scaled": (lambda x: scaled(x, UP, bounds=(0, 10), factor=1), [0.1, 0.2, 0.2, 0.5]),
    "piecewise": (lambda x: piecewise(x, points=[(1, 0, 2, 0.5, 5, 1)]), [0, 0.5, 0.5, 1]),
}


@pytest.mark.parametrize("name", NORMALISED)
def test_one_column_by_hand(name: str) -> None:
    """1, 2, 2, 5: mean 2.5, population deviation 1.5, length √34."""
    normalise, expected = NORMALISED[name]
    assert np.ravel(normalise(SCALE)) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    by_hand(name, "1, 2, 2, 5")
