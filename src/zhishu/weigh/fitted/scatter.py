"""Weights that scatter the regions' scores as far as they can: 拉开档次法."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.orthant import largest_form
from zhishu.weigh.moments import correlations, covariances, refuse_large
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

_X = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 3.0, 1.5]])
_ROUNDING = 1e-9
"""An entry of a unit vector below this is 0 but for rounding; so is a difference of eigenvalues."""


def scatter_degree(
    x: NDArray[np.float64], *, values: str = "standardised", signs: str = "programme"
) -> NDArray[np.float64]:
    """Return the weights that drive the regions' scores furthest apart (拉开档次法), shape (…, columns).

    The scores y = X w of weights of length 1 have the greatest sum of squares wᵀ H w, H = Xᵀ X, where w
    is the eigenvector of the largest eigenvalue of H; divided by its sum it is the weights. With
    `base: all_years` the rows are the regions of all years, which is 纵横向拉开档次法. X holds

    - `values: standardised`: the columns less their means, over their deviations, so H is n times
      the correlations and wᵀ H w the variance of the scores;
    - `centred`: the columns less their means (H from covariances);
    - `as_given`: the values as the recipe normalised them, which also rewards a high level.

    Columns that run against one another give the eigenvector entries of both signs. Then

    - `signs: programme`: w is what makes wᵀ H w greatest among vectors of 0 or more. The best is sought
      from one start per column, from equal weights and from the eigenvector; an optimum beyond these
      is possible, and where several are equally high their mean is taken;
    - `refuse`: a MethodError names the columns; `absolute`: sizes without signs.

    A constant column weighs 0; missing values: products over the regions that both columns have. Two
    standardised columns always weigh the same.

    Source: Guo Yajun 2002, Journal of Management Sciences in China 5(2): 49-54.

    >>> scatter_degree(np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 3.0, 1.5]])).round(6)
    array([0.366025, 0.385219, 0.248756])
    """
    live = live_columns(x)
    products = _products(x, live, values)
    vector = leading_vector(products, live)
    mixed = ((vector < 0) & (vector < -_ROUNDING)).any(axis=-1)
    if mixed.any() and signs == "refuse":
        _refuse(vector)
    if mixed.any() and signs == "programme":
        vector = np.array(vector)
        vector[mixed] = largest_form(products[mixed], live[mixed])
    return shares(np.abs(vector), live)


def leading_vector(products: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the unit eigenvector of the largest eigenvalue, (…, columns), its sum 0 or more.

    Where several eigenvalues are the largest it is the one nearest to equal weights of the live columns.

    >>> leading_vector(np.eye(2), np.array([True, True])).round(6)
    array([0.707107, 0.707107])
    """
    values, vectors = np.linalg.eigh(products)
    top = values >= values[..., -1:] * (1.0 - _ROUNDING)
    toward = (vectors * live[..., None]).sum(axis=-2) * top
    found: NDArray[np.float64] = (vectors * toward[..., None, :]).sum(axis=-1)
    length = np.sqrt((found**2).sum(axis=-1, keepdims=True))
    last = vectors[..., -1]
    near = np.divide(found, length, out=np.array(last), where=length > _ROUNDING)
    return np.where(live, near, 0.0)


def _products(x: NDArray[np.float64], live: NDArray[np.bool_], values: str) -> NDArray[np.float64]:
    """Return H over the number of regions, over its largest entry, (…, columns, columns); 0 for dead ones."""
    if values == "standardised":
        return correlations(x)
    if values == "centred":
        found = covariances(x)
    else:
        refuse_large(x)
        known = (~np.isnan(x)).astype(np.float64)
        filled = np.where(known > 0, x, 0.0)
        count = np.maximum(np.swapaxes(known, -1, -2) @ known, 1.0)
        both = live[..., :, None] & live[..., None, :]
        found = np.where(both, np.swapaxes(filled, -1, -2) @ filled / count, 0.0)
    largest = np.abs(found).max(axis=(-2, -1), keepdims=True, initial=0.0)
    return found / np.where(largest > 0, largest, 1.0)


def _refuse(vector: NDArray[np.float64]) -> None:
    against = np.flatnonzero((vector < -_ROUNDING).reshape(-1, vector.shape[-1]).any(axis=0))
    raise MethodError(
        "the direction that scatters the regions most has entries of both signs",
        seen=f"a negative entry in column {', '.join(str(column + 1) for column in against)} of the group",
        allowed="columns that do not run against the others",
        advice="check the directions, or weigh with `signs: programme`",
    )


SCATTER_DEGREE = Method(
    kind="weigh",
    id="scatter_degree",
    name=Text("拉开档次法", "Scatter degree"),
    citation="Guo Yajun (2002), Journal of Management Sciences in China 5(2): 49-54; Guo Yajun (2007), "
    "综合评价理论、方法及应用, Science Press, Beijing",
    formula=Text(
        "w 为 H = X^T X 的最大特征值对应的特征向量，除以其分量之和；分量有正有负时，在 |w| = 1、w >= 0 "
        "下求 max w^T H w",
        "w = eigenvector of the largest eigenvalue of H = X^T X, over its sum; with entries of both signs "
        "max w^T H w over |w| = 1, w >= 0",
    ),
    needs="comparable columns, larger is better; with columns that run against one another the programme's "
    "maximum is the best of several starts",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="products over the regions that both columns have"),
    function=scatter_degree,
    parameters={
        "values": Option(
            "standardised",
            {"enum": ["standardised", "centred", "as_given"]},
            "what X holds: standardised or centred columns, or the values as they are",
        ),
        "signs": Option(
            "programme",
            {"enum": ["programme", "refuse", "absolute"]},
            "what an eigenvector with entries of both signs comes to",
        ),
    },
    example=Example((_X,), [0.366025403784, 0.385218952556, 0.24875564366]),
)
METHODS = (SCATTER_DEGREE,)
