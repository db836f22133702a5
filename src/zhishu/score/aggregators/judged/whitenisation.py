"""Whitenisation weight functions (白化权函数) of grey classes: upper, moderate, with a plateau, lower."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.verdicts import rising

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = Sequence[float | None]
    Classes = Numbers | Mapping[str, Numbers]

TURNS = 4
"""How many turning points a function has in the books: f[x1, x2, x3, x4]."""


class Functions(NamedTuple):
    """Where the functions begin to rise, are 1 from and to, and end: (columns, classes).

    `begin` is −∞ of a function that stays 1 below (lower measure), `end` +∞ of one that stays 1 above
    (upper measure); `first` and `last` are the same where a function has no plateau (moderate measure).
    """

    begin: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]
    end: NDArray[np.float64]

    @property
    def critical(self) -> NDArray[np.float64]:
        """The critical values λ (临界值): where a function is 1, the middle of its plateau."""
        return (self.first + self.last) / 2.0


def degrees_in(x: NDArray[np.float64], functions: Functions) -> NDArray[np.float64]:
    """Return the whitenisation weight of each value in each class, shape of `x` × classes, in [0, 1].

    >>> degrees_in(np.array([[2.5], [9.0]]), triangles(np.array([[1.0, 2.0, 4.0]]), "centre_point"))
    array([[[0.  , 0.75, 0.25]],
    <BLANKLINE>
           [[0.  , 0.  , 1.  ]]])
    """
    value = x[..., None]
    # Written as 1 less the way from the plateau, so that an end at infinity leaves 1.
    rise = 1.0 - (functions.first - value) / (functions.first - functions.begin)
    fall = 1.0 - (value - functions.last) / (functions.end - functions.last)
    return np.clip(np.minimum(rise, fall), 0.0, 1.0)


def functions_of(classes: Classes, members: Sequence[str], columns: int, form: str) -> Functions:
    """Return the functions of each column from one list of numbers for all, or one for each id.

    `form: centre_point` and `end_point` take rising numbers (`triangles`), `turning_points` four for each
    class (`by_turning_points`).

    >>> functions_of({"b": [0, 1, 2], "a": [3, 5, 6], "c": [1, 2]}, ("a", "b"), 2, "centre_point").critical
    array([[3., 5., 6.],
           [0., 1., 2.]])
    """
    lists = _lists(classes, members, columns)
    if form == "turning_points":
        return by_turning_points(lists)
    return triangles(np.array([rising(numbers) for numbers in lists]), form)


def triangles(numbers: NDArray[np.float64], form: str) -> Functions:
    """Return functions from (columns, numbers): a class at each number, or one between every two.

    A function falls to 0 at the centres beside its own (`centre_point`), or at the far ends of the
    intervals beside its own (`end_point`).

    >>> triangles(np.array([[0.0, 2.0, 4.0, 10.0]]), "end_point").critical
    array([[1., 3., 7.]])
    """
    outside = np.full((len(numbers), 1), np.inf)
    if form == "centre_point":
        begin, peak, end = numbers[:, :-1], numbers, numbers[:, 1:]
    else:
        begin, peak, end = numbers[:, :-2], (numbers[:, :-1] + numbers[:, 1:]) / 2.0, numbers[:, 2:]
    return Functions(np.hstack([-outside, begin]), peak, peak, np.hstack([end, outside]))


def by_turning_points(lists: Sequence[Numbers]) -> Functions:
    """Return functions from four turning points for each class, from the lowest class upwards.

    As in the books, with None for their "-": f[-, -, x3, x4] of lower, f[x1, x2, -, x4] of moderate,
    f[x1, x2, x3, x4] of typical (with a plateau) and f[x1, x2, -, -] of upper measure. The first class
    is of lower and the last of upper measure, critical values rise, and each function begins before those
    below have ended, so that every value belongs to some class; else a MethodError.

    >>> by_turning_points([[None, None, 10, 30, 10, 40, None, 70, 30, 80, None, None]]).critical
    array([[10., 40., 80.]])
    """
    found = np.array([_turns(numbers) for numbers in lists])
    functions = Functions(*np.moveaxis(found, -1, 0))
    level = functions.critical
    reach = np.maximum.accumulate(functions.end, axis=-1)
    if (
        not np.isneginf(functions.begin[:, 0]).all()
        or not np.isposinf(functions.end[:, -1]).all()
        or not (np.diff(level, axis=-1) > 0).all()
        or not (functions.begin[:, 1:] < reach[:, :-1]).all()
    ):
        raise MethodError(
            "the functions of the classes leave values out, or stand in another order",
            seen=f"critical values {level.tolist()}",
            allowed="classes from the lowest upwards, the first without x1 and x2, the last without x3 and "
            "x4, each beginning before those below have ended",
        )
    return functions


def _turns(numbers: Numbers) -> list[list[float]]:
    """Return begin, first, last and end of each class of one column."""
    given = [None if number is None or np.isnan(number) else float(number) for number in numbers]
    classes = [given[place : place + TURNS] for place in range(0, len(given), TURNS)]
    return [_one(turns) for turns in classes or [[]]]


def _one(turns: list[float | None]) -> list[float]:
    """Return one function's begin, first, last and end; a MethodError if it is none of the four kinds."""
    match turns:
        case [None, None, float(last), float(end)]:
            found = [-np.inf, last, last, end]
        case [float(begin), float(first), None, float(end)]:
            found = [begin, first, first, end]
        case [float(begin), float(first), float(last), float(end)]:
            found = [begin, first, last, end]
        case [float(begin), float(first), None, None]:
            found = [begin, first, first, np.inf]
        case _:
            found = [np.nan] * TURNS
    if found[0] < found[1] <= found[2] < found[3]:
        return found
    raise MethodError(
        "the turning points of a class make no function",
        seen=turns,
        allowed="x1 < x2 <= x3 < x4, null for x1 and x2 (lower measure), x3 (moderate), or x3 and x4 (upper)",
    )


def _lists(classes: Classes, members: Sequence[str], columns: int) -> list[Numbers]:
    """Return the numbers of each column, all of one length."""
    if not isinstance(classes, Mapping):
        return [classes] * columns
    ids = members or tuple(classes)
    absent = [name for name in ids if name not in classes]
    if absent or len(ids) != columns:
        raise MethodError(
            "the classes lack a column of the group",
            where=", ".join(absent) or "the option 'classes'",
            seen=", ".join(classes),
            allowed="a list of numbers for every column, or one for all",
        )
    found = [classes[name] for name in ids]
    if len({len(numbers) for numbers in found}) > 1:
        raise MethodError(
            "the columns have different numbers of classes",
            seen=", ".join(f"{name}: {len(numbers)}" for name, numbers in zip(ids, found, strict=True)),
            allowed="the same number for every column of a group",
        )
    return found
