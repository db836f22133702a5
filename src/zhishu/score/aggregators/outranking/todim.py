"""TODIM: dominance of every region over every other, by gains and losses as in prospect theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import require_complete, require_within
from zhishu.score.aggregators.outranking.pairs import row_blocks, summed_over_columns
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 12
"""Beyond these a sum of dominances is rounding."""


def todim(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    attenuation: float = 1.0,
    losses: str = "divided",
    normalisation: str = "none",
) -> NDArray[np.float64]:
    """Return the overall value of TODIM of each region, shape (…, regions), in [0, 1].

    On a column of weight w a region gains √(w d) over another that is d below, and loses to one that is
    d above √(d / w) / θ, with θ = `attenuation` and w the weight's part of all: below 1 losses count for
    more still. The sum of gains less losses over columns and others is put on [0, 1], 0 for the region
    of the least and 1 for that of the greatest; where all are equal, 0.5. `losses: weighted` takes √(w d)
    / θ, so that a loss on a light column is not the heavier (Lourenzutti and Krohling).

    The recipe has normalised already; `sum` divides each column by its sum first, as the method's
    authors do with raw values of 0 or more. A column that weighs nothing is left out. Missing values are
    a MethodError.

    >>> todim(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 1.0]]), np.array([0.5, 0.5])).round(4)
    array([0.0448, 0.    , 1.    ])
    """
    require_complete(x, "todim")
    if normalisation == "sum":
        require_within(x, "todim", lowest=0)
        total = x.sum(axis=-2, keepdims=True)
        x = np.divide(x, total, out=np.zeros_like(x), where=total > 0)
    whole = weights.sum(axis=-1, keepdims=True)
    parts = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    gains = np.moveaxis(np.sqrt(parts), -1, 0)[..., None, None]
    inverse = np.divide(1.0, np.sqrt(parts), out=np.zeros_like(parts), where=parts > 0)
    costs = np.moveaxis(inverse if losses == "divided" else np.sqrt(parts), -1, 0)[..., None, None]

    def dominance(differences: NDArray[np.float64], column: int) -> NDArray[np.float64]:
        size = np.sqrt(np.abs(differences))
        signed = np.where(differences >= 0, gains[column], -costs[column] / attenuation)
        return np.asarray(signed * size)

    sums = [summed_over_columns(x, rows, dominance).sum(axis=-1) for rows in row_blocks(x)]
    value = np.concatenate(sums, axis=-1)
    least = value.min(axis=-1, keepdims=True)
    width = value.max(axis=-1, keepdims=True) - least
    apart = width > 10.0**-DECIMALS * np.maximum(1.0, np.abs(least))
    return np.asarray(np.divide(value - least, width, out=np.full_like(value, 0.5), where=apart))


TODIM = (
    aggregator(
        "todim",
        Text("交互式多准则决策法（TODIM）", "TODIM (interactive multicriteria decision making)"),
        todim,
        citation="Gomes and Lima (1992), TODIM: basics and application to multicriteria ranking of projects "
        "with environmental impacts, Foundations of Computing and Decision Sciences 16(4): 113-127; losses "
        "by weight: Lourenzutti and Krohling (2013), Expert Systems with Applications 40: 6459-6468",
        formula=Text(
            "(v_a - min v) / (max v - min v)；v_a = sum_b sum_i phi_i(a, b)，phi_i = sqrt(w_i d)，d = x_ai - "
            "x_bi >= 0；否则 phi_i = -sqrt(-d / w_i) / theta（losses: weighted 时为 -sqrt(-w_i d) / theta）",
            "(v_a - min v) / (max v - min v); v_a = sum_b sum_i phi_i(a, b), phi_i = sqrt(w_i d) for d = "
            "x_ai - x_bi >= 0, else -sqrt(-d / w_i) / theta (losses: weighted: -sqrt(-w_i d) / theta)",
        ),
        needs="every value; columns on one scale, or normalisation: sum",
        range_="[0, 1]",
        degenerate={**AMONG_OTHERS, "constant": "no gain and no loss", "single_region": "0.5"},
        example=Example(
            (np.array([[0.0], [1.0], [5.0]]), np.array([1.0])),
            [0.0, 1 / (2 + 3 / 5**0.5), 1.0],
        ),
        parameters={
            "attenuation": Option(
                1.0,
                {"type": "number", "exclusiveMinimum": 0},
                "theta: losses are divided by it; below 1 they count for more than gains",
            ),
            "losses": choice(
                "divided", ("weighted",), "the root of a loss over its weight, as published, or times it"
            ),
            "normalisation": choice("none", ("sum",), "divide each column by its sum first"),
        },
    ),
)
