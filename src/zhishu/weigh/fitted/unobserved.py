"""Weights by the precision with which columns measure one thing that is not observed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.one_factor import fit_one_factor
from zhishu.weigh.fitted.rotation import principal_components
from zhishu.weigh.moments import deviation, mean_over_regions, refuse_large
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_X = np.array([[0.0, 0.1, 0.3], [0.2, 0.0, 0.0], [0.5, 0.7, 0.2], [0.6, 1.0, 0.9], [1.0, 0.4, 1.0]])
_NOTHING = 1e-9
"""A correlation with the factor below this is 0 but for rounding."""
_HIGHEST_START = 0.95
_PAIR, _THREE = 2, 3


class Components(NamedTuple):
    """The fitted model, each (…, columns): correlation with the factor, and own share of the variance.

    `deviation` is that of each column, so beta = correlation · deviation, and the variance of the error
    is s² = own / correlation². A column that is constant, or shares nothing, has correlation 0, own 1.
    """

    correlation: Array
    own: Array
    deviation: Array

    @property
    def precision(self) -> Array:
        """1 / s_j², what a column tells of the factor: correlation² / own."""
        found: Array = self.correlation**2 / self.own
        return found

    @property
    def standard_error(self) -> Array:
        """The deviation of the factor about its estimate for a region with every value, (…)."""
        found: Array = 1.0 / np.sqrt(1.0 + self.precision.sum(axis=-1))
        return found


def unobserved_components(
    x: Array, *, multiply: str = "columns", negative: str = "zero", floor: float = 0.005
) -> NDArray[np.float64]:
    """Return weights by the precision of the columns as measures of one unobserved component, (…, columns).

    The model is y_ij = α_j + β_j (p_i + e_ij), p_i normal with mean 0 and variance 1, e_ij with
    variance s_j², all independent: one factor, by maximum likelihood over the values there are. The
    model's estimate of a region with every value is Σ_j v_j (y_ij - α_j) / β_j over 1 + Σ v_j, with
    the precisions v_j = 1 / s_j². Hence, before division by the sum, a weight is

    - `multiply: columns`: v_j / β_j. The weighted mean of the columns as they are is then the model's
      estimate but for a constant and a factor, so it ranks as the estimate does;
    - `multiply: rescaled`: v_j, the weights that the Worldwide Governance Indicators and the Handbook
      print. They multiply (y_ij - α_j) / β_j, not y_ij; where every β_j is the same both are the same.

    Larger is better in every column, so no β is below 0: `negative: zero` fits the model under that
    limit, and a column that speaks against the others gets β 0, weight 0. `error` fits without it and
    names such columns in a MethodError; `keep` keeps their negative weights (beside it
    `rescaled` weights are 0 or more, for (y - α) / β turns such a column round).

    At least the share `floor` of a column's variance is its own (a Heywood case stops there; R's
    factanal has 0.005). Three columns are the fewest that tell their precisions; where two share a
    factor they are taken as equally correlated with it, so that standardised ones weigh the same. Where
    no two share one, weights are equal. A constant column weighs 0. The start is the first principal
    component; where columns have little in common the maximum may be one of several.

    A region without some values has an estimate of its own in the model, from the columns it has; an
    aggregator with `missing: renormalise` comes near it, not more.

    Source: Kaufmann, Kraay and Zoido-Lobatón 1999, World Bank Policy Research Working Paper 2195;
    OECD/JRC 2008, Handbook on Constructing Composite Indicators, section 6.

    >>> x = np.array([[-1.0, -1, -1], [1, 1, -1], [-1, 1, 1], [1, 1, 1], [-1, -1, 1], [1, -1, -1]])
    >>> unobserved_components(x[:, [0, 1]] * [1, 2]).round(6)
    array([0.666667, 0.333333])
    """
    found = fitted_components(x, negative=negative, floor=floor)
    live = live_columns(x)
    if multiply == "rescaled":
        return shares(found.precision, live)
    least = np.where(live, found.deviation, np.inf).min(axis=-1, keepdims=True)
    scale = np.divide(least, found.deviation, out=np.zeros_like(found.deviation), where=live)
    importance = found.correlation / found.own * scale
    return _signed_shares(importance, live) if negative == "keep" else shares(importance, live)


def fitted_components(x: Array, *, negative: str = "zero", floor: float = 0.005) -> Components:
    """Return the Components of a table, or of a batch, as `unobserved_components` weighs them.

    >>> x = np.array([[0.0, 0.1, 0.3], [0.2, 0.0, 0.0], [0.5, 0.7, 0.2], [0.6, 1.0, 0.9], [1.0, 0.4, 1.0]])
    >>> fitted_components(x).correlation.round(3)
    array([0.86 , 0.614, 0.913])
    """
    refuse_large(x)
    live = live_columns(x)
    spread = np.where(live, deviation(x), 0.0)
    centred = x - mean_over_regions(x)[..., None, :]
    known = live[..., None, :] & ~np.isnan(x)
    z = np.divide(centred, spread[..., None, :], out=np.full(x.shape, np.nan), where=known)
    tables = z.reshape(-1, *x.shape[-2:])
    fit = fit_one_factor(tables, _start(x), floor=floor, signed=negative != "zero")
    total = np.sqrt(fit.loading**2 + fit.own)
    correlation = np.where(np.abs(fit.loading) > _NOTHING, fit.loading / total, 0.0)
    correlation *= np.where((correlation / fit.own).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    correlation = _settled(correlation, floor).reshape(live.shape)
    if negative == "error":
        _refuse_negative(correlation)
    scale = spread * np.where(live, total.reshape(live.shape), 1.0)
    return Components(correlation, np.maximum(1.0 - correlation**2, floor), scale)


def _start(x: Array) -> Array:
    """Return the correlations of the columns with their first principal component, (tables, columns)."""
    values, vectors = principal_components(x)
    first = vectors[..., 0] * np.sqrt(values[..., :1])
    return np.clip(first, -_HIGHEST_START, _HIGHEST_START).reshape(-1, x.shape[-1])


def _settled(correlation: Array, floor: float) -> Array:
    """Return correlations made definite: where two share a factor equal ones, where one does none."""
    sharing = correlation != 0
    count = sharing.sum(axis=-1, keepdims=True)
    product = np.abs(np.where(sharing, correlation, 1.0).prod(axis=-1, keepdims=True))
    alike = np.minimum(np.sqrt(product), np.sqrt(1.0 - floor)) * np.sign(correlation)
    return np.where(count >= _THREE, correlation, np.where(count == _PAIR, alike, 0.0))


def _refuse_negative(correlation: Array) -> None:
    against = np.flatnonzero((correlation < 0).reshape(-1, correlation.shape[-1]).any(axis=0))
    if len(against):
        raise MethodError(
            "a column speaks against what the others have in common",
            seen=f"a beta below 0 in column {', '.join(str(column + 1) for column in against)} of the group",
            allowed="columns that all go with the common factor",
            advice="check the directions, weigh with `negative: zero`, or split the group",
        )


def _signed_shares(importance: Array, live: NDArray[np.bool_]) -> Array:
    """Return importance over its sum, negative ones kept."""
    total = importance.sum(axis=-1, keepdims=True)
    shared = (importance != 0).any(axis=-1, keepdims=True)
    if (shared & (total <= _NOTHING * np.abs(importance).sum(axis=-1, keepdims=True))).any():
        raise MethodError(
            "weights that sum to 0 cannot be divided by their sum",
            seen=f"sum {float(total.min()):g}",
            allowed="weights whose sum is above 0",
            advice="weigh with `negative: zero`",
        )
    found: Array = np.divide(
        importance, total, out=np.array(shares(np.zeros_like(importance), live)), where=shared
    )
    return found


UNOBSERVED_COMPONENTS = Method(
    kind="weigh",
    id="unobserved_components",
    name=Text("未观测成分模型", "Unobserved components model"),
    citation="Kaufmann, Kraay and Zoido-Lobatón (1999), Aggregating Governance Indicators, World Bank Policy "
    "Research Working Paper 2195; Kaufmann, Kraay and Mastruzzi (2010), World Bank Policy Research Working "
    "Paper 5430; OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6",
    formula=Text(
        "y_ij = alpha_j + beta_j (p_i + e_ij)，p_i ~ N(0, 1)，e_ij ~ N(0, s_j^2)，最大似然估计；"
        "归一化（除以总和）前的 w_j：columns 为 1 / (beta_j s_j^2)；rescaled 为 1 / s_j^2",
        "y_ij = alpha_j + beta_j (p_i + e_ij), p_i ~ N(0, 1), e_ij ~ N(0, s_j^2), by maximum likelihood; "
        "w_j before division by the sum: columns 1 / (beta_j s_j^2); rescaled 1 / s_j^2",
    ),
    needs="three or more columns that share one common factor, and more regions than columns",
    range="[0, 1], sum 1 (`negative: keep` may be negative)",
    degenerate=degenerate(nan="the likelihood of the values there are"),
    function=unobserved_components,
    parameters={
        "multiply": Option(
            "columns",
            {"enum": ["columns", "rescaled"]},
            "what the weights multiply: the columns as they are, or (y - alpha) / beta as in the WGI",
        ),
        "negative": Option(
            "zero",
            {"enum": ["zero", "error", "keep"]},
            "a column that speaks against the others: beta held at 0, an error, or its negative weight kept",
        ),
        "floor": Option(
            0.005,
            {"type": "number", "minimum": 0.001, "maximum": 0.5},
            "the least share of a column's variance that is its own (Heywood cases stop there)",
        ),
    },
    example=Example((_X,), [0.36831357766, 0.101924858793, 0.529761563547]),
)
METHODS = (UNOBSERVED_COMPONENTS,)
