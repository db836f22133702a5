"""Outliers by a rule for the whole column: power transformations, and cutting at given limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.normalisers.centre import MAD_TO_SD, median
from zhishu.prepare.normalisers.ordinal import percentiles_of
from zhishu.prepare.treat import Mark, Treated, transformed
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

ITERATIONS = 60
"""Golden-section steps: the interval shrinks to less than 1e-11."""


def box_cox(x: NDArray[np.float64], *, power: float | None = None, shift: bool = True) -> Treated:
    """Return columns transformed by (x^λ - 1) / λ, or ln x for λ = 0.

    `power` is λ for all columns; None picks for each the λ in [-5, 5] of the greatest likelihood.
    With `shift` every column is moved first so that its minimum is 1; without, a value that is not
    positive raises a MethodError. A constant column stays as it is. Shape (…, regions, columns).

    >>> box_cox(np.array([[0.0], [3.0], [8.0]]), power=0.5).values.ravel()
    array([0., 2., 4.])
    """
    low, high = (bound.reduce(x, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    positive = x - low + 1.0 if shift else x
    if not shift and (low <= 0).any():
        raise MethodError(
            "the Box-Cox transformation needs positive values",
            where=column_of((low <= 0)[..., 0, :]),
            seen=f"{float(np.nanmin(x)):g}",
            allowed="values above 0",
            advice="set `shift: true`, or use yeo_johnson",
        )
    logs = np.log(positive)
    lambdas = _best_power(positive, _box_cox, logs) if power is None else np.full(low.shape, float(power))
    return transformed(x, np.where(high > low, _box_cox(positive, lambdas), x))


def yeo_johnson(x: NDArray[np.float64], *, power: float | None = None) -> Treated:
    """Return columns transformed by the Yeo-Johnson power transformation, which takes any number.

    ((x + 1)^λ - 1) / λ for x ≥ 0 (ln(x + 1) for λ = 0), -((1 - x)^(2-λ) - 1) / (2 - λ) below
    (-ln(1 - x) for λ = 2). `power` as in `box_cox`. A constant column stays as it is.

    >>> yeo_johnson(np.array([[-3.0], [0.0], [8.0]]), power=0.5).values.round(4).ravel()
    array([-4.6667,  0.    ,  4.    ])
    """
    low, high = (bound.reduce(x, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    logs = np.sign(x) * np.log1p(np.abs(x))
    lambdas = _best_power(x, _yeo_johnson, logs) if power is None else np.full(low.shape, float(power))
    return transformed(x, np.where(high > low, _yeo_johnson(x, lambdas), x))


def quantile_clip(x: NDArray[np.float64], *, lower: float = 0.05, upper: float = 0.95) -> Treated:
    """Return columns cut at two of their quantiles (interpolated linearly).

    >>> quantile_clip(np.array([[0.0], [1.0], [2.0], [3.0], [100.0]]), upper=0.75, lower=0).values.ravel()
    array([0., 1., 2., 3., 3.])
    """
    if not lower < upper:
        raise MethodError(
            "the lower quantile is not below the upper one", seen=f"{lower}, {upper}", allowed="lower < upper"
        )
    bounds = percentiles_of(x, np.array([lower, upper]))
    return _clipped(x, bounds[..., [0], :], bounds[..., [1], :])


def mad_clip(x: NDArray[np.float64], *, limit: float = 3.0) -> Treated:
    """Return columns cut at median ± limit · 1.4826 · MAD (the median absolute deviation).

    A column of which more than half is equal has MAD 0 and stays as it is.

    >>> mad_clip(np.array([[1.0], [2.0], [3.0], [4.0], [100.0]])).values.round(4).ravel()
    array([1.    , 2.    , 3.    , 4.    , 7.4478])
    """
    centre = median(x)
    reach = limit * MAD_TO_SD * median(np.abs(x - centre))
    reach = np.where(reach > 0, reach, np.inf)
    return _clipped(x, centre - reach, centre + reach)


def _clipped(x: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> Treated:
    marks = np.where(x > high, int(Mark.HIGH), 0) + np.where(x < low, int(Mark.LOW), 0)
    return Treated(np.where(np.isnan(x), x, np.clip(x, low, high)), marks)


def _box_cox(x: NDArray[np.float64], power: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(x)
    return np.where(power == 0, logs, np.expm1(power * logs) / np.where(power == 0, 1.0, power))


def _yeo_johnson(x: NDArray[np.float64], power: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _box_cox(np.maximum(x, 0.0) + 1.0, power)
    return np.where(x >= 0, above, -_box_cox(1.0 - np.minimum(x, 0.0), 2.0 - power))


def _best_power(
    x: NDArray[np.float64],
    transform: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    logs: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return each column's λ of the greatest normal likelihood, (…, 1, columns), to six decimals.

    The profile log-likelihood is -n/2 · ln(variance of the transformed) + (λ - 1) Σ `logs`, and it
    has one maximum in λ.
    """
    known = ~np.isnan(x)
    n = np.maximum(known.sum(axis=-2, keepdims=True), 1)
    weight = np.where(known, logs, 0.0).sum(axis=-2, keepdims=True)

    def likelihood(power: NDArray[np.float64]) -> NDArray[np.float64]:
        value = np.where(known, transform(x, power), 0.0)
        mean = value.sum(axis=-2, keepdims=True) / n
        variance = np.where(known, (value - mean) ** 2, 0.0).sum(axis=-2, keepdims=True) / n
        answer: NDArray[np.float64] = (
            -n / 2 * np.log(np.maximum(variance, np.finfo(float).tiny)) + (power - 1) * weight
        )
        return answer

    low, high = np.full(weight.shape, -5.0), np.full(weight.shape, 5.0)
    golden = (5**0.5 - 1) / 2
    for _ in range(ITERATIONS):
        left, right = high - golden * (high - low), low + golden * (high - low)
        rising = likelihood(left) < likelihood(right)
        low, high = np.where(rising, left, low), np.where(rising, high, right)
    # The likelihood is flat at its top: more digits would be those of rounding.
    return np.round((low + high) / 2, 6)


_POWER = Option(
    None, {"type": ["number", "null"], "minimum": -5, "maximum": 5}, "the power λ; null: the likeliest"
)
_TRANSFORMED: Mapping[str, str] = {
    "nan": "stays NaN",
    "constant": "stays as it is",
    "zero": "stays as it is",
    "negative": "harmless: the values are shifted",
    "tie": "equal values stay equal",
    "single_region": "stays as it is",
}
_CUT = {**_TRANSFORMED, "negative": "harmless"}
_X = np.array([[0.0], [1.0], [2.0], [3.0], [100.0]])

BOX_COX = Method(
    kind="treat",
    id="box_cox",
    name=Text("Box–Cox 变换", "Box-Cox transformation"),
    citation="Box and Cox (1964), Journal of the Royal Statistical Society B 26(2), 211-252",
    formula=Text(
        "(x^lambda - 1) / lambda；lambda 为 0 时取 ln x；x 先平移，使最小值为 1",
        "(x^lambda - 1) / lambda; ln x for lambda 0; x shifted to a minimum of 1",
    ),
    needs="positive values, or `shift: true`",
    range="all numbers",
    degenerate=_TRANSFORMED,
    function=box_cox,
    parameters={
        "power": _POWER,
        "shift": Option(default=True, schema={"type": "boolean"}, description="move the minimum to 1 before"),
    },
    example=Example(
        (np.array([[0.0], [3.0], [8.0]]),), [[[0.0], [2.0], [4.0]], [[0], [4], [4]]], {"power": 0.5}
    ),
)

YEO_JOHNSON = Method(
    kind="treat",
    id="yeo_johnson",
    name=Text("Yeo–Johnson 变换", "Yeo-Johnson transformation"),
    citation="Yeo and Johnson (2000), Biometrika 87(4), 954-959",
    formula=Text(
        "x >= 0 时为 ((x + 1)^lambda - 1) / lambda；x < 0 时为 -((1 - x)^(2 - lambda) - 1) / (2 - lambda)",
        "((x + 1)^lambda - 1) / lambda for x >= 0; -((1 - x)^(2 - lambda) - 1) / (2 - lambda) below",
    ),
    needs="nothing",
    range="all numbers",
    degenerate={**_TRANSFORMED, "negative": "harmless"},
    function=yeo_johnson,
    parameters={"power": _POWER},
    example=Example(
        (np.array([[-3.0], [0.0], [8.0]]),),
        [[[-14 / 3], [0.0], [4.0]], [[4], [0], [4]]],
        {"power": 0.5},
    ),
)

QUANTILE_CLIP = Method(
    kind="treat",
    id="quantile_clip",
    name=Text("分位数截尾", "Cut at quantiles"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5 "
    "(trimming at the 2.5 and 97.5 percentiles)",
    formula=Text(
        "x' = min(max(x, q_lower), q_upper)，q_lower、q_upper 为下、上分位数",
        "x' = min(max(x, q_lower), q_upper)",
    ),
    needs="nothing",
    range="between the two quantiles",
    degenerate=_CUT,
    function=quantile_clip,
    parameters={
        "lower": Option(0.05, {"type": "number", "minimum": 0, "maximum": 1}, "the share below the cut"),
        "upper": Option(0.95, {"type": "number", "minimum": 0, "maximum": 1}, "one less the share above it"),
    },
    example=Example(
        (_X,),
        [[[0.0], [1.0], [2.0], [3.0], [3.0]], [[0], [0], [0], [0], [1]]],
        {"lower": 0.0, "upper": 0.75},
    ),
)

MAD_CLIP = Method(
    kind="treat",
    id="mad_clip",
    name=Text("中位数绝对偏差截尾", "Cut by median and MAD"),
    citation="Leys, Ley, Klein, Bernard and Licata (2013), Journal of Experimental Social Psychology 49(4), "
    "764-766",
    formula=Text(
        "x' = x 截断于中位数 ± limit * 1.4826 * 中位数绝对偏差", "x' = x cut at median ± limit * 1.4826 * MAD"
    ),
    needs="half of the values different",
    range="between the two limits",
    degenerate=_CUT,
    function=mad_clip,
    parameters={
        "limit": Option(3.0, {"type": "number", "exclusiveMinimum": 0}, "how many deviations are let pass")
    },
    example=Example(
        (np.array([[1.0], [2.0], [3.0], [4.0], [100.0]]),),
        [[[1.0], [2.0], [3.0], [4.0], [3 + 3 * MAD_TO_SD]], [[0], [0], [0], [0], [1]]],
    ),
)

TREATMENTS_BY_RULE: Mapping[str, Method] = {
    method.id: method for method in (BOX_COX, YEO_JOHNSON, QUANTILE_CLIP, MAD_CLIP)
}
