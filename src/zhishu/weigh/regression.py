"""Weights from how well the columns predict an outcome that is known beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method, Option
from zhishu.weigh.judgments import require
from zhishu.weigh.moments import refuse_large
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def regression(  # noqa: PLR0913 - the outcome comes from one of two places
    x: Array,
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    *,
    outcome: Mapping[str, float] | str = (),  # type: ignore[assignment]
    negative: str = "zero",
    coefficients: str = "raw",
) -> NDArray[np.float64]:
    """Return weights in proportion to the coefficients of a regression on an outcome, shape (…, columns).

    y_i = a + Σ_j b_j x_ij + e_i by least squares, over the regions that have the outcome and every
    value. `outcome` maps region code to number, or names a column beside the framework. A coefficient
    that would be below 0 is held at 0 (`negative: zero`, non-negative least squares), or raises a
    MethodError (`negative: error`, ordinary least squares). `coefficients: standardised` multiplies
    b_j by the deviation of the column, so that a column is credited with its spread.

    A constant column weighs 0. Fewer regions than columns + 2, or no coefficient above 0, raise a
    MethodError; where nothing varies the weights are equal. One small problem per draw.

    Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators, section 6.1 (regression).

    >>> x = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> regression(x, ("r1", "r2", "r3", "r4"), outcome={"r1": 5, "r2": 8, "r3": 6, "r4": 9})
    array([0.75, 0.25])
    """
    refuse_large(x)
    live = live_columns(x)
    known = np.broadcast_to(_outcome(outcome, regions, measures or {}), x.shape[:-1])
    weights = np.zeros((*x.shape[:-2], x.shape[-1]))
    for draw in np.ndindex(x.shape[:-2]):
        columns = np.flatnonzero(live[draw])
        if len(columns):
            weights[draw][columns] = _fit(x[draw][:, columns], known[draw], negative, coefficients)
    return shares(weights, live)


def _outcome(
    outcome: Mapping[str, float] | str, regions: Sequence[str], measures: Mapping[str, Array]
) -> Array:
    """Return the outcome of every region, NaN where it is not known."""
    require(outcome, "outcome")
    if isinstance(outcome, str):
        if outcome not in measures:
            raise MethodError(
                "there is no such outcome beside the framework",
                seen=outcome,
                allowed=", ".join(measures) or "a table of region codes and numbers",
            )
        return np.asarray(measures[outcome], dtype=float)
    return np.array([outcome.get(region, np.nan) for region in regions], dtype=float)


def _fit(x: Array, y: Array, negative: str, coefficients: str) -> Array:
    from scipy.optimize import nnls  # noqa: PLC0415 - half a second that other methods need not pay

    complete = ~(np.isnan(x).any(axis=1) | np.isnan(y))
    needed = x.shape[1] + 2
    if complete.sum() < needed:
        raise MethodError(
            "too few regions have the outcome and every value",
            seen=f"{int(complete.sum())} regions for {x.shape[1]} columns",
            allowed=f"at least {needed}",
        )
    centred, wanted = x[complete] - x[complete].mean(axis=0), y[complete] - y[complete].mean()
    if negative == "zero":
        found: Array = nnls(centred, wanted)[0]
    else:
        found = np.linalg.lstsq(centred, wanted, rcond=None)[0]
    if (found < 0).any() or not (found > 0).any():
        raise MethodError(
            "the regression gives weights that are no shares",
            seen="coefficients " + ", ".join(f"{value:.4g}" for value in found),
            allowed="coefficients of 0 or more, not all 0",
            advice="check the directions, use `negative: zero`, or weigh without the outcome",
        )
    return found * (centred.std(axis=0) if coefficients == "standardised" else 1.0)


_OUTCOME = {"r1": 5, "r2": 8, "r3": 6, "r4": 9}

REGRESSION = Method(
    kind="weigh",
    id="regression",
    name=Text("回归系数法", "Regression on an outcome"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6.1; Lawson and Hanson "
    "(1974), Solving Least Squares Problems, chapter 23 (non-negative)",
    formula=Text(
        "y_i = a + sum_j b_j x_ij + e_i，b >= 0，最小二乘估计；w_j = b_j / sum_k b_k",
        "y_i = a + sum_j b_j x_ij + e_i, b >= 0, least squares; w_j = b_j / sum of b",
    ),
    needs="an outcome for each region, at least two regions more than columns; one small problem per draw, "
    "in a loop over draws",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="the regions that have every value and the outcome"),
    function=regression,
    inputs=("regions", "measures"),
    parameters={
        "outcome": Option(
            (),
            {
                "anyOf": [
                    {"type": "object", "minProperties": 1, "additionalProperties": {"type": "number"}},
                    {"type": "string", "minLength": 1},
                ]
            },
            "region code → number, or the name of a column beside the framework",
            table="values",
        ),
        "negative": Option("zero", {"enum": ["zero", "error"]}, "what becomes of a negative coefficient"),
        "coefficients": Option(
            "raw", {"enum": ["raw", "standardised"]}, "of the columns as they are, or times their deviations"
        ),
    },
    example=Example(
        (np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), ("r1", "r2", "r3", "r4")),
        [0.75, 0.25],
        {"outcome": _OUTCOME},
    ),
)
METHODS = (REGRESSION,)
