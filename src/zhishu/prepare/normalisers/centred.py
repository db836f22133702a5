"""Normalisation by a range laid around a reference: the goalposts of the adjusted Mazziotta–Pareto index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions, orient
from zhishu.prepare.normalisers.normaliser import PAIR, REFERENCE
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

LEAST = 2
ROUNDING = 1e-12
"""A range below this part of the largest value is rounding, not difference."""


def centred_range(
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    reference: Sequence[float | None] | None = None,
    to: tuple[float, float] = (70.0, 130.0),
) -> NDArray[np.float64]:
    """Return values on a scale whose middle is an indicator's reference, (…, regions, indicators).

    x' = middle + (x - reference) / (maximum - minimum) · (to[1] - to[0]), the sign turned for a negative
    indicator: the goalposts lie half the range below and above the reference, so a skewed indicator goes
    beyond `to`. Minimum and maximum run over the regions of `basis` (of `x` itself when absent), and so
    does the mean, which is the reference where none is given (None). With one basis for all years
    (`base`), the middle means the same in every year. A constant indicator is the middle everywhere,
    NaN stays NaN, one region is a MethodError.

    >>> from zhishu.prepare.directions import compile_directions
    >>> from zhishu.framework import Direction
    >>> both = compile_directions([Direction("positive"), Direction("negative")])
    >>> centred_range(np.array([[0.0, 8.0], [2.0, 2.0], [10.0, 5.0]]), both, reference=[5.0, None])
    array([[ 70.,  70.],
           [ 82., 130.],
           [130., 100.]])
    """
    if not to[0] < to[1]:
        raise MethodError("`to` does not rise", seen=list(to), allowed="[worst, best] with worst < best")
    value = orient(x, directions)
    base = value if basis is None else orient(basis, directions)
    if base.shape[-2] < LEAST:
        raise MethodError(
            "the range compares regions, and there is only one",
            seen=f"{base.shape[-2]} region",
            allowed="two regions or more",
            advice="add regions, or use given goalposts",
        )
    low, high = (bound.reduce(base, axis=-2, keepdims=True) for bound in (np.fmin, np.fmax))
    flat = high - low <= ROUNDING * np.fmax(np.abs(low), np.abs(high))
    part = (value - _reference(base, reference, directions)) / np.where(flat, 1.0, high - low)
    middle = (to[0] + to[1]) / 2.0
    return middle + (to[1] - to[0]) * np.where(flat & ~np.isnan(value), 0.0, part)


def _reference(
    base: NDArray[np.float64], given: Sequence[float | None] | None, directions: Directions
) -> NDArray[np.float64]:
    """Return the reference of each column, turned as the values are: the mean where none is given."""
    known = ~np.isnan(base)
    count = known.sum(axis=-2, keepdims=True)
    mean: NDArray[np.float64] = np.where(known, base, 0.0).sum(axis=-2, keepdims=True) / np.maximum(count, 1)
    if given is None:
        return mean
    listed = np.array([[np.nan if one is None else float(one) for one in given]])
    return np.asarray(np.where(np.isnan(listed), mean, orient(listed, directions)))


CENTRED_RANGE = Method(
    kind="normalise",
    id="centred_range",
    name=Text("参照值居中极差法", "Range centred on a reference"),
    citation="Mazziotta and Pareto (2016), Social Indicators Research 127(3): 983-1003 (goalposts of the "
    "adjusted index)",
    formula=Text(
        "x' = 中值 + (x - 参照值) / (max - min) * (to_2 - to_1)，负向指标取反号；中值 = (to_1 + to_2) / 2",
        "x' = middle + (x - reference) / (max - min) * (to_2 - to_1), the sign turned for a negative "
        "indicator; middle = (to_1 + to_2) / 2",
    ),
    needs="two regions or more",
    range="around the middle; beyond `to` where the reference is not half-way",
    degenerate={
        "nan": "stays NaN; minimum, maximum and mean run over the values present",
        "constant": "the middle for every region",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "equal values stay equal",
        "single_region": "error: there is nothing to compare",
    },
    function=centred_range,
    inputs=("directions", "basis"),
    parameters={
        "reference": REFERENCE,
        "to": Option(
            (70.0, 130.0),
            PAIR,
            "the ends of the scale, half the range below and above the reference",
        ),
    },
    example=Example(
        (
            np.array([[0.0, 8.0], [2.0, 2.0], [10.0, 5.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[70.0, 70.0], [82.0, 130.0], [130.0, 100.0]],
        {"reference": (5.0, None)},
    ),
)

NORMALISERS_BY_REFERENCE: Mapping[str, Method] = {CENTRED_RANGE.id: CENTRED_RANGE}
