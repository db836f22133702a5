"""The order with the least disagreement (Condorcet–Kemeny): proven best, or with a certified bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, number
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.orders.majority import ROUNDING, net_majorities
from zhishu.score.aggregators.orders.small_circles import circle_orders, settled_scores
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class KemenyOrder:
    """An order of regions and the proof of how good it is.

    `scores` (regions,) is the number of regions below, half of those with the same values; `cost` the
    disagreement, Σ over pairs of the weight of the columns against the order; `bound` what no order
    can go below; `pairs` the number of pairs.
    """

    scores: NDArray[np.float64]
    cost: float
    bound: float
    pairs: int

    @property
    def gap(self) -> float:
        """The share of all pairwise preferences by which a better order could still differ; 0 is proof."""
        missed = self.cost - self.bound
        return missed / self.pairs if missed > 1e-9 * max(1.0, self.cost) else 0.0


def kemeny(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, exact_up_to: int = 40, gap: float = 0.0
) -> NDArray[np.float64]:
    """Return the place from below of each region in the Kemeny order, shape (…, regions).

    See `kemeny_order`; the circles of all draws are found and, where they are small or most of their
    pairs certain, ordered side by side (`small_circles`), the others by programmes, one by one
    (`large_circles`). An order that misses its bound by more than `gap` (a share of all pairwise
    preferences; 0 demands a proof) is a MethodError, so that no order passes for optimal that may not
    be. Missing values are a MethodError.

    >>> kemeny(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]), np.array([0.6, 0.4]))
    array([2., 1., 0.])
    """
    require_complete(x, "kemeny")
    drawn = x.reshape(-1, *x.shape[-2:])
    shares = np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1])).reshape(-1, x.shape[-1])
    scores, settled = settled_scores(drawn, shares, largest=exact_up_to)
    for draw in np.flatnonzero(~settled):
        order = kemeny_order(drawn[draw], shares[draw], exact_up_to=exact_up_to)
        if order.gap > gap:
            raise MethodError(
                "no Kemeny order could be proven best",
                seen=f"disagreement {order.cost:.6g}, bound {order.bound:.6g}: a gap of {order.gap:.4%}",
                allowed=f"a gap of at most {gap:.4%}",
                advice=f"set `gap: {np.ceil(order.gap * 1e4) / 1e4:g}`, raise `exact_up_to`, or use copeland",
            )
        scores[draw] = order.scores
    return scores.reshape(x.shape[:-1])


def kemeny_order(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, exact_up_to: int = 40
) -> KemenyOrder:
    """Return the Kemeny order of one table (regions, columns) with its proof.

    Regions with equal values stand together and share a score. The majorities fall into circles
    (strongly connected components) that are ordered among themselves beyond doubt; within a circle of
    up to `exact_up_to` different regions the order is the optimum of a linear ordering problem,
    in a larger one it is Borda's, improved by moving regions while that helps. Among orders that are
    equally good, Borda's count and then the values decide, never the order of regions.
    """
    counted = x[:, weights > 0] + 0.0
    distinct, group, size = np.unique(counted, axis=0, return_inverse=True, return_counts=True)
    net = net_majorities(distinct, weights[weights > 0]) * np.outer(size, size)
    # Best first by Borda's count; np.unique has sorted equal ones by their values already.
    first = np.argsort(-net.sum(axis=1) / size, kind="stable")
    net = net[np.ix_(first, first)]
    order, slack = [], 0.0
    for circle in _circles(net):
        inner = net[np.ix_(circle, circle)]
        exact = len(circle) <= exact_up_to
        within = list(circle_orders(inner[None])[0]) if exact else _improved_order(inner)
        order += [circle[place] for place in within]
        slack += 0.0 if exact else _excess(inner[np.ix_(within, within)])
    placed = first[order]
    below = size[placed][::-1].cumsum()[::-1] - size[placed] + (size[placed] - 1) / 2.0
    scores = np.empty(len(distinct))
    scores[placed] = below
    pairs = len(x) * (len(x) - 1) // 2
    cost = _pairs_cost(net[np.ix_(order, order)], pairs)
    return KemenyOrder(scores[group.reshape(-1)], cost, cost - slack, pairs)


def _pairs_cost(ordered: NDArray[np.float64], pairs: int) -> float:
    # A pair with net majority m disagrees with (1 − m)/2 of the weight when placed with it.
    return (pairs - float(np.triu(ordered, 1).sum())) / 2.0


def _excess(ordered: NDArray[np.float64]) -> float:
    """Return the disagreement above that of an order, were there one, with every majority."""
    return float(np.maximum(-np.triu(ordered, 1), 0.0).sum())


def _circles(net: NDArray[np.float64]) -> Iterator[list[int]]:
    """Yield the strongly connected components of the strict majorities, best first.

    Every pair between two of them stands as its majority wants, so each may be ordered on its own.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - scipy only where it is needed
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    count, label = connected_components(csr_matrix(net > 0), connection="strong")
    members = [np.flatnonzero(label == component).tolist() for component in range(count)]
    beaten_by = np.zeros((count, count), dtype=bool)
    above, below = np.nonzero(net > 0)
    beaten_by[label[below], label[above]] = True
    np.fill_diagonal(beaten_by, val=False)
    open_ = sorted(range(count), key=lambda component: members[component][0])
    waiting = beaten_by.sum(axis=1)
    while open_:
        ready = next(component for component in open_ if waiting[component] == 0)
        open_.remove(ready)
        waiting -= beaten_by[:, ready]
        yield members[ready]


def _improved_order(net: NDArray[np.float64]) -> list[np.intp]:
    """Return Borda's order of a large circle, each region moved to its best place until none moves."""
    order, moved = np.arange(len(net)), True
    while moved:
        moved = False
        for region in range(len(net)):
            here = int(np.flatnonzero(order == region)[0])
            others = np.delete(order, here)
            # What standing right above the first, the second … of the others, or below all, is worth.
            passed = np.concatenate([[0.0], net[region, others].cumsum()])
            worth = passed[-1] - 2.0 * passed
            best = int(np.argmax(worth))
            if worth[best] > worth[here] + ROUNDING * len(net):
                order = np.insert(others, best, region)
                moved = True
    return list(order)


_CONDORCET = (
    np.array([[3.0, 1.0, 2.0, 2.0, 1.0], [2.0, 3.0, 3.0, 1.0, 2.0], [1.0, 2.0, 1.0, 3.0, 3.0]]),
    np.array([23.0, 17.0, 2.0, 10.0, 8.0]) / 60,
)

KEMENY = (
    aggregator(
        "kemeny",
        Text("孔多塞-凯梅尼法", "Condorcet–Kemeny order"),
        kemeny,
        citation="Kemeny (1959), Daedalus 88(4): 577-591; Young (1988), American Political Science Review "
        "82(4): 1231-1244, with Condorcet's example of 60 votes",
        formula=Text(
            "使反对权重对所有地区对之和最小的排序，反对权重即次序与之相反的指标的权重；得分 = "
            "低于该地区的地区数 + 各值与其相同的地区数的一半",
            "the order that minimises the weight of the columns against it, summed over pairs; "
            "score = regions below + half of those with the same values",
        ),
        needs="every value; only the order means anything; draws whose majorities run in circles of more "
        "than 12 regions, few pairs of them certain, are solved one by one, in a loop over draws",
        range_="[0, n - 1] for n regions",
        degenerate={**AMONG_OTHERS, "single_region": "0"},
        example=Example(_CONDORCET, [0.0, 2.0, 1.0]),
        parameters={
            "exact_up_to": Option(
                40, {"type": "integer", "minimum": 1}, "solve circles of majorities of up to so many regions"
            ),
            "gap": number(
                0.0,
                "largest share of pairwise preferences left unproven; 0 demands a proof",
                minimum=0,
                maximum=1,
            ),
        },
    ),
)
