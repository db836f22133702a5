"""Directional scores as a recipe reaches them: raw columns turned by their sign, an order by ids, peers by a measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.aggregators.programmes.directional import directional_benefit
from zhishu.score.aggregators.programmes.robust_directional import robust_directional_benefit
from zhishu.score.pipeline import score_panel

RAW = np.random.default_rng(2).uniform(2, 9, (2, 10, 3))
TURNED = RAW * [1, 1, -1]
THIRDS = np.full(3, 1 / 3)
REGIONS = tuple("ABCDEFGHIJ")
WASTE = {"waste": Direction("negative")}
PEOPLE = np.random.default_rng(3).uniform(0, 5, (2, 10))


def scored(framework_of, **aggregate: Any) -> np.ndarray:
    """Return the index of two years: income and jobs are desired, waste is not."""
    steps = (
        Step("normalise", "sign"),
        Step("weigh", "equal"),
        Step("aggregate", aggregate.pop("method"), aggregate),
        Step("rank", "by_score"),
    )
    panel = panel_of("city", RAW, regions=REGIONS, indicators=("income", "jobs", "waste"), years=(2022, 2023))
    framework = framework_of({"income": None, "jobs": None, "waste": None}, directions=WASTE)
    found = score_panel(panel, framework, Recipe(steps), measures={"people": PEOPLE})
    return found.scores[..., framework.ids.index("index")]


def test_an_order_by_ids(framework_of) -> None:
    """Waste first; the scores are the function's of the turned columns."""
    options = {"direction": "own", "order": ["waste", ["jobs", "income"]], "low": 0.1, "mixtures": "any"}
    found = scored(framework_of, method="directional_benefit", **options)
    members = ("income", "jobs", "waste")
    assert found == pytest.approx(directional_benefit(TURNED, THIRDS, members=members, **options), rel=1e-9)
    with pytest.raises(MethodError, match="'rubbish', not in the group"):
        scored(framework_of, method="directional_benefit", order=["rubbish", "jobs"])


def test_peers_by_a_measure_of_each_year(framework_of) -> None:
    """Others are drawn as their number of people in that year is alike; the seed decides the draws."""
    options = {"given": {"people": 2.0}, "draws": 30, "sample": 4}
    found = scored(framework_of, method="robust_directional_benefit", seed=7, **options)
    for year in range(2):
        alone = robust_directional_benefit(
            TURNED[year],
            THIRDS,
            measures={"people": PEOPLE[year]},
            generator=np.random.default_rng(7),
            **options,
        )
        assert found[year] == pytest.approx(alone, rel=1e-9)
    other = scored(framework_of, method="robust_directional_benefit", seed=8, **options)
    assert not np.allclose(found, other)
