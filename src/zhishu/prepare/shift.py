"""Indicators lifted: what has a 0 or a negative value is moved up, for methods that need values above 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.prepare.treat import transformed
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.treat import Treated


def shift(
    x: NDArray[np.float64],
    years: Sequence[int] | None = None,
    *,
    least: float = 0.0,
    amount: float | None = None,
) -> Treated:
    """Return columns whose lowest value is not above 0 moved up, so that it is `least`.

    x' = x - min + least where min <= 0; any other column stays as it is. With `amount` that number is
    added to every column instead. Shape (…, regions, columns); with `years` it is (…, years, regions,
    columns), and one lift serves all years of a column. Differences stay, ratios do not: of 1 and 2 the
    second is twice the first, of 11 and 12 it is not. NaN stays NaN. An `amount` beside `least`, and one
    so large that a column's differences are lost in it, raise a MethodError.

    >>> shift(np.array([[-1.0, 2.0], [3.0, 4.0]]), least=0.5).values
    array([[0.5, 2. ],
           [4.5, 4. ]])
    """
    if amount is not None:
        _refuse_amount(x, amount, least)
        return transformed(x, x + amount)
    axes = -2 if years is None else (-3, -2)
    lowest = np.fmin.reduce(x, axis=axes, keepdims=True)
    moved = np.maximum(x - lowest + least, least)
    return transformed(x, np.where(lowest <= 0, moved, x))


def _refuse_amount(x: NDArray[np.float64], amount: float, least: float) -> None:
    if least > 0:
        raise MethodError(
            "`least` and `amount` are two answers to one question",
            seen=f"least: {least:g}, amount: {amount:g}",
            allowed="one of them",
        )
    lost = live_columns(x) & ~live_columns(x + amount)
    if lost.any():
        raise MethodError(
            "the values of an indicator no longer differ once `amount` is added",
            where=column_of(lost),
            seen=f"amount: {amount:g}",
            allowed="an amount about as large as the values",
        )


SHIFT = Method(
    kind="treat",
    id="shift",
    name=Text("平移", "Shift"),
    citation="textbook practice before logarithms and geometric means (坐标平移); OECD/JRC (2008), Handbook "
    "on Constructing Composite Indicators, section 5.1, on interval and ratio scales",
    formula=Text(
        "min <= 0 时 x' = x - min + least，其余各列不变；给出 amount 时 x' = x + amount",
        "x' = x - min + least where min <= 0, other columns as they are; with amount: x' = x + amount",
    ),
    needs="nothing",
    range="`least` or more",
    degenerate={
        "nan": "stays NaN",
        "constant": "stays as it is, when it is above 0; else `least` for every region",
        "zero": "`least` for every region",
        "negative": "is lifted: the lowest becomes `least`",
        "tie": "equal values stay equal",
        "single_region": "stays as it is, when it is above 0; else `least`",
    },
    function=shift,
    inputs=("years",),
    parameters={
        "least": Option(
            0.0, {"type": "number", "minimum": 0}, "what the lowest value becomes where it is not above 0"
        ),
        "amount": Option(
            None,
            {"type": ["number", "null"]},
            "a number that is added to every value, whatever it is; null: what `least` asks for",
        ),
    },
    example=Example(
        (np.array([[-1.0, 2.0], [3.0, 4.0]]),),
        [[[0.5, 2.0], [4.5, 4.0]], [[4, 0], [4, 0]]],
        {"least": 0.5},
    ),
    note=Text(
        "平移改变比值：几何平均、比重和比率的结果取决于所加的数",
        "a shift changes ratios: geometric means, shares and quotients depend on the number that is added",
    ),
)

TREATMENTS_BY_SHIFT: Mapping[str, Method] = {SHIFT.id: SHIFT}
