"""The full-permutation polygon (全排列多边形图示指标法): the mean product of two of a region's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator
from zhishu.score.aggregators.columns import present, require_within

if TYPE_CHECKING:
    from numpy.typing import NDArray


def polygon(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean area of a region's polygons, over that of the full one, shape (…, regions).

    Draw a region's values as the spokes of a radar chart: the area within depends on the order of the
    spokes. Its mean over all (m - 1)! / 2 orders, divided by the area where every value is 1, is the mean
    of the products of two values,

        S = Σ_{i<j} w_i w_j x_i x_j / Σ_{i<j} w_i w_j,

    here of a pair's weights; with equal weights that of the source, Σ_{i<j} (F_i + 1) (F_j + 1) /
    (2 m (m - 1)) of standardised values F = 2 x - 1 in [-1, 1]. A region with v in every column has
    v², and so has a group with one column that weighs. Values outside [0, 1] raise a MethodError; missing
    values as in `arithmetic`.

    >>> polygon(np.array([[0.5, 0.5, 0.5], [0.0, 0.5, 1.0]]), np.full(3, 1 / 3)).round(6)
    array([0.25    , 0.166667])
    """
    require_within(x, "polygon", lowest=0, highest=1, advice="normalise to [0, 1], for instance `hyperbolic`")
    x, weights = present(np.clip(x, 0.0, 1.0), weights)
    weights = np.broadcast_to(weights, x.shape)
    spokes, reach, area, full = (np.zeros(x.shape[:-1]) for _ in range(4))
    for column in range(x.shape[-1]):
        weight = weights[..., column]
        spoke = weight * x[..., column]
        area, full = area + spoke * spokes, full + weight * reach
        spokes, reach = spokes + spoke, reach + weight
    mean = np.divide(spokes, reach, out=np.where(np.isnan(reach), np.nan, 0.0), where=reach > 0)
    shared = np.divide(area, full, out=mean**2, where=full > 0)
    return np.asarray(np.minimum(shared, 1.0))


POLYGON = (
    aggregator(
        "polygon",
        Text("全排列多边形图示指标法", "Full-permutation polygon"),
        polygon,
        citation="Wu, Wang, Li and Xu (吴琼, 王如松, 李宏卿, 徐晓波, 2005), 生态城市指标体系与评价方法, "
        "生态学报 25(8): 2090-2095; weights are an addition: equal ones are the source's",
        formula="S = sum_{i<j} w_i w_j x_i x_j / sum_{i<j} w_i w_j",
        needs="values in [0, 1]; weights that sum to 1",
        range_="[0, 1]",
        degenerate={
            **ONE_BY_ONE,
            "zero": "0 for a region in which all values but one are 0",
            "negative": "error: not defined for negative values",
        },
        note=Text(
            "全排列多边形图示指标法未找到附有原始数据的公开算例，仅与其公式及按各种顺序画出的雷达图面积核对过。",
            "No printed example with its data was found for the full-permutation polygon; it is held against "
            "its formula and against the areas of radar charts in every order.",
        ),
        example=Example((np.array([[0.5, 0.5, 0.5], [0.0, 0.5, 1.0]]), np.full(3, 1 / 3)), [0.25, 1 / 6]),
    ),
)
