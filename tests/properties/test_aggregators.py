"""What holds for every aggregator on any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhishu.registry import Method, methods

# On 1 to 100 every aggregator is at home, but those that want [0, 1].
UNIT = {
    "catastrophe",
    "cloud",
    "coupling_coordination",
    "displaced_ideal",
    "dynamic_weights",
    "evidential_reasoning",
    "fuzzy_comprehensive",
    "grey_clustering",
    "matter_element",
    "polygon",
    "rim",
    "variable_fuzzy_sets",
}
# What needs more than columns and weights has properties of its own: tests/properties/test_neural_network.py.
BARE = [method for method in methods("aggregate") if method.id != "neural_network"]
AGGREGATORS = pytest.mark.parametrize("method", BARE, ids=lambda method: method.id)
BY_LINEAR_PROGRAMME = {
    "benefit_of_the_doubt",
    "directional_benefit",
    "multidirectional_benefit",
    "russell_benefit",
    "geometric_benefit",
    "robust_multidirectional_benefit",
    "robust_directional_benefit",
}
GRID = st.integers(0, 20).map(lambda step: step / 20)


@st.composite
def groups(draw: st.DrawFn, batch: tuple[int, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Return values on a grid in [0, 1], (…, regions, columns), with many ties, and weights."""
    regions, columns = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    x = draw(hnp.arrays(float, (*batch, regions, columns), elements=GRID))
    raw = draw(hnp.arrays(float, columns, elements=st.integers(1, 9).map(float)))
    return x, raw / raw.sum()


def run(method: Method, x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    scaled = x if method.id in UNIT else 1 + 99 * x
    drawing = {"generator": np.random.default_rng(0)} if "generator" in method.inputs else {}
    return method.function(scaled, weights, **drawing)


def slack(method: Method) -> float:
    return 1e-6 if method.id in BY_LINEAR_PROGRAMME else 1e-9


@AGGREGATORS
@settings(max_examples=25, deadline=None)
@given(group=groups())
def test_scores_are_finite_and_equal_regions_tie(method: Method, group) -> None:
    """Exactly, wherever they stand."""
    x, weights = group
    doubled = np.concatenate([x, x[::-1]])
    found = run(method, doubled, weights)
    assert found.shape == (len(doubled),)
    assert np.isfinite(found).all()
    if method.id in BY_LINEAR_PROGRAMME:
        assert found == pytest.approx(found[::-1], abs=1e-6)
    else:
        assert np.array_equal(found, found[::-1])


@AGGREGATORS
@settings(max_examples=25, deadline=None)
@given(group=groups(), data=st.data())
def test_scores_do_not_depend_on_the_order_of_regions(method: Method, group, data: st.DataObject) -> None:
    """A shuffled table gives shuffled scores."""
    x, weights = group
    order = data.draw(st.permutations(range(len(x))))
    assert run(method, x[order], weights) == pytest.approx(run(method, x, weights)[order], abs=slack(method))


@AGGREGATORS
@settings(max_examples=15, deadline=None)
@given(group=groups(batch=(3,)), data=st.data())
def test_a_batch_is_its_members(method: Method, group, data: st.DataObject) -> None:
    """With one set of weights for all draws, or one for each."""
    x, weights = group
    raw = data.draw(hnp.arrays(float, (3, x.shape[-1]), elements=st.integers(1, 9).map(float)))
    for shares in (np.broadcast_to(weights, raw.shape), raw / raw.sum(axis=-1, keepdims=True)):
        found = run(method, x, shares)
        for draw in range(3):
            assert found[draw] == pytest.approx(run(method, x[draw], shares[draw]), abs=slack(method))


# A Kemeny order, a distillation and mean ∓ S·cv may fall when a value rises: by their nature, not by error.
NOT_MONOTONE = {
    "kemeny": "another order may become the best",
    "electre3": "levels of distillation move",
    "electre1": "a rise may widen the range by which lags are measured, and let others outrank again",
    "electre2": "the graphs and the number of classes change",
    "mazziotta_pareto": "a rise may unbalance more than it lifts",
    "adjusted_mazziotta_pareto": "as above",
    "mean_min": "monotone only for a small alpha",
    "coupling_coordination": "a rise may uncouple more than it lifts",
    "matter_element": "the least correlation, from which all are counted, moves",
    "evidential_reasoning": "a rise may bring agreement on a grade that is below the score",
    "variable_fuzzy_sets": "between two grades a value has less membership, and pulls less",
    "topsis": "the ideal moves with a new best value",
    "vikor": "as above",
    "grey_relation": "as above",
    "grey_topsis": "as above",
    "hellwig": "as above",
    "close_value": "as above",
    "set_pair": "as above",
    "codas": "past the threshold a lower taxicab distance begins to count",
    "mabac": "the border moves, by the same for all",
    "probid": "a rise towards the average brings the region nearer to it",
    "multimoora": "the reference point moves with a new best value",
    "ervd": "the ideal moves with a new best value, the reference with the mean",
    "multidirectional_benefit": "the direction moves",
    "robust_multidirectional_benefit": "as above",
    "geometric_benefit": "other exponents become the best",
    "comet": "the characteristic objects move with a new extreme",
    "combined_evaluation": "one of its methods is topsis",
    "directional_benefit": "the mean direction moves",
    "robust_directional_benefit": "its place among the draws moves",
    "mixed_factor": "the axis and the means move; a column may run against the others",
    "simus": "a larger value uses up a limit sooner",
}
MONOTONE = [method for method in BARE if method.id not in NOT_MONOTONE]
WITHOUT_CONSTANTS = {"benefit_of_the_doubt", "robust_benefit"}
"""They leave a constant column out, and with it what a region gained there by drawing level with all others."""


@pytest.mark.parametrize("method", MONOTONE, ids=lambda method: method.id)
@settings(max_examples=25, deadline=None)
@given(group=groups(), data=st.data())
def test_a_better_value_never_costs_points(method: Method, group, data: st.DataObject) -> None:
    """Raise one value: its region does not fall, but where the rise makes a column constant that is left out."""
    x, weights = group
    region = data.draw(st.integers(0, x.shape[0] - 1))
    column = data.draw(st.integers(0, x.shape[1] - 1))
    better = x.copy()
    better[region, column] = data.draw(GRID.filter(lambda value: value >= x[region, column]))
    if method.id in WITHOUT_CONSTANTS:
        assume(np.ptp(better[:, column]) > 1e-9 or np.ptp(x[:, column]) == 0)
    before, after = run(method, x, weights)[region], run(method, better, weights)[region]
    assert after >= before - slack(method)
