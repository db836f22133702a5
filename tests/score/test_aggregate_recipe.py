"""Every aggregator from a recipe: its options, another one at each depth, and what missing values do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.panel import Panel, panel_of
from zhishu.recipe import Recipe, Step
from zhishu.registry import Method, methods
from zhishu.score.aggregators.orders.rank_sums import borda
from zhishu.score.pipeline import score_panel

TREE = {"a": {"u": None, "v": None}, "b": {"x": None, "y": None}}
VALUES = np.random.default_rng(6).random((1, 7, 4))
AGGREGATORS = pytest.mark.parametrize("method", methods("aggregate"), ids=lambda method: method.id)
MEASURES = {"longitude": np.linspace(100, 110, 7)[None], "latitude": np.linspace(30, 33, 7)[None] ** 1.01}
REQUIRED: dict[str, dict[str, Any]] = {"neural_network": {"known": "longitude"}}


def panel(values: np.ndarray) -> Panel:
    return panel_of("city", values, regions=tuple("ABCDEFG"), indicators=tuple("uvxy"), years=(2023,))


def scored(framework_of, values: np.ndarray = VALUES, **settings: Any):
    """Return what the recipe makes of the values; columns on 0.1 to 1, where every aggregator is at home."""
    steps = (
        Step("normalise", "minmax", {"to": [0.1, 1.0]}),
        Step("weigh", "equal"),
        Step(
            "aggregate",
            settings.pop("method", "arithmetic"),
            {"scale": 100, **settings},
        ),
        Step("rank", "by_score"),
    )
    return score_panel(panel(values), framework_of(TREE), Recipe(steps), measures=MEASURES)


@AGGREGATORS
def test_every_aggregator_is_reached_by_its_name(method: Method, framework_of) -> None:
    """At one node, above which scores may be of any size, and the means go on."""
    options = REQUIRED.get(method.id, {})
    found = scored(framework_of, by_node={"a": {"method": method.id, **options}})
    ids = framework_of(TREE).ids
    columns = found.normalised[..., :2]
    offered = {"generator": np.random.default_rng(0), "measures": MEASURES}
    inputs = {name: value for name, value in offered.items() if name in method.inputs}
    expected = 100 * method.function(columns, np.array([[0.5, 0.5]]), **inputs, **options)
    assert found.scores[..., ids.index("a")] == pytest.approx(expected, rel=1e-9)
    assert np.isfinite(found.scores).all()


@AGGREGATORS
def test_missing_values_are_shared_out_or_refused_with_the_group(method: Method, framework_of) -> None:
    """`missing: renormalise` never lets NaN through in silence."""
    gaps = VALUES.copy()
    gaps[0, 2, 1] = np.nan
    node = {"method": method.id, **REQUIRED.get(method.id, {})}
    settings = {"by_node": {"a": node}, "missing": "renormalise"}
    if not method.refuses("nan"):
        found = scored(framework_of, gaps, **settings)
        assert np.isfinite(found.scores[..., 0]).all()
        return
    with pytest.raises(MethodError) as error:
        scored(framework_of, gaps, **settings)
    assert "'a'" in str(error.value.where)
    assert "city" in str(error.value.where)
    assert error.value.advice


def test_each_depth_may_have_its_own_aggregator(framework_of) -> None:
    """Borda at the top, of geometric means below."""
    found = scored(framework_of, by_depth=[{"method": "borda"}, {"method": "geometric"}])
    ids = framework_of(TREE).ids
    below = found.scores[..., [ids.index("a"), ids.index("b")]] / 100
    first = np.sqrt(found.normalised[..., 0] * found.normalised[..., 1])
    assert below[..., 0] == pytest.approx(first, rel=1e-12)
    assert found.scores[..., 0] == pytest.approx(100 * borda(below, np.array([[0.5, 0.5]])))


def test_options_are_checked_against_their_schema(framework_of) -> None:
    """A word that is not one of a few, a number out of its limits."""
    for settings in (
        {"method": "mazziotta_pareto", "penalty": "POS"},
        {"method": "owa", "orness": 1.2},
        {"method": "grey_relation", "resolution": 0},
        {"method": "kemeny", "exact_up_to": 0},
    ):
        with pytest.raises(EditionError, match="not allowed"):
            scored(framework_of, **settings)


def test_thresholds_may_be_lists_in_a_recipe(framework_of) -> None:
    """One number per column of the group, where it is named."""
    own = {"method": "promethee2", "shape": "linear", "indifference": [0.1, 0.2], "preference": 0.5}
    assert np.isfinite(scored(framework_of, by_node={"a": own}).scores).all()
    with pytest.raises(MethodError, match="indifference") as error:
        scored(framework_of, by_node={"a": {**own, "indifference": [0.1]}})
    assert "'a'" in str(error.value.where)
