"""The displaced ideal: what is left of 1 by the distance to the ideal, where every value is 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, number
from zhishu.score.aggregators.averages.means import generalised_mean
from zhishu.score.aggregators.columns import require_within

if TYPE_CHECKING:
    from numpy.typing import NDArray


def displaced_ideal(
    x: NDArray[np.float64], weights: NDArray[np.float64], *, power: float = 2.0
) -> NDArray[np.float64]:
    """Return one less the distance of each region to the ideal, shape (…, regions).

        H = 1 - (Σ_i w_i (1 - x_i)^α)^(1/α),

    the shortfalls 1 - x from the ideal, where every value is 1, as a power mean. α (`power`) is 1 or more:
    1 is the weighted mean; 2 the Euclidean distance, by which what lags behind counts for more the further
    it does; the higher, the nearer to the worst value alone. A region with v in every column has v. Values
    outside [0, 1] raise a MethodError; missing values as in `arithmetic`.

    With α = 2 and `fraction_of_max` it is the Euclidean closeness of fuzzy matter-elements
    (模糊物元欧氏贴近度).

    >>> displaced_ideal(np.array([[0.5, 0.5], [0.2, 0.8]]), np.array([0.5, 0.5])).round(6)
    array([0.5     , 0.416905])
    """
    require_within(x, "displaced_ideal", lowest=0, highest=1, advice="normalise to [0, 1]")
    return np.asarray(1.0 - generalised_mean(1.0 - np.clip(x, 0.0, 1.0), weights, power=power))


DISPLACED_IDEAL = (
    aggregator(
        "displaced_ideal",
        Text("理想点贴近度法（模糊物元欧氏贴近度）", "Displaced ideal"),
        displaced_ideal,
        citation="Mishra and Nathan (2018), A MANUSH or HUMANS characterisation of the Human Development "
        "Index, Journal of Human Development and Capabilities 19(3); Nathan, Mishra and Reddy (2008), IGIDR "
        "Working Paper 2008-001, after Zeleny (1974)",
        formula="H = 1 - (sum_i w_i (1 - x_i)^alpha)^(1/alpha)",
        needs="values in [0, 1]; weights that sum to 1",
        range_="between the lowest and the highest value of the group",
        degenerate={**ONE_BY_ONE, "negative": "error: not defined for negative values"},
        example=Example((np.array([[0.5, 0.5], [0.2, 0.8]]), np.array([0.5, 0.5])), [0.5, 1 - np.sqrt(0.34)]),
        parameters={
            "power": number(
                2.0, "alpha: 1 the weighted mean, 2 the Euclidean distance to the ideal", minimum=1
            )
        },
    ),
)
