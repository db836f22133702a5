"""A whole recipe on a panel: options, years, repairs, errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import MethodError, PanelError
from zhishu.framework import Direction
from zhishu.panel import Panel, panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel, score_values
from zhishu.score.plan import compile_plan

TREE = {"a": {"x": None, "y": None}, "z": None}
VALUES = np.array([[3.0, 10.0, 7.0], [1.0, 40.0, 5.0], [2.0, 20.0, 1.0], [0.0, 0.0, 3.0]])


def panel(values: np.ndarray) -> Panel:
    """Return a panel of level city, (regions, indicators) or with the years before."""
    years = values if values.ndim == 3 else values[None]
    codes = tuple(str(number) for number in range(years.shape[1]))
    return panel_of(
        "city",
        years,
        regions=codes,
        names=tuple(f"city {code}" for code in codes),
        indicators=("x", "y", "z"),
        years=tuple(range(2020, 2020 + len(years))),
    )


def recipe(**options: dict[str, Any]) -> Recipe:
    """Return the report's recipe on 0–100, with these options by step."""
    methods = {
        "normalise": "minmax",
        "weigh": "improved_vector",
        "aggregate": "arithmetic",
        "rank": "by_score",
    }
    methods |= {"tiers": "rank_cuts"} if "tiers" in options else {}
    settings: dict[str, dict[str, Any]] = {"aggregate": {"scale": 100}, **options}
    steps = (
        Step(kind, settings.get(kind, {}).get("method", name), _options(settings, kind))
        for kind, name in methods.items()
    )
    return Recipe(tuple(steps))


def _options(settings: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    return {name: value for name, value in settings.get(kind, {}).items() if name != "method"}


def test_the_shapes_are_those_of_a_level_result(framework_of) -> None:
    """Years first, then regions, then nodes or indicators."""
    found = score_panel(panel(VALUES), framework_of(TREE), recipe(tiers={"cuts": [1, 2]}))
    assert found.normalised.shape == (1, 4, 3)
    assert found.weights.shape == found.effective.shape == (1, 5)
    assert found.scores.shape == found.ranks.shape == (1, 4, 5)
    assert found.tiers is not None
    assert found.tiers.shape == (1, 4)
    assert found.repairs == ()


def test_scores_are_scaled_and_normalised_values_are_not(framework_of) -> None:
    """`scale` multiplies the scores of every node, indicators included."""
    found = score_panel(panel(VALUES), framework_of(TREE), recipe())
    assert found.normalised.max() == 1
    assert np.array_equal(found.scores[..., [2, 3, 4]], 100 * found.normalised)


def test_directions_reach_the_normaliser(framework_of) -> None:
    """A negative indicator is best where it is lowest."""
    tree = framework_of(TREE, directions={"y": Direction("negative")})
    assert score_panel(panel(VALUES), tree, recipe()).normalised[0, :, 1].tolist() == [0.75, 0, 0.5, 1]


def test_given_weights_come_from_the_framework(framework_of) -> None:
    """Divided by their sum within each group."""
    tree = framework_of(TREE, weights={"a": 3, "z": 1, "x": 0, "y": 2})
    found = score_panel(panel(VALUES), tree, recipe(weigh={"method": "given"}))
    assert found.weights.tolist() == [[1, 0.75, 0, 1, 0.25]]


def test_given_weights_that_are_missing_name_the_group(framework_of) -> None:
    """The error says which nodes lack a weight."""
    tree = framework_of(TREE, weights={"a": 3, "z": 1})
    with pytest.raises(MethodError) as error:
        score_panel(panel(VALUES), tree, recipe(weigh={"method": "given"}))
    assert error.value.where == "level city, the group below 'a' (x, y)"


def test_flat_given_weights_are_those_of_the_indicators(framework_of) -> None:
    """A dimension weighs what its indicators weigh together."""
    tree = framework_of(TREE, weights={"x": 1, "y": 1, "z": 2})
    found = score_panel(panel(VALUES), tree, recipe(weigh={"method": "given", "levels": "flat"}))
    assert found.weights.tolist() == [[1, 0.5, 0.5, 0.5, 0.5]]
    assert found.effective.tolist() == [[1, 0.5, 0.25, 0.25, 0.5]]


def test_a_node_with_its_own_weighting(framework_of) -> None:
    """Only the group below that node is weighed differently."""
    step = {"method": "equal", "by_node": {"a": {"method": "improved_vector"}}}
    found = score_panel(panel(VALUES), framework_of(TREE), recipe(weigh=step)).weights[0]
    plain = score_panel(panel(VALUES), framework_of(TREE), recipe()).weights[0]
    assert found[[1, 4]].tolist() == [0.5, 0.5]
    assert np.array_equal(found[[2, 3]], plain[[2, 3]])


def test_each_year_stands_alone_by_default(framework_of) -> None:
    """Two years scored together are the same as each scored alone."""
    years = np.stack([VALUES, VALUES**2 + 1])
    both = score_panel(panel(years), framework_of(TREE), recipe())
    for year in (0, 1):
        alone = score_panel(panel(years[year]), framework_of(TREE), recipe())
        assert np.array_equal(both.scores[year], alone.scores[0])
        assert np.array_equal(both.effective[year], alone.effective[0])


def test_years_can_share_minimum_and_maximum(framework_of) -> None:
    """With `base: all_years` an indicator that doubles everywhere doubles its comparable value."""
    years = np.stack([VALUES, 2 * VALUES]) - np.array([0, 0, 1.0])
    found = score_panel(panel(years), framework_of(TREE), recipe(normalise={"base": "all_years"})).normalised
    assert np.array_equal(found[1, :, :2], 2 * found[0, :, :2])
    assert found[1].max() == 1


def test_years_can_share_their_weights(framework_of) -> None:
    """With `base: all_years` in the weigh step one set of weights serves all years."""
    years = np.stack([VALUES, VALUES[::-1] ** 2 + VALUES])
    for levels in ("nested", "flat"):
        options = recipe(weigh={"base": "all_years", "levels": levels})
        found = score_panel(panel(years), framework_of(TREE), options)
        assert found.weights.shape == (2, 5)
        assert np.array_equal(found.weights[0], found.weights[1])
        assert (found.effective[:, [2, 3, 4]].sum(axis=-1)) == pytest.approx([1, 1])


@pytest.mark.parametrize("levels", ["nested", "flat"])
def test_the_weights_of_one_year_can_serve_all(framework_of, levels: str) -> None:
    """With `base: 2021` in the weigh step every year has the weights that 2021 has alone."""
    years = np.stack([VALUES, VALUES[::-1] ** 2 + VALUES])
    fixed = score_panel(
        panel(years), framework_of(TREE), recipe(weigh={"base": 2021, "method": "gini", "levels": levels})
    )
    alone = score_panel(panel(years), framework_of(TREE), recipe(weigh={"method": "gini", "levels": levels}))
    assert np.array_equal(fixed.weights, alone.weights[[1, 1]])
    assert not np.allclose(alone.weights[0], alone.weights[1])


def test_a_base_year_of_the_weights_that_the_panel_lacks(framework_of) -> None:
    """The error names the step, the year, and the years there are."""
    with pytest.raises(MethodError, match="base year of `weigh`") as error:
        score_panel(panel(np.stack([VALUES, VALUES])), framework_of(TREE), recipe(weigh={"base": 1999}))
    assert (error.value.seen, error.value.allowed) == (1999, "2020, 2021")


def test_a_missing_value_is_an_error_that_names_the_cell(framework_of) -> None:
    """Region, indicator and year, and what to do."""
    values = VALUES.copy()
    values[2, 1] = np.nan
    with pytest.raises(PanelError, match="missing") as error:
        score_panel(panel(values), framework_of(TREE), recipe())
    assert error.value.where == "level city, region 2 city 2, indicator y, year 2020"
    assert "renormalise" in str(error.value.advice)


def test_a_missing_value_can_be_shared_out_and_is_recorded(framework_of) -> None:
    """The region is scored from what it has; the repair names it."""
    values = VALUES.copy()
    values[2, 1] = np.nan
    found = score_panel(panel(values), framework_of(TREE), recipe(aggregate={"missing": "renormalise"}))
    assert np.isnan(found.normalised[0, 2, 1])
    assert found.scores[0, 2, 1] == found.scores[0, 2, 2]
    assert not np.isnan(found.scores[0, :, 0]).any()
    assert [(repair.kind, repair.where.en) for repair in found.repairs] == [
        ("missing_value", "level city, indicator y")
    ]
    assert "city 2" in found.repairs[0].message.en


def test_a_region_without_any_value_has_no_rank_and_is_recorded(framework_of) -> None:
    """Its score is missing, its tier 0, and the others rank without it."""
    values = VALUES.copy()
    values[1] = np.nan
    options = recipe(aggregate={"missing": "renormalise"}, tiers={"cuts": [1, 2]})
    found = score_panel(panel(values), framework_of(TREE), options)
    assert np.isnan(found.ranks[0, 1, 0])
    assert sorted(found.ranks[0, [0, 2, 3], 0]) == [1, 2, 3]
    assert found.tiers is not None
    assert found.tiers[0, 1] == 0
    assert found.repairs[-1].kind == "unscored_region"
    assert "city 1" in found.repairs[-1].message.en


@pytest.mark.parametrize("value", [0.0, 4.0, -3.0])
def test_a_constant_indicator_is_zero_weighs_nothing_and_is_recorded(framework_of, value: float) -> None:
    """Zero or not: no region gains by it, and the build says so."""
    values = VALUES.copy()
    values[:, 1] = value
    found = score_panel(panel(values), framework_of(TREE), recipe())
    assert (found.normalised[0, :, 1] == 0).all()
    assert found.weights[0, [2, 3]].tolist() == [1, 0]
    assert [(repair.kind, repair.where.en) for repair in found.repairs] == [
        ("constant_indicator", "level city, indicator y")
    ]
    assert f"({value:g})" in found.repairs[0].message.en


def test_a_panel_of_constants_scores_zero_with_equal_weights(framework_of) -> None:
    """Everybody ties; every indicator is recorded."""
    found = score_panel(panel(np.full((4, 3), 2.0)), framework_of(TREE), recipe())
    assert (found.scores == 0).all()
    assert (found.ranks == 1).all()
    assert found.weights.tolist() == [[1, 0.5, 0.5, 0.5, 0.5]]
    assert [repair.kind for repair in found.repairs] == ["constant_indicator"] * 3


def test_two_regions_get_equal_weights(framework_of) -> None:
    """Every leaf column is 0 and 1; a parent whose children cancel is constant and weighs nothing."""
    found = score_panel(panel(np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 4.0]])), framework_of(TREE), recipe())
    assert found.weights.tolist() == [[1, 0, 0.5, 0.5, 1]]
    assert found.scores[0, :, 0].tolist() == [0, 100]


def test_one_region_is_one_clear_error(framework_of) -> None:
    """There is nothing to compare it with."""
    with pytest.raises(MethodError, match="only one") as error:
        score_panel(panel(VALUES[:1]), framework_of(TREE), recipe())
    assert error.value.where == "level city"
    assert "goalposts" in str(error.value.advice)


def test_one_region_with_goalposts_is_scored(framework_of) -> None:
    """Goalposts say what good is: the only region has a score, and rank 1 of 1."""
    posts = {"x": [0, 6], "y": [0, 20], "z": [0, 10]}
    found = score_panel(panel(VALUES[:1]), framework_of(TREE), recipe(normalise={"goalposts": posts}))
    assert found.normalised.tolist() == [[[0.5, 0.5, 0.7]]]
    assert found.ranks[0, 0, 0] == 1


def test_one_indicator_is_the_index(framework_of) -> None:
    """The index of a single indicator is that indicator on 0–100."""
    only = panel_of("city", VALUES[None, :, :1], regions=tuple("abcd"), indicators=("x",), years=(2023,))
    found = score_panel(only, framework_of({"x": None}), recipe())
    assert found.scores[0, :, 0] == pytest.approx([100, 100 / 3, 200 / 3, 0])


def test_a_panel_that_does_not_fit_the_framework_is_an_error(framework_of) -> None:
    """The columns are the framework's indicators in their order."""
    with pytest.raises(PanelError, match="not the framework's indicators"):
        score_panel(panel(VALUES), framework_of({"x": None, "z": None, "y": None}), recipe())


def test_an_empty_panel_is_an_error(framework_of) -> None:
    """No regions, nothing to rank."""
    with pytest.raises(PanelError, match="empty"):
        score_panel(panel(VALUES[:0]), framework_of(TREE), recipe())


def test_the_plan_scores_bare_arrays_with_any_batch(framework_of) -> None:
    """What a Monte Carlo needs: compiled once, any leading axes."""
    plan = compile_plan(framework_of(TREE), recipe())
    draws = VALUES + np.random.default_rng(6).normal(size=(5, 2, 4, 3))
    assert score_values(draws, plan).ranks.shape == (5, 2, 4, 5)
