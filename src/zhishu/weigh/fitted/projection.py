"""Weights of the direction in which the regions fall into groups that lie far apart: 投影寻踪."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.projection_search import Window, best_direction
from zhishu.weigh.moments import covariances, mean_over_regions, refuse_large, refuse_missing
from zhishu.weigh.shares import degenerate, live_columns, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

_X = np.array([[1.0, 0.4, 1.0], [0.6, 1.0, 0.75], [0.4, 0.1, 0.5], [0.2, 0.2, 0.0], [0.0, 0.0, 0.25]])


def projection_pursuit(
    x: NDArray[np.float64], *, radius: float = 0.1, window: str = "deviation", weights: str = "squared"
) -> NDArray[np.float64]:
    """Return the weights of the best direction of projection (投影寻踪), shape (…, columns).

    Projected on a direction a of length 1 and 0 or more, the regions are at z_i = Σ_j a_j x_ij. Sought
    is the a that makes Q = S D greatest: S is the standard deviation of z (over n - 1), which drives
    groups apart, D = Σ_i Σ_k max(R - |z_i - z_k|, 0) with R = `radius` · S the density within them
    (i = k included). `window: range` takes R = `radius` times the distance of the outer two regions; Lou
    and Xiong (2014) find a fifth to a third of it right, and 0.1 S too small. Weights are a_j² (`squared`,
    whose sum is 1) or a_j over their sum (`shares`).

    Q has many maxima, and the one found is local: the highest of fixed starts (each column, equal
    weights, the first principal component, 512 directions of a fixed seed) are followed uphill, and
    along the ridges on which regions share a value. None of the starts is higher than the end. Columns
    or regions in another order, and so other starts or other rounding, may end on another maximum of
    about the same height. A constant column weighs 0; missing values raise a MethodError.

    Source: Friedman and Tukey 1974, IEEE Transactions on Computers C-23(9): 881-890.

    >>> projection_pursuit(np.array([[0.0, 0.5], [0.1, 0.0], [0.9, 1.0], [1.0, 0.6]])).round(3)
    array([0.941, 0.059])
    """
    refuse_missing(x, "projection_pursuit")
    refuse_large(x)
    live = live_columns(x)
    components = np.linalg.eigh(covariances(x))[1][..., -1].reshape(-1, x.shape[-1])
    centred = np.where(live[..., None, :], x - mean_over_regions(x)[..., None, :], 0.0)
    largest = np.abs(centred).max(axis=(-2, -1), keepdims=True, initial=0.0)
    flat = (centred / np.where(largest > 0, largest, 1.0)).reshape(-1, *x.shape[-2:])
    found = best_direction(flat, live.reshape(components.shape), components, Window(radius, window)).reshape(
        live.shape
    )
    return shares(found**2 if weights == "squared" else found, live)


PROJECTION_PURSUIT = Method(
    kind="weigh",
    id="projection_pursuit",
    name=Text("投影寻踪法", "Projection pursuit"),
    citation="Friedman and Tukey (1974), IEEE Transactions on Computers C-23(9): 881-890, for the index; "
    "Fu Qiang and Zhao Xiaoyong (2006), 投影寻踪模型原理及其应用, Science Press, Beijing, for its use in "
    "evaluation; `window: range`: 楼文高, 熊聘 (2014), 地球环境学报 (5)",
    formula=Text(
        "在 |a| = 1、a >= 0 下求使 S * D 最大的 a，S 为 z = X a 的标准差，D = sum_i sum_k max(R - |z_i - "
        "z_k|, 0)，R = radius * S（或 radius * (max z - min z)）；w_j = a_j^2（或 a_j 除以其和）",
        "a with |a| = 1, a >= 0 that maximises S * D, S the standard deviation of z = X a, D = sum_i sum_k "
        "max(R - |z_i - z_k|, 0), R = radius * S (or radius * (max z - min z)); w_j = a_j^2 (or a_j over "
        "their sum)",
    ),
    needs="comparable columns without missing values; a search from fixed starts, for all draws at once: the "
    "maximum found is local",
    range="[0, 1], sum 1",
    degenerate=degenerate(nan="error: needs a value in every cell"),
    function=projection_pursuit,
    parameters={
        "radius": Option(
            0.1,
            {"type": "number", "exclusiveMinimum": 0},
            "of the density's window, in standard deviations or as a share of the range",
        ),
        "window": Option(
            "deviation",
            {"enum": ["deviation", "range"]},
            "what `radius` is a multiple of: the standard deviation of the projected values, or their range",
        ),
        "weights": Option(
            "squared", {"enum": ["squared", "shares"]}, "a_j squared, or a_j over the sum of all"
        ),
    },
    example=Example((_X,), [4 / 29, 9 / 29, 16 / 29]),
    note=Text(
        "投影寻踪法未找到附有原始数据的公开算例，仅与其他程序核对过。",
        "No printed example with its data was found for projection pursuit; it is held against programs of "
        "others.",
    ),
)
METHODS = (PROJECTION_PURSUIT,)
