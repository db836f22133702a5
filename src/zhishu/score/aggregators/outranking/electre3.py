"""ELECTRE III: credibility of outranking under thresholds, and the orders distilled from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import per_column, require_complete
from zhishu.score.aggregators.outranking.distillation import distil, standing
from zhishu.score.aggregators.outranking.flows import threshold
from zhishu.score.aggregators.outranking.pairs import row_blocks, summed_over_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Thresholds = float | Sequence[float]


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
    above) / (n − 1), which orders the regions as the median of the two; all draws are distilled side
    by side. `net_flow`: Σ over others of (credibility over − credibility under) / (n − 1). Thresholds
    are in units of the values. See `credibility` for them and for errors.

    >>> electre3(np.array([[1.0, 0.9], [0.5, 0.5], [0.0, 0.1]]), np.array([0.5, 0.5]))
    array([ 1.,  0., -1.])
    """
    credible = credibility(x, weights, indifference=indifference, preference=preference, veto=veto)
    regions = x.shape[-2]
    if exploitation == "net_flow":
        return np.asarray((credible.sum(axis=-1) - credible.sum(axis=-2)) / max(1, regions - 1))
    above = standing(distil(credible)) - standing(distil(credible, ascending=True))
    return np.asarray(above / (2.0 * max(1, regions - 1)))


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
        formula=Text(
            "可信度 = C prod_{i: d_i > C} (1 - d_i)/(1 - C)；以 s = 0.30 - 0.15 lambda 蒸馏得出排序",
            "credibility = C prod_{i: d_i > C} (1 - d_i)/(1 - C); "
            "orders distilled with s = 0.30 - 0.15 lambda",
        ),
        needs="every value; thresholds in units of the normalised values; draws are distilled side by side",
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
