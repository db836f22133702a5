"""Networks that learn known scores: many tables and many starts side by side, none knowing of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.perceptron import Layers, curvature, descend, forward, jacobian
from zhishu.weigh.fitted.descent import Curve, Derivatives, least
from zhishu.weigh.shares import live_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

NEWTON, DESCENT = "levenberg_marquardt", "gradient_descent"
_INNER = (0.1, 0.9)
"""Where the lowest and the highest known score lie for a logistic output, which reaches neither 0 nor 1."""
_FIRST_ROUNDS, _ROUNDS = 20, 300
_CELLS = 1 << 21
"""Rows times parameters that are held at once: 16 megabytes of doubles."""


class Training(NamedTuple):
    """How networks learn: where they start (networks, parameters), and the options of `neural_network`."""

    start: Array
    layers: Layers
    decay: float = 0.01
    monotone: bool = False
    training: str = NEWTON
    rate: float = 0.1
    momentum: float = 0.9
    epochs: int = 1000


class Learned(NamedTuple):
    """Networks (tables, networks, parameters) with the scale of what they take and give.

    `centre` and `half` (tables, columns) bring the columns to [-1, 1], `half` 0 for a column that takes no
    part; `low` and `unit` (tables,) bring the networks' answers back to scores.
    """

    parameters: Array
    centre: Array
    half: Array
    low: Array
    unit: Array


def starting_parameters(generator: np.random.Generator, networks: int, layers: Layers) -> Array:
    """Return numbers to start from, (networks, parameters): even on ±1, of a column's weights ±2/√columns."""
    found = generator.uniform(-1.0, 1.0, (networks, layers.parameters))
    found[:, : layers.columns * layers.units] *= 2.0 / np.sqrt(layers.columns)
    return found


def learn(x: Array, y: Array, counted: Flags, takes_part: Flags, how: Training) -> Learned:
    """Return networks that answer y where rows of x are `counted`, one for each table and start.

    x is (tables, rows, columns), y and `counted` (tables, rows), `takes_part` (tables, columns). Columns
    are brought to [-1, 1] by the lowest and highest value of the counted rows, and y likewise (to 0.1 and
    0.9 for a logistic output). Rows that do not count tell nothing, not even their place in the table.

    Least is ½ mean (f - y)² + ½ decay Σ w² over the weights w, biases left out.
    """
    rows = counted[..., None]
    low, high = np.where(rows, x, np.inf).min(axis=-2), np.where(rows, x, -np.inf).max(axis=-2)
    half = np.where(takes_part & live_between(low, high), high / 2.0 - low / 2.0, 0.0)
    centre = low / 2.0 + high / 2.0
    least_y, most_y = np.where(counted, y, np.inf).min(axis=-1), np.where(counted, y, -np.inf).max(axis=-1)
    first, last = _INNER if how.layers.output == "logistic" else (-1.0, 1.0)
    unit = np.where(most_y > least_y, most_y - least_y, 1.0) / (last - first)
    base = least_y - first * unit
    wanted = np.where(counted, y - base[..., None], 0.0) / unit[..., None]
    share = counted / counted.sum(axis=-1, keepdims=True)
    lesson = _Lesson(_within(x, centre, half), wanted, share, how)
    parameters = lesson.by_newton() if how.training == NEWTON else lesson.by_descent()
    return Learned(parameters, centre, half, base, unit)


def answers(learned: Learned, x: Array, layers: Layers) -> Array:
    """Return the mean answer of the networks of each table to its rows, (tables, rows)."""
    table = _within(x, learned.centre, learned.half)
    total = np.zeros(x.shape[:-1])
    for network in range(learned.parameters.shape[1]):
        _, found = forward(learned.parameters[:, network], table, layers)
        total += found[..., 0]
    mean = total / learned.parameters.shape[1]
    return np.asarray(learned.low[:, None] + learned.unit[:, None] * mean)


def left_out_answers(  # noqa: PLR0913, PLR0917 - what `learn` takes, and the parts
    x: Array, y: Array, counted: Flags, takes_part: Flags, how: Training, folds: int = 10
) -> tuple[Array, Array]:
    """Return what networks and lines answer to rows that they did not learn, each (tables, rows).

    The counted rows are dealt out to so many folds one by one as they stand, or to as many as there are;
    each fold is answered by networks that learned from the others, and by the linear function that is
    nearest to these. NaN for rows that do not count. Rows in the order of y make folds alike.
    """
    deal = np.cumsum(counted, axis=-1) - 1
    parts = np.minimum(folds, counted.sum(axis=-1))
    fold = np.where(counted, deal % parts[:, None], -1)[:, None]
    trials = int(parts.max())
    kept = (counted[:, None] & (fold != np.arange(trials)[:, None])).reshape(-1, x.shape[1])
    columns, wanted = np.repeat(x, trials, axis=0), np.repeat(y, trials, axis=0)
    learned = learn(columns, wanted, kept, np.repeat(takes_part, trials, axis=0), how)
    found = []
    for answered in (answers(learned, columns, how.layers), _lines(learned, columns, wanted, kept)):
        own = np.take_along_axis(answered.reshape(len(x), trials, -1), np.maximum(fold, 0), axis=1)[:, 0]
        found.append(np.where(counted, own, np.nan))
    return found[0], found[1]


def _lines(learned: Learned, x: Array, y: Array, counted: Flags) -> Array:
    """Return what a linear function of the columns by least squares answers, (tables, rows)."""
    table = np.concatenate([np.ones((*x.shape[:-1], 1)), _within(x, learned.centre, learned.half)], axis=-1)
    wanted = np.where(counted, y, 0.0)[..., None]
    slopes = np.linalg.pinv(np.where(counted[..., None], table, 0.0)) @ wanted
    return np.asarray((table @ slopes)[..., 0])


def _within(x: Array, centre: Array, half: Array) -> Array:
    """Return columns brought to [-1, 1], 0 where they take no part."""
    lags = x - centre[..., None, :]
    wide = np.broadcast_to(half[..., None, :], x.shape)
    return np.divide(lags, wide, out=np.zeros_like(lags), where=wide > 0)


class _Lesson(NamedTuple):
    """What is learned: x (tables, rows, columns), y and the share of each row in the error (tables, rows)."""

    x: Array
    y: Array
    share: Array
    how: Training

    @property
    def networks(self) -> int:
        return len(self.how.start)

    @property
    def lowest(self) -> Array:
        """The limit of each parameter: 0 for the weights of networks that must rise, else none."""
        return np.where(self.how.layers.weights & self.how.monotone, 0.0, -np.inf)

    def started(self) -> Array:
        """Return the parameters from which each table's networks begin, (tables · networks, parameters)."""
        start = np.where(np.isfinite(self.lowest), np.abs(self.how.start), self.how.start)
        return np.tile(start, (len(self.x), 1))

    def by_newton(self) -> Array:
        """Return what damped steps come to: Gauss and Newton's at first, then Newton's, which end sooner.

        Newton's alone may leap onto a plateau, for far from the end the second derivatives mislead.
        """
        start = self.started()
        live = np.ones(start.shape, dtype=bool)
        parts = self._parts(len(start))
        for order, rounds in ((1, _FIRST_ROUNDS), (2, _ROUNDS)):
            for part in parts:
                curve = self._curve(part.start, order)
                start[part] = least(curve, start[part], live[part], lowest=self.lowest, rounds=rounds)
        return start.reshape(len(self.x), self.networks, -1)

    def by_descent(self) -> Array:
        """Return what so many steps of gradient descent come to."""
        start = self.started()
        found = np.concatenate([self._descended(part, start[part]) for part in self._parts(len(start))])
        if not (self._values(found) <= self._values(start)).all():
            raise MethodError(
                "gradient descent leaps ever farther from what it should learn",
                seen=f"rate {self.how.rate:g}, momentum {self.how.momentum:g}",
                allowed="steps small enough to lower the error",
                advice=f"lower the `rate`, or take `training: {NEWTON}`",
            )
        return found.reshape(len(self.x), self.networks, -1)

    def _values(self, points: Array) -> Array:
        """Return what is to be least at the parameters of every network, (tables · networks,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.concatenate(
                [
                    self.value(np.arange(part.start, part.stop), points[part])
                    for part in self._parts(len(points))
                ]
            )

    def _descended(self, part: slice, start: Array) -> Array:
        places = np.arange(part.start, part.stop)
        here, velocity = start, np.zeros_like(start)
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(self.how.epochs):
                slope = self.derivatives(places, here, order=0).gradient
                here, velocity = descend(
                    here, velocity, slope, rate=self.how.rate, momentum=self.how.momentum
                )
                here = np.maximum(here, self.lowest)
        return here

    def _parts(self, count: int) -> list[slice]:
        size = max(1, _CELLS // (self.x.shape[1] * self.how.layers.parameters))
        return [slice(first, min(first + size, count)) for first in range(0, count, size)]

    def _curve(self, first: int, order: int) -> Curve:
        return Curve(
            lambda places, points: self.value(places + first, points),
            lambda places, points: self.derivatives(places + first, points, order),
        )

    def value(self, places: Places, points: Array) -> Array:
        """Return what is to be least, (problems,)."""
        table = places // self.networks
        _, found = forward(points, self.x[table], self.how.layers)
        squares = (self.share[table] * (found[..., 0] - self.y[table]) ** 2).sum(axis=-1)
        return np.asarray(0.5 * squares + 0.5 * ((self._decay * points) * points).sum(axis=-1))

    def derivatives(self, places: Places, points: Array, order: int) -> Derivatives:
        """Return value and slope; of order 1 Gauss and Newton's second derivatives too, of order 2 all."""
        table = places // self.networks
        found, slopes = jacobian(points, self.x[table], self.how.layers)
        off, slope, share = found[..., 0] - self.y[table], slopes[..., 0, :], self.share[table]
        value = 0.5 * (share * off**2).sum(axis=-1) + 0.5 * ((self._decay * points) * points).sum(axis=-1)
        weighed = share[..., None] * slope
        downhill = (weighed * off[..., None]).sum(axis=-2) + self._decay * points
        if order == 0:
            return Derivatives(value, downhill, downhill[..., None])
        bent = np.swapaxes(weighed, -1, -2) @ slope + self._decay * np.eye(points.shape[-1])
        if order > 1:
            bent += curvature(points, self.x[table], share * off, self.how.layers)
        return Derivatives(value, downhill, bent)

    @property
    def _decay(self) -> Array:
        return np.where(self.how.layers.weights, self.how.decay, 0.0)
