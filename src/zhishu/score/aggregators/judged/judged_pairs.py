"""An expert's judgements of characteristic objects: a table of pairs as a matrix, and its consistency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray


def judgement_matrix(counts: Sequence[int], judgements: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the judgement of each object against each other, 1, 0.5 or 0, shape (objects, objects).

    `counts` says how many characteristic values each column has. The table maps '1-3 / 2-1' to 1 where
    the first object is better, 0.5 where neither is, and 0; an object is named by the places of its
    values in the columns, the lowest 1. A pair may be left out where one object is no lower in any
    column, which is the better one, and where the answer follows from others: a over b and b over c. A
    pair that is missing or contradicted, and an object that does not exist, are a MethodError.

    >>> judgement_matrix([2, 2], {"2-1 / 1-2": 1})[1:3]
    array([[1. , 0.5, 0. , 0. ],
           [1. , 1. , 0.5, 0. ]])
    """
    index = np.indices(tuple(counts)).reshape(len(counts), -1)
    names = ["-".join(str(place + 1) for place in one) for one in index.T]
    no_lower = (index[:, :, None] >= index[:, None, :]).all(axis=0)
    implied = np.where(no_lower, 1.0, np.where(no_lower.T, 0.0, np.nan))
    np.fill_diagonal(implied, 0.5)
    said = np.full(implied.shape, np.nan)
    for pair, first, second in _pairs(judgements, names):
        number = float(judgements[pair])
        if not np.isnan(said[first, second]) and said[first, second] != number:
            raise MethodError(
                "a judgement contradicts another one", where=pair, seen=number, allowed="the same"
            )
        said[first, second], said[second, first] = number, 1.0 - number
    matrix = _followed(np.where(np.isnan(said), implied, said))
    if np.isnan(matrix).any():
        first, second = np.argwhere(np.isnan(matrix))[0]
        raise MethodError(
            "the judgements lack a pair",
            where=f"{names[first]} / {names[second]}",
            seen=f"{int(np.isnan(matrix).sum()) // 2} pairs that are not judged",
            allowed="1, 0.5 or 0 for every pair that does not follow from the others",
        )
    return matrix


def triad_consistency(matrix: NDArray[np.float64]) -> float:
    """Return the part of the triads of objects whose judgements can be those of one order, in [0, 1].

    A triad contradicts itself if no order of the three, ties allowed, gives its judgements: a over b
    and b over c, but not a over c. 1 with fewer than three objects. The coefficient of Salabun,
    Shekhovtsov and Kizielewicz (2021).

    >>> triad_consistency(np.array([[0.5, 1.0, 0.0], [0.0, 0.5, 1.0], [1.0, 0.0, 0.5]]))
    0.0
    """
    size = len(matrix)
    better = np.sign(matrix - 0.5)
    triads, wrong = size * (size - 1) * (size - 2) // 6, 0
    for first in range(size - 2):
        later = better[first, first + 1 :]
        between = better[first + 1 :, first + 1 :]
        # Of i over j and j over k follows the sign of their sum, unless they point opposite ways.
        follows = np.sign(later[:, None] + between)
        contradicted = (later[:, None] * between >= 0) & (later[None, :] != follows)
        wrong += int(np.triu(contradicted, 1).sum())
    return 1.0 - wrong / triads if triads else 1.0


def _followed(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the judgements, NaN replaced where they follow from others without contradiction."""
    if not np.isnan(matrix).any():
        return matrix
    better = matrix == 1.0
    reached = matrix >= 0.5  # noqa: PLR2004 - level or better
    steps = 1
    while steps < len(matrix):  # twice as many steps each time
        reached = _joined(reached, reached)
        steps *= 2
    above = _joined(_joined(reached, better), reached)
    known = np.where(above & ~reached.T, 1.0, np.where(above.T & ~reached, 0.0, np.nan))
    known[reached & reached.T & ~above & ~above.T] = 0.5
    return np.where(np.isnan(matrix), known, matrix)


def _joined(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which objects a step of the first relation and one of the second lead to."""
    return np.asarray(first.astype(np.float32) @ second.astype(np.float32) > 0)


def _pairs(judgements: Mapping[str, float], names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each pair with the positions of its two objects."""
    position = {name: place for place, name in enumerate(names)}
    for pair in judgements:
        parts = [part.strip() for part in pair.split("/")]
        if len(parts) != 2 or any(part not in position for part in parts):  # noqa: PLR2004 - a pair is two
            raise MethodError(
                "a judgement is about no pair of characteristic objects",
                seen=pair,
                allowed=f"two of {names[0]} to {names[-1]}, with a slash between them",
            )
        yield pair, position[parts[0]], position[parts[1]]
