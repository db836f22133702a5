"""Weights from pairwise comparisons: the analytic hierarchy process and its fuzzy relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.judged.judgments import COMPARISONS, comparison_matrices, for_every_draw, ids_of
from zhishu.weigh.judged.priorities import PRIORITIES, consistency

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def ahp(  # noqa: PLR0913 - the panel, its group's ids and four choices of the method
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    comparisons: Mapping[str, Mapping[str, float | str]] = (),  # type: ignore[assignment]
    priority: str = "eigenvector",
    aggregate: str = "judgments",
    limit: float | None = 0.1,
) -> NDArray[np.float64]:
    """Return the weights of the analytic hierarchy process, shape (…, columns).

    `comparisons` are those of `comparison_matrices`: one matrix, or pairs × experts. `priority` is

    - the principal `eigenvector` (特征根法), the `geometric_mean` of the rows (根法), or the mean of the
      rows with columns divided by their sums (`column_mean`, 和法);
    - what makes a sum smallest: of (a_ij - w_i / w_j)² (`least_squares`, 最小二乘法), of (a_ij w_j -
      w_i)² (`weighted_least_squares`, 加权最小二乘法), of a_ij w_j / w_i (`least_deviation`, 最小偏差法),
      or of (a_ij - w_i / w_j)² / (w_i / w_j) (`chi_square`, 卡方法).

    They agree where comparisons are consistent. Several experts are joined by the geometric mean of
    their `judgments`, entry by entry, or of their `priorities`. An expert whose consistency ratio is
    above `limit`, and a joined matrix above it, raise a MethodError with the ratio; `limit` null accepts
    all. The ratio is that of the largest eigenvalue, whichever `priority` is taken. Comparisons that
    contradict themselves so much that several weights have the same least squares are a MethodError.

    Values of `x` do not matter, so nothing about them is degenerate.

    Source: Saaty 1980; Crawford and Williams 1985 (geometric mean); Jensen 1984 (least squares); Chu,
    Kalaba and Spingarn 1979 (weighted least squares); Xu 2000 (chi-square); Forman and Peniwati 1998
    (groups).

    >>> ahp(np.zeros((4, 2)), ("a", "b"), comparisons={"a": {"b": 3}})
    array([0.75, 0.25])
    """
    matrices = comparison_matrices(comparisons, ids_of(x, members))
    _refuse_inconsistent(matrices, limit)
    find = PRIORITIES[priority]
    if aggregate == "judgments":
        joined = np.exp(np.log(matrices).mean(axis=0))
        _refuse_inconsistent(joined[None], limit)
        return for_every_draw(find(joined), x)
    means = np.exp(np.log(find(matrices)).mean(axis=0))
    return for_every_draw(means / means.sum(), x)


def _refuse_inconsistent(matrices: NDArray[np.float64], limit: float | None) -> None:
    ratios = consistency(matrices).ratio
    if limit is not None and (ratios > limit).any():
        raise MethodError(
            "pairwise comparisons contradict themselves",
            where=f"matrix {int(ratios.argmax()) + 1} of {len(ratios)}",
            seen=f"consistency ratio {float(ratios.max()):.3f}",
            allowed=f"at most {limit:g}",
            advice="ask the expert again, or set `limit` higher, or null to accept it",
        )


def fuzzy_ahp(  # noqa: PLR0913 - as ahp
    x: NDArray[np.float64],
    members: Sequence[str] | None = None,
    *,
    comparisons: Mapping[str, Mapping[str, float | str]] = (),  # type: ignore[assignment]
    variant: str = "buckley",
    spread: float = 1.0,
    limit: float | None = 0.1,
) -> NDArray[np.float64]:
    """Return the weights of the fuzzy analytic hierarchy process, shape (…, columns).

    A comparison a ≥ 1 becomes the triangular number (a - spread, a, a + spread), held within [1, 9]
    (a = 1 stays 1), its mirror image the reciprocal; with several experts the triangle reaches from
    the least of the lower ends to the largest of the upper ones, its middle the geometric mean.

    - `buckley`: geometric means of the rows, each over the sum of all (lower ends over upper sums),
      then the centroid (l + m + u) / 3, over the sum;
    - `chang`: extent analysis, where a weight is the least degree of possibility that the column's
      extent is not below another's. It may give a column 0 although nobody said so, for which it
      has been criticised (Wang, Luo and Hua 2008); hence it is not the default.

    `limit` holds the middle values to the consistency ratio as in `ahp`. Values of `x` do not matter.

    Source: Buckley 1985, Fuzzy Sets and Systems 17(3): 233-247; Chang 1996, European Journal of
    Operational Research 95(3): 649-655.

    >>> fuzzy_ahp(np.zeros((4, 2)), ("a", "b"), comparisons={"a": {"b": 3}}).round(4)
    array([0.7424, 0.2576])
    """
    matrices = comparison_matrices(comparisons, ids_of(x, members))
    _refuse_inconsistent(matrices, limit)
    lower, middle, upper = triangles(matrices, spread)
    weights = _buckley(lower, middle, upper) if variant == "buckley" else _chang(lower, middle, upper)
    return for_every_draw(weights, x)


def triangles(
    matrices: NDArray[np.float64], spread: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return lower ends, middles and upper ends (n, n) of the panel's fuzzy comparisons.

    >>> [end.tolist() for end in triangles(np.array([[[1.0, 4.0], [0.25, 1.0]]]), 1.0)][0]
    [[1.0, 3.0], [0.2, 1.0]]
    """
    above = np.where(matrices >= 1.0, matrices, 1.0 / matrices)
    equal = np.isclose(above, 1.0)
    low = np.where(equal, 1.0, np.maximum(above - spread, 1.0))
    high = np.where(equal, 1.0, np.minimum(above + spread, np.maximum(above, 9.0)))
    lower = np.where(matrices >= 1.0, low, 1.0 / high).min(axis=0)
    upper = np.where(matrices >= 1.0, high, 1.0 / low).max(axis=0)
    return lower, np.exp(np.log(matrices).mean(axis=0)), upper


def _buckley(
    lower: NDArray[np.float64], middle: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.float64]:
    low, mid, high = (np.exp(np.log(matrix).mean(axis=1)) for matrix in (lower, middle, upper))
    centroid = (low / high.sum() + mid / mid.sum() + high / low.sum()) / 3.0
    weights: NDArray[np.float64] = centroid / centroid.sum()
    return weights


def _chang(
    lower: NDArray[np.float64], middle: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.float64]:
    low, mid, high = lower.sum(axis=1), middle.sum(axis=1), upper.sum(axis=1)
    low, mid, high = low / high.sum(), mid / mid.sum(), high / low.sum()
    possible = _possibility(low, mid, high).min(axis=1)
    weights: NDArray[np.float64] = possible / possible.sum()
    return weights


def _possibility(
    low: NDArray[np.float64], mid: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return V(M_i ≥ M_k), (n, n): the height at which the two triangles meet, 1 where M_i is not below."""
    overlap = high[:, None] - low[None, :]
    width = overlap + (mid[None, :] - mid[:, None])
    crossing = np.divide(overlap, width, out=np.zeros_like(width), where=width > 0)
    found: NDArray[np.float64] = np.where(mid[:, None] >= mid[None, :], 1.0, np.clip(crossing, 0.0, 1.0))
    return found


_SAME = {
    "nan": "harmless: the values do not matter",
    "constant": "keeps its stated weight",
    "zero": "keeps its stated weight",
    "negative": "harmless",
    "tie": "harmless",
    "single_region": "harmless",
}
STATED_BY_PEOPLE: Mapping[str, str] = _SAME
"""The six degenerate cases of every weighting that does not look at the values."""

LIMIT = Option(
    0.1, {"type": ["number", "null"], "minimum": 0}, "the largest consistency ratio; null accepts every one"
)
PRIORITY = Option(
    "eigenvector",
    {"enum": list(PRIORITIES)},
    "how a matrix becomes weights: its `eigenvector`, the `geometric_mean` of rows or the `column_mean`; or "
    "`least_squares`, `weighted_least_squares`, `least_deviation` or `chi_square`; the consistency ratio is "
    "that of the largest eigenvalue for all",
)
_COMPARISONS = Option(
    (),
    COMPARISONS,
    "a matrix {a: {b: 3}} (missing cells are reciprocals), or pairs × experts {'a / b': {Li: 3, Wu: 1/2}}",
    table="rows",
)

AHP = Method(
    kind="weigh",
    id="ahp",
    name=Text("层次分析法", "Analytic hierarchy process"),
    citation="Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill; Crawford and Williams (1985), "
    "Journal of Mathematical Psychology 29(4): 387-405 (geometric mean); Jensen (1984), Journal of "
    "Mathematical Psychology 28(3): 317-332 (least squares); Chu, Kalaba and Spingarn (1979), Journal of "
    "Optimization Theory and Applications 27(4): 531-538 (weighted least squares); Xu Zeshui (2000), Journal "
    "of Optimization Theory and Applications 107(1): 183-192 (chi-square); Forman and Peniwati (1998), "
    "European Journal of Operational Research 108(1): 165-169 (groups)",
    formula=Text(
        "A w = 最大特征值 * w，sum w = 1，或 w_j 与 (prod_k a_jk)^(1/n) 成正比，或 w_j = sum_k (a_jk / "
        "sum_i a_ik) / n，或使下列之一最小：sum_ij (a_ij - w_i / w_j)^2（最小二乘）、sum_ij (a_ij w_j - "
        "w_i)^2（加权最小二乘）、sum_ij a_ij w_j / w_i（最小偏差）、sum_ij (a_ij - w_i / w_j)^2 w_j / w_i"
        "（卡方）；无论用哪一种，CR = ((最大特征值 - n) / (n - 1)) / RI",
        "A w = largest eigenvalue * w, sum w = 1, or w_j in proportion to (prod_k a_jk)^(1/n), or w_j = "
        "sum_k (a_jk / sum_i a_ik) / n, or the least of sum_ij (a_ij - w_i / w_j)^2 (least squares), sum_ij "
        "(a_ij w_j - w_i)^2 (weighted), sum_ij a_ij w_j / w_i (least deviation) or sum_ij (a_ij - w_i / "
        "w_j)^2 w_j / w_i (chi-square); whichever it is, CR = ((largest eigenvalue - n) / (n - 1)) / RI",
    ),
    needs="a comparison of every pair of the group's members",
    range="(0, 1), sum 1",
    degenerate=_SAME,
    function=ahp,
    inputs=("members",),
    parameters={
        "comparisons": _COMPARISONS,
        "priority": PRIORITY,
        "aggregate": Option(
            "judgments", {"enum": ["judgments", "priorities"]}, "what of several experts is averaged"
        ),
        "limit": LIMIT,
    },
    example=Example((np.zeros((4, 2)), ("a", "b")), [0.75, 0.25], {"comparisons": {"a": {"b": 3}}}),
)
FUZZY_AHP = Method(
    kind="weigh",
    id="fuzzy_ahp",
    name=Text("模糊层次分析法", "Fuzzy analytic hierarchy process"),
    citation="Buckley (1985), Fuzzy Sets and Systems 17(3): 233-247; Chang (1996), European Journal of "
    "Operational Research 95(3): 649-655",
    formula=Text(
        "三角模糊判断 (a - spread, a, a + spread)；buckley：各行模糊几何平均数的重心，除以重心之和；chang："
        "各行综合程度值不小于其他各行的可能度中的最小者，再除以总和",
        "triangular comparisons (a - spread, a, a + spread); buckley: fuzzy geometric means of the rows, "
        "centroids over their sum; chang: least degree of possibility of each row's extent, over the sum",
    ),
    needs="a comparison of every pair of the group's members",
    range="[0, 1], sum 1",
    degenerate=_SAME,
    function=fuzzy_ahp,
    inputs=("members",),
    parameters={
        "comparisons": _COMPARISONS,
        "variant": Option("buckley", {"enum": ["buckley", "chang"]}, "geometric means or extent analysis"),
        "spread": Option(1.0, {"type": "number", "minimum": 0}, "half the width of a fuzzy comparison"),
        "limit": LIMIT,
    },
    example=Example(
        (np.zeros((4, 2)), ("a", "b")), [0.75, 0.25], {"comparisons": {"a": {"b": 3}}, "spread": 0.0}
    ),
)
METHODS = (AHP, FUZZY_AHP)
