"""Normalisation by distance: how far a region has come from the worst value to a target or a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Direction, Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.proportion import ratios
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def distance_to_target(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    targets: Sequence[float | None] | None = None,
    cap: bool = False,
) -> NDArray[np.float64]:
    """Return how much of the way from the worst value to its target each value has gone: 1 at the target.

    x' = 1 - (target - x) / (target - worst), values and target turned for a negative indicator; the
    worst value is that of `basis` (of `x` when absent). `targets` are in raw units, one per column;
    a column whose direction is a target or an interval needs none. Beyond the target x' > 1, unless
    `cap`. A target no better than the worst value raises a MethodError. NaN stays NaN.

    >>> up = compile_directions([Direction("positive")])
    >>> distance_to_target(np.array([[0.0], [3.0], [6.0]]), up, targets=[4]).ravel()
    array([0.  , 0.75, 1.5 ])
    """
    value = orient(x, directions)
    base = value if basis is None else orient(basis, directions)
    given = [None] * x.shape[-1] if targets is None else targets
    raw = np.array([np.nan if target is None else target for target in given], dtype=float)
    aim = np.where(directions.around, 0.0, raw * directions.sign)
    if np.isnan(aim).any():
        raise MethodError(
            "an indicator has no target",
            where=column_of(np.isnan(aim)),
            seen="nothing",
            allowed="a number in raw units for every indicator",
            advice="add it to `targets`",
        )
    return _gone(value, base, np.broadcast_to(aim, (*base.shape[:-2], 1, x.shape[-1])), "target", cap=cap)


def distance_to_reference(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    regions: Sequence[str],
    basis: NDArray[np.float64] | None = None,
    *,
    reference: str = "",
    start: str = "worst",
    cap: bool = False,
) -> NDArray[np.float64]:
    """Return how much of the way from the start to the reference region's value each value has gone.

    x' = 1 - (reference - x) / (reference - worst) from the worst value; from "zero" it is the ratio
    x / reference (reference / x for a negative indicator), the Handbook's distance to a reference
    country. The reference region gets 1, a better one more, unless `cap`. With a `basis` of several
    years, the reference is its mean over them. An unknown reference region, one without a value and
    one that is itself the worst raise a MethodError, and so does from zero what has no ratio: values
    below 0, a 0 in a negative indicator, a target or interval.

    >>> up = compile_directions([Direction("positive")])
    >>> distance_to_reference(np.array([[0.0], [3.0], [4.0]]), up, ["a", "b", "c"], reference="c").ravel()
    array([0.  , 0.75, 1.  ])
    """
    if reference not in regions:
        close = nearest(reference, regions)
        raise MethodError(
            f"there is no region '{reference}' to refer to" if reference else "`reference` is missing",
            seen=reference or "nothing",
            allowed="the code of a region of the level",
            advice=f"did you mean '{close}'?" if close else None,
        )
    value, base = _compared(x, directions, basis, start)
    aim = _of_reference(base[..., list(regions).index(reference) :: len(regions), :], reference)
    return _gone(value, np.zeros_like(base) if start == "zero" else base, aim, "reference", cap=cap)


def _compared(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None, start: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if start == "zero":
        return ratios(x, directions, basis)
    value = orient(x, directions)
    return value, value if basis is None else orient(basis, directions)


def _of_reference(values: NDArray[np.float64], reference: str) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    lacking: NDArray[np.bool_] = np.asarray(~known.any(axis=-2))
    if lacking.any():
        raise MethodError(
            f"the reference region '{reference}' lacks a value",
            where=column_of(lacking),
            seen="nothing",
            allowed="a value for every indicator",
        )
    mean: NDArray[np.float64] = np.nansum(values, axis=-2, keepdims=True) / known.sum(axis=-2, keepdims=True)
    return mean


def distance_to_max(
    x: NDArray[np.float64], directions: Directions, basis: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return 1 - (max - x) / (max - min), 1 for the best region: min–max said as a distance.

    >>> up = compile_directions([Direction("positive")])
    >>> distance_to_max(np.array([[0.0], [3.0], [4.0]]), up).ravel()
    array([0.  , 0.75, 1.  ])
    """
    return minmax(x, directions, basis)


def _gone(
    value: NDArray[np.float64],
    base: NDArray[np.float64],
    aim: NDArray[np.float64],
    what: str,
    *,
    cap: bool,
) -> NDArray[np.float64]:
    worst = np.fmin.reduce(base, axis=-2, keepdims=True)
    way = aim - worst
    wrong = ~(way > 0) & ~np.isnan(worst)
    if wrong.any():
        raise MethodError(
            f"the {what} is no better than the worst value, so there is no way to go",
            where=column_of(wrong[..., 0, :]),
            seen=f"{what} {float(np.broadcast_to(aim, wrong.shape)[wrong][0]):g}, "
            f"worst {float(worst[wrong][0]):g} (larger is better)",
            allowed=f"a {what} that is better than the worst value",
        )
    gone = 1.0 - (aim - value) / way
    return np.minimum(gone, 1.0) if cap else gone


_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5"
_CAP = Option(default=False, schema={"type": "boolean"}, description="count what lies beyond as 1")
_NOTHING = "error: there is no way from the worst value to the best when they are the same"
_DEGENERATE: Mapping[str, str] = {
    "nan": "stays NaN; the worst value runs over the values present",
    "constant": "harmless, when the target is better than the constant",
    "zero": "as constant",
    "negative": "harmless",
    "tie": "equal values stay equal",
    "single_region": "0, when the target is better than the one value",
}
_X = np.array([[0.0, 8.0], [3.0, 5.0], [6.0, 2.0]])
_DIRECTIONS = compile_directions([Direction("positive"), Direction("negative")])

DISTANCE_TO_TARGET = Method(
    kind="normalise",
    id="distance_to_target",
    name=Text("目标距离法", "Distance to target"),
    citation=_HANDBOOK,
    formula=Text("x' = 1 - (目标值 - x) / (目标值 - 最差值)", "x' = 1 - (target - x) / (target - worst)"),
    needs="a target for every indicator, better than the worst value",
    range="from 0; above 1 beyond the target, unless capped",
    degenerate=_DEGENERATE,
    function=distance_to_target,
    inputs=("directions", "basis"),
    parameters={
        "targets": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": {"type": "number"}},
            "indicator → its target in raw units",
            by_indicator=True,
            table="values",
        ),
        "cap": _CAP,
    },
    example=Example((_X, _DIRECTIONS), [[0.0, 0.0], [0.75, 0.75], [1.5, 1.5]], {"targets": [4, 4]}),
)

DISTANCE_TO_REFERENCE = Method(
    kind="normalise",
    id="distance_to_reference",
    name=Text("参照地区距离法", "Distance to a reference region"),
    citation=_HANDBOOK,
    formula=Text(
        "x' = 1 - (x_r - x) / (x_r - 最差值)，x_r 为参照地区的值；以零为起点时：x / x_r，负向指标为 x_r / x",
        "x' = 1 - (x_ref - x) / (x_ref - worst); "
        "from zero: x / x_ref, and x_ref / x for a negative indicator",
    ),
    needs="a reference region with a value better than the worst for every indicator",
    range="from 0; above 1 beyond the reference, unless capped",
    degenerate={
        **_DEGENERATE,
        "constant": f"{_NOTHING}; from zero 1 for every region",
        "zero": _NOTHING,
        "negative": "harmless; from zero an error: a ratio is not negative",
        "single_region": f"{_NOTHING}; from zero 1",
    },
    function=distance_to_reference,
    inputs=("directions", "regions", "basis"),
    parameters={
        "reference": Option("", {"type": "string"}, "the code of the reference region; must be given"),
        "start": Option(
            "worst",
            {"enum": ["worst", "zero"]},
            "where the way begins: at the worst value, or at 0 (a ratio)",
        ),
        "cap": _CAP,
    },
    example=Example(
        (_X, _DIRECTIONS, ("a", "b", "c")),
        [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]],
        {"reference": "b"},
    ),
)

DISTANCE_TO_MAX = Method(
    kind="normalise",
    id="distance_to_max",
    name=Text("最优值距离法", "Distance to the maximum"),
    citation=_HANDBOOK,
    formula="x' = 1 - (max - x) / (max - min)",
    needs="two regions or more",
    range="[0, 1]",
    degenerate={
        **_DEGENERATE,
        "constant": "0 for every region",
        "zero": "as constant",
        "single_region": "error: there is nothing to compare",
    },
    function=distance_to_max,
    inputs=("directions", "basis"),
    example=Example((_X, _DIRECTIONS), [[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]]),
)

NORMALISERS_BY_DISTANCE: Mapping[str, Method] = {
    method.id: method for method in (DISTANCE_TO_TARGET, DISTANCE_TO_REFERENCE, DISTANCE_TO_MAX)
}
