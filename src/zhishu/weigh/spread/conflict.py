"""Weights from what a column says that the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.moments import correlations, deviation, mean_over_regions, refuse_below, refuse_missing
from zhishu.weigh.shares import degenerate, live_columns, shares
from zhishu.weigh.spread.information import SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNRELATED = 1e-12


def critic(
    x: NDArray[np.float64], *, rescale: str = "none", correlation: str = "signed"
) -> NDArray[np.float64]:
    """Return the CRITIC weights of the columns, shape (…, columns).

    C_j = s_j Σ_k (1 - r_jk): how much a column varies times how little it agrees with the others. The
    paper rescales each column to [0, 1] first; the recipe's `normalise` step does so for indicators,
    and `rescale: minmax` does it again for the columns of any group (scores of a parent's children
    do not fill [0, 1]). With `correlation: absolute` strong negative correlation counts as agreement.

    Missing values: s and r over the regions that have the values. A constant column weighs 0 and
    does not count among the others. Columns that all agree perfectly share equally.

    Source: Diakoulaki, Mavrotas and Papayannakis 1995.

    >>> critic(np.array([[1.0, 0.0, 7.0], [0.0, 1.0, 7.0], [0.5, 0.5, 7.0]]))
    array([0.5, 0.5, 0. ])
    """
    live = live_columns(x)
    related = correlations(x)
    if correlation == "absolute":
        related = np.abs(related)
    both = live[..., :, None] & live[..., None, :]
    conflict = np.where(both, 1.0 - related, 0.0).sum(axis=-1)
    spread = deviation(x)
    if rescale == "minmax":
        width = np.fmax.reduce(x, axis=-2) - np.fmin.reduce(x, axis=-2)
        spread = np.divide(spread, width, out=np.zeros_like(width), where=live)
    return shares(spread * conflict, live)


def independence(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights in proportion to 1 / R_j, shape (…, columns).

    R_j is the multiple correlation of a column with all others of its group: what can be told from
    the others weighs less. Missing values: correlations over the regions that both columns have. A
    constant column weighs 0; a column that nothing correlates with has no finite weight and raises a
    MethodError; a single column that varies weighs 1.

    >>> independence(np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 2.0, 1.0], [3.0, 3.0, 3.0]])).round(6)
    array([0.294777, 0.294777, 0.410447])
    """
    live = live_columns(x)
    related = multiple_correlations(x)
    several = live.sum(axis=-1, keepdims=True) > 1
    if (several & live & (related < _UNRELATED)).any():
        raise MethodError(
            "a column correlates with none of the others, so its independence weight is infinite",
            seen="multiple correlation 0",
            allowed="columns that correlate with at least one other",
            advice="weigh with `critic`",
        )
    return shares(np.divide(1.0, related, out=np.ones_like(related), where=live & several), live)


def multiple_correlations(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return R_j of each column on all others, (…, columns), 0 for a constant one.

    R² = rᵀ C⁺ r with the correlations r to the others and C among them (pseudo-inverse, so columns
    that repeat each other are no fault). The loop runs over columns, never over regions or draws.
    """
    related = correlations(x)
    found = np.zeros(related.shape[:-1])
    for column in range(related.shape[-1]):
        others = [other for other in range(related.shape[-1]) if other != column]
        to_others = related[..., others, column]
        among = np.linalg.pinv(related[..., others, :][..., others], hermitian=True, rcond=1e-10)
        found[..., column] = np.einsum("...i,...ij,...j->...", to_others, among, to_others)
    return np.sqrt(np.clip(found, 0.0, 1.0))


def merec(x: NDArray[np.float64], *, shift: float = 0.0) -> NDArray[np.float64]:
    """Return the weights by the effect of removing each column (MEREC), shape (…, columns).

    With y_ij = |ln(min_i x_ij / x_ij)| and m columns that vary, S_i = ln(1 + Σ_j y_ij / m) and S'_ij
    the same without column j (still divided by m): w_j before division by the sum is
    Σ_i |S'_ij - S_i|. A constant column weighs 0 and is not counted in m.

    A value of 0 has no ratio: in a column that varies, zero and negative values raise a MethodError,
    as do missing ones anywhere; `shift` is added to every value if the recipe says so, and the
    weights depend on it.

    Source: Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene 2021, Symmetry 13(4): 525.

    >>> merec(np.array([[1.0, 1.0], [np.e, 1.0], [1.0, np.e]]))
    array([0.5, 0.5])
    """
    refuse_missing(x, "merec")
    moved = x + shift
    live = live_columns(x)
    moved = np.where(live[..., None, :], moved, 1.0)
    refuse_below(moved, "merec", zero=False, shift=True)
    logs = np.log(moved / moved.min(axis=-2, keepdims=True))
    count = np.maximum(live.sum(axis=-1), 1)[..., None, None]
    total = logs.sum(axis=-1, keepdims=True)
    effect = np.log1p(total / count) - np.log1p(np.maximum(total - logs, 0.0) / count)
    return shares(effect.sum(axis=-2), live)


def lopcow(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights by the logarithm of root mean square over deviation (LOPCOW), (…, columns).

    w_j before division by the sum: |ln(sqrt(mean of x_j²) / s_j)|, with the sample deviation s
    (squares divided by n - 1), over the regions that have a value. A constant column, whose value
    would be infinite, weighs 0.

    Source: Ecer and Pamucar 2022, Omega 112.

    >>> lopcow(np.array([[0.0, 0.0], [0.5, 1.0], [1.0, 1.0]])).round(6)
    array([0.424283, 0.575717])
    """
    live = live_columns(x)
    spread = np.where(live, deviation(x, ddof=1), 1.0)
    size = np.where(live, np.sqrt(mean_over_regions(x**2)), 1.0)
    return shares(np.abs(np.log(size / spread)), live)


CRITIC = Method(
    kind="weigh",
    id="critic",
    name=Text("CRITIC法", "CRITIC (intercriteria correlation)"),
    citation="Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7): 763-770",
    formula=Text(
        "C_j = s_j sum_k (1 - r_jk)，s_j 为标准差，r_jk 为相关系数；w_j = C_j / sum_k C_k",
        "C_j = s_j sum_k (1 - r_jk); w_j = C_j / sum of C",
    ),
    needs="comparable columns on one scale (`rescale: minmax` brings them to [0, 1] as the paper does)",
    range="[0, 1], sum 1",
    degenerate=degenerate(
        nan="deviations and correlations over the regions that have the values",
        constant="weight 0, and not counted among the others; equal weights when every column is constant",
        zero="as constant: weight 0",
    ),
    function=critic,
    parameters={
        "rescale": Option("none", {"enum": ["none", "minmax"]}, "bring each column to [0, 1] first"),
        "correlation": Option(
            "signed", {"enum": ["signed", "absolute"]}, "whether negative correlation counts as agreement"
        ),
    },
    example=Example((np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),), [1 / 3, 1 / 3, 1 / 3]),
)
INDEPENDENCE = Method(
    kind="weigh",
    id="independence",
    name=Text("独立性权系数法", "Independence"),
    citation="textbook practice in Chinese comprehensive evaluation, after the multiple correlation of "
    "Pearson (1896)",
    formula=Text(
        "归一化（除以总和）前 w_j = 1 / R_j，R_j 为指标 j 与其余各指标的复相关系数",
        "w_j before division by the sum: 1 / R_j, R_j = multiple correlation of column j on the others",
    ),
    needs="columns that correlate with at least one other; clearly more regions than columns",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="correlations over the regions that both columns have"),
    function=independence,
    example=Example((np.array([[0.0, 0.0], [1.0, 3.0], [2.0, 1.0]]),), [0.5, 0.5]),
)
MEREC = Method(
    kind="weigh",
    id="merec",
    name=Text("准则去除效应法", "Removal effects of criteria (MEREC)"),
    citation="Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene (2021), Symmetry 13(4): 525",
    formula=Text(
        "y_ij = |ln(min_i x_ij / x_ij)|；S_i = ln(1 + sum_j y_ij / m)，S'_ij 为去除指标 j 后按同式算得的值；"
        "归一化（除以总和）前 w_j = sum_i |S'_ij - S_i|",
        "y_ij = |ln(min_i x_ij / x_ij)|; S_i = ln(1 + sum_j y_ij / m), S'_ij the same without column j; "
        "w_j before division by the sum: sum_i |S'_ij - S_i|",
    ),
    needs="every value, above 0, on a ratio scale; min-max to [0, 1] has zeros, so normalise to [1, 100] "
    "or set `shift`",
    range="[0, 1], sum 1",
    degenerate=degenerate(
        nan="error: needs every value",
        constant="weight 0, and not counted in m; equal weights when every column is constant",
        zero="as constant: weight 0; a single 0 in a column that varies is an error unless `shift` is set",
        negative="error: needs values above 0",
    ),
    function=merec,
    parameters={"shift": SHIFT},
    example=Example((np.array([[1.0, 1.0], [np.e, 1.0], [1.0, np.e]]),), [0.5, 0.5]),
)
LOPCOW = Method(
    kind="weigh",
    id="lopcow",
    name=Text("对数百分比变化法", "Logarithmic percentage change (LOPCOW)"),
    citation="Ecer and Pamucar (2022), Omega 112: 102690",
    formula=Text(
        "归一化（除以总和）前 w_j = |ln(sqrt(均值_i x_ij^2) / s_j)|，s_j 为标准差（分母为 n - 1）",
        "w_j before division by the sum: |ln(sqrt(mean_i x_ij^2) / s_j)|, s_j with n - 1",
    ),
    needs="columns brought to [0, 1] by min-max, as the paper does",
    range="[0, 1], sum 1",
    degenerate=degenerate(),
    function=lopcow,
    example=Example((np.array([[0.0, 0.0], [0.5, 1.0], [1.0, 1.0]]),), [0.424283357507, 0.575716642493]),
)
METHODS = (CRITIC, INDEPENDENCE, MEREC, LOPCOW)
