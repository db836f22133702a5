"""What is made of a region's degrees in the grades: their mean, the greatest, or the grade one trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.aggregator import choice
from zhishu.score.aggregators.columns import weighted_sum
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FEWEST = 2
ROUNDING = 1e-12

GRADES = {"type": "array", "items": {"type": "number"}, "minItems": FEWEST}
VERDICTS: Mapping[str, Option] = {
    "verdict": choice(
        "weighted_mean",
        ("maximum", "confidence"),
        "mean of the grades, the greatest membership, or the best grade that is reached with confidence",
    ),
    "confidence": Option(
        0.6,
        {"type": "number", "exclusiveMinimum": 0.5, "maximum": 1},
        "verdict: confidence: the part of all membership that this grade and better ones must have",
    ),
}
"""The options of every method that ends in degrees of the grades."""


def rising(grades: Sequence[float | None]) -> NDArray[np.float64]:
    """Return grades as an array; a MethodError if they are fewer than two or do not rise.

    >>> rising((0, 1))
    array([0., 1.])
    """
    values = np.asarray(grades, dtype=float)
    if values.ndim != 1 or len(values) < FEWEST or not (np.diff(values) > 0).all():
        raise MethodError("the grades do not rise", seen=list(grades), allowed="two or more rising numbers")
    return values


def score_of(
    degrees: NDArray[np.float64], grades: NDArray[np.float64], verdict: str, confidence: float
) -> NDArray[np.float64]:
    """Return one score per region from its degrees (…, regions, grades) of 0 or more.

    `weighted_mean`: the mean of the `grades` by their degrees; `maximum`: the grade of the greatest
    degree, the mean of those that tie; `confidence`: the best grade such that it and those better have
    `confidence` of all degrees together (置信度识别准则). NaN where a degree is.

    >>> degrees = np.array([[0.1, 0.4, 0.5]])
    >>> how = ("weighted_mean", "maximum", "confidence")
    >>> [score_of(degrees, np.arange(3.0), verdict, 0.6).item() for verdict in how]
    [1.4, 2.0, 1.0]
    """
    total = weighted_sum(degrees, np.ones_like(grades))[..., None]
    shares = degrees / total
    if verdict == "maximum":
        greatest = (degrees >= degrees.max(axis=-1, keepdims=True) - ROUNDING).astype(float)
        shares = np.where(np.isnan(total), np.nan, greatest / greatest.sum(axis=-1, keepdims=True))
    if verdict == "confidence":
        reached = np.cumsum(shares[..., ::-1], axis=-1)[..., ::-1] >= confidence - ROUNDING
        best = grades[reached.shape[-1] - 1 - reached[..., ::-1].argmax(axis=-1)]
        return np.asarray(np.where(np.isnan(total[..., 0]), np.nan, best))
    return weighted_sum(shares, grades)
