"""Normalisation along time: each region against its own mean over the years (cyclical indicators)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.own_years import YEAR, several_years
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

ROUNDING = 1e-12
"""A spread over time below this part of the largest value is rounding, not movement."""


def over_time(
    x: NDArray[np.float64],
    directions: Directions,
    years: Sequence[int] | None = None,
    *,
    spread: str = "absolute",
    mean: float = 0.0,
) -> NDArray[np.float64]:
    """Return how far each value lies from the region's own mean over the years, in its own spread.

    x' = mean + (x_t - x̄) / s, turned so that larger is better; x̄ and s run over the years of the
    region: s is the mean of |x_t - x̄| ("absolute"), or the standard deviation by n - 1 ("sample") or n
    ("population"). Shapes as in `own_base`. A region that does not move, or has one value, is at
    `mean`; NaN stays NaN; a panel of one year raises a MethodError.

    >>> from zhishu.framework import Direction
    >>> from zhishu.prepare.directions import compile_directions
    >>> up = compile_directions([Direction("positive")])
    >>> over_time(np.array([[[1.0]], [[2.0]], [[6.0]]]), up).ravel()
    array([-1. , -0.5,  1.5])
    """
    several_years(x, years, "over_time")
    value = orient(x, directions)
    known = ~np.isnan(value)
    count = np.maximum(known.sum(axis=YEAR, keepdims=True), 1)
    filled = np.where(known, value, 0.0)
    apart = value - filled.sum(axis=YEAR, keepdims=True) / count
    if spread == "absolute":
        own = (np.where(known, np.abs(apart), 0.0) / count).sum(axis=YEAR, keepdims=True)
    else:
        divisor = np.maximum(count - 1, 1) if spread == "sample" else count
        own = np.sqrt((np.where(known, apart, 0.0) ** 2 / divisor).sum(axis=YEAR, keepdims=True))
    still = own <= ROUNDING * np.abs(filled).max(axis=YEAR, keepdims=True)
    return mean + np.where(still & known, 0.0, apart / np.where(still, 1.0, own))


OVER_TIME = Method(
    kind="normalise",
    id="over_time",
    name=Text("时序标准化（周期指标法）", "Own mean over time"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5.6 (methods for "
    "cyclical indicators)",
    formula=Text(
        "x' = mean + (x_t - 均值_t(x)) / s，均值与 s 取自本地区各年；"
        "absolute 时 s = 均值_t |x_t - 均值_t(x)|；负向指标取反号",
        "x' = mean + (x_t - mean_t x) / s, over the region's own years; absolute: s = "
        "mean_t |x_t - mean_t x|; the sign turned for a negative indicator",
    ),
    needs="two years or more",
    range="all numbers, mean `mean` over the years",
    degenerate={
        "nan": "stays NaN; mean and spread run over the region's years that have a value",
        "constant": "harmless: regions are not compared; one that does not move over time is at `mean`",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "equal values stay equal where those of the other years are",
        "single_region": "harmless: regions are not compared",
    },
    function=over_time,
    inputs=("directions", "years"),
    parameters={
        "spread": Option(
            "absolute",
            {"enum": ["absolute", "sample", "population"]},
            "the mean absolute deviation, or the standard deviation that divides by n - 1 or by n",
        ),
        "mean": Option(0.0, {"type": "number"}, "the mean of a region over the years; 100 for an index"),
    },
    example=Example(
        (np.array([[[1.0]], [[2.0]], [[6.0]]]), compile_directions([Direction("positive")])),
        [[[-1.0]], [[-0.5]], [[1.5]]],
    ),
)

NORMALISERS_OVER_TIME: Mapping[str, Method] = {OVER_TIME.id: OVER_TIME}
