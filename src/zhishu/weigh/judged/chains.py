"""Orders of columns told as chains: who comes right before whom, and by what ratio."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.weigh.judged.judgments import number_in, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Neighbours = dict[str, dict[str, float]]

_BETWEEN = 2
"""How many neighbours an id may have in a chain."""


def expert_chains(
    table: Mapping[str, Mapping[str, float | str]], members: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return each expert's chain of a group: expert → id → importance, the most important first.

    `table` has one row per pair of neighbours, "a / b", and one column per expert: how many times as
    important a is as b. The importance of the last id is 1 in a chain of the group alone. A chain may
    run through ids outside the group, which are then left out; pairs that hang on no member are left
    aside, so one table may serve several groups. A group of one has the chain of one "the panel".

    A MethodError names the expert whose pairs are no chain, leave a member out, or turn round.

    >>> expert_chains({"a / b": {"Li": 2}, "c / a": {"Li": "3/2"}}, ["a", "b", "c"])
    {'Li': {'c': 3.0, 'a': 2.0, 'b': 1.0}}
    """
    require(table, "ratios")
    if len(members) == 1:
        return {"the panel": {members[0]: 1.0}}
    neighbours = _neighbours(table)
    chains = {
        expert: _chain(found, members, expert)
        for expert, found in neighbours.items()
        if any(member in found for member in members)
    }
    if not chains:
        raise MethodError(
            "the ratios hold nothing about this group", seen=", ".join(table), allowed=", ".join(members)
        )
    return {
        expert: {name: chain[name] for name in chain if name in members} for expert, chain in chains.items()
    }


def chain_weights(chains: Mapping[str, Mapping[str, float]], members: Sequence[str]) -> NDArray[np.float64]:
    """Return each expert's weights, (experts, columns): the importance of the members over its sum.

    >>> chain_weights({"Li": {"c": 3.0, "a": 2.0, "b": 1.0}}, ["a", "b", "c"]).round(4)
    array([[0.3333, 0.1667, 0.5   ]])
    """
    importance = np.array([[chain[member] for member in members] for chain in chains.values()])
    weights: NDArray[np.float64] = importance / importance.sum(axis=1, keepdims=True)
    return weights


def _neighbours(table: Mapping[str, Mapping[str, float | str]]) -> dict[str, Neighbours]:
    """Return expert → id → neighbour → how many times as important the id is as the neighbour."""
    found: dict[str, Neighbours] = {}
    for label, row in table.items():
        pair = tuple(part.strip() for part in label.split("/"))
        for expert, cell in row.items():
            ratio = number_in(cell)
            if len(pair) != _BETWEEN or not all(pair) or pair[0] == pair[1] or not 0 < ratio < np.inf:
                raise MethodError(
                    "a ratio of two neighbours cannot be used",
                    where=f"row '{label}', expert '{expert}'",
                    seen=cell,
                    allowed="a row 'a / b' with two ids, and a number above 0 such as 1.2",
                )
            there, back = pair
            found.setdefault(expert, {}).setdefault(there, {})[back] = ratio
            found[expert].setdefault(back, {})[there] = 1.0 / ratio
    return found


def _chain(neighbours: Neighbours, members: Sequence[str], expert: str) -> dict[str, float]:
    """Return id → importance along the chain that the members are in, the most important first."""
    first = next(member for member in members if member in neighbours)
    whole = _reached(neighbours, first)
    ends = [name for name in whole if len(neighbours[name]) == 1]
    missing = [member for member in members if member not in whole]
    pairs = sum(len(neighbours[name]) for name in whole) // 2
    if missing or len(ends) != _BETWEEN or pairs != len(whole) - 1:
        raise _no_chain(expert, neighbours, missing)
    path = _walk(neighbours, ends[0])
    ratios = np.array([neighbours[a][b] for a, b in pairwise(path)])
    if (ratios <= 1).all() and (ratios < 1).any():
        path, ratios = path[::-1], 1.0 / ratios[::-1]
    if (ratios < 1).any():
        raise MethodError(
            "an expert's pairs are no order: the chain goes down and up again",
            where=f"expert '{expert}'",
            seen=", ".join(f"{a} / {b} {r:g}" for (a, b), r in zip(pairwise(path), ratios, strict=True)),
            allowed="the ids from the most to the least important, every ratio 1 or more",
        )
    importance = np.append(np.cumprod(ratios[::-1])[::-1], 1.0)
    return dict(zip(path, importance.tolist(), strict=True))


def _reached(neighbours: Neighbours, first: str) -> list[str]:
    """Return every id that hangs together with the first one, that one first."""
    found, waiting = {first: None}, [first]
    while waiting:
        for name in neighbours[waiting.pop()]:
            if name not in found:
                found[name] = None
                waiting.append(name)
    return list(found)


def _walk(neighbours: Neighbours, end: str) -> list[str]:
    """Return the ids of a chain from one end to the other."""
    path = [end]
    while following := [name for name in neighbours[path[-1]] if name not in path[-2:]]:
        path.extend(following)
    return path


def _no_chain(expert: str, neighbours: Neighbours, missing: Sequence[str]) -> MethodError:
    crossed = [name for name, beside in neighbours.items() if len(beside) > _BETWEEN]
    told = [f"'{name}' in no pair of the chain" for name in missing]
    told += [f"'{name}' beside {', '.join(neighbours[name])}" for name in crossed]
    return MethodError(
        "an expert's pairs are no chain through the group",
        where=f"expert '{expert}'",
        seen="; ".join(told) or "a circle",
        allowed="each id beside the next less important one only: 'a / b', 'b / c', …",
    )
