"""Evidential reasoning (证据推理): beliefs in grades, joined by Dempster's rule with weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import weighted_sum
from zhishu.score.aggregators.judged.fuzzy import memberships
from zhishu.score.aggregators.judged.verdicts import GRADES, rising
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Belief(NamedTuple):
    """What is believed of each region: its degrees in the grades, (…, regions, grades), and what is left.

    `unknown`, (…, regions), is the part of belief that no grade has; all of them sum to 1.
    """

    degrees: NDArray[np.float64]
    unknown: NDArray[np.float64]


def evidential_reasoning(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    grades: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    unknown: str = "middle",
) -> NDArray[np.float64]:
    """Return the expected utility of each region by evidential reasoning, shape (…, regions).

    A value between two of the `grades` (rising, in units of `x`) is believed to belong to both, in
    proportion to its nearness; one beyond the outer grades to the outer one. The beliefs of the columns
    are joined by weight (`combined`); the score is the mean of the grades by the joined belief. Where
    columns agree on a grade they strengthen one another, so it gets more than their part of the weight;
    a rise to such a grade from a lower one may cost a little if the others lie above it.

    A missing value is ignorance, and its weight is not given to the others: it is the belief that is
    left without a grade, to which `unknown` gives the `middle` of the least and the greatest grade, the
    `lowest` or the `highest` one, so that the last two bound the score. NaN only for a region that
    lacks all that weighs anything. Grades that do not rise are a MethodError.

    >>> evidential_reasoning(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([0.8, 0.2]), grades=(0, 1)).round(4)
    array([1.    , 0.9412])
    """
    values = rising(grades)
    missing = np.isnan(x)
    degrees = memberships(np.where(missing, values[0], x), values, "triangular")
    found = combined(np.where(missing[..., None], 0.0, degrees), weights)
    ends = {"lowest": values[0], "highest": values[-1], "middle": (values[0] + values[-1]) / 2.0}
    score = weighted_sum(found.degrees, values) + found.unknown * ends[unknown]
    known = weighted_sum(np.where(missing, 0.0, 1.0), weights[..., None, :]) > 0
    return np.asarray(np.where(known, score, np.nan))


def combined(degrees: NDArray[np.float64], weights: NDArray[np.float64]) -> Belief:
    """Return the joined Belief of degrees (…, regions, columns, grades), each summing to 1 or less.

    With w the weights, b the degrees and B their sum in a column: P_n = Π(w b_n + 1 − w B), P = Π(1 −
    w B), Q = Π(1 − w) and M = Σ P_n − (N − 1) P; the joined degree of grade n is (P_n − P) / (M − Q),
    what is left (P − Q) / (M − Q). That is Dempster's rule of combination with each column's belief
    discounted by its weight, and what the weights leave open shared out. Weights of 0 throughout give
    no belief at all, unknown 1.

    >>> combined(np.array([[[0.5, 0.5], [0.0, 0.8]]]), np.array([0.5, 0.5])).degrees.round(4)
    array([[0.2308, 0.6923]])
    """
    shares = weights[..., None, :, None]
    given = weighted_sum(degrees, np.ones(degrees.shape[-1]))[..., None]
    each = _product(shares * degrees + 1.0 - shares * given)
    none = _product(1.0 - shares * given)
    idle = _product(1.0 - shares)
    whole = weighted_sum(each, np.ones(each.shape[-1]))[..., None] - (degrees.shape[-1] - 1) * none
    apart = np.broadcast_to(whole - idle, none.shape)
    joined = np.divide(each - none, apart, out=np.zeros_like(each), where=apart > 0)
    left = np.divide(none - idle, apart, out=np.ones_like(none), where=apart > 0)
    return Belief(joined, left[..., 0])


def _product(factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the product over the columns, one after the other so that equal regions tie."""
    total: NDArray[np.float64] = factors[..., 0, :]
    for column in range(1, factors.shape[-2]):
        total = total * factors[..., column, :]
    return total


_TWO = (np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([0.8, 0.2]))

EVIDENCE = (
    aggregator(
        "evidential_reasoning",
        Text("证据推理法", "Evidential reasoning (ER)"),
        evidential_reasoning,
        citation="Yang and Xu (2002), IEEE Transactions on Systems, Man, and Cybernetics A 32(3): 289-304; "
        "in closed form: Wang, Yang and Xu (2006), European Journal of Operational Research 174(3): "
        "1885-1913",
        formula=Text(
            "sum_n b_n g_n + b_u u；b_n = (P_n - P) / (M - Q)，b_u = (P - Q) / (M - Q)，P_n = prod_i (w_i "
            "b_ni + 1 - w_i B_i)，P = prod_i (1 - w_i B_i)，Q = prod_i (1 - w_i)，M = sum_n P_n - (N - 1) "
            "P；b_ni 为指标 i 对等级 n 的信度，B_i 为其和，g_n 为等级 n 的效用，u 为未知部分的效用",
            "sum_n b_n g_n + b_u u; b_n = (P_n - P) / (M - Q), b_u = (P - Q) / (M - Q), P_n = prod_i (w_i "
            "b_ni + 1 - w_i B_i), P = prod_i (1 - w_i B_i), Q = prod_i (1 - w_i), M = sum_n P_n - (N - 1) P; "
            "b_ni = belief of column i in grade n, B_i their sum, g_n grade n, u what stands for the unknown",
        ),
        needs="values on the scale of the grades; weights that sum to 1",
        range_="between the lowest and the highest grade",
        degenerate={
            **ONE_BY_ONE,
            "nan": "ignorance, which `unknown` values; NaN if nothing that weighs anything is there",
            "negative": "as the lowest grade, if that is 0",
        },
        example=Example(_TWO, [1.0, 16 / 17], {"grades": [0, 1]}),
        parameters={
            "grades": Option((0.0, 0.25, 0.5, 0.75, 1.0), GRADES, "the values of the grades, rising"),
            "unknown": choice(
                "middle",
                ("lowest", "highest"),
                "what a missing value may be worth: the middle of the outer grades, the lowest, the highest",
            ),
        },
    ),
)
