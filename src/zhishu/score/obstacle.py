"""Obstacle degree (障碍度): which indicators keep a region from the full score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.prepare.columns import ByColumn


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One row of the table: how much of a region's shortfall an indicator explains.

    `shortfall` is full − value, `degree` its weighted share of the region's whole shortfall (sums to 1
    per region, 0 where nothing falls short), `place` 1 for the greatest obstacle, ties sharing.
    """

    region: str
    indicator: str
    weight: float
    shortfall: float
    degree: float
    place: int


def obstacle_degree(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, full: float | NDArray[np.float64] = 1.0
) -> NDArray[np.float64]:
    """Return the share of each indicator in a region's weighted shortfall, (…, regions, columns).

    O = w (full − x) / Σ w (full − x), `x` being normalised values up to `full` (one number, or one per
    column) and `weights` (…,
    columns) the effective ones. A region at the full score throughout has no obstacle: 0. A missing
    value counts as none. A value above `full` is a MethodError.

    The model is common in Chinese regional studies (因子贡献度, 指标偏离度, 障碍度); no first source known.

    >>> obstacle_degree(np.array([[0.5, 0.75], [1.0, 1.0]]), np.array([0.6, 0.4]))
    array([[0.75, 0.25],
           [0.  , 0.  ]])
    """
    shortfall = full - x
    if (shortfall < -1e-9 * np.maximum(1.0, np.abs(full))).any():
        raise MethodError(
            "a value lies above the full score",
            seen=float(np.nanmax(x)),
            allowed=f"at most {float(np.min(full)):g}",
            advice="give the upper end of the normalisation as `full`",
        )
    weighted = np.where(np.isnan(x), 0.0, np.maximum(shortfall, 0.0)) * weights[..., None, :]
    whole = weighted.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(weighted, whole, out=np.zeros_like(weighted), where=whole > 0))


def full_scores(step: ByColumn, columns: int) -> NDArray[np.float64] | None:
    """Return the full score of each column, (columns,), the upper end `to` of its normalisation.

    None where a column's normaliser has no such end, like the z-score: nothing is then a shortfall.
    """
    ends = [step.own.get(column, step.chosen).options.get("to") for column in range(columns)]
    if any(end is None for end in ends):
        return None
    return np.array([max(end) for end in ends if end is not None], dtype=float)


def obstacle_table(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    regions: tuple[str, ...],
    indicators: tuple[str, ...],
    full: float | NDArray[np.float64] = 1.0,
) -> Iterator[Obstacle]:
    """Yield the rows of one level's table, region by region, the greatest obstacle first.

    `x` is (regions, indicators), `weights` (indicators,); see `obstacle_degree`. Indicators without a
    value for a region are left out.

    >>> x, weights = np.array([[0.5, 0.75]]), np.array([0.6, 0.4])
    >>> rows = obstacle_table(x, weights, regions=("r",), indicators=("a", "b"))
    >>> [(row.indicator, row.place, round(row.degree, 2)) for row in rows]
    [('a', 1, 0.75), ('b', 2, 0.25)]
    """
    degrees = obstacle_degree(x, weights, full=full)
    placed = rank(np.where(np.isnan(x), np.nan, degrees))
    shortfalls = full - x
    for row, region in enumerate(regions):
        for column in np.argsort(-degrees[row], kind="stable"):
            if not np.isnan(x[row, column]):
                yield Obstacle(
                    region,
                    indicators[column],
                    float(weights[column]),
                    float(shortfalls[row, column]),
                    float(degrees[row, column]),
                    int(placed[row, column]),
                )
