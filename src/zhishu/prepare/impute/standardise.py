"""Columns on one scale, for the imputations that look at all indicators together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.prepare.columns import column_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Standard(NamedTuple):
    """Columns with mean 0 and standard deviation 1 over the values present, and the way back.

    `mean` and `sd` are (…, 1, columns); a constant column is 0 everywhere, with `sd` 0.
    """

    values: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]

    def raw(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return standardised values in raw units."""
        return values * self.sd + self.mean


def standardised(x: NDArray[np.float64]) -> Standard:
    """Return the columns of `x` (…, regions, columns) standardised; NaN stays NaN.

    A column without any value raises a MethodError, if it has a gap to fill, which it has.

    >>> standardised(np.array([[1.0], [3.0], [np.nan]])).values.ravel()
    array([-1.,  1., nan])
    """
    known = ~np.isnan(x)
    count = known.sum(axis=-2, keepdims=True)
    if (count == 0).any():
        raise MethodError(
            "there is no value to impute from",
            where=column_of((count == 0)[..., 0, :]),
            seen="no region has a value",
            allowed="one value at least",
            advice="drop the indicator, or fill it from another year",
        )
    mean = np.where(known, x, 0.0).sum(axis=-2, keepdims=True) / count
    gap = np.where(known, x - mean, 0.0)
    sd = np.sqrt((gap**2).sum(axis=-2, keepdims=True) / count)
    low, high = (bound.reduce(x, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    sd = np.where(high > low, sd, 0.0)
    values = np.divide(gap, sd, out=np.zeros(x.shape), where=sd > 0)
    return Standard(np.where(known, values, np.nan), np.where(high > low, mean, low), sd)


def columns_with_gaps(x: NDArray[np.float64]) -> list[int]:
    """Return the columns that have a gap anywhere in the batch.

    >>> columns_with_gaps(np.array([[1.0, np.nan], [2.0, 3.0]]))
    [1]
    """
    found: list[int] = np.flatnonzero(np.isnan(x).reshape(-1, x.shape[-1]).any(axis=0)).tolist()
    return found


def design_without(filled: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    """Return the regressors of one column: a 1 and all other columns, (…, regions, columns)."""
    others = np.delete(filled, column, axis=-1)
    return np.concatenate([np.ones((*others.shape[:-1], 1)), others], axis=-1)


def refuse_few(x: NDArray[np.float64]) -> None:
    """Raise a MethodError when a column with gaps is known for no more regions than there are columns."""
    gaps = np.isnan(x)
    known = (~gaps).sum(axis=-2)
    few = gaps.any(axis=-2) & (known <= x.shape[-1])
    if few.any():
        raise MethodError(
            "too few regions have the indicator for a model with all the others",
            where=column_of(few),
            seen=f"{int(known[few].min())} regions with a value, {x.shape[-1]} indicators",
            allowed=f"{x.shape[-1] + 1} regions or more",
            advice="use knn, median or group_median",
        )
