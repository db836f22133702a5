"""Aggregators that measure against given references: the reference ideal method, relative value distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, ONE_BY_ONE, aggregator, number
from zhishu.score.aggregators.columns import (
    per_column,
    present,
    require_complete,
    require_within,
    weighted_sum,
)
from zhishu.score.aggregators.references.ideal import closeness
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def rim(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the relative index of the reference ideal method of each region, shape (…, regions).

    I⁻ / (I⁺ + I⁻) with I⁺ = √Σ (w x − w)² the distance from the reference ideal, which is 1 in every
    column, and I⁻ = √Σ (w x)² that from 0; wants [0, 1], best by the normaliser `reference_interval`.
    Regions are not compared. Missing values: over the values present, weights divided by their sum.

    >>> rim(np.array([[1.0, 1.0], [0.5, 0.5], [0.0, 0.0]]), np.array([0.6, 0.4]))
    array([1. , 0.5, 0. ])
    """
    require_within(x, "rim", lowest=0.0, highest=1.0, advice="normalise by reference_interval or min–max")
    values, shared = present(x, weights)
    squared = shared**2
    to_ideal = np.sqrt(weighted_sum((values - 1.0) ** 2, squared))
    to_nothing = np.sqrt(weighted_sum(values**2, squared))
    return np.asarray(to_nothing / (to_ideal + to_nothing))


def relative_value_distance(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    reference: float | Sequence[float] | None = None,
    loss: float = 2.25,
    sensitivity: float = 0.88,
) -> NDArray[np.float64]:
    """Return the closeness of ERVD of each region, shape (…, regions), in [0, 1].

    v = (x − φ)^α above the reference φ, −λ (φ − x)^α below it, with φ = `reference` in units of the
    values (a number, one per column, or by default the mean of each column), λ = `loss`, α =
    `sensitivity`; then s⁻ / (s⁺ + s⁻), s = Σ w |v − best or worst v|. Where all regions are equal, 0.5.
    Missing values are a MethodError.

    >>> relative_value_distance(np.array([[0.0], [0.5], [1.0]]), np.ones(1), reference=0.5).round(6)
    array([0.      , 0.692308, 1.      ])
    """
    require_complete(x, "ervd")
    given = None if reference is None else per_column(reference, x.shape[-1], "reference")
    gain = x - (x.mean(axis=-2, keepdims=True) if given is None else given)
    value = np.where(gain > 0, 1.0, -loss) * np.abs(gain) ** sensitivity
    shared = np.broadcast_to(weights[..., None, :], value.shape)
    to_best = weighted_sum(value.max(axis=-2, keepdims=True) - value, shared)
    to_worst = weighted_sum(value - value.min(axis=-2, keepdims=True), shared)
    return closeness(to_best, to_worst)


REFERENCES = (
    aggregator(
        "rim",
        Text("参考理想法", "Reference ideal method (RIM)"),
        rim,
        citation="Cables, Lamata and Verdegay (2016), RIM-reference ideal method in multicriteria decision "
        "making, Information Sciences 337: 1-10",
        formula="I- / (I+ + I-), I+ = sqrt(sum_i (w_i x_i - w_i)^2), I- = sqrt(sum_i (w_i x_i)^2)",
        needs="values in [0, 1], 1 being the ideal (normalise: reference_interval)",
        range_="[0, 1]",
        degenerate={**ONE_BY_ONE, "negative": "error: values lie in [0, 1]"},
        example=Example((np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([0.5, 0.5])), [0.5, 0.5]),
    ),
    aggregator(
        "ervd",
        Text("相对价值距离法", "Election based on relative value distances (ERVD)"),
        relative_value_distance,
        citation="Shyur, Yin, Shih and Cheng (2015), A multiple criteria decision making method based on "
        "relative value distances, Foundations of Computing and Decision Sciences 40(4): 299-315",
        formula=Text(
            "s- / (s+ + s-)，s+- = sum_i w_i |v_i - v_i 的最优值或最差值|；x 高于 phi 时 v = (x - "
            "phi)^alpha，低于 phi 时 v = -lambda (phi - x)^alpha",
            "s- / (s+ + s-), s+- = sum_i w_i |v_i - best or worst of v_i|; "
            "v = (x - phi)^alpha above phi, -lambda (phi - x)^alpha below",
        ),
        needs="every value; columns on one scale",
        range_="[0, 1]",
        degenerate={**AMONG_OTHERS, "constant": "adds nothing to any distance", "single_region": "0.5"},
        example=Example(
            (np.array([[0.0], [0.5], [1.0]]), np.ones(1)), [0.0, 9 / 13, 1.0], {"reference": 0.5}
        ),
        parameters={
            "reference": Option(
                None,
                {"type": ["number", "array", "null"], "items": {"type": "number"}},
                "phi: what counts as neither gain nor loss, for all columns or for each; "
                "the mean of each column unless given",
            ),
            "loss": number(2.25, "lambda: how much more a loss counts than a gain", minimum=0),
            "sensitivity": Option(
                0.88,
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                "alpha: the smaller, the sooner further gains and losses count less",
            ),
        },
    ),
)
