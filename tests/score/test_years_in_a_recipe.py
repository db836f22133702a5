"""Normalisers along time in a whole recipe: years without an answer, bases, what is left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.doubt.leave_one_out import leave_one_region_out
from zhishu.errors import MethodError, PanelError
from zhishu.framework import Direction
from zhishu.panel import Panel, panel_of
from zhishu.prepare.columns import Background
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.own_years import annual_change, own_base
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import score_panel, score_values
from zhishu.score.plan import compile_plan

TREE = {"x": None, "y": None}
VALUES = np.random.default_rng(6).uniform(1, 9, (3, 5, 2))
REGIONS, YEARS = tuple("ABCDE"), (2018, 2019, 2021)
UP = compile_directions([Direction()] * 2)


def panel(values: np.ndarray = VALUES) -> Panel:
    return panel_of("city", values, regions=REGIONS, indicators=("x", "y"), years=YEARS[: len(values)])


def recipe(aggregate: dict[str, Any] | None = None, **options: Any) -> Recipe:
    method = options.pop("method")
    return Recipe(
        (
            Step("normalise", method, options),
            Step("weigh", "equal", {"constant": "keep"}),
            Step("aggregate", "arithmetic", aggregate or {}),
            Step("rank", "by_score"),
        )
    )


def test_a_fixed_base_index_is_100_for_every_region_in_the_base_year(framework_of) -> None:
    """And says so: the year tells no regions apart."""
    found = score_panel(panel(), framework_of(TREE), recipe(method="own_base", base_year=2019))
    assert found.normalised == pytest.approx(own_base(VALUES, UP, years=YEARS, base_year=2019))
    assert found.scores[1, :, 0] == pytest.approx([100] * 5)
    told = [repair for repair in found.repairs if repair.kind == "constant_indicator"]
    assert ["year 2019" in repair.where.en for repair in told] == [True, True]


def test_the_whole_change_of_a_fixed_base_index_is_the_regions_own(framework_of) -> None:
    """Nothing of it comes from what others are."""
    found = score_panel(panel(), framework_of(TREE), recipe(method="own_base"))
    assert found.changes is not None
    assert found.changes.parts is not None
    values, normalisation, weights = np.moveaxis(found.changes.parts, -1, 0)
    assert values.sum(axis=-1) == pytest.approx(np.diff(found.scores[..., 0], axis=0))
    assert not normalisation.any()
    assert not weights.any()


def test_the_first_year_without_a_change_is_an_error_unless_it_may_be_missing(framework_of) -> None:
    """One message says in which year; left out, it has no score, and is recorded."""
    with pytest.raises(PanelError, match="has no comparable one") as error:
        score_panel(panel(), framework_of(TREE), recipe(method="annual_change"))
    assert "year 2018" in str(error.value.where)
    assert error.value.seen == "10 of 30 values, in the years 2018"
    left = {"missing": "renormalise"}
    found = score_panel(panel(), framework_of(TREE), recipe(left, method="annual_change"))
    assert np.isnan(found.scores[0]).all()
    assert found.scores[1:, :, 0] == pytest.approx(annual_change(VALUES, UP, years=YEARS)[1:].mean(axis=-1))
    kinds = [repair.kind for repair in found.repairs]
    assert kinds == ["no_comparable_value"] * 2 + ["unscored_region"]


def test_one_indicator_along_time_beside_another_among_regions(framework_of) -> None:
    """In the year without a change the other has the whole weight."""
    own = {"y": {"method": "annual_change"}}
    found = score_panel(
        panel(), framework_of(TREE), recipe({"missing": "renormalise"}, method="minmax", by_indicator=own)
    )
    among = minmax(VALUES[..., :1], compile_directions([Direction()]))[..., 0]
    assert found.normalised[..., 0] == pytest.approx(among)
    assert found.scores[0, :, 0] == pytest.approx(among[0])
    assert found.normalised[1:, :, 1] == pytest.approx(annual_change(VALUES, UP, years=YEARS)[1:, :, 1])


def test_a_base_for_others_is_refused_until_the_own_year_is_named(framework_of) -> None:
    """`base: 2019` would else be read as 2018, the first year."""
    tree = framework_of(TREE)
    with pytest.raises(MethodError, match="compares a region with itself"):
        score_panel(panel(), tree, recipe(method="own_base", base=2019))
    found = score_panel(panel(), tree, recipe(method="own_base", base=2019, base_year=2019))
    assert found.normalised[1] == pytest.approx(np.full((5, 2), 100))


@pytest.mark.parametrize(("method", "base"), [("annual_change", 2019), ("over_time", "all_years")])
def test_a_base_that_would_be_left_aside_is_refused(framework_of, method: str, base: Any) -> None:
    """Unless another indicator of the step is compared with it, or the own year is named."""
    tree, left = framework_of(TREE), {"missing": "renormalise"}
    with pytest.raises(MethodError, match="compares a region with itself") as error:
        score_panel(panel(), tree, recipe(left, method=method, base=base))
    assert error.value.seen == f"base: {base}"
    beside = {"y": {"method": method}}
    score_panel(panel(), tree, recipe(left, method="minmax", base=base, by_indicator=beside))
    score_panel(panel(), tree, recipe(left, method="annual_change", since=2018, base=2019))


def test_changes_since_the_last_year_are_refused(framework_of) -> None:
    """No value would have an answer, and every region would lose its score."""
    with pytest.raises(MethodError, match="`since` is the last year") as error:
        score_panel(panel(), framework_of(TREE), recipe(method="annual_change", since=2021))
    assert error.value.allowed == "2018, 2019"


def test_what_normalisation_moved_is_told_beside_an_indicator_along_time(framework_of) -> None:
    """What others did to `x` by min-max is no change of the region's own values."""
    own = {"y": {"method": "own_base"}}
    found = score_panel(panel(), framework_of(TREE), recipe(method="minmax", by_indicator=own))
    alone = score_panel(panel(), framework_of(TREE), recipe(method="minmax"))
    assert found.changes is not None
    assert alone.changes is not None
    assert found.changes.parts[:, :, 0] == pytest.approx(alone.changes.parts[:, :, 0])
    assert found.changes.parts[:, :, 0, 1].any()
    assert not found.changes.parts[:, :, 1, 1].any()


def test_one_year_alone_is_an_error_that_names_it(framework_of) -> None:
    """Through the pipeline, with the level."""
    with pytest.raises(MethodError, match="only one") as error:
        score_panel(panel(VALUES[:1]), framework_of(TREE), recipe(method="over_time"))
    assert error.value.seen == "2018"
    assert error.value.where == "level city"


def test_errors_name_indicator_and_region(framework_of) -> None:
    """Not their places."""
    values = VALUES.copy()
    values[0, 3, 1] = 0.0
    with pytest.raises(MethodError) as error:
        score_panel(panel(values), framework_of(TREE), recipe(method="own_base"))
    assert error.value.where == "level city, indicator y, region D, year 2018"


@pytest.mark.parametrize("method", ["own_base", "over_time"])
def test_draws_are_a_batch_and_no_region_matters_to_another(framework_of, method: str) -> None:
    """Leading axes are draws; without a region the others keep their order."""
    plan = compile_plan(framework_of(TREE), recipe(method=method))
    background = Background(REGIONS, YEARS)
    draws = np.stack([VALUES, VALUES[:, ::-1] + 1])
    together = score_values(draws, plan, background)
    for draw, values in enumerate(draws):
        assert np.array_equal(together.scores[draw], score_values(values, plan, background).scores)
    assert leave_one_region_out(VALUES, plan, background).reversals.sum() == 0
