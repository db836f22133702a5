"""Missing values from the same region's other indicators, all put on one scale first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def impute_from_siblings(
    x: NDArray[np.float64],
    families: NDArray[np.str_],
    directions: Directions,
    *,
    depth: int | None = None,
    statistic: str = "mean",
) -> NDArray[np.float64]:
    """Return values whose gaps hold the region's mean or median over the indicators of the same family.

    Every indicator is put between its minimum (0) and maximum (1), turned for a negative one; the
    gap takes the region's mean (or median) over the family, and the way back gives raw units.
    `families` (depths, columns) names the node above each indicator at every depth, the index
    first; `depth` picks one (None: the indicators' own parents). A region without any value in the
    family, and an indicator without any value, raise a MethodError. Shape (…, regions, columns).

    >>> up = compile_directions([Direction()] * 2)
    >>> x = np.array([[0.0, 10.0], [8.0, np.nan], [10.0, 20.0]])
    >>> impute_from_siblings(x, np.array([["index", "index"]]), up)[1]
    array([ 8., 18.])
    """
    if depth is not None and depth >= len(families):
        raise MethodError(
            "`depth` lies below the tree",
            seen=depth,
            allowed=f"0 (the whole index) to {len(families) - 1}",
        )
    family = families[-1 if depth is None else depth]
    low, high = (bound.reduce(x, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    span = np.where(high > low, high - low, 1.0)
    turned = directions.sign < 0
    scaled = np.where(turned, high - x, x - low) / span
    found = np.array(x, dtype=float)
    for name in np.unique(family):
        inside = np.flatnonzero(family == name)
        middle = _middle(scaled[..., inside], statistic)[..., None]
        raw = np.where(turned[inside], high[..., inside] - middle * span[..., inside], 0.0)
        raw = np.where(turned[inside], raw, low[..., inside] + middle * span[..., inside])
        found[..., inside] = np.where(np.isnan(x[..., inside]), raw, x[..., inside])
    _refuse_gaps(found)
    return found


def _middle(scaled: NDArray[np.float64], statistic: str) -> NDArray[np.float64]:
    """Return each region's mean or median over the columns present, NaN for none."""
    ordered = np.sort(scaled, axis=-1)  # NaN goes last
    count = (~np.isnan(ordered)).sum(axis=-1)
    if statistic == "mean":
        total = np.nansum(scaled, axis=-1)
        answer: NDArray[np.float64] = np.divide(
            total, count, out=np.full(total.shape, np.nan), where=count > 0
        )
        return answer
    last = np.maximum(count - 1, 0)[..., None]
    below, above = (np.take_along_axis(ordered, at, axis=-1) for at in (last // 2, (last + 1) // 2))
    middle: NDArray[np.float64] = ((below + above) / 2)[..., 0]
    return middle


def _refuse_gaps(found: NDArray[np.float64]) -> None:
    gaps = np.isnan(found)
    if gaps.any():
        column = int(np.flatnonzero(gaps.reshape(-1, gaps.shape[-1]).any(axis=0))[0])
        regions = int(gaps[..., column].sum())
        raise MethodError(
            "a region has no other value in the family to impute from",
            where=f"column {column}",
            seen=f"{regions} gaps that stay",
            allowed="a value in the family for every region with a gap, and one for every indicator",
            advice="use a smaller `depth`, which makes larger families, or another method",
        )


SIBLINGS = Method(
    kind="impute",
    id="siblings",
    name=Text("同组指标均值填补", "Mean of the sibling indicators"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 3 (unconditional mean, "
    "by region instead of by indicator)",
    formula=Text(
        "x = min + (max - min) * 该地区同组指标无量纲化值的均值",
        "x = min + (max - min) * mean of the region's scaled values in the family",
    ),
    needs="for every gap a value of the region in the family",
    range="within that of the indicator",
    degenerate={
        "nan": "gaps are filled; a region without a value in the family is an error",
        "constant": "counts as 0 in the region's mean",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "harmless",
        "single_region": "stays as it is (every indicator is a constant there)",
    },
    function=impute_from_siblings,
    inputs=("families", "directions"),
    parameters={
        "depth": Option(
            None,
            {"type": ["integer", "null"], "minimum": 0},
            "the depth of the node whose indicators are one family: 0 the index; null: their own parent",
        ),
        "statistic": Option("mean", {"enum": ["mean", "median"]}, "the middle of the region's values"),
    },
    example=Example(
        (
            np.array([[0.0, 10.0], [8.0, np.nan], [10.0, 20.0]]),
            np.array([["index", "index"]]),
            compile_directions([Direction()] * 2),
        ),
        [[0.0, 10.0], [8.0, 18.0], [10.0, 20.0]],
    ),
)

IMPUTERS_BY_ROW: Mapping[str, Method] = {SIBLINGS.id: SIBLINGS}
