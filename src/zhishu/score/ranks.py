"""Ranks: place 1 is the best, ties by a written rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIES = ("min", "max", "average", "dense")


def rank(
    scores: NDArray[np.float64],
    *,
    ties: str = "min",
    descending: bool = True,
    tolerance: float = 0.0,
    axis: int = -1,
) -> NDArray[np.float64]:
    """Return the ranks of scores along `axis`, as floats, in the shape of `scores`.

    Equal scores share a rank: `min` the best place of the run (1, 2, 2, 4), `max` the worst
    (1, 3, 3, 4), `average` the mean (1, 2.5, 2.5, 4), `dense` without gaps (1, 2, 2, 3). No rule
    looks at the order of regions. Scores are compared as exact doubles; with a `tolerance`, sorted
    neighbours that differ by no more are equal (runs may chain). NaN gets NaN and takes no place.

    >>> rank(np.array([70.0, 90.0, 70.0, np.nan, 10.0]))
    array([ 2.,  1.,  2., nan,  4.])
    """
    if ties not in TIES:
        raise MethodError("unknown rule for ties", seen=ties, allowed=", ".join(TIES))
    if not tolerance >= 0:
        raise MethodError("the tolerance of ranks is negative", seen=tolerance, allowed="0 or more")
    # One contiguous row per ranking sorts several times as fast as a strided one.
    values = np.ascontiguousarray(np.moveaxis(-scores if descending else scores, axis, -1))
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    places = _places(_starts_of_runs(ordered, tolerance), ties)
    places[np.isnan(ordered)] = np.nan
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places, axis=-1)
    return np.moveaxis(ranks, -1, axis)


def _starts_of_runs(ordered: NDArray[np.float64], tolerance: float) -> NDArray[np.bool_]:
    """Mark the first of each run of equal scores; a NaN never belongs to a run."""
    starts = np.ones(ordered.shape, dtype=bool)
    before, after = ordered[..., :-1], ordered[..., 1:]
    starts[..., 1:] = after != before if tolerance == 0 else ~(after - before <= tolerance)
    return starts


def _places(starts: NDArray[np.bool_], ties: str) -> NDArray[np.float64]:
    if ties == "dense":
        return np.cumsum(starts, axis=-1).astype(np.float64)
    count = starts.shape[-1]
    position = np.arange(1, count + 1)
    first = np.maximum.accumulate(np.where(starts, position, 0), axis=-1)
    if ties == "min":
        return first.astype(np.float64)
    # The last of a run stands just before the start of the next one; seen from the end of the row.
    ends = np.concatenate([starts[..., 1:], np.ones((*starts.shape[:-1], 1), dtype=bool)], axis=-1)
    last = np.minimum.accumulate(np.where(ends, position, count)[..., ::-1], axis=-1)[..., ::-1]
    return last.astype(np.float64) if ties == "max" else (first + last) / 2.0


BY_SCORE = Method(
    kind="rank",
    id="by_score",
    name=Text("按得分排名", "Rank by score"),
    citation="standard, modified, fractional and dense competition ranking",
    formula=Text(
        "min：1 + 得分更高的地区数；max：得分不低于该地区的地区数（含自身）；"
        "average：二者的均值；dense：1 + 更高的不同得分的个数",
        "min: 1 + number of higher scores; max: number of scores at least as high; average: their mean; "
        "dense: 1 + number of different higher scores",
    ),
    needs="scores",
    range="[1, number of regions]",
    degenerate={
        "nan": "rank NaN, takes no place",
        "constant": "all tie",
        "zero": "all tie",
        "negative": "harmless",
        "tie": "shared as `ties` says, never by the order of regions",
        "single_region": "rank 1",
    },
    function=rank,
    inputs=("axis",),
    parameters={
        "ties": Option("min", {"enum": list(TIES)}, "the rank that equal scores share"),
        "descending": Option(
            default=True, schema={"type": "boolean"}, description="the highest score is first"
        ),
        "tolerance": Option(0.0, {"type": "number", "minimum": 0}, "scores that differ by no more are equal"),
    },
    example=Example((np.array([70.0, 90.0, 70.0, 10.0]),), [2.0, 1.0, 2.0, 4.0]),
)
