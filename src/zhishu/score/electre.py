"""ELECTRE III: credibility of outranking under thresholds, and the orders distilled from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.columns import per_column, require_complete
from zhishu.score.flows import threshold
from zhishu.score.pairs import row_blocks, summed_over_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Thresholds = float | Sequence[float]

ALPHA, BETA = 0.30, -0.15
"""The discrimination threshold s(λ) = α + β λ of the authors."""
ROUNDING = 1e-12


def electre3(  # noqa: PLR0913 - the three thresholds are the method's own
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    indifference: Thresholds = 0.05,
    preference: Thresholds = 0.15,
    veto: Thresholds | None = None,
    exploitation: str = "distillation",
) -> NDArray[np.float64]:
    """Return the ELECTRE III score of each region, shape (…, regions), in [−1, 1].

    `distillation`: the mean over the descending and the ascending order of (regions below − regions
    above) / (n − 1), which orders the regions as the median of the two; draws are distilled one by
    one. `net_flow`: Σ over others of (credibility over − credibility under) / (n − 1). Thresholds are
    in units of the values. See `credibility` for them and for errors.

    >>> electre3(np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 0.1]]), np.array([0.5, 0.5]))
    array([ 1.,  0., -1.])
    """
    credible = credibility(x, weights, indifference=indifference, preference=preference, veto=veto)
    regions = x.shape[-2]
    if exploitation == "net_flow":
        return np.asarray((credible.sum(axis=-1) - credible.sum(axis=-2)) / max(1, regions - 1))
    drawn = credible.reshape(-1, regions, regions)
    standing = np.array([_standing(distil(draw)) - _standing(distil(draw, ascending=True)) for draw in drawn])
    return np.asarray(standing.reshape(x.shape[:-1]) / (2.0 * max(1, regions - 1)))


def credibility(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    indifference: Thresholds,
    preference: Thresholds,
    veto: Thresholds | None = None,
) -> NDArray[np.float64]:
    """Return how credible it is that the row is at least as good as the column, (…, regions, regions).

    Concordance C = Σ w c, c falling from 1 at a lag of `indifference` to 0 at `preference`; discordance
    d rises from 0 at `preference` to 1 at `veto`; credibility C Π (1 − d)/(1 − C) over columns with d
    > C. Without `veto` no column objects. 1 on the diagonal. Thresholds out of order and missing
    values are a MethodError.
    """
    require_complete(x, "electre3")
    q, p = (per_column(value, x.shape[-1], "threshold") for value in (indifference, preference))
    v = None if veto is None else per_column(veto, x.shape[-1], "veto")
    if (q < 0).any() or (p < q).any() or (v is not None and (v <= p).any()):
        raise MethodError(
            "the thresholds of ELECTRE III are out of order",
            seen=f"indifference {indifference}, preference {preference}, veto {veto}",
            allowed="0 <= indifference <= preference < veto",
        )
    bounds = np.moveaxis(weights, -1, 0)[..., None, None]

    def concord(lead: NDArray[np.float64], column: int) -> NDArray[np.float64]:
        return np.asarray(_falling(-lead, q[column], p[column]) * bounds[column])

    blocks = []
    for rows in row_blocks(x):
        agreed = summed_over_columns(x, rows, concord)
        blocks.append(agreed if v is None else agreed * _objections(x, rows, agreed, weights, (p, v)))
    return np.concatenate(blocks, axis=-2)


def distil(credible: NDArray[np.float64], *, ascending: bool = False) -> NDArray[np.int64]:
    """Return the class of each region in one distillation of a credibility matrix, 1 the first taken.

    Descending takes the best first, ascending the worst. Within a level λ of credibility a region is
    worth the number that it outranks minus those that outrank it; the best (or worst) are distilled
    again among themselves at lower levels until they cannot be told apart.

    >>> distil(np.array([[1.0, 0.9], [0.2, 1.0]])), distil(np.array([[1.0, 0.9], [0.2, 1.0]]), ascending=True)
    (array([1, 2]), array([2, 1]))
    """
    others = credible.copy()
    np.fill_diagonal(others, 0.0)
    # Where the row is so much more credible than the column that any level below may use it, else 0.
    clear = np.where(others - others.T > ALPHA + BETA * others + ROUNDING, others, 0.0)
    sign = -1 if ascending else 1
    classes, left, taken = np.zeros(len(others), dtype=np.int64), np.arange(len(others)), 0
    witnesses = np.zeros(0, dtype=np.intp)
    while len(left):
        # The level stands as long as the pairs do that set it, so few rounds have to look at all pairs.
        if not len(witnesses) or classes[witnesses].any():
            level, places = _next_level(others[np.ix_(left, left)])
            witnesses = left[places]
            worth = _worth(clear, left, level)
        chosen = left[sign * worth[left] == (sign * worth[left]).max()]
        chosen = _told_apart(others, clear, chosen, level, sign)
        taken += 1
        classes[chosen] = taken
        left = left[classes[left] == 0]
        outranks, outranked = clear[:, chosen] > level + ROUNDING, clear[chosen] > level + ROUNDING
        worth = worth - outranks.sum(axis=1) + outranked.sum(axis=0)
    return classes


def _told_apart(
    others: NDArray[np.float64], clear: NDArray[np.float64], chosen: NDArray[np.intp], level: float, sign: int
) -> NDArray[np.intp]:
    """Return those of a class that stay the best (or worst) among themselves at lower and lower levels."""
    while len(chosen) > 1 and level > 0:
        level, _ = _next_level(others[np.ix_(chosen, chosen)], level)
        worth = sign * _worth(clear, chosen, level)[chosen]
        chosen = chosen[worth == worth.max()]
    return chosen


def _next_level(among: NDArray[np.float64], level: float | None = None) -> tuple[float, NDArray[np.intp]]:
    """Return the next level of credibility below `level` (or the highest), and the regions that set it."""
    top = int(among.argmax())
    start = float(among.flat[top]) if level is None else level
    lower = np.where(among < start - (ALPHA + BETA * start) - ROUNDING, among, 0.0)
    below = int(lower.argmax())
    return float(lower.flat[below]), np.array([*divmod(top, len(among)), *divmod(below, len(among))])


def _worth(clear: NDArray[np.float64], members: NDArray[np.intp], level: float) -> NDArray[np.int64]:
    """Return for each member how many others it outranks minus how many outrank it; 0 for the rest."""
    outranks = clear[np.ix_(members, members)] > level + ROUNDING
    worth = np.zeros(len(clear), dtype=np.int64)
    worth[members] = outranks.sum(axis=1) - outranks.sum(axis=0)
    return worth


def _standing(classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the number of regions in later classes minus that in earlier ones."""
    size = np.bincount(classes)
    up_to = size.cumsum()
    return (len(classes) - up_to[classes] - (up_to[classes] - size[classes])).astype(float)


def _falling(lag: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Return 1 up to `start`, 0 from `end` on, linear between."""
    if end == start:
        return (lag <= start).astype(float)
    return np.clip((end - lag) / (end - start), 0.0, 1.0)


def _objections(
    x: NDArray[np.float64],
    rows: slice,
    agreed: NDArray[np.float64],
    weights: NDArray[np.float64],
    thresholds: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return the factor by which columns of greater discordance than concordance lower it.

    A column that weighs nothing has no say here either.
    """
    p, v = thresholds
    factor = np.ones_like(agreed)
    for column in range(x.shape[-1]):
        lag = x[..., None, :, column] - x[..., rows, None, column]
        discord = 1.0 - _falling(lag, p[column], v[column])
        objects = (discord > agreed) & (weights[..., column, None, None] > 0)
        factor *= np.divide(1.0 - discord, 1.0 - agreed, out=np.ones_like(agreed), where=objects)
    return factor


ELECTRE = (
    aggregator(
        "electre3",
        Text("消去与选择转换法 III", "ELECTRE III"),
        electre3,
        citation="Roy (1978), ELECTRE III: un algorithme de classements fonde sur une representation "
        "floue des preferences, Cahiers du CERO 20(1): 3-24",
        formula="credibility = C prod_{i: d_i > C} (1 - d_i)/(1 - C); "
        "orders distilled with s = 0.30 - 0.15 lambda",
        needs="every value; thresholds in units of the normalised values; one distillation per draw",
        range_="[-1, 1]",
        degenerate={**AMONG_OTHERS, "constant": "agrees with every pair", "single_region": "0"},
        example=Example(
            (np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 0.1]]), np.array([0.5, 0.5])), [1.0, 0.0, -1.0]
        ),
        parameters={
            "indifference": threshold(0.05, "q: a lag up to this does not count"),
            "preference": threshold(0.15, "p: a lag from this on speaks against in full"),
            "veto": threshold(None, "v: a lag from this on forbids outranking; none unless given"),
            "exploitation": choice("distillation", ("net_flow",), "how scores are made of credibilities"),
        },
    ),
)
