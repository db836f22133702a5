"""Weights from entropy, from the loss that other columns' best regions impose, and from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.moments import (
    mean_over_regions,
    refuse_below,
    refuse_large,
    refuse_missing,
    region_counts,
)
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

_X = np.array([[1.0, 0.4, 1.0], [0.6, 1.0, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0.0], [0.0, 0.0, 0.25]])
SHIFT = Option(
    0.0, {"type": "number", "minimum": 0}, "added to every value first; it changes the weights, so say it"
)
_ILL_CONDITIONED = 1e12
_UNIFORM_LOSS = 1e-9


def entropy(x: NDArray[np.float64], *, shift: float = 0.0) -> NDArray[np.float64]:
    """Return the entropy weights of the columns, shape (…, columns).

    With p_ij = x_ij / Σ_i x_ij and the entropy e_j = - Σ_i p_ij ln p_ij / ln n, a weight is the
    divergence 1 - e_j over its sum. A zero is no fault: 0 · ln 0 is 0, its limit. Nothing is added
    to the values unless `shift` says so. Missing values: shares and n are those of the regions that
    have a value. A constant column has the entropy 1 and weighs 0; negative values raise a MethodError.

    Source: Shannon 1948 for the entropy; Zeleny 1982 for the weights.

    >>> entropy(np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 2.0]])).round(6)
    array([0.949122, 0.050878])
    """
    refuse_large(x)
    moved = x + shift
    refuse_below(moved, "entropy", shift=True)
    return shares(divergence_of_columns(moved), live_columns(x))


def divergence_of_columns(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 + Σ p ln p / ln n of each column, (…, columns): 0 where all are equal, 1 where one has all.

    With d_i = x_i / mean − 1 it is the mean of (1 + d) ln(1 + d) − d over ln n, each term of which is 0
    or more: a column that hardly varies keeps the digits that 1 minus its entropy would lose.

    >>> divergence_of_columns(np.array([[3.0, 1.0], [1.0, 1.0]])).round(6)
    array([0.188722, 0.      ])
    >>> divergence_of_columns(np.array([[1e9], [1e9 + 1.0]])) > 0
    array([ True])
    """
    live = live_columns(x)
    known = np.maximum(region_counts(x), 2.0)
    mean = np.where(live, mean_over_regions(x), 1.0)[..., None, :]
    apart = np.where(live[..., None, :], (x - mean) / mean, 0.0)
    within = apart > -1.0
    term = np.where(within, (1.0 + apart) * np.log1p(np.where(within, apart, 0.0)), 0.0) - apart
    return np.asarray(np.nansum(term, axis=-2) / known / np.log(known))


def cilos(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the criterion impact loss weights (CILOS), shape (…, columns).

    Row i of the square matrix A holds the values of the region that is best in column i, the columns
    divided by their sums; p_ij = (a_jj - a_ij) / a_jj is what column j loses when column i is driven
    to its best. The weights q solve F q = 0, Σ q = 1, where F is P with minus the column sums on its
    diagonal. A column that loses nothing to the others weighs much.

    Regions that tie for the best count by their mean. Where one region is best in several columns
    those lose nothing to each other and F q = 0 may have many solutions; then the one is taken that a
    vanishing loss, equal for all pairs, singles out. A constant column is left out and weighs 0.
    Missing or negative values raise a MethodError.

    Source: Zavadskas and Podvezko 2016, International Journal of Information Technology & Decision
    Making 15(2).

    >>> cilos(np.array([[3.0, 1.0], [1.0, 2.0]])).round(6)
    array([0.428571, 0.571429])
    """
    refuse_large(x)
    refuse_missing(x, "cilos")
    refuse_below(x, "cilos")
    live = live_columns(x)
    loss = _relative_losses(x, live)
    return shares(_balance(loss, live), live)


def _relative_losses(x: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return p_ij, (…, columns, columns): the share that column j loses where column i is best."""
    best = x == x.max(axis=-2, keepdims=True)
    chosen = best / best.sum(axis=-2, keepdims=True)
    square = np.swapaxes(chosen, -1, -2) @ x
    top = np.where(live, x.max(axis=-2), 1.0)[..., None, :]
    both = live[..., :, None] & live[..., None, :]
    return np.where(both, np.maximum((top - square) / top, 0.0), 0.0)


def _balance(loss: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return q with F q = 0 and Σ q = 1 over the live columns; 1ᵀ F = 0 makes (F + 1 1ᵀ) q = 1 the same."""
    found = _system(loss, live)
    uniform = _UNIFORM_LOSS * (live[..., :, None] & live[..., None, :])
    singular = ~(np.linalg.cond(found) < _ILL_CONDITIONED)
    found = np.where(singular[..., None, None], _system(loss + uniform, live), found)
    solution = np.linalg.solve(found, live[..., None].astype(np.float64))[..., 0]
    return np.maximum(solution.astype(np.float64), 0.0)


def _system(loss: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    identity = np.eye(loss.shape[-1])
    off = loss * (1.0 - identity)
    system = off - identity * off.sum(axis=-2)[..., None, :]
    both = live[..., :, None] & live[..., None, :]
    balanced: NDArray[np.float64] = np.where(both, system + 1.0, identity)
    return balanced


def idocriw(x: NDArray[np.float64], *, shift: float = 0.0) -> NDArray[np.float64]:
    """Return entropy weights times CILOS weights over their sum (IDOCRIW), shape (…, columns).

    Missing or negative values raise a MethodError. `shift` is added before both.

    Source: Zavadskas and Podvezko 2016, as `cilos`.

    >>> idocriw(np.array([[3.0, 1.0], [1.0, 2.0]])).round(6)
    array([0.634017, 0.365983])
    """
    return shares(entropy(x, shift=shift) * cilos(x + shift), live_columns(x))


_REFUSED = "error: needs values of 0 or more"
_GAPS = "error: needs every value"

ENTROPY = Method(
    kind="weigh",
    id="entropy",
    name=Text("熵权法", "Entropy"),
    citation="Zeleny (1982), Multiple Criteria Decision Making, McGraw-Hill; Shannon (1948) for the entropy",
    formula=Text(
        "p_ij = x_ij / sum_i x_ij；e_j = - sum_i p_ij ln p_ij / ln n，约定 0 ln 0 = 0；w_j = (1 - e_j) / "
        "sum_k (1 - e_k)",
        "p_ij = x_ij / sum_i x_ij; e_j = - sum_i p_ij ln p_ij / ln n with 0 ln 0 = 0; w_j = (1 - e_j) / "
        "sum of (1 - e)",
    ),
    needs="values of 0 or more, on a ratio scale: moving the zero point changes the weights",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative=_REFUSED),
    function=entropy,
    parameters={"shift": SHIFT},
    example=Example((_X,), [0.298161661459, 0.435348156130, 0.266490182411]),
)
CILOS = Method(
    kind="weigh",
    id="cilos",
    name=Text("准则影响损失法", "Criterion impact loss (CILOS)"),
    citation="Zavadskas and Podvezko (2016), International Journal of Information Technology & Decision "
    "Making 15(2): 267-283",
    formula=Text(
        "p_ij = (a_jj - a_ij) / a_jj，a_ij 为指标 i 最优的地区在指标 j 上的取值；F = P - 以 P "
        "的各列之和为对角元的对角矩阵；F w = 0，sum w = 1",
        "p_ij = (a_jj - a_ij) / a_jj, a_ij = value of column j in the region best in column i; F = P - "
        "diag(column sums of P); F w = 0, sum w = 1",
    ),
    needs="every value, none negative, on a ratio scale",
    range="[0, 1], sum 1",
    degenerate=degenerate(
        nan=_GAPS, negative=_REFUSED, tie="regions that tie for the best count by their mean"
    ),
    function=cilos,
    example=Example((np.array([[3.0, 1.0], [1.0, 2.0]]),), [3 / 7, 4 / 7]),
)
IDOCRIW = Method(
    kind="weigh",
    id="idocriw",
    name=Text("熵与影响损失综合法", "Entropy and impact loss (IDOCRIW)"),
    citation="Zavadskas and Podvezko (2016), International Journal of Information Technology & Decision "
    "Making 15(2): 267-283",
    formula=Text(
        "w_j = 熵权_j * 准则影响损失权重_j，再除以总和",
        "w_j = entropy weight_j * CILOS weight_j over the sum",
    ),
    needs="every value, none negative, on a ratio scale",
    range="[0, 1], sum 1",
    degenerate=degenerate(
        nan=_GAPS, negative=_REFUSED, tie="regions that tie for the best count by their mean"
    ),
    function=idocriw,
    parameters={"shift": SHIFT},
    example=Example((np.array([[3.0, 1.0], [1.0, 2.0]]),), [0.634016634715, 0.365983365285]),
)
METHODS = (ENTROPY, CILOS, IDOCRIW)
