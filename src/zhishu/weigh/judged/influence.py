"""Weights from who influences whom among the columns: DEMATEL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

_DIES_OUT = 1.0 - 1e-9
"""The largest eigenvalue of the divided influences below which the sum of all steps is a number."""
INFLUENCES: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
}
"""JSON Schema of influences: a matrix by id, or one row per ordered pair and one column per expert."""


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """What the columns of a group do to one another, direct and by all detours.

    `total` is T, (columns, columns): row upon column; `given` its row sums (影响度), `received` its
    column sums (被影响度). Their sum is the prominence (中心度), their difference the relation (原因度):
    a cause has one above 0.
    """

    total: NDArray[np.float64]
    given: NDArray[np.float64]
    received: NDArray[np.float64]

    @property
    def prominence(self) -> NDArray[np.float64]:
        """How much a column takes part, as cause and as effect."""
        return self.given + self.received

    @property
    def relation(self) -> NDArray[np.float64]:
        """How far a column is cause rather than effect."""
        return self.given - self.received


def total_influence(direct: NDArray[np.float64], *, divisor: str = "rows_and_columns") -> Influence:
    """Return the Influence that direct influences (columns, columns), row upon column, come to.

    T = D + D² + D³ + … = D (I - D)⁻¹ with D the direct influences over the largest sum of a row
    (`rows`), or of a row or column. Where no influence dies out (all columns alike, or two that
    influence each other equally) that sum is infinite: a MethodError.

    >>> total_influence(np.array([[0.0, 2.0], [1.0, 0.0]])).total
    array([[1., 2.],
           [1., 1.]])
    """
    rows, columns = direct.sum(axis=1).max(), direct.sum(axis=0).max()
    largest = rows if divisor == "rows" else max(rows, columns)
    if largest == 0:
        return Influence(direct, direct.sum(axis=1), direct.sum(axis=0))
    divided = direct / largest
    if np.abs(np.linalg.eigvals(divided)).max() > _DIES_OUT:
        raise MethodError(
            "the influences do not die out, so that their sum is infinite",
            seen="columns that influence one another all alike",
            allowed="direct influences whose sums differ from row to row",
            advice="grade the influences more finely, or leave out the weakest",
        )
    total = divided @ np.linalg.inv(np.eye(len(divided)) - divided)
    return Influence(total, total.sum(axis=1), total.sum(axis=0))


def direct_influences(
    table: Mapping[str, Mapping[str, float]], members: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    """Return each expert's direct influences within a group, (columns, columns): row upon column.

    Two layouts: one matrix, `{a: {b: 3}}`, a upon b; or ordered pairs × experts,
    `{"a / b": {Li: 3, Wu: 4}, "b / a": {Li: 1}}`. What is not written is no influence, 0; a number
    below 0, or a table without a word about the group, is a MethodError.

    >>> direct_influences({"a / b": {"Li": 3}, "b / a": {"Li": 1}}, ["b", "a"])["Li"].tolist()
    [[0.0, 1.0], [3.0, 0.0]]
    """
    cells = pairs_by_expert(table, members, "influences")
    found = {}
    for expert, known in cells.items():
        direct = np.zeros((len(members), len(members)))
        for (a, b), value in known.items():
            if a != b:
                direct[members.index(a), members.index(b)] = value
        if (direct < 0).any():
            raise MethodError("an influence is below 0", where=expert, seen=direct.min(), allowed="0 or more")
        found[expert] = direct
    return found


def influence_of_panel(
    table: Mapping[str, Mapping[str, float]], members: Sequence[str], divisor: str = "rows_and_columns"
) -> Influence:
    """Return the Influence of the mean of the experts' direct influences; nothing in a group of one.

    >>> influence_of_panel({"a / b": {"Li": 1, "Wu": 3}, "b / a": {"Li": 2, "Wu": 0}}, ["a", "b"]).relation
    array([ 1., -1.])
    """
    if len(members) == 1:
        return total_influence(np.zeros((1, 1)))
    experts = direct_influences(table, members)
    return total_influence(np.mean(list(experts.values()), axis=0), divisor=divisor)


def dematel(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    influences: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    divisor: str = "rows_and_columns",
    measure: str = "prominence",
) -> NDArray[np.float64]:
    """Return weights from the columns' influence on one another (DEMATEL), shape (…, columns).

    `influences` are those of `direct_influences`, on any scale from 0 (none), commonly 0 to 4; the
    experts' mean counts. They are divided by the largest sum of a row or column (`divisor: rows`: of
    a row alone), and the influences by all detours added, T = D (I - D)⁻¹. With r the row sums of T
    and c its column sums a weight is, over the sum,

    - `prominence`: r + c (中心度);
    - `length`: sqrt((r + c)² + (r - c)²), which counts being a cause or an effect too.

    Two columns always have the same prominence. A single column weighs 1; columns whose influences
    are all written as 0 weigh alike. Influences that do not die out are a MethodError. Values of `x`
    do not matter.

    Source: Gabus and Fontela 1972, Battelle Geneva; Dalalah, Hayajneh and Batieha 2011 (length).

    >>> table = {"a": {"b": 2}, "b": {"a": 1}}
    >>> dematel(np.zeros((4, 2)), ("a", "b"), influences=table).round(6)
    array([0.5, 0.5])
    """
    names = ids_of(x, members)
    found = influence_of_panel(influences, names, divisor)
    size = np.hypot(found.prominence, found.relation) if measure == "length" else found.prominence
    weights = size / size.sum() if size.sum() > 0 else np.full(len(names), 1.0 / len(names))
    return for_every_draw(weights, x)


DEMATEL = Method(
    kind="weigh",
    id="dematel",
    name=Text("决策实验室法（DEMATEL）", "DEMATEL"),
    citation="Gabus and Fontela (1972), World Problems, an Invitation to Further Thought within the "
    "Framework of DEMATEL, Battelle Geneva Research Center; Dalalah, Hayajneh and Batieha (2011), Expert "
    "Systems with Applications 38(7): 8384-8391 (length)",
    formula=Text(
        "D = 直接影响矩阵 / 行和与列和的最大值；T = D (I - D)^-1；r、c 为 T 的行和、列和；归一化（除以"
        "总和）前的 w_j：中心度 r_j + c_j，或 length 为 sqrt((r_j + c_j)^2 + (r_j - c_j)^2)",
        "D = direct influences / largest sum of a row or column; T = D (I - D)^-1, r and c its row and "
        "column sums; w_j before division by the sum: prominence r_j + c_j; length sqrt((r_j + c_j)^2 + "
        "(r_j - c_j)^2)",
    ),
    needs="who influences whom and how much, 0 being not at all: a matrix, or ordered pairs × experts",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=dematel,
    inputs=("members",),
    parameters={
        "influences": Option(
            (),
            INFLUENCES,
            "a matrix {a: {b: 3}}, a upon b, or ordered pairs × experts {'a / b': {Li: 3, Wu: 4}}; what is "
            "not written is 0",
            table="rows",
        ),
        "divisor": Option(
            "rows_and_columns",
            {"enum": ["rows_and_columns", "rows"]},
            "the largest sum of a row or column, or of a row alone",
        ),
        "measure": Option(
            "prominence", {"enum": ["prominence", "length"]}, "what of giving and receiving counts"
        ),
    },
    example=Example(
        (np.zeros((4, 3)), ("a", "b", "c")),
        [3 / 7, 3 / 7, 1 / 7],
        {"influences": {"a": {"b": 2}, "b": {"a": 1, "c": 1}}},
    ),
)
METHODS = (DEMATEL,)
