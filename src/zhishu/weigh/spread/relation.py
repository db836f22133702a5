"""Weights from how near each column keeps to the best column of every region (grey relation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.moments import refuse_missing
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray


def grey_relation(x: NDArray[np.float64], *, resolution: float = 0.5) -> NDArray[np.float64]:
    """Return weights in proportion to grey relational degrees (灰色关联度赋权), shape (…, columns).

    The reference (母序列) holds the largest value of each region, m_i = max_j x_ij. With the gaps
    d_ij = m_i - x_ij and ρ = `resolution` a column's degree is the mean over the regions of
    (min d + ρ max d) / (d_ij + ρ max d), min and max over the whole group; min d is 0, for the
    largest value has no gap. A column weighs much that keeps near the best one everywhere; the
    weights lie near to one another, the more so the larger ρ.

    A constant column weighs 0 and cannot be the reference. Missing values are a MethodError.

    >>> grey_relation(np.array([[1.0, 0.0], [0.5, 1.0]])).round(6)
    array([0.529412, 0.470588])
    """
    refuse_missing(x, "grey_relation")
    live = live_columns(x)
    compared = np.where(live[..., None, :], x, -np.inf)
    largest = compared.max(axis=-1, keepdims=True, initial=-np.inf)
    gap = np.where(live[..., None, :], largest - x, 0.0)
    widest = resolution * gap.max(axis=(-2, -1), keepdims=True, initial=0.0)
    coefficient = np.divide(widest, gap + widest, out=np.ones_like(gap), where=widest > 0)
    return shares(coefficient.mean(axis=-2), live)


GREY_RELATION = Method(
    kind="weigh",
    id="grey_relation",
    name=Text("灰色关联度赋权法", "Grey relational degrees"),
    citation="Deng (1982), Systems & Control Letters 1(5): 288-294, for grey relation; weights in "
    "proportion to the degrees are practice of Chinese courses on mathematical modelling",
    formula=Text(
        "d_ij = max_k x_ik - x_ij；r_j = 均值_i (min d + rho max d) / (d_ij + rho max d)；"
        "w_j = r_j / sum_k r_k，rho 为 resolution",
        "d_ij = max_k x_ik - x_ij; r_j = mean_i (min d + rho max d) / (d_ij + rho max d); "
        "w_j = r_j / sum of r, rho = resolution",
    ),
    needs="every value; columns on one scale, for values of different columns are compared",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="error: needs every value"),
    function=grey_relation,
    parameters={
        "resolution": Option(
            0.5,
            {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "rho: the smaller, the more the degrees differ",
        )
    },
    example=Example((np.array([[1.0, 0.0], [0.5, 1.0]]),), [9 / 17, 8 / 17]),
)
METHODS = (GREY_RELATION,)
