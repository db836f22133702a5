"""The table of weightings: what each is, whom it follows, and where it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh import combine
from zhishu.weigh.envelopment import common
from zhishu.weigh.fitted import components, importance, projection, regression, scatter, unobserved
from zhishu.weigh.judged import (
    best_worst,
    complementary,
    conjoint,
    experts,
    hierarchy,
    influence,
    linked_ratios,
    network,
    orders,
)
from zhishu.weigh.spread import anti_entropy, conflict, dispersion, information, relation
from zhishu.weigh.spread.improved_vector import READINGS, improved_vector
from zhishu.weigh.stated import equal, given

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXAMPLE = np.array([[1.0, 0.4, 1.0], [0.6, 1.0, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0.0], [0.0, 0.0, 0.25]])

IMPROVED_VECTOR = Method(
    kind="weigh",
    id="improved_vector",
    name=Text("改进向量法", "Improved vector method"),
    citation="China Big Data Industry Development Index, 2023 edition, section 1.3 (distance, closeness); "
    "Ma, Fan and Huang (1999), European Journal of Operational Research 112(2): 397-404 (ideal_point); "
    "Shuai, Zongzhun, Yongji and Lei (2012), 24th Chinese Control and Decision Conference (angle)",
    formula=Text(
        "b_j = max_i x_ij，D_j = sqrt(sum_i (b_j - x_ij)^2)；归一化（除以总和）前的 w_j：距离 D_j；"
        "贴近度 1 - D_j / sqrt(n)；理想点 1 / D_j^2；夹角 arccos(sum_i x_ij / (sqrt(n) |x_j|))",
        "b_j = max_i x_ij, D_j = sqrt(sum_i (b_j - x_ij)^2); w_j before division by the sum: distance D_j; "
        "closeness 1 - D_j / sqrt(n); ideal_point 1 / D_j^2; angle arccos(sum_i x_ij / (sqrt(n) |x_j|))",
    ),
    needs="comparable columns, larger is better; `closeness` needs columns within a span of 1",
    range="[0, 1], sum 1",
    degenerate={
        "nan": "distances are root mean squares over the regions that have a value",
        "constant": "weight 0; equal weights when every column of the group is constant",
        "zero": "as constant: weight 0",
        "negative": "harmless: only gaps to the best value count (the angle may exceed 90 degrees)",
        "tie": "harmless",
        "single_region": "every column is constant, so equal weights",
    },
    function=improved_vector,
    parameters={"reading": Option("distance", {"enum": list(READINGS)}, "which reading of the open formula")},
    example=Example((_EXAMPLE,), [0.325491548754, 0.371249605781, 0.303258845465]),
    note=Text(
        "公开说明未给出“改进向量法”的权重公式，此处为其中一种解读，所用解读须一并注明。",
        "The published description leaves the formula of the improved vector method open; "
        "this is one reading of it, and the reading used is named.",
    ),
)

EQUAL = Method(
    kind="weigh",
    id="equal",
    name=Text("等权法", "Equal weights"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 6",
    formula=Text(
        "对 m 个取值非常数的指标，w_j = 1 / m", "w_j = 1 / m over the m columns that are not constant"
    ),
    needs="nothing",
    range="[0, 1], sum 1",
    degenerate={
        "nan": "harmless; a column without any value counts as constant",
        "constant": "weight 0 (1 / m with `constant: keep`); equal weights when every column is constant",
        "zero": "as constant",
        "negative": "harmless",
        "tie": "harmless",
        "single_region": "every column is constant, so equal weights",
    },
    function=equal,
    parameters={
        "constant": Option("drop", {"enum": ["drop", "keep"]}, "whether a constant column loses its weight")
    },
    example=Example((np.array([[1.0, 5.0, 0.2], [0.0, 5.0, 1.0]]),), [0.5, 0.0, 0.5]),
)

GIVEN = Method(
    kind="weigh",
    id="given",
    name=Text("给定权重", "Given weights"),
    citation="the edition's framework",
    formula=Text(
        "w_j = 指标 j 的给定权重 / 同组给定权重之和",
        "w_j = stated weight / sum of the stated weights of the group",
    ),
    needs="`weight` at every node of a group, none negative, not all 0",
    range="[0, 1], sum 1",
    degenerate={
        "nan": "harmless: the values do not matter",
        "constant": "keeps its stated weight",
        "zero": "keeps its stated weight",
        "negative": "harmless (a negative stated weight is an error)",
        "tie": "harmless",
        "single_region": "harmless",
    },
    function=given,
    inputs=("stated",),
    example=Example((np.zeros((4, 2)), np.array([3.0, 1.0])), [0.75, 0.25]),
)

WEIGHTINGS: Mapping[str, Method] = {
    method.id: method
    for method in (
        IMPROVED_VECTOR,
        EQUAL,
        GIVEN,
        *experts.METHODS,
        *hierarchy.METHODS,
        *complementary.METHODS,
        *best_worst.METHODS,
        *conjoint.METHODS,
        *influence.METHODS,
        *network.METHODS,
        *orders.METHODS,
        *linked_ratios.METHODS,
        *dispersion.METHODS,
        *information.METHODS,
        *anti_entropy.METHODS,
        *conflict.METHODS,
        *relation.METHODS,
        *components.METHODS,
        *unobserved.METHODS,
        *scatter.METHODS,
        *projection.METHODS,
        *regression.METHODS,
        *common.METHODS,
        *importance.METHODS,
        *combine.METHODS,
    )
}
