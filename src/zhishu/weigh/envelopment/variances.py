"""Benefit of the doubt with weights about as far apart as the variances of the columns are.

Each column has an interval of its variance; the ratio of two weights then stays within what the two
intervals allow: low_i / high_j ≤ w_i / w_j ≤ high_i / low_j for every pair. This says just that there is
a t > 0 with low_i t ≤ w_i ≤ high_i t for all i: the right side is w_i / high_i ≤ w_j / low_j for every
pair, so the largest w_i / high_i is at most the least w_j / low_j, and any t between the two will do; the
other way round it follows by dividing. A score does not change with t, so t may be 1 and the weights
have bounds, column by column.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.corners import Programmes, all_levels
from zhishu.weigh.envelopment.frontier import scaled_tables
from zhishu.weigh.envelopment.ratio import largest_ratio
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.weigh.envelopment.frontier import Tables

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_LEAST = 2


def variance_interval(x: Array, *, confidence: float = 0.95) -> tuple[Array, Array]:
    """Return the lower and upper end of each column's variance, both (…, columns).

    The normal interval of the bootstrap: 2 s² - E* ± z √V*, s² with divisor n - 1, E* and V* the mean
    and the variance of s² over all samples of n regions drawn with replacement. Both are exact, so
    nothing is drawn: E* = m₂ and V* = (m₄ - m₂² (n - 3) / (n - 1)) / n, with m₂ and m₄ the second and
    fourth central moments (divisor n). NaN for a single region.

    Source: Davison and Hinkley 1997, Bootstrap Methods and their Application, section 5.2 (interval).

    >>> low, high = variance_interval(np.array([[1.0], [2.0], [3.0], [4.0]]), confidence=0.5)
    >>> low.round(4), high.round(4)
    (array([1.6015]), array([2.5652]))
    """
    count = x.shape[-2]
    if count < _LEAST:
        nothing = np.full((*x.shape[:-2], x.shape[-1]), np.nan)
        return nothing, nothing
    squares = (x - x.mean(axis=-2, keepdims=True)) ** 2
    second, fourth = squares.mean(axis=-2), (squares**2).mean(axis=-2)
    drawn = np.maximum(fourth - second**2 * (count - 3) / (count - 1), 0.0) / count
    reach = NormalDist().inv_cdf((1.0 + confidence) / 2.0) * np.sqrt(drawn)
    centre = second * (count + 1) / (count - 1)
    return np.asarray(centre - reach), np.asarray(centre + reach)


def variance_bounded_scores(x: Array, *, confidence: float = 0.95) -> Array:
    """Return the benefit-of-the-doubt scores (…, regions), weights as far apart as variances are.

    For each region c: the largest Σ_j w_j x_cj with Σ_j w_j x_ij ≤ 1 for every region i, w ≥ 0 and
    low_i / high_j ≤ w_i / w_j ≤ high_i / low_j for all columns, [low, high] the `variance_interval` of
    each. The bounds depend on the units of the columns, which should be one and the same.

    Values must be there and not negative, and every interval above 0, else MethodError: a long tail or
    few regions leave a variance too uncertain. A constant column is left out; where all are constant
    the score is 1, or 0 if all are 0. A region with only zeros scores 0.

    Source: Vidoli and Mazziotta 2013, Statistica Applicata 23(2); the limit of Compind's
    `ci_bod_var_w` as its draws grow.

    >>> x = np.array([[6.0, 1.0], [5.0, 3.0], [2.0, 5.0], [1.0, 6.0]])
    >>> variance_bounded_scores(x, confidence=0.5).round(4)
    array([0.9807, 1.    , 0.9583, 0.9934])
    """
    refuse_large(x)
    refuse_missing(x, "benefit of the doubt")
    refuse_below(x, "benefit of the doubt")
    tables = scaled_tables(x)
    low, high = _bounds(x.reshape(tables.values.shape), tables, confidence)
    scores = np.zeros(tables.values.shape[:-1])
    able = (tables.values > 0).any(axis=-1)
    table = np.nonzero(able)[0]
    boxes = _Boxes(tables.values, table, tables.values[able], low[table], high[table])
    # The weights start as the lower bounds, which are within reach of every programme.
    scores[able] = boxes.reached(np.arange(len(table)), largest_ratio(boxes, boxes.low))
    return scores.reshape(x.shape[:-1])


def _bounds(x: Array, tables: Tables, confidence: float) -> tuple[Array, Array]:
    """Return the bounds of the weights of scaled columns, (tables, columns), the highest of them 1."""
    counted = tables.counted & live_columns(x)
    low, high = variance_interval(x, confidence=confidence)
    too_low = counted & ~(low > 0)
    if too_low.any():
        raise MethodError(
            "the variance of a column is too uncertain to bound its weight",
            seen=f"at {confidence:g}, an interval from {low[too_low].min():.4g}",
            allowed="intervals above 0",
            where=f"column {int(np.argmax(too_low.any(axis=0)))}",
            advice="lower `confidence`, treat outliers, or bound shares by `low` and `high`",
        )
    alike = tables.counted & ~counted
    low, high = (np.where(counted, end * tables.scale, alike.astype(float)) for end in (low, high))
    top = high.max(axis=-1, keepdims=True)
    return low / top, high / top


@dataclass(frozen=True, slots=True, eq=False)
class _Boxes:
    """Programmes over tables: a region's own index over the highest, weights within bounds of their own."""

    values: Array
    table: Places
    own: Array
    low: Array
    high: Array

    def reached(self, places: Places, weights: Array) -> Array:
        """Return the ratio of some programmes with these weights."""
        highest = all_levels(self.values, self.table[places], weights).max(axis=-1)
        return np.asarray((weights * self.own[places]).sum(axis=-1) / highest)

    def above(self, places: Places, ratio: Array) -> Programmes:
        """Return the programmes that ask for larger ratios."""
        price = self.own[places] / ratio[:, None]
        return Programmes(self.values, self.table[places], price, self.low[places], self.high[places], None)

    def by_highs(self, place: int) -> Array:
        """Return the best weights of one programme, by HiGHS."""
        from scipy.optimize import linprog  # noqa: PLC0415 - half a second that others need not pay

        values, count = self.values[self.table[place]], self.own.shape[-1]
        unit = np.eye(count)
        # The last variable is t: its bounds times the weights' own are those of the weights.
        index = np.column_stack([values, np.zeros(len(values))])
        below = np.column_stack([-unit, self.low[place]])
        above = np.column_stack([unit, -self.high[place]])
        right = np.repeat([1.0, 0.0], [len(values), 2 * count])
        aim = np.append(-self.own[place], 0.0)
        found = linprog(aim, A_ub=np.vstack([index, below, above]), b_ub=right, method="highs")
        if found.x is None:
            raise MethodError(
                "a linear programme of the benefit of the doubt has no solution",
                seen=found.message,
                allowed="columns of about the same size",
            )
        weights: Array = found.x[:count]
        return weights
