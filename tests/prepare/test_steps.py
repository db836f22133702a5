"""The steps before normalisation on one panel: statuses, logs, repairs, and what is left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError, PanelError
from zhishu.panel import Panel, Status, panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import LevelScores, score_panel

TREE = {"a": {"x": None, "y": None}, "b": {"z": None, "u": None}}
REGIONS = tuple("pqrstv")
GROUPS = {"part": {"east": ("p", "q", "r"), "west": ("s", "t", "v")}}
VALUES = np.array(
    [
        [1.0, 10.0, 5.0, 2.0],
        [2.0, 20.0, 4.0, np.nan],
        [3.0, 40.0, 3.0, 5.0],
        [4.0, 30.0, 2.0, 1.0],
        [5.0, 60.0, 1.0, 4.0],
        [99.0, 50.0, 6.0, 3.0],
    ]
)


def panel(values: np.ndarray = VALUES) -> Panel:
    return panel_of("unit", values[None], regions=REGIONS, indicators=("x", "y", "z", "u"), years=(2023,))


def score(framework: Any, *steps: Step, values: np.ndarray = VALUES, **more: Any) -> LevelScores:
    scoring = {step.step: step for step in steps if step.step in {"normalise", "weigh", "aggregate"}}
    recipe = (
        *(step for step in steps if step.step not in scoring),
        scoring.get("normalise", Step("normalise", "minmax")),
        scoring.get("weigh", Step("weigh", "equal")),
        scoring.get("aggregate", Step("aggregate", "arithmetic")),
        Step("rank", "by_score"),
    )
    return score_panel(panel(values), framework, Recipe(recipe), groups=GROUPS, **more)


def test_imputed_cells_are_marked_and_logged(framework_of) -> None:
    """Status, one record with before, after and how, and a repair."""
    found = score(framework_of(TREE), Step("impute", "group_mean", {"grouping": "part"}))
    assert found.panel.values[0, 1, 3] == pytest.approx(3.5)
    assert found.panel.status[0, 1, 3] == Status.IMPUTED
    (entry,) = found.log.imputed
    assert (entry.region, entry.indicator, entry.year) == ("q", "u", 2023)
    assert (entry.before, entry.after, entry.how) == (None, 3.5, "group_mean")
    assert "imputed_values" in {repair.kind for repair in found.repairs}


def test_treated_cells_are_marked_and_logged(framework_of) -> None:
    """The outlier is moved to the next value; shapes before and after are kept."""
    found = score(framework_of(TREE), Step("impute", "mean"), Step("treat", "winsorise_then_log"))
    assert found.panel.values[0, 5, 0] == 5
    assert found.panel.status[0, 5, 0] == Status.TREATED
    (entry,) = found.log.treated
    assert (entry.before, entry.after, entry.how) == (99, 5, "winsorise_then_log: high")
    shape = next(shape for shape in found.log.treatments if shape.indicator == "x")
    assert shape.winsorised == 1
    assert shape.skewness_before > 2 > shape.skewness_after


def test_a_dropped_indicator_leaves_the_tree_but_keeps_its_place(framework_of) -> None:
    """Weight 0, no score; its siblings' weights sum to 1 without it."""
    values = VALUES.copy()
    values[:5, 3] = np.nan
    found = score(framework_of(TREE), Step("screen", "availability", {"drop": "indicators"}), values=values)
    ids = framework_of(TREE).ids
    u, z = ids.index("u"), ids.index("z")
    assert found.weights[0, u] == 0
    assert found.weights[0, z] == 1
    assert np.isnan(found.scores[0, :, u]).all()
    assert np.isfinite(found.scores[0, :, 0]).all()
    assert np.isnan(found.panel.values[0, :5, 3]).all()
    assert [entry.id for entry in found.log.screened if entry.dropped] == ["u"]


def test_a_group_without_indicators_disappears_too(framework_of) -> None:
    """A dimension whose indicators are all dropped weighs nothing."""
    values = VALUES.copy()
    values[:5, 2:] = np.nan
    found = score(framework_of(TREE), Step("screen", "availability", {"drop": "indicators"}), values=values)
    ids = framework_of(TREE).ids
    assert found.weights[0, ids.index("b")] == 0
    assert found.weights[0, ids.index("a")] == 1


def test_a_dropped_region_has_no_score_and_does_not_enter_others(framework_of) -> None:
    """Minimum and maximum run over the others; it keeps its row, without rank."""
    values = VALUES.copy()
    values[5, 1:] = np.nan
    found = score(
        framework_of(TREE),
        Step("screen", "availability", {"drop": "regions"}),
        Step("impute", "mean"),
        values=values,
    )
    assert np.isnan(found.scores[0, 5]).all()
    assert np.isnan(found.ranks[0, 5, 0])
    assert found.normalised[0, 4, 0] == 1
    assert np.nanmax(found.ranks[0, :, 0]) == 5


def test_screening_that_only_reports_changes_nothing(framework_of) -> None:
    """`drop: none` leaves every region and indicator, and says what fails."""
    values = np.where(VALUES == 99, np.nan, VALUES)
    aggregate = Step("aggregate", "arithmetic", {"missing": "renormalise"})
    step = Step("screen", "availability", {"data": 1.0})
    found = score(framework_of(TREE), step, aggregate, values=values)
    assert (
        np.isfinite(found.scores).sum()
        == np.isfinite(score(framework_of(TREE), aggregate, values=values).scores).sum()
    )
    kinds = [repair.kind for repair in found.repairs]
    assert kinds.count("lacks_data") == 4


def test_screening_that_leaves_nothing_is_an_error(framework_of) -> None:
    """With the level and what to do."""
    values = np.where(np.arange(4) == np.arange(6)[:, None] % 4, np.nan, VALUES)
    step = Step("screen", "availability", {"data": 1.0, "drop": "indicators"})
    with pytest.raises(PanelError, match="leaves no indicators"):
        score(framework_of(TREE), step, values=values)


def test_steps_run_in_the_order_of_the_recipe(framework_of) -> None:
    """A mean before the division is not the mean after it."""
    denominate = Step("denominate", "ratio", {"by": {"u": "people"}, "scale": 10})
    people = {"people": np.array([[1.0, 2.0, 4.0, 5.0, 8.0, 10.0]])}
    impute = Step("impute", "mean")
    first = score(framework_of(TREE), impute, denominate, measures=people)
    then = score(framework_of(TREE), denominate, impute, measures=people)
    assert first.panel.values[0, 1, 3] == pytest.approx(3 / 2 * 10)
    assert then.panel.values[0, 1, 3] == pytest.approx(np.mean([2 / 1, 5 / 4, 1 / 5, 4 / 8, 3 / 10]) * 10)


def test_a_denominator_that_still_drives_is_reported(framework_of) -> None:
    """Area per area squared goes down as area goes up: the repair names both."""
    people = {"people": np.linspace(1, 2, 6)[None]}
    step = Step("denominate", "ratio", {"by": {"z": "people"}, "limit": 0.5})
    values = VALUES.copy()
    values[:, 2], values[1, 3] = 1, 1
    found = score(framework_of(TREE), step, values=values, measures=people)
    (repair,) = (repair for repair in found.repairs if repair.kind == "driving_denominator")
    assert "people" in repair.message.en
    assert "indicator z" in repair.where.en


def test_an_unknown_denominator_names_the_nearest(framework_of) -> None:
    """A misspelt measure."""
    step = Step("denominate", "ratio", {"by": {"x": "peple"}})
    with pytest.raises(MethodError) as error:
        score(framework_of(TREE), step, measures={"people": np.ones((1, 6))})
    assert error.value.advice == "did you mean 'people'?"


def test_an_indicator_may_have_its_own_method(framework_of) -> None:
    """One imputer and one normaliser for all, others for one indicator."""
    found = score(
        framework_of(TREE),
        Step("impute", "mean", {"by_indicator": {"u": {"method": "constant", "value": 7}}}),
        Step("normalise", "minmax", {"by_indicator": {"y": {"method": "rank"}}}),
    )
    assert found.panel.values[0, 1, 3] == 7
    assert found.log.imputed[0].how == "constant"
    assert found.normalised[0, :, 1].tolist() == [1, 2, 4, 3, 6, 5]
    assert found.normalised[0, :, 0].max() == 1


def test_goalposts_stay_with_their_indicator_when_others_have_their_own_method(framework_of) -> None:
    """Options by indicator follow the columns."""
    step = Step(
        "normalise",
        "minmax",
        {"goalposts": {"u": [0, 10]}, "by_indicator": {"x": {"method": "goalposts", "posts": {"x": [0, 4]}}}},
    )
    found = score(framework_of(TREE), Step("impute", "constant", {"value": 5}), step)
    assert found.normalised[0, :, 3].tolist() == pytest.approx([0.2, 0.5, 0.5, 0.1, 0.4, 0.3])
    assert found.normalised[0, :, 0].tolist() == [0.25, 0.5, 0.75, 1, 1, 1]


def test_errors_name_the_indicator(framework_of) -> None:
    """A function knows positions only; the message has the name."""
    values = VALUES.copy()
    values[:, 3] = np.nan
    with pytest.raises(MethodError) as error:
        score(framework_of(TREE), Step("impute", "mean"), values=values)
    assert error.value.where == "level unit, step impute, indicator u"


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (Step("impute", "group_mean", {"grouping": "prat"}), "no grouping 'prat'"),
        (Step("impute", "group_mean"), "`grouping` is missing"),
        (Step("impute", "regression"), "too few regions"),
        (Step("normalise", "distance_to_reference", {"reference": "w"}), "no region 'w'"),
        (Step("normalise", "distance_to_reference"), "`reference` is missing"),
        (Step("normalise", "goalposts", {"posts": {"x": [0, 1]}}), "no goalposts"),
        (Step("normalise", "distance_to_target", {"targets": {"x": 1}}), "no target"),
        (Step("normalise", "minmax", {"base": 1999}), "base year"),
        (Step("normalise", "piecewise", {"points": {"x": [1, 2]}}), "value function"),
    ],
)
def test_what_makes_no_sense_is_one_clear_error(framework_of, step: Step, what: str) -> None:
    """With what was seen and what is allowed."""
    values = VALUES if step.step == "impute" else np.nan_to_num(VALUES, nan=1.0)
    shown = values.copy()
    if step.method == "regression":
        shown[4:, 3] = np.nan
    with pytest.raises(MethodError, match=what) as error:
        score(framework_of(TREE), step, values=shown)
    assert error.value.allowed


def test_an_indicator_that_does_not_exist_is_an_edition_error(framework_of) -> None:
    """In `by_indicator` as elsewhere."""
    step = Step("treat", "winsorise_then_log", {"by_indicator": {"xx": {"method": "logarithm"}}})
    with pytest.raises(EditionError, match="no indicator 'xx'"):
        score(framework_of(TREE), step)


def test_the_same_seed_draws_the_same(framework_of) -> None:
    """Seed 0 is a seed; another seed draws others."""
    tree = {"x": None, "y": None, "z": None, "u": None}

    def drawn(seed: int) -> float:
        values = np.random.default_rng(3).normal(size=(6, 4))
        values[1, 3] = np.nan
        step = Step("impute", "chained", {"seed": seed, "draws": 2, "cycles": 2})
        return float(score(framework_of(tree), step, values=values).panel.values[0, 1, 3])

    assert drawn(0) == drawn(0)
    assert drawn(0) != drawn(1)


def test_base_year_compares_years(framework_of) -> None:
    """Minimum and maximum of the base year: what has grown since goes beyond 1."""
    first = np.nan_to_num(VALUES, nan=1.0)
    years = panel_of(
        "unit",
        np.stack([first, 2 * first]),
        regions=REGIONS,
        indicators=("x", "y", "z", "u"),
        years=(2022, 2023),
    )
    recipe = Recipe(
        (
            Step("normalise", "minmax", {"base": 2022}),
            Step("weigh", "equal"),
            Step("aggregate", "arithmetic"),
            Step("rank", "by_score"),
        )
    )
    found = score_panel(years, framework_of(TREE), recipe)
    assert found.normalised[0, :, 1].max() == 1
    assert found.normalised[1, :, 1].max() == pytest.approx((120 - 10) / 50)
