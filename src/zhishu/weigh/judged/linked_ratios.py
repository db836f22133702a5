"""Weights from ratios along a chain of columns, up or down: the ring-ratio scoring of value engineering."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import COMPARISONS, for_every_draw, ids_of, pairs_by_expert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Table = Mapping[str, Mapping[str, float | str]]


def linked_weights(ratios: Mapping[tuple[str, str], float], members: Sequence[str]) -> NDArray[np.float64]:
    """Return the weights, summing to 1, whose ratios are those given of some pairs of columns.

    `ratios` are (a, b) → how many times a is as important as b. As many pairs as link all columns
    determine them; where there are more, the logarithms of the ratios are met as nearly as can be
    (least squares). Columns that no pair links to the others, and ratios not above 0, are a
    MethodError.

    >>> linked_weights({("a", "b"): 2.0, ("c", "b"): 1.0}, ["a", "b", "c"])
    array([0.5 , 0.25, 0.25])
    """
    rows, wanted = np.zeros((len(ratios), len(members))), np.zeros(len(ratios))
    for place, ((a, b), ratio) in enumerate(ratios.items()):
        if not 0 < ratio < np.inf:
            raise MethodError(
                "a ratio of importance is not above 0", where=f"'{a}' to '{b}'", seen=ratio, allowed="above 0"
            )
        rows[place, members.index(a)] += 1.0
        rows[place, members.index(b)] -= 1.0
        wanted[place] = np.log(ratio)
    if np.linalg.matrix_rank(rows) < len(members) - 1:
        raise MethodError(
            "the ratios do not link all columns",
            seen=", ".join(f"{a} / {b}" for a, b in ratios),
            allowed=f"{len(members) - 1} pairs that hang together, over {', '.join(members)}",
        )
    size = np.exp(np.linalg.lstsq(rows, wanted, rcond=None)[0])
    weights: NDArray[np.float64] = size / size.sum()
    return weights


def ring_ratio(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    ratios: Table = (),  # type: ignore[assignment]
) -> NDArray[np.float64]:
    """Return the weights of the ring-ratio scoring (环比评分法, DARE), shape (…, columns).

    Each expert says of neighbours in any order of the columns how many times the one is as important
    as the other, `{"a / b": {Li: 1.5}, "b / c": {Li: 0.5}}`, up or down (`order_relation` asks for a
    falling order). The last counts 1, the others are multiplied up, and a weight is a column's number
    over the sum. Any pairs that link all columns will do; where there are more they are met by least
    squares of their logarithms, which for all pairs is the geometric mean of `ahp`. Experts are
    averaged. Values of `x` do not matter.

    Source: the DARE method of value engineering, as the Chinese textbooks of engineering cost teach it;
    Crawford and Williams 1985 (logarithmic least squares).

    >>> ring_ratio(np.zeros((4, 3)), ("a", "b", "c"), ratios={"a / b": {"Li": 3}, "b / c": {"Li": "1/2"}})
    array([0.5       , 0.16666667, 0.33333333])
    """
    names = ids_of(x, members)
    if len(names) == 1:
        return for_every_draw(np.ones(1), x)
    experts = pairs_by_expert(ratios, names, "ratios")
    return for_every_draw(np.mean([linked_weights(cells, names) for cells in experts.values()], axis=0), x)


RING_RATIO = Method(
    kind="weigh",
    id="ring_ratio",
    name=Text("环比评分法（DARE 法）", "Ring-ratio scoring (DARE)"),
    citation="the DARE method (环比评分法) of value engineering, as the Chinese textbooks of engineering "
    "cost teach it; Crawford and Williams (1985), Journal of Mathematical Psychology 29(4): 387-405 (more "
    "pairs than needed)",
    formula=Text(
        "r_k 为相邻两指标的重要性之比，u_m = 1，u_k = r_k u_{k+1}；w_k = u_k / sum u；再对各专家取均值",
        "with r_k the ratio of neighbours, u_m = 1 and u_k = r_k u_{k+1}; w_k = u_k / sum u; mean over "
        "experts",
    ),
    needs="each expert's ratios of importance, of pairs that link all columns of the group",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=ring_ratio,
    inputs=("members",),
    parameters={
        "ratios": Option(
            (),
            COMPARISONS,
            "pairs × experts {'a / b': {Li: 1.5, Wu: 1/2}}: how many times a is as important as b",
            table="rows",
        )
    },
    example=Example(
        (np.zeros((4, 3)), ("a", "b", "c")),
        [3 / 6, 1 / 6, 2 / 6],
        {"ratios": {"a / b": {"Li": 3}, "b / c": {"Li": "1/2"}}},
    ),
)
METHODS = (RING_RATIO,)
