"""A network with one hidden layer: what it answers, how far it errs, and the slope of the error.

Pure functions with the batch axes first. Parameters stand in one vector, so that networks can be
stepped, held or averaged; `network_of` gives them their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Network(NamedTuple):
    """Weights and biases, one hidden layer: `hidden` (…, columns, units), `output` (…, units, outputs).

    `hidden_bias` is (…, units), `output_bias` (…, outputs).
    """

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array


class Layers(NamedTuple):
    """How large a network is and how its two layers answer: see `ACTIVATIONS`."""

    columns: int
    units: int
    outputs: int = 1
    hidden: str = "logistic"
    output: str = "linear"

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        return (self.columns + 1) * self.units + (self.units + 1) * self.outputs

    @property
    def weights(self) -> NDArray[np.bool_]:
        """Which of the parameters are weights and no biases, (parameters,)."""
        kinds = Network(
            np.ones((self.columns, self.units)),
            np.zeros(self.units),
            np.ones((self.units, self.outputs)),
            np.zeros(self.outputs),
        )
        return parameters_of(kinds) > 0


class Activation(NamedTuple):
    """What a unit answers to its net input, and the slope and the bend of that, told from the answer."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    bend: Callable[[Array], Array]


ACTIVATIONS: Mapping[str, Activation] = {
    "logistic": Activation(
        lambda net: 0.5 + 0.5 * np.tanh(0.5 * net),
        lambda value: value * (1.0 - value),
        lambda value: value * (1.0 - value) * (1.0 - 2.0 * value),
    ),
    "tanh": Activation(np.tanh, lambda value: 1.0 - value**2, lambda value: -2.0 * value * (1.0 - value**2)),
    "linear": Activation(lambda net: net, np.ones_like, np.zeros_like),
}


def network_of(parameters: Array, layers: Layers) -> Network:
    """Return the parameters (…, parameters) in their places."""
    sizes = (layers.columns * layers.units, layers.units, layers.units * layers.outputs)
    hidden, hidden_bias, output, output_bias = np.split(parameters, np.cumsum(sizes), axis=-1)
    lead = parameters.shape[:-1]
    return Network(
        hidden.reshape(*lead, layers.columns, layers.units),
        hidden_bias,
        output.reshape(*lead, layers.units, layers.outputs),
        output_bias,
    )


def parameters_of(network: Network) -> Array:
    """Return the parameters of a network in one vector, (…, parameters): what `network_of` undoes."""
    lead = network.hidden_bias.shape[:-1]
    return np.concatenate([part.reshape(*lead, -1) for part in network], axis=-1)


def forward(parameters: Array, x: Array, layers: Layers) -> tuple[Array, Array]:
    """Return the answers of the hidden units (…, rows, units) and of the outputs (…, rows, outputs).

    h = g(b + Σ_j w_j x_j) of each hidden unit, f = k(c + Σ v h) of each output; `x` is (…, rows,
    columns). Sums run column by column, so that equal rows get exactly the same answer.

    >>> net = Network(np.array([[0.0]]), np.array([0.0]), np.array([[2.0]]), np.array([1.0]))
    >>> forward(parameters_of(net), np.array([[5.0]]), Layers(1, 1))
    (array([[0.5]]), array([[2.]]))
    """
    network = network_of(parameters, layers)
    hidden = ACTIVATIONS[layers.hidden].value(_net(x, network.hidden, network.hidden_bias))
    return hidden, ACTIVATIONS[layers.output].value(_net(hidden, network.output, network.output_bias))


def _net(values: Array, weights: Array, bias: Array) -> Array:
    total = bias[..., None, :]
    for place in range(values.shape[-1]):
        total = total + values[..., place, None] * weights[..., None, place, :]
    return total


def jacobian(parameters: Array, x: Array, layers: Layers) -> tuple[Array, Array]:
    """Return the outputs (…, rows, outputs) and their slopes (…, rows, outputs, parameters).

    The chain rule from the outputs back to the inputs: ∂f/∂v = k' h, ∂f/∂w_j = k' v g' x_j.
    """
    network = network_of(parameters, layers)
    hidden, found = forward(parameters, x, layers)
    steep = ACTIVATIONS[layers.output].slope(found)
    back = steep[..., :, None] * np.swapaxes(network.output, -1, -2)[..., None, :, :]
    back = back * ACTIVATIONS[layers.hidden].slope(hidden)[..., None, :]
    own = np.eye(layers.outputs)
    of_hidden = x[..., :, None, :, None] * back[..., None, :]
    of_output = (steep[..., None] * own)[..., None, :] * hidden[..., :, None, :, None]
    parts = (
        of_hidden.reshape(*of_hidden.shape[:-2], -1),
        back,
        of_output.reshape(*of_output.shape[:-2], -1),
        steep[..., None] * own,
    )
    return found, np.concatenate(parts, axis=-1)


def error(parameters: Array, x: Array, y: Array, layers: Layers) -> Array:
    """Return half the sum of squares of the outputs' errors, mean over the rows, (…)."""
    _, found = forward(parameters, x, layers)
    return np.asarray(0.5 * ((found - y) ** 2).sum(axis=-1).mean(axis=-1))


def gradient(parameters: Array, x: Array, y: Array, layers: Layers) -> Array:
    """Return the slope of `error` in every parameter, (…, parameters); `y` is (…, rows, outputs).

    Source: Rumelhart, Hinton and Williams 1986, Nature 323: 533-536.
    """
    found, slopes = jacobian(parameters, x, layers)
    return np.asarray(((found - y)[..., None] * slopes).sum(axis=-2).mean(axis=-2))


def curvature(parameters: Array, x: Array, factor: Array, layers: Layers) -> Array:
    """Return Σ factor · ∂²f over the rows, (…, parameters, parameters), of networks with one output.

    With ã the output's net input and x̃ the columns and a 1: ∂²f = k" ∂ã ∂ã' + k' ∂²ã, where ∂²ã is
    v g" x̃ x̃' within a hidden unit, g' x̃ between the unit and its v, 0 elsewhere. `factor` is (…, rows).
    """
    network = network_of(parameters, layers)
    hidden, found = forward(parameters, x, layers)
    inner, outer = ACTIVATIONS[layers.hidden], ACTIVATIONS[layers.output]
    whole = np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)
    steep = factor * outer.slope(found)[..., 0]
    mixed = np.swapaxes(whole, -1, -2) @ (steep[..., None] * inner.slope(hidden))
    bends = steep[..., None] * inner.bend(hidden) * network.output[..., None, :, 0]
    total = np.zeros((*parameters.shape, layers.parameters))
    first = (layers.columns + 1) * layers.units
    for unit in range(layers.units):
        own, other = slice(unit, first, layers.units), first + unit
        total[..., own, own] = np.swapaxes(whole * bends[..., unit, None], -1, -2) @ whole
        total[..., own, other] = total[..., other, own] = mixed[..., unit]
    if layers.output != "linear":
        net = layers._replace(output="linear")
        slope = jacobian(parameters, x, net)[1][..., 0, :]
        again = factor * outer.bend(found)[..., 0]
        total += np.swapaxes(slope * again[..., None], -1, -2) @ slope
    return total


def descend(
    parameters: Array, velocity: Array, slope: Array, *, rate: float, momentum: float = 0.0
) -> tuple[Array, Array]:
    """Return the parameters after one step of gradient descent, and that step.

    The step is momentum · the last step - rate · slope.

    >>> descend(np.array([1.0]), np.array([0.1]), np.array([0.5]), rate=0.1, momentum=0.5)
    (array([1.]), array([0.]))
    """
    step = momentum * velocity - rate * slope
    return parameters + step, step
