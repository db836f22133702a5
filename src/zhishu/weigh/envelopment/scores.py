"""Benefit of the doubt: each region scored with the weights that suit it best, by linear programmes.

Every variant asks for the weights with which a region comes as near as can be to the highest of all
regions; the programmes of all regions and draws are solved side by side (`zhishu.weigh.envelopment.simplex`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.envelopment.frontier import largest_steps, mixed_gains, own_weights, scaled_tables
from zhishu.weigh.envelopment.ratio import bounded_weights
from zhishu.weigh.moments import refuse_below, refuse_large, refuse_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_EXCESS = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """What the benefit of the doubt gives: `scores` (…, regions) and `weights` (…, regions, columns).

    A region's score is the sum of its weights times its values. Its optimal weights need not be the
    only ones; its score is.
    """

    scores: Array
    weights: Array


def envelope(x: Array, *, low: float = 0.0, high: float = 1.0, bounds_on: str = "score") -> Envelope:
    """Return the benefit-of-the-doubt scores of all regions and the weights that give them.

    For each region c: the largest Σ_j w_j x_cj with Σ_j w_j x_ij ≤ 1 for every region i, w ≥ 0 and,
    where they are tighter than 0 and 1, low ≤ w_j x_cj / Σ_k w_k x_ck ≤ high: no column makes up
    less or more than that share of the region's score. With `bounds_on: weights` low ≤ w_j / Σ_k w_k
    ≤ high instead, which depends on the units of the columns.

    Values must be there and not negative (else MethodError). A constant column is left out, for it
    would give every region the score 1; where all are constant the score is 1, or 0 if all are 0. A
    region with only zeros scores 0; so does one with a zero in a column when `low` is above 0 and
    shares of the score are bounded.

    Source: Cherchye, Moesen, Rogge and Van Puyenbroeck 2007, Social Indicators Research 82(1):
    111-145; Melyn and Moesen 1991; OECD and JRC 2008, Handbook, section 6.3 (bounds on weights).

    >>> envelope(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])).scores.round(6)
    array([1.      , 1.      , 0.666667])
    """
    _refuse(x)
    refuse_bounds(low, high, x.shape[-1])
    tables = scaled_tables(x)
    refuse_bounds(low, high, int(tables.counted.sum(axis=-1).min(initial=x.shape[-1])))
    if bounds_on == "weights" and (low > 0 or high < 1):
        weights = bounded_weights(tables, low=low, high=high).reshape(x.shape)
    else:
        weights = own_weights(tables, tables.values, low=low, high=high).reshape(x.shape)
    return Envelope((weights * x).sum(axis=-1), weights)


def benefit_scores(x: Array, *, low: float = 0.0, high: float = 1.0, bounds_on: str = "score") -> Array:
    """Return the benefit-of-the-doubt scores (…, regions): the scores of `envelope`.

    >>> benefit_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), low=0.4).round(6)
    array([0.909091, 0.909091, 0.666667])
    """
    return envelope(x, low=low, high=high, bounds_on=bounds_on).scores


def directional_scores(x: Array, *, direction: Sequence[float] | None = None) -> Array:
    """Return the directional benefit-of-the-doubt scores (…, regions).

    β is the largest step for which x_c + β g still lies below a mixture of regions; the score is
    1 / (1 + β). `direction` g has one number above 0 per column, the means of the columns if None
    (a step then counts the same in every column relative to its mean).

    Source: Fusco 2015, European Journal of Operational Research 242(2): 620-630; Compind's `ci_bod_dir`.

    >>> directional_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]]), direction=[1, 1]).round(6)
    array([1.      , 1.      , 0.666667])
    """
    _refuse(x)
    given = np.asarray(direction if direction is not None else np.ones(x.shape[-1]), dtype=float)
    if given.shape != x.shape[-1:] or not (given > 0).all():
        raise MethodError(
            "the direction does not fit the columns", seen=direction, allowed=f"{x.shape[-1]} numbers above 0"
        )
    tables, (regions, columns) = scaled_tables(x), x.shape[-2:]
    if direction is None:
        given = np.maximum(x.mean(axis=-2), _EXCESS).reshape(-1, columns)
    steps = np.where(tables.counted, given / tables.scale, 0.0)
    table = np.repeat(np.arange(len(steps)), regions)
    found = largest_steps(tables.values, table, tables.values.reshape(-1, columns), steps[table])
    return np.asarray(1.0 / (1.0 + found.reshape(x.shape[:-1])))


def multidirectional_scores(x: Array) -> Array:
    """Return the multi-directional benefit-of-the-doubt scores (…, regions).

    A region's direction d is how far each column could rise with the others kept; β is the largest
    step along d; the score is 1 - Σ_j β d_j / Σ_j (x_cj + β d_j).

    Source: Bogetoft and Hougaard 1999, Journal of Productivity Analysis 12(3) (potential
    improvements); Fusco 2023, Socio-Economic Planning Sciences 85; Compind's `ci_bod_mdir`.

    >>> multidirectional_scores(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0]])).round(6)
    array([1.      , 1.      , 0.666667])
    """
    _refuse(x)
    tables = scaled_tables(x)
    gains = mixed_gains(tables).sum(axis=-1).reshape(x.shape[:-1])
    whole = np.where(tables.counted[:, None], x.reshape(tables.values.shape), 0.0).sum(axis=-1)
    reached = whole.reshape(gains.shape) + gains
    return np.asarray(1.0 - np.divide(gains, reached, out=np.zeros_like(gains), where=gains > 0))


def _refuse(x: Array) -> None:
    refuse_large(x)
    refuse_missing(x, "benefit of the doubt")
    refuse_below(x, "benefit of the doubt")


def refuse_bounds(low: float, high: float, columns: int) -> None:
    """Raise a MethodError if no shares of so many columns lie between `low` and `high`."""
    if low * columns > 1 + _EXCESS or (high * columns < 1 - _EXCESS) or low > high:
        raise MethodError(
            "no shares lie within these bounds",
            seen=f"low {low:g}, high {high:g} for {columns} columns",
            allowed=f"low at most {1 / columns:.4g}, high at least {1 / columns:.4g}",
        )
