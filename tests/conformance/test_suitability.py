"""KMO, sphericity, variance inflation and Kendall's tau as printed, and beside four programs."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, program, record
from recorded_answers import recorded
from scipy import stats

from zhishu.score.kendall import kendall
from zhishu.score.suitability import chance, suitability

# R's data set mtcars (Motor Trend, 1974): mpg, cyl, disp, hp, drat, wt, qsec, vs, am, gear, carb.
CARS = """\
21 6 160 110 3.9 2.62 16.46 0 1 4 4
21 6 160 110 3.9 2.875 17.02 0 1 4 4
22.8 4 108 93 3.85 2.32 18.61 1 1 4 1
21.4 6 258 110 3.08 3.215 19.44 1 0 3 1
18.7 8 360 175 3.15 3.44 17.02 0 0 3 2
18.1 6 225 105 2.76 3.46 20.22 1 0 3 1
14.3 8 360 245 3.21 3.57 15.84 0 0 3 4
24.4 4 146.7 62 3.69 3.19 20 1 0 4 2
22.8 4 140.8 95 3.92 3.15 22.9 1 0 4 2
19.2 6 167.6 123 3.92 3.44 18.3 1 0 4 4
17.8 6 167.6 123 3.92 3.44 18.9 1 0 4 4
16.4 8 275.8 180 3.07 4.07 17.4 0 0 3 3
17.3 8 275.8 180 3.07 3.73 17.6 0 0 3 3
15.2 8 275.8 180 3.07 3.78 18 0 0 3 3
10.4 8 472 205 2.93 5.25 17.98 0 0 3 4
10.4 8 460 215 3 5.424 17.82 0 0 3 4
14.7 8 440 230 3.23 5.345 17.42 0 0 3 4
32.4 4 78.7 66 4.08 2.2 19.47 1 1 4 1
30.4 4 75.7 52 4.93 1.615 18.52 1 1 4 2
33.9 4 71.1 65 4.22 1.835 19.9 1 1 4 1
21.5 4 120.1 97 3.7 2.465 20.01 1 0 3 1
15.5 8 318 150 2.76 3.52 16.87 0 0 3 2
15.2 8 304 150 3.15 3.435 17.3 0 0 3 2
13.3 8 350 245 3.73 3.84 15.41 0 0 3 4
19.2 8 400 175 3.08 3.845 17.05 0 0 3 2
27.3 4 79 66 4.08 1.935 18.9 1 1 4 1
26 4 120.3 91 4.43 2.14 16.7 0 1 5 2
30.4 4 95.1 113 3.77 1.513 16.9 1 1 5 2
15.8 8 351 264 4.22 3.17 14.5 0 1 5 4
19.7 6 145 175 3.62 2.77 15.5 0 1 5 6
15 8 301 335 3.54 3.57 14.6 0 1 5 8
21.4 4 121 109 4.11 2.78 18.6 1 1 4 2"""
DISP, HP, DRAT, WT = 2, 3, 4, 5
PERFORMANCE = "R performance, check_factorstructure(mtcars)"
# The same page's scores of single variables, in the order of the columns.
SCORES = [0.93, 0.90, 0.76, 0.84, 0.95, 0.74, 0.74, 0.91, 0.88, 0.85, 0.62]
# Life expectancy in years and cigarettes per day, with ties in both.
YEARS = [78, 78, 60, 53, 85, 84, 73, 78, 78, 75, 65, 72, 58, 92, 65]
CIGARETTES = [4, 23, 25, 48, 17, 8, 4, 26, 23, 19, 24, 35, 29, 4, 14]
SEEDS = range(5)


def agreed(method: str, against: str, source: str, what: str, tolerance: float) -> None:
    record(Agreement("diagnosis", method, against, source, what, tolerance, holds=True))


def cars() -> np.ndarray:
    """Return 32 cars × 11 variables."""
    return np.array([[float(cell) for cell in line.split()] for line in CARS.splitlines()])


def test_the_factor_structure_of_the_cars() -> None:
    """Overall 0.83, each variable in two digits; chi-square 408.01 with 55 degrees of freedom, p < .001."""
    found = suitability(cars())
    assert found.kmo == pytest.approx(0.83, abs=0.005)
    assert found.kmo_of == pytest.approx(SCORES, abs=0.005)
    assert (round(float(found.sphericity), 2), found.degrees) == (408.01, 55)
    assert found.p < 0.001
    agreed("suitability", MANUAL, PERFORMANCE, "KMO of 11 variables and overall, 2 digits", 0.005)
    agreed("suitability", MANUAL, PERFORMANCE, "Bartlett's chi-square 408.01, 55 degrees of freedom", 0.005)


def test_the_variance_inflation_of_four_variables_of_the_cars() -> None:
    """Printed by car::vif in R: the predictors disp, hp, wt and drat."""
    inflation = suitability(cars()[:, [DISP, HP, WT, DRAT]]).inflation
    assert inflation == pytest.approx([8.209402, 2.894373, 5.096601, 2.279547], abs=5e-7)
    source = "Statology, How to Calculate Variance Inflation Factor (VIF) in R"
    agreed("suitability", MANUAL, source, "mtcars, disp, hp, wt and drat: 7 digits", 5e-7)


@pytest.mark.parametrize(
    ("one", "two", "printed", "source"),
    [
        (
            [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1],
            [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8],
            0.4444444,
            "Habing, STAT 518 at the University of South Carolina, nine pairs, cor.test in S-Plus",
        ),
        ([12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.4714045, "SciPy reference, kendalltau, five pairs with ties"),
    ],
)
def test_printed_rank_correlations(one: list[float], two: list[float], printed: float, source: str) -> None:
    """Kendall's tau in seven digits."""
    assert kendall(np.column_stack([one, two]))[0, 1] == pytest.approx(printed, abs=5.1e-8)
    agreed("kendall", MANUAL, source, f"tau = {printed}", 5e-8)


def test_a_printed_rank_correlation_that_its_data_do_not_give() -> None:
    """Of fifteen pairs with ties a vignette prints -0.5427752; SciPy and R's cor give what ours is."""
    ours = kendall(np.column_stack([YEARS, CIGARETTES]))[0, 1]
    assert ours == pytest.approx(stats.kendalltau(YEARS, CIGARETTES).statistic, abs=1e-12)
    assert ours == pytest.approx(-0.4925183, abs=5e-8)
    note = (
        "the fifteen pairs printed there have 23 pairs in the same order, 72 in opposite ones and tau-b "
        "-0.4925183, also by SciPy and by R's cor; it prints -0.5427752"
    )
    source = "R kendallknight, vignette"
    what = "life expectancy and cigarettes, fifteen pairs with ties"
    agreement = Agreement("diagnosis", "kendall", MANUAL, source, what, 0.0, holds=False, note=note)
    record(agreement)


def test_recorded_kmo_and_sphericity() -> None:
    """Of three to seven columns."""
    answers = recorded("suitability_analyzer")
    for case in answers.cases:
        found = suitability(np.array(case["x"]))
        assert found.kmo == pytest.approx(case["kmo"], rel=1e-9)
        assert found.kmo_of == pytest.approx(case["kmo_of"], rel=1e-9)
        assert found.sphericity == pytest.approx(case["sphericity"], rel=1e-9)
        assert found.p == pytest.approx(case["p"], rel=1e-7)
    source = "random tables of 30 regions × 3 to 7 columns"
    agreed("suitability", answers.program, source, "KMO overall and by column, sphericity and p", 1e-7)


def test_recorded_variance_inflation() -> None:
    """A regression of each column on a constant and the others."""
    answers = recorded("inflation_statsmodels")
    for case in answers.cases:
        assert suitability(np.array(case["x"])).inflation == pytest.approx(case["inflation"], rel=1e-9)
    source = "random tables of 30 regions × 3 to 7 columns"
    agreed("suitability", answers.program, source, "variance inflation factors, with a constant", 1e-9)


@pytest.mark.parametrize("degrees", [1, 2, 3, 6, 45, 190, 435])
def test_chances_against_scipy(degrees: int) -> None:
    """The tail of chi-square, by a finite sum; columns stand for their number of pairs."""
    squares = degrees * np.array([0.0, 0.1, 0.5, 1.0, 1.5, 3.0, 10.0])
    assert chance(squares, degrees) == pytest.approx(stats.chi2.sf(squares, degrees), rel=1e-11, abs=1e-300)
    agreed(
        "suitability", program("scipy"), "1 to 435 degrees of freedom", "chi2.sf: p of a chi-square", 1e-11
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_rank_correlations_against_scipy(seed: int) -> None:
    """With ties and, pair by pair, with gaps."""
    generator = np.random.default_rng(seed)
    x = generator.integers(0, 8, size=(31, 4)).astype(float) + np.arange(31)[:, None] / 10
    x = x.round(0)
    x[generator.random(x.shape) < 0.15] = np.nan
    found = kendall(x)
    for one in range(4):
        for two in range(one):
            both = ~np.isnan(x[:, [one, two]]).any(axis=1)
            theirs = stats.kendalltau(x[both, one], x[both, two]).statistic
            assert found[one, two] == pytest.approx(theirs, abs=1e-12)
    agreed("kendall", program("scipy"), "random data with ties and gaps, 5 seeds", "kendalltau", 1e-12)
