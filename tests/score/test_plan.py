"""Recipes that make no sense are refused before anything is scored."""

from __future__ import annotations

from typing import Any

import pytest

from zhishu.errors import EditionError, MethodError, ZhishuError
from zhishu.recipe import Recipe, Step
from zhishu.score.plan import compile_plan

STEPS = {
    "normalise": Step("normalise", "minmax"),
    "weigh": Step("weigh", "equal"),
    "aggregate": Step("aggregate", "arithmetic"),
    "rank": Step("rank", "by_score"),
    "tiers": Step("tiers", "rank_cuts", {"cuts": [1]}),
}
TREE = {"a": {"x": None, "y": None}, "z": None}


def recipe(*kinds: str, **changed: Step) -> Recipe:
    """Return the recipe of these kinds of step, some of them changed."""
    return Recipe(tuple({**STEPS, **changed}[kind] for kind in kinds or STEPS))


def test_a_sound_recipe_becomes_a_plan(framework_of) -> None:
    """Steps by kind, with every default filled in."""
    plan = compile_plan(framework_of(TREE), recipe())
    assert list(plan.steps) == list(STEPS)
    assert plan.steps["weigh"].options == {
        "levels": "nested",
        "base": "each_year",
        "by_node": None,
        "by_depth": None,
        "constant": "drop",
    }


def test_tiers_may_be_left_out(framework_of) -> None:
    """An index need not have tiers."""
    assert (
        "tiers"
        not in compile_plan(framework_of(TREE), recipe("normalise", "weigh", "aggregate", "rank")).steps
    )


@pytest.mark.parametrize(
    ("kinds", "what"),
    [
        (("weigh", "aggregate", "rank"), "'normalise' is missing"),
        (("normalise", "aggregate", "rank"), "'weigh' is missing"),
        (("normalise", "weigh", "aggregate"), "'rank' is missing"),
        (("normalise", "weigh", "weigh", "aggregate", "rank"), "'weigh' stands twice"),
        (("weigh", "normalise", "aggregate", "rank"), "out of order"),
        (("normalise", "weigh", "aggregate", "tiers", "rank"), "out of order"),
    ],
)
def test_missing_doubled_or_misplaced_steps_are_an_error(
    framework_of, kinds: tuple[str, ...], what: str
) -> None:
    """Each step once, in the one order that makes sense."""
    with pytest.raises(EditionError, match=what) as error:
        compile_plan(framework_of(TREE), recipe(*kinds))
    assert error.value.allowed


def test_a_recipe_without_steps_is_an_error(framework_of) -> None:
    """Nothing can be made of nothing."""
    with pytest.raises(EditionError, match="missing"):
        compile_plan(framework_of(TREE), Recipe(()))


@pytest.mark.parametrize(
    ("step", "kind", "advice"),
    [
        (Step("normalize", "minmax"), EditionError, "normalise"),
        (Step("normalise", "minmx"), MethodError, "minmax"),
        (Step("normalise", "minmax", {"goal_posts": {}}), EditionError, "goalposts"),
        (Step("normalise", "minmax", {"goalposts": {"xx": [0, 1]}}), EditionError, None),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(
    framework_of, step: Step, kind: type[ZhishuError], advice: str | None
) -> None:
    """Steps, methods, options and indicators that do not exist."""
    with pytest.raises(kind) as error:
        compile_plan(framework_of(TREE), recipe(normalise=step))
    assert error.value.seen
    assert error.value.allowed
    assert advice is None or advice in str(error.value.advice)


@pytest.mark.parametrize(
    ("kind", "options", "seen"),
    [
        ("normalise", {"to": [0]}, [0]),
        ("normalise", {"to": "0-1"}, "0-1"),
        ("normalise", {"goalposts": {"x": 3}}, 3),
        ("weigh", {"levels": "deep"}, "deep"),
        ("aggregate", {"scale": 0}, 0),
        ("aggregate", {"scale": "100"}, "100"),
        ("aggregate", {"missing": "ignore"}, "ignore"),
        ("rank", {"ties": "first"}, "first"),
        ("tiers", {"cuts": []}, []),
        ("tiers", {"cuts": ["five"]}, "five"),
    ],
)
def test_a_value_that_is_not_allowed_is_an_error(
    framework_of, kind: str, options: dict[str, Any], seen: object
) -> None:
    """With the option's name, the value seen, the innermost that does not fit, and what may stand there."""
    name = next(iter(options))
    with pytest.raises(EditionError, match=f"'{name}'") as error:
        compile_plan(framework_of(TREE), recipe(**{kind: Step(kind, STEPS[kind].method, options)}))
    assert error.value.seen == seen
    assert error.value.allowed


def test_goalposts_are_put_in_the_order_of_the_indicators(framework_of) -> None:
    """Written by id, given to the function by position."""
    step = Step("normalise", "minmax", {"goalposts": {"z": [0, 5]}})
    plan = compile_plan(framework_of(TREE), recipe(normalise=step))
    assert plan.steps["normalise"].options["goalposts"] == (None, None, [0, 5])


def test_a_node_may_have_its_own_weighting(framework_of) -> None:
    """`by_node` names the node whose children are weighed differently."""
    step = Step("weigh", "equal", {"by_node": {"a": {"method": "improved_vector", "reading": "angle"}}})
    plan = compile_plan(framework_of(TREE), recipe(weigh=step))
    assert plan.chosen("weigh", 1).options["reading"] == "angle"
    assert plan.chosen("weigh", 0).method.id == "equal"


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"by_node": {"x": {"method": "equal"}}}, "node with children 'x'"),
        ({"by_node": {"a": {"levels": "flat"}}}, "option 'levels'"),
        ({"by_node": {"a": {"method": "equal"}}, "levels": "flat"}, "need `levels: nested`"),
    ],
)
def test_a_silly_weighting_by_node_is_an_error(framework_of, options: dict[str, Any], what: str) -> None:
    """Indicators have no children to weigh, and what concerns the whole step cannot differ by node."""
    with pytest.raises(EditionError, match=what):
        compile_plan(framework_of(TREE), recipe(weigh=Step("weigh", "equal", options)))


def test_each_level_of_the_tree_may_have_its_own_method(framework_of) -> None:
    """`by_depth` counts from the index downwards; null keeps the step's method, `by_node` goes before."""
    tree = {"a": {"x": None, "y": None}, "b": {"u": None, "v": None}}
    depths = [None, {"method": "improved_vector", "reading": "angle"}]
    step = Step("weigh", "equal", {"by_depth": depths, "by_node": {"b": {"method": "given"}}})
    plan = compile_plan(framework_of(tree), recipe(weigh=step))
    at = {node: plan.chosen("weigh", plan.tree.ids.index(node)).method.id for node in ("index", "a", "b")}
    assert at == {"index": "equal", "a": "improved_vector", "b": "given"}


def test_more_depths_than_the_tree_has_is_an_error(framework_of) -> None:
    """With how many it has."""
    step = Step("weigh", "equal", {"by_depth": [{"method": "equal"}] * 3})
    with pytest.raises(EditionError, match="by_depth") as error:
        compile_plan(framework_of(TREE), recipe(weigh=step))
    assert error.value.allowed == "at most 2"


def test_steps_that_prepare_may_come_in_any_order_and_more_than_once(framework_of) -> None:
    """But before normalisation."""
    plan = compile_plan(
        framework_of(TREE),
        Recipe(
            (Step("impute", "mean"), Step("treat", "logarithm"), Step("impute", "median"), *recipe().steps)
        ),
    )
    assert [step.chosen.method.id for step in plan.preparation] == ["mean", "logarithm", "median"]
    with pytest.raises(EditionError, match="out of order"):
        compile_plan(framework_of(TREE), Recipe((*recipe().steps, Step("impute", "mean"))))


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("lopm", {"limits": {"yy": {"lower": 3}}}),
        ("dynamic_weights", {"columns": {"yy": {"function": "power"}}}),
        ("grey_clustering", {"classes": {"x": [0, 1], "yy": [0, 1]}}),
        ("comet", {"values": {"x": [0, 1], "yy": [0, 1]}}),
    ],
)
def test_an_option_for_a_column_that_is_not_there_is_an_error(
    framework_of, method: str, options: dict[str, Any]
) -> None:
    """It would be passed over in silence, for the columns of other groups may be named as well."""
    framework = framework_of({"a": {"x": None, "y": None}, "z": None})
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", "equal"),
        Step("aggregate", method, options),
        Step("rank", "by_score"),
    )
    with pytest.raises(EditionError, match="there is no column 'yy'") as caught:
        compile_plan(framework, Recipe(steps))
    assert caught.value.where == f"recipe, step aggregate, method {method}, {next(iter(options))}"
    assert caught.value.advice == "did you mean 'y'?"
    by_node = {"by_node": {"a": {"method": method, **options}}}
    steps = (*steps[:2], Step("aggregate", "arithmetic", by_node), steps[3])
    with pytest.raises(EditionError, match="there is no column 'yy'"):
        compile_plan(framework, Recipe(steps))
