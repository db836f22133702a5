"""Majorities: the outranking matrix, its dominant pairs, and Copeland's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.outranking.pairs import (
    majority_preference,
    places,
    row_blocks,
    summed_over_columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ROUNDING = 1e-12
"""Majorities are compared with one half up to this, because a sum of weights like 6/18 + 3/18 is inexact."""


def outranking_matrix(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of the columns in which one region is above another, shape (…, regions, regions).

    Equal values give half of their weight to each; row above column; 0 on the diagonal. Missing
    values are a MethodError.

    >>> outranking_matrix(np.array([[3.0, 1.0], [2.0, 1.0]]), np.array([0.6, 0.4]))
    array([[0. , 0.8],
           [0.2, 0. ]])
    """
    require_complete(x, "outranking_matrix")
    shares = (1.0 + net_majorities(x, weights)) / 2.0
    diagonal = np.arange(x.shape[-2])
    shares[..., diagonal, diagonal] = 0.0
    return shares


def net_majorities(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight for minus the weight against, (…, regions, regions); antisymmetric, exactly.

    What rounding alone makes differ from 0 is 0.
    """
    standing, prefer = places(x), majority_preference(weights)
    net = np.concatenate([summed_over_columns(standing, rows, prefer) for rows in row_blocks(x)], axis=-2)
    net[np.abs(net) <= ROUNDING] = 0.0
    return net


def dominant_pairs(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the number of pairs in which one region is above the other in every column, shape (…).

    >>> int(dominant_pairs(np.array([[0.0, 1.0], [0.0, 0.0]])))
    1
    """
    return np.asarray((shares >= 1.0 - ROUNDING).sum(axis=(-2, -1)), dtype=np.int64)


def copeland(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Copeland's score of each region, shape (…, regions): wins minus losses, whole numbers.

    A region beats another if the columns in which it is above, and half of those in which they are
    equal, weigh more than one half; at exactly one half neither does. Missing values are a MethodError.

    >>> copeland(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]), np.array([0.6, 0.4]))
    array([ 2.,  0., -2.])
    """
    require_complete(x, "copeland")
    scores = np.zeros(x.shape[:-1])
    for rows, won in _duels(x, weights):
        # A pair is compared once: the win of one is the loss of the other.
        scores[..., rows] += won.sum(axis=-1)
        scores[..., rows.stop :] -= won[..., rows.stop - rows.start :].sum(axis=-2)
    return scores


def majorities_won(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many others each region beats, shape (…, regions), by the majority of `copeland`.

    >>> majorities_won(np.array([[3.0, 1.0], [2.0, 2.0], [2.0, 2.0]]), np.array([0.6, 0.4]))
    array([2., 0., 0.])
    """
    wins = np.zeros(x.shape[:-1])
    for rows, won in _duels(x, weights):
        wins[..., rows] += np.count_nonzero(won > 0, axis=-1)
        wins[..., rows.stop :] += np.count_nonzero(won[..., rows.stop - rows.start :] < 0, axis=-2)
    return wins


def _duels(x: NDArray[np.float64], weights: NDArray[np.float64]) -> Iterator[tuple[slice, NDArray[np.int8]]]:
    """Yield a block of regions, and 1, 0 or -1 as each beats itself and those after the block's first."""
    standing, prefer = places(x), majority_preference(weights)
    for rows in row_blocks(x):
        net = summed_over_columns(standing, rows, prefer, slice(rows.start, None))
        yield rows, (net > ROUNDING).astype(np.int8) - (net < -ROUNDING).astype(np.int8)


MAJORITY = (
    aggregator(
        "copeland",
        Text("科普兰法", "Copeland's rule"),
        copeland,
        citation="Copeland (1951), A reasonable social welfare function, University of Michigan; "
        "Munda and Nardo (2009), Applied Economics 41(12): 1513-1523 (outranking matrix of an index)",
        formula=Text(
            "对其他各地区求和：(占优指标的权重 + 相等指标权重的一半 - 1/2) 的符号（1、0 或 -1）",
            "sum over other regions of sign(weight above + half of the weight equal - 1/2)",
        ),
        needs="every value; only the order of the scores means anything",
        range_="[-(n - 1), n - 1], whole numbers, for n regions",
        degenerate={**AMONG_OTHERS, "single_region": "0"},
        example=Example(
            (np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 0.0]]), np.array([0.6, 0.4])), [2.0, 0.0, -2.0]
        ),
    ),
)
