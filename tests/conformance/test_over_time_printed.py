"""Each region against its own mean over time: a technical index of prices, and manuals that standardise series.

The years of the table stand for the days of the index and for the points of the series.
"""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.over_time import over_time

UP = compile_directions([Direction("positive")])
HIGH = np.array([
    [24.20, 24.07, 24.04, 23.87, 23.67, 23.59, 23.80, 23.80, 24.30, 24.15],
    [24.05, 24.06, 23.88, 25.14, 25.20, 25.07, 25.22, 25.37, 25.36, 25.26],
    [24.82, 24.44, 24.65, 24.84, 24.75, 24.51, 24.68, 24.67, 23.84, 24.30],
]).ravel()  # fmt: skip
LOW = np.array([
    [23.85, 23.72, 23.64, 23.37, 23.46, 23.18, 23.40, 23.57, 24.05, 23.77],
    [23.60, 23.84, 23.64, 23.94, 24.74, 24.77, 24.90, 24.93, 24.96, 24.93],
    [24.21, 24.21, 24.43, 24.44, 24.20, 24.25, 24.21, 24.15, 23.63, 23.76],
]).ravel()  # fmt: skip
CLOSE = np.array([
    [23.89, 23.95, 23.67, 23.78, 23.50, 23.32, 23.75, 23.79, 24.14, 23.81],
    [23.78, 23.86, 23.70, 24.96, 24.88, 24.96, 25.18, 25.07, 25.27, 25.00],
    [24.46, 24.28, 24.62, 24.58, 24.53, 24.35, 24.34, 24.23, 23.76, 24.20],
]).ravel()  # fmt: skip
CHANNEL = [102.19852632840085, 30.770139381053642, 6.498977012877848, 33.16030534351142]
CHANNEL += [34.93862134088762, 13.992326788535587, -10.730541358353888, -11.528187825109272]
CHANNEL += [-29.31511455515407, -129.55641482382595, -73.17724561559666]
"""The commodity channel index of the last eleven days."""
LAMBERT = 0.015

ROWS = np.array([
    [0.3148, 0.0478, 0.6243, 0.4608],
    [0.7149, 0.0775, 0.6072, 0.9656],
    [0.6341, 0.1403, 0.9759, 0.4064],
    [0.5918, 0.6948, 0.904, 0.3721],
    [0.0921, 0.2481, 0.1188, 0.1366],
])  # fmt: skip
SAMPLE = [
    [-0.19264823, -1.28415119, 1.07259584, 0.40420358],
    [0.33048416, -1.37380874, 0.04251374, 1.00081084],
    [0.26796377, -1.12598418, 1.23283094, -0.37481053],
    [-0.22095197, 0.24468594, 1.19042819, -1.21416216],
    [-0.82780366, 1.4457416, -0.43867764, -0.1792603],
]
GAP = np.array([[25.11, 30.10, np.nan, 32.02, 43.15], [14.95, 16.06, 121.25, 94.35, 29.81]])
POPULATION = [
    [-1.13490897, -0.37830299, np.nan, -0.08718406, 1.60039602],
    [-0.91611681, -0.89090508, 1.4983032, 0.88731639, -0.5785977],
]


def along(rows: object, **options: object) -> np.ndarray:
    """Return the standardised values of series that lie in rows: a row is a region, its points the years."""
    x = np.asarray(rows, dtype=float).T[:, :, None]
    return over_time(x, UP, range(len(x)), **options)[..., 0].T  # type: ignore[arg-type]


def agreed(source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement("normalise", "over_time", MANUAL, source, what, tolerance, holds=True, note=note))


def test_the_commodity_channel_index() -> None:
    """A day's typical price less the mean of twenty days, over 0.015 times their mean absolute deviation."""
    typical = np.add.reduce([HIGH, LOW, CLOSE]) / 3
    windows = np.lib.stride_tricks.sliding_window_view(typical, 20)
    assert along(windows)[:, -1] / LAMBERT == pytest.approx(CHANNEL, rel=1e-9)
    source = "commodity channel index of thirty days, period 20, as the tests of technicalindicators (JavaScript) hold it"
    note = "the last value of every twenty days is the index times 0.015; the printed example of `spread: absolute`"
    agreed(source, "eleven values, all digits", 1e-9, note)


def test_rows_standardised_in_the_manual_of_scipy() -> None:
    """By n - 1, and by n where a value is missing."""
    assert along(ROWS, spread="sample") == pytest.approx(np.array(SAMPLE), abs=5e-9)
    agreed("scipy, stats.zscore, examples", "five rows of four, `ddof=1`: `spread: sample`, 8 digits", 5e-9)
    found = along(GAP, spread="population")
    assert found == pytest.approx(np.array(POPULATION), abs=5e-9, nan_ok=True)
    agreed(
        "scipy, stats.zscore, examples", "two rows, one value missing: `spread: population`, 8 digits", 5e-9
    )


def test_time_series_in_the_manual_of_tslearn() -> None:
    """The series 0, 3, 6, and the same with a first value that is missing."""
    assert along([[0, 3, 6]], spread="population") == pytest.approx(
        np.array([[-1.22474487, 0.0, 1.22474487]]), abs=5e-9
    )
    found = along([[np.nan, 3, 6]], spread="population")
    assert found == pytest.approx(np.array([[np.nan, -1.0, 1.0]]), abs=1e-12, nan_ok=True)
    what = "series of three points, one with a gap: `spread: population`, 8 digits"
    agreed("tslearn, TimeSeriesScalerMeanVariance, examples", what, 5e-9)
