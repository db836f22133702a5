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
    regions = tuple("abc"[: len(values)])
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
