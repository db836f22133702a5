"""Missing values from the other regions' values of the same indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.prepare.columns import column_of
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Groups = Mapping[str, Mapping[str, Sequence[str]]]


def impute_mean(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return columns whose gaps hold the mean of the values present; shape (…, regions, columns).

    >>> impute_mean(np.array([[1.0], [3.0], [np.nan]])).ravel()
    array([1., 3., 2.])
    """
    return filled(x, _mean(x, np.ones(x.shape[-2], dtype=bool)))


def impute_median(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return columns whose gaps hold the median of the values present; shape (…, regions, columns).

    >>> impute_median(np.array([[1.0], [3.0], [9.0], [np.nan]])).ravel()
    array([1., 3., 9., 3.])
    """
    return filled(x, _median(x, np.ones(x.shape[-2], dtype=bool)))


def impute_constant(
    x: NDArray[np.float64], *, value: float | Sequence[float | None] = 0.0
) -> NDArray[np.float64]:
    """Return columns whose gaps hold `value`, one for all or one per column (None: gaps stay).

    >>> impute_constant(np.array([[1.0], [np.nan]]), value=5).ravel()
    array([1., 5.])
    """
    values = np.asarray([value] if isinstance(value, int | float) else value, dtype=float)
    return np.where(np.isnan(x), values, x)


def impute_group_mean(
    x: NDArray[np.float64], regions: Sequence[str], groups: Groups, *, grouping: str = ""
) -> NDArray[np.float64]:
    """Return columns whose gaps hold the mean of the region's group; shape (…, regions, columns).

    `groups` maps a grouping's id to group name → region codes, `grouping` picks one of them. Every
    region with a gap must be in exactly one group that has a value, else a MethodError.

    >>> parts = {"part": {"east": ["a", "b"], "west": ["c"]}}
    >>> x = np.array([[1.0], [np.nan], [9.0]])
    >>> impute_group_mean(x, ["a", "b", "c"], parts, grouping="part").ravel()
    array([1., 1., 9.])
    """
    return _by_group(x, regions, groups, grouping, _mean)


def impute_group_median(
    x: NDArray[np.float64], regions: Sequence[str], groups: Groups, *, grouping: str = ""
) -> NDArray[np.float64]:
    """Return columns whose gaps hold the median of the region's group; as `impute_group_mean` else.

    >>> parts = {"part": {"east": ["a", "b", "c", "d"]}}
    >>> x = np.array([[1.0], [2.0], [9.0], [np.nan]])
    >>> impute_group_median(x, ["a", "b", "c", "d"], parts, grouping="part").ravel()
    array([1., 2., 9., 2.])
    """
    return _by_group(x, regions, groups, grouping, _median)


def _mean(x: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    part = x[..., rows, :]
    known = ~np.isnan(part)
    count = known.sum(axis=-2)
    total = np.where(known, part, 0.0).sum(axis=-2)
    answer: NDArray[np.float64] = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return answer


def _median(x: NDArray[np.float64], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    ordered = np.sort(x[..., rows, :], axis=-2)  # NaN goes last
    count = (~np.isnan(ordered)).sum(axis=-2, keepdims=True)
    if not ordered.shape[-2]:
        return np.full(ordered.shape[:-2] + ordered.shape[-1:], np.nan)
    last = np.maximum(count - 1, 0)
    below = np.take_along_axis(ordered, last // 2, axis=-2)
    above = np.take_along_axis(ordered, (last + 1) // 2, axis=-2)
    middle: NDArray[np.float64] = ((below + above) / 2)[..., 0, :]
    return middle


def filled(x: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x with its gaps holding the column's value, (…, columns); NaN for a column with one: an error.

    >>> filled(np.array([[1.0], [np.nan]]), np.array([7.0])).ravel()
    array([1., 7.])
    """
    empty = np.isnan(values) & np.isnan(x).any(axis=-2)
    if empty.any():
        raise MethodError(
            "there is no value to impute from",
            where=column_of(empty),
            seen="no region has a value",
            allowed="one value at least",
            advice="drop the indicator, or fill it from another year",
        )
    return np.where(np.isnan(x), values[..., None, :], x)


def _by_group(
    x: NDArray[np.float64],
    regions: Sequence[str],
    groups: Groups,
    grouping: str,
    middle: Callable[[NDArray[np.float64], NDArray[np.bool_]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    found = np.array(x, dtype=float)
    covered = np.zeros(len(regions), dtype=np.int64)
    for name, members in _grouping(groups, grouping).items():
        inside = np.isin(regions, list(members))
        covered += inside
        gaps = np.isnan(x) & inside[:, None]
        values = middle(x, inside)
        empty = np.isnan(values) & gaps.any(axis=-2)
        if empty.any():
            raise MethodError(
                f"no region of the group '{name}' has a value to impute from",
                where=column_of(empty),
                seen="only gaps",
                allowed="one value at least in every group with a gap",
                advice="use coarser groups, or the method mean or median",
            )
        found = np.where(gaps, values[..., None, :], found)
    _check_cover(x, regions, covered, grouping)
    return found


def _grouping(groups: Groups, grouping: str) -> Mapping[str, Sequence[str]]:
    if grouping not in groups:
        close = nearest(grouping, groups)
        raise MethodError(
            f"there is no grouping '{grouping}' to impute by" if grouping else "`grouping` is missing",
            seen=grouping or "nothing",
            allowed=", ".join(groups) or "one that is declared under `groups:` for this level",
            advice=f"did you mean '{close}'?" if close else None,
        )
    return groups[grouping]


def _check_cover(
    x: NDArray[np.float64], regions: Sequence[str], covered: NDArray[np.int64], grouping: str
) -> None:
    gaps = np.isnan(x).any(axis=-1).reshape(-1, len(regions)).any(axis=0)
    wrong = np.flatnonzero(gaps & (covered != 1))
    if wrong.size:
        raise MethodError(
            f"a region with missing values is not in exactly one group of '{grouping}'",
            where=f"region {regions[int(wrong[0])]}",
            seen=f"in {int(covered[wrong[0]])} groups",
            allowed="one group",
            advice="complete the grouping, or use the method mean or median",
        )


_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 3"
_LITTLE = f"Little and Rubin (2002), Statistical Analysis with Missing Data, 2nd ed., chapter 4; {_HANDBOOK}"
_NO_VALUE = "gaps are filled; an indicator without any value is an error"
HARMLESS: Mapping[str, str] = {
    "nan": _NO_VALUE,
    "constant": "gaps get the constant",
    "zero": "gaps get 0",
    "negative": "harmless",
    "tie": "harmless",
    "single_region": "stays as it is; a gap has nothing to be filled from, which is an error",
}
_GROUPING: Mapping[str, Option] = {
    "grouping": Option("", {"type": "string"}, "the grouping of the edition (`groups:`) that is used")
}
_COLUMN = np.array([[1.0], [3.0], [8.0], [np.nan]])
_PARTS = {"part": {"east": ["a", "b"], "west": ["c", "d"]}}


def _line(
    identifier: str, name: Text, formula: str | Text, function: Callable[..., object], example: Example
) -> Method:
    by_group = identifier.startswith("group")
    return Method(
        kind="impute",
        id=identifier,
        name=name,
        citation=_LITTLE,
        formula=formula,
        needs="every gap's region in one group that has a value" if by_group else "one value per indicator",
        range="within that of the data",
        degenerate=HARMLESS,
        function=function,
        inputs=("regions", "groups") if by_group else (),
        parameters=_GROUPING if by_group else {},
        example=example,
    )


CONSTANT = Method(
    kind="impute",
    id="constant",
    name=Text("常数填补", "Constant"),
    citation=_HANDBOOK,
    formula=Text("x = value，即给定的常数", "x = value"),
    needs="a value",
    range="that of the data and the value",
    degenerate={
        **HARMLESS,
        "nan": "gaps get the value",
        "constant": "gaps get the value",
        "zero": "gaps get the value",
        "single_region": "gaps get the value",
    },
    function=impute_constant,
    parameters={
        "value": Option(
            0.0,
            {"type": ["number", "object"], "additionalProperties": {"type": "number"}},
            "the value, one for all or indicator → value",
            by_indicator=True,
            table="values",
        )
    },
    example=Example((_COLUMN,), [[1.0], [3.0], [8.0], [5.0]], {"value": 5.0}),
)

IMPUTERS_BY_COLUMN: Mapping[str, Method] = {
    method.id: method
    for method in (
        _line(
            "mean",
            Text("均值填补", "Mean"),
            Text("x = 非缺失值的均值", "x = mean of the values present"),
            impute_mean,
            Example((_COLUMN,), [[1.0], [3.0], [8.0], [4.0]]),
        ),
        _line(
            "median",
            Text("中位数填补", "Median"),
            Text("x = 非缺失值的中位数", "x = median of the values present"),
            impute_median,
            Example((_COLUMN,), [[1.0], [3.0], [8.0], [3.0]]),
        ),
        _line(
            "group_mean",
            Text("组均值填补", "Group mean"),
            Text("x = 该地区所在组非缺失值的均值", "x = mean of the values present in the region's group"),
            impute_group_mean,
            Example((_COLUMN, list("abcd"), _PARTS), [[1.0], [3.0], [8.0], [8.0]], {"grouping": "part"}),
        ),
        _line(
            "group_median",
            Text("组中位数填补", "Group median"),
            Text(
                "x = 该地区所在组非缺失值的中位数", "x = median of the values present in the region's group"
            ),
            impute_group_median,
            Example((_COLUMN, list("abcd"), _PARTS), [[1.0], [3.0], [8.0], [8.0]], {"grouping": "part"}),
        ),
        CONSTANT,
    )
}
