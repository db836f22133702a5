"""Weights from comparisons that share points out: fuzzy complementary matrices and forced scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import for_every_draw, ids_of, pairs_by_expert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Table = Mapping[str, Mapping[str, float]]

_ROUNDING = 1e-6
SHARED: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
}
"""JSON Schema of comparisons that share points out: as those of ratios, but 0 may stand."""


class Complementary(NamedTuple):
    """One expert's weights and how compatible his comparisons are with them (0: wholly)."""

    weights: NDArray[np.float64]
    compatibility: float


def shared_points(table: Table, members: Sequence[str], points: float) -> dict[str, NDArray[np.float64]]:
    """Return each expert's comparisons of a group, (columns, columns): of `points`, how many the row has.

    The layouts are those of pairwise comparisons, a matrix by id or pairs × experts. Of a pair one
    side is enough, the other gets what is left; the diagonal is half of `points`. A pair that is
    missing, a number beyond `points`, and two sides that do not add up to it are a MethodError.

    >>> shared_points({"a / b": {"Li": 3}}, ["a", "b"], 4)["Li"].tolist()
    [[2.0, 3.0], [1.0, 2.0]]
    """
    found = {}
    for expert, cells in pairs_by_expert(table, members, "comparisons").items():
        shared = np.full((len(members), len(members)), points / 2.0)
        for i, a in enumerate(members):
            for j in range(i + 1, len(members)):
                value = _one_side(cells, (a, members[j]), points, expert)
                shared[i, j], shared[j, i] = value, points - value
        found[expert] = shared
    return found


def _one_side(
    cells: Mapping[tuple[str, str], float], pair: tuple[str, str], points: float, expert: str
) -> float:
    there, back = cells.get(pair), cells.get(pair[::-1])
    value = there if there is not None else None if back is None else points - back
    where = f"'{pair[0]}' with '{pair[1]}', expert '{expert}'"
    if value is None or not 0 <= value <= points:
        raise MethodError(
            "a comparison is missing or beyond the points that are shared",
            where=where,
            seen="nothing" if value is None else value,
            allowed=f"0 to {points:g}",
        )
    if back is not None and abs(value + back - points) > _ROUNDING * points:
        raise MethodError(
            "the two sides of a comparison do not share the points out",
            where=where,
            seen=f"{value:g} and {back:g}",
            allowed=f"a sum of {points:g}",
        )
    return value


def compatibility(shared: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return how far complementary comparisons lie from weights: the mean of |a_ij - w_i / (w_i + w_j)|.

    Up to 0.1 is accepted by convention; two weights of 0 are alike.

    >>> compatibility(np.array([[0.5, 0.8], [0.2, 0.5]]), np.array([0.65, 0.35])).__round__(3)
    0.075
    """
    both = weights[:, None] + weights[None, :]
    part = np.divide(weights[:, None], both, out=np.full_like(both, 0.5), where=both > 0)
    return float(np.abs(shared - part).mean())


def fuzzy_complementary(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    comparisons: Table = (),  # type: ignore[assignment]
    spread: float | None = None,
    limit: float | None = 0.1,
) -> NDArray[np.float64]:
    """Return the weights of fuzzy complementary comparisons (模糊互补判断矩阵), shape (…, columns).

    Of each pair of columns a_ij + a_ji = 1 is shared out: 0.5 alike, 0.9 against 0.1 at the most in
    the customary scale. With m columns w_i = (Σ_j a_ij + m / 2 - 1) / (m (m - 1)), which is also what the
    fuzzy consistent matrix r_ij = (r_i - r_j) / (2 m) + 0.5 of the row sums gives by w_i = 1 / m - 1 /
    (2 a) + Σ_j r_ij / (m a) with a = (m - 1) / 2, its least value; `spread` sets a larger a, which
    brings the weights together. Experts are averaged.

    An expert whose `compatibility` with his own weights is above `limit` is a MethodError; null
    accepts all. Values of `x` do not matter.

    Source: Xu Zeshui 2001, 系统工程学报 16(4): 311-314; Zhang Jijun 2000, 模糊系统与数学 14(2): 80-88
    (consistent matrix).

    >>> table = {"a": {"b": 0.6, "c": 0.7}, "b": {"c": 0.6}}
    >>> fuzzy_complementary(np.zeros((4, 3)), ("a", "b", "c"), comparisons=table).round(4)
    array([0.3833, 0.3333, 0.2833])
    """
    found = complementary_findings(comparisons, ids_of(x, members), spread)
    for name, one in found.items():
        if limit is not None and one.compatibility > limit:
            raise MethodError(
                "complementary comparisons contradict themselves",
                where=f"expert '{name}'",
                seen=f"compatibility {one.compatibility:.3f}",
                allowed=f"at most {limit:g}",
                advice="ask the expert again, or set `limit` higher, or null to accept it",
            )
    return for_every_draw(np.mean([one.weights for one in found.values()], axis=0), x)


def complementary_findings(
    table: Table, members: Sequence[str], spread: float | None = None
) -> dict[str, Complementary]:
    """Return the Complementary of each expert; in a group of one the panel's weight of 1.

    >>> complementary_findings({"a / b": {"Li": 0.6}}, ["a", "b"])["Li"].weights
    array([0.55, 0.45])
    """
    if len(members) == 1:
        return {"the panel": Complementary(np.ones(1), 0.0)}
    least = (len(members) - 1) / 2.0
    if spread is not None and spread < least - _ROUNDING:
        raise MethodError(
            "`spread` is too small for the group", seen=spread, allowed=f"{least:g} or more, or null"
        )
    found = {}
    for expert, shared in shared_points(table, members, 1.0).items():
        weights = _of_rows(shared, spread or least)
        found[expert] = Complementary(weights, compatibility(shared, weights))
    return found


def _of_rows(shared: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """Return the weights of the row sums: 1 / m + (r - m / 2) / (2 m a)."""
    columns = len(shared)
    weights: NDArray[np.float64] = (1.0 + (shared.sum(axis=1) - columns / 2.0) / (2.0 * spread)) / columns
    return weights


def forced_scoring(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    comparisons: Table = (),  # type: ignore[assignment]
    points: float = 4.0,
    own: float = 0.0,
) -> NDArray[np.float64]:
    """Return the weights of forced scoring (强制评分法, 0-4 评分法), shape (…, columns).

    Each pair of columns shares out `points`: of 4 the far more important has 4, the more important
    3, columns that are alike 2 each. A weight is a column's sum of points over that of all. `own` is
    added to every sum first (修正得分), with which no column can weigh 0: `points: 1, own: 1` is the
    0-1 scoring of value engineering. Experts are averaged. Values of `x` do not matter.

    Source: the forced decision of value engineering, as the Chinese textbooks of engineering cost teach
    it (0-1 and 0-4 评分法).

    >>> forced_scoring(np.zeros((4, 3)), ("a", "b", "c"), comparisons={"a": {"b": 3, "c": 4}, "b": {"c": 2}})
    array([0.58333333, 0.25      , 0.16666667])
    """
    names = ids_of(x, members)
    if len(names) == 1:
        return for_every_draw(np.ones(1), x)
    shared = np.mean(list(shared_points(comparisons, names, points).values()), axis=0)
    scores = shared.sum(axis=1) - points / 2.0 + own
    return for_every_draw(scores / scores.sum(), x)


_PAIRS = "a matrix {a: {b: 0.7}} (the other side is what is left), or pairs × experts {'a / b': {Li: 0.7}}"
_THREE = (np.zeros((4, 3)), ("a", "b", "c"))

FUZZY_COMPLEMENTARY = Method(
    kind="weigh",
    id="fuzzy_complementary",
    name=Text("模糊互补判断矩阵法", "Fuzzy complementary comparisons"),
    citation="Xu Zeshui (徐泽水, 2001), 模糊互补判断矩阵排序的一种算法, 系统工程学报 16(4): 311-314; "
    "Zhang Jijun (张吉军, 2000), 模糊层次分析法, 模糊系统与数学 14(2): 80-88 (consistent matrix)",
    formula=Text(
        "a_ij + a_ji = 1，a_ii = 0.5；w_i = 1 / m + (sum_j a_ij - m / 2) / (2 m a)，a = (m - 1) / 2 时即 "
        "(sum_j a_ij + m / 2 - 1) / (m (m - 1))；再对各专家取均值",
        "a_ij + a_ji = 1, a_ii = 0.5; w_i = 1 / m + (sum_j a_ij - m / 2) / (2 m a), with a = (m - 1) / 2 "
        "that is (sum_j a_ij + m / 2 - 1) / (m (m - 1)); mean over experts",
    ),
    needs="for each pair of columns how 1 is shared out between them, e.g. 0.7 and 0.3",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=fuzzy_complementary,
    inputs=("members",),
    parameters={
        "comparisons": Option((), SHARED, _PAIRS, table="rows"),
        "spread": Option(
            None,
            {"type": ["number", "null"], "exclusiveMinimum": 0},
            "a, at least (m - 1) / 2 and null for just that; a larger one brings the weights together",
        ),
        "limit": Option(
            0.1,
            {"type": ["number", "null"], "minimum": 0},
            "the largest compatibility index; null accepts all",
        ),
    },
    example=Example(
        _THREE,
        [2.3 / 6, 2.0 / 6, 1.7 / 6],
        {"comparisons": {"a": {"b": 0.6, "c": 0.7}, "b": {"c": 0.6}}},
    ),
)
FORCED_SCORING = Method(
    kind="weigh",
    id="forced_scoring",
    name=Text("强制评分法（0-4 评分法、0-1 评分法）", "Forced scoring (0-4, 0-1)"),
    citation="the forced decision (强制确定法) of value engineering, as the Chinese textbooks of engineering "
    "cost teach it for the examination of cost engineers (0-1 and 0-4 评分法)",
    formula=Text(
        "w_i = (sum_{j 不等于 i} p_ij + own) / 总和，p_ij + p_ji = points",
        "w_i = (sum over j other than i of p_ij + own) / sum of all, p_ij + p_ji = points",
    ),
    needs="for each pair of columns how the points are shared out between them, e.g. 3 and 1 of 4",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=forced_scoring,
    inputs=("members",),
    parameters={
        "comparisons": Option((), SHARED, _PAIRS.replace("0.7", "3"), table="rows"),
        "points": Option(
            4.0,
            {"type": "number", "exclusiveMinimum": 0},
            "what each pair shares out: 4, or 1 for 0-1 scoring",
        ),
        "own": Option(0.0, {"type": "number", "minimum": 0}, "added to every sum; 1 in 0-1 scoring"),
    },
    example=Example(
        _THREE, [7 / 12, 3 / 12, 2 / 12], {"comparisons": {"a": {"b": 3, "c": 4}, "b": {"c": 2}}}
    ),
)
METHODS = (FUZZY_COMPLEMENTARY, FORCED_SCORING)
