"""Screening: which regions and which indicators have enough data to be scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Availability(NamedTuple):
    """Per row: the share of values present, the share of those that are not 0, and whether both suffice."""

    data: NDArray[np.float64]
    nonzero: NDArray[np.float64]
    passed: NDArray[np.bool_]


def availability(x: NDArray[np.float64], *, data: float = 0.65, nonzero: float = 0.0) -> Availability:
    """Return the Availability of each row of `x` (…, rows, values); each part is (…, rows).

    A row passes when the share of its values that are present is at least `data`, and the share of
    those that are not 0 at least `nonzero` (a row without any value has 0 of both).

    >>> availability(np.array([[1.0, 0.0, 2.0], [np.nan, np.nan, 3.0]])).passed
    array([ True, False])
    """
    known = ~np.isnan(x)
    present = known.sum(axis=-1)
    share = present / max(x.shape[-1], 1)
    filled = (known & (x != 0)).sum(axis=-1)
    others = np.divide(filled, present, out=np.zeros(share.shape), where=present > 0)
    return Availability(share, others, (share >= data) & (others >= nonzero))


_SHARE = {"type": "number", "minimum": 0, "maximum": 1}

AVAILABILITY = Method(
    kind="screen",
    id="availability",
    name=Text("数据可得性筛查", "Data availability"),
    citation="the 65 % rule of the Global Innovation Index: WIPO (2023), Global Innovation Index 2023, "
    "appendix on the framework; OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 3",
    formula=Text(
        "data = 非缺失值个数 / 应有值个数；nonzero = 非零值个数 / 非缺失值个数；"
        "data >= 0.65 且 nonzero >= 其阈值时通过",
        "data = values present / values; nonzero = values not 0 / values present; "
        "passes when data >= 0.65 and nonzero >= its threshold",
    ),
    needs="nothing",
    range="[0, 1]",
    degenerate={
        "nan": "counts as absent",
        "constant": "harmless",
        "zero": "counts as present; a row of zeros has `nonzero` 0",
        "negative": "harmless",
        "tie": "harmless",
        "single_region": "harmless",
    },
    function=availability,
    parameters={
        "data": Option(0.65, _SHARE, "the least share of values that a region or indicator must have"),
        "nonzero": Option(0.0, _SHARE, "the least share of its values that must not be 0"),
    },
    example=Example(
        (np.array([[1.0, 0.0, 2.0], [np.nan, np.nan, 3.0]]),), [[1.0, 1 / 3], [2 / 3, 1.0], [True, False]]
    ),
)
