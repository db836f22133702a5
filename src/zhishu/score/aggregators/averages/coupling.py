"""Coupling coordination (耦合协调度): how much systems develop, and how evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, require_within, weighted_sum

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Coupling(NamedTuple):
    """Coupling C, comprehensive level T and coordination D = √(C·T), each (…, regions) in [0, 1]."""

    coupling: NDArray[np.float64]
    level: NDArray[np.float64]
    coordination: NDArray[np.float64]


def coupling_coordination(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    formula: str = "standard",
    output: str = "coordination",
) -> NDArray[np.float64]:
    """Return the coupling coordination degree of each region, shape (…, regions), or another `output`.

    The columns are the systems, in [0, 1], else a MethodError; see `coupling_degrees`. Missing values
    as in `arithmetic`.

    >>> coupling_coordination(np.array([[0.4, 0.9], [0.5, 0.5]]), np.array([0.5, 0.5])).round(6)
    array([0.774597, 0.707107])
    """
    degrees = coupling_degrees(x, weights, formula=formula)
    return np.asarray(getattr(degrees, output))


def coupling_degrees(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, formula: str = "standard"
) -> Coupling:
    """Return coupling, level and coordination of each region.

    `standard`: C = geometric / arithmetic mean of the systems, unweighted. `modified`: C = √((1 −
    mean |difference| of two systems) × Π (x / max)^(1/(m − 1))) for m systems, which spreads C over
    [0, 1]. T = Σ w x, D = √(C·T). C is 1 where all systems are equal, at 0 too, and for one system
    alone; 0 where some are 0 and others not. Columns that weigh nothing are no systems.
    """
    advice = "normalise to [0, 1], for instance by min–max"
    require_within(x, "coupling_coordination", lowest=0, highest=1, advice=advice)
    x, weights = present(np.clip(x, 0.0, 1.0), weights)
    takes_part = (weights > 0).astype(float)
    count = np.broadcast_to(takes_part, x.shape).sum(axis=-1)
    coupled = (_modified if formula == "modified" else _standard)(
        x, np.broadcast_to(takes_part, x.shape), count
    )
    level = weighted_sum(x, weights)
    coupled = np.where(np.isnan(level), np.nan, coupled)
    return Coupling(coupled, level, np.sqrt(coupled * level))


def _standard(
    x: NDArray[np.float64], takes_part: NDArray[np.float64], count: NDArray[np.float64]
) -> NDArray[np.float64]:
    largest = (x * takes_part).max(axis=-1)
    relative, systems = _relative(x, largest), np.maximum(count, 1.0)
    product = np.where(takes_part > 0, relative, 1.0).prod(axis=-1)
    mean = weighted_sum(relative, takes_part) / systems
    # Rounding may put the geometric mean of equal systems a digit above the arithmetic one.
    return np.asarray(np.minimum(product ** (1.0 / systems) / np.where(mean > 0, mean, 1.0), 1.0))


def _modified(
    x: NDArray[np.float64], takes_part: NDArray[np.float64], count: NDArray[np.float64]
) -> NDArray[np.float64]:
    relative = np.where(takes_part > 0, _relative(x, (x * takes_part).max(axis=-1)), 1.0)
    gaps = np.zeros_like(count)
    for column in range(1, x.shape[-1]):
        for other in range(column):
            both = takes_part[..., column] * takes_part[..., other]
            gaps += both * np.abs(x[..., column] - x[..., other])
    pairs = np.maximum(count * (count - 1) / 2.0, 1.0)
    evenness: NDArray[np.float64] = relative.prod(axis=-1) ** (1.0 / np.maximum(count - 1, 1.0))
    return np.asarray(np.sqrt(np.maximum(1.0 - gaps / pairs, 0.0) * evenness))


def _relative(x: NDArray[np.float64], largest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values over the region's largest; 1 throughout where that is 0, for then all are equal."""
    return np.divide(x, largest[..., None], out=np.ones_like(x), where=largest[..., None] > 0)


COUPLING = (
    aggregator(
        "coupling_coordination",
        Text("耦合协调度", "Coupling coordination degree"),
        coupling_coordination,
        citation="the coupling of physics as Chinese regional studies use it; modified: 王淑佳 and others "
        "(2021), 国内耦合协调度模型的误区及修正, 自然资源学报 36(3): 793-810",
        formula=Text(
            "D = sqrt(C T)，T = sum_i w_i x_i；C = (prod_i x_i)^(1/m) / 均值(x)，或修正式：sqrt((1 "
            "- 均值_{i>j} |x_i - x_j|) prod_i (x_i / max x)^(1/(m - 1)))",
            "D = sqrt(C T), T = sum_i w_i x_i; C = (prod_i x_i)^(1/m) / mean(x), or modified: "
            "sqrt((1 - mean_{i>j} |x_i - x_j|) prod_i (x_i / max x)^(1/(m - 1)))",
        ),
        needs="values in [0, 1]; weights that sum to 1",
        range_="[0, 1]",
        degenerate={
            **ONE_BY_ONE,
            "zero": "0 for a region in which another system is above 0",
            "negative": "error: not defined for negative values",
        },
        example=Example((np.array([[0.4, 0.9], [0.5, 0.5]]), np.array([0.5, 0.5])), [0.6**0.5, 0.5**0.5]),
        parameters={
            "formula": choice(
                "standard", ("modified",), "geometric over arithmetic mean, or the one of 2021"
            ),
            "output": choice("coordination", ("coupling", "level"), "D, C or T"),
        },
    ),
)
