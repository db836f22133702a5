"""Weights from experts' orders of the columns: with ratios between neighbours, or by rank alone."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.chains import chain_weights, expert_chains
from zhishu.weigh.judged.hierarchy import STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import COMPARISONS, RATINGS, for_every_draw, ids_of, panel_array

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray


def order_relation(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    ratios: Mapping[str, Mapping[str, float | str]] = (),  # type: ignore[assignment]
    average: str = "weights",
) -> NDArray[np.float64]:
    """Return the weights of the order relation method (序关系分析法, G1), shape (…, columns).

    `ratios` has one row per pair of neighbours and one column per expert, `{"a / b": {Li: 1.2}}`: to
    Li a comes right before b in the order of importance and is 1.2 times as important. Guo's scale is
    1 (alike), 1.2, 1.4, 1.6, 1.8 (extremely); any ratio of 1 or more will do, one below 1 is read the
    other way round. An expert's pairs must form one chain through the group; with r_k the ratio of
    place k - 1 to place k, w_m = 1 / (1 + Σ_k Π_{i ≥ k} r_i) and w_{k-1} = r_k w_k.

    Several experts: the mean of their `weights`, or, where all give one order, the weights of the
    mean of their `ratios`. Values of `x` do not matter. SWARA (Keršulienė, Zavadskas and Turskis 2010)
    is the same with r_k = 1 + s_k.

    Source: Guo Yajun 2007, 综合评价理论、方法及应用, Science Press.

    >>> order_relation(np.zeros((4, 3)), ("a", "b", "c"), ratios={"b / a": {"Li": 1.5}, "a / c": {"Li": 2}})
    array([0.33333333, 0.5       , 0.16666667])
    """
    names = ids_of(x, members)
    chains = expert_chains(ratios, names)
    if average == "ratios":
        found = _of_mean_ratios(chain_weights(chains, names), chains, names)
    else:
        found = chain_weights(chains, names).mean(axis=0)
    return for_every_draw(found, x)


def _of_mean_ratios(
    weights: NDArray[np.float64], chains: Mapping[str, Mapping[str, float]], names: Sequence[str]
) -> NDArray[np.float64]:
    """Return the weights of the mean ratio of each pair of neighbours; all chains must have one order."""
    orders = {expert: " > ".join(chain) for expert, chain in chains.items()}
    if len(set(orders.values())) > 1:
        raise MethodError(
            "ratios of different orders have no mean",
            seen="; ".join(f"{expert}: {order}" for expert, order in orders.items()),
            allowed="one order for all experts",
            advice="use `average: weights`",
        )
    places = [names.index(name) for name in next(iter(chains.values()))]
    ordered = weights[:, places]
    ratio = (ordered[:, :-1] / ordered[:, 1:]).mean(axis=0)
    above = np.append(np.cumprod(ratio[::-1])[::-1], 1.0)
    found = np.empty(len(places))
    found[places] = above / above.sum()
    return found


def rank_order(
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    rankings: Mapping[str, Mapping[str, float]] = (),  # type: ignore[assignment]
    variant: str = "centroid",
) -> NDArray[np.float64]:
    """Return weights from experts' rankings of the columns alone, shape (…, columns).

    `rankings` is expert → id → rank, 1 being the most important; only their order within the group
    counts. With m columns the column at place r weighs

    - `centroid`: (1 / m) Σ_{i=r..m} 1 / i, the mean of all weights that keep the order (SMARTER);
    - `sum`: (m + 1 - r), over the sum;
    - `reciprocal`: 1 / r, over the sum;
    - `binomial`: C(m - 1, ⌊(m - r) / 2⌋) / 2^(m-1), the 二项系数法 of Chinese textbooks: the column at
      place 1 takes the middle of the row of binomial coefficients, the following ones stand next to
      it in turn on either side. So places come in pairs that weigh the same (2 and 3, 4 and 5 … where
      m is odd, 1 and 2, 3 and 4 … where it is even), and the last ones weigh very little.

    Columns of equal rank share the weights of their places equally; several experts' weights are
    averaged. Values of `x` do not matter.

    Source: Stillwell, Seaver and Edwards 1981 (sum, reciprocal); Edwards and Barron 1994 (centroid).

    >>> rank_order(np.zeros((4, 3)), ("a", "b", "c"), rankings={"Li": {"a": 2, "b": 1, "c": 3}}).round(3)
    array([0.278, 0.611, 0.111])
    """
    ranks = panel_array(rankings, ids_of(x, members), "rankings")
    return for_every_draw(ranked_weights(ranks, variant).mean(axis=0), x)


def ranked_weights(ranks: NDArray[np.float64], variant: str = "centroid") -> NDArray[np.float64]:
    """Return each expert's weights from ranks (experts, columns), as in `rank_order`.

    >>> ranked_weights(np.array([[1.0, 2.0, 2.0]]), "sum")
    array([[0.5 , 0.25, 0.25]])
    >>> ranked_weights(np.array([[3.0, 1.0, 2.0, 4.0, 5.0]]), "binomial") * 16
    array([[4., 6., 4., 1., 1.]])
    """
    columns = ranks.shape[-1]
    of_place = _OF_PLACE[variant](columns)
    until = np.append(0.0, np.cumsum(of_place / of_place.sum()))
    before = (ranks[:, None, :] < ranks[:, :, None]).sum(axis=-1)
    level = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=-1)
    found: NDArray[np.float64] = (until[before + level] - until[before]) / level
    return found


def _places(columns: int) -> NDArray[np.float64]:
    return np.arange(1.0, columns + 1.0)


def _binomial(columns: int) -> NDArray[np.float64]:
    """Return the binomial coefficients over their sum, largest first: exact integers until the division."""
    total = 2 ** (columns - 1)
    return np.array([comb(columns - 1, (columns - place) // 2) / total for place in range(1, columns + 1)])


_OF_PLACE: Mapping[str, Callable[[int], NDArray[np.float64]]] = {
    "centroid": lambda columns: np.cumsum(1.0 / _places(columns)[::-1])[::-1],
    "sum": lambda columns: _places(columns)[::-1],
    "reciprocal": lambda columns: 1.0 / _places(columns),
    "binomial": _binomial,
}
VARIANTS = tuple(_OF_PLACE)
_RATIOS = {"b / a": {"Li": 1.5}, "a / c": {"Li": 2}}
_RANKS = {"Li": {"a": 2, "b": 1, "c": 3}}
_THREE = (np.zeros((4, 3)), ("a", "b", "c"))

ORDER_RELATION = Method(
    kind="weigh",
    id="order_relation",
    name=Text("序关系分析法（G1 法）", "Order relation analysis (G1)"),
    citation="Guo Yajun (2007), 综合评价理论、方法及应用, Science Press, Beijing; Keršulienė, Zavadskas and "
    "Turskis (2010), Journal of Business Economics and Management 11(2): 243-258 (SWARA, the same with "
    "r_k = 1 + s_k)",
    formula=Text(
        "按每位专家的序关系，w_m = 1 / (1 + sum_{k=2..m} prod_{i=k..m} r_i)，w_{k-1} = r_k w_k；"
        "再对各专家取均值",
        "in each expert's order w_m = 1 / (1 + sum_{k=2..m} prod_{i=k..m} r_i), w_{k-1} = r_k w_k; mean "
        "over experts",
    ),
    needs="each expert's order of the group, as a chain of neighbours with the ratio of their importance",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=order_relation,
    inputs=("members",),
    parameters={
        "ratios": Option(
            (),
            COMPARISONS,
            "pairs of neighbours × experts {'a / b': {Li: 1.2, Wu: 1.4}}: a right before b, the ratio of "
            "their importance",
            table="rows",
        ),
        "average": Option(
            "weights", {"enum": ["weights", "ratios"]}, "of several experts; `ratios` need one order"
        ),
    },
    example=Example(_THREE, [1 / 3, 1 / 2, 1 / 6], {"ratios": _RATIOS}),
)
RANK_ORDER = Method(
    kind="weigh",
    id="rank_order",
    name=Text(
        "排序赋权法（ROC、排序和、排序倒数、二项系数）",
        "Weights from ranks (ROC, rank sum, reciprocal, binomial)",
    ),
    citation="Stillwell, Seaver and Edwards (1981), Organizational Behavior and Human Performance 28(1): "
    "62-77 (sum, reciprocal); Edwards and Barron (1994), Organizational Behavior and Human Decision "
    "Processes 60(3): 306-325 (centroid, SMARTER); the 二项系数法 of Chinese textbooks (binomial)",
    formula=Text(
        "m 个指标中排第 r 位者，归一化（除以总和）前：centroid 为 sum_{i=r..m} 1 / i；sum 为 m + 1 - r；"
        "reciprocal 为 1 / r；binomial 为 C(m - 1, (m - r) / 2)，后者向下取整；再对各专家取均值",
        "at place r of m, before division by the sum: centroid sum_{i=r..m} 1 / i; sum m + 1 - r; "
        "reciprocal 1 / r; binomial C(m - 1, (m - r) / 2), the latter rounded down; mean over experts",
    ),
    needs="each expert's ranking of the group, 1 being the most important",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=rank_order,
    inputs=("members",),
    parameters={
        "rankings": Option((), RATINGS, "expert → id → rank, 1 is the most important", table="rows"),
        "variant": Option("centroid", {"enum": list(VARIANTS)}, "what a place weighs"),
    },
    example=Example(_THREE, [5 / 18, 11 / 18, 2 / 18], {"rankings": _RANKS}),
)
METHODS = (ORDER_RELATION, RANK_ORDER)
