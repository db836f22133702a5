"""The hyperbola through worst, critical and best value (双曲线标准化), of the full-permutation polygon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import ENDS, GOALPOSTS, REFERENCE, refuse_columns
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.registry import Example, Method

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def hyperbolic(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    reference: Sequence[float | None] | None = None,
    goalposts: Sequence[tuple[float, float] | None] | None = None,
    to: tuple[float, float] = (0.0, 1.0),
) -> NDArray[np.float64]:
    """Return values on the hyperbola from the worst over the critical to the best, (…, regions, indicators).

    With s and t the shares of the range, as in `minmax`, of a value and of the critical value T,

        x' = to[0] + (to[1] - to[0]) s (1 - t) / (s (1 - t) + t (1 - s)):

    the worst is to[0], T the middle, the best to[1], and the odds x' / (1 - x') on [0, 1] are those of s
    over those of t. On [-1, 1] it is the source's (U - L) (x - T) / ((U + L - 2 T) x + U T + L T - 2 U L).

    T is an indicator's `reference` in raw units, or the mean over `basis` (over `x` when absent) where none
    is given; it must lie between the worst and the best, else a MethodError. `goalposts` as in `minmax`,
    values beyond them count as the posts. A constant indicator is the middle everywhere; NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> x = np.array([[0.0, 0.0], [2.0, 2.0], [10.0, 10.0]])
    >>> hyperbolic(x, both, reference=[2.0, 2.0], to=(-1.0, 1.0))
    array([[-1.,  1.],
           [ 0.,  0.],
           [ 1., -1.]])
    """
    if not to[0] < to[1]:
        raise MethodError("`to` does not rise", seen=list(to), allowed="[worst, best] with worst < best")
    base = x if basis is None else basis
    share = minmax(x, directions, base, goalposts=goalposts, clip=True)
    critical = _critical(base, directions, goalposts, reference)
    flat = _flat(orient(base, directions), goalposts)
    refuse_columns(
        np.any(((critical <= 0) | (critical >= 1)) & ~flat, axis=tuple(range(critical.ndim - 1))),
        "the critical value of an indicator is not between its worst and its best",
        "a `reference` (or a mean) at or beyond an end of the range",
        "worst < critical < best",
    )
    better = share * (1.0 - critical)
    total = better + critical * (1.0 - share)
    part = np.divide(better, total, out=np.full_like(share, 0.5), where=~flat & (total > 0))
    result: NDArray[np.float64] = to[0] + (to[1] - to[0]) * np.where(np.isnan(share), np.nan, part)
    return result


def _critical(
    base: NDArray[np.float64],
    directions: Directions,
    goalposts: Sequence[tuple[float, float] | None] | None,
    reference: Sequence[float | None] | None,
) -> NDArray[np.float64]:
    """Return the share of the range at which each column's critical value lies, (…, 1, indicators)."""
    shares = minmax(base, directions, base, goalposts=goalposts)
    known = ~np.isnan(shares)
    count = np.maximum(known.sum(axis=-2, keepdims=True), 1)
    mean: NDArray[np.float64] = np.where(known, shares, 0.0).sum(axis=-2, keepdims=True) / count
    mean = np.where(known.any(axis=-2, keepdims=True), mean, np.nan)
    if reference is None:
        return mean
    listed = np.array([np.nan if one is None else float(one) for one in reference])
    raw = np.broadcast_to(listed, mean.shape).copy()
    given = minmax(raw, directions, base, goalposts=goalposts)
    return np.where(np.isnan(listed), mean, given)


def _flat(
    oriented: NDArray[np.float64], goalposts: Sequence[tuple[float, float] | None] | None
) -> NDArray[np.bool_]:
    """Return which columns have one value only, (…, 1, indicators), and no goalposts that make a range."""
    low, high = (bound.reduce(oriented, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    free = True if goalposts is None else np.array([pair is None for pair in goalposts])
    return np.asarray((low == high) & free)


HYPERBOLIC = Method(
    kind="normalise",
    id="hyperbolic",
    name=Text("双曲线标准化法", "Hyperbola through a critical value"),
    citation="Wu, Wang, Li and Xu (吴琼, 王如松, 李宏卿, 徐晓波, 2005), 生态城市指标体系与评价方法, "
    "生态学报 25(8): 2090-2095",
    formula=Text(
        "x' = to_1 + (to_2 - to_1) s (1 - t) / (s (1 - t) + t (1 - s))；s、t 分别为指标值与临界值的极差"
        "正规化值",
        "x' = to_1 + (to_2 - to_1) s (1 - t) / (s (1 - t) + t (1 - s)), s and t the min-max values of x "
        "and of the critical value",
    ),
    needs="two regions or more, or goalposts for every indicator",
    range="[worst, best] as `to` says, [0, 1] by default",
    degenerate={
        "nan": "stays NaN; minimum, maximum and mean run over the values present",
        "constant": "the middle for every region",
        "zero": "as constant",
        "negative": "harmless: only differences count",
        "tie": "equal values stay equal",
        "single_region": "error: there is nothing to compare, unless goalposts are given",
    },
    function=hyperbolic,
    inputs=("directions", "basis"),
    parameters={
        "reference": REFERENCE,
        "goalposts": GOALPOSTS,
        "to": ENDS,
    },
    example=Example(
        (
            np.array([[0.0, 0.0], [2.0, 2.0], [10.0, 10.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]],
        {"reference": (2.0, 2.0)},
    ),
)

NORMALISERS_BY_HYPERBOLA: Mapping[str, Method] = {HYPERBOLIC.id: HYPERBOLIC}
