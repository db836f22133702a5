"""COMET: regions between characteristic objects, made-up regions that were judged beforehand."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.judged.objects import (
    LARGEST,
    LARGEST_COMPARED,
    by_experts,
    by_judgements,
    by_points,
    characteristic_values,
    point_array,
)
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.score.aggregators.judged.objects import Settings, Values

    Array = NDArray[np.float64]

CELLS = 2**22
"""Numbers of the characteristic objects of one block of draws: 32 megabytes of doubles."""


def comet(  # noqa: PLR0913 - the judgements come from one of three places
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str] = (),
    generator: np.random.Generator | None = None,
    *,
    values: Values = 3,
    experts: Settings = ({"method": "arithmetic"},),
    points: Mapping[str, Mapping[str, float]] | None = None,
    judgements: Mapping[str, float] | None = None,
) -> NDArray[np.float64]:
    """Return the COMET preference of each region, shape (…, regions), in [0, 1].

    Each column has characteristic `values`: so many from the lowest to the highest found at equal
    distances, their `mean` between the two, the values of the `points` between the two, or those given
    by column id (or in the order given). All their combinations are the characteristic objects. These
    are judged pair by pair; an object's sum of judgements has a place among the distinct sums, and its
    preference is that place from 0 to 1. A region's score is the sum of the preferences by its
    triangular memberships: linear in each column between the objects around it.

    Who judges: the `experts`, other aggregators that score the objects with the group's weights, by
    majority if there are several; the distance from the nearest of the `points` that are expected, over
    the columns' ranges and by weight; or `judgements` of pairs, in which the weights have no say, see
    `zhishu.score.aggregators.judged.judged_pairs.judgement_matrix`.

    Where no object is above another, 0.5. Too many objects, given values that do not rise or do not
    reach the data, and missing values are a MethodError.

    >>> x = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    >>> comet(x, np.array([0.6, 0.4]), values=2).round(6)
    array([0.666667, 0.333333, 0.5     ])
    """
    require_complete(x, "comet")
    lead = np.broadcast_shapes(x.shape[:-2], weights.shape[:-1])
    table = np.broadcast_to(x, (*lead, *x.shape[-2:])).reshape(-1, *x.shape[-2:])
    shares = np.broadcast_to(weights, (*lead, x.shape[-1])).reshape(-1, x.shape[-1])
    expected = None if points is None else point_array(points, members, x.shape[-1])
    size = _objects(characteristic_values(table[:1], values, members, expected))
    _require_objects(size, x.shape[-1], compared=judgements is not None or len(experts) > 1)
    draws = max(1, CELLS // (size * x.shape[-1]))
    scores = np.empty(table.shape[:-1])
    for start in range(0, len(table), draws):
        block = slice(start, start + draws)
        levels = characteristic_values(table[block], values, members, expected)
        if judgements is not None:
            preferences = by_judgements(levels, judgements)
        elif expected is not None:
            preferences = by_points(levels, shares[block], expected)
        else:
            preferences = by_experts(levels, shares[block], experts, members, generator)
        scores[block] = _between(table[block], levels, preferences)
    return scores.reshape(*lead, x.shape[-2])


def _between(x: Array, levels: Sequence[Array], preferences: Array) -> Array:
    """Return the preference at each region, linear in each column between the characteristic objects."""
    counts = [level.shape[-1] for level in levels]
    strides = np.append(np.cumprod(counts[:0:-1])[::-1], 1).astype(int)
    first, shares = np.zeros(x.shape[:-1], dtype=int), []
    for column, level in enumerate(levels):
        own = x[..., column]
        cell = (own[..., None] >= level[..., None, 1:-1]).sum(axis=-1)
        low = np.take_along_axis(level, cell, axis=-1)
        width = np.take_along_axis(level, cell + 1, axis=-1) - low
        shares.append(np.clip(np.divide(own - low, width, out=np.zeros_like(own), where=width > 0), 0.0, 1.0))
        first += strides[column] * cell
    total = np.zeros(x.shape[:-1])
    for corner in product((0, 1), repeat=len(levels)):
        member = np.ones(x.shape[:-1])
        for share, upper in zip(shares, corner, strict=True):
            member = member * (share if upper else 1.0 - share)
        place = first + int(np.dot(corner, strides))
        total += member * np.take_along_axis(preferences, place, axis=-1)
    return total


def _objects(levels: Sequence[Array]) -> int:
    return int(np.prod([level.shape[-1] for level in levels], dtype=object))


def _require_objects(size: int, columns: int, *, compared: bool) -> None:
    most = LARGEST_COMPARED if compared else LARGEST
    if size > most:
        raise MethodError(
            "COMET has too many characteristic objects",
            seen=f"{size} combinations of {columns} columns",
            allowed=f"at most {most}" + (" where they are compared pair by pair" if compared else ""),
            advice="split the columns into groups, each of which is judged by itself, or take fewer `values`",
        )


_RISING: Mapping[str, Any] = {"type": "array", "items": {"type": ["number", "null"]}, "minItems": 2}

COMET = (
    aggregator(
        "comet",
        Text("特征对象法（COMET）", "COMET (characteristic objects method)"),
        comet,
        citation="Salabun (2015), The Characteristic Objects Method, Journal of Multi-Criteria Decision "
        "Analysis 22(1-2): 37-50; expected points, Shekhovtsov et al. (2023)",
        formula=Text(
            "sum_o P_o prod_i mu_oi(x_i)，mu 为三角隶属函数，P_o =（小于 SJ_o 的不同判断和的个数）/"
            "（不同判断和的个数 - 1），SJ_o = 特征对象 o 的两两判断之和",
            "sum_o P_o prod_i mu_oi(x_i), mu triangular, P_o = (distinct sums below SJ_o)/(distinct sums "
            "- 1), SJ_o = sum of the judgements of object o against all",
        ),
        needs=f"every value; at most {LARGEST} characteristic objects (3^9), {LARGEST_COMPARED} where they "
        "are compared pair by pair: larger groups are split (structural COMET)",
        range_="[0, 1]",
        degenerate={
            **AMONG_OTHERS,
            "constant": "its characteristic objects are alike, so it changes nothing",
            "single_region": "0.5, or its place between given values",
        },
        example=Example(
            (np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]), np.array([0.6, 0.4])),
            [2 / 3, 1 / 3, 0.5],
            {"values": 2},
        ),
        parameters={
            "values": Option(
                3,
                {
                    "anyOf": [
                        {"type": "integer", "minimum": 2},
                        {"enum": ["mean", "points"]},
                        {"type": "object", "additionalProperties": _RISING},
                    ]
                },
                "characteristic values of a column: how many between its lowest and its highest value, mean "
                "(lowest, mean, highest), points (lowest, those of `points`, highest), or column id → values "
                "that rise",
                table="lists",
                by_column=True,
            ),
            "experts": Option(
                ({"method": "arithmetic"},),
                {
                    "type": "array",
                    "items": {"type": "object", "required": ["method"]},
                    "minItems": 1,
                },
                "the aggregators that judge the objects, `{method, options …}`; several by majority",
                methods=True,
            ),
            "points": Option(
                None,
                {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}},
                    "minProperties": 1,
                },
                "expected points, name → column id → value: objects are judged by their distance from the "
                "nearest, and `experts` are not asked",
                table="rows",
            ),
            "judgements": Option(
                None,
                {
                    "type": ["object", "null"],
                    "additionalProperties": {"enum": [0, 0.5, 1]},
                },
                "pairs of objects, '1-3 / 2-1' (the places of their values in each column) → 1 where the "
                "first is better, 0.5, 0; what follows from others, or from one being no worse in any "
                "column, may be left out",
                table="values",
            ),
        },
        inputs=("members", "generator"),
        weights_matter=lambda options: options["judgements"] is None,
    ),
)
