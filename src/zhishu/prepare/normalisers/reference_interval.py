"""Normalisation by a reference interval: 1 among the ideal values, 0 at the ends of the range around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.normaliser import PAIR
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions


def reference_interval(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    ranges: Sequence[tuple[float, float] | None] | None = None,
) -> NDArray[np.float64]:
    """Return 1 inside the ideal interval [C, D], falling on each side to 0 at the range's end, A or B.

    Below: 1 - (C - x) / (C - A); above: 1 - (x - D) / (B - D). The direction gives the ideal: the
    interval or target itself, B for a positive and A for a negative indicator. `ranges` are (A, B) in
    raw units, one per column; None takes the least and the greatest value of `basis` (of `x` when
    absent), widened to hold the ideal. A value beyond the range counts as its end. A range that does
    not rise or does not hold the ideal raises a MethodError. NaN stays NaN.

    >>> ages = compile_directions([Direction("interval", 30, 35)])
    >>> reference_interval(np.array([[25.0], [30.0], [45.0]]), ages, ranges=[(23, 60)]).ravel().round(4)
    array([0.2857, 1.    , 0.6   ])
    """
    low, high = _ends(x if basis is None else basis, directions, ranges)
    up, down = directions.sign > 0, directions.sign < 0
    least = np.where(directions.around, directions.low, np.where(up, high, low))
    most = np.where(directions.around, directions.high, np.where(up, high, low))
    below = np.where(down & ~directions.around, 0.0, np.maximum(least - x, 0.0))
    above = np.where(up & ~directions.around, 0.0, np.maximum(x - most, 0.0))
    gap = np.maximum(_part(below, least - low), _part(above, high - most))
    return np.where(np.isnan(x), np.nan, 1.0 - np.minimum(gap, 1.0))


def _ends(
    base: NDArray[np.float64], directions: Directions, ranges: Sequence[tuple[float, float] | None] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends A and B of every range, (…, 1, columns): those given, else those of the data."""
    pairs = [None] * base.shape[-1] if ranges is None else ranges
    given = np.array([(np.nan, np.nan) if pair is None else tuple(pair) for pair in pairs], dtype=float)
    low, high = given.T
    _refuse(low >= high, "a range does not rise", "[least, greatest] in raw units")
    outside = directions.around & ((directions.low < low) | (directions.high > high))
    _refuse(outside, "the ideal lies outside the range", "a range that holds the target or interval")
    seen = (end.reduce(base, axis=-2, keepdims=True) for end in (np.fmin, np.fmax))
    least, greatest = np.fmin(next(seen), directions.low), np.fmax(next(seen), directions.high)
    return np.where(np.isnan(low), least, low), np.where(np.isnan(high), greatest, high)


def _part(gap: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gap as a part of the width; the whole where there is a gap and no width."""
    return np.where(width > 0, gap / np.where(width > 0, width, 1.0), (gap > 0).astype(float))


def _refuse(wrong: NDArray[np.bool_], what: str, allowed: str) -> None:
    if wrong.any():
        raise MethodError(what, where=column_of(wrong), seen="`ranges` of that indicator", allowed=allowed)


REFERENCE_INTERVAL = Method(
    kind="normalise",
    id="reference_interval",
    name=Text("参考区间法", "Reference interval"),
    citation="Cables, Lamata and Verdegay (2016), RIM-reference ideal method in multicriteria decision "
    "making, Information Sciences 337: 1-10",
    formula=Text(
        "理想区间 [C, D] 内为 1；低于 C：1 - (C - x) / (C - A)；高于 D：1 - (x - D) / (B - D)",
        "1 in [C, D]; below: 1 - (C - x) / (C - A); above: 1 - (x - D) / (B - D)",
    ),
    needs="ranges [A, B] for scores that compare across editions; the ideal comes from the directions",
    range="[0, 1]",
    degenerate={
        "nan": "stays NaN; least and greatest run over the values present",
        "constant": "1 for every region when it is its own range and ideal, as without `ranges`",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "equal values stay equal",
        "single_region": "as constant",
    },
    function=reference_interval,
    inputs=("directions", "basis"),
    parameters={
        "ranges": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": PAIR},
            "indicator → [A, B] in raw units, the least and the greatest value that counts; "
            "those of the data where none is given",
            by_indicator=True,
            table="lists",
        )
    },
    example=Example(
        (
            np.array([[25.0, 2.0], [32.0, 0.0], [45.0, 5.0]]),
            compile_directions([Direction("interval", 30, 35), Direction("negative")]),
        ),
        [[2 / 7, 0.8], [1.0, 1.0], [0.6, 0.5]],
        {"ranges": [(23, 60), (0, 10)]},
    ),
)

NORMALISERS_BY_IDEAL: Mapping[str, Method] = {REFERENCE_INTERVAL.id: REFERENCE_INTERVAL}
