"""A network that learns known scores: what it learns, from whom, how well, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import check_grad, minimize

from zhishu.errors import MethodError
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.aggregators.judged.learning import Training, answers, learn, starting_parameters
from zhishu.score.aggregators.judged.neural_network import lessons_of, neural_network, training_of
from zhishu.score.aggregators.judged.perceptron import (
    Layers,
    curvature,
    error,
    forward,
    gradient,
    jacobian,
    network_of,
    parameters_of,
)
from zhishu.score.learned import learning_errors
from zhishu.score.pipeline import score_panel

EVEN = np.full(3, 1 / 3)
DEFAULTS = {"units": 4, "activation": "logistic", "output": "linear", "networks": 5}


def drawn(regions: int = 40, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return three columns and scores in which two of them help each other."""
    x = np.random.default_rng(seed).random((regions, 3))
    return x, 50 + 20 * x[:, 0] * x[:, 1] + 10 * x[:, 2]


def run(x: np.ndarray, known: Any, **options: Any) -> np.ndarray:
    ask = {"measures": {"expert": known}, "known": "expert"} if isinstance(known, np.ndarray) else known
    weights = options.pop("weights", np.full(x.shape[-1], 1 / x.shape[-1]))
    return neural_network(x, weights, np.random.default_rng(options.pop("seed", 0)), **{**ask, **options})


def test_it_predicts_what_it_did_not_see() -> None:
    """A product of two columns, which no line follows."""
    x, scores = drawn()
    known = np.where(np.arange(40) < 30, scores, np.nan)
    found = run(x, known, decay=1e-4)
    assert np.abs(found - scores)[30:].max() < 2.0
    assert np.abs(found - scores)[:30].max() < 0.7


def test_a_unit_and_a_place_of_measurement_change_nothing() -> None:
    """Columns and scores are brought to [-1, 1]."""
    x, scores = drawn()
    found = run(x, scores)
    assert run(1000 * x - 7, scores) == pytest.approx(found, abs=1e-6)
    assert run(x, 3 * scores + 1) == pytest.approx(3 * found + 1, abs=1e-6)


def test_a_column_that_weighs_nothing_or_does_not_vary_takes_no_part() -> None:
    """What it says does not matter."""
    x, scores = drawn()
    weights = np.array([0.5, 0.5, 0.0])
    found = run(x, scores, weights=weights)
    other = np.where([False, False, True], x[::-1], x)
    assert np.array_equal(run(other, scores, weights=weights), found)
    assert np.array_equal(run(np.where([False, False, True], 5.0, x), scores), found)


def test_where_no_column_varies_all_get_the_mean() -> None:
    """There is nothing to tell regions apart by."""
    found = run(np.ones((6, 3)), np.array([1.0, 2, 3, 4, 5, 9]))
    assert found == pytest.approx(np.full(6, 4.0), abs=1e-6)


def test_scores_known_from_a_table_of_codes() -> None:
    """As if they stood in a column beside the framework; other codes are passed over."""
    x, scores = drawn(12)
    codes = tuple("abcdefghijkl")
    table = {**dict(zip(codes[:9], scores[:9].tolist(), strict=True)), "elsewhere": 5.0}
    known = np.where(np.arange(12) < 9, scores, np.nan)
    assert np.array_equal(run(x, {"known": table, "regions": codes}), run(x, known))


def test_a_year_teaches_the_others() -> None:
    """One network from the year named; from all years; or each year by itself."""
    x = np.stack([drawn(20, seed)[0] for seed in range(2)])
    known = np.stack([drawn(20, 0)[1], np.full(20, np.nan)])
    ask = {"years": (2020, 2021)}
    found = run(x, known, learn_from=2020, **ask)
    assert np.array_equal(found, run(x, known, learn_from="all_years", **ask))
    assert np.array_equal(found[0], run(x[0], known[0]))
    assert np.abs(found[1] - drawn(20, 1)[1]).max() < 6
    draws = np.stack([x, x + 0.01])
    assert np.array_equal(run(draws, known, learn_from=2020, **ask)[0], found)
    with pytest.raises(MethodError, match="too few"):
        run(x, known, **ask)
    with pytest.raises(MethodError, match="not among the years") as told:
        run(x, known, learn_from=2019, **ask)
    assert told.value.allowed == "2020, 2021"


def test_monotone_networks_never_fall() -> None:
    """Where the known scores do, they level off."""
    x = np.linspace(0, 1, 15)[:, None]
    known = np.sin(3 * x[:, 0]) * 10
    rises = np.diff(run(x, known, monotone=True))
    assert (rises >= 0).all()
    assert (np.diff(run(x, known)) < 0).any()


def test_a_logistic_output_stays_within_an_eighth_of_the_range() -> None:
    """However far a region lies from those with known scores."""
    x = np.array([[0.0], [0.3], [0.7], [1.0], [50.0], [-50.0]])
    known = np.array([10.0, 12, 16, 18, np.nan, np.nan])
    found = run(x, known, output="logistic", decay=0)
    assert (found >= 9).all()
    assert (found <= 19).all()
    assert found[:4] == pytest.approx(known[:4], abs=0.05)


def test_the_seed_matters_little_and_descent_comes_near() -> None:
    """Both lead downhill on the same error; many steps of the one come near few of the other."""
    x, scores = drawn()
    found = run(x, scores, decay=0.01)
    assert run(x, scores, decay=0.01, seed=5) == pytest.approx(found, abs=0.5)
    ask = {"decay": 0.01, "training": "gradient_descent", "rate": 0.3, "epochs": 4000}
    assert run(x, scores, **ask) == pytest.approx(found, abs=0.5)


@pytest.mark.parametrize("output", ["linear", "logistic"])
@pytest.mark.parametrize("hidden", ["logistic", "tanh"])
@pytest.mark.parametrize("outputs", [1, 2])
def test_slopes_are_those_of_the_error(hidden: str, output: str, outputs: int) -> None:
    """Against differences, as scipy takes them; the second derivatives too."""
    generator = np.random.default_rng(3)
    layers = Layers(3, 2, outputs, hidden, output)
    x, y = generator.random((7, 3)), generator.random((7, outputs))
    point = generator.normal(size=layers.parameters)
    assert check_grad(error, gradient, point, x, y, layers) < 1e-6
    if outputs == 1:
        factor = generator.normal(size=7)
        near = 1e-6 * np.eye(layers.parameters)
        slopes = [factor @ jacobian(point + sign * near, x, layers)[1][:, :, 0] for sign in (1, -1)]
        differences = (slopes[0] - slopes[1]) / 2e-6
        np.testing.assert_allclose(curvature(point, x, factor, layers), differences, atol=1e-7)


def test_parameters_find_their_places_again() -> None:
    """A vector, its parts, the vector."""
    layers = Layers(3, 2, 2)
    vector = np.arange(2.0 * layers.parameters).reshape(2, -1)
    assert np.array_equal(parameters_of(network_of(vector, layers)), vector)
    assert layers.weights.sum() == 3 * 2 + 2 * 2


def test_training_ends_where_the_error_is_least() -> None:
    """BFGS of scipy, which starts there, finds nothing lower; nor does it from the same start."""
    x, scores = drawn()
    layers = Layers(3, 3)
    how = Training(starting_parameters(np.random.default_rng(1), 2, layers), layers, decay=1e-3)
    every = np.ones((1, 40), dtype=bool)
    learned = learn(x[None], scores[None], every, np.ones((1, 3), dtype=bool), how)
    z = (x - learned.centre[0]) / learned.half[0]
    y = ((scores - learned.low[0]) / learned.unit[0])[:, None]

    def cost(point: np.ndarray) -> float:
        return float(error(point, z, y, layers) + 0.5e-3 * (point**2 * layers.weights).sum())

    def slope(point: np.ndarray) -> np.ndarray:
        return gradient(point, z, y, layers) + 1e-3 * point * layers.weights

    for start, found in zip(how.start, learned.parameters[0], strict=True):
        again = minimize(cost, found, jac=slope, method="BFGS", options={"gtol": 1e-9})
        assert cost(found) - again.fun < 1e-12
        assert cost(found) < minimize(cost, start, jac=slope, method="BFGS").fun * 1.2
    mean = np.mean([forward(one, z, layers)[1][:, 0] for one in learned.parameters[0]], axis=0)
    assert answers(learned, x[None], layers)[0] == pytest.approx(learned.low + learned.unit * mean)


@pytest.mark.parametrize(
    ("known", "what"),
    [
        ({}, "known"),
        ({"known": "nobody", "measures": {"expert": np.ones(6)}}, "no column 'nobody'"),
        ({"known": {"a": 1.0, "b": 2.0}, "regions": tuple("abcdef")}, "too few scores"),
        ({"known": "expert", "measures": {"expert": np.full(6, np.nan)}}, "too few scores"),
        ({"known": "expert", "measures": {"expert": np.full(6, 3.0)}}, "all the same"),
    ],
)
def test_what_cannot_be_learned_is_refused(known: dict[str, Any], what: str) -> None:
    """None known, too few, all alike, or a column that is not there."""
    with pytest.raises(MethodError, match=what):
        run(drawn(6)[0], known)


def test_steps_that_leap_ever_farther_are_refused() -> None:
    """Not handed on as numbers without end."""
    x, scores = drawn()
    with pytest.raises(MethodError, match="ever farther") as told:
        run(x, scores, training="gradient_descent", rate=1e3)
    assert "rate" in str(told.value.advice)


def test_steps_that_raise_the_error_are_refused_though_they_end() -> None:
    """So few steps that nothing is infinite yet."""
    x, scores = drawn()
    with pytest.raises(MethodError, match="ever farther"):
        run(x, scores, training="gradient_descent", rate=20.0, epochs=5)


@pytest.mark.parametrize(
    ("training", "units"), [("levenberg_marquardt", 10**12), ("gradient_descent", 10**4)]
)
def test_networks_too_large_for_any_computer_are_refused(training: str, units: int) -> None:
    """Before anything is drawn, with the number of units that would do."""
    x, scores = drawn()
    with pytest.raises(MethodError, match="too large to be learned") as told:
        run(x, scores, training=training, units=units)
    fits = {"levenberg_marquardt": 79, "gradient_descent": 3999}[training]
    assert f"`units: {fits}` or fewer" in str(told.value.advice)


def test_the_year_whose_scores_do_not_do_is_named() -> None:
    """Known in one year, not in the other, or all the same."""
    x = np.stack([drawn(seed=seed)[0] for seed in range(2)])
    for known, what in ((np.full(40, np.nan), "known scores: 0"), (np.full(40, 3.0), "3.0")):
        with pytest.raises(MethodError) as told:
            run(x, np.stack([drawn()[1], known]), years=(2020, 2021))
        assert told.value.where == "year 2021"
        assert str(told.value.seen).startswith(what)


def errors_of(x: np.ndarray, known: np.ndarray) -> Any:
    how = training_of(np.random.default_rng(0), x.shape[-1], {**DEFAULTS, "decay": 0.001})
    return learning_errors(lessons_of(x, EVEN, known), how)


def test_left_out_errors_tell_learning_from_noise() -> None:
    """A rule is told to regions that were left out, noise is not; leaving out one by one, by hand."""
    x, scores = drawn()
    rule = errors_of(x, scores)
    assert rule.known_scores == 40
    assert rule.left_out_share > 0.95
    assert rule.learning_error < rule.left_out_error < rule.linear_left_out_error
    noise = errors_of(x, np.random.default_rng(1).normal(size=40))
    assert noise.left_out_share < 0.1
    assert noise.learning_error < noise.left_out_error
    few, known = x[:9], scores[:9]
    missed = [run(few, np.where(np.arange(9) == one, np.nan, known))[one] - known[one] for one in range(9)]
    assert errors_of(few, known).left_out_error == pytest.approx(np.sqrt(np.mean(np.square(missed))))


TREE = {"a": {"x": None, "y": None, "z": None}, "u": None}


def scored(framework_of, expert: np.ndarray, **options: Any) -> Any:
    """Return what a recipe makes of two years in which a group is scored by a network."""
    x = np.stack([drawn(seed=seed)[0] for seed in range(2)])
    values = np.concatenate([x, np.ones((2, 40, 1)) * np.arange(40)[:, None]], axis=-1)
    codes = tuple(f"r{number:02}" for number in range(40))
    panel = panel_of("city", values, regions=codes, indicators=("x", "y", "z", "u"), years=(2020, 2021))
    nodes = {"a": {"method": "neural_network", "known": "expert", **options}}
    steps = (
        Step("normalise", "none"),
        Step("weigh", "equal"),
        Step("aggregate", "arithmetic", {"by_node": nodes, "scale": 2.0}),
        Step("rank", "by_score"),
    )
    return score_panel(panel, framework_of(TREE), Recipe(steps), measures={"expert": expert})


def test_a_recipe_tells_how_well_the_network_learned(framework_of) -> None:
    """One network for both years: its findings stand under the year that it learned from."""
    known = np.stack([drawn(seed=0)[1], np.full(40, np.nan)])
    found = scored(framework_of, known, learn_from=2020)
    told = {(one.measure, one.year): one.value for one in found.findings if one.method == "neural_network"}
    measures = {"known_scores", "learning_error", "left_out_error", "left_out_share", "linear_left_out_error"}
    assert {measure for measure, _ in told} == measures
    assert {year for _, year in told} == {2020}
    direct = errors_of(drawn(seed=0)[0], known[0])
    assert told["left_out_error", 2020] == pytest.approx(direct.left_out_error[0])
    assert not [one for one in found.repairs if one.kind == "network_learned_little"]


def test_a_recipe_warns_of_a_network_that_learned_nothing(framework_of) -> None:
    """Noise in one year, a line in the other: no better than the mean, and no better than a line."""
    x = np.stack([drawn(seed=seed)[0] for seed in range(2)])
    noise = np.random.default_rng(1).normal(size=40)
    found = scored(framework_of, np.stack([noise, x[1].sum(axis=-1)]))
    told = [one for one in found.repairs if one.kind == "network_learned_little"]
    assert ["no less than by their mean" in one.message.en for one in told] == [True, False]
    assert "linear regression" in told[1].message.en
    assert "the group below 'a', 2021" in told[1].where.en


def test_scores_of_codes_that_no_region_has_are_told(framework_of) -> None:
    """A wrong code is not passed over in silence."""
    known = {f"r{number:02}": float(number) for number in range(40)}
    found = scored(framework_of, np.zeros((2, 40)), known={**known, "r990": 3.0})
    told = [one for one in found.repairs if one.kind == "unknown_region"]
    assert ["r990" in one.message.en and "known" in one.message.en for one in told] == [True]
