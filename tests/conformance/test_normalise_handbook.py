"""Normalisation against the tables of the OECD/JRC Handbook and of the Human Development Index.

Handbook: OECD/JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9, read
in full text. Its Table 15 (page 87) shows one column, the mean years of schooling of 23 countries from the
Technology Achievement Index, normalised in ten ways.
"""

from __future__ import annotations

import numpy as np
from record import PAPER, TEXTBOOK, Agreement, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.centre import zscore
from zhishu.prepare.normalisers.distance import distance_to_max, distance_to_reference, distance_to_target
from zhishu.prepare.normalisers.ordinal import borda, categories, percentile_rank, ranks_upward
from zhishu.prepare.normalisers.proportion import fraction_of_max, maximum
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.prepare.normalisers.value_functions import goalposts, scaled
from zhishu.score.aggregators.averages.means import geometric

UP = compile_directions([Direction()])
BOOK = "OECD/JRC (2008), Handbook"
COUNTRIES = (
    "Finland", "United States", "Sweden", "Japan", "Korea", "Netherlands", "United Kingdom", "Canada",
    "Australia", "Singapore", "Germany", "Norway", "Ireland", "Belgium", "New Zealand", "Austria", "France",
    "Israel", "Spain", "Italy", "Czech Republic", "Hungary", "Slovenia",
)  # fmt: skip
YEARS = np.array([
    10, 12, 11.4, 9.5, 10.8, 9.4, 9.4, 11.6, 10.9, 7.1, 10.2, 11.9, 9.4, 9.3, 11.7, 8.4, 7.9, 9.6, 7.3, 7.2, 9.5,
    9.1, 7.1,
])[:, None]  # fmt: skip
RANK = [15, 23, 19, 12, 17, 9, 9, 20, 18, 1, 16, 22, 9, 8, 21, 6, 5, 14, 4, 3, 12, 7, 1]
Z = [
    0.26, 1.52, 1.14, -0.06, 0.76, -0.12, -0.12, 1.27, 0.83, -1.58, 0.38, 1.46, -0.12, -0.19, 1.33, -0.76, -1.08,
    0.00, -1.46, -1.52, -0.06, -0.31, -1.58,
]  # fmt: skip
MIN_MAX = [
    0.59, 1.00, 0.88, 0.49, 0.76, 0.47, 0.47, 0.92, 0.78, 0.00, 0.63, 0.98, 0.47, 0.45, 0.94, 0.27, 0.16, 0.51,
    0.04, 0.02, 0.49, 0.41, 0.00,
]  # fmt: skip
RATIO_TO_BEST = [
    0.83, 1.00, 0.95, 0.79, 0.90, 0.78, 0.78, 0.97, 0.91, 0.59, 0.85, 0.99, 0.78, 0.78, 0.98, 0.70, 0.66, 0.80,
    0.61, 0.60, 0.79, 0.76, 0.59,
]  # fmt: skip
RATIO_TO_WORST = [
    1.41, 1.69, 1.61, 1.34, 1.52, 1.32, 1.32, 1.63, 1.54, 1.00, 1.44, 1.68, 1.32, 1.31, 1.65, 1.18, 1.11, 1.35,
    1.03, 1.01, 1.34, 1.28, 1.00,
]  # fmt: skip
PERCENTILE = [
    65.2, 100, 82.6, 52.2, 73.9, 39.1, 39.1, 87.0, 78.3, 4.3, 69.6, 95.7, 39.1, 34.8, 91.3, 26.1, 21.7, 60.9, 17.4,
    13.0, 52.2, 30.4, 4.3,
]  # fmt: skip
CLASS = [60, 100, 60, 50, 60, 50, 50, 80, 60, 0, 60, 100, 50, 40, 80, 40, 40, 50, 40, 20, 50, 40, 0]


def printed(method: str, what: str, tolerance: float, note: str = "", source: str = BOOK) -> None:
    record(Agreement("normalise", method, TEXTBOOK, source, what, tolerance, holds=True, note=note))


def within(found: np.ndarray, expected: object, digits: int) -> None:
    """Assert that the values found are those printed, to half a unit of the last digit."""
    np.testing.assert_allclose(
        np.ravel(found), np.ravel(np.asarray(expected, dtype=float)), rtol=0, atol=0.5001 * 10.0**-digits
    )


def test_table_15_min_max_and_distances() -> None:
    """Min–max, and the ratios to the best and to the worst country, to two digits."""
    within(minmax(YEARS, UP), MIN_MAX, 2)
    printed("minmax", "Table 15: mean years of schooling, 23 countries, 2 digits", 0.005)
    within(distance_to_max(YEARS, UP), MIN_MAX, 2)
    printed("distance_to_max", "Table 15, column min–max: the same formula, 2 digits", 0.005)
    within(distance_to_target(YEARS, UP, targets=[12]), MIN_MAX, 2)
    printed("distance_to_target", "Table 15, column min–max: the best value as the target, 2 digits", 0.005)
    within(fraction_of_max(YEARS, UP), RATIO_TO_BEST, 2)
    printed("fraction_of_max", "Table 15, ratio to the best country, 2 digits", 0.005)
    within(maximum(YEARS, UP), RATIO_TO_BEST, 2)
    printed("max", "Table 15, ratio to the best country, 2 digits", 0.005)


def test_table_15_distance_to_a_reference_country() -> None:
    """The ratio to the best (United States) and to the worst country (Singapore), from zero."""
    for reference, expected in (("United States", RATIO_TO_BEST), ("Singapore", RATIO_TO_WORST)):
        found = distance_to_reference(YEARS, UP, COUNTRIES, reference=reference, start="zero")
        within(found, expected, 2)
    printed(
        "distance_to_reference",
        "Table 15, ratios to the best and to the worst country (`start: zero`), 2 digits",
        0.005,
    )
    # From the worst value, its way to the best country is the column min–max.
    within(distance_to_reference(YEARS, UP, COUNTRIES, reference="United States"), MIN_MAX, 2)


def test_table_15_ranks_and_percentiles() -> None:
    """Ranks from the worst, ties the lowest; percentiles are rank / n there, (rank - 1) / (n - 1) here."""
    found = ranks_upward(YEARS, UP)
    assert found.ravel().tolist() == RANK
    printed("rank", "Table 15: ranks from the worst, ties at their lowest", 0.0)
    within(100 * found / 23, PERCENTILE, 1)
    ours = percentile_rank(YEARS, UP).ravel()
    np.testing.assert_allclose(ours * 22 + 1, np.array(PERCENTILE) * 0.23, atol=0.0115)
    printed("percentile_rank", "Table 15, column percentile = 100 rank / n, as rank = 1 + (n - 1) x', 1 digit",
            0.0005, "the table divides by n, so that the worst is above 0; 0 for the worst and 1 for the best here")  # fmt: skip


def test_table_15_categories() -> None:
    """Seven classes by rank / n; by interpolated values two countries at a bound fall elsewhere."""
    bounds, scores = (5, 15, 35, 65, 85, 95), (0, 20, 40, 50, 60, 80, 100)
    found = categories(YEARS, UP, percentiles=bounds, scores=scores, of="ranks").ravel()
    assert found.tolist() == CLASS
    other = categories(YEARS, UP, percentiles=bounds, scores=scores).ravel()
    assert [COUNTRIES[at] for at in np.flatnonzero(other != found)] == ["Finland", "Spain"]
    printed("categories", "Table 15, categorical scale: all 23 classes (`of: ranks`)", 0.0,
            "bounds 5, 15, 35, 65, 85, 95 give every class; the example of Table 3 has other bounds and no score 50")  # fmt: skip


def test_table_15_z_scores() -> None:
    """The sample deviation, to two digits: the printed ones are z-scores of these 23 years."""
    within(zscore(YEARS, UP), Z, 2)
    printed("zscore", "Table 15: spread of the sample, 2 digits", 0.005)


def test_table_14_best_performer_in_celsius_and_fahrenheit() -> None:
    """Two countries, temperature and humidity as shares of the leader, their mean to three digits."""
    up = compile_directions([Direction()] * 2)
    cases = {
        ((35, 75), (39, 50)): (0.949, 0.833),
        ((35.9, 70), (40, 45)): (0.949, 0.821),
        ((95, 75), (102.2, 50)): (0.965, 0.833),
        ((96.62, 70), (104, 45)): (0.965, 0.821),
    }
    for rows, expected in cases.items():
        x = np.array(rows, dtype=float)
        within(fraction_of_max(x, up).mean(axis=1), expected, 3)
        within(maximum(x, up).mean(axis=1), expected, 3)
    for name in ("fraction_of_max", "max"):
        printed(name, "Table 14: two countries, two units, two years, 3 digits", 0.0005)


def test_borda_points_of_fishburn() -> None:
    """Seven indicators in three orders of four countries; then without the last country, which turns the order."""
    orders = ["cbad"] * 3 + ["badc"] * 2 + ["adcb"] * 2
    for countries, expected in (("abcd", [13, 12, 11, 6]), ("abc", [6, 7, 8])):
        x = np.array([[-order.index(country) for order in orders] for country in countries], dtype=float)
        points = borda(x, compile_directions([Direction()] * 7)).sum(axis=1)
        assert points.tolist() == expected
    printed("borda", "Tables 31–33 (Fishburn 1984): points of four and of three countries", 0.0)


def test_goalposts_of_human_development() -> None:
    """Life, literacy, enrolment and (logarithms of) income of three countries, three digits.

    Technical notes of MHDR 2000, page 8 (sardc.net/HDev/MHDR2000). The page prints 44.8 as the numerator
    for Mozambique's life expectancy, China's; 42.3 - 25 = 17.3 gives the 0.288 that it prints.
    """
    columns = {
        "life": ((25, 85), [77.2, 69.8, 42.3], [0.870, 0.747, 0.288]),
        "literacy": ((0, 100), [99.0, 82.9, 39.5], [0.990, 0.829, 0.395]),
        "enrolment": ((0, 100), [88.1, 68.9, 32.0], [0.881, 0.689, 0.320]),
        "income": (np.log([100, 40000]), np.log([21260, 3130, 740]), [0.895, 0.575, 0.334]),
    }
    for posts, values, expected in columns.values():
        x, pair = np.array(values)[:, None], (float(posts[0]), float(posts[1]))
        within(goalposts(x, UP, posts=[pair]), expected, 3)
        within(scaled(x, UP, bounds=pair, factor=1), expected, 3)
    note = "a slip in the print: the numerator 44.8 of Mozambique should be 17.3; the index printed is right"
    for name in ("goalposts", "scaled"):
        printed(
            name,
            "indices of Germany, China, Mozambique, 3 digits",
            0.0005,
            note,
            source="MHDR 2000 (SARDC), technical notes: Human Development Index",
        )


def test_income_index_of_the_technical_notes() -> None:
    """Income of 3,829 between 100 and 75,000, in logarithms: 0.5506; with the other two indices 0.510."""
    posts = [(float(np.log(100)), float(np.log(75000)))]
    found = goalposts(np.log([[3829.0]]), UP, posts=posts)
    within(found, 0.5506, 4)
    source = "UNDP, Human Development Report, technical notes (with the World Development Indicators of 2020)"
    what = "income index 0.5506 of 3,829"
    record(Agreement("normalise", "goalposts", PAPER, source, what, 5e-5, holds=True))
    index = geometric(np.array([[0.6971, 0.3447, 0.5506]]), np.full(3, 1 / 3))
    within(index, 0.510, 3)
    what = "index 0.510 of 0.6971, 0.3447 and 0.5506"
    record(Agreement("aggregate", "geometric", PAPER, source, what, 5e-4, holds=True))
