"""A weighted sum and a product of powers taken together: WASPAS and CoCoSo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, ONE_BY_ONE, aggregator, number
from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.score.aggregators.columns import require_complete, require_within, weighted_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray


def waspas(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, sum_weight: float = 0.5
) -> NDArray[np.float64]:
    """Return the WASPAS score λ Σ w x + (1 − λ) Π x^w of each region, shape (…, regions).

    λ = `sum_weight` shares the score between the arithmetic mean (1) and the geometric mean (0). On
    x / max, and min / x for a negative indicator (`fraction_of_max`), it is the paper's. A zero that
    weighs anything makes the product 0; a negative value is a MethodError. Missing values as in
    `arithmetic`.

    >>> waspas(np.array([[1.0, 4.0], [0.0, 8.0]]), np.array([0.5, 0.5]))
    array([2.25, 2.  ])
    """
    require_within(x, "waspas", lowest=0)
    return sum_weight * arithmetic(x, weights) + (1.0 - sum_weight) * geometric(x, weights)


def cocoso(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, sum_weight: float = 0.5
) -> NDArray[np.float64]:
    """Return the combined compromise score of CoCoSo of each region, shape (…, regions).

    (a b c)^(1/3) + (a + b + c) / 3 of three comparisons of S = Σ w x and P = Σ x^w: a = (S + P) /
    Σ over regions, b = S / min S + P / min P, c = (λ S + (1 − λ) P) / (λ max S + (1 − λ) max P) with
    λ = `sum_weight`. Columns that weigh nothing stay out of P. Where all regions are 0, b = 2 and c =
    1 as wherever all are equal; where only some are, b does not exist: a MethodError, as are a
    negative and a missing value.

    >>> cocoso(np.array([[1.0, 4.0], [1.0, 1.0]]), np.array([0.5, 0.5])).round(6)
    array([3.255345, 1.693627])
    """
    require_complete(x, "cocoso")
    require_within(x, "cocoso", lowest=0, advice="normalise to values of 0 or more, for instance by minmax")
    shares = weights[..., None, :]
    total = weighted_sum(x, shares)
    powers = np.where(shares > 0, x**shares, 0.0)
    product = weighted_sum(powers, np.ones_like(powers))
    _require_some(total)
    mixed = sum_weight * total + (1.0 - sum_weight) * product
    best = sum_weight * _best(total) + (1.0 - sum_weight) * _best(product)
    joint = total + product
    share = _divided(joint, joint.sum(axis=-1, keepdims=True), 1.0 / x.shape[-2])
    above = _divided(total, _least(total), 1.0) + _divided(product, _least(product), 1.0)
    compromise = _divided(mixed, best, 1.0)
    return np.cbrt(share * above * compromise) + (share + above + compromise) / 3.0


def _best(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(part.max(axis=-1, keepdims=True))


def _least(part: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(part.min(axis=-1, keepdims=True))


def _require_some(total: NDArray[np.float64]) -> None:
    """Raise a MethodError if some region has 0 in all that weighs while another has more."""
    nothing = (total <= 0) & (total.max(axis=-1, keepdims=True) > 0)
    if nothing.any():
        raise MethodError(
            "'cocoso' divides by the least sum of the regions, and it is 0",
            seen=f"{int(nothing.sum())} regions with 0 in every column that weighs anything",
            allowed="a value above 0 in some column of every region",
            advice="normalise to positive values, for instance min–max to [1, 100], or use waspas",
        )


def _divided(part: NDArray[np.float64], whole: NDArray[np.float64], otherwise: float) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)


_NEGATIVE = "error: not defined for negative values"
_HALVES = np.array([0.5, 0.5])
SUM_WEIGHT = number(0.5, "lambda: weight of the sum against the product", minimum=0, maximum=1)

SUMS_AND_PRODUCTS = (
    aggregator(
        "waspas",
        Text("加权总和乘积评估法", "WASPAS (weighted aggregated sum product assessment)"),
        waspas,
        citation="Zavadskas, Turskis, Antucheviciene and Zakarevicius (2012), "
        "Elektronika ir Elektrotechnika 122(6): 3-6",
        formula="lambda sum_i w_i x_i + (1 - lambda) prod_i x_i^w_i",
        needs="values of 0 or more; weights that sum to 1; fraction_of_max is the paper's normalisation",
        range_="between the lowest and the highest value of the group",
        degenerate={**ONE_BY_ONE, "zero": "the product is 0 wherever it weighs", "negative": _NEGATIVE},
        example=Example((np.array([[1.0, 4.0], [0.0, 8.0]]), _HALVES), [2.25, 2.0]),
        parameters={"sum_weight": SUM_WEIGHT},
    ),
    aggregator(
        "cocoso",
        Text("组合妥协解法", "CoCoSo (combined compromise solution)"),
        cocoso,
        citation="Yazdani, Zarate, Zavadskas and Turskis (2019), Management Decision 57(9): 2501-2519",
        formula="(a b c)^(1/3) + (a + b + c)/3; S = sum_i w_i x_i, P = sum_i x_i^w_i; "
        "a = (S + P)/sum(S + P), b = S/min S + P/min P, "
        "c = (lambda S + (1 - lambda) P)/(lambda max S + (1 - lambda) max P)",
        needs="every value, 0 or more; no region with 0 throughout; minmax is the paper's normalisation, "
        "minmax to [1, 100] has no zeros",
        range_="above 0; lower the more regions there are",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds the same to both sums of every region, which moves their ratios",
            "zero": "adds nothing to any region; one with 0 throughout, beside others with more, is an error",
            "negative": _NEGATIVE,
            "single_region": "2^(1/3) + 4/3",
        },
        example=Example(
            (np.array([[1.0, 4.0], [1.0, 1.0]]), _HALVES),
            [(44 / 17) ** (1 / 3) + 32 / 17, (72 / 187) ** (1 / 3) + 542 / 561],
        ),
        parameters={"sum_weight": SUM_WEIGHT},
    ),
)
