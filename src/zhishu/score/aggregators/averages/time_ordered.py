"""Dynamic evaluation (动态综合评价): a region's means of all years up to one, recent years weighing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice, number
from zhishu.score.aggregators.averages.imbalance import entropy_order_weights
from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SPAN = Option(
    0, {"type": "integer", "minimum": 0}, "how many years count, up to the year's own; 0: all there are"
)
_MEANS = {"arithmetic": arithmetic, "geometric": geometric}


def time_ordered_mean(  # noqa: PLR0913 - the years, and how they are weighed and averaged
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    years: Sequence[int] = (),
    time_degree: float = 0.3,
    span: int = 0,
    mean: str = "arithmetic",
) -> NDArray[np.float64]:
    """Return each region's mean over time of its weighted means, shape (…, years, regions).

    `x` is (…, years, regions, columns) where there are `years`. The score of a year is the mean of the
    region's own means of that year and the years before it, `span` years in all (0: all there are), by
    `time_weights` of the `time_degree`: below 0.5 recent years weigh more (厚今薄古). `arithmetic`
    takes weighted arithmetic means of columns and years (TOWA), `geometric` geometric ones (TOWGA), for
    which a negative value is a MethodError.

    A year in which the region has no value leaves its weight to the others, but has no score itself:
    NaN. With one year or none told, and for one table (regions, columns), it is the mean of columns.
    Other missing values as in `arithmetic`.

    >>> time_ordered_mean(np.array([[[1.0]], [[4.0]]]), np.ones(1), years=(2023, 2024), time_degree=0.25)
    array([[1.  ],
           [3.25]])
    """
    average = _MEANS[mean]
    if not several_years(x, years):
        return average(x, weights)
    yearly = average(x, np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1])))
    scores = np.empty_like(yearly)
    for place, known in windows(years, span):
        over_time = np.moveaxis(yearly[..., known, :], -2, -1)
        found = average(over_time, time_weights(len(known), time_degree))
        scores[..., place, :] = np.where(np.isnan(yearly[..., place, :]), np.nan, found)
    return scores


def several_years(x: NDArray[np.float64], years: Sequence[int]) -> bool:
    """Return whether `x` is (…, years, regions, columns) with two years or more.

    With one year or none told, and for one table (regions, columns), it is not; columns that do not come
    by year are a MethodError.

    >>> several_years(np.ones((2, 3, 1)), (2023, 2024)), several_years(np.ones((3, 1)), (2023, 2024))
    (True, False)
    """
    if len(years) <= 1 or x.ndim == len(("regions", "columns")):
        return False
    if x.shape[-3] != len(years):
        raise MethodError(
            "the columns do not come by year",
            seen=f"columns of the shape {x.shape} for {len(years)} years",
            allowed="(…, years, regions, columns)",
        )
    return True


def windows(years: Sequence[int], span: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each year's place and the places of the years that count for it, earliest first, its own last.

    >>> list(windows((2024, 2022, 2023), 2))
    [(1, [1]), (2, [1, 2]), (0, [2, 0])]
    """
    order = sorted(range(len(years)), key=lambda place: years[place])
    for count, place in enumerate(order, 1):
        yield place, order[max(0, count - span) if span else 0 : count]


def time_weights(count: int, time_degree: float) -> NDArray[np.float64]:
    """Return the weights of so many years, earliest first, of greatest entropy with that time degree.

    Σ_k (n − k) / (n − 1) t_k = λ: 0 counts the last year only, 1 the first, 0.5 all alike. They are the
    order weights of `entropy_order_weights` with time in the place of rank.

    >>> time_weights(3, 0.3).round(3)
    array([0.154, 0.292, 0.554])
    """
    return entropy_order_weights(count, time_degree)


_THREE = (np.array([[[1.0, 3.0]], [[2.0, 2.0]], [[6.0, 2.0]]]), np.array([0.5, 0.5]))

TIME_ORDERED = (
    aggregator(
        "time_ordered_mean",
        Text("时序加权平均（动态综合评价）", "Time-ordered mean (dynamic evaluation)"),
        time_ordered_mean,
        citation="Guo Ya-jun, Yao Yuan and Yi Ping-tao (2007), Systems Engineering - Theory & Practice "
        "27(10): 154-158; the weights of greatest entropy: O'Hagan (1988), Fuller and Majlender (2001)",
        formula=Text(
            "sum_k t_k m_k，m_k 为地区第 k 年的加权平均，至本年共 n 年；t 在 "
            "sum_k t_k (n - k)/(n - 1) = lambda 下使 - sum_k t_k ln t_k 最大，lambda 为 time_degree",
            "sum_k t_k m_k, m_k = the region's weighted mean of year k, n years up to this one; t of "
            "greatest - sum_k t_k ln t_k with sum_k t_k (n - k)/(n - 1) = lambda = time_degree",
        ),
        needs="weights that sum to 1; several years on one scale, else it is the mean of the year",
        range_="between the lowest and the highest value of the group in all years",
        degenerate={**ONE_BY_ONE, "negative": "harmless; mean: geometric: error: not defined"},
        example=Example(
            _THREE, [[2.0], [2.0], [2.0 + 2.0 * (1.0 / 3.0)]], {"years": (1, 2, 3), "time_degree": 0.5}
        ),
        parameters={
            "time_degree": number(
                0.3, "0 counts the last year only, 0.5 all alike, 1 the first only", minimum=0.0, maximum=1.0
            ),
            "span": SPAN,
            "mean": choice("arithmetic", ("geometric",), "of columns and of years: TOWA, or TOWGA"),
        },
        inputs=("years",),
    ),
)
