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
from zhishu.score.aggregators.orders.climbs import placed, supported
from zhishu.score.aggregators.orders.least_disagreement import least_disagreement
from zhishu.score.aggregators.orders.majority import net_majorities
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

_CELLS = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class KemenyOrders:
    """Orders of regions and the proof of how good they are, of one table or of many draws (draws,).

    `scores` (…, regions) is the number of regions below, half of those with the same values; `cost` the
    disagreement, Σ over pairs of the weight of the columns against the order; `bound` what no order
    can go below; `pairs` the number of pairs.
    """

    scores: Array
    cost: Array
    bound: Array
    pairs: int

    @property
    def gap(self) -> Array:
        """The share of all pairwise preferences by which a better order could still differ; 0 is proof."""
        missed = self.cost - self.bound
        return np.where(missed > 1e-9 * np.maximum(1.0, self.cost), missed / max(1, self.pairs), 0.0)


def kemeny(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, exact_up_to: int = 63, gap: float = 0.0
) -> NDArray[np.float64]:
    """Return the place from below of each region in the Kemeny order, shape (…, regions).

    See `kemeny_orders`. An order that misses its bound by more than `gap` (a share of all pairwise
    preferences; 0 demands a proof) is a MethodError, so that no order passes for optimal that may not
    be. Missing values are a MethodError.

    >>> kemeny(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]), np.array([0.6, 0.4]))
    array([2., 1., 0.])
    """
    require_complete(x, "kemeny")
    shares = np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1])).reshape(-1, x.shape[-1])
    found = kemeny_orders(x.reshape(-1, *x.shape[-2:]), shares, exact_up_to=exact_up_to)
    far = np.flatnonzero(found.gap > gap)
    if len(far):
        worst = far[found.gap[far].argmax()]
        cost, bound, missed = found.cost[worst], found.bound[worst], found.gap[worst]
        raise MethodError(
            "no Kemeny order could be proven best",
            seen=f"disagreement {cost:.6g}, bound {bound:.6g}: a gap of {missed:.4%}",
            allowed=f"a gap of at most {gap:.4%}",
            advice=f"set `gap: {np.ceil(missed * 1e4) / 1e4:g}`, raise `exact_up_to`, or use copeland",
        )
    return found.scores.reshape(x.shape[:-1])


def kemeny_order(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, exact_up_to: int = 63
) -> KemenyOrders:
    """Return the Kemeny order of one table (regions, columns) with its proof, see `kemeny_orders`."""
    found = kemeny_orders(x[None], np.asarray(weights)[None], exact_up_to=exact_up_to)
    return KemenyOrders(found.scores[0], found.cost[0], found.bound[0], found.pairs)


def kemeny_orders(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, exact_up_to: int = 63
) -> KemenyOrders:
    """Return the Kemeny orders of tables (draws, regions, columns) with their proofs.

    Regions with equal values stand together and share a score. The majorities fall into circles
    (strongly connected components) that are ordered among themselves beyond doubt; within a circle of
    up to `exact_up_to` different regions the order is the best there is, in a larger one it is Borda's,
    improved by moving regions while that helps. Among orders that are equally good, Borda's count and then
    the values decide, never the order of regions. All draws are ordered side by side (`least_disagreement`).
    """
    draws, regions = x.shape[:-1]
    scores, cost, bound = np.zeros((draws, regions)), np.zeros(draws), np.zeros(draws)
    size = max(1, _CELLS // max(1, regions * regions))
    for start in range(0, draws, size):
        part = slice(start, start + size)
        scores[part], cost[part], bound[part] = _ordered(x[part], weights[part], exact_up_to)
    return KemenyOrders(scores, cost, bound, regions * (regions - 1) // 2)


def _ordered(x: Array, weights: Array, exact_up_to: int) -> tuple[Array, Array, Array]:
    """Return scores, costs and bounds, of draws with as many different regions side by side."""
    draws, regions = x.shape[:-1]
    counted = np.where(weights[:, None] > 0, x, 0.0) + 0.0
    sequence = _sorted_by_values(counted)
    ordered = np.take_along_axis(counted, sequence[..., None], axis=-2)
    new = np.ones((draws, regions), dtype=bool)
    new[:, 1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=-1)
    scores, cost, bound = np.zeros((draws, regions)), np.zeros(draws), np.zeros(draws)
    distinct = new.sum(axis=-1)
    for count in np.unique(distinct):
        draw = np.flatnonzero(distinct == count)
        first = np.nonzero(new[draw])[1].reshape(len(draw), count)
        size = np.diff(first, append=regions, axis=-1)
        values = np.take_along_axis(ordered[draw], first[..., None], axis=-2)
        net = net_majorities(values, weights[draw]) * (size[:, :, None] * size[:, None, :])
        below, worth, more = _of_distinct(net, size, exact_up_to)
        group = new[draw].cumsum(axis=-1) - 1
        scores[draw[:, None], sequence[draw]] = np.take_along_axis(below, group, axis=-1)
        # A pair with net majority m disagrees with (1 − m)/2 of the weight when placed with it.
        cost[draw] = (regions * (regions - 1) // 2 - worth) / 2.0
        bound[draw] = cost[draw] - more / 2.0
    return scores, cost, bound


def _of_distinct(net: Array, size: Places, exact_up_to: int) -> tuple[Array, Array, Array]:
    """Return the regions below each, half of those with its values, what orders are worth, and may gain."""
    # Best first by Borda's count, equal ones by their values.
    by_borda = np.argsort(-net.sum(axis=-1) / size, axis=-1, kind="stable")
    net = placed(net, by_borda)
    order, more = least_disagreement(net, exact_up_to)
    first = np.take_along_axis(by_borda, order, axis=-1)
    counted = np.take_along_axis(size, first, axis=-1)
    below, scores = counted[:, ::-1].cumsum(axis=-1)[:, ::-1] - counted, np.zeros(net.shape[:-1])
    np.put_along_axis(scores, first, below + (counted - 1) / 2.0, axis=-1)
    return scores, supported(net, order), more


def _sorted_by_values(x: Array) -> Places:
    """Return the regions of each draw in the order of their values, the first column first."""
    sequence = np.broadcast_to(np.arange(x.shape[-2]), x.shape[:-1])
    for column in range(x.shape[-1])[::-1]:
        values = np.take_along_axis(x[..., column], sequence, axis=-1)
        sequence = np.take_along_axis(sequence, np.argsort(values, axis=-1, kind="stable"), axis=-1)
    return sequence


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
        needs="every value; only the order means anything",
        range_="[0, n - 1] for n regions",
        degenerate={**AMONG_OTHERS, "single_region": "0"},
        example=Example(_CONDORCET, [0.0, 2.0, 1.0]),
        parameters={
            "exact_up_to": Option(
                63, {"type": "integer", "minimum": 1}, "solve circles of majorities of up to so many regions"
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
