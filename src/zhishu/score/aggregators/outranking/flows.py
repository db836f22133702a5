"""Preference flows: PROMETHEE II with the six preference functions of its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice
from zhishu.score.aggregators.columns import per_column, require_complete
from zhishu.score.aggregators.outranking.pairs import row_blocks, summed_over_columns
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SHAPES = ("usual", "u_shape", "v_shape", "level", "linear", "gaussian")
"""The preference functions, types I to VI."""


def promethee2(  # noqa: PLR0913 - the three thresholds are the method's own
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    shape: str = "usual",
    indifference: float | Sequence[float] = 0.0,
    preference: float | Sequence[float] = 1.0,
    inflection: float | Sequence[float] = 0.5,
) -> NDArray[np.float64]:
    """Return the net flow of PROMETHEE II of each region, shape (…, regions).

    φ = Σ over others of Σ w (P(x − other) − P(other − x)) / (n − 1). `shape` names P: `usual` (any
    difference counts in full), `u_shape` (above q), `v_shape` (d / p up to p), `level` (half above q,
    all above p), `linear` (from q to p), `gaussian` (1 − exp(−d² / 2s²)); q = `indifference`, p =
    `preference`, s = `inflection`, in units of the values, one for all columns or one each. Thresholds
    out of order and missing values are a MethodError.

    >>> promethee2(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 1.0]]), np.array([0.5, 0.5]))
    array([ 0.  , -0.25,  0.25])
    """
    require_complete(x, "promethee2")
    q, p, s = (
        per_column(value, x.shape[-1], name)
        for name, value in (
            ("indifference", indifference),
            ("preference", preference),
            ("inflection", inflection),
        )
    )
    _check_thresholds(shape, q, p, s)
    bounds = np.moveaxis(weights, -1, 0)[..., None, None]

    def prefer(differences: NDArray[np.float64], column: int) -> NDArray[np.float64]:
        size = _preferred(shape, np.abs(differences), q[column], p[column], s[column])
        size *= bounds[column]
        return np.copysign(size, differences, out=size)

    flows = [summed_over_columns(x, rows, prefer).sum(axis=-1) for rows in row_blocks(x)]
    return np.asarray(np.concatenate(flows, axis=-1) / max(1, x.shape[-2] - 1))


def _preferred(shape: str, d: NDArray[np.float64], q: float, p: float, s: float) -> NDArray[np.float64]:
    """Return the preference in [0, 1] that a difference of size `d` is worth."""
    if shape == "gaussian":
        return -np.expm1(-(d**2) / (2.0 * s**2))
    if shape == "level":
        return ((d > q).astype(float) + (d > p)) / 2.0
    if shape in {"v_shape", "linear"}:
        start = q if shape == "linear" else 0.0
        return np.clip((d - start) / (p - start), 0.0, 1.0)
    return (d > (q if shape == "u_shape" else 0.0)).astype(float)


def _check_thresholds(
    shape: str, q: NDArray[np.float64], p: NDArray[np.float64], s: NDArray[np.float64]
) -> None:
    uses_preference = shape in {"v_shape", "level", "linear"}
    below = q if shape in {"level", "linear"} else np.zeros_like(q)
    if (q < 0).any() or (uses_preference and (p <= below).any()) or (shape == "gaussian" and (s <= 0).any()):
        raise MethodError(
            f"the thresholds of the preference function '{shape}' are out of order",
            seen=f"indifference {q.tolist()}, preference {p.tolist()}, inflection {s.tolist()}",
            allowed="0 <= indifference < preference, inflection above 0",
        )


def threshold(default: float | None, description: str) -> Option:
    """Return an option that is one number, or one for each column of the group."""
    kinds = ["number", "array"] if default is not None else ["number", "array", "null"]
    return Option(
        default, {"type": kinds, "items": {"type": "number", "minimum": 0}, "minimum": 0}, description
    )


FLOWS = (
    aggregator(
        "promethee2",
        Text("偏好顺序结构评估法 II", "PROMETHEE II"),
        promethee2,
        citation="Brans and Vincke (1985), Management Science 31(6): 647-656; "
        "Brans, Vincke and Mareschal (1986), European Journal of Operational Research 24(2): 228-238",
        formula="phi_a = sum_b sum_i w_i (P(x_ai - x_bi) - P(x_bi - x_ai)) / (n - 1)",
        needs="every value; thresholds in units of the normalised values",
        range_="[-1, 1], sum 0",
        degenerate={**AMONG_OTHERS, "single_region": "0"},
        example=Example(
            (np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 1.0]]), np.array([0.5, 0.5])), [0.0, -0.25, 0.25]
        ),
        parameters={
            "shape": choice("usual", SHAPES[1:], "what a difference is worth, types I to VI"),
            "indifference": threshold(0.0, "q: differences up to this count for nothing"),
            "preference": threshold(1.0, "p: differences from this on count in full"),
            "inflection": threshold(0.5, "s: where the Gaussian rises most"),
        },
    ),
)
