"""Weights from a network of influences among the columns: the analytic network process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.hierarchy import (
    LIMIT,
    STATED_BY_PEOPLE,
    Consistency,
    consistency,
    eigenvector_priorities,
)
from zhishu.weigh.judged.judgments import comparison_matrices, for_every_draw, ids_of, pairs_by_expert
from zhishu.weigh.stated import given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Table = Mapping[str, Mapping[str, float | str]]

_CELL: Mapping[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*/\s*[0-9.]+\s*$"},
    ]
}
NETWORK: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "object", "additionalProperties": _CELL},
}
"""JSON Schema of a network: a supermatrix by id, or one row per pair and one column per influenced id."""
_SQUARINGS = 64
"""Two to this power is more steps than any network of numbers with 16 digits needs to come to rest."""


class Network(NamedTuple):
    """A group's supermatrix, (columns, columns), each column summing to 1, and what it was made from.

    Entry (i, j) is the priority of column i among those that influence column j. `judged` holds the
    Consistency of the pairwise comparisons under each id; it is empty where priorities were given.
    """

    supermatrix: NDArray[np.float64]
    judged: Mapping[str, Consistency]


def network_of(table: Table, members: Sequence[str]) -> Network:
    """Return the Network that a table says of a group; what is about other ids is left aside.

    Two layouts: the supermatrix, `{a: {c: 0.7}, b: {c: 0.3}}`, a's and b's priorities among what
    influences c (columns are divided by their sums); or pairs × influenced ids, `{"a / b": {c: 3}}`:
    on c, a has 3 times the influence of b. Then every two that influence c must be compared; one that
    alone does is written `{"a / a": {c: 1}}`. An id that nothing influences is a MethodError.

    >>> network_of({"a / b": {"b": 3, "a": 1}}, ["a", "b"]).supermatrix
    array([[0.5 , 0.75],
           [0.5 , 0.25]])
    """
    known = pairs_by_expert(table, members, "influences")
    found, judged = np.zeros((len(members), len(members))), {}
    if any("/" in label for label in table):
        for member in known.keys() & set(members):
            who, matrix = _compared(known[member], member, members)
            found[who, members.index(member)] = eigenvector_priorities(matrix)
            judged[member] = consistency(matrix)
    else:
        for (a, b), value in known["the panel"].items():
            found[members.index(a), members.index(b)] = value
    _refuse_unusable(found, members)
    return Network(found / found.sum(axis=0), {name: judged[name] for name in members if name in judged})


def _compared(
    cells: Mapping[tuple[str, str], float], influenced: str, members: Sequence[str]
) -> tuple[list[int], NDArray[np.float64]]:
    """Return the places of what influences one member, and their comparisons."""
    names = [name for name in members if any(name in pair for pair in cells)]
    matrix: dict[str, dict[str, float | str]] = {}
    for (a, b), value in cells.items():
        if a != b:
            matrix.setdefault(a, {})[b] = value
    try:
        compared = comparison_matrices(matrix or {names[0]: {}}, names)[0]
    except MethodError as error:
        error.where = f"{error.where}, as influences on '{influenced}'"
        raise
    return [members.index(name) for name in names], compared


def _refuse_unusable(found: NDArray[np.float64], members: Sequence[str]) -> None:
    for row, column in np.argwhere(~((found >= 0) & (found < np.inf))):
        raise MethodError(
            "a priority among what influences a column is below 0 or infinite",
            where=f"'{members[int(row)]}' on '{members[int(column)]}'",
            seen=float(found[row, column]),
            allowed="a number of 0 or more",
        )
    for place in np.flatnonzero(found.sum(axis=0) == 0):
        name = members[int(place)]
        raise MethodError(
            "the influences name nothing that influences a column",
            where=f"'{name}'",
            seen="nothing",
            allowed="at least one id with a priority above 0, in the column of that name",
            advice=f"if it depends on itself alone, write `{name}: {{{name}: 1}}` or `{name} / {name}`",
        )


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


def anp(  # noqa: PLR0913 - the panel, its group's ids and weights, and three choices of the method
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    stated: NDArray[np.float64] | None = None,
    *,
    influences: Table = (),  # type: ignore[assignment]
    start: str = "equal",
    limit: float | None = 0.1,
) -> NDArray[np.float64]:
    """Return the weights of the analytic network process (网络分析法, ANP), shape (…, columns).

    `influences` are those of `network_of`: for every column of the group the priorities of the columns
    that influence it, or their pairwise comparisons (principal eigenvectors, as `ahp`). They are the
    columns of the supermatrix W; the weights are what W^k comes to as k grows, W w = w, the mean over
    the cycle where it goes round.

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
    network = network_of(influences, names)
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
        "W 的第 j 列为影响指标 j 的各指标的优先级，合计为 1；w 为 k 趋于无穷时 (W + W^2 + ... + W^k) / k * v "
        "的极限，v 为起始权重，故 W w = w，sum w = 1",
        "column j of W: the priorities of what influences column j, sum 1; w = limit of (W + W^2 + ... + "
        "W^k) / k * v for growing k, v the weights one begins with, so that W w = w, sum w = 1",
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
        "start": Option(
            "equal",
            {"enum": ["equal", "stated"]},
            "the weights one begins with; they matter only in a network that falls apart",
        ),
        "limit": LIMIT,
    },
    example=Example(
        (np.zeros((4, 3)), ("a", "b", "c")),
        [4 / 9, 1 / 3, 2 / 9],
        {"influences": {"a": {"b": 1, "c": 0.5}, "b": {"a": 0.5, "c": 0.5}, "c": {"a": 0.5}}},
    ),
)
METHODS = (ANP,)
