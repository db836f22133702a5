"""Weights from the anti-entropy of each column's shares, a milder relative of the entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.weigh.moments import mean_over_regions, refuse_below, refuse_large, region_counts
from zhishu.weigh.shares import degenerate, live_columns, shares
from zhishu.weigh.spread.information import SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WHOLE = 1.0 - 1e-12
"""A share from here on is the whole column but for rounding."""


def anti_entropy(x: NDArray[np.float64], *, shift: float = 0.0) -> NDArray[np.float64]:
    """Return the anti-entropy weights (反熵权法) of the columns, shape (…, columns).

    With p_ij = x_ij / Σ_i x_ij the anti-entropy is h_j = - Σ_i p_ij ln(1 - p_ij), and a weight is h_j
    over the sum. Like the divergence of `entropy` it is larger where the values differ more, but it
    is above 0 even where they do not: a column that hardly varies weighs almost what the others do,
    and the weights lie nearer to one another, the more so the more regions there are. (A column that
    does not vary at all weighs 0, as with every weighting here.)

    Missing values: shares are those of the regions that have a value. Negative values raise a
    MethodError; so does a column that one region has whole, for ln 0 is infinite: `shift`, added to
    every value first, avoids it.

    Source: the anti-entropy as Zeng et al. 2023 print it, over ln n, which cancels out here. Their
    formula for the weights, (1 - h / ln n) over the sum, turns them round and contradicts their text,
    by which more variation weighs more; h over the sum agrees with it.

    >>> anti_entropy(np.array([[1.0, 2.0], [3.0, 3.0]])).round(6)
    array([0.595816, 0.404184])
    """
    refuse_large(x)
    moved = x + shift
    refuse_below(moved, "anti_entropy", shift=True)
    return shares(anti_entropy_of_columns(moved), live_columns(x))


def anti_entropy_of_columns(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return - Σ p ln(1 - p) of each column, (…, columns); 0 for a column that tells nothing apart.

    >>> anti_entropy_of_columns(np.array([[1.0, 1.0], [3.0, 1.0]])).round(6)
    array([1.111641, 0.      ])
    """
    live = live_columns(x)
    total = np.where(live, mean_over_regions(x) * region_counts(x), 1.0)[..., None, :]
    share = np.where(live[..., None, :], x / total, 0.0)
    if (share > _WHOLE).any():
        raise MethodError(
            "one region has the whole of a column, so that its anti-entropy is infinite",
            seen="a column whose values are 0 in all other regions",
            allowed="a value above 0 in at least two regions",
            advice="set `shift`, which is added to every value, or weigh with `entropy`",
        )
    return np.asarray(np.nansum(share * -np.log1p(-share), axis=-2))


ANTI_ENTROPY = Method(
    kind="weigh",
    id="anti_entropy",
    name=Text("反熵权法", "Anti-entropy"),
    citation="Zeng et al. (2023), Energies 16(21): 7242, equations 13 and 14, where the anti-entropy is "
    "also divided by ln n",
    formula=Text(
        "p_ij = x_ij / sum_i x_ij；h_j = - sum_i p_ij ln(1 - p_ij)；w_j = h_j / sum_k h_k",
        "p_ij = x_ij / sum_i x_ij; h_j = - sum_i p_ij ln(1 - p_ij); w_j = h_j / sum of h",
    ),
    needs="values of 0 or more, on a ratio scale, above 0 in at least two regions",
    range="[0, 1], sum 1",
    degenerate=degenerate(negative="error: needs values of 0 or more"),
    function=anti_entropy,
    parameters={"shift": SHIFT},
    example=Example((np.array([[1.0, 2.0], [3.0, 3.0]]),), [0.595815991195, 0.404184008805]),
)
METHODS = (ANTI_ENTROPY,)
