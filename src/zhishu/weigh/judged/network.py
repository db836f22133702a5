"""Weights from a network of influences among the columns: the analytic network process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import LIMIT, PRIORITY, STATED_BY_PEOPLE
from zhishu.weigh.judged.judgments import for_every_draw, ids_of
from zhishu.weigh.judged.supermatrix import CLUSTERS, NETWORK, network_of
from zhishu.weigh.stated import given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.weigh.judged.supermatrix import Network, Table

_SQUARINGS = 64
"""Two to this power is more steps than any network of numbers with 16 digits needs to come to rest."""


def limit_matrix(supermatrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of all powers of a matrix whose columns sum to 1: its limit, where it has one.

    Column j holds what of column j's importance rests where in the end. Where the powers go round in
    a cycle it is the mean over the cycle (Cesàro); where ids fall into sets that nothing outside
    influences, the columns differ. Found by squaring (I + W) / 2, which has the same mean and no
    cycles.

    >>> limit_matrix(np.array([[0.0, 1.0], [1.0, 0.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    power = (np.eye(len(supermatrix)) + supermatrix) / 2.0
    for _ in range(_SQUARINGS):
        power = power @ power
        power /= power.sum(axis=0)
    found: NDArray[np.float64] = power
    return found


def anp(  # noqa: PLR0913 - the panel, its group's ids and weights, and what people said of them
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    stated: NDArray[np.float64] | None = None,
    *,
    influences: Table = (),  # type: ignore[assignment]
    clusters: Mapping[str, str] = (),  # type: ignore[assignment]
    cluster_weights: Table = (),  # type: ignore[assignment]
    start: str = "equal",
    priority: str = "eigenvector",
    limit: float | None = 0.1,
) -> NDArray[np.float64]:
    """Return the weights of the analytic network process (网络分析法, ANP), shape (…, columns).

    `influences` are those of `network_of`: for every column of the group the priorities of the columns
    that influence it, or their pairwise comparisons (by `priority`, as in `ahp`). They are the
    columns of the supermatrix W; the weights are what W^k comes to as k grows, W w = w, the mean over
    the cycle where it goes round.

    With `clusters` (id to cluster) priorities are those within each cluster, and every block of W is
    multiplied by what `cluster_weights` say of its clusters: the weighted supermatrix. Without them all
    clusters that influence a column count alike.

    In a network in which everything hangs together these are the same wherever one begins. Where it
    does not, a set of columns that nothing outside influences takes all the weight of what depends on
    it, and the others weigh 0; with several such sets the weights depend on the `start`: all columns
    `equal`, or the framework's own weights (`stated`). The finding closed_sets counts such sets.

    Comparisons whose consistency ratio is above `limit` raise a MethodError; null accepts all. A single
    column weighs 1. Values of `x` do not matter.

    Source: Saaty 1996, Decision Making with Dependence and Feedback, RWS Publications.

    >>> table = {"a": {"b": 1, "c": 0.5}, "b": {"a": 1, "c": 0.5}, "c": {}}
    >>> anp(np.zeros((4, 3)), ("a", "b", "c"), influences=table)
    array([0.5, 0.5, 0. ])
    """
    names = ids_of(x, members)
    if len(names) == 1:
        return for_every_draw(np.ones(1), x)
    network = network_of(influences, names, clusters, cluster_weights, priority)
    _refuse_inconsistent(network, limit)
    begin = np.full(len(names), 1.0 / len(names))
    if start == "stated":
        begin = given(np.zeros((1, len(names))), np.nan * begin if stated is None else stated)
    weights = limit_matrix(network.supermatrix) @ begin
    return for_every_draw(weights / weights.sum(), x)


def _refuse_inconsistent(network: Network, limit: float | None) -> None:
    for member, found in network.judged.items():
        if limit is not None and found.ratio > limit:
            raise MethodError(
                "pairwise comparisons contradict themselves",
                where=f"the influences on '{member}'",
                seen=f"consistency ratio {float(found.ratio):.3f}",
                allowed=f"at most {limit:g}",
                advice="ask the expert again, or set `limit` higher, or null to accept it",
            )


ANP = Method(
    kind="weigh",
    id="anp",
    name=Text("网络分析法（ANP）", "Analytic network process (ANP)"),
    citation="Saaty (1996), Decision Making with Dependence and Feedback: The Analytic Network Process, RWS "
    "Publications, Pittsburgh",
    formula=Text(
        "W 的第 j 列为影响指标 j 的各指标的优先级（分元素组时先在各组内合计为 1，再乘以元素组的权重），"
        "合计为 1；w 为 k 趋于无穷时 (W + W^2 + ... + W^k) / k * v 的极限，v 为起始权重，故 W w = w，"
        "sum w = 1",
        "column j of W: the priorities of what influences column j, sum 1 (with clusters: sum 1 within each, "
        "times the cluster's weight); w = limit of (W + W^2 + ... + W^k) / k * v for growing k, v the "
        "weights one begins with, so that W w = w, sum w = 1",
    ),
    needs="of every column of the group, what influences it: priorities, or comparisons of every two",
    range="[0, 1], sum 1",
    degenerate=STATED_BY_PEOPLE,
    function=anp,
    inputs=("members", "stated"),
    parameters={
        "influences": Option(
            (),
            NETWORK,
            "the supermatrix {a: {c: 0.7}, b: {c: 0.3}}, priorities on c, or pairs × influenced ids "
            "{'a / b': {c: 3}}",
            table="rows",
        ),
        "clusters": Option(
            (), CLUSTERS, "the cluster of every id {a: costs, b: costs, c: gains}", table="labels"
        ),
        "cluster_weights": Option(
            (),
            NETWORK,
            "what clusters weigh on clusters {costs: {gains: 0.7}}, or pairs × influenced clusters",
            table="rows",
        ),
        "start": Option(
            "equal",
            {"enum": ["equal", "stated"]},
            "the weights one begins with; they matter only in a network that falls apart",
        ),
        "priority": PRIORITY,
        "limit": LIMIT,
    },
    example=Example(
        (np.zeros((4, 3)), ("a", "b", "c")),
        [4 / 9, 1 / 3, 2 / 9],
        {"influences": {"a": {"b": 1, "c": 0.5}, "b": {"a": 0.5, "c": 0.5}, "c": {"a": 0.5}}},
    ),
)
METHODS = (ANP,)
