"""Where a group's weights only say which columns take part, they are told apart from where they count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zhishu.recipe import Recipe, Step
from zhishu.registry import Method, method, methods
from zhishu.score.pipeline import normalise_values, score_with_weights
from zhishu.score.plan import Plan, compile_plan

GENERATOR = np.random.default_rng(3)
DATA = GENERATOR.uniform(0.05, 0.95, (9, 4))
WEIGHTS = GENERATOR.dirichlet(np.ones(4), 6)
# A network needs known scores as well.
AGGREGATORS = pytest.mark.parametrize(
    "given", [one for one in methods("aggregate") if one.id != "neural_network"], ids=lambda one: one.id
)
NO_MATTER = {
    "benefit_of_the_doubt",
    "directional_benefit",
    "geometric_benefit",
    "mixed_factor",
    "multidirectional_benefit",
    "robust_benefit",
    "robust_directional_benefit",
    "robust_multidirectional_benefit",
    "russell_benefit",
    "simus",
}


def defaults(given: Method) -> dict[str, object]:
    return {name: option.default for name, option in given.options.items()}


def scores(given: Method, weights: np.ndarray) -> np.ndarray:
    drawing = {"generator": np.random.default_rng(0)} if "generator" in given.inputs else {}
    return given.function(DATA, weights, **drawing)


@AGGREGATORS
def test_weights_matter_where_the_line_says_so_and_nowhere_else(given: Method) -> None:
    """Of six sets of weights above 0 at least two give other scores; or all give the same to the last digit."""
    found = [scores(given, weights) for weights in WEIGHTS]
    same = all(np.array_equal(found[0], other) for other in found)
    assert given.weights_matter(defaults(given)) is not same
    assert (given.id in NO_MATTER) is same


def test_options_can_make_weights_matter_or_not() -> None:
    """A weighted mean of ratios, and an expert who is asked pair by pair."""
    russell, comet = method("aggregate", "russell_benefit"), method("aggregate", "comet")
    assert russell.weights_matter({**defaults(russell), "mean": "weighted"})
    assert comet.weights_matter(defaults(comet))
    assert not comet.weights_matter({**defaults(comet), "judgements": {"1 2": 1.0}})


def plan_of(framework_of, aggregate: str) -> Plan:
    tree = {"a": {"x": None, "y": None}, "z": None}
    named = {"normalise": "minmax", "weigh": "equal", "aggregate": aggregate, "rank": "by_score"}
    steps = (Step(kind, name, {}) for kind, name in named.items())
    return compile_plan(framework_of(tree), Recipe(tuple(steps)))


def counted(plan: Plan, drawn: list[int]) -> Plan:
    """Return the plan with an aggregator that writes down of how many draws it is asked."""
    chosen = plan.steps["aggregate"]

    def function(x: np.ndarray, weights: np.ndarray, **asked: object) -> np.ndarray:
        drawn.append(len(x))
        return chosen.method.function(x, weights, **asked)

    own = replace(chosen, method=replace(chosen.method, function=function))
    return replace(plan, steps={**plan.steps, "aggregate": own})


@pytest.mark.parametrize(
    ("aggregate", "asked"), [("benefit_of_the_doubt", [1, 1]), ("arithmetic", [50, 50])], ids=str
)
def test_draws_that_cannot_differ_are_scored_once(framework_of, aggregate: str, asked: list[int]) -> None:
    """Fifty draws of weights on shared values, as one by one."""
    plan = plan_of(framework_of, aggregate)
    x = normalise_values(DATA[None, :, :3], plan)
    weights = np.ones((50, 1, len(plan.tree.ids)))
    weights[..., 1:] = GENERATOR.uniform(0.2, 0.8, (50, 1, len(plan.tree.ids) - 1))
    drawn: list[int] = []
    found = score_with_weights(x, weights, counted(plan, drawn)).scores
    assert drawn == asked
    for draw in (0, 17, 49):
        alone = score_with_weights(x, weights[draw], plan).scores
        assert np.array_equal(found[draw], alone)


def test_draws_in_which_a_column_falls_away_are_scored_by_themselves(framework_of) -> None:
    """A weight of 0 takes a column out, so it may make a difference."""
    plan = plan_of(framework_of, "benefit_of_the_doubt")
    x = normalise_values(DATA[None, :, :3], plan)
    weights = np.full((2, 1, len(plan.tree.ids)), 0.5)
    weights[1, 0, plan.tree.ids.index("z")] = 0.0
    drawn: list[int] = []
    found = score_with_weights(x, weights, counted(plan, drawn)).scores
    assert drawn == [1, 2]
    assert not np.array_equal(found[0], found[1])


def test_draws_with_values_of_their_own_are_scored_by_themselves(framework_of) -> None:
    """Measurement errors make every draw another table."""
    plan = plan_of(framework_of, "benefit_of_the_doubt")
    x = normalise_values(np.stack([DATA[None, :, :3], DATA[None, ::-1, :3]]), plan)
    weights = np.full((2, 1, len(plan.tree.ids)), 0.5)
    drawn: list[int] = []
    score_with_weights(x, weights, counted(plan, drawn))
    assert drawn == [2, 2]
