"""The normal cloud model (正态云模型): certainty that a value belongs to a grade of vague width."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.score.aggregators.judged.matter_element import BOUNDS, FEWEST
from zhishu.score.aggregators.judged.verdicts import VERDICTS, score_of
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HALF = 2.0 * math.sqrt(2.0 * math.log(2.0))
"""An interval of so many entropies has certainty 1/2 at its ends: 2.3548."""
VAGUEST = 0.2
"""Up to this part of the entropy the mean over all drops is right to seven digits; a third is a mist."""
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)
_CHANCES = _WEIGHTS / _WEIGHTS.sum()


def cloud(  # noqa: PLR0913 - the grades, their vagueness, and how one reads the degrees
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    bounds: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
    width: float = HALF,
    vagueness: float = 0.1,
    ends: str = "open",
    clouds: str = "separate",
    verdict: str = "weighted_mean",
    confidence: float = 0.6,
    unit: str = "values",
) -> NDArray[np.float64]:
    """Return the score of each region by the normal cloud model, shape (…, regions).

    Each grade is a cloud between two neighbouring `bounds` (rising, in units of `x`): expectation Ex in
    the middle, entropy En the interval over `width`, hyper-entropy He = `vagueness` × En. `width`
    2.3548 gives certainty 1/2 at the bounds, 6 is the rule of three entropies to either side. Certainties
    (`certainty`) are summed by weight; the `verdict` is the mean of the grades by them, the greatest, or
    the best grade that is reached with `confidence` (`score_of`). With `ends: open` a value beyond the
    middle of an outer grade belongs to it wholly (half clouds), with `closed` it belongs less again.
    With `clouds: joint` a grade is one cloud of all columns (多维云, `joint_certainty`): a region must be
    near its middle in all that weighs, where separate clouds let columns make up for one another.

    With `unit: grades` grades are counted from 1; with `values` the middle of the grade stands for it.
    A value beyond the outer bounds is taken as if it were at them. Missing values as in `arithmetic`.
    Fewer than three bounds, or bounds that do not rise, are a MethodError.

    >>> cloud(np.array([[0.375, 0.375], [1.0, 1.0]]), np.array([0.5, 0.5]), verdict="maximum")
    array([0.375, 0.875])
    """
    edges = np.asarray(bounds, dtype=float)
    if edges.ndim != 1 or len(edges) < FEWEST or not (np.diff(edges) > 0).all():
        raise MethodError(
            "the bounds of the grades do not rise", seen=list(bounds), allowed="three or more rising numbers"
        )
    centres = (edges[:-1] + edges[1:]) / 2.0
    within = np.clip(x, *((centres[0], centres[-1]) if ends == "open" else (edges[0], edges[-1])))
    values, shares = present(within, weights)
    entropy = np.diff(edges) / width
    hyper_entropy = vagueness * entropy
    if clouds == "joint":
        degrees = joint_certainty(values, shares, centres, entropy, hyper_entropy)
    else:
        certain = certainty(values[..., None], centres, entropy, hyper_entropy)
        degrees = weighted_sum(np.moveaxis(certain, -2, -1), shares[..., None, :])
    grades = np.arange(1.0, len(edges)) if unit == "grades" else centres
    return score_of(degrees, grades, verdict, confidence)


def certainty(
    x: NDArray[np.float64],
    expectation: NDArray[np.float64],
    entropy: NDArray[np.float64],
    hyper_entropy: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the expected certainty of values in clouds (Ex, En, He), the shapes broadcast together.

    One drop of the generator has exp(−(x − Ex)² / (2 En'²)) with En' drawn from N(En, He²); this is its
    mean over all drops, by quadrature in place of a simulation: to seven digits up to He = En / 5.
    Without hyper-entropy it is that with En itself.

    >>> certainty(np.array([2.0]), np.array(1.0), np.array([1.0]), np.array([0.0])).round(6)
    array([0.606531])
    """
    gap = (np.asarray(x) - expectation) ** 2 / 2.0
    total = np.zeros(np.broadcast_shapes(gap.shape, np.shape(entropy), np.shape(hyper_entropy)))
    vague = bool(np.any(hyper_entropy))
    for node, chance in zip(_NODES, _CHANCES, strict=True) if vague else ((0.0, 1.0),):
        drawn = (entropy + node * hyper_entropy) ** 2
        total = total + chance * np.exp(-gap / np.maximum(drawn, np.finfo(float).tiny))
    return np.asarray(total)


def joint_certainty(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    expectation: NDArray[np.float64],
    entropy: NDArray[np.float64],
    hyper_entropy: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return each region's certainty in clouds of all columns, (…, regions, grades), over its greatest.

    One drop has exp(−Σ_j w_j (x_j − Ex)² / (2 En'_j²)), its En'_j drawn one by one from N(En, He²), so the
    mean over all drops is a product over columns. `x` is (…, regions, columns), `weights` broadcasts to
    it; the clouds are (grades) or (columns, grades). Products are summed as logarithms and divided by the
    region's greatest, so that no region is too far from all grades to be told to which it is nearest.
    Weights that are NaN (`present`) give NaN.

    >>> at = np.array([[0.0, 1.0]])
    >>> joint_certainty(at, np.ones(2), np.array([0.0, 1.0]), np.ones(2), np.zeros(2)).round(6)
    array([[1., 1.]])
    """
    unknown = np.isnan(weights).any(axis=-1, keepdims=True)
    gap = np.nan_to_num(weights)[..., None] * (x[..., None] - expectation) ** 2 / 2.0
    certain = np.full(gap.shape, -np.inf)
    vague = bool(np.any(hyper_entropy))
    for node, chance in zip(_NODES, _CHANCES, strict=True) if vague else ((0.0, 1.0),):
        drawn = np.maximum((entropy + node * hyper_entropy) ** 2, np.finfo(float).tiny)
        certain = np.logaddexp(certain, np.log(chance) - gap / drawn)
    total = weighted_sum(np.moveaxis(certain, -2, -1), np.ones(gap.shape[-2]))
    return np.where(unknown, np.nan, np.exp(total - total.max(axis=-1, keepdims=True)))


_TWO = (np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([0.25, 0.75]))

CLOUD = (
    aggregator(
        "cloud",
        Text("正态云模型评价", "Normal cloud model evaluation"),
        cloud,
        citation="Li, Meng and Shi (李德毅, 孟海军, 史雪梅, 1995), 隶属云和隶属云发生器, "
        "计算机研究与发展 32(6): 15-20; of grades: 侯克鹏, 王黎蝶 (2021), 安全与环境学报 21(6): 2443-2451; "
        "joint: Wang, Zeng, Singh et al. (2016), Environmental Research 149: 113-121",
        formula=Text(
            "sum_k D_k g_k / sum_k D_k；D_k = sum_i w_i E[exp(-(x_i - Ex_k)^2 / (2 En'^2))]，En' ~ N(En_k, "
            "He_k^2)，Ex_k 为等级区间的中点，En_k = 区间长度 / width，He_k = vagueness En_k，"
            "g_k 为等级 k 的值；clouds 取 joint 时 D_k = prod_i E[exp(-w_i (x_i - Ex_k)^2 / (2 En'^2))]",
            "sum_k D_k g_k / sum_k D_k; D_k = sum_i w_i E[exp(-(x_i - Ex_k)^2 / (2 En'^2))], En' ~ N(En_k, "
            "He_k^2), Ex_k = middle of grade k, En_k = its length / width, He_k = vagueness En_k, g_k = "
            "value of grade k; clouds: joint: D_k = prod_i E[exp(-w_i (x_i - Ex_k)^2 / (2 En'^2))]",
        ),
        needs="values on the scale of the bounds; weights that sum to 1",
        range_="between the middles of the lowest and the highest grade; unit: grades: 1 to their number",
        degenerate={**ONE_BY_ONE, "negative": "as the lowest bound, if that is 0"},
        example=Example(
            _TWO,
            [1.5, 117 / 68],
            {"bounds": [0, 0.5, 1], "unit": "grades", "vagueness": 0},
        ),
        parameters={
            "bounds": Option((0.0, 0.25, 0.5, 0.75, 1.0), BOUNDS, "the bounds of the grades, rising"),
            "width": Option(
                HALF,
                {"type": "number", "exclusiveMinimum": 0},
                "how many entropies an interval is long: 2.3548 has certainty 1/2 at its ends, 6 the rule of "
                "3 En",
            ),
            "vagueness": Option(
                0.1,
                {"type": "number", "minimum": 0, "maximum": VAGUEST},
                "the hyper-entropy, as a part of the entropy",
            ),
            "ends": choice(
                "open", ("closed",), "beyond the middle of an outer grade: wholly in it, or less again"
            ),
            "clouds": choice(
                "separate",
                ("joint",),
                "a cloud of its own for every column, degrees summed by weight; or one cloud of all columns "
                "per grade, weights within the exponent",
            ),
            **VERDICTS,
            "unit": choice("values", ("grades",), "the middle of a grade, or its number from 1 upwards"),
        },
    ),
)
