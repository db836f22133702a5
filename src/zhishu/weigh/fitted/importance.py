"""Weights under which each column matters as much as stated, and proof where no weights do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.nearest import nearest_importance
from zhishu.weigh.moments import covariances
from zhishu.weigh.shares import degenerate, live_columns, shares
from zhishu.weigh.stated import given

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_REACHED = 1e-8
_POWER = {"squared_correlation": 0.5, "correlation": 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Optimised:
    """What weights of one group were found, and how near they come to the importance that was wanted.

    `reached` are the realised importances under `weights`; `gap` is the largest |reached - wanted|.
    `certificate` is None where the wanted importance is reached. Else it is a vector y that proves
    that no weights of 0 or more reach it with every column correlating positively: with the
    covariances C and the vector b that C w would have to be a multiple of, y · C ≥ 0 in every entry,
    so y · C w ≥ 0 for all w ≥ 0, but y · b < 0.
    """

    weights: Array
    wanted: Array
    reached: Array
    gap: float
    certificate: Array | None


def realised_importance(x: Array, weights: Array, *, measure: str = "squared_correlation") -> Array:
    """Return each column's share in what moves the weighted sum, (…, columns), summing to 1.

    The squared Pearson correlation of the column with Σ w_j x_j (or the plain `correlation`), over
    the sum of them over all columns. A constant column has 0.

    Source: Paruolo, Saisana and Saltelli 2013, Journal of the Royal Statistical Society A 176(3).

    >>> x = np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    >>> realised_importance(x, np.array([0.5, 0.5]))
    array([0.2, 0.8])
    """
    return _importance(covariances(x), weights, measure)


def _importance(covariance: Array, weights: Array, measure: str) -> Array:
    along = (covariance @ weights[..., None])[..., 0]
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    correlation = np.divide(along, spread, out=np.zeros_like(along), where=spread > 0)
    size = correlation**2 if measure == "squared_correlation" else correlation
    total = size.sum(axis=-1, keepdims=True)
    found: Array = np.divide(size, total, out=np.zeros_like(size), where=total != 0)
    return found


def optimised_importance(
    x: Array, stated: Array | None = None, *, target: str = "equal", measure: str = "squared_correlation"
) -> NDArray[np.float64]:
    """Return the weights under which each column's realised importance is the one wanted, (…, columns).

    Wanted is the same for every column that varies (`target: equal`) or the framework's own weights
    (`target: stated`). The importance of column j is its squared correlation with Σ w x over the sum
    of them, or the plain correlation. With covariances C and deviations s the weights in proportion
    to C⁻¹ (s √wanted) do it exactly (s · wanted for plain correlations). Where that asks for a
    negative weight it cannot be done: the weights that come nearest (least squares) are returned,
    and `optimise_group` gives a certificate. A constant column weighs 0; missing values: covariances
    over the regions that both columns have. All draws are solved at once.

    Source: Paruolo, Saisana and Saltelli 2013; Becker, Saisana, Paruolo and Vandecasteele 2017,
    Ecological Indicators 80: 12-22.

    >>> x = np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]])
    >>> optimised_importance(x).round(6)
    array([0.666667, 0.333333])
    """
    live = live_columns(x)
    wanted = _wanted(x, live, stated, target)
    covariance = covariances(x)
    exact, reached = _exact(covariance, wanted, live, measure)
    weights = np.where(reached[..., None], exact, 0.0)
    apart = ~reached & live.any(axis=-1)
    if apart.any():
        weights[apart] = nearest_importance(
            covariance[apart], wanted[apart], live[apart], 1.0 / _POWER[measure]
        )
    return shares(weights, live)


def optimise_group(
    x: Array, stated: Array | None = None, *, target: str = "equal", measure: str = "squared_correlation"
) -> Optimised:
    """Return the Optimised weights of one group (regions, columns), with the certificate where there is one.

    >>> x = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.1], [0.2, 0.9, 1.0], [0.9, 0.2, 0.1]])
    >>> found = optimise_group(x)
    >>> found.certificate is None, bool(found.gap > 0.01)
    (False, True)
    """
    live = live_columns(x)
    wanted = _wanted(x, live, stated, target)
    weights = optimised_importance(x, stated, target=target, measure=measure)
    covariance = covariances(x)
    reached = _importance(covariance, weights, measure)
    # Where all columns are constant there is nothing to reach.
    gap = float(np.abs(reached - wanted).max()) if live.any() else 0.0
    proof = None if gap <= _REACHED else _certificate(covariance, _aim(covariance, wanted, measure), live)
    return Optimised(weights, wanted, reached, gap, proof)


def _wanted(x: Array, live: NDArray[np.bool_], stated: Array | None, target: str) -> Array:
    if target == "equal":
        return shares(np.ones(live.shape), live)
    nothing = np.full(x.shape[-1], np.nan)
    wanted = given(x, nothing if stated is None else stated)
    return shares(wanted, live)


def _aim(covariance: Array, wanted: Array, measure: str) -> Array:
    """Return b: what C w must be a multiple of."""
    aim: Array = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)) * wanted ** _POWER[measure]
    return aim


def _exact(
    covariance: Array, wanted: Array, live: NDArray[np.bool_], measure: str
) -> tuple[Array, NDArray[np.bool_]]:
    """Return C⁺ b with rounding cleared, and where it is a solution without negative weights."""
    aim = _aim(covariance, wanted, measure)
    solution = (np.linalg.pinv(covariance, hermitian=True, rcond=1e-12) @ aim[..., None])[..., 0]
    size = np.abs(solution).max(axis=-1, keepdims=True)
    solution = np.where(np.abs(solution) < _REACHED * size, 0.0, solution)
    apart = np.abs(_importance(covariance, np.maximum(solution, 0.0), measure) - wanted).max(axis=-1)
    return solution, (solution >= 0).all(axis=-1) & (apart <= _REACHED) & live.any(axis=-1)


def _certificate(covariance: Array, aim: Array, live: NDArray[np.bool_]) -> Array | None:
    """Return y with y · C ≥ 0 and y · b < 0 (Farkas), None where there is none."""
    from scipy.optimize import linprog  # noqa: PLC0415 - half a second that other methods need not pay

    columns = np.flatnonzero(live)
    if not len(columns):
        return None
    inner, wanted = covariance[np.ix_(columns, columns)], aim[columns]
    found = linprog(
        wanted, A_ub=-inner, b_ub=np.zeros(len(columns)), bounds=[(-1, 1)] * len(columns), method="highs"
    )
    if found.x is None or found.fun >= 0:
        return None
    proof = np.zeros(len(aim))
    proof[columns] = found.x
    return proof


def greatest_correlation(x: Array) -> NDArray[np.float64]:
    """Return the weights that make the sum of the columns' correlations with the index greatest.

    They are 1 / s_j over their sum: by Cauchy and Schwarz no other weights do better, so z-scores
    that weigh the same are the most that any index of these columns can agree with them. COINr calls
    it "infomax" and searches for it. A constant column weighs 0.

    >>> greatest_correlation(np.array([[0.0, 0.0], [1.0, 3.0]]))
    array([0.75, 0.25])
    """
    live = live_columns(x)
    spread = np.sqrt(np.diagonal(covariances(x), axis1=-2, axis2=-1))
    return shares(np.divide(1.0, spread, out=np.zeros_like(spread), where=live), live)


_SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]])

OPTIMISED_IMPORTANCE = Method(
    kind="weigh",
    id="optimised_importance",
    name=Text("重要性优化权重", "Optimised importance"),
    citation="Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176(3): "
    "609-634; Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80: 12-22",
    formula=Text(
        "使 r_j^2 / sum_k r_k^2 = t_j，r_j 为 x_j 与 sum w x 的相关系数，t_j 为目标重要性：w 与 C^-1 (s_j "
        "sqrt(t_j)) 成正比；其中有负值时取最小二乘解",
        "importance_j = corr(x_j, sum w x)^2 over their sum = wanted_j: w in proportion to C^-1 (s_j "
        "sqrt(wanted_j)); least squares where that is negative",
    ),
    needs="columns to be joined by the arithmetic mean; `target: stated` needs the framework's weights",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="covariances over the regions that both columns have"),
    function=optimised_importance,
    inputs=("stated",),
    parameters={
        "target": Option("equal", {"enum": ["equal", "stated"]}, "the importance wanted"),
        "measure": Option("squared_correlation", {"enum": list(_POWER)}, "what counts as importance"),
    },
    example=Example((_SQUARE,), [2 / 3, 1 / 3]),
)
GREATEST_CORRELATION = Method(
    kind="weigh",
    id="greatest_correlation",
    name=Text("相关和最大化权重", "Greatest sum of correlations"),
    citation="Becker et al. (2022), Journal of Open Source Software 7(78): 4567 (COINr), where it is "
    "searched for; the closed form is Cauchy and Schwarz's",
    formula=Text(
        "归一化（除以总和）前 w_j = 1 / s_j，此时各 x_j 与 sum w x 的相关系数之和最大",
        "w_j before division by the sum: 1 / s_j, the maximum of sum_j corr(x_j, sum w x)",
    ),
    needs="columns to be joined by the arithmetic mean",
    range="[0, 1], sum 1",
    degenerate=degenerate(),
    function=greatest_correlation,
    example=Example((np.array([[0.0, 0.0], [1.0, 3.0]]),), [0.75, 0.25]),
)
METHODS = (OPTIMISED_IMPORTANCE, GREATEST_CORRELATION)
