"""ELECTRE II: a strong and a weak outranking, and the two orders drawn from their graphs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.outranking.relations import ROUNDING
from zhishu.score.aggregators.outranking.relations import concordance as agreement
from zhishu.score.aggregators.outranking.relations import discordance as objection
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def electre2(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    concordance: Sequence[float] = (0.65, 0.5, 0.35),
    discordance: Sequence[float] = (0.65, 0.35),
) -> NDArray[np.float64]:
    """Return how many classes lie below each region, the mean of its two orders, shape (…, regions).

    The forward order takes class by class what nothing left outranks, the backward order what
    outranks nothing left; both stop at a circle, whose members and all still left share a class. See
    `outrankings` for the relations and for errors.

    >>> electre2(np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 0.1]]), np.array([0.5, 0.5]))
    array([2., 1., 0.])
    """
    strong, weak = outrankings(x, weights, concordance=concordance, discordance=discordance)
    either = strong | weak
    forward = classes(either)
    backward = classes(np.swapaxes(either, -1, -2))
    below = forward.max(axis=-1, keepdims=True) - forward
    return np.asarray((below + backward - 1) / 2.0)


def outrankings(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    concordance: Sequence[float],
    discordance: Sequence[float],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether the row outranks the column strongly, and weakly, both (…, regions, regions).

    Concordance C is the weight of the columns in which the row is no worse, discordance D its greatest
    lag in a column that weighs anything, in units of the widest such column. With C over the column
    above C of the column over it: strongly if C ≥ p0 and D ≤ q0, or C ≥ p1 and D ≤ q1; else weakly if
    C ≥ p2 and D ≤ q0. (p0, p1, p2) = `concordance`, (q0, q1) = `discordance`, neither rising. Thresholds
    out of order and missing values are a MethodError.
    """
    require_complete(x, "electre2")
    if not _falling(concordance, 3) or not _falling(discordance, 2):
        raise MethodError(
            "the thresholds of ELECTRE II are out of order",
            seen=f"concordance {list(concordance)}, discordance {list(discordance)}",
            allowed="1 >= p0 >= p1 >= p2 >= 0 and 1 >= q0 >= q1 >= 0",
        )
    agreed, objected = agreement(x, weights), objection(x, weights)
    preferred = agreed > np.swapaxes(agreed, -1, -2) + ROUNDING
    high, middle, low = (agreed >= level - ROUNDING for level in concordance)
    bearable, slight = (objected <= level + ROUNDING for level in discordance)
    strong = ((high & bearable) | (middle & slight)) & preferred
    return strong, low & bearable & preferred & ~strong


def classes(outranks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the class of each region, 1 the first taken: those outranked by nothing that is left.

    `outranks` is (…, regions, regions), row over column. Where all that are left are outranked, they
    share a class.

    >>> classes(np.array([[False, True, True], [False, False, True], [False, True, False]]))
    array([1, 2, 2])
    """
    found = np.zeros(outranks.shape[:-1], dtype=np.int64)
    taken = 0
    while (left := found == 0).any():
        taken += 1
        free = left & ~(outranks & left[..., :, None]).any(axis=-2)
        circle = ~free.any(axis=-1, keepdims=True)
        found = np.where(free | (left & circle), taken, found)
    return found


def _falling(levels: Sequence[float], count: int) -> bool:
    ends = [1.0, *levels, 0.0]
    return len(levels) == count and all(first >= second for first, second in pairwise(ends))


def _levels(default: tuple[float, ...], description: str) -> Option:
    schema = {"type": "array", "items": {"type": "number", "minimum": 0, "maximum": 1}}
    return Option(default, {**schema, "minItems": len(default), "maxItems": len(default)}, description)


ELECTRE2 = (
    aggregator(
        "electre2",
        Text("消去与选择转换法 II", "ELECTRE II"),
        electre2,
        citation="Roy and Bertier (1971), La methode ELECTRE II, Note de travail 142, SEMA; relations as in "
        "Gomes, Gonzalez-Araya and Carignano (2004), Tomada de decisoes em cenarios complexos, Thomson",
        formula=Text(
            "强关系：C >= p0 且 D <= q0，或 C >= p1 且 D <= q1；弱关系：C >= p2 且 D <= q0；"
            "两者均须 C 大于反向的 C；得分 = 低于该地区的层级数在两个排序中的均值",
            "strong: C >= p0 and D <= q0, or C >= p1 and D <= q1; weak: C >= p2 and D <= q0; both with "
            "C over > C back; score = mean over two orders of the number of classes below",
        ),
        needs="every value; columns on one scale, since lags are compared across columns",
        range_="0 to the number of classes less one",
        degenerate={**AMONG_OTHERS, "constant": "agrees with every pair", "single_region": "0"},
        example=Example(
            (np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 0.1]]), np.array([0.5, 0.5])), [2.0, 1.0, 0.0]
        ),
        parameters={
            "concordance": _levels((0.65, 0.5, 0.35), "p0, p1, p2: the weight that must agree"),
            "discordance": _levels(
                (0.65, 0.35), "q0, q1: the lag that is borne, as a part of the widest range"
            ),
        },
    ),
)
