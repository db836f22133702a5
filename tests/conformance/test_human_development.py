"""The human development index, as its technical notes print it: logarithms of income, goalposts, means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from record import MANUAL, PAPER, Agreement, record

from zhishu.framework import Framework
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import LevelScores, score_panel

NOTES_2020 = "UNDP, Human Development Report, technical notes (with the World Development Indicators of 2020)"
TABLE_H = "UNDP, Human Development Report 2009, Table H"
MHDR = "MHDR 2000 (SARDC), technical notes: Human Development Index"
# Life expectancy, literacy, enrolment, income of Germany, China and Mozambique.
RAW = np.array([[77.2, 99.0, 88.1, 21260], [69.8, 82.9, 68.9, 3130], [42.3, 39.5, 32.0, 740]])
TREE = {"life": None, "education": {"literacy": None, "enrolment": None}, "income": None}
PRINTED = {
    "life": [0.870, 0.747, 0.288],
    "education": [0.954, 0.782, 0.370],
    "income": [0.895, 0.575, 0.334],
    "index": [0.906, 0.701, 0.331],
}
LOGARITHM = {"method": "logarithm", "log": "natural"}
LEAVE = {"points": 0, "log": "none"}
"""What lets the other indicators pass a treat step untouched."""

Build = Callable[..., Framework]


def score(framework: Framework, values: np.ndarray, ids: tuple[str, ...], *steps: Step) -> LevelScores:
    regions = tuple(f"country {place}" for place in range(len(values)))
    panel = panel_of("country", values[None], regions=regions, indicators=ids, years=(2000,))
    return score_panel(panel, framework, Recipe((*steps, Step("rank", "by_score"))))


def agreed(kind: str, method: str, against: str, source: str, what: str, half: float, note: str = "") -> None:
    record(Agreement(kind, method, against, source, what, half, holds=True, note=note))


def column(framework: Framework, found: LevelScores, node: str) -> list[float]:
    scores: list[float] = found.scores[0, :, framework.ids.index(node)].tolist()
    return scores


def test_three_countries_from_raw_values(framework_of: Build) -> None:
    """One recipe: natural logarithm of income, goalposts, 2 : 1 in education, the mean of the three."""
    ids = ("life", "literacy", "enrolment", "income")
    shares = {"life": 1, "education": 1, "income": 1, "literacy": 2, "enrolment": 1}
    framework = framework_of(TREE, weights=shares)
    posts: Mapping[str, list[float]] = {
        "life": [25, 85],
        "literacy": [0, 100],
        "enrolment": [0, 100],
        "income": np.log([100, 40000]).tolist(),
    }
    found = score(
        framework,
        RAW,
        ids,
        Step("treat", "winsorise_then_log", {**LEAVE, "by_indicator": {"income": LOGARITHM}}),
        Step("normalise", "goalposts", {"posts": posts}),
        Step("weigh", "given"),
        Step("aggregate", "arithmetic"),
    )
    for node, printed in PRINTED.items():
        # Education and the index are printed from indices that were rounded first.
        half = 0.0005 if node in {"life", "income"} else 0.001
        assert column(framework, found, node) == pytest.approx(printed, abs=half), node
    what = "incomes of Germany, China, Mozambique: indices 0.895, 0.575, 0.334, one recipe from raw values"
    agreed("treat", "logarithm", MANUAL, MHDR, what, 5e-4, "log: natural, then goalposts in logarithms")


def test_the_income_index_of_the_technical_notes(framework_of: Build) -> None:
    """3,829 between 100 and 75,000: treated and normalised by one recipe, 0.5506."""
    framework = framework_of({"income": None})
    found = score(
        framework,
        np.array([[3829.0], [100.0], [75000.0]]),
        ("income",),
        Step("treat", "logarithm", {"log": "natural"}),
        Step("normalise", "goalposts", {"posts": {"income": np.log([100, 75000]).tolist()}}),
        Step("weigh", "equal"),
        Step("aggregate", "arithmetic"),
    )
    assert column(framework, found, "income") == pytest.approx([0.5506, 0, 1], abs=5e-5)
    note = "log: natural, then goalposts in logarithms"
    agreed("treat", "logarithm", PAPER, NOTES_2020, "income index 0.5506 of 3,829", 5e-5, note)


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
def test_indices_that_are_comparable_already(framework_of: Build, aggregate: str) -> None:
    """Printed indices, `normalise: none`, and the mean of the year: 0.906, 0.701, 0.331; 0.510."""
    framework = framework_of({"life": None, "education": None, "income": None})
    if aggregate == "arithmetic":
        values = np.array([PRINTED[name] for name in ("life", "education", "income")]).T
        printed, source, against = PRINTED["index"], MHDR, MANUAL
        what = "means of three printed indices of three countries: 0.906, 0.701, 0.331"
    else:
        values, printed = np.array([[0.6971, 0.3447, 0.5506]]), [0.510]
        source, against = NOTES_2020, PAPER
        what = "geometric mean 0.510 of the printed indices 0.6971, 0.3447 and 0.5506"
    found = score(
        framework,
        values,
        ("life", "education", "income"),
        Step("normalise", "none"),
        Step("weigh", "equal"),
        Step("aggregate", aggregate),
    )
    assert found.normalised[0].tolist() == values.tolist()
    assert column(framework, found, "index") == pytest.approx(printed, abs=5e-4)
    agreed("normalise", "none", against, source, what, 5e-4)


# Life expectancy, the index of education, GDP per capita; life and GDP indices, the index.
IN_TABLE_H = np.array(
    [
        [80.5, 0.989, 53433, 0.925, 1.000, 0.971],  # Norway
        [81.4, 0.993, 34923, 0.940, 0.977, 0.970],
        [81.7, 0.980, 35742, 0.946, 0.981, 0.969],
        [80.6, 0.991, 35812, 0.927, 0.982, 0.966],
        [79.7, 0.985, 44613, 0.911, 1.000, 0.965],
        [79.8, 0.985, 38694, 0.914, 0.994, 0.964],
        [80.8, 0.974, 36712, 0.930, 0.986, 0.963],
        [81.0, 0.978, 33674, 0.933, 0.971, 0.961],
        [81.7, 0.936, 40658, 0.945, 1.000, 0.960],
        [82.7, 0.949, 33632, 0.961, 0.971, 0.960],
        [79.4, 0.975, 79485, 0.906, 1.000, 0.960],
        [79.5, 0.993, 34526, 0.908, 0.975, 0.959],
        [79.1, 0.968, 45592, 0.902, 1.000, 0.956],
        [79.9, 0.962, 37370, 0.915, 0.989, 0.955],
        [80.7, 0.975, 31560, 0.929, 0.960, 0.955],
        [78.2, 0.993, 36130, 0.887, 0.983, 0.955],
        [79.5, 0.974, 34935, 0.908, 0.977, 0.953],
        [81.1, 0.965, 30353, 0.935, 0.954, 0.951],
        [80.1, 0.993, 27336, 0.919, 0.936, 0.950],
        [79.3, 0.957, 35130, 0.906, 0.978, 0.947],
        [79.8, 0.954, 34401, 0.913, 0.975, 0.947],
        [80.2, 0.913, 49704, 0.920, 1.000, 0.944],
        [79.1, 0.981, 28517, 0.902, 0.944, 0.942],
        [79.2, 0.988, 24801, 0.904, 0.920, 0.937],  # Korea
    ]
)


def test_the_countries_of_very_high_development(framework_of: Build) -> None:
    """Twenty-four of Table H; incomes above 40,000 count as 40,000, life expectancy is printed to 1 digit."""
    ids = ("life", "education", "income")
    framework = framework_of(dict.fromkeys(ids))
    posts = {"life": [25, 85], "education": [0, 1], "income": np.log([100, 40000]).tolist()}
    tail = (Step("weigh", "equal"), Step("aggregate", "arithmetic"))
    found = score(
        framework,
        IN_TABLE_H[:, :3],
        ids,
        Step("treat", "winsorise_then_log", {**LEAVE, "by_indicator": {"income": LOGARITHM}}),
        Step("normalise", "goalposts", {"posts": posts}),
        *tail,
    )
    assert column(framework, found, "income") == pytest.approx(IN_TABLE_H[:, 4], abs=5.01e-4)
    assert column(framework, found, "life") == pytest.approx(IN_TABLE_H[:, 3], abs=1.4e-3)
    assert column(framework, found, "index") == pytest.approx(IN_TABLE_H[:, 5], abs=1e-3)
    what = "24 countries: GDP indices, and the index from life expectancy, education and income"
    agreed("treat", "logarithm", PAPER, TABLE_H, what, 1e-3, "log: natural, then goalposts in logarithms")
    found = score(framework, IN_TABLE_H[:, [3, 1, 4]], ids, Step("normalise", "none"), *tail)
    assert column(framework, found, "index") == pytest.approx(IN_TABLE_H[:, 5], abs=1e-3)
    agreed("normalise", "none", PAPER, TABLE_H, "24 countries: means of three printed indices", 1e-3)
