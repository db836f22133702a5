"""Why scores change between two years: parts that add up, or multiply, to the whole change exactly.

Columns are (…, years, regions, columns), weights (…, years, columns); what comes out has one entry for
each pair of successive years, (…, years - 1, regions, columns).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_NEAR = 1e-4
"""Numbers whose difference is a smaller part of their sum have a logarithmic mean by its series."""


class Parts(NamedTuple):
    """What each column's values and weight contribute to a change, (…, years - 1, regions, columns)."""

    of_values: Array
    of_weights: Array


class GeometricParts(NamedTuple):
    """The same in logarithms, and what the change of the benchmark's values contributes."""

    of_values: Array
    of_benchmark: Array
    of_weights: Array


class FrontierParts(NamedTuple):
    """Change against one frontier, catching up and the frontier's shift, each (…, years - 1, regions)."""

    change: Array
    catching_up: Array
    frontier_shift: Array


def arithmetic_parts(x: Array, weights: Array) -> Parts:
    """Return the parts of the change of Σ w x: they add up to it.

    With w, v the weights and x, y the values of two years: ½ (w + v) (y - x) is of values, ½ (v - w)
    (x + y) of weights. The two years count alike, so turning them round turns the signs round.

    Source: Bennet 1920, Journal of the Royal Statistical Society 83(3): 455-462 (values and prices).

    >>> x, weights = np.array([[[2.0, 4.0]], [[4.0, 4.0]]]), np.array([[0.5, 0.5], [0.75, 0.25]])
    >>> arithmetic_parts(x, weights)
    Parts(of_values=array([[[1.25, 0.  ]]]), of_weights=array([[[ 0.75, -1.  ]]]))
    """
    weights = _shared(weights, x)
    return Parts(_centre(weights) * _rise(x), _rise(weights) * _centre(x))


def geometric_parts(x: Array, weights: Array, benchmark: Array | None = None) -> GeometricParts:
    """Return the parts of the change of ln Π (x / b)^w: they add up to it, and so multiply in exponents.

    As `arithmetic_parts`, over logarithms: ½ (w + v) ln (y / x) is of values; less ½ (w + v) ln (c / b)
    is of the benchmark, b and c its values in the two years; ½ (v - w) ln (x y / (b c)) of weights.
    `weights` may be those of each region, (…, years, regions, columns). Without a `benchmark` (…,
    years, columns) it is 1 throughout. Values must be above 0.

    Source: Van Puyenbroeck and Rogge 2017, European Journal of Operational Research 256(3): 1004-1014.

    >>> x, weights = np.array([[[1.0, 1.0]], [[4.0, 1.0]]]), np.array([[0.5, 0.5], [0.5, 0.5]])
    >>> np.exp(geometric_parts(x, weights, x[:, 0]).of_values).prod(axis=-1)
    array([[2.]])
    """
    logs, weights = np.log(x), _shared(weights, x)
    fixed = np.zeros_like(logs[..., :1, :]) if benchmark is None else np.log(benchmark)[..., None, :]
    held = _centre(weights)
    own = _rise(logs)
    moved = np.broadcast_to(_rise(fixed), own.shape)
    return GeometricParts(held * own, -held * moved, _rise(weights) * _centre(logs - fixed))


def frontier_parts(own: Array, fixed: Array) -> FrontierParts:
    """Return how far regions came, from scores (…, years, regions) against each year's frontier and one.

    change is the ratio of the scores against the `fixed` frontier, that of all years; catching up the
    ratio of those against each year's `own`; the shift of the frontier is what the one has beyond the
    other. So change = catching_up × frontier_shift, and changes of successive years multiply to that of
    all. NaN where a score is 0.

    Source: Pastor and Lovell 2005, Economics Letters 88(2): 266-271 (global Malmquist index); for a
    benefit of the doubt: Cherchye, Lovell, Moesen and Van Puyenbroeck 2007, European Economic Review
    51(3): 749-779 (catching up and progress of the benchmarks).

    >>> frontier_parts(np.array([[0.5], [0.4]]), np.array([[0.25], [0.4]]))
    FrontierParts(change=array([[1.6]]), catching_up=array([[0.8]]), frontier_shift=array([[2.]]))
    """
    change, catching_up = _ratio(fixed), _ratio(own)
    return FrontierParts(change, catching_up, change / catching_up)


def logarithmic_mean(a: Array, b: Array) -> Array:
    """Return (a - b) / (ln a - ln b) of numbers above 0, a where both are equal; NaN for others.

    >>> logarithmic_mean(np.array([np.e, 2.0]), np.array([1.0, 2.0])).round(4)
    array([1.7183, 2.    ])
    """
    defined = (a > 0) & (b > 0)
    a, b = np.where(defined, a, 1.0), np.where(defined, b, 1.0)
    part = (a - b) / (a + b)
    far = np.abs(part) > _NEAR
    safe = np.where(far, part, 0.5)
    shrink = np.where(far, safe / np.arctanh(safe), 1.0 - part**2 / 3.0)
    return np.where(defined, (a + b) / 2.0 * shrink, np.nan)


def _ratio(scores: Array) -> Array:
    early, late = scores[..., :-1, :], scores[..., 1:, :]
    found: Array = np.divide(late, early, out=np.full(late.shape, np.nan), where=(early > 0) & (late > 0))
    return found


def _shared(weights: Array, x: Array) -> Array:
    """Return weights that broadcast to (…, years, regions, columns)."""
    return weights if weights.ndim == x.ndim else weights[..., None, :]


def _rise(values: Array) -> Array:
    return values[..., 1:, :, :] - values[..., :-1, :, :]


def _centre(values: Array) -> Array:
    return (values[..., 1:, :, :] + values[..., :-1, :, :]) / 2.0
