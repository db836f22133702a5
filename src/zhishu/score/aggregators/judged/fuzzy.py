"""Fuzzy comprehensive evaluation (模糊综合评价): grades, memberships, composition, verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.score.aggregators.judged.verdicts import GRADES, ROUNDING, VERDICTS, rising, score_of
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def fuzzy_comprehensive(  # noqa: PLR0913 - three choices of the method, each with its usual value
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    grades: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    membership: str = "gaussian",
    operator: str = "weighted_average",
    verdict: str = "weighted_mean",
    confidence: float = 0.6,
) -> NDArray[np.float64]:
    """Return the score of each region by fuzzy comprehensive evaluation, shape (…, regions).

    Each value belongs to each of the `grades` (their values, rising, in units of `x`) to some degree
    (`memberships`); the degrees are composed by weight (`compose`) into one membership per grade,
    divided by their sum; the score is the mean of the grades by it, or with `verdict: maximum` the
    grade of greatest membership (the mean of those that tie), or with `confidence` the best grade that
    with the better ones has that part of all membership. Missing values as in `arithmetic`. Grades that
    do not rise are a MethodError.

    With triangular membership, weighted average and weighted mean this is the arithmetic mean; with
    triangular membership, weighted average and confidence it is evaluation by the unascertained measure
    (未确知测度).

    >>> fuzzy_comprehensive(np.array([[0.9, 0.6]]), np.array([0.5, 0.5]), membership="triangular")
    array([0.75])
    """
    values = rising(grades)
    x, weights = present(x, weights)
    return score_of(
        compose(memberships(x, values, membership), weights, operator), values, verdict, confidence
    )


def memberships(x: NDArray[np.float64], grades: NDArray[np.float64], membership: str) -> NDArray[np.float64]:
    """Return the degree to which each value belongs to each grade, shape of `x` × grades.

    Beyond the outer grades a value belongs to them as if it were there. `triangular`: linear between
    neighbouring grades; `gaussian`: exp(−ln 2 (d / h)²), d the distance and h half the distance to the
    neighbouring grade on that side, so that half-way between grades both degrees are 1/2; `nearest`:
    1 for the nearest grade, shared where two are; `interval`: triangular, but an outer grade is an
    interval without an end, and beyond its bound, half-way to the next grade, the degree in that next
    grade is h / 2d, which falls from 1/2 the further the value lies.

    >>> memberships(np.array([0.25]), np.array([0.0, 1.0]), "triangular")
    array([[0.75, 0.25]])
    """
    if membership == "interval":
        return _in_intervals(x, grades)
    within = np.clip(x, grades[0], grades[-1])[..., None]
    distance = np.abs(within - grades)
    if membership == "nearest":
        nearest = (distance <= distance.min(axis=-1, keepdims=True) + ROUNDING).astype(float)
        return np.asarray(nearest / nearest.sum(axis=-1, keepdims=True))
    steps = np.diff(grades)
    width = np.where(within < grades, np.append(steps[0], steps), np.append(steps, steps[-1]))
    if membership == "triangular":
        return np.maximum(1.0 - distance / width, 0.0)
    return np.asarray(np.exp(-np.log(2.0) * (2.0 * distance / width) ** 2))


def _in_intervals(x: NDArray[np.float64], grades: NDArray[np.float64]) -> NDArray[np.float64]:
    lower, upper = (grades[0] + grades[1]) / 2.0, (grades[-2] + grades[-1]) / 2.0
    degrees = memberships(np.clip(x, lower, upper), grades, "triangular")
    below = 0.5 * (grades[1] - lower) / (grades[1] - np.minimum(x, lower))
    above = 0.5 * (upper - grades[-2]) / (np.maximum(x, upper) - grades[-2])
    for beyond, outer, inner, degree in ((x < lower, 0, 1, below), (x > upper, -1, -2, above)):
        degrees[..., outer] = np.where(beyond, 1.0 - degree, degrees[..., outer])
        degrees[..., inner] = np.where(beyond, degree, degrees[..., inner])
    return degrees


def compose(degrees: NDArray[np.float64], weights: NDArray[np.float64], operator: str) -> NDArray[np.float64]:
    """Return the membership of each region in each grade, (…, regions, grades), before division by the sum.

    `degrees` is (…, regions, columns, grades). `weighted_average`, M(·, +): Σ w r; `max_min`, M(∧, ∨):
    max of min(w, r); `max_product`, M(·, ∨): max of w r; `bounded_sum`, M(∧, ⊕): min(1, Σ min(w, r)).

    >>> degrees = np.array([[[0.2, 0.5, 0.3], [0.1, 0.3, 0.6]]])
    >>> compose(degrees, np.array([[0.4, 0.6]]), "max_min")
    array([[0.2, 0.4, 0.6]])
    """
    columns = np.moveaxis(degrees, -2, -1)
    shares = weights[..., None, :]
    if operator == "weighted_average":
        return weighted_sum(columns, shares)
    if operator == "max_product":
        return np.asarray((columns * shares).max(axis=-1))
    least = np.minimum(columns, shares)
    bounded = np.minimum(least.sum(axis=-1), 1.0)
    return np.asarray(least.max(axis=-1) if operator == "max_min" else bounded)


FUZZY = (
    aggregator(
        "fuzzy_comprehensive",
        Text("模糊综合评价", "Fuzzy comprehensive evaluation"),
        fuzzy_comprehensive,
        citation="Zadeh (1965), Information and Control 8(3): 338-353 (fuzzy sets); evaluation w o R: "
        "汪培庄 (Wang Peizhuang), 1980s, in the textbooks of fuzzy mathematics; memberships in intervals: "
        "贾嵘 (Jia Rong) et al. (1999), 区域水资源潜力综合评判, 西北农业大学学报 27(5): 44-49",
        formula=Text(
            "b = w o R，R 为各值对各等级的隶属度；得分 = sum_k b_k g_k / sum_k b_k，g_k 为等级 k 的值",
            "b = w o R, R the memberships of the values in the grades; score = sum_k b_k grade_k / sum_k b_k",
        ),
        needs="values on the scale of the grades; weights that sum to 1",
        range_="between the lowest and the highest grade",
        degenerate={**ONE_BY_ONE, "negative": "as the lowest grade, if that is 0"},
        example=Example((np.array([[0.9, 0.6]]), np.array([0.5, 0.5])), [0.75], {"membership": "triangular"}),
        parameters={
            "grades": Option((0.0, 0.25, 0.5, 0.75, 1.0), GRADES, "the values of the grades, rising"),
            "membership": choice(
                "gaussian", ("triangular", "nearest", "interval"), "how far a value belongs to a grade"
            ),
            "operator": choice(
                "weighted_average", ("max_min", "max_product", "bounded_sum"), "how memberships are composed"
            ),
            **VERDICTS,
        },
    ),
)
