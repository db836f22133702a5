"""Variable fuzzy sets (可变模糊集): degrees by relative difference, averaged over four models."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.score.aggregators.judged.matter_element import BOUNDS, FEWEST
from zhishu.score.aggregators.judged.verdicts import VERDICTS, score_of
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def variable_fuzzy_sets(  # noqa: PLR0913 - the grades, the models, and how one reads the degrees
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    bounds: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    criteria: Sequence[int] = (1, 2),
    distances: Sequence[int] = (1, 2),
    verdict: str = "weighted_mean",
    confidence: float = 0.6,
    unit: str = "values",
) -> NDArray[np.float64]:
    """Return the score of each region by Chen's variable fuzzy sets, shape (…, regions).

    With the relative membership r_ik of each value in each grade (`relative_memberships`) a region
    belongs to grade k by u_k = 1 / (1 + (far_k / near_k)^a), near_k = (Σ (w r_ik)^p)^(1/p) and far_k the
    same of 1 − r_ik; the u are divided by their sum. This is done for each of the `criteria` a (1 least
    absolute, 2 least squares) with each of the `distances` p (1 Hamming, 2 Euclidean), and the degrees
    are averaged; the `verdict` is made of their mean (`score_of`).

    With `unit: grades` grades are counted from 1; with `values` the point at which a value belongs to
    the grade wholly stands for it. Values beyond the outer `bounds` count as there. Missing values as in
    `arithmetic`. Fewer than three bounds, or bounds that do not rise, are a MethodError.

    >>> x, weights = np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([0.25, 0.75])
    >>> variable_fuzzy_sets(x, weights, bounds=(0, 0.5, 1), unit="grades")
    array([1.5  , 1.825])
    """
    edges = np.asarray(bounds, dtype=float)
    if edges.ndim != 1 or len(edges) < FEWEST or not (np.diff(edges) > 0).all():
        raise MethodError(
            "the bounds of the grades do not rise", seen=list(bounds), allowed="three or more rising numbers"
        )
    values, shares = present(x, weights)
    belongs = np.moveaxis(relative_memberships(values, edges), -2, -1)
    models = [
        synthetic_degrees(belongs, shares[..., None, :], criterion, distance)
        for criterion, distance in product(criteria, distances)
    ]
    grades = np.arange(1.0, len(edges)) if unit == "grades" else whole_points(edges)
    return score_of(np.asarray(sum(models)) / len(models), grades, verdict, confidence)


def whole_points(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the point M of each grade at which membership is 1: lowest bound, middles, highest bound.

    Between the grade's bounds M moves in equal parts from the lower one (first grade) to the upper one.

    >>> whole_points(np.array([0.0, 1.0, 2.0, 3.0]))
    array([0. , 1.5, 3. ])
    """
    part = np.arange(len(edges) - 1) / (len(edges) - 2)
    return np.asarray((1.0 - part) * edges[:-1] + part * edges[1:])


def relative_memberships(x: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the relative membership of each value in each grade, shape of `x` × grades.

    (1 + D) / 2 with the relative difference D: 1 at the point M of the grade, 0 at its bounds, −1 at
    the outer bounds of the grades beside it and beyond, linear in between.

    >>> relative_memberships(np.array([0.75]), np.array([0.0, 1.0, 2.0, 3.0]))
    array([[0.625, 0.375, 0.   ]])
    """
    within = np.clip(x, edges[0], edges[-1])
    height = np.array([0.0, 0.5, 1.0, 0.5, 0.0])
    found = []
    for grade, whole in enumerate(whole_points(edges)):
        corner = [
            edges[max(grade - 1, 0)],
            edges[grade],
            whole,
            edges[grade + 1],
            edges[min(grade + 2, len(edges) - 1)],
        ]
        first, last = (2 if grade == 0 else 0), (3 if grade == len(edges) - 2 else 5)
        found.append(np.interp(within, corner[first:last], height[first:last]))
    return np.stack(found, axis=-1)


def synthetic_degrees(
    belongs: NDArray[np.float64], weights: NDArray[np.float64], criterion: float, distance: float
) -> NDArray[np.float64]:
    """Return the degrees in the grades by one model, sum 1; `belongs` is (…, grades, columns).

    >>> synthetic_degrees(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.25, 0.75]), 2, 1).round(6)
    array([0.1, 0.9])
    """
    powers = weights**distance
    near, far = (
        weighted_sum(part**distance, powers) ** (criterion / distance) for part in (belongs, 1.0 - belongs)
    )
    degrees = near / (near + far)
    return np.asarray(degrees / weighted_sum(degrees, np.ones(degrees.shape[-1]))[..., None])


_MODELS = {"type": "array", "items": {"enum": [1, 2]}, "minItems": 1}
_TWO = (np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([0.25, 0.75]))

VARIABLE_FUZZY = (
    aggregator(
        "variable_fuzzy_sets",
        Text("可变模糊集评价法", "Variable fuzzy sets"),
        variable_fuzzy_sets,
        citation="Chen Shouyu (陈守煜)'s theory; Han Xiaojun (韩晓军, 2008), thesis, Dalian University of "
        "Technology, for the mean of four models; Fang et al. (2019), Ecological Indicators 98: 515-522",
        formula=Text(
            "sum_k u_k g_k / sum_k u_k；u_k = 1 / (1 + (e_k / d_k)^a)，d_k = (sum_i (w_i r_ik)^p)^(1/p)，"
            "e_k = (sum_i (w_i (1 - r_ik))^p)^(1/p)，r_ik = (1 + D_ik) / 2，D_ik 为相对差异度，"
            "对各 a、p 取平均，g_k 为等级 k 的值",
            "sum_k u_k g_k / sum_k u_k; u_k = 1 / (1 + (e_k / d_k)^a), d_k = (sum_i (w_i r_ik)^p)^(1/p), "
            "e_k = (sum_i (w_i (1 - r_ik))^p)^(1/p), r_ik = (1 + D_ik) / 2, D_ik = relative difference, "
            "averaged over a and p, g_k = value of grade k",
        ),
        needs="values on the scale of the bounds; weights that sum to 1",
        range_="between the lowest and the highest bound; unit: grades: 1 to their number",
        degenerate={**ONE_BY_ONE, "negative": "as the lowest bound, if that is 0"},
        example=Example(_TWO, [1.5, 1.825], {"bounds": [0, 0.5, 1], "unit": "grades"}),
        parameters={
            "bounds": Option((0.0, 0.25, 0.5, 0.75, 1.0), BOUNDS, "the bounds of the grades, rising"),
            "criteria": Option((1, 2), _MODELS, "a: 1 least absolute, 2 least squares; both are averaged"),
            "distances": Option((1, 2), _MODELS, "p: 1 Hamming, 2 Euclidean distance; both are averaged"),
            **VERDICTS,
            "unit": choice(
                "values",
                ("grades",),
                "the point of whole membership of a grade, or its number from 1 upwards",
            ),
        },
    ),
)
