"""Normalisation along time: exercises and published index series, pandas, scipy, and COINr's growth rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from record import MANUAL, PAPER, Agreement, program, record
from recorded_answers import recorded
from scipy import stats

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.over_time import over_time
from zhishu.prepare.normalisers.own_years import annual_change, own_base

UP, DOWN = (compile_directions([Direction(kind)]) for kind in ("positive", "negative"))
TWO, TWO_DOWN = (compile_directions([Direction(kind)] * 2) for kind in ("positive", "negative"))
EXERCISE = "an exercise in statistics with its answers (33.wendadaohang.com/zd/4hBBhRWPR.html)"
GREY = "a worked example of grey relational analysis (360docs.net/doc/e116565820.html)"
INNOVATION = "National Bureau of Statistics of China (国家统计局), China Innovation Index (中国创新指数)"
DATA = "random data, 6 years × 10 × 2, five seeds"
SEEDS = pytest.mark.parametrize("seed", range(5))


def row(
    method: str, against: str, source: str, what: str, tolerance: float, note: str = "", *, holds: bool = True
) -> None:
    record(Agreement("normalise", method, against, source, what, tolerance, holds=holds, note=note))


def series(*values: float) -> np.ndarray:
    """Return one region's values of one column, (years, 1, 1)."""
    return np.array(values, dtype=float)[:, None, None]


def panel(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).lognormal(size=(6, 10, 2))


def test_an_exercise_with_fixed_base_and_chain_indices() -> None:
    """Output of 1995–1999: to the base, to the year before, and the mean rate of four years."""
    x = series(343, 447, 519, 703, 783)
    years = range(1995, 2000)
    found = own_base(x, UP, years=years, factor=1.0).ravel()
    np.testing.assert_allclose(found, [1, 1.30, 1.51, 2.05, 2.28], atol=0.005)
    row("own_base", MANUAL, EXERCISE, "343, 447, 519, 703, 783 to the base of 1995, 2 digits", 0.005)
    chain = annual_change(x, UP, years=years).ravel()[1:] / 100
    np.testing.assert_allclose(chain[:3], [0.30, 0.16, 0.35], atol=0.005)
    assert chain[3] == pytest.approx(0.11, abs=0.005)
    row("annual_change", MANUAL, EXERCISE, "growth of three years, 2 digits", 0.005,
        "the last one is printed with 1 digit, 0.1; it is 0.114")  # fmt: skip
    mean = annual_change(x, UP, years=years, since=1995).ravel()[-1] / 100
    assert mean == pytest.approx(0.2288, abs=5e-4)
    rounded = 2.28**0.25 - 1
    assert rounded == pytest.approx(0.2288, abs=5e-5)
    row("annual_change", MANUAL, EXERCISE, "mean growth of four years, 0.2288 (`since: 1995`)", 5e-4,
        "printed from the rounded 2.28; unrounded it is 0.2292")  # fmt: skip


def test_an_example_that_calls_chain_indices_initial_values() -> None:
    """Two sequences whose printed 'initial values' are ratios to the value before, 3 digits."""
    x = np.array([[30.5, 34.7, 35.9, 38.2, 41.0], [22.1, 25.4, 27.1, 28.3, 31.5]]).T[:, None, :]
    printed = np.array([[1.138, 1.035, 1.064, 1.073], [1.149, 1.067, 1.044, 1.113]]).T
    np.testing.assert_allclose(1 + annual_change(x, TWO)[1:, 0] / 100, printed, atol=6e-4)
    row("annual_change", MANUAL, GREY, "two sequences of five values, as 1 + change, 3 digits", 6e-4)
    initial = own_base(x, TWO, factor=1.0)[1:, 0]
    assert np.abs(initial - printed)[0].max() < 1e-3
    assert np.abs(initial - printed)[1:].min() > 0.1
    row("own_base", MANUAL, GREY, "“initial values” of two sequences of five values", 0.0,
        "the initial value is x / x of the first (1.177 for the third value); the page prints x / x of the value "
        "before (1.035)", holds=False)  # fmt: skip


def test_published_growth_of_the_china_innovation_index() -> None:
    """The index and two parts of it in 2012, four parts in 2015, and their growth as published, 1 digit."""
    of_2012 = {6.2: (139.6, 148.2), 4.3: (138.1, 144.0), 8.2: (140.7, 152.2)}
    of_2015 = {5.3: (155.4, 163.7), 4.2: (157.7, 164.3), 17.6: (177.2, 208.3), 4.9: (142.5, 149.5)}
    for growth, (before, after) in (of_2012 | of_2015).items():
        assert annual_change(series(before, after), UP)[1, 0, 0] == pytest.approx(growth, abs=0.0501)
    row("annual_change", PAPER, INNOVATION, "growth of the index and its parts in 2012 and 2015, 1 digit", 0.05,
        "the values of 2014 are those of 2015 less the points that they rose by")  # fmt: skip


@SEEDS
def test_against_pandas(seed: int) -> None:
    """Values over the first row; changes from row to row; the inverse for negative indicators."""
    x = panel(seed)
    for region in range(x.shape[1]):
        frame = pd.DataFrame(x[:, region])
        np.testing.assert_allclose(own_base(x, TWO)[:, region], 100 * frame / frame.iloc[0], rtol=1e-12)
        turned = 100 * (1 / frame) / (1 / frame).iloc[0]
        np.testing.assert_allclose(own_base(x, TWO_DOWN)[:, region], turned, rtol=1e-12)
        changes = 100 * frame.pct_change()
        np.testing.assert_allclose(annual_change(x, TWO)[:, region], changes, rtol=1e-9, atol=1e-11)
    against = program("pandas")
    row("own_base", against, DATA, "100 x / x.iloc[0]; of 1 / x for negative indicators", 1e-12)
    row("annual_change", against, DATA, "100 x.pct_change()", 1e-9)


@SEEDS
def test_deviations_over_time_against_scipy(seed: int) -> None:
    """Standard scores along the axis of the years, by n - 1 and by n."""
    x = panel(seed)
    for spread, ddof in (("sample", 1), ("population", 0)):
        found = over_time(x, TWO, spread=spread)
        np.testing.assert_allclose(found, stats.zscore(x, axis=0, ddof=ddof), rtol=1e-9, atol=1e-12)
    row(
        "over_time",
        program("scipy"),
        DATA,
        "stats.zscore along the years, `spread: sample` and `population`",
        1e-9,
    )


@SEEDS
def test_mean_absolute_deviations_against_pandas(seed: int) -> None:
    """The Handbook's formula, region by region."""
    x = panel(seed)
    for region in range(x.shape[1]):
        frame = pd.DataFrame(x[:, region])
        apart = frame - frame.mean()
        np.testing.assert_allclose(
            over_time(x, TWO)[:, region], apart / apart.abs().mean(), rtol=1e-9, atol=1e-12
        )
    row("over_time", program("pandas"), DATA, "(x - x.mean()) / (x - x.mean()).abs().mean()", 1e-9)


def test_growth_rates_of_coinr() -> None:
    """CAGR is the change since the first year at the last one; prc_change of two years is the simple rate."""
    name, cases = recorded("trends_coinr")
    for case in cases:
        x = np.array(case["x"])[:, :, None]
        since = annual_change(x, UP, years=case["years"], since=case["years"][0])[-1, :, 0]
        np.testing.assert_allclose(since / 100, case["growth"], rtol=1e-9)
        simple = annual_change(x, UP, years=case["years"], rate="simple")[-1, :, 0]
        np.testing.assert_allclose(simple, case["change"], rtol=1e-9, atol=1e-10)
        whole = annual_change(x, UP, years=case["years"], since=case["years"][0], rate="simple")[-1, :, 0]
        assert np.abs(whole - case["fitted"]).max() > 1
    data = "random data, 5 uneven years × 8, five seeds"
    row("annual_change", name, data, "CAGR over all years (`since` the first)", 1e-9)
    row("annual_change", name, data, "prc_change of two years (`rate: simple`)", 1e-9)
    row("annual_change", name, data, "prc_change over five years", 0.0,
        "with three years or more COINr fits a line and takes its slope over its first value; here the rate from "
        "the year that is named", holds=False)  # fmt: skip


def test_initial_values_of_mathmodels() -> None:
    """Each column over its first value, and the first value over it where less is better."""
    name, cases = recorded("initial_mathmodels")
    for case in cases:
        x = np.array(case["x"])[:, :, None]
        np.testing.assert_allclose(own_base(x, UP, factor=1.0)[..., 0], case["positive"], rtol=1e-12)
        np.testing.assert_allclose(own_base(x, DOWN, factor=1.0)[..., 0], case["negative"], rtol=1e-12)
    row("own_base", name, "random data, 5 years × 8, five seeds", "rescale_initial, both types", 1e-12)
