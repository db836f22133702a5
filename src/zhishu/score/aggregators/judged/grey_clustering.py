"""Grey clustering (灰色聚类评估): how far a region belongs to classes, by whitenisation weight functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.score.aggregators.judged.verdicts import GRADES, VERDICTS, rising, score_of
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Classes = Sequence[float] | Mapping[str, Sequence[float]]


class Triangles(NamedTuple):
    """Where whitenisation weight functions begin, are 1 and end, (columns, classes); ends may be infinite."""

    begin: NDArray[np.float64]
    peak: NDArray[np.float64]
    end: NDArray[np.float64]


def grey_clustering(  # noqa: PLR0913 - the classes, what they are worth, and how one reads the degrees
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str] = (),
    *,
    classes: Classes = (0.0, 0.25, 0.5, 0.75, 1.0),
    functions: str = "centre_point",
    values: Sequence[float] | None = None,
    verdict: str = "weighted_mean",
    confidence: float = 0.6,
) -> NDArray[np.float64]:
    """Return the score of each region by grey clustering with fixed weights, shape (…, regions).

    The grey clustering coefficient of a class is Σ w f(x) with f the whitenisation weight functions
    (`degrees_in`) of the columns. `functions: centre_point` has a class at each of the rising `classes`,
    its function falling to 0 at the two beside it; `end_point` takes them as the ends of intervals, one
    fewer: a function is 1 in the middle of its interval and 0 at the far ends of the intervals beside it.
    Below the first and above the last peak the outer functions stay 1 (lower and upper measure).
    `classes` are common to all columns or stand by column id, in units of `x`.

    `values` say what the classes are worth, from the lowest upwards: their peaks unless given, or 1, 2,
    3 … if the classes stand by id. The score is the mean of the values by the coefficients, the value of
    the class of the greatest coefficient, or that of the best class which is reached with `confidence`
    (`score_of`). Missing values as in `arithmetic`. Classes that do not rise, that lack a column or
    differ in number, and values of another number are a MethodError.

    >>> x, w = np.array([[4.0, 30.0]]), np.array([0.5, 0.5])
    >>> grey_clustering(x, w, ("a", "b"), classes={"a": [2, 6, 10], "b": [20, 30, 40]})
    array([1.75])
    """
    places = triangles(class_array(classes, members, x.shape[-1]), functions)
    worth = _values(values, places.peak, named=isinstance(classes, Mapping))
    known, shares = present(x, weights)
    degrees = np.moveaxis(degrees_in(known, places), -2, -1)
    return score_of(weighted_sum(degrees, shares[..., None, :]), worth, verdict, confidence)


def degrees_in(x: NDArray[np.float64], places: Triangles) -> NDArray[np.float64]:
    """Return the whitenisation weight of each value in each class, shape of `x` × classes, in [0, 1].

    >>> degrees_in(np.array([[2.5], [9.0]]), triangles(np.array([[1.0, 2.0, 4.0]]), "centre_point"))
    array([[[0.  , 0.75, 0.25]],
    <BLANKLINE>
           [[0.  , 0.  , 1.  ]]])
    """
    value = x[..., None]
    # Written as 1 less the way from the peak, so that an end at infinity leaves 1.
    rise = 1.0 - (places.peak - value) / (places.peak - places.begin)
    fall = 1.0 - (value - places.peak) / (places.end - places.peak)
    return np.clip(np.minimum(rise, fall), 0.0, 1.0)


def triangles(classes: NDArray[np.float64], functions: str) -> Triangles:
    """Return the Triangles of classes (columns, numbers): one at each number, or one between every two.

    >>> triangles(np.array([[0.0, 2.0, 4.0, 10.0]]), "end_point").peak
    array([[1., 3., 7.]])
    """
    outside = np.full((len(classes), 1), np.inf)
    if functions == "centre_point":
        begin, peak, end = classes[:, :-1], classes, classes[:, 1:]
    else:
        begin, peak, end = classes[:, :-2], (classes[:, :-1] + classes[:, 1:]) / 2.0, classes[:, 2:]
    return Triangles(np.hstack([-outside, begin]), peak, np.hstack([end, outside]))


def class_array(classes: Classes, members: Sequence[str], columns: int) -> NDArray[np.float64]:
    """Return the numbers of the classes, (columns, numbers), from one list for all or one for each id.

    >>> class_array({"b": [0, 1, 2], "a": [3, 5, 6], "c": [1, 2]}, ("a", "b"), 2)
    array([[3., 5., 6.],
           [0., 1., 2.]])
    """
    if not isinstance(classes, Mapping):
        return np.tile(rising(classes), (columns, 1))
    ids = members or tuple(classes)
    absent = [name for name in ids if name not in classes]
    if absent or len(ids) != columns:
        raise MethodError(
            "the classes lack a column of the group",
            where=", ".join(absent) or "the option 'classes'",
            seen=", ".join(classes),
            allowed="a list of numbers for every column, or one for all",
        )
    found = [rising(classes[name]) for name in ids]
    if len({len(numbers) for numbers in found}) > 1:
        raise MethodError(
            "the columns have different numbers of classes",
            seen=", ".join(f"{name}: {len(numbers)}" for name, numbers in zip(ids, found, strict=True)),
            allowed="the same number for every column of a group",
        )
    return np.array(found)


def _values(
    values: Sequence[float] | None, peaks: NDArray[np.float64], *, named: bool
) -> NDArray[np.float64]:
    if not peaks.shape[-1] > 1:
        raise MethodError("there is a single class", seen=1, allowed="two or more classes")
    if values is None:
        return np.arange(1.0, peaks.shape[-1] + 1) if named else peaks[0]
    if len(values) != peaks.shape[-1]:
        raise MethodError(
            "the values do not fit the classes",
            seen=f"{len(values)} values for {peaks.shape[-1]} classes",
            allowed="one value for each class, from the lowest upwards",
        )
    return np.asarray(values, dtype=float)


_CLASSES = {
    "anyOf": [
        GRADES,
        {"type": "object", "minProperties": 1, "additionalProperties": GRADES},
    ]
}

GREY_CLUSTERING = (
    aggregator(
        "grey_clustering",
        Text("灰色聚类评估", "Grey clustering evaluation"),
        grey_clustering,
        citation="Liu, Yang, Fang and Xie (刘思峰 et al., 2015), Grey cluster evaluation models based on "
        "mixed triangular whitenization weight functions, Grey Systems: Theory and Application",
        formula=Text(
            "sum_k s_k v_k / sum_k s_k；s_k = sum_i w_i f_ik(x_i) 为灰色定权聚类系数，f_ik 为三角白化权函数："
            "在灰类 k 的中心点为 1，至相邻灰类的中心点降为 0（端点型：至相邻区间的远端降为 0），"
            "首末灰类之外保持为 1；v_k 为灰类 k 的值",
            "sum_k s_k v_k / sum_k s_k; s_k = sum_i w_i f_ik(x_i); f_ik = 1 at the centre of class k, 0 at "
            "the centres beside it (end points: at the far ends of the intervals beside it), 1 beyond the "
            "outer ones; v_k = value of class k",
        ),
        needs="values on the scale of the classes; weights that sum to 1",
        range_="between the values of the lowest and the highest class",
        degenerate={**ONE_BY_ONE, "negative": "as the lowest class, if that is 0"},
        example=Example(
            (np.array([[4.0, 30.0]]), np.array([0.5, 0.5]), ("a", "b")),
            [1.75],
            {"classes": {"a": [2, 6, 10], "b": [20, 30, 40]}},
        ),
        inputs=("members",),
        parameters={
            "classes": Option(
                (0.0, 0.25, 0.5, 0.75, 1.0),
                _CLASSES,
                "centres of the classes (or ends of their intervals), rising: for all columns, or column "
                "id → numbers",
                table="lists",
            ),
            "functions": choice(
                "centre_point", ("end_point",), "`classes` are centres of classes, or ends of intervals"
            ),
            "values": Option(
                None,
                {"type": ["array", "null"], "items": {"type": "number"}},
                "what the classes are worth, from the lowest upwards",
            ),
            **VERDICTS,
        },
    ),
)
