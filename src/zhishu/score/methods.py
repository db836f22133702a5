"""The tables of aggregators, rankings and tierings: what each is and where it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method, Option
from zhishu.score.aggregate import arithmetic
from zhishu.score.ranks import TIES, rank
from zhishu.score.tiers import equal_interval, natural_breaks, quantiles, rank_cuts, score_cuts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators"

ARITHMETIC = Method(
    kind="aggregate",
    id="arithmetic",
    name=Text("加权算术平均", "Weighted arithmetic mean"),
    citation=f"China Big Data Industry Development Index, 2023 edition, section 1.3; {HANDBOOK}, section 6",
    formula="index_k = sum_i w_ki * x'_ki",
    needs="weights that sum to 1",
    range="between the lowest and the highest value of the group",
    degenerate={
        "nan": "mean over the values present, weights divided by their sum; NaN if none weighs anything",
        "constant": "the constant",
        "zero": "0",
        "negative": "harmless",
        "tie": "regions with equal values get exactly the same score",
        "single_region": "harmless",
    },
    function=arithmetic,
    inputs=("weights",),
    example=Example((np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([0.75, 0.25])), [0.875, 0.25]),
)

BY_SCORE = Method(
    kind="rank",
    id="by_score",
    name=Text("按得分排名", "Rank by score"),
    citation="standard, modified, fractional and dense competition ranking",
    formula="min: 1 + number of higher scores; max: number of scores at least as high; average: their mean; "
    "dense: 1 + number of different higher scores",
    needs="scores",
    range="[1, number of regions]",
    degenerate={
        "nan": "rank NaN, takes no place",
        "constant": "all tie",
        "zero": "all tie",
        "negative": "harmless",
        "tie": "shared as `ties` says, never by the order of regions",
        "single_region": "rank 1",
    },
    function=rank,
    inputs=("axis",),
    parameters={
        "ties": Option("min", {"enum": list(TIES)}, "the rank that equal scores share"),
        "descending": Option(
            default=True, schema={"type": "boolean"}, description="the highest score is first"
        ),
        "tolerance": Option(0.0, {"type": "number", "minimum": 0}, "scores that differ by no more are equal"),
    },
    example=Example((np.array([70.0, 90.0, 70.0, 10.0]),), [2.0, 1.0, 2.0, 4.0]),
)

_CUTS = {"type": "array", "items": {"type": "number"}, "minItems": 1}
_SCORES, _RANKS = np.array([90.0, 88.0, 50.0, 48.0, 10.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def _tiering(  # noqa: PLR0913, PLR0917 - one argument per column of the table
    identifier: str,
    name: Text,
    citation: str,
    formula: str,
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

TIERINGS: Mapping[str, Method] = {
    method.id: method
    for method in (
        _tiering(
            "rank_cuts",
            Text("按名次分档", "Rank cuts"),
            "China Big Data Industry Development Index, 2023 edition, section 2.2: places 1-5, 6-13, 14-20",
            "tier = 1 + number of cuts below the rank",
            rank_cuts,
            {"cuts": Option((5, 13, 20), _CUTS, "the last place of each tier but the last")},
            Example((_SCORES, _RANKS), [1, 2, 2, 3, 3], {"cuts": (1, 3)}),
            refused={"single_region": "error: no cut leaves a region for the last tier"},
        ),
        _tiering(
            "score_cuts",
            Text("按得分分档", "Score cuts"),
            "fixed thresholds of the edition",
            "tier = 1 + number of cuts above the score",
            score_cuts,
            {"cuts": Option((), _CUTS, "the lowest score of each tier but the last; must be given")},
            Example((_SCORES, _RANKS), [1, 1, 2, 3, 3], {"cuts": (80, 50)}),
            refused={},
        ),
        _tiering(
            "natural_breaks",
            Text("自然断点法", "Natural breaks"),
            f"Jenks (1967); Fisher (1958), JASA 53; {_MAPCLASSIFY}",
            "classes with the least sum of squared deviations within",
            natural_breaks,
            _K,
            Example((_SCORES, _RANKS), [1, 1, 2, 2, 3], {"k": 3}),
            refused=_NO_CLASSES,
        ),
        _tiering(
            "quantiles",
            Text("分位数法", "Quantiles"),
            _MAPCLASSIFY,
            "bounds at the quantiles 1/k, 2/k … of the scores",
            quantiles,
            _K,
            Example((_SCORES, _RANKS), [1, 1, 2, 2, 2], {"k": 2}),
            refused=_NO_CLASSES,
        ),
        _tiering(
            "equal_interval",
            Text("等距法", "Equal intervals"),
            _MAPCLASSIFY,
            "bounds at min + i (max - min) / k",
            equal_interval,
            _K,
            Example((_SCORES, _RANKS), [1, 1, 3, 3, 4], {"k": 4}),
            refused=_NO_CLASSES,
        ),
    )
}

AGGREGATORS: Mapping[str, Method] = {ARITHMETIC.id: ARITHMETIC}
RANKINGS: Mapping[str, Method] = {BY_SCORE.id: BY_SCORE}
