"""Screening, imputation, denomination and treatment against the worked examples of vignettes and of a book.

The vignettes of R's COINr (Becker, 2022) print small tables before and after each step.
"""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, TEXTBOOK, Agreement, kind_of, program, record

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
from zhishu.prepare.impute.regression import chained_draws, regression
from zhishu.prepare.impute.rows import impute_from_siblings
from zhishu.prepare.moments import kurtosis, skewness
from zhishu.prepare.screen import availability
from zhishu.prepare.transform import quantile_clip
from zhishu.prepare.treat import winsorise_then_log

NAN = np.nan
BOOK = "van Buuren (2018), Flexible Imputation of Missing Data, 2nd ed., section 3.1.1"


def printed(
    method: str, source: str, what: str, tolerance: float, note: str = "", against: str = MANUAL
) -> None:
    record(Agreement(kind_of(method), method, against, source, what, tolerance, holds=True, note=note))


# Ten countries of the ASEM data: patents, cultural services, cultural goods, tourists.
ASEM = np.array([
    [23.7, 0.13405, NAN, 11.519], [583.5, 2.20754, 16.182, 24.040], [3.6, 0.05780, 0.985, 6.509],
    [249.8, 1.79800, NAN, 17.242], [NAN, NAN, NAN, 3.315], [64.2, 1.15292, 7.555, 26.757],
    [0.3, 0.00266, 0.046, 0.404], [NAN, 0.08905, NAN, 2.907], [46.5, 0.34615, 1.213, 3.370],
    [7.2, 0.03553, 1.256, 0.966],
])  # fmt: skip


def filled(found: np.ndarray, expected: dict[tuple[int, int], str]) -> None:
    """Assert that the gaps hold the printed values, to half a unit of their last digit."""
    assert set(expected) == {tuple(at) for at in np.argwhere(np.isnan(ASEM)).tolist()}
    for at, value in expected.items():
        digits = len(value.split(".")[1])
        assert found[at] == pytest.approx(float(value), abs=0.5001 * 10.0**-digits), at


def test_imputation_of_the_coinr_vignette() -> None:
    """By the column's mean, by the median of two groups of five, and from the other columns of the row."""
    filled(impute_mean(ASEM), {
        (0, 2): "4.5395", (3, 2): "4.5395", (4, 0): "122.35", (4, 1): "0.6470778", (4, 2): "4.5395", (7, 0): "122.35",
        (7, 2): "4.5395",
    })  # fmt: skip
    printed("mean", "COINr, vignette Imputation", "10 countries × 4: all 7 gaps, 4 digits and more", 5e-5)
    names = tuple("abcdefghij")
    groups = {"half": {"a": tuple("abcde"), "b": tuple("fghij")}}
    filled(impute_group_median(ASEM, names, groups, grouping="half"), {
        (0, 2): "8.5835", (3, 2): "8.5835", (4, 0): "136.75", (4, 1): "0.966025", (4, 2): "8.5835", (7, 0): "26.85",
        (7, 2): "1.2345",
    })  # fmt: skip
    printed(
        "group_median",
        "COINr, vignette Imputation",
        "two groups of 5 countries: all 7 gaps, 4 digits and more",
        5e-5,
    )
    up = compile_directions([Direction()] * 4)
    filled(impute_from_siblings(ASEM, np.array([["g"] * 4]), up), {
        (0, 2): "2.850908", (3, 2): "10.163326", (4, 0): "64.72133", (4, 1): "0.246215", (4, 2): "1.828412",
        (7, 0): "39.42134", (7, 2): "1.128411",
    })  # fmt: skip
    printed(
        "siblings",
        "COINr, vignette Imputation",
        "by row, normalised first: all 7 gaps, 5 digits and more",
        5e-6,
    )


def test_screening_of_the_coinr_vignette() -> None:
    """Twelve countries, four indicators: the three with less than three values go."""
    counts = {"KOR": 3, "LAO": 1, "MYS": 4, "MNG": 4, "MMR": 2, "NZL": 4, "PAK": 4, "PHL": 4, "RUS": 4, "SGP": 4, "THA": 4,
              "VNM": 1}  # fmt: skip
    x = np.array([[1.0] * count + [NAN] * (4 - count) for count in counts.values()])
    found = availability(x, data=0.75)
    assert [name for name, stays in zip(counts, found.passed, strict=True) if not stays] == [
        "LAO",
        "MMR",
        "VNM",
    ]
    assert found.data[:6].tolist() == [0.75, 0.25, 1, 1, 0.5, 1]
    printed(
        "availability",
        "COINr, vignette Unit Screening",
        "12 countries at 75 %: shares, and who is removed",
        0.0,
    )


def test_treatment_of_the_coinr_vignette() -> None:
    """1 … 10, 30 and 100: one point moved takes skewness from 3.06 to 1.71 and kurtosis from 9.74 to 1.82."""
    x = np.array([*range(1, 11), 30, 100.0])[:, None]
    assert skewness(x)[0] == pytest.approx(3.063241, abs=5e-7)
    assert kurtosis(x)[0] == pytest.approx(9.741391, abs=5e-7)
    found, _ = winsorise_then_log(x, points=2, log="none")
    assert found.ravel().tolist() == [*range(1, 11), 30, 30]
    assert skewness(found)[0] == pytest.approx(1.712038, abs=5e-7)
    assert kurtosis(found)[0] == pytest.approx(1.815781, abs=5e-7)
    what = "12 values: the point moved, skewness and kurtosis before and after, 6 digits"
    printed("winsorise_then_log", "COINr, vignette Outlier Treatment", what, 5e-7)


def test_denominators_of_printed_tables() -> None:
    """Product per head of five countries, and the people per square kilometre of France."""
    product = np.array([19291104008, 15279183290, 171091289782, 3154057987, 88815697793.0])
    people = np.array([38041754, 2854191, 43053054, 77142, 31825295.0])
    found = ratio(product[:, None], {"people": people}, by=["people"]).ravel()
    assert found.round().tolist() == [507, 5353, 3974, 40886, 2791]
    note = "a sixth, American Samoa, is printed as 11,467; its product over its people as printed is 11,498"
    printed(
        "ratio",
        "COINr, vignette Denomination, WorldDenoms",
        "product per head, 5 countries, whole units",
        1e-3,
        note,
    )
    density = ratio(np.array([[60561200.0]]), {"area": np.array([551695.0])}, by=["area"])
    assert density[0, 0] == pytest.approx(109.8, abs=0.05)
    printed("ratio", "Simple English Wikipedia, Population density", "France: 109.8 persons per km²", 5e-4)


def test_constants_of_the_manual_of_pandas() -> None:
    """One number for all, and one per column."""
    x = np.array([[NAN, 2, NAN, 0], [3, 4, NAN, 1], [NAN] * 4, [NAN, 3, NAN, 4]])
    assert impute_constant(x, value=0.0).tolist() == [[0, 2, 0, 0], [3, 4, 0, 1], [0] * 4, [0, 3, 0, 4]]
    found = impute_constant(x, value=[0, 1, 2, 3])
    assert found.tolist() == [[0, 2, 2, 0], [3, 4, 2, 1], [0, 1, 2, 3], [0, 3, 2, 4]]
    printed("constant", f"{program('pandas')}, DataFrame.fillna", "4 × 4: 0, and one number per column", 0.0)


def test_middles_and_quantiles_of_tutorials() -> None:
    """A median, the means of three groups of three, and a cut at the 5th and 95th percentile."""
    found = impute_median(np.array([[NAN], [1], [NAN], [3], [2]])).ravel()
    assert found.tolist() == [2, 1, 2, 3, 2]
    printed("median", "R metamorphr 0.2, impute_median", "5 values: 2 in both gaps", 0.0)
    x = np.array([1, 2, 3, NAN, NAN, NAN, 4, 4, 4])[:, None]
    groups = {"key": {"A": ("0", "3", "6"), "B": ("1", "4", "7"), "C": ("2", "5", "8")}}
    filled_in = impute_group_mean(x, tuple("012345678"), groups, grouping="key").ravel()
    assert filled_in.tolist() == [1, 2, 3, 2.5, 3, 3.5, 4, 4, 4]
    printed(
        "group_mean",
        "linuxtut.com, Pandas: groupby to complete value by group",
        "3 groups of 3: every gap",
        0.0,
    )
    values = np.array([3, 5, 3, 8, 6, 7, 3, 60, 100, -20.0])[:, None]
    cut, marks = quantile_clip(values, lower=0.05, upper=0.95)
    assert cut.ravel() == pytest.approx([3, 5, 3, 8, 6, 7, 3, 60, 82, -9.65], abs=1e-12)
    assert np.flatnonzero(marks).tolist() == [8, 9]
    source = "a tutorial on GitHub, Calculating 5th and 95th Percentiles and Winsorization Example"
    printed("quantile_clip", source, "10 values: -20 becomes -9.65, 100 becomes 82", 1e-12)


# Mr Whiteside's weeks (data `whiteside` of R's MASS): temperature, gas consumption; week 47 has 5 °C.
TEMPERATURE = [
    -0.8, -0.7, 0.4, 2.5, 2.9, 3.2, 3.6, 3.9, 4.2, 4.3, 5.4, 6, 6, 6, 6.2, 6.3, 6.9, 7, 7.4, 7.5, 7.5, 7.6, 8, 8.5,
    9.1, 10.2, -0.7, 0.8, 1, 1.4, 1.5, 1.6, 2.3, 2.5, 2.5, 3.1, 3.9, 4, 4, 4.2, 4.3, 4.6, 4.7, 4.9, 4.9, 4.9, 5, 5.3,
    6.2, 7.1, 7.2, 7.5, 8, 8.7, 8.8, 9.7,
]  # fmt: skip
GAS = [
    7.2, 6.9, 6.4, 6, 5.8, 5.8, 5.6, 4.7, 5.8, 5.2, 4.9, 4.9, 4.3, 4.4, 4.5, 4.6, 3.7, 3.9, 4.2, 4, 3.9, 3.5, 4, 3.6,
    3.1, 2.6, 4.8, 4.6, 4.7, 4, 4.2, 4.2, 4.1, 4, 3.5, 3.2, 3.9, 3.5, 3.7, 3.5, 3.5, 3.7, 3.5, 3.4, 3.7, 4, NAN, 3.7,
    2.8, 3, 2.8, 2.6, 2.7, 2.8, 1.3, 1.5,
]  # fmt: skip


def test_gas_consumption_of_flexible_imputation() -> None:
    """The line 5.49 - 0.29 x predicts 4.04 at 5 °C; draws of the chained equations lie around it."""
    x = np.column_stack([TEMPERATURE, GAS])
    assert regression(x)[46, 1] == pytest.approx(4.04, abs=0.005)
    ends = regression(np.vstack([x, [[0, NAN], [1, NAN]]]))[-2:, 1]
    assert ends[0] == pytest.approx(5.49, abs=0.005)
    assert ends[1] - ends[0] == pytest.approx(-0.29, abs=0.005)
    printed("regression", BOOK, "gas consumption at 5 °C, 4.04; line 5.49 - 0.29 x", 0.002, against=TEXTBOOK)
    draws = chained_draws(x, np.random.default_rng(0), draws=40000, cycles=1)[:, 46, 1]
    assert draws.mean() == pytest.approx(4.04, abs=0.005 + 4 * draws.std() / 200)
    what = "gas consumption at 5 °C: 40,000 draws have the mean 4.04 of the line"
    note = "of the draws themselves the passage prints no numbers"
    printed("chained", BOOK, what, 0.006, note, against=TEXTBOOK)
