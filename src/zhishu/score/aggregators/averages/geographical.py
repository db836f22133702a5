"""Ordered weighted averages times how near the other regions are: the geographical one of Compind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.averages.imbalance import owa
from zhishu.score.aggregators.averages.kernels import (
    KERNELS,
    distances,
    left_out_bandwidths,
    nearest_bandwidths,
    nearness,
)
from zhishu.score.aggregators.columns import require_within
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_FOUND = ("cross_validation", "least_change")


def geographical_owa(  # noqa: PLR0913 - data, then options by name
    x: Array,
    weights: Array,
    measures: Mapping[str, Array] | None = None,
    *,
    coordinates: Sequence[str] = ("longitude", "latitude"),
    distance: str = "great_circle",
    kernel: str = "bisquare",
    bandwidth: float | str = _FOUND[0],
    neighbours: int | None = None,
    at_least: int | None = None,
    more_than: int | None = None,
    orness: float = 0.5,
    order_weights: Sequence[float] | None = None,
) -> Array:
    """Return the ordered geographically weighted average of each region, shape (…, regions).

    What the R package computes is, for every region f in turn, the ordered weighted average of the
    columns times the kernel weight k_if of the distance from i to f, and then the mean over f. A weight
    of 0 or more scales all values of a region alike, so the order within the region stays, and the
    score is `owa` times the mean of k_if over all f: **a region with near neighbours scores higher, a
    remote one lower, whatever their values**. Neighbours' values do not enter, except into a bandwidth
    that is found.

    Coordinates are two columns beside the framework, x before y (longitude before latitude), in
    `measures` as (years, regions). `bandwidth` is a distance (kilometres with `great_circle`), or the
    mean over the columns that weigh anything of those found by `left_out_bandwidths`; with
    `neighbours` each region f has its own, the distance of its so many-th nearest, itself the first.
    `at_least` j is the mean of a region's j highest values (OGWA+), `more_than` j that of its j lowest
    (OGWA-); otherwise `orness` and `order_weights` as in `owa`. Values must be 0 or more: nearness
    would take points off a value below 0. Without `measures` (a bare call) all regions stand in one
    place. Missing values as in `owa`.

    Source: Fusco, Liborio et al. 2023, Geographical Analysis 56(3); Compind's `ci_ogwa`.

    >>> x, place = np.full((1, 3, 2), 2.0), np.array([[0.0, 1.0, 3.0]])
    >>> at = {"x": place, "y": 0 * place}
    >>> ask = {"coordinates": ("x", "y"), "distance": "planar", "kernel": "boxcar"}
    >>> geographical_owa(x, np.full(2, 0.5), at, bandwidth=2.0, **ask).round(3)
    array([[1.333, 2.   , 1.333]])
    """
    require_within(x, "geographical_owa", lowest=0.0, advice="normalise to 0 or more, as min–max does")
    places = _order_weights(order_weights, at_least, more_than, x.shape[-1])
    average = owa(x, weights, orness=orness, order_weights=places)
    if measures is None:
        return average
    first, second = (_measure(name, measures) for name in coordinates)
    if (first == first[:1]).all() and (second == second[:1]).all():
        first, second = first[:1], second[:1]
    maps = distances(first, second, kind=distance)
    wide = neighbours or (bandwidth if isinstance(bandwidth, str) else float(bandwidth))
    if len(maps) == 1:
        return np.asarray(average * _nearness(x, weights, maps[0], kernel, wide))
    each = np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1]))
    near = [
        _nearness(x[..., year, :, :], each[..., year, :], apart, kernel, wide)
        for year, apart in enumerate(maps)
    ]
    return np.asarray(average * np.stack(near, axis=-2))


def _nearness(x: Array, weights: Array, apart: Array, kernel: str, wide: float | str) -> Array:
    """Return the mean kernel weights of the regions of one map; `wide` is neighbours if a whole number."""
    if isinstance(wide, int):
        return nearness(apart, nearest_bandwidths(apart, wide), kernel)
    if not isinstance(wide, str):
        return nearness(apart, np.array([float(wide)]), kernel)
    found = left_out_bandwidths(x, apart, kernel, wide)
    counted = np.broadcast_to(np.asarray(weights) > 0, found.shape)
    mean = (found * counted).sum(axis=-1, keepdims=True) / np.maximum(counted.sum(axis=-1, keepdims=True), 1)
    return nearness(apart, mean, kernel)


def _measure(name: str, measures: Mapping[str, Array]) -> Array:
    if name not in measures:
        close = nearest(name, list(measures))
        raise MethodError(
            f"there is no column '{name}' beside the framework",
            seen=name,
            allowed=", ".join(measures) or "none: name them under `measures` of a source",
            advice=f"did you mean '{close}'?" if close else "name two columns under `coordinates`",
        )
    return np.asarray(measures[name], dtype=float)


def _order_weights(
    given: Sequence[float] | None, at_least: int | None, more_than: int | None, columns: int
) -> Sequence[float] | None:
    """Return the order weights that the options come to, None where `orness` says them."""
    asked = [one for one in (given, at_least, more_than) if one is not None]
    if len(asked) > 1:
        raise MethodError(
            "order weights are given more than once",
            seen=f"{len(asked)} of order_weights, at_least, more_than",
            allowed="one of them, or none",
        )
    count = at_least if more_than is None else more_than
    if count is None:
        return given
    if count > columns:
        raise MethodError(
            "there are not so many columns in the group", seen=count, allowed=f"at most {columns}"
        )
    best_first = np.arange(columns) < count
    shares = (best_first if more_than is None else best_first[::-1]) / count
    return [float(share) for share in shares]


_PAIR = (np.array([[1.0, 0.0, 0.5]]), np.ones(3) / 3)

GEOGRAPHICAL = (
    aggregator(
        "geographical_owa",
        Text("有序地理加权平均（OGWA）", "Ordered geographically weighted average (OGWA)"),
        geographical_owa,
        citation="Fusco, Liborio, Rabiei-Dastjerdi, Vidoli, Brunsdon and Ekel (2023), Geographical Analysis "
        "56(3): 530-553; as computed by the R package Compind, ci_ogwa",
        formula=Text(
            "a_i * sum_f K(d_if / b) / n，a_i 为地区 i 各指标的有序加权平均，d_if 为地区 i 与 f 的距离",
            "a_i * sum_f K(d_if / b) / n, a_i the ordered weighted average of region i, "
            "d_if its distance to region f",
        ),
        needs="values of 0 or more; two columns of coordinates beside the framework; to find a "
        "bandwidth takes 100 tables of regions × regions",
        range_="0 to the highest value of the group; the higher the nearer a region's neighbours",
        degenerate={**ONE_BY_ONE, "negative": "error: values must be 0 or more"},
        example=Example(_PAIR, [0.25], {"order_weights": (0.0, 0.5, 0.5)}),
        parameters={
            "coordinates": Option(
                ("longitude", "latitude"),
                {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
                "two columns beside the framework: longitude and latitude, or x and y",
            ),
            "distance": choice(
                "great_circle", ("planar",), "kilometres on a sphere, or the coordinates' own unit"
            ),
            "kernel": choice(KERNELS[0], KERNELS[1:], "how the weight falls with distance"),
            "bandwidth": Option(
                _FOUND[0],
                {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"enum": list(_FOUND)}]},
                "a distance, or the mean of those by which the others predict each column's values best "
                "(cross_validation), or a region changes its own mean least (least_change, as GWmodel)",
            ),
            "neighbours": Option(
                None,
                {"type": ["integer", "null"], "minimum": 1},
                "instead of one bandwidth: a region's distance to its so many-th nearest, itself first",
            ),
            "at_least": Option(
                None, {"type": ["integer", "null"], "minimum": 1}, "the mean of the so many highest values"
            ),
            "more_than": Option(
                None, {"type": ["integer", "null"], "minimum": 1}, "the mean of the so many lowest values"
            ),
            "orness": number(0.5, "1 counts the best value only, 0 the worst only", minimum=0, maximum=1),
            "order_weights": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "number", "minimum": 0}, "minItems": 1},
                "weights by place, the highest value first; instead of `orness`",
            ),
        },
        inputs=("measures",),
    ),
)
