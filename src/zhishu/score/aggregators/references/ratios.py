"""Measured against the average, the worst or the best of each column: EDAS, CODAS, MARCOS, ARAS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import per_column, require_complete, require_within, weighted_sum
from zhishu.score.aggregators.outranking.pairs import row_blocks
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDING = 1e-12
"""An average this small beside the values is 0; a distance this near the threshold has reached it."""


def edas(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the appraisal score of EDAS of each region, shape (…, regions), in [0, 1].

    Above = Σ w max(0, x − m) / |m| and below = Σ w max(0, m − x) / |m| with m the average of a column
    over the regions; the score is (above / max above + 1 − below / max below) / 2. Raw values will do,
    and a negative indicator that was only turned by its sign scores as the paper's cost does. Where all
    regions are equal, 0.5. A column that varies about an average of 0 (a z-score) and weighs anything
    is a MethodError, and so are missing values.

    >>> edas(np.array([[1.0, 2.0], [3.0, 2.0], [2.0, 2.0]]), np.array([0.5, 0.5]))
    array([0. , 1. , 0.5])
    """
    require_complete(x, "edas")
    shares = weights[..., None, :]
    average = x.mean(axis=-2, keepdims=True)
    varies = (x.max(axis=-2, keepdims=True) > x.min(axis=-2, keepdims=True)) & (shares > 0)
    _require_average(varies & (np.abs(average) <= ROUNDING * np.abs(x).max(axis=-2, keepdims=True)))
    relative = np.divide(
        x - average, np.abs(average), out=np.zeros(np.broadcast(x, varies).shape), where=varies
    )
    above = weighted_sum(np.maximum(relative, 0.0), shares)
    below = weighted_sum(np.maximum(-relative, 0.0), shares)
    return (_of_greatest(above) + 1.0 - _of_greatest(below)) / 2.0


def codas(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, threshold: float = 0.02
) -> NDArray[np.float64]:
    """Return the assessment score of CODAS of each region, shape (…, regions); scores sum to 0.

    Σ over others of (E − E') + ψ (T − T') with E the Euclidean and T the taxicab distance of the weighted
    columns from the worst value of each, and ψ = 1 where E and E' lie at least `threshold` apart, else
    0: as the formula has it, and not the other way round, though the taxicab distance is often called
    a tie-breaker. On x / max, and min / x for a negative indicator (`fraction_of_max`), it is the
    paper's. Where all regions are equal, 0. Missing values are a MethodError.

    >>> codas(np.array([[1.0, 0.0], [0.0, 0.0], [0.5, 0.0]]), np.array([0.5, 0.5]))
    array([ 1.5, -1.5,  0. ])
    """
    require_complete(x, "codas")
    weighted = x * weights[..., None, :]
    gap = weighted - weighted.min(axis=-2, keepdims=True)
    ones = np.ones_like(gap)
    euclidean, taxicab = np.sqrt(weighted_sum(gap**2, ones)), weighted_sum(gap, ones)
    scores = []
    for rows in row_blocks(gap):
        apart = euclidean[..., rows, None] - euclidean[..., None, :]
        told = np.abs(apart) >= threshold - ROUNDING
        apart += told * (taxicab[..., rows, None] - taxicab[..., None, :])
        scores.append(apart.sum(axis=-1))
    return np.asarray(np.concatenate(scores, axis=-1))


def marcos(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the utility of MARCOS of each region, shape (…, regions).

    With S = Σ w x, and A and B the same sum of the best and of the worst value of each column, the
    paper's degrees K⁻ = S / B and K⁺ = S / A make f = (K⁺ + K⁻) / (1 + K⁺/K⁻ + K⁻/K⁺), which comes to
    S (A + B) / (A² + A B + B²): in one group it orders as the weighted mean does, and it needs no
    B > 0. On x / max, and min / x for a negative indicator (`fraction_of_max`), it is the paper's.
    Where all regions are equal, 2/3. Negative and missing values are a MethodError.

    >>> marcos(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]]), np.array([0.5, 0.5]))
    array([0.5 , 0.5 , 0.25])
    """
    require_complete(x, "marcos")
    require_within(x, "marcos", lowest=0, advice=_POSITIVE)
    shares = weights[..., None, :]
    total = weighted_sum(x, shares)
    best = weighted_sum(x.max(axis=-2, keepdims=True), shares)
    worst = weighted_sum(x.min(axis=-2, keepdims=True), shares)
    live = best > 0
    unit = np.where(live, best, 1.0)
    share, lowest = total / unit, worst / unit
    utility = share * (1.0 + lowest) / (1.0 + lowest + lowest**2)
    return np.where(live, utility, _ALL_EQUAL)


def aras(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    normalisation: str = "sum",
    reference: float | Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return the degree of utility of ARAS of each region, shape (…, regions): 1 where it is best throughout.

    Σ w x / d over the same sum of the `reference` (a number above 0, one per column, or by default the
    best value of each column). d is the sum of the column with the reference as one more region, as in
    the paper, so that only ratios count: `sum`, `fraction_of_max` and raw values of 0 or more score
    alike, the first two with 1 / x for a negative indicator. With `normalisation: none`, d = 1. In one
    group it orders as a weighted mean does, here of shares. Where all regions are equal to the
    reference, 1. Negative and missing values are a MethodError.

    >>> aras(np.array([[1.0, 1.0], [3.0, 1.0]]), np.array([0.5, 0.5]))
    array([0.625, 1.   ])
    """
    require_complete(x, "aras")
    require_within(x, "aras", lowest=0, advice=_POSITIVE)
    if reference is None:
        optimum = x.max(axis=-2, keepdims=True)
    else:
        optimum = per_column(reference, x.shape[-1], "reference")[None, :]
        _require_reference(optimum)
    divisor = x.sum(axis=-2, keepdims=True) + optimum if normalisation == "sum" else np.ones_like(optimum)
    shares = weights[..., None, :]
    scale = np.divide(shares, divisor, out=np.zeros(np.broadcast(shares, divisor).shape), where=divisor > 0)
    total, best = weighted_sum(x, scale), weighted_sum(optimum, scale)
    return np.divide(total, best, out=np.ones_like(total), where=best > 0)


def _require_average(nought: NDArray[np.bool_]) -> None:
    if nought.any():
        raise MethodError(
            "'edas' measures from the average of a column as a part of it, and it is 0",
            seen=f"an average of 0 in {int(nought.sum())} columns that vary",
            allowed="columns with an average above or below 0",
            advice="aggregate raw values or min–max, not z-scores",
        )


def _require_reference(optimum: NDArray[np.float64]) -> None:
    if not (optimum > 0).all():
        raise MethodError(
            "the reference of 'aras' must be above 0: scores are parts of it",
            seen=f"{optimum.min():g}",
            allowed="numbers above 0",
        )


def _of_greatest(part: NDArray[np.float64]) -> NDArray[np.float64]:
    greatest = part.max(axis=-1, keepdims=True)
    return np.asarray(np.divide(part, greatest, out=np.zeros_like(part), where=greatest > 0))


_POSITIVE = "normalise to values of 0 or more, for instance by fraction_of_max, sum or minmax"
_NEGATIVE = "error: not defined for negative values"
_ALL_EQUAL = 2.0 / 3.0
_HALVES = np.array([0.5, 0.5])

RATIOS = (
    aggregator(
        "edas",
        Text("平均解距离评价法", "EDAS (evaluation based on distance from average solution)"),
        edas,
        citation="Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis (2015), Informatica 26(3): 435-451",
        formula=Text(
            "(P/max P + 1 - N/max N)/2；P、N = sum_i w_i max(0, +-(x_i - 均值_i))/|均值_i|",
            "(P/max P + 1 - N/max N)/2; P, N = sum_i w_i max(0, +-(x_i - mean_i))/|mean_i|",
        ),
        needs="every value; columns with an average other than 0; the paper takes raw values, here with "
        "costs turned by their sign",
        range_="[0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "no distance from its average",
            "negative": "harmless, unless the column varies about an average of 0: error",
            "single_region": "0.5",
        },
        example=Example((np.array([[1.0, 2.0], [3.0, 2.0], [2.0, 2.0]]), _HALVES), [0.0, 1.0, 0.5]),
    ),
    aggregator(
        "codas",
        Text("组合距离评价法", "CODAS (combinative distance-based assessment)"),
        codas,
        citation="Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene (2016), "
        "Economic Computation and Economic Cybernetics Studies and Research 50(3): 25-44",
        formula=Text(
            "sum_k (E - E_k) + psi (T - T_k)，|E - E_k| >= tau 时 psi = 1，否则为 0；E、T 为 w_i "
            "x_i 到其最差值的欧氏距离与曼哈顿距离",
            "sum_k (E - E_k) + psi (T - T_k), psi = 1 where |E - E_k| >= tau, else 0; E, T = Euclidean "
            "and taxicab distance of w_i x_i from its worst value",
        ),
        needs="every value; columns on one scale; fraction_of_max is the paper's normalisation",
        range_="around 0, where they sum to; wider the more regions there are",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "0"},
        example=Example((np.array([[1.0, 0.0], [0.0, 0.0], [0.5, 0.0]]), _HALVES), [1.5, -1.5, 0.0]),
        parameters={
            "threshold": number(
                0.02, "tau: Euclidean distances that differ by less leave the taxicab distance out", minimum=0
            )
        },
    ),
    aggregator(
        "marcos",
        Text("折衷解替代方案测度与排序法", "MARCOS (ranking according to compromise solution)"),
        marcos,
        citation="Stevic, Pamucar, Puska and Chatterjee (2020), "
        "Computers and Industrial Engineering 140: 106231",
        formula=Text(
            "(K+ + K-)/(1 + K+/K- + K-/K+)，K+ = S/A，K- = S/B，S、A、B 分别为该地区各值、"
            "各最优值、各最差值的 sum_i w_i x_i；等于 S (A + B)/(A^2 + A B + B^2)：排序与加权均值 "
            "S 相同",
            "(K+ + K-)/(1 + K+/K- + K-/K+), K+ = S/A, K- = S/B, S, A, B = sum_i w_i x_i of the region, "
            "the best and the worst values; = S (A + B)/(A^2 + A B + B^2): orders as the weighted mean S",
        ),
        needs="every value, 0 or more; fraction_of_max is the paper's normalisation",
        range_="[0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds the same to every region",
            "zero": "adds nothing to any region",
            "negative": _NEGATIVE,
            "single_region": "2/3",
        },
        example=Example((np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]]), _HALVES), [0.5, 0.5, 0.25]),
    ),
    aggregator(
        "aras",
        Text("加性比率评估法", "ARAS (additive ratio assessment)"),
        aras,
        citation="Zavadskas and Turskis (2010), "
        "Technological and Economic Development of Economy 16(2): 159-172",
        formula=Text(
            "S/S_0，S = sum_i w_i x_i/(sum x_i + 最优值_i)，S_0 为以各最优值同样算得的和："
            "排序与份额的加权均值相同",
            "S/S_0, S = sum_i w_i x_i/(sum x_i + best_i), S_0 = the same of the best values: orders as "
            "the weighted mean of shares",
        ),
        needs="every value, 0 or more; sum or fraction_of_max turns negative indicators as the paper does",
        range_="[0, 1]; above 1 only beyond a given reference",
        degenerate={
            **AMONG_OTHERS,
            "constant": "adds the same to every region",
            "zero": "adds nothing to any region",
            "negative": _NEGATIVE,
            "single_region": "1, or its ratio to a given reference",
        },
        example=Example((np.array([[1.0, 1.0], [3.0, 1.0]]), _HALVES), [0.625, 1.0]),
        parameters={
            "normalisation": choice(
                "sum", ("none",), "divide each column by its sum, the best added, or not"
            ),
            "reference": Option(
                None,
                {"type": ["number", "array", "null"], "items": {"type": "number"}, "exclusiveMinimum": 0},
                "the optimal value, for all columns or for each; the best value found unless given",
            ),
        },
    ),
)
