"""Tiers: the classes of regions, 1 is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.cluster import breaks
from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

UNRANKED = 0
"""The tier of a region that has no score."""


def rank_cuts(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], *, cuts: Sequence[float] = (5, 13, 20)
) -> NDArray[np.int64]:
    """Return tiers by rank: 1 up to the first cut, 2 up to the second …, the last one below all cuts.

    `scores` and `ranks` are (…, regions), tiers too; a region without a rank gets 0. Regions that tie
    share a tier. Cuts must rise and be at least 1, else MethodError. One recipe serves levels of any
    size: cuts beyond the number of regions leave the tiers below them empty.

    >>> rank_cuts(np.array([9.0, 7.0, 5.0]), np.array([1.0, 2.0, 3.0]), cuts=[1, 5, 13])
    array([1, 2, 2])
    """
    bounds = _rising(cuts, "ranks")
    if bounds[0] < 1:
        raise MethodError("rank cuts begin below 1", seen=list(cuts), allowed="rising ranks, 1 or more")
    return _classes(np.searchsorted(bounds, ranks, side="left"), scores)


def score_cuts(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], *, cuts: Sequence[float] = ()
) -> NDArray[np.int64]:
    """Return tiers by score: 1 from the highest cut upwards, the last one below the lowest cut.

    A score equal to a cut belongs above it. `cuts` are in printed scores and may stand in rising or
    falling order. `ranks` tells which regions are ranked at all.

    >>> score_cuts(np.array([80.0, 60.0, 10.0]), np.array([1.0, 2.0, 3.0]), cuts=[60, 30])
    array([1, 1, 3])
    """
    falling = list(cuts)[::-1] if len(cuts) > 1 and cuts[0] > cuts[-1] else cuts
    bounds = _rising(falling, "scores")
    return _classes(
        len(bounds) - np.searchsorted(bounds, scores, side="right"), np.where(np.isnan(ranks), np.nan, scores)
    )


def natural_breaks(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], *, k: int = 4
) -> NDArray[np.int64]:
    """Return k tiers by natural breaks (Jenks): the classes with the least variance within.

    Computed exactly (Fisher's dynamic programme, `zhishu.cluster.breaks`), so there is no random start.
    Needs k different scores; else MethodError.

    >>> natural_breaks(np.array([90.0, 88.0, 50.0]), np.array([1.0, 2.0, 3.0]), k=2)
    array([1, 1, 2])
    """
    known = np.where(np.isnan(ranks), np.nan, scores)
    _require_different(known, k)
    classes = breaks.natural_breaks(known, k)
    return np.where(np.isnan(known), UNRANKED, k - classes).astype(np.int64)


def quantiles(scores: NDArray[np.float64], ranks: NDArray[np.float64], *, k: int = 4) -> NDArray[np.int64]:
    """Return k tiers that hold about the same number of regions; equal scores share a tier."""
    return _classified(scores, ranks, "Quantiles", k)


def equal_interval(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], *, k: int = 4
) -> NDArray[np.int64]:
    """Return k tiers of equal width between the lowest and the highest score; some may be empty."""
    return _classified(scores, ranks, "EqualInterval", k)


def _classified(
    scores: NDArray[np.float64], ranks: NDArray[np.float64], scheme: str, k: int
) -> NDArray[np.int64]:
    """Classify each row of scores by a scheme of mapclassify; classes there rise, tiers here fall."""
    flat, known = scores.reshape(-1, scores.shape[-1]), ~np.isnan(ranks.reshape(-1, scores.shape[-1]))
    tiers = np.full(flat.shape, UNRANKED, dtype=np.int64)
    for row, (values, ranked) in enumerate(zip(flat, known, strict=True)):
        tiers[row, ranked] = k - _upper_classes(values[ranked], scheme, k)
    return tiers.reshape(scores.shape)


def _upper_classes(values: NDArray[np.float64], scheme: str, k: int) -> NDArray[np.int64]:
    import mapclassify  # noqa: PLC0415 - it brings pandas and scikit-learn

    _require_different(values, k)
    bins = np.asarray(getattr(mapclassify, scheme)(values, k=k).bins, dtype=float)
    # Above the last bound is impossible but for rounding of the bound itself.
    return np.minimum(np.searchsorted(bins, values, side="left"), k - 1)


def _require_different(scores: NDArray[np.float64], k: int) -> None:
    """Raise unless every row of scores, (…, regions), NaN for none, has k different ones."""
    rising = np.sort(scores, axis=-1)
    steps = (rising[..., 1:] > rising[..., :-1]).sum(axis=-1)
    different = int((steps + (~np.isnan(rising)).any(axis=-1)).min())
    if not 2 <= k <= different:  # noqa: PLR2004 - one class is no classification
        raise MethodError(
            "the number of tiers does not fit the scores",
            seen=f"{k} tiers for {different} different scores",
            allowed=f"2 to {different}" if different > 1 else "tiers need two different scores at least",
        )


def _classes(classes: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.where(np.isnan(values), UNRANKED, classes + 1).astype(np.int64)


def _rising(cuts: Sequence[float], what: str) -> NDArray[np.float64]:
    bounds = np.array(list(cuts), dtype=float)
    if not bounds.size or not np.isfinite(bounds).all() or (np.diff(bounds) <= 0).any():
        raise MethodError(
            f"the cuts of tiers by {what} do not rise", seen=list(cuts), allowed=f"different {what}, in order"
        )
    return bounds


_CUTS = {"type": "array", "items": {"type": "number"}, "minItems": 1}
_SCORES, _RANKS = np.array([90.0, 88.0, 50.0, 48.0, 10.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def tiering(  # noqa: PLR0913, PLR0917 - one argument per column of the table
    identifier: str,
    name: Text,
    citation: str,
    formula: str | Text,
    function: Callable[..., object],
    parameters: Mapping[str, Option],
    example: Example,
    *,
    refused: Mapping[str, str],
) -> Method:
    """Return a tiering's line; what all tierings share is written once."""
    return Method(
        kind="tiers",
        id=identifier,
        name=name,
        citation=citation,
        formula=formula,
        needs="scores and ranks",
        range="1 (best) to the number of tiers; 0 for a region without a score",
        degenerate={
            "nan": "tier 0",
            "constant": "regions with equal scores share a tier",
            "zero": "as constant",
            "negative": "harmless",
            "tie": "regions with equal scores share a tier",
            "single_region": "the tier of its score",
            **refused,
        },
        function=function,
        inputs=("ranks",),
        parameters=parameters,
        example=example,
    )


_TOO_FEW = "error: fewer different scores than tiers"
_NO_CLASSES = {"constant": _TOO_FEW, "zero": _TOO_FEW, "single_region": _TOO_FEW}
_K = {"k": Option(4, {"type": "integer", "minimum": 2}, "the number of tiers")}
_MAPCLASSIFY = "as computed by mapclassify (PySAL)"

TIERS = (
    tiering(
        "rank_cuts",
        Text("按名次分档", "Rank cuts"),
        "China Big Data Industry Development Index, 2023 edition, section 2.2: places 1-5, 6-13, 14-20",
        Text("档次 = 1 + 小于该地区名次的分界名次的个数", "tier = 1 + number of cuts below the rank"),
        rank_cuts,
        {"cuts": Option((5, 13, 20), _CUTS, "the last place of each tier but the last")},
        Example((_SCORES, _RANKS), [1, 2, 2, 3, 3], {"cuts": (1, 3)}),
        refused={"single_region": "tier 1"},
    ),
    tiering(
        "score_cuts",
        Text("按得分分档", "Score cuts"),
        "fixed thresholds of the edition",
        Text("档次 = 1 + 高于该地区得分的分界值的个数", "tier = 1 + number of cuts above the score"),
        score_cuts,
        {"cuts": Option((), _CUTS, "the lowest score of each tier but the last; must be given")},
        Example((_SCORES, _RANKS), [1, 1, 2, 3, 3], {"cuts": (80, 50)}),
        refused={},
    ),
    tiering(
        "natural_breaks",
        Text("自然断点法", "Natural breaks"),
        "Fisher (1958), On grouping for maximum homogeneity, JASA 53: 789-798; Jenks (1967)",
        Text("使各档内离差平方和的总和最小的分档", "classes with the least sum of squared deviations within"),
        natural_breaks,
        _K,
        Example((_SCORES, _RANKS), [1, 1, 2, 2, 3], {"k": 3}),
        refused=_NO_CLASSES,
    ),
    tiering(
        "quantiles",
        Text("分位数法", "Quantiles"),
        _MAPCLASSIFY,
        Text("以得分的 1/k、2/k … 分位数为分界", "bounds at the quantiles 1/k, 2/k … of the scores"),
        quantiles,
        _K,
        Example((_SCORES, _RANKS), [1, 1, 2, 2, 2], {"k": 2}),
        refused=_NO_CLASSES,
    ),
    tiering(
        "equal_interval",
        Text("等距法", "Equal intervals"),
        _MAPCLASSIFY,
        Text("以 min + i (max - min) / k 为分界", "bounds at min + i (max - min) / k"),
        equal_interval,
        _K,
        Example((_SCORES, _RANKS), [1, 1, 3, 3, 4], {"k": 4}),
        refused=_NO_CLASSES,
    ),
)
