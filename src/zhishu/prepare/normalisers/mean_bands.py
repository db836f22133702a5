"""Normalisation by the side of the mean on which a value lies: 1 above it, -1 below, 0 around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.proportion import amounts
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

ROUNDING = 1e-12
"""A value no further beyond a threshold than this part of the largest one lies at it."""


def above_or_below_mean(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    threshold: float = 0.2,
    reference: Sequence[float | None] | None = None,
) -> NDArray[np.float64]:
    """Return 1 for values clearly better than the mean, -1 for those clearly worse, 0 around it.

    For a mean m above 0 and the threshold p: 1 above (1 + p) m, -1 below (1 - p) m, the sign turned
    for a negative indicator; for any mean, 1 where x - m > p |m|. A target or interval counts the
    distance from the best values, of which less is better. Shape (…, regions, indicators); the mean is
    that of `basis` (of `x` when absent), or a raw value of `reference`, one per column, None for the
    mean. A value at a threshold is around the mean, a constant column is 0 everywhere, NaN stays NaN.

    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> above_or_below_mean(np.array([[7.0, 7.0], [10.0, 10.0], [13.0, 13.0]]), both)
    array([[-1.,  1.],
           [ 0.,  0.],
           [ 1., -1.]])
    """
    value, base, cost = amounts(x, directions, basis)
    flip = np.where(cost, -1.0, 1.0)
    middle = _means(base)
    if reference is not None:
        listed = np.array([[np.nan if one is None else float(one) for one in reference]])
        middle = np.where(np.isnan(listed), middle, orient(listed, directions) * flip)
    largest = np.fmax.reduce(np.abs(base), axis=-2, keepdims=True)
    band = threshold * np.abs(middle) + ROUNDING * np.fmax(largest, np.abs(middle))
    apart = value - middle
    side = np.where(apart > band, 1.0, np.where(apart < -band, -1.0, 0.0))
    return np.where(np.isnan(value), np.nan, side * flip + 0.0)


def _means(base: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(base)
    count = np.maximum(known.sum(axis=-2, keepdims=True), 1)
    parts = np.where(known, base, 0.0) / count  # divided first, so that no sum is infinite
    mean: NDArray[np.float64] = parts.sum(axis=-2, keepdims=True)
    return mean


ABOVE_OR_BELOW_MEAN = Method(
    kind="normalise",
    id="above_or_below_mean",
    name=Text("高于或低于均值法", "Above or below the mean"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5.5; "
    "the first Summary Innovation Index of the European Commission counted so",
    formula=Text(
        "x > (1 + p) m 时 x' = 1，x < (1 - p) m 时 x' = -1，其余为 0；m 为均值或参照值，负向指标取反号",
        "x' = 1 if x > (1 + p) m, -1 if x < (1 - p) m, else 0; m the mean or the reference, "
        "the sign turned for a negative indicator",
    ),
    needs="nothing",
    range="-1, 0 or 1",
    degenerate={
        "nan": "stays NaN; the mean runs over the values present",
        "constant": "0 for every region",
        "zero": "0 for every region",
        "negative": "harmless: the band is p |m| wide on both sides of the mean m",
        "tie": "equal values stay equal",
        "single_region": "0: it is its own mean",
    },
    function=above_or_below_mean,
    inputs=("directions", "basis"),
    parameters={
        "threshold": Option(
            0.2,
            {"type": "number", "minimum": 0},
            "p, the part of the mean by which a value must lie above or below it",
        ),
        "reference": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": {"type": "number"}},
            "indicator → the raw value to compare with; the mean of the base where none is given",
            by_indicator=True,
            table="values",
        ),
    },
    example=Example(
        (
            np.array([[7.0, 7.0], [10.0, 10.0], [13.0, 13.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[-1.0, 1.0], [0.0, 0.0], [1.0, -1.0]],
    ),
)

NORMALISERS_BY_MEAN: Mapping[str, Method] = {ABOVE_OR_BELOW_MEAN.id: ABOVE_OR_BELOW_MEAN}
