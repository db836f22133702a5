"""Imputation, screening and treatment against numbers printed in papers, manuals and tutorials."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, PAPER, TEXTBOOK, Agreement, kind_of, program, record

from zhishu.prepare.impute.columns import impute_mean
from zhishu.prepare.impute.neighbours import nearest_neighbours
from zhishu.prepare.impute.normal import em_moments, multivariate_normal
from zhishu.prepare.impute.regression import regression
from zhishu.prepare.impute.time import carry_back, carry_forward, interpolate
from zhishu.prepare.screen import availability
from zhishu.prepare.transform import box_cox, mad_clip, yeo_johnson

NAN = np.nan
MVNMLE = "R mvnmle, as the tests of pymvnmle quote its output"


def printed(method: str, against: str, source: str, what: str, tolerance: float, note: str = "") -> None:
    record(Agreement(kind_of(method), method, against, source, what, tolerance, holds=True, note=note))


# The nhanes data of mice (Schafer 1997, table 6.14): age, body mass index, hypertension, cholesterol.
NHANES = np.array([
    [1, NAN, NAN, NAN], [2, 22.7, 1, 187], [1, NAN, 1, 187], [3, NAN, NAN, NAN], [1, 20.4, 1, 113],
    [3, NAN, NAN, 184], [1, 22.5, 1, 118], [1, 30.1, 1, 187], [2, 22.0, 1, 238], [2, NAN, NAN, NAN],
    [1, NAN, NAN, NAN], [2, NAN, NAN, NAN], [3, 21.7, 1, 206], [2, 28.7, 2, 204], [1, 29.6, 1, NAN],
    [1, NAN, NAN, NAN], [3, 27.2, 2, 284], [2, 26.3, 2, 199], [1, 35.3, 1, 218], [3, 25.5, 2, NAN],
    [1, NAN, NAN, NAN], [1, 33.2, 1, 229], [1, 27.5, 1, 131], [3, 24.9, 1, NAN], [2, 27.4, 1, 186],
])  # fmt: skip
# What its vignette prints for `method = "norm.predict", maxit = 1`: row, and the values filled.
PREDICTED = {
    1: (28.36021, 1.047483, 172.4557), 3: (28.36021, 1, 187), 4: (22.80609, 1.508851, 222.7836),
    6: (22.68531, 1.501943, 184), 10: (27.04536, 1.305344, 208.0862), 11: (29.82242, 1.074660, 182.9223),
    12: (25.46237, 1.271260, 196.7785), 15: (29.6, 1, 181.6849), 16: (25.58231, 0.888614, 153.1107),
    20: (25.5, 2, 239.8485), 21: (28.31995, 1.045181, 172.1753), 24: (24.9, 1, 240.5268),
}  # fmt: skip
VIGNETTE = "Vink and van Buuren, Ad hoc methods and mice (vignette 1 of mice)"


def test_mean_imputation_of_the_mice_vignette() -> None:
    """Every gap of nhanes gets the mean of its column: 26.5625, 1.235294 and 191.4."""
    found = impute_mean(NHANES)
    for column, expected in ((1, "26.5625"), (2, "1.235294"), (3, "191.4")):
        gaps = np.isnan(NHANES[:, column])
        assert found[gaps, column] == pytest.approx(
            float(expected), abs=0.5 * 10.0 ** -len(expected.split(".")[1])
        )
    printed("mean", MANUAL, VIGNETTE, 'nhanes, `method = "mean"`: every gap, all digits', 5e-7)


def test_regression_imputation_of_the_mice_vignette() -> None:
    """The last column that it fills is the regression on the other three as printed.

    The first two hang on the random start of the chain, so they are taken from the print; what is
    then predicted for cholesterol is the print's to the fourth digit, up to the rounding of the others.
    """
    x = np.array(NHANES)
    for row, (bmi, hyp, _) in PREDICTED.items():
        x[row - 1, 1:3] = bmi, hyp
    found = regression(x)
    for row, (_, _, cholesterol) in PREDICTED.items():
        assert found[row - 1, 3] == pytest.approx(cholesterol, abs=1e-4)
    note = "body mass index and hypertension taken as printed: they hang on the random start of the chain"
    printed(
        "regression", MANUAL, VIGNETTE, 'nhanes, `method = "norm.predict"`: cholesterol, 4 digits', 1e-6, note
    )


APPLE = np.array([
    [8, 59], [6, 58], [11, 56], [22, 53], [14, 50], [17, 45], [18, 43], [24, 42], [19, 39], [23, 38], [26, 30],
    [40, 27], [4, NAN], [4, NAN], [5, NAN], [6, NAN], [8, NAN], [10, NAN],
])  # fmt: skip
CEMENT = np.array([
    [7, 26, 6, 60, 78.5], [1, 29, 15, 52, 74.3], [11, 56, 8, 20, 104.3], [11, 31, 8, 47, 87.6],
    [7, 52, 6, 33, 95.9], [11, 55, 9, 22, 109.2], [3, 71, 17, NAN, 102.7], [1, 31, 22, NAN, 72.5],
    [2, 54, 18, NAN, 93.1], [NAN, NAN, 4, NAN, 115.9], [NAN, NAN, 23, NAN, 83.8], [NAN, NAN, 9, NAN, 113.3],
    [NAN, NAN, 8, NAN, 109.4],
])  # fmt: skip
LIKELIEST = {
    "apples and worms": (
        APPLE,
        [14.722265587, 49.333248447],
        [[89.534149682, -90.696532297], [-90.696532297, 114.694700328]],
        -74.217476133,
    ),
    "cement": (
        CEMENT,
        [6.655166031, 49.965258012, 11.769230501, 27.047090473, 95.423076760],
        [
            [21.825568787, 20.864341286, -24.900388856, -11.473448545, 46.953038117],
            [20.864341286, 238.012410531, -15.817377384, -252.072289604, 195.603620681],
            [-24.900388856, -15.817377384, 37.869824468, -9.599212730, -47.556216057],
            [-11.473448545, -252.072289604, -9.599212730, 294.183032684, -190.598483781],
            [46.953038117, 195.603620681, -47.556216057, -190.598483781, 208.904871299],
        ],
        -86.978323785,
    ),
}  # fmt: skip


def likelihood(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> float:
    """Return the log-likelihood of what is observed, without its constant."""
    total = 0.0
    for row in x:
        here = ~np.isnan(row)
        block = covariance[np.ix_(here, here)]
        gap = row[here] - mean[here]
        total -= (np.linalg.slogdet(block)[1] + gap @ np.linalg.solve(block, gap)) / 2
    return total


@pytest.mark.parametrize("name", LIKELIEST)
def test_em_reaches_the_likeliest_moments_of_little_and_rubin(name: str) -> None:
    """Two of the book's data sets: R's search over the likelihood stops within 3e-6 of our fixed point."""
    x, mean, covariance, loglik = LIKELIEST[name]
    found = em_moments(x, np.zeros(x.shape[1]), tolerance=1e-11, limit=200000)
    np.testing.assert_allclose(found.mean, mean, rtol=3e-6)
    np.testing.assert_allclose(found.covariance, covariance, rtol=3e-6)
    assert likelihood(x, found.mean, found.covariance) == pytest.approx(loglik, abs=1e-8)
    assert likelihood(x, found.mean, found.covariance) > loglik
    note = "ours is the likelier by 2e-10 and more: R's `nlm` stops when its gradient is small"
    what = f"data of Little and Rubin, {name}: mean, covariance, log-likelihood"
    printed("em", MANUAL, MVNMLE, what, 3e-6, note)
    filled = multivariate_normal(x, tolerance=1e-11, limit=200000)
    np.testing.assert_allclose(filled.mean(axis=0), mean, rtol=3e-6)  # its mean is the mean of what it fills


def test_em_reaches_the_numbers_that_little_and_rubin_print() -> None:
    """Means and covariances of the cement data, three digits; the copy seen has one digit wrong."""
    found = em_moments(CEMENT, np.zeros(5), tolerance=1e-11, limit=200000)
    np.testing.assert_allclose(found.mean, [6.655, 49.965, 11.769, 27.047, 95.423], rtol=0, atol=5e-4)
    covariance = [
        [21.826, 20.864, -24.900, -11.473, 46.953],
        [20.864, 238.012, -15.817, -252.072, 195.604],
        [-24.900, -15.817, 37.870, -9.599, -47.566],
        [-11.473, -252.072, -9.599, 294.183, -190.599],
        [46.953, 195.604, -47.566, -190.599, 208.905],
    ]
    away = np.abs(found.covariance - covariance)
    assert np.argwhere(np.triu(away) > 1e-3).tolist() == [[2, 4]]
    source = "Little and Rubin (2002), page 155, as the tests of R's RGAutils quote it"
    note = "one of the 15 covariances is -47.556, here and in R's mvnmle, where the copy has -47.566"
    printed("em", TEXTBOOK, source, "cement data: 5 means and 14 covariances, 3 digits", 5e-5, note)


def test_median_absolute_deviations_of_leys() -> None:
    """1, 3, 3, 6, 8, 10, 10, 1000: median 7, MAD 5.1891, so 3 of them reach from -8.57 to 22.57."""
    x = np.array([1, 3, 3, 6, 8, 10, 10, 1000.0])[:, None]
    clipped = mad_clip(x, limit=3).values.ravel()
    assert clipped[:-1].tolist() == x[:-1].ravel().tolist()
    assert clipped[-1] == pytest.approx(22.57, abs=0.005)
    assert (clipped[-1] - 7) / 3 == pytest.approx(5.1891, abs=5e-5)
    low = mad_clip(np.append(2 * 7 - x, x, axis=1), limit=3).values
    assert low[-1, 0] == pytest.approx(-8.57, abs=0.005)
    source = "Leys et al. (2013), JESP 49(4): 764-766, as quoted in public repositories"
    printed("mad_clip", PAPER, source, "eight values, MAD 5.1891, limits -8.57 and 22.57", 5e-5)


# Incomes of 102 Canadian occupations, data `Prestige` of R's car (census of 1971).
INCOME = np.array([
    12351, 25879, 9271, 8865, 8403, 11030, 8258, 14163, 11377, 11023, 5902, 7059, 8425, 8049, 7405, 6336, 19263, 6112,
    9593, 4686, 12480, 5648, 8034, 25308, 14558, 17498, 4614, 3485, 5092, 10432, 5180, 6197, 7562, 8206, 4036, 3148,
    4348, 2448, 4330, 4761, 3016, 2901, 5511, 3739, 3161, 4741, 5052, 6259, 4075, 7482, 8780, 2594, 918, 2370, 8131,
    6992, 7956, 8895, 8891, 3116, 3930, 7869, 611, 3000, 3472, 3582, 3643, 1656, 6860, 4199, 5134, 5134, 1890, 4443,
    3485, 8043, 6686, 6565, 6477, 5811, 6573, 3942, 5449, 2847, 5795, 7716, 4696, 8316, 7147, 8880, 5299, 5959, 4549,
    6928, 3910, 14032, 8845, 5562, 4224, 4753, 6462, 3617,
], dtype=float)[:, None]  # fmt: skip


def test_likeliest_box_cox_power_of_car() -> None:
    """Of R's car: power 0.1793; twice the log-likelihood lies 2.7103 above that of the logarithm."""
    found = box_cox(INCOME, shift=False).values
    expected = box_cox(INCOME, power=0.1793, shift=False).values
    np.testing.assert_allclose(found, expected, rtol=3e-4)  # half a unit of the power's last digit

    def twice(power: float) -> float:
        value = box_cox(INCOME, power=power, shift=False).values
        return float(-len(INCOME) * np.log(value.var()) + 2 * (power - 1) * np.log(INCOME).sum())

    best = twice(0.1793)
    assert best >= max(twice(0.17925), twice(0.17935)) - 1e-6
    assert best - twice(0.0) == pytest.approx(2.7103, abs=5e-5)
    assert best - twice(1.0) == pytest.approx(47.261, abs=5e-4)
    source = "R car 1.0-9, example of box.cox.powers, summary of income"
    printed("box_cox", MANUAL, source, "power 0.1793, likelihood ratios 2.7103 and 47.261", 5e-5)


def test_yeo_johnson_of_the_manual_of_scikit_learn() -> None:
    """Two columns of three values, transformed with their likeliest powers and standardised."""
    value = yeo_johnson(np.array([[1, 2], [3, 2], [4, 5.0]])).values
    standard = (value - value.mean(axis=0)) / value.std(axis=0)
    expected = [[-1.316, -0.707], [0.209, -0.707], [1.106, 1.414]]
    np.testing.assert_allclose(standard, expected, rtol=0, atol=1e-3)
    note = "0.2096 is printed as 0.209, as the power 1.3867 is as 1.386: cut, not rounded"
    source = f"{program('scikit-learn')}, PowerTransformer"
    printed("yeo_johnson", MANUAL, source, "3 values, 2 columns, 3 digits", 1e-3, note)


def test_neighbours_of_the_manual_of_scikit_learn() -> None:
    """Two neighbours, four rows, gaps 4 and 5.5."""
    x = np.array([[1, 2, NAN], [3, 4, 3], [NAN, 6, 5], [8, 8, 7]])
    found = nearest_neighbours(x, k=2, weights="uniform", standardise=False)
    assert found.tolist() == [[1, 2, 4], [3, 4, 3], [5.5, 6, 5], [8, 8, 7]]
    printed("knn", MANUAL, f"{program('scikit-learn')}, KNNImputer", "4 rows, `n_neighbors=2`", 0.0)


def test_gaps_in_time_of_the_manual_of_pandas() -> None:
    """Forward, backward, at most one year, and on the line, as the three examples print."""
    rows = np.array([[NAN, 2, NAN, 0], [3, 4, NAN, 1], [NAN] * 4, [NAN, 3, NAN, 4]])[:, None, :]
    forward = [[NAN, 2, NAN, 0], [3, 4, NAN, 1], [3, 4, NAN, 1], [3, 3, NAN, 4]]
    np.testing.assert_array_equal(carry_forward(rows)[:, 0], forward)
    later = np.array([[1, NAN], [NAN, 5], [NAN, NAN], [4, 7]])[:, None, :]
    np.testing.assert_array_equal(carry_back(later)[:, 0], [[1, 5], [4, 5], [4, 7], [4, 7]])
    np.testing.assert_array_equal(carry_back(later, max_years=1)[:, 0], [[1, 5], [NAN, 5], [4, 7], [4, 7]])
    line = np.array([[0, NAN, -1, 1], [NAN, 2, NAN, NAN], [2, 3, NAN, 9], [NAN, 4, -4, 16]])[:, None, :]
    expected = np.array([[0, NAN, -1, 1], [1, 2, -2, 5], [2, 3, -3, 9], [2, 4, -4, 16]])
    found = interpolate(line, ends="constant")[:, 0]
    np.testing.assert_array_equal(np.where(np.isnan(expected), NAN, found), expected)
    for name, function, note in (
        ("carry_forward", "ffill", ""),
        ("carry_back", "bfill", "also with `limit=1`"),
        (
            "linear",
            "interpolate",
            "it holds the last value, as `ends: constant` does, but leaves the first open",
        ),
    ):
        source = f"{program('pandas')}, DataFrame.{function}"
        printed(name, MANUAL, source, "4 rows, every value", 0.0, note)


def test_screening_of_the_manual_of_pandas() -> None:
    """Rows with at least two of three values stay: Batman and Catwoman."""
    x = np.array([[1, NAN, NAN], [1, 1, 1], [1, 1, NAN]])
    assert availability(x, data=2 / 3).passed.tolist() == [False, True, True]
    printed("availability", MANUAL, f"{program('pandas')}, DataFrame.dropna", "`thresh=2` of 3 columns", 0.0)
