"""The human development index of 24 countries from raw values, and their places, as its report prints them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from record import PAPER, Agreement, record

from zhishu.framework import Framework
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel

SOURCE = (
    "UNDP, Human Development Report 2015, Table 1 (hdr.undp.org, Human Development Index and its components)"
)
# Place, index; life expectancy, expected and mean years of schooling, GNI per capita, all of 2014.
TABLE = np.array(
    [
        [1, 0.944, 81.6, 17.5, 12.6, 64992],  # Norway
        [2, 0.935, 82.4, 20.2, 13.0, 42261],
        [3, 0.930, 83.0, 15.8, 12.8, 56431],
        [4, 0.923, 80.2, 18.7, 12.7, 44025],
        [5, 0.922, 81.6, 17.9, 11.9, 45435],
        [6, 0.916, 80.9, 16.5, 13.1, 43919],
        [6, 0.916, 80.9, 18.6, 12.2, 39568],
        [8, 0.915, 79.1, 16.5, 12.9, 52947],
        [9, 0.913, 82.0, 15.9, 13.0, 42155],
        [9, 0.913, 81.8, 19.2, 12.5, 32689],
        [11, 0.912, 83.0, 15.4, 10.6, 76628],
        [12, 0.910, 84.0, 15.6, 11.2, 53959],
        [13, 0.908, 80.0, 15.0, 11.8, 79851],
        [14, 0.907, 82.2, 15.8, 12.1, 45636],
        [14, 0.907, 80.7, 16.2, 13.1, 39267],
        [16, 0.899, 82.6, 19.0, 10.6, 35182],
        [17, 0.898, 81.9, 16.9, 11.9, 33890],
        [18, 0.894, 82.4, 16.0, 12.5, 30676],
        [19, 0.892, 81.7, 13.9, 11.7, 58711],
        [20, 0.891, 83.5, 15.3, 11.5, 36927],
        [21, 0.890, 80.8, 16.3, 11.3, 41187],
        [22, 0.888, 82.2, 16.0, 11.1, 38056],
        [23, 0.885, 81.4, 15.7, 10.8, 43869],
        [24, 0.883, 80.8, 17.1, 10.3, 38695],  # Finland
    ]
)
IDS = ("life", "expected", "mean", "income")
TREE = {"life": None, "education": {"expected": None, "mean": None}, "income": None}
LEAVE = {"points": 0, "log": "none"}
"""What lets the other indicators pass the treat step untouched."""

Build = Callable[..., Framework]


def agreed(kind: str, method: str, what: str, half: float, note: str = "") -> None:
    record(Agreement(kind, method, PAPER, SOURCE, what, half, holds=True, note=note))


def places(framework: Framework, values: np.ndarray, ids: tuple[str, ...], *steps: Step) -> np.ndarray:
    """Return the scores and the places of the countries, one row each."""
    regions = tuple(f"country {place}" for place in range(len(values)))
    panel = panel_of("country", values[None], regions=regions, indicators=ids, years=(2014,))
    found = score_panel(panel, framework, Recipe((*steps, Step("rank", "by_score"))))
    root = framework.ids.index("index")
    return np.array([found.scores[0, :, root], found.ranks[0, :, root]])


def test_the_index_of_24_countries_from_raw_values(framework_of: Build) -> None:
    """Logarithm of income, goalposts, the mean of both years of schooling, the geometric mean of three.

    Years beyond 18 and incomes beyond 75,000 count as these. The raw values are printed rounded: 0.05
    mean years of schooling are 0.0006 of the index.
    """
    logarithm = {"income": {"method": "logarithm", "log": "natural"}}
    incomes = np.log([100, 75000]).tolist()
    posts = {"life": [20, 85], "expected": [0, 18], "mean": [0, 15], "income": incomes}
    scores, _ = places(
        framework_of(TREE),
        TABLE[:, 2:],
        IDS,
        Step("treat", "winsorise_then_log", {**LEAVE, "by_indicator": logarithm}),
        Step("normalise", "goalposts", {"posts": posts}),
        Step("weigh", "equal"),
        Step("aggregate", "geometric", {"by_node": {"education": {"method": "arithmetic"}}}),
    )
    np.testing.assert_allclose(scores, TABLE[:, 1], rtol=0, atol=1e-3)
    what = "24 countries: the index from four raw values, one recipe"
    note = "the raw values are rounded there"
    agreed("aggregate", "geometric", what, 1e-3, note)
    agreed("normalise", "goalposts", what, 1e-3, f"{note}; years above 18 and incomes above 75,000 are cut")
    agreed("treat", "logarithm", what, 1e-3, f"{note}; log: natural, then goalposts in logarithms")


@pytest.mark.parametrize("seed", range(3))
def test_the_places_of_24_countries(framework_of: Build, seed: int) -> None:
    """Equal indices share a place and the next is left out: 6, 6, 8, 9, 9, 11, … in any order of the list."""
    table = TABLE[np.random.default_rng(seed).permutation(24)]
    steps = Step("normalise", "none"), Step("weigh", "equal"), Step("aggregate", "arithmetic")
    _, found = places(framework_of({"value": None}), table[:, 1:2], ("value",), *steps)
    assert found.tolist() == table[:, 0].tolist()
    agreed("rank", "by_score", "places of 24 countries, three pairs of equal indices", 0.0)
