"""Weights from how well the columns predict an outcome that is known beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.least_squares import non_negative, unbounded
from zhishu.weigh.moments import refuse_large
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_ROUNDING = 1e-12
"""A coefficient below this is 0 but for rounding, for a column and an outcome of deviation 1."""


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
    MethodError; where nothing varies the weights are equal. All draws are solved side by side
    (`zhishu.weigh.fitted.least_squares`).

    Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators, section 6.1 (regression).

    >>> x = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> regression(x, ("r1", "r2", "r3", "r4"), outcome={"r1": 5, "r2": 8, "r3": 6, "r4": 9})
    array([0.75, 0.25])
    """
    refuse_large(x)
    live = live_columns(x)
    known = np.broadcast_to(known_numbers(outcome, regions, measures or {}, "outcome"), x.shape[:-1])
    told = live.any(axis=-1)
    weights = np.zeros(live.shape)
    weights[told] = _importance(x[told], known[told], live[told], negative, coefficients)
    return shares(weights, live)


def known_numbers(
    given: Mapping[str, float] | str, regions: Sequence[str], measures: Mapping[str, Array], option: str
) -> Array:
    """Return a number of every region, NaN where it is not known: from a table or a column by its name."""
    if not given:
        raise MethodError(
            f"the option '{option}' is missing",
            seen="nothing",
            allowed="region codes and numbers, in the recipe or as `{file: …}`, or the name of a column "
            "beside the framework",
        )
    if isinstance(given, str):
        if given not in measures:
            close = nearest(given, measures)
            raise MethodError(
                f"there is no column '{given}' beside the framework",
                where=f"the option '{option}'",
                seen=given,
                allowed=", ".join(measures)
                or "a table of region codes and numbers, or a column that a source lists under `measures`",
                advice=f"did you mean '{close}'?" if close else None,
            )
        return np.asarray(measures[given], dtype=float)
    if not regions:
        raise MethodError(
            f"the option '{option}' needs the codes of the regions", seen="no codes", allowed="region codes"
        )
    return np.array([given.get(region, np.nan) for region in regions], dtype=float)


def _importance(x: Array, y: Array, live: Flags, negative: str, coefficients: str) -> Array:
    """Return the coefficients of each table that are to be shares, (tables, columns); 0 for a dead column."""
    values = np.where(live[:, None, :], x, 0.0)
    complete = ~(np.isnan(values).any(axis=-1) | np.isnan(y))
    regions, needed = complete.sum(axis=-1), live.sum(axis=-1) + 2
    enough = regions >= needed
    # The first table that fails is told, for whichever of the two reasons: those before it are solved.
    solved = slice(None if enough.all() else int(enough.argmin()))
    columns = _centred(values[solved], complete[solved])
    wanted = _centred(y[solved, :, None], complete[solved])
    length = np.sqrt((columns**2).sum(axis=1))
    if negative == "zero":
        found = non_negative(columns, wanted[..., 0])
    else:
        found = unbounded(columns, wanted[..., 0], regions[solved])
        found[np.abs(found) * length <= _ROUNDING * np.sqrt((wanted**2).sum(axis=1))] = 0.0
    _refuse_what_is_no_share(found, live)
    if not enough.all():
        first = enough.argmin()
        raise MethodError(
            "too few regions have the outcome and every value",
            seen=f"{regions[first]} regions for {needed[first] - 2} columns",
            allowed=f"at least {needed[first]}",
        )
    return found * (length / np.sqrt(regions)[:, None] if coefficients == "standardised" else 1.0)


def _centred(values: Array, complete: Flags) -> Array:
    """Return values less their mean over the complete regions, 0 in the others and where nothing varies."""
    kept = complete[..., None]
    varies = live_columns(np.where(kept, values, np.nan))[:, None, :]
    mean = np.where(kept, values, 0.0).sum(axis=1, keepdims=True) / complete.sum(axis=1)[:, None, None]
    return np.where(kept & varies, values - mean, 0.0)


def _refuse_what_is_no_share(coefficients: Array, live: Flags) -> None:
    fails = (coefficients < 0).any(axis=-1) | ~(coefficients > 0).any(axis=-1)
    if fails.any():
        first = int(fails.argmax())
        told = coefficients[first, live[first]]
        raise MethodError(
            "the regression gives weights that are no shares",
            seen="coefficients " + ", ".join(f"{value:.4g}" for value in told),
            allowed="coefficients of 0 or more, not all 0",
            advice="check the directions, use `negative: zero`, or weigh without the outcome",
        )


KNOWN: Mapping[str, Any] = {
    "anyOf": [
        {"type": "object", "minProperties": 1, "additionalProperties": {"type": "number"}},
        {"type": "string", "minLength": 1},
    ]
}
"""The schema of an option that `known_numbers` reads."""

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
    needs="an outcome for each region, at least two regions more than columns",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="the regions that have every value and the outcome"),
    function=regression,
    inputs=("regions", "measures"),
    parameters={
        "outcome": Option(
            (),
            KNOWN,
            "region code → number, or the name of a column beside the framework",
            table="values",
            by_region=True,
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
