"""The supermatrix of a network: what influences every column, by clusters where there are some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.judged.judgments import comparison_matrices, pairs_by_expert
from zhishu.weigh.judged.priorities import PRIORITIES, Consistency, consistency

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
CLUSTERS: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "string", "minLength": 1},
}
"""JSON Schema of clusters: id → name of its cluster."""


class Network(NamedTuple):
    """A group's supermatrix, (columns, columns), each column summing to 1, and what it was made from.

    Entry (i, j) is the priority of column i among those that influence column j. `judged` holds the
    Consistency of the pairwise comparisons under each id: under "c" without clusters, under "c (costs)"
    of those of the cluster costs, under "(costs)" of the clusters that influence costs. It is empty
    where priorities were given.
    """

    supermatrix: NDArray[np.float64]
    judged: Mapping[str, Consistency]


def network_of(
    table: Table,
    members: Sequence[str],
    clusters: Mapping[str, str] = (),  # type: ignore[assignment]
    cluster_weights: Table = (),  # type: ignore[assignment]
    priority: str = "eigenvector",
) -> Network:
    """Return the Network that a table says of a group; what is about other ids is left aside.

    Two layouts: the supermatrix, `{a: {c: 0.7}, b: {c: 0.3}}`, a's and b's priorities among what
    influences c (columns are divided by their sums); or pairs × influenced ids, `{"a / b": {c: 3}}`:
    on c, a has 3 times the influence of b. Then every two that influence c must be compared; one that
    alone does is written `{"a / a": {c: 1}}`. An id that nothing influences is a MethodError.

    `clusters` is id → cluster. Priorities are then divided by their sums within each cluster, pairs
    compare ids of one cluster, and each block is multiplied by what `cluster_weights`, a table of the
    same two layouts about clusters, say of the two; then columns are divided by their sums, as not
    every cluster need influence every id. Without `cluster_weights` all that do count alike. An
    influence of a cluster that has no weight is a MethodError. `priority` says how compared pairs become
    priorities, as in `ahp`.

    >>> network_of({"a / b": {"b": 3, "a": 1}}, ["a", "b"]).supermatrix
    array([[0.5 , 0.75],
           [0.5 , 0.25]])
    >>> table, kinds = {"a": {"b": 9}, "b": {"a": 1, "b": 1}}, {"a": "x", "b": "y"}
    >>> network_of(table, ["a", "b"], kinds, {"x": {"y": 1}, "y": {"x": 1, "y": 3}}).supermatrix
    array([[0.  , 0.25],
           [1.  , 0.75]])
    """
    within = _cluster_of_each(clusters, cluster_weights, members)
    found, judged = _priorities(table, members, within, ("influences", priority))
    if len(set(within)) > 1 and cluster_weights:
        names = tuple(dict.fromkeys(within))
        blocks, of_clusters = _priorities(
            cluster_weights, names, ("",) * len(names), ("cluster_weights", priority)
        )
        _refuse_unusable(blocks, names)
        places = [names.index(name) for name in within]
        weights = (blocks / blocks.sum(axis=0))[np.ix_(places, places)]
        _refuse_weightless(found, weights, members, within)
        found = found * weights
        judged |= {f"({name})": one for name, one in of_clusters.items()}
    _refuse_unusable(found, members)
    return Network(found / found.sum(axis=0), judged)


def _cluster_of_each(
    clusters: Mapping[str, str], cluster_weights: Table, members: Sequence[str]
) -> tuple[str, ...]:
    """Return the cluster of every member, "" where there are no clusters."""
    if cluster_weights and not clusters:
        raise MethodError(
            "clusters have weights, but no id has a cluster",
            where="the option 'cluster_weights'",
            seen=", ".join(cluster_weights),
            allowed="the option `clusters` too: the cluster of every id",
        )
    if not clusters:
        return ("",) * len(members)
    for name in members:
        if name not in clusters:
            raise MethodError(
                "an id of the group belongs to no cluster",
                where=f"'{name}'",
                seen=", ".join(clusters),
                allowed="a cluster for every id of the group, or no clusters",
            )
    return tuple(clusters[name] for name in members)


def _priorities(
    table: Table, members: Sequence[str], within: Sequence[str], option: tuple[str, str]
) -> tuple[NDArray[np.float64], dict[str, Consistency]]:
    """Return the priorities on every member, summing to 1 or 0 in each cluster, and their consistency.

    `option` is which table this is, and how its pairs become priorities.
    """
    what, priority = option
    known = pairs_by_expert(table, members, what)
    found, judged = np.zeros((len(members), len(members))), {}
    if any("/" in label for label in table):
        for member in (name for name in members if name in known):
            _refuse_across(known[member], member, dict(zip(members, within, strict=True)))
            for cluster in dict.fromkeys(within):
                inside = [name for name, its in zip(members, within, strict=True) if its == cluster]
                cells = {pair: value for pair, value in known[member].items() if set(pair) <= set(inside)}
                if cells:
                    names, matrix = _compared(cells, member, inside)
                    rows = [members.index(name) for name in names]
                    found[rows, members.index(member)] = PRIORITIES[priority](matrix)
                    judged[f"{member} ({cluster})" if cluster else member] = consistency(matrix)
        return found, judged
    for (a, b), value in known["the panel"].items():
        found[members.index(a), members.index(b)] = value
    _refuse_outside(found, members)
    for cluster in dict.fromkeys(within):
        rows = [place for place, its in enumerate(within) if its == cluster]
        total = found[rows].sum(axis=0)
        found[rows] = np.divide(found[rows], total, out=np.zeros_like(found[rows]), where=total > 0)
    return found, judged


def _compared(
    cells: Mapping[tuple[str, str], float], influenced: str, members: Sequence[str]
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the names of what influences one member, and their comparisons."""
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
    return names, compared


def _refuse_across(
    cells: Mapping[tuple[str, str], float], influenced: str, within: Mapping[str, str]
) -> None:
    for a, b in cells:
        if within[a] != within[b]:
            raise MethodError(
                "a comparison is of ids of two clusters",
                where=f"'{a}' with '{b}', as influences on '{influenced}'",
                seen=f"'{within[a]}' and '{within[b]}'",
                allowed="two ids of one cluster",
                advice="what clusters weigh against one another belongs into `cluster_weights`",
            )


def _refuse_weightless(
    found: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str],
    within: Sequence[str],
) -> None:
    for row, column in np.argwhere((found > 0) & (weights == 0)):
        raise MethodError(
            "an influence belongs to a cluster that has no weight",
            where=f"'{members[int(row)]}' on '{members[int(column)]}'",
            seen=f"no weight of '{within[int(row)]}' on '{within[int(column)]}'",
            allowed="a weight above 0 in `cluster_weights`, or no such influence",
        )


def _refuse_outside(found: NDArray[np.float64], members: Sequence[str]) -> None:
    for row, column in np.argwhere(~((found >= 0) & (found < np.inf))):
        raise MethodError(
            "a priority among what influences a column is below 0 or infinite",
            where=f"'{members[int(row)]}' on '{members[int(column)]}'",
            seen=float(found[row, column]),
            allowed="a number of 0 or more",
        )


def _refuse_unusable(found: NDArray[np.float64], members: Sequence[str]) -> None:
    for place in np.flatnonzero(found.sum(axis=0) == 0):
        name = members[int(place)]
        raise MethodError(
            "the influences name nothing that influences a column",
            where=f"'{name}'",
            seen="nothing",
            allowed="at least one id with a priority above 0, in the column of that name",
            advice=f"if it depends on itself alone, write `{name}: {{{name}: 1}}` or `{name} / {name}`",
        )
