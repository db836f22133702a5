"""Weights from principal components and from rotated factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.extraction import loadings as common_loadings
from zhishu.weigh.fitted.extraction import most_factors
from zhishu.weigh.fitted.rotation import principal_components, varimax
from zhishu.weigh.moments import correlations
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KAISER = 1.0
_PAIR = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 3.0]])
_ROUNDING = 1e-9
_ZERO = 1e-13


def pca(
    x: NDArray[np.float64], *, components: int | str = 1, loadings: str = "squared"
) -> NDArray[np.float64]:
    """Return weights from the principal components of the columns' correlations, shape (…, columns).

    With eigenvalues λ_k and unit vectors v_k of the K components that are used, and the share
    a_k = λ_k / Σ_{k ≤ K} λ_k, a weight is, before division by the sum,

    - `squared`: Σ_k a_k v_jk²;  `absolute`: Σ_k a_k |v_jk|;
    - `positive`: c_j = Σ_k a_k v_jk, each component signed so that its entries sum to 0 or more; a
      negative c_j, that of a column that runs against the others, raises a MethodError;
    - `signed`: the same c_j, negative ones kept: the weights sum to 1 but are no shares.

    `components` is a number, "kaiser" (eigenvalues of 1 and more, at least one component) or "all".
    One component with `signed` is what COINr's get_PCA gives. A constant column weighs 0; missing
    values: correlations over the regions that both columns have.

    Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators, section 6.

    >>> pca(np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 3.0, 1.0]])).round(6)
    array([0.482143, 0.5     , 0.017857])
    """
    live = live_columns(x)
    values, vectors = principal_components(x)
    kept = np.where(_retained(values, components), values, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    part = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)[..., None, :]
    if loadings in {"squared", "absolute"}:
        size = vectors**2 if loadings == "squared" else np.abs(vectors)
        return shares((part * size).sum(axis=-1), live)
    coefficient = np.where(live, (part * vectors).sum(axis=-1), 0.0)
    coefficient = np.where(np.abs(coefficient) < _ZERO, 0.0, coefficient)
    if loadings == "positive":
        _refuse_negative(coefficient)
        return shares(coefficient, live)
    return _signed_shares(coefficient, live)


def _retained(values: NDArray[np.float64], components: int | str) -> NDArray[np.bool_]:
    place = np.arange(values.shape[-1])
    if components == "all":
        return np.ones(values.shape, dtype=bool)
    if components == "kaiser":
        found: NDArray[np.bool_] = (values > _KAISER - _ROUNDING) | (place == 0)
        return found
    return np.broadcast_to(place < int(components), values.shape)


def _refuse_negative(coefficient: NDArray[np.float64]) -> None:
    against = np.flatnonzero((coefficient < 0).reshape(-1, coefficient.shape[-1]).any(axis=0))
    if len(against):
        raise MethodError(
            "a column runs against the principal components, so its weight would be negative",
            seen="columns " + ", ".join(str(column + 1) for column in against) + " of the group",
            allowed="columns that all point the same way",
            advice="check their directions, weigh with `loadings: squared`, or split the group",
        )


def _signed_shares(coefficient: NDArray[np.float64], live: NDArray[np.bool_]) -> NDArray[np.float64]:
    total = coefficient.sum(axis=-1, keepdims=True)
    if (live.any(axis=-1, keepdims=True) & (total <= _ROUNDING)).any():
        raise MethodError(
            "signed loadings that sum to 0 cannot be divided by their sum",
            seen=f"sum {float(total.min()):g}",
            allowed="loadings whose sum is above 0",
            advice="weigh with `loadings: squared`",
        )
    found: NDArray[np.float64] = np.divide(
        coefficient, total, out=np.array(shares(np.zeros_like(coefficient), live)), where=total > 0
    )
    return found


def factor(
    x: NDArray[np.float64],
    *,
    factors: int | str = "kaiser",
    assign: str = "largest",
    extraction: str = "principal_components",
) -> NDArray[np.float64]:
    """Return weights from rotated factors, the procedure of the OECD/JRC Handbook, shape (…, columns).

    K factors are extracted from the correlations and turned by varimax. With loadings l_jk, what factor
    k explains is E_k = Σ_j l_jk². With `assign: largest` each column belongs to the factor it loads
    most on, and weighs, before division by the sum, (l_jk² / E_k) · (E_k / Σ E); the first fraction is
    its share of its factor, the second the factor's share of all that is explained. With `assign: all`
    it weighs the same summed over every factor, which is its communality Σ_k l_jk².

    `factors` is a number, or "kaiser" (eigenvalues of 1 and more, at least one). `extraction` is

    - `principal_components`: the first K components, √λ_k v_jk;
    - `maximum_likelihood`: the common factors of Lawley and Jöreskog, of which the correlations must
      have an inverse: more regions than columns, no column that others add up to, else a MethodError;
    - `principal_axes`: the common factors at which repeated principal axes come to rest.

    The last two leave each column a variance of its own, 0.005 at the least (a Heywood case is kept
    there), and take no more factors than the correlations can tell: (m - K)² ≥ m + K for m columns.
    Two columns weigh the same, for one correlation cannot tell two loadings. A constant column weighs 0;
    missing values: correlations over the regions that both columns have.

    Source: Nicoletti, Scarpetta and Boylaud 2000, OECD Economics Department Working Paper 226;
    OECD/JRC 2008, sections 4.2 and 6.1.

    >>> factor(np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [2.0, 3.0, 1.0]]), factors=1).round(6)
    array([0.482143, 0.5     , 0.017857])
    """
    values, vectors = principal_components(x)
    most = _retained(values, factors)
    if extraction == "principal_components":
        kept = np.where(most, values, 0.0)[..., None, : int(most.sum(axis=-1).max(initial=1))]
        found = vectors[..., : kept.shape[-1]] * np.sqrt(kept)
    else:
        found = _of_common_factors(x, most.sum(axis=-1), likelihood=extraction == "maximum_likelihood")
    turned = varimax(found) ** 2
    weight = turned.max(axis=-1) if assign == "largest" else turned.sum(axis=-1)
    return shares(weight, live_columns(x))


def _of_common_factors(
    x: NDArray[np.float64], wanted: NDArray[np.intp], *, likelihood: bool
) -> NDArray[np.float64]:
    """Return loadings (…, columns, factors) of as many common factors as wanted (…,) and can be told.

    Where not even one can be told every column loads alike.
    """
    columns = x.shape[-1]
    matrices, live = correlations(x).reshape(-1, columns, columns), live_columns(x).reshape(-1, columns)
    bound = np.array([most_factors(count) for count in range(columns + 1)])
    counts = np.minimum(wanted.reshape(-1), bound[live.sum(axis=-1)])
    found = np.zeros((len(matrices), columns, max(int(counts.max(initial=1)), 1)))
    found[counts == 0, :, 0] = live[counts == 0]
    for count in range(1, found.shape[-1] + 1):
        tables = counts == count
        if tables.any():
            found[tables, :, :count] = common_loadings(matrices[tables], count, likelihood=likelihood)
    return found.reshape(*x.shape[:-2], *found.shape[1:])


_ONE_LINE = degenerate(nan="correlations over the regions that both columns have")

PCA = Method(
    kind="weigh",
    id="pca",
    name=Text("主成分分析法", "Principal components"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6.1",
    formula=Text(
        "归一化（除以总和）前：squared 为 sum_k a_k v_jk^2；absolute 为 sum_k a_k |v_jk|；positive 与 "
        "signed 为 sum_k a_k v_jk；a_k 为第 k 主成分的特征值占所用各主成分特征值之和的份额",
        "before division by the sum: squared sum_k a_k v_jk^2; absolute sum_k a_k |v_jk|; positive and "
        "signed sum_k a_k v_jk, with a_k the share of component k in the eigenvalues of those used",
    ),
    needs="correlated columns, more regions than columns",
    range="[0, 1], sum 1 (`signed` may be negative)",
    degenerate=_ONE_LINE,
    function=pca,
    parameters={
        "components": Option(
            1,
            {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["kaiser", "all"]}]},
            "how many components: a number, those with an eigenvalue of 1 and more, or all",
        ),
        "loadings": Option(
            "squared",
            {"enum": ["squared", "absolute", "positive", "signed"]},
            "how loadings become weights; `positive` refuses and `signed` keeps negative ones",
        ),
    },
    example=Example((_PAIR,), [0.5, 0.5]),
)
FACTOR = Method(
    kind="weigh",
    id="factor",
    name=Text("因子分析法（方差最大旋转）", "Rotated factors"),
    citation="Nicoletti, Scarpetta and Boylaud (2000), OECD Economics Department Working Paper 226; "
    "OECD/JRC (2008), Handbook on Constructing Composite Indicators, sections 4.2 and 6.1; "
    "Jöreskog (1967), Psychometrika 32(4): 443-482 (maximum_likelihood); "
    "Harman and Jones (1966), Psychometrika 31(3): 351-368 (principal_axes)",
    formula=Text(
        "l 为 K 个因子（主成分、最大似然或主轴法提取）经方差最大旋转后的载荷，E_k = sum_j l_jk^2；"
        "归入因子 k 的指标 j 为 (l_jk^2 / E_k) * (E_k / E 之和)，再除以总和",
        "loadings l of K factors (by components, maximum likelihood or principal axes) turned by varimax, "
        "E_k = sum_j l_jk^2; column j of factor k: (l_jk^2 / E_k) * (E_k / sum of E), over the sum",
    ),
    needs="correlated columns, more regions than columns",
    range="[0, 1], sum 1",
    degenerate=_ONE_LINE,
    function=factor,
    parameters={
        "factors": Option(
            "kaiser",
            {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": ["kaiser"]}]},
            "how many factors: those with an eigenvalue of 1 and more, or a number; of common factors no "
            "more than the correlations of so many columns can tell",
        ),
        "assign": Option(
            "largest", {"enum": ["largest", "all"]}, "count a column at its largest factor, or at all"
        ),
        "extraction": Option(
            "principal_components",
            {"enum": ["principal_components", "maximum_likelihood", "principal_axes"]},
            "how factors are drawn from the correlations; `maximum_likelihood` needs them to have an inverse",
        ),
    },
    example=Example((_PAIR,), [0.5, 0.5]),
)
METHODS = (PCA, FACTOR)
