"""Normalisation by order: only which region is better counts, not by how much."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import normaliser
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions
    from zhishu.registry import Method

TIES = ("min", "max", "average", "dense")


def ranks_upward(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    ties: str = "min",
) -> NDArray[np.float64]:
    """Return each value's rank from the worst (1) upwards: larger is better.

    Shape (…, regions, indicators). Against a `basis` (`x` itself when absent) a value's rank is 1 +
    the number of its values that are worse (`ties: min`), the number that are not better ("max"), the
    mean of both, or 1 + the number of different worse values ("dense"). NaN stays NaN.

    >>> up = compile_directions([Direction("positive")])
    >>> ranks_upward(np.array([[5.0], [1.0], [5.0], [9.0]]), up).ravel()
    array([2., 1., 2., 4.])
    """
    value = orient(x, directions)
    below, upto = _counts(value, value if basis is None else orient(basis, directions), dense=ties == "dense")
    rank = {"max": upto, "average": (below + 1 + upto) / 2}.get(ties, below + 1)
    return np.where(np.isnan(value), np.nan, rank)


def borda(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    ties: str = "min",
) -> NDArray[np.float64]:
    """Return how many regions each value is better than: its rank from the worst, less 1.

    >>> up = compile_directions([Direction("positive")])
    >>> borda(np.array([[5.0], [1.0], [9.0]]), up).ravel()
    array([1., 0., 2.])
    """
    return ranks_upward(x, directions, basis, ties=ties) - 1


def percentile_rank(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    ties: str = "min",
) -> NDArray[np.float64]:
    """Return (rank - 1) / (n - 1), ranks from the worst and n the number of values: 0 worst, 1 best.

    A column with one value raises a MethodError. Beyond a `basis` that does not hold a value itself,
    the result may be a little above 1.

    >>> up = compile_directions([Direction("positive")])
    >>> percentile_rank(np.array([[5.0], [1.0], [9.0]]), up).ravel()
    array([0.5, 0. , 1. ])
    """
    base = x if basis is None else basis
    others = (~np.isnan(base)).sum(axis=-2, keepdims=True) - 1
    if (others == 0).any():
        raise MethodError(
            "a percentile rank compares regions, and there is only one value",
            seen="1 value",
            allowed="two regions or more with a value",
        )
    answer: NDArray[np.float64] = borda(x, directions, basis, ties=ties) / np.maximum(others, 1)
    return answer


def categories(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    percentiles: Sequence[float] = (15, 35, 65, 85, 95),
    scores: Sequence[float] = (0, 20, 40, 60, 80, 100),
    of: str = "values",
) -> NDArray[np.float64]:
    """Return the score of the class between percentiles into which each value falls.

    A value below the first percentile gets the first score, one at or above the last the last.
    Percentiles `of` values are interpolated linearly, over the values of `basis` (of `x` when absent);
    those of ranks need no interpolation: a value's percentile is 100 · rank / n, ranks from the worst
    (1) as in `ranks_upward`, n the number of values. A constant column belongs to the middle class,
    since it tells no regions apart; NaN stays NaN.

    Source: the Handbook's table of normalised Technology Achievement data goes by ranks.

    >>> up = compile_directions([Direction("positive")])
    >>> x = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> categories(x, up, percentiles=(50,), scores=(0, 1)).ravel()
    array([0., 0., 1., 1.])
    """
    if len(scores) != len(percentiles) + 1 or not (np.diff(percentiles) > 0).all():
        raise MethodError(
            "percentiles and scores of the categories do not fit",
            seen=f"percentiles {list(percentiles)}, scores {list(scores)}",
            allowed="rising percentiles, and one score more than percentiles",
        )
    value = orient(x, directions)
    base = value if basis is None else orient(basis, directions)
    if of == "ranks":
        reached = _rank_reaches(value, base, percentiles)
    else:
        bounds = percentiles_of(base, np.asarray(percentiles, dtype=float) / 100)
        reached = value[..., None] >= np.moveaxis(bounds, -2, -1)[..., None, :, :]
    place = reached.sum(axis=-1)
    low, high = (bound.reduce(base, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    place = np.where(high > low, place, len(percentiles) // 2)
    return np.where(np.isnan(value), np.nan, np.asarray(scores, dtype=float)[place])


def _rank_reaches(
    value: NDArray[np.float64], base: NDArray[np.float64], percentiles: Sequence[float]
) -> NDArray[np.bool_]:
    """Return where 100 · rank / n is at least each percentile, (…, regions, columns, percentiles)."""
    rank = _counts(value, base, dense=False)[0] + 1
    n = (~np.isnan(base)).sum(axis=-2, keepdims=True)
    reached: NDArray[np.bool_] = 100 * rank[..., None] >= np.asarray(percentiles) * n[..., None]
    return reached


def _counts(
    value: NDArray[np.float64], base: NDArray[np.float64], *, dense: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many values of `base` lie below each value, and how many not above it."""
    shape = np.broadcast_shapes(value.shape[:-2], base.shape[:-2])
    values = np.moveaxis(np.broadcast_to(value, (*shape, *value.shape[-2:])), -1, -2)
    bases = np.moveaxis(np.broadcast_to(base, (*shape, *base.shape[-2:])), -1, -2)
    together = np.concatenate([bases, values], axis=-1)
    counts = np.concatenate([~np.isnan(bases), np.zeros(values.shape, dtype=bool)], axis=-1)
    order = np.argsort(together, axis=-1, kind="stable")
    sorted_values = np.take_along_axis(together, order, axis=-1)
    weight = np.take_along_axis(counts, order, axis=-1)
    new = np.ones(sorted_values.shape, dtype=bool)
    new[..., 1:] = sorted_values[..., 1:] != sorted_values[..., :-1]
    total = _dense_total(weight, new) if dense else np.cumsum(weight, axis=-1)
    below = _first_of_run(np.concatenate([np.zeros_like(total[..., :1]), total[..., :-1]], axis=-1), new)
    upto = _last_of_run(total, new)
    back = np.argsort(order, axis=-1, kind="stable")[..., bases.shape[-1] :]
    found = (np.take_along_axis(part, back, axis=-1) for part in (below, upto))
    lower, not_above = (np.moveaxis(part, -1, -2).astype(float) for part in found)
    return lower, not_above


def _dense_total(weight: NDArray[np.bool_], new: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many different values that count stand up to each place."""
    counted = np.cumsum(weight, axis=-1)
    before = _first_of_run(np.concatenate([np.zeros_like(counted[..., :1]), counted[..., :-1]], axis=-1), new)
    fresh = weight & (counted - before == 1)
    return np.cumsum(fresh, axis=-1)


def _first_of_run(values: NDArray[np.int64], new: NDArray[np.bool_]) -> NDArray[np.int64]:
    at = np.maximum.accumulate(np.where(new, np.arange(new.shape[-1]), 0), axis=-1)
    return np.take_along_axis(values, at, axis=-1)


def _last_of_run(values: NDArray[np.int64], new: NDArray[np.bool_]) -> NDArray[np.int64]:
    size = new.shape[-1]
    last = np.concatenate([new[..., 1:], np.ones_like(new[..., :1])], axis=-1)
    reverse = np.where(last, np.arange(size), size - 1)[..., ::-1]
    at = np.minimum.accumulate(reverse, axis=-1)[..., ::-1]
    return np.take_along_axis(values, at, axis=-1)


def percentiles_of(base: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quantiles (…, shares, columns) of the values present, interpolated linearly.

    >>> percentiles_of(np.array([[0.0], [1.0], [np.nan], [4.0]]), np.array([0.5, 0.75]))
    array([[1. ],
           [2.5]])
    """
    ordered = np.sort(base, axis=-2)  # NaN goes last
    last = np.maximum((~np.isnan(base)).sum(axis=-2, keepdims=True) - 1, 0)
    position = last * shares[:, None]
    below = np.floor(position).astype(np.int64)
    above = np.minimum(below + 1, last)
    low, high = (np.take_along_axis(ordered, at, axis=-2) for at in (below, above))
    answer: NDArray[np.float64] = low + (position - below) * (high - low)
    return answer


_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5"
_TIES: Mapping[str, Option] = {
    "ties": Option("min", {"enum": list(TIES)}, "the rank that equal values share")
}
_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN, takes no place",
    "constant": "all share one rank",
    "zero": "as constant",
    "negative": "harmless",
    "tie": "equal values stay equal, as `ties` says",
    "single_region": "the one rank there is",
}
_X = np.array([[5.0, 5.0], [1.0, 1.0], [5.0, 3.0], [9.0, 9.0]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])
_line = partial(
    normaliser,
    arguments=(_X, _DIRECTIONS),
    shared={
        "citation": _HANDBOOK,
        "needs": "nothing",
        "range": "[1, n]",
        "degenerate": _DEGENERATE,
        "parameters": _TIES,
    },
)

NORMALISERS_BY_ORDER: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "rank",
            Text("排序法（由差到优）", "Rank, from the worst upwards"),
            Text("x' = 1 + 劣于 x 的值的个数", "x' = 1 + number of worse values"),
            ranks_upward,
            [[2.0, 2.0], [1.0, 4.0], [2.0, 3.0], [4.0, 1.0]],
        ),
        _line(
            "borda",
            Text("波达分", "Borda points"),
            Text("x' = 劣于 x 的值的个数", "x' = number of worse values"),
            borda,
            [[1.0, 1.0], [0.0, 3.0], [1.0, 2.0], [3.0, 0.0]],
            range="[0, n - 1]",
        ),
        _line(
            "percentile_rank",
            Text("百分位排名", "Percentile rank"),
            Text("x' = 劣于 x 的值的个数 / (n - 1)", "x' = number of worse values / (n - 1)"),
            percentile_rank,
            [[1 / 3, 1 / 3], [0.0, 1.0], [1 / 3, 2 / 3], [1.0, 0.0]],
            range="[0, 1]",
            degenerate={**_DEGENERATE, "single_region": "error: there is nothing to compare"},
        ),
        _line(
            "categories",
            Text("分级赋分", "Categories"),
            Text(
                "x' = x 所在的两个百分位数之间那一级的分值", "x' = score of the class between two percentiles"
            ),
            categories,
            [[60.0, 20.0], [0.0, 100.0], [60.0, 60.0], [100.0, 0.0]],
            range="the scores of the classes",
            degenerate={**_DEGENERATE, "constant": "the middle class", "single_region": "the middle class"},
            parameters={
                "percentiles": Option(
                    (15, 35, 65, 85, 95),
                    {
                        "type": "array",
                        "items": {"type": "number", "minimum": 0, "maximum": 100},
                        "minItems": 1,
                    },
                    "the bounds of the classes, rising",
                ),
                "scores": Option(
                    (0, 20, 40, 60, 80, 100),
                    {"type": "array", "items": {"type": "number"}, "minItems": 2},
                    "the score of each class, from the worst: one more than the percentiles",
                ),
                "of": Option(
                    "values",
                    {"enum": ["values", "ranks"]},
                    "percentiles interpolated between the values, or 100 · rank / n",
                ),
            },
        ),
    )
}
