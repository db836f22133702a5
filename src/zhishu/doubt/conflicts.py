"""Pairs of leads of which one at least is over 0 under all weights: what makes a search short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.doubt.weight_space import furthest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.doubt.weight_space import WeightSpace

HALVINGS = 6
BLOCK = 20_000


def never_both_down(space: WeightSpace, leads: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return pairs of leads that are never both 0 or less under the same weights, (pairs, 2).

    `leads` is (leads, columns). A pair is in the answer when some mixture λ a + (1 - λ) b of the two is
    above 0 over the whole space: then one of them is. λ comes by halving, towards the larger of the
    two where the mixture is least, so the answer is always right, and misses few pairs; a pair leaves
    as soon as weights show both down. With constraints beyond the bounds, which the least value does
    not see, more is missed.

    >>> from zhishu.doubt.weight_space import flat_tree, weight_space
    >>> leads = np.array([[1.0, -0.5], [-0.5, 1.0], [-0.9, 0.2]])
    >>> never_both_down(weight_space(flat_tree(["p", "q"])), leads)
    array([[0, 1]])
    """
    first, second = np.triu_indices(len(leads), 1)
    found = [
        _never_both_down(space, leads[first[start : start + BLOCK]], leads[second[start : start + BLOCK]])
        for start in range(0, len(first), BLOCK)
    ]
    proven = np.concatenate([np.zeros(0, dtype=bool), *found])
    return np.stack([first[proven], second[proven]], axis=1)


def _never_both_down(space: WeightSpace, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each pair of leads, both (pairs, columns), whether a mixture proves it, (pairs,)."""
    proven, waiting = np.zeros(len(a), dtype=bool), np.arange(len(a))
    low, high = np.zeros(len(a)), np.ones(len(a))
    for _ in range(HALVINGS):
        share = (low[waiting] + high[waiting]) / 2
        mixture = share[:, None] * a[waiting] + (1 - share[:, None]) * b[waiting]
        value, weights = furthest(space, -mixture)
        proven[waiting[value < 0]] = True
        of_a, of_b = ((weights * lead[waiting]).sum(axis=-1) for lead in (a, b))
        low[waiting] = np.where(of_a > of_b, share, low[waiting])
        high[waiting] = np.where(of_a > of_b, high[waiting], share)
        waiting = waiting[(value >= 0) & ((of_a > 0) | (of_b > 0))]
    return proven
