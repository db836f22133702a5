"""Missing values from the value that most regions have: for codes, grades and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.prepare.impute.columns import HARMLESS, filled
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def impute_mode(x: NDArray[np.float64], *, ties: str = "middle") -> NDArray[np.float64]:
    """Return columns whose gaps hold the most frequent of the values present; shape (…, regions, columns).

    Of several values that are as frequent, `ties` takes the `middle` one (of an even number the lower of
    the two in the middle), or the `smallest`, as SciPy and scikit-learn do. Where no value occurs
    twice all are as frequent: the middle one is then the lower median, the smallest is the minimum. A
    column without any value is a MethodError.

    >>> impute_mode(np.array([[3.0], [1.0], [3.0], [2.0], [np.nan]])).ravel()
    array([3., 1., 3., 2., 3.])
    >>> x = np.array([[1.0], [1.0], [2.0], [2.0], [4.0], [4.0], [np.nan]])
    >>> [float(impute_mode(x, ties=ties)[-1, 0]) for ties in ("middle", "smallest")]
    [2.0, 1.0]
    """
    return filled(x, _most_frequent(x, middle=ties == "middle"))


def _most_frequent(x: NDArray[np.float64], *, middle: bool) -> NDArray[np.float64]:
    """Return the most frequent value of each column, (…, columns), NaN where there is none."""
    ordered = np.moveaxis(np.sort(x, axis=-2), -2, -1)  # NaN goes last
    if not ordered.shape[-1]:
        return np.full(ordered.shape[:-1], np.nan)
    place = np.arange(ordered.shape[-1])
    begins = np.ones(ordered.shape, dtype=bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    length = place - np.maximum.accumulate(np.where(begins, place, 0), axis=-1) + 1
    length = np.where(np.isnan(ordered), 0, length)
    best = length == length.max(axis=-1, keepdims=True)  # once for every value that is as frequent
    wanted = (best.sum(axis=-1, keepdims=True) + 1) // 2 if middle else 1
    found = (best.cumsum(axis=-1) == wanted).argmax(axis=-1)[..., None]
    return np.take_along_axis(ordered, found, axis=-1)[..., 0]


_GRADES = np.array([[2.0], [3.0], [2.0], [np.nan]])

IMPUTERS_BY_FREQUENCY: Mapping[str, Method] = {
    "mode": Method(
        kind="impute",
        id="mode",
        name=Text("众数填补", "Mode"),
        citation="Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd ed., chapter 4; "
        "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 3",
        formula=Text(
            "x = 非缺失值的众数；并列时取居中者或最小者",
            "x = mode of the values present; of several the middle one or the smallest",
        ),
        needs="values that repeat: codes, grades, counts",
        range="within that of the data",
        degenerate=HARMLESS,
        function=impute_mode,
        parameters={
            "ties": Option(
                "middle",
                {"enum": ["middle", "smallest"]},
                "which of several values that are as frequent; `middle` is the lower one of an even number",
            )
        },
        example=Example((_GRADES,), [[2.0], [3.0], [2.0], [2.0]]),
    )
}
