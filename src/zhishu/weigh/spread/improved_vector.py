"""The improved vector method (改进向量法), in the four readings of its published description.

The description says that the Euclidean distance measures how similar a sample's vector and the
"optimal vector" are, and gives no formula of the weights. Every implementation is a reading, and
the registry's note says so wherever the name is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.moments import mean_over_regions
from zhishu.weigh.shares import live_between, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


def improved_vector(x: NDArray[np.float64], *, reading: str = "distance") -> NDArray[np.float64]:
    """Return the weights of one sibling group, shape (…, columns), from its columns (…, regions, columns).

    With b_j = max_i x_ij (the optimal vector) and D_j = sqrt(Σ_i (b_j - x_ij)²), a weight is, before
    it is divided by the sum over the group,

    - `distance`: D_j;  `closeness`: 1 - D_j / √n;  `ideal_point`: 1 / D_j²;
    - `angle`: arccos(Σ_i x_ij / (√n ‖x_j‖)), the angle to the diagonal.

    NaN: D_j is the root mean square over the regions that have a value (times √n). A constant column,
    zero or not, weighs 0; if all are constant they weigh the same; a group of one weighs 1; two regions
    give equal weights in the first three readings. Ties and negative values are harmless, except that
    `closeness` needs columns whose spread is at most 1 and raises a MethodError otherwise.

    Sources: `distance` and `closeness` read the index report, 2023 edition, section 1.3;
    `ideal_point` Ma, Fan and Huang 1999, EJOR 112(2); `angle` Shuai et al. 2012.

    >>> x = np.array([[1.0, 0.4, 1.0], [0.6, 1.0, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0.0], [0.0, 0.0, 0.25]])
    >>> improved_vector(x).round(6)
    array([0.325492, 0.37125 , 0.303259])
    """
    if reading not in READINGS:
        raise MethodError("unknown reading", seen=reading, allowed=", ".join(READINGS))
    low, high = np.fmin.reduce(x, axis=-2), np.fmax.reduce(x, axis=-2)
    live = live_between(low, high)
    with np.errstate(over="ignore"):  # an infinite square is refused where the squares are summed
        importance = READINGS[reading](x, high, live)
    return shares(importance, live)


def _distance(x: NDArray[np.float64], best: NDArray[np.float64], _: NDArray[np.bool_]) -> NDArray[np.float64]:
    return _root_mean_square_gap(x, best)


def _closeness(
    x: NDArray[np.float64], best: NDArray[np.float64], live: NDArray[np.bool_]
) -> NDArray[np.float64]:
    closeness = 1.0 - _root_mean_square_gap(x, best)
    if (live & (closeness <= 0)).any():
        raise MethodError(
            "the closeness of a column to the optimal vector is not above 0",
            seen=f"spread of {float(np.nanmax(np.fmax.reduce(x, axis=-2) - np.fmin.reduce(x, axis=-2)))}",
            allowed="columns whose values lie within a span of 1",
            advice="normalise to [0, 1] and set `scale` in the aggregate step, or choose another reading",
        )
    return closeness


def _ideal_point(
    x: NDArray[np.float64], best: NDArray[np.float64], live: NDArray[np.bool_]
) -> NDArray[np.float64]:
    return np.where(live, _root_mean_square_gap(x, best), 1.0) ** -2.0


def _angle(
    x: NDArray[np.float64], _best: NDArray[np.float64], _live: NDArray[np.bool_]
) -> NDArray[np.float64]:
    # The tangent of the angle is standard deviation over mean: arccos would lose half of the digits
    # of a small angle, arctan2 loses none.
    mean = mean_over_regions(x)
    deviation = np.sqrt(mean_over_regions((x - mean[..., None, :]) ** 2))
    return np.arctan2(deviation, mean)


READINGS: Mapping[
    str,
    Callable[[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]], NDArray[np.float64]],
] = {
    "distance": _distance,
    "closeness": _closeness,
    "ideal_point": _ideal_point,
    "angle": _angle,
}


def _root_mean_square_gap(x: NDArray[np.float64], best: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return D_j / √n: how far a column lies from its optimal value; √n cancels in every weight."""
    gap: NDArray[np.float64] = best[..., None, :] - x
    np.square(gap, out=gap)
    return np.sqrt(mean_over_regions(gap))
