"""Networks that learn known scores against scikit-learn from the same start, and against scipy."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import check_grad, minimize
from sklearn.neural_network import MLPRegressor

from zhishu.score.aggregators.judged.learning import Learned, Training, answers, learn, starting_parameters
from zhishu.score.aggregators.judged.perceptron import (
    Layers,
    curvature,
    error,
    forward,
    gradient,
    jacobian,
    network_of,
)

SEEDS = pytest.mark.parametrize("seed", range(5))
SKLEARN, SCIPY = program("scikit-learn"), program("scipy")
REGIONS, COLUMNS, UNITS = 25, 4, 3
EVERY = np.ones((1, REGIONS), dtype=bool), np.ones((1, COLUMNS), dtype=bool)


def agreed(against: str, what: str, tolerance: float) -> None:
    source = "random data, 25 × 4, five seeds"
    record(Agreement("aggregate", "neural_network", against, source, what, tolerance, holds=True))


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return columns and scores from -1 to 1 exactly, so that neither program scales them."""
    generator = np.random.default_rng(seed)
    x = generator.random((REGIONS, COLUMNS))
    y = x[:, 0] * x[:, 1] + x[:, 2] + 0.1 * generator.random(REGIONS)
    return tuple(2 * (one - one.min(axis=0)) / (one.max(axis=0) - one.min(axis=0)) - 1 for one in (x, y))


def ours(seed: int, activation: str, **options: object) -> tuple[Learned, Training]:
    x, y = drawn(seed)
    layers = Layers(COLUMNS, UNITS, hidden=activation)
    start = starting_parameters(np.random.default_rng(seed), 1, layers)
    how = Training(start, layers, **options)
    learned = learn(x[None], y[None], EVERY[0], EVERY[1], how)
    return learned, how


def theirs(point: np.ndarray, layers: Layers, seed: int, **options: object) -> MLPRegressor:
    """Return their network after training that starts from the parameters given."""
    x, y = drawn(seed)
    peer = MLPRegressor(
        hidden_layer_sizes=(UNITS,),
        activation=layers.hidden,
        batch_size=REGIONS,
        shuffle=False,
        warm_start=True,
        n_iter_no_change=10**6,
        **options,
    )
    steps = options["max_iter"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not settled is what is asked
        peer.set_params(max_iter=1).fit(x, y)
        parts = network_of(point, layers)
        peer.coefs_ = [parts.hidden.copy(), parts.output.copy()]
        peer.intercepts_ = [parts.hidden_bias.copy(), parts.output_bias.copy()]
        return peer.set_params(max_iter=steps).fit(x, y)


@SEEDS
@pytest.mark.parametrize("activation", ["logistic", "tanh"])
def test_gradient_descent_step_by_step(seed: int, activation: str) -> None:
    """All rows at once, momentum, weight decay: 300 steps from the same start end in the same weights."""
    asked = {"rate": 0.2, "momentum": 0.8, "decay": 0.02}
    learned, how = ours(seed, activation, training="gradient_descent", epochs=300, **asked)
    peer = theirs(
        how.start[0],
        how.layers,
        seed,
        solver="sgd",
        alpha=0.02 * REGIONS,
        learning_rate_init=0.2,
        momentum=0.8,
        nesterovs_momentum=False,
        max_iter=300,
        tol=0.0,
    )
    found = network_of(learned.parameters[0, 0], how.layers)
    assert found.hidden == pytest.approx(peer.coefs_[0], abs=1e-10)
    assert found.output == pytest.approx(peer.coefs_[1], abs=1e-10)
    assert found.hidden_bias == pytest.approx(peer.intercepts_[0], abs=1e-10)
    assert found.output_bias == pytest.approx(peer.intercepts_[1], abs=1e-10)
    x, _ = drawn(seed)
    assert answers(learned, x[None], how.layers)[0] == pytest.approx(peer.predict(x), abs=1e-10)
    what = "MLPRegressor, sgd on all rows, momentum, alpha = decay · regions: weights, biases, answers after 300 steps"
    agreed(SKLEARN, what, 1e-10)


@SEEDS
def test_the_least_error(seed: int) -> None:
    """Their L-BFGS, started where ours ended, finds nothing lower and answers the same."""
    learned, how = ours(seed, "logistic", decay=0.002)
    x, _ = drawn(seed)
    peer = theirs(
        learned.parameters[0, 0],
        how.layers,
        seed,
        solver="lbfgs",
        alpha=0.002 * REGIONS,
        max_iter=500,
        tol=1e-13,
        max_fun=10**5,
    )
    assert answers(learned, x[None], how.layers)[0] == pytest.approx(peer.predict(x), abs=1e-6)
    agreed(SKLEARN, "MLPRegressor, L-BFGS started where ours ended: answers at the least error", 1e-6)


@SEEDS
def test_slopes_and_the_least_error_of_scipy(seed: int) -> None:
    """Differences of the error for its slope; BFGS from where ours ended lowers nothing."""
    x, y = drawn(seed)
    learned, how = ours(seed, "logistic", decay=0.002)
    wanted, decay = y[:, None], 0.002 * how.layers.weights
    assert check_grad(error, gradient, how.start[0], x, wanted, how.layers) < 1e-6
    found = learned.parameters[0, 0]

    def cost(point: np.ndarray) -> float:
        return float(error(point, x, wanted, how.layers) + 0.5 * (decay * point**2).sum())

    def slope(point: np.ndarray) -> np.ndarray:
        return gradient(point, x, wanted, how.layers) + decay * point

    best = minimize(cost, found, jac=slope, method="BFGS", options={"gtol": 1e-10})
    assert cost(found) == pytest.approx(best.fun, abs=1e-13)
    agreed(SCIPY, "check_grad: slope of the error; BFGS started where ours ended lowers nothing", 1e-6)


def test_answers_and_second_derivatives_of_nnet() -> None:
    """Its weights stand unit by unit, bias first; its error has no half and no mean."""
    found = recorded("networks_nnet")
    layers = Layers(3, 2)
    place = network_of(np.arange(layers.parameters), layers)
    hidden = [[place.hidden_bias[unit], *place.hidden[:, unit]] for unit in range(2)]
    order = np.concatenate([*hidden, place.output_bias, place.output[:, 0]]).astype(int)
    for case in found.cases:
        layers = Layers(3, 2, output="linear" if case["linear"] else "logistic")
        x, y = np.array(case["x"]), np.array(case["y"])[:, None]
        point = np.empty(layers.parameters)
        point[order] = case["weights"]
        told, slopes = jacobian(point, x, layers)
        assert forward(point, x, layers)[1][:, 0] == pytest.approx(case["answers"], abs=1e-13)
        assert 2 * len(x) * error(point, x, y, layers) == pytest.approx(case["value"], rel=1e-13)
        bent = slopes[:, 0].T @ slopes[:, 0] + curvature(point, x, (told - y)[:, 0], layers)
        assert 2 * bent[np.ix_(order, order)] == pytest.approx(np.array(case["hessian"]), rel=1e-9, abs=1e-11)
    source = "random weights and data, 20 × 3, five seeds, linear and logistic output"
    what = "answers, error and second derivatives (nnetHess) at given weights"
    record(Agreement("aggregate", "neural_network", found.program, source, what, 1e-9, holds=True))
