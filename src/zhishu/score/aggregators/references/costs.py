"""Aggregators that treat benefits and costs apart: COPRAS, the root assessment method, AROMAN.

A cost is a column without a value above 0 and with one below, as the normaliser `sign` leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete, weighted_sum
from zhishu.score.aggregators.raw_columns import turned_costs
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray


def copras(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, output: str = "significance"
) -> NDArray[np.float64]:
    """Return the significance Q of COPRAS of each region, shape (…, regions), or Q / max Q (`utility`).

    Q = S⁺ + Σ S⁻ / (S⁻ Σ 1 / S⁻), with S⁺ and S⁻ a region's weighted shares of the sums of the benefit
    and of the cost columns. A column without a value above 0 and with one below is a cost, and its
    amounts are −x. Without costs that weigh, Q = S⁺. Columns of both signs, missing values, and a
    region without any cost among others that have some are a MethodError.

    >>> copras(np.array([[1.0, -1.0], [3.0, -2.0]]), np.array([0.5, 0.5])).round(6)
    array([0.458333, 0.541667])
    """
    benefit, cost = _parts(x, weights, "copras")
    total = cost.sum(axis=-1, keepdims=True)
    if ((cost == 0) & (total > 0)).any():
        raise MethodError(
            "'copras' divides by the costs of each region, and one has none",
            seen="a region whose every cost is 0",
            allowed="in every region a cost above 0, or no cost column at all",
            advice="aggregate this group by `ram`, or leave the cost column out",
        )
    inverse = np.divide(1.0, cost, out=np.zeros_like(cost), where=cost > 0)
    whole = inverse.sum(axis=-1, keepdims=True)
    relief = np.divide(total * inverse, whole, out=np.zeros_like(cost), where=whole > 0)
    found: NDArray[np.float64] = benefit + relief
    if output == "significance":
        return found
    best = found.max(axis=-1, keepdims=True)
    part: NDArray[np.float64] = np.divide(found, best, out=np.ones_like(cost), where=best > 0)
    return part


def ram(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the root assessment index of each region, shape (…, regions): (2 + S⁺)^(1 / (2 + S⁻)).

    S⁺ and S⁻ are a region's weighted shares of the sums of the benefit and of the cost columns. A
    column without a value above 0 and with one below is a cost, and its amounts are −x. Columns of
    both signs and missing values are a MethodError.

    >>> ram(np.array([[1.0, -1.0], [3.0, -2.0]]), np.array([0.5, 0.5])).round(6)
    array([1.416083, 1.448767])
    """
    benefit, cost = _parts(x, weights, "ram")
    return np.asarray((2.0 + benefit) ** (1.0 / (2.0 + cost)))


def aroman(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    linear: float = 0.5,
    exponent: float = 0.5,
    costs: str = "refused",
) -> NDArray[np.float64]:
    """Return the rating A^(1 − λ) of AROMAN of each region, shape (…, regions), with λ = `exponent`.

    A = Σ w (β t + (1 − β) t*) / 2 over the columns, t their min–max, t* their part of the length and β
    = `linear`. The authors add L^λ, L being the same sum over the costs, which they normalise like
    benefits: a costlier region gains. So cost columns are `refused` (turn them first, for instance by
    min–max), unless `costs` says `as_printed`. A constant column has t = 0. Columns of both signs and
    missing values are a MethodError.

    >>> aroman(np.array([[3.0], [4.0]]), np.ones(1)).round(6)
    array([0.387298, 0.67082 ])
    """
    amounts, cost = _amounts(x, "aroman")
    if costs == "refused" and cost.any():
        raise MethodError(
            "'aroman' as its authors print it lets a costlier region gain",
            where=column_of(cost[..., 0, :]),
            seen="a column of costs: no value above 0",
            allowed="benefits of 0 or more",
            advice="turn it by the normaliser (min–max), use `copras` or `ram`, or say `costs: as_printed`",
        )
    least = amounts.min(axis=-2, keepdims=True)
    width = amounts.max(axis=-2, keepdims=True) - least
    length = np.sqrt((amounts**2).sum(axis=-2, keepdims=True))
    spread = np.divide(amounts - least, width, out=np.zeros_like(amounts), where=width > 0)
    direct = np.divide(amounts, length, out=np.zeros_like(amounts), where=length > 0)
    gains, losses = _summed((linear * spread + (1.0 - linear) * direct) / 2.0, weights, cost)
    return np.asarray(gains ** (1.0 - exponent) + losses**exponent)


def _parts(
    x: NDArray[np.float64], weights: NDArray[np.float64], method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weighted shares of each region in the benefits and in the costs, both (…, regions)."""
    amounts, cost = _amounts(x, method)
    sums = amounts.sum(axis=-2, keepdims=True)
    shares = np.divide(amounts, sums, out=np.zeros_like(amounts), where=sums > 0)
    return _summed(shares, weights, cost)


def _amounts(x: NDArray[np.float64], method: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the columns as amounts of 0 or more, and which of them are costs."""
    require_complete(x, method)
    cost = turned_costs(x)
    amounts = np.where(cost, -x, x)
    mixed: NDArray[np.bool_] = np.asarray((amounts < 0).any(axis=-2))
    if mixed.any():
        raise MethodError(
            f"'{method}' takes amounts, and a column has values on both sides of 0",
            where=column_of(mixed),
            seen="values above and below 0",
            allowed="benefits of 0 or more; costs of 0 or less, as `sign` turns them",
            advice="normalise to values of 0 or more, for instance by min–max",
        )
    return amounts, cost


def _summed(
    parts: NDArray[np.float64], weights: NDArray[np.float64], cost: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Σ w·part over the benefits and over the costs, both (…, regions)."""
    shared = np.broadcast_to(weights[..., None, :], parts.shape)
    gains, losses = (weighted_sum(parts, np.where(of, shared, 0.0)) for of in (~cost, cost))
    return gains, losses


_CASES = {
    **AMONG_OTHERS,
    "constant": "the same share for every region",
    "zero": "a share of 0 for every region",
    "negative": "a column without a value above 0 is a cost; with values on both sides of 0 an error",
    "single_region": "harmless: the region has the whole of every column",
}
_NEEDS = "every value; benefits of 0 or more, costs of 0 or less (normalise: sign); it takes shares itself"
_EXAMPLE = (np.array([[1.0, -1.0], [3.0, -2.0]]), np.array([0.5, 0.5]))

COSTS = (
    aggregator(
        "copras",
        Text("复杂比例评价法", "COPRAS"),
        copras,
        citation="Zavadskas, Kaklauskas and Sarka (1994), The new method of multicriteria complex "
        "proportional assessment of projects, Technological and Economic Development of Economy 1(3): "
        "131-139",
        formula=Text(
            "Q = S+ + (sum S-)/(S- sum 1/S-)；S+、S- 分别为效益型、成本型指标的 w_i |x_i| / sum |x_i| 之和",
            "Q = S+ + (sum S-)/(S- sum 1/S-); S+- = sum of w_i |x_i| / sum |x_i| over benefits, costs",
        ),
        needs=_NEEDS,
        range_="0 or more, and 1 in sum unless a column is 0 throughout; up to 1 with output: utility",
        degenerate=_CASES,
        example=Example(_EXAMPLE, [11 / 24, 13 / 24]),
        parameters={"output": choice("significance", ("utility",), "Q, or Q as a part of the best region's")},
    ),
    aggregator(
        "ram",
        Text("根评估法", "Root assessment method (RAM)"),
        ram,
        citation="Sotoudeh-Anvari (2023), Root Assessment Method (RAM), Journal of Cleaner Production 423: "
        "138695",
        formula=Text(
            "(2 + S+)^(1/(2 + S-))；S+、S- 分别为效益型、成本型指标的 w_i |x_i| / sum |x_i| 之和",
            "(2 + S+)^(1/(2 + S-)); S+- = sum of w_i |x_i| / sum |x_i| over benefits, costs",
        ),
        needs=_NEEDS,
        range_="from 2^(1/3) to 3^(1/2)",
        degenerate=_CASES,
        example=Example(_EXAMPLE, [2.125 ** (1 / (2 + 1 / 6)), 2.375 ** (1 / (2 + 1 / 3))]),
    ),
    aggregator(
        "aroman",
        Text("两步规范化排序法", "AROMAN (two-step normalisation)"),
        aroman,
        citation="Boskovic, Svadlenka, Jovcic, Dobrodolac, Simic and Bacanin (2023), An alternative ranking "
        "order method accounting for two-step normalization (AROMAN), IEEE Access 11: 39496-39507",
        formula=Text(
            "A^(1 - lambda) + L^lambda；A、L 分别为效益型、成本型指标的 w_i (beta t_i + (1 - beta) "
            "u_i)/2 之和，t 为极差正规化值，u 为向量规范化值",
            "A^(1 - lambda) + L^lambda; A, L = sum of w_i (beta minmax_i + (1 - beta) vector_i)/2 over "
            "benefits, costs",
        ),
        needs="every value, 0 or more; costs turned before, since the printed formula rewards them",
        range_="[0, 1] without costs",
        degenerate={
            **_CASES,
            "constant": "0 by min-max and the same part of the length for every region",
            "zero": "0 for every region",
            "negative": "error: a cost is refused unless costs: as_printed; both signs in any case",
        },
        example=Example((np.array([[3.0], [4.0]]), np.ones(1)), [0.15**0.5, 0.45**0.5]),
        parameters={
            "linear": number(
                0.5, "beta: weight of min-max against the part of the length", minimum=0, maximum=1
            ),
            "exponent": Option(
                0.5,
                {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
                "lambda: the exponent of the costs; that of the benefits is 1 - lambda",
            ),
            "costs": choice("refused", ("as_printed",), "whether cost columns may be added as benefits are"),
        },
    ),
)
