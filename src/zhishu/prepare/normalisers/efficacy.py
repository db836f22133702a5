"""The efficacy coefficient (功效系数): from the impermissible to the satisfactory, straight or curved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Direction, Text
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.normaliser import PAIR, refuse_columns
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.prepare.directions import Directions

SHAPES = ("linear", "exponential", "logarithmic", "power")


def efficacy(  # noqa: PLR0913 - data, then options by name
    x: NDArray[np.float64],
    directions: Directions,
    basis: NDArray[np.float64] | None = None,
    *,
    floor: float = 60.0,
    span: float = 40.0,
    posts: Sequence[tuple[float, float] | None] | None = None,
    shape: str = "linear",
) -> NDArray[np.float64]:
    """Return the efficacy coefficient (功效系数): `floor` at the impermissible, floor + span at the best.

    x_h is the satisfactory and x_s the impermissible value: the best and the worst of the data (of
    `basis`, when given), or those of `posts`, (minimum, maximum) in raw units. With the customary
    60 and 40 the worst region gets 60 and the best 100. In between, and beyond, by `shape`:

    - `linear`: floor + span · s with s = (x - x_s) / (x_h - x_s);
    - `exponential` (指数型): floor · ((floor + span) / floor)^s, convex: what is gained near the top
      counts for more. `floor` 0 is a MethodError;
    - `logarithmic` (对数型): as linear, with the logarithms of x, x_s and x_h, concave;
    - `power` (幂函数型): as exponential, with logarithms.

    With a logarithm a value, post or target that is not above 0 is a MethodError. A constant column
    is `floor`.

    >>> up = compile_directions([Direction("positive")])
    >>> x = np.array([[10.0], [15.0], [20.0]])
    >>> efficacy(x, up).ravel(), efficacy(x, up, shape="exponential").ravel().round(2)
    (array([ 60.,  80., 100.]), array([ 60.  ,  77.46, 100.  ]))
    """
    if shape in {"logarithmic", "power"}:
        x, basis, directions, posts = _in_logarithms(x, basis, directions, posts)
    share = minmax(x, directions, basis, goalposts=posts)
    if shape in {"linear", "logarithmic"}:
        return floor + span * share
    if floor <= 0:
        raise MethodError(
            f"a curve of growth ('{shape}') cannot start at this floor",
            seen=f"floor {floor:g}",
            allowed="above 0",
        )
    curved: NDArray[np.float64] = floor * ((floor + span) / floor) ** share
    return curved


def _in_logarithms(
    x: NDArray[np.float64],
    basis: NDArray[np.float64] | None,
    directions: Directions,
    posts: Sequence[tuple[float, float] | None] | None,
) -> tuple[
    NDArray[np.float64],
    NDArray[np.float64] | None,
    Directions,
    Sequence[tuple[float, float] | None] | None,
]:
    """Return everything that is in raw units as natural logarithms."""
    columns = x.shape[-1]
    for values in (x, basis):
        if values is not None:
            _refuse(np.any(values.reshape(-1, columns) <= 0, axis=0), "a value that is not above 0")
    ends = [None] * columns if posts is None else list(posts)
    _refuse(np.array([pair is not None and min(pair) <= 0 for pair in ends]), "a post that is not above 0")
    _refuse(directions.around & (directions.low <= 0), "a target that is not above 0")
    logged = [None if pair is None else (float(np.log(pair[0])), float(np.log(pair[1]))) for pair in ends]
    turned = replace(
        directions,
        low=np.log(directions.low, out=np.full(columns, np.nan), where=directions.around),
        high=np.log(directions.high, out=np.full(columns, np.nan), where=directions.around),
    )
    return np.log(x), None if basis is None else np.log(basis), turned, None if posts is None else logged


def _refuse(wrong: object, seen: str) -> None:
    refuse_columns(
        np.asarray(wrong, dtype=bool),
        "an efficacy coefficient of logarithms meets what has none",
        seen,
        "above 0",
    )


EFFICACY = Method(
    kind="normalise",
    id="efficacy",
    name=Text("功效系数法", "Efficacy coefficient"),
    citation="the standard method of Chinese textbooks of statistics and comprehensive evaluation "
    "(功效系数法, d = 60 + 40 (x - x_s) / (x_h - x_s)); Feng Ting (封婷, 2016), 综合评价中一种凹性"
    "指数型功效函数, 统计与信息论坛 2016(7): 16-21 (curved functions); 人民论坛 (2016), 对安徽省16地市"
    "经济社会公平度的测评及排名 (an index with the exponential one)",
    formula=Text(
        "x' = floor + span * s，s = (x - x_s) / (x_h - x_s)；exponential：floor * ((floor + span) / floor)"
        "^s；logarithmic、power：同前两式，x、x_s、x_h 先取对数",
        "x' = floor + span * s, s = (x - x_s) / (x_h - x_s); exponential: floor * ((floor + span) / "
        "floor)^s; logarithmic and power: as these two with the logarithms of x, x_s and x_h",
    ),
    needs="two regions or more, or posts for every indicator; `logarithmic` and `power` values above 0",
    range="[60, 100] unless posts are passed",
    degenerate={
        "nan": "stays NaN",
        "constant": "the floor, 60, for every region",
        "zero": "as constant (an error where `shape` takes logarithms)",
        "negative": "harmless (an error where `shape` takes logarithms)",
        "tie": "equal values stay equal",
        "single_region": "error: there is nothing to compare, unless posts are given",
    },
    function=efficacy,
    inputs=("directions", "basis"),
    parameters={
        "floor": Option(60.0, {"type": "number"}, "the value of the impermissible"),
        "span": Option(40.0, {"type": "number", "exclusiveMinimum": 0}, "what the satisfactory adds to it"),
        "posts": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": PAIR},
            "indicator → [minimum, maximum] in raw units, logarithms where the indicator was treated "
            "with them",
            by_indicator=True,
            table="lists",
        ),
        "shape": Option("linear", {"enum": list(SHAPES)}, "straight, or which curve between the two"),
    },
    example=Example(
        (
            np.array([[2.0, 2.0], [5.0, 5.0], [10.0, 10.0]]),
            compile_directions([Direction("positive"), Direction("negative")]),
        ),
        [[60.0, 100.0], [75.0, 85.0], [100.0, 60.0]],
    ),
)

NORMALISERS_BY_EFFICACY: Mapping[str, Method] = {EFFICACY.id: EFFICACY}
