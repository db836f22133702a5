"""Grey clustering (灰色聚类评估): how far a region belongs to classes, with fixed weights or by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example
from zhishu.score.aggregators.aggregator import ONE_BY_ONE, aggregator, choice
from zhishu.score.aggregators.columns import present, weighted_sum
from zhishu.score.aggregators.judged.verdicts import VERDICTS, score_of
from zhishu.score.aggregators.judged.whitenisation import degrees_in, functions_of
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.score.aggregators.judged.whitenisation import Classes


def grey_clustering(  # noqa: PLR0913 - the classes, what they are worth, and how one reads the degrees
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: Sequence[str] = (),
    *,
    classes: Classes = (0.0, 0.25, 0.5, 0.75, 1.0),
    functions: str = "centre_point",
    weighting: str = "fixed",
    values: Sequence[float] | None = None,
    verdict: str = "weighted_mean",
    confidence: float = 0.6,
) -> NDArray[np.float64]:
    """Return the score of each region by grey clustering, shape (…, regions).

    The grey clustering coefficient of a class is Σ w f(x) with f the whitenisation weight functions
    (`degrees_in`) of the columns. `functions: centre_point` has a class at each of the rising `classes`,
    its function falling to 0 at the two beside it; `end_point` takes them as the ends of intervals, one
    fewer: a function is 1 in the middle of its interval and 0 at the far ends of the intervals beside it.
    Below the first and above the last peak the outer functions stay 1 (lower and upper measure).
    `turning_points` takes four numbers for each class, None where a function has none: functions of any
    of the books' four kinds (`by_turning_points`). `classes` are common to all columns or stand by column
    id, in units of `x`.

    `weighting: fixed` (定权聚类) takes the weights w for every class. `by_class` (变权聚类) weighs the
    columns of each class by its critical values λ, where f is 1: w λ / Σ w λ, which with equal w is the
    λ / Σ λ of the books. It compares the λ of different columns, which must be in comparable units and
    not negative (a MethodError); a class whose λ are all 0 keeps w.

    `values` say what the classes are worth, from the lowest upwards: their critical values unless given,
    or 1, 2, 3 … if the classes stand by id. The score is the mean of the values by the coefficients, the
    value of the class of the greatest coefficient, or that of the best class which is reached with
    `confidence` (`score_of`). Missing values as in `arithmetic`. Classes that do not rise, that lack a
    column or differ in number, and values of another number are a MethodError.

    >>> x, w = np.array([[4.0, 30.0]]), np.array([0.5, 0.5])
    >>> grey_clustering(x, w, ("a", "b"), classes={"a": [2, 6, 10], "b": [20, 30, 40]})
    array([1.75])
    >>> grey_clustering(x, w, classes={"a": [2, 6, 10], "b": [20, 30, 40]}, weighting="by_class")
    array([1.95275591])
    """
    places = functions_of(classes, members, x.shape[-1], functions)
    worth = _values(values, places.critical, named=isinstance(classes, Mapping))
    known, shares = present(x, weights)
    degrees = np.moveaxis(degrees_in(known, places), -2, -1)
    weighing = shares[..., None, :]
    if weighting == "by_class":
        weighing = class_weights(weighing, places.critical.T)
    return score_of(weighted_sum(degrees, weighing), worth, verdict, confidence)


def class_weights(weights: NDArray[np.float64], critical: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of the columns in each class, w λ / Σ w λ, shape (…, classes, columns).

    `weights` is (…, 1, columns), `critical` the λ (classes, columns) of 0 or more, else a MethodError. A
    class whose λ are 0 wherever a column weighs anything keeps the weights.

    >>> class_weights(np.array([[0.5, 0.5]]), np.array([[0.0, 0.0], [30.0, 90.0]]))
    array([[0.5 , 0.5 ],
           [0.25, 0.75]])
    """
    if (critical < 0).any():
        raise MethodError(
            "'grey_clustering' weighs by class only where no critical value is negative",
            seen=f"critical values down to {critical.min():g}",
            allowed="critical values of 0 or more, in comparable units",
            advice="take weighting: fixed, or normalise to positive values",
        )
    moved = weights * critical
    total = weighted_sum(moved, np.ones_like(moved))[..., None]
    kept = np.broadcast_to(weights, moved.shape).copy()
    return np.asarray(np.divide(moved, total, out=kept, where=total > 0))


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


_NUMBERS = {"type": "array", "items": {"type": ["number", "null"]}, "minItems": 2}
_CLASSES = {
    "anyOf": [
        _NUMBERS,
        {"type": "object", "minProperties": 1, "additionalProperties": _NUMBERS},
    ]
}

GREY_CLUSTERING = (
    aggregator(
        "grey_clustering",
        Text("灰色聚类评估", "Grey clustering evaluation"),
        grey_clustering,
        citation="Liu, Yang, Fang and Xie (刘思峰 et al., 2015), Grey cluster evaluation models based on "
        "mixed triangular whitenization weight functions, Grey Systems: Theory and Application; turning "
        "points and weights by class: Liu Sifeng (刘思峰 et al.), 灰色系统理论及其应用, Science Press",
        formula=Text(
            "sum_k s_k v_k / sum_k s_k；s_k = sum_i w_i f_ik(x_i) 为灰色定权聚类系数，f_ik 为白化权函数："
            "在灰类 k 的中心点为 1，至相邻灰类的中心点降为 0（端点型：至相邻区间的远端降为 0；转折点型："
            "由四个转折点给定），首末灰类之外保持为 1；变权聚类以 w_i L_ik / sum_i w_i L_ik 代替 w_i，L_ik 为"
            "临界值，即 f_ik 为 1 处；v_k 为灰类 k 的值",
            "sum_k s_k v_k / sum_k s_k; s_k = sum_i w_i f_ik(x_i); f_ik = 1 at the centre of class k, 0 at "
            "the centres beside it (end points: at the far ends of the intervals beside it; turning points: "
            "as its four numbers say), 1 beyond the outer ones; by_class: w_i L_ik / sum_i w_i L_ik in place "
            "of w_i, L_ik = critical value, where f_ik is 1; v_k = value of class k",
        ),
        needs="values on the scale of the classes; weights that sum to 1; weighting: by_class: columns in "
        "comparable units, critical values of 0 or more",
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
                "centres of the classes (or ends of their intervals), rising, or four turning points of each "
                "class, null where its function has none: for all columns, or column id → numbers",
                table="lists",
                by_column=True,
            ),
            "functions": choice(
                "centre_point",
                ("end_point", "turning_points"),
                "`classes` are centres of classes, ends of intervals, or turning points",
            ),
            "weighting": choice(
                "fixed",
                ("by_class",),
                "the same weights for every class, or in each class the weights times its critical values",
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
