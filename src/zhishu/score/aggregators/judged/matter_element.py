"""Matter-element extension evaluation (物元可拓评价): correlation with grades that are intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FEWEST = 3
ROUNDING = 1e-12


def matter_element(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    bounds: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    verdict: str = "characteristic",
    unit: str = "values",
) -> NDArray[np.float64]:
    """Return the score of each region by matter-element extension evaluation, shape (…, regions).

    Each grade is the interval between two neighbouring `bounds` (rising, in units of `x`), its classical
    domain; from the first bound to the last runs the nodal domain. The correlations of the columns with
    a grade (`correlations`) are summed by weight to K. `verdict: characteristic` is the grade variable
    characteristic value Σ j k_j / Σ k_j with k = (K − min K) / (max K − min K); `maximum` is the grade
    of greatest K (the mean of those that tie). Where all K are equal, all grades count alike.

    With `unit: grades` j counts the grades from 1, as books print it; with `values` the middle of the
    grade stands for j, so that scores are on the scale of the columns and may be evaluated again one
    level up. The characteristic value may fall a little when a value rises, because all correlations
    are counted from the least. A value beyond the outer bounds is taken as if it were at them. Missing
    values as in `arithmetic`. Fewer than three bounds, or bounds that do not rise, are a MethodError.

    >>> matter_element(np.array([[0.375, 0.375], [1.0, 1.0]]), np.array([0.5, 0.5]), verdict="maximum")
    array([0.375, 0.875])
    """
    ends = np.asarray(bounds, dtype=float)
    if ends.ndim != 1 or len(ends) < FEWEST or not (np.diff(ends) > 0).all():
        raise MethodError(
            "the bounds of the grades do not rise", seen=list(bounds), allowed="three or more rising numbers"
        )
    x, weights = present(x, weights)
    related = weighted_sum(np.moveaxis(correlations(x, ends), -2, -1), weights[..., None, :])
    grades = np.arange(1.0, len(ends)) if unit == "grades" else (ends[:-1] + ends[1:]) / 2.0
    return characteristic(related, grades) if verdict == "characteristic" else _greatest(related, grades)


def characteristic(related: NDArray[np.float64], grades: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the grade variable characteristic value, shape of `related` without its last axis.

    Σ j k_j / Σ k_j with k = (K − min K) / (max K − min K), K the correlations `related` with the grades
    along the last axis and j the `grades`; their mean where all K are equal, NaN where they are.

    >>> characteristic(np.array([-0.5, 0.0, -0.25]), np.array([1.0, 2.0, 3.0])).round(6)
    np.float64(2.333333)
    """
    least = related.min(axis=-1, keepdims=True)
    apart = np.broadcast_to(related.max(axis=-1, keepdims=True) - least, related.shape)
    shares = np.where(np.isnan(related), np.nan, 1.0)
    np.divide(related - least, apart, out=shares, where=apart > ROUNDING)
    return _mean(shares, grades)


def _greatest(related: NDArray[np.float64], grades: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the grade of greatest correlation, the mean of those that tie."""
    shares = np.where(related >= related.max(axis=-1, keepdims=True) - ROUNDING, 1.0, 0.0)
    return _mean(np.where(np.isnan(related), np.nan, shares), grades)


def _mean(shares: NDArray[np.float64], grades: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(weighted_sum(shares, grades) / weighted_sum(shares, np.ones_like(grades)))


def correlations(x: NDArray[np.float64], bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation of each value with each grade, shape of `x` × grades, in [−1, 1/2].

    With ρ(x, [a, b]) = |x − (a + b) / 2| − (b − a) / 2 the distance to an interval, negative within:
    −ρ(x, grade) / (b − a) in the grade's interval, else ρ(x, grade) / (ρ(x, nodal) − ρ(x, grade)).

    >>> correlations(np.array([0.125, 0.5]), np.array([0.0, 0.5, 1.0])).round(6)
    array([[ 0.25, -0.75],
           [ 0.  ,  0.  ]])
    """
    within = np.clip(x, bounds[0], bounds[-1])[..., None]
    low, high = bounds[:-1], bounds[1:]
    # The larger of two gaps is the same distance as the formula's and exactly 0 at a bound.
    apart = np.maximum(low - within, within - high)
    nodal = np.maximum(bounds[0] - within, within - bounds[-1])
    outside = np.divide(apart, nodal - apart, out=np.zeros_like(apart), where=apart > 0)
    return np.where(apart > 0, outside, np.abs(apart) / (high - low))


BOUNDS = {"type": "array", "items": {"type": "number"}, "minItems": FEWEST}

MATTER_ELEMENT = (
    aggregator(
        "matter_element",
        Text("物元可拓评价", "Matter-element extension evaluation"),
        matter_element,
        citation="蔡文 (Cai Wen, 1994), 物元模型及其应用, 科学技术文献出版社; Cai Wen (1999), Extension "
        "theory and its application, Chinese Science Bulletin 44: 1538-1548",
        formula=Text(
            "K_j = sum_i w_i k_j(x_i)；x 在 [a_j, b_j] 内时 k_j(x) = -r_j / (b_j - a_j)，否则为 "
            "r_j / (r - r_j)，r_j、r 为到该等级区间（经典域）与整个区间（节域）的距离；得分 = "
            "sum_j m_j s_j / sum_j s_j，s_j = (K_j - min K) / (max K - min K)，m_j 为等级 j "
            "的中点，或 j 本身",
            "K_j = sum_i w_i k_j(x_i); k_j(x) = -r_j / (b_j - a_j) in [a_j, b_j], else r_j / (r - r_j), "
            "r_j, r = distance to the grade's and to the whole interval; "
            "score = sum_j m_j s_j / sum_j s_j, s_j = (K_j - min K) / (max K - min K), "
            "m_j = middle of grade j, or j itself",
        ),
        needs="values on the scale of the bounds; weights that sum to 1",
        range_="between the middles of the lowest and the highest grade; unit: grades: 1 to their number",
        degenerate={**ONE_BY_ONE, "negative": "as the lowest bound, if that is 0"},
        example=Example(
            (np.array([[0.125, 0.125], [0.5, 0.5]]), np.array([0.5, 0.5])),
            [9 / 7, 2.5],
            {"unit": "grades"},
        ),
        parameters={
            "bounds": Option((0.0, 0.25, 0.5, 0.75, 1.0), BOUNDS, "the bounds of the grades, rising"),
            "verdict": choice(
                "characteristic", ("maximum",), "mean of the grades by correlation, or the greatest one"
            ),
            "unit": choice("values", ("grades",), "the middle of a grade, or its number from 1 upwards"),
        },
    ),
)
