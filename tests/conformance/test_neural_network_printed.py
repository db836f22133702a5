"""The steps of backpropagation as they are printed, on the functions by which networks learn here."""

from __future__ import annotations

import numpy as np
import pytest
from record import MANUAL, Agreement, record

from zhishu.score.aggregators.judged.perceptron import (
    Layers,
    Network,
    descend,
    error,
    forward,
    gradient,
    network_of,
    parameters_of,
)

MAZUR = (
    "Mazur (2015), A Step by Step Backpropagation Example, as vortune/actual-number-backpropagation has it"
)
HELD = "biases are not learned there"


def agreed(source: str, what: str, half: float, *, holds: bool = True, note: str = "") -> None:
    record(Agreement("aggregate", "neural_network", MANUAL, source, what, half, holds, note))


TWO = Layers(2, 2, 2, output="logistic")
START = parameters_of(
    Network(
        np.array([[0.15, 0.25], [0.20, 0.30]]),
        np.array([0.35, 0.35]),
        np.array([[0.40, 0.50], [0.45, 0.55]]),
        np.array([0.60, 0.60]),
    )
)
X, Y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def step(point: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return the parameters after one step at rate 0.5 of those that are not held."""
    slope = np.where(held, 0.0, gradient(point, X, Y, TWO))
    return descend(point, np.zeros_like(point), slope, rate=0.5)[0]


def test_mazur_forward_pass_and_first_step() -> None:
    """Two inputs, two hidden units, two outputs: answers, total error, and all eight weights after a step."""
    hidden, found = forward(START, X, TWO)
    assert hidden[0].round(9).tolist() == [0.593269992, 0.596884378]
    assert found[0].round(9).tolist() == [0.751365070, 0.772928465]
    assert round(float(error(START, X, Y, TWO)), 9) == 0.298371109
    agreed(MAZUR, "hidden units, outputs, total error before the first step", 5e-10)
    slopes = network_of(gradient(START, X, Y, TWO), TWO)
    assert round(float(slopes.output[0, 0]), 9) == 0.082167041
    assert round(float(slopes.hidden[0, 0]), 9) == 0.000438568
    after = network_of(step(START, ~TWO.weights), TWO)
    assert after.output.T.round(9).tolist() == [[0.358916480, 0.408666186], [0.511301270, 0.561370121]]
    assert after.hidden.T.round(8).tolist() == [[0.14978072, 0.19956143], [0.24975114, 0.29950229]]
    agreed(MAZUR, "two slopes, eight weights after one step at rate 0.5", 5e-9, note=HELD)


def test_mazur_ten_thousand_steps() -> None:
    """What is printed of the errors afterwards comes of steps in which the outputs' weights go first."""
    point = START
    for place in range(10_000):
        point = step(point, ~TWO.weights)
        if place == 0:
            assert error(point, X, Y, TWO) == pytest.approx(0.291027924, abs=2e-7)
            assert round(float(error(point, X, Y, TWO)), 9) != 0.291027924
    assert round(float(error(point, X, Y, TWO)), 9) != 0.000035085
    assert forward(point, X, TWO)[1][0].round(4).tolist() == [0.0159, 0.9841]
    one, last = _outputs_first(1), _outputs_first(10_000)
    assert round(float(error(one, X, Y, TWO)), 9) == 0.291027924
    assert round(float(error(last, X, Y, TWO)), 9) == 0.000035085
    assert forward(last, X, TWO)[1][0].round(9).tolist() == [0.015912196, 0.984065734]
    note = (
        "ours 0.291027774 and 0.000035102: the page says that the slopes of hidden weights take the outputs' "
        "weights as they were, and prints eight weights that do; its errors after 1 and 10,000 steps come of "
        "steps that take them as they have just become, which gives its digits exactly"
    )
    agreed(MAZUR, "errors after 1 and 10,000 steps", 0.0, holds=False, note=note)


def _outputs_first(steps: int) -> np.ndarray:
    """Return the parameters after steps whose hidden slopes take the new weights of the outputs."""
    point = START
    for _ in range(steps):
        network = network_of(point, TWO)
        hidden, found = forward(point, X, TWO)
        back = (found - Y) * found * (1 - found)
        output = network_of(step(point, ~TWO.weights), TWO).output
        inner = (back @ output.T) * hidden * (1 - hidden)
        point = parameters_of(network._replace(hidden=network.hidden - 0.5 * X.T @ inner, output=output))
    return point


def test_three_inputs_of_an_appendix() -> None:
    """The well-known network with weights w14 to w56, target 1, rate 0.9, biases learned."""
    layers = Layers(3, 2, output="logistic")
    start = parameters_of(
        Network(
            np.array([[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]]),
            np.array([-0.4, 0.2]),
            np.array([[-0.3], [-0.2]]),
            np.array([0.1]),
        )
    )
    x, y = np.array([[1.0, 0.0, 1.0]]), np.array([[1.0]])
    hidden, found = forward(start, x, layers)
    assert hidden[0].round(3).tolist() == [0.332, 0.525]
    assert found[0].round(3).tolist() == [0.474]
    slope = gradient(start, x, y, layers)
    errors = network_of(-slope, layers)
    assert errors.output_bias == pytest.approx([0.1311], abs=1e-4)  # theirs from an answer of three decimals
    assert errors.hidden_bias.round(4).tolist() == [-0.0087, -0.0065]
    after = network_of(descend(start, np.zeros_like(start), slope, rate=0.9)[0], layers)
    assert after.output[:, 0].round(3).tolist() == [-0.261, -0.138]
    assert after.hidden.round(3).tolist() == [[0.192, -0.306], [0.4, 0.1], [-0.508, 0.194]]
    assert after.hidden_bias.round(3).tolist() == [-0.408, 0.194]
    assert after.output_bias.round(3).tolist() == [0.218]
    source = "lecture notes (November 2011), Appendix B: An Example of Back-propagation Algorithm"
    agreed(source, "answers, errors of the units, eleven weights and biases after one step at rate 0.9", 5e-4)
