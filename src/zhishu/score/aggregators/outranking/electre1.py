"""ELECTRE I: the kernel of regions that no region in it outranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import per_column, require_complete
from zhishu.score.aggregators.outranking.relations import ROUNDING, kernel
from zhishu.score.aggregators.outranking.relations import concordance as agreement
from zhishu.score.aggregators.outranking.relations import discordance as objection
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Limits = float | Sequence[float] | None


def electre1(  # noqa: PLR0913 - the two levels are the method's own, the others its readings
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    concordance: float | None = 0.65,
    discordance: Limits = 0.35,
    lag: str = "widest",
    choose: str = "kernel",
) -> NDArray[np.float64]:
    """Return 1 for the regions that ELECTRE I chooses and 0 for the others, shape (…, regions).

    `kernel`: no chosen region outranks another one, and each of the others is outranked by a chosen
    one; a circle of regions that outrank one another is taken as one, chosen or not as a whole, so that
    the kernel exists and is unique. `not_outranked`: those that no other region outranks at all. See
    `outranking` for the relation and for errors.

    >>> electre1(np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 1.0]]), np.array([0.5, 0.5]), concordance=0.6)
    array([1., 0., 1.])
    """
    outranks = outranking(x, weights, concordance=concordance, discordance=discordance, lag=lag)
    chosen = kernel(outranks) if choose == "kernel" else ~outranks.any(axis=-2)
    return chosen.astype(float)


def outranking(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    concordance: float | None = 0.65,
    discordance: Limits = 0.35,
    lag: str = "widest",
) -> NDArray[np.bool_]:
    """Return whether the row outranks the column, shape (…, regions, regions), False on the diagonal.

    It does if the weight of the columns in which it is no worse reaches `concordance`, and its lag in
    no column that weighs anything exceeds `discordance` (one number, or one per column), both up to
    rounding. None stands for the mean over all pairs, as Hwang and Yoon have it. The unit of lags is
    `lag`, see `discordance` of `zhishu.score.aggregators.outranking.relations`. Missing values, a limit
    below 0 and a wrong number of them are a MethodError.

    >>> outranking(np.array([[1.0, 0.9], [0.5, 1.0]]), np.array([0.6, 0.4]), concordance=0.6)
    array([[False,  True],
           [False, False]])
    """
    require_complete(x, "electre1")
    limits = 0.0 if discordance is None else per_column(discordance, x.shape[-1], "discordance")
    _require_limits(limits)
    agreed = agreement(x, weights)
    beyond = objection(x, weights, unit=lag, allowed=limits)
    pairs = ~np.eye(x.shape[-2], dtype=bool)
    enough = _mean(agreed, pairs) if concordance is None else concordance
    borne = _mean(beyond, pairs) if discordance is None else 0.0
    slack = ROUNDING * (1.0 + np.max(limits))
    return np.asarray((agreed >= enough - ROUNDING) & (beyond <= borne + slack) & pairs)


def _mean(matrix: NDArray[np.float64], pairs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the mean over the pairs of different regions, (…, 1, 1)."""
    total = np.where(pairs, matrix, 0.0).sum(axis=(-2, -1), keepdims=True)
    return np.asarray(total / max(1, int(pairs.sum())))


def _require_limits(limits: NDArray[np.float64] | float) -> None:
    if np.min(limits) < 0:
        raise MethodError(
            "a limit of ELECTRE I is below 0",
            seen=f"discordance {np.min(limits):g}",
            allowed="numbers of 0 or more",
        )


ELECTRE1 = (
    aggregator(
        "electre1",
        Text("消去与选择转换法 I（核）", "ELECTRE I (kernel)"),
        electre1,
        citation="Roy (1968), Classement et choix en presence de points de vue multiples (la methode "
        "ELECTRE), RIRO 2(8): 57-75; means as levels, Hwang and Yoon (1981), Multiple Attribute Decision "
        "Making, Springer, chapter III",
        formula=Text(
            "a 级别高于 b：C(a,b) >= p 且 D(a,b) <= q；C = 使 x_a >= x_b 的各列 w_i 之和，"
            "D = max_i (x_b - x_a) / 最宽极差；属于核者得 1，其余得 0（同一回路视为一体）",
            "a outranks b: C(a,b) >= p and D(a,b) <= q; C = sum of w_i with x_a >= x_b, "
            "D = max_i (x_b - x_a) / widest range; 1 in the kernel, 0 outside, a circle taken as one",
        ),
        needs="every value; columns on one scale, since lags are compared across columns, or lag: own",
        range_="0 or 1",
        degenerate={**AMONG_OTHERS, "constant": "agrees with every pair", "single_region": "1"},
        example=Example(
            (np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 1.0]]), np.array([0.5, 0.5])),
            [1.0, 0.0, 1.0],
            {"concordance": 0.6},
        ),
        parameters={
            "concordance": Option(
                0.65,
                {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                "p: the weight that must agree; null for the mean over all pairs",
            ),
            "discordance": Option(
                0.35,
                {"type": ["number", "array", "null"], "items": {"type": "number"}, "minimum": 0},
                "q: the lag that is borne, one for all columns or one for each; null for the mean over all "
                "pairs",
            ),
            "lag": choice(
                "widest",
                ("own", "value", "pair"),
                "the unit of a lag: the widest range in the group, the column's own range, none, or the "
                "greatest weighted difference of the pair (Hwang and Yoon)",
            ),
            "choose": choice(
                "kernel",
                ("not_outranked",),
                "the kernel, or only what no region outranks (scikit-criteria), which may be nothing",
            ),
        },
    ),
)
