"""Denominators: indicators per firm, per person, per area, and how much the denominator drives the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhishu.errors import MethodError, nearest
from zhishu.framework import Text
from zhishu.registry import Example, Method
from zhishu.step_kinds import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


class Driving(NamedTuple):
    """A denominator that a column still goes with after division, at one position of the batch."""

    column: int
    denominator: str
    member: int
    correlation: float


def ratio(
    x: NDArray[np.float64],
    denominators: Mapping[str, NDArray[np.float64]],
    *,
    by: Sequence[str | None] | None = None,
    scale: float | Sequence[float | None] = 1.0,
) -> NDArray[np.float64]:
    """Return columns divided by their denominators and multiplied by `scale`.

    `x` is (…, regions, columns), each denominator (…, regions). `by` names each column's denominator
    (None: it stays as it is), `scale` is one factor or one per column. A missing value or a missing
    denominator gives NaN. A denominator of 0 raises a MethodError.

    >>> ratio(np.array([[6.0, 1.0], [8.0, 2.0]]), {"people": np.array([2.0, 4.0])}, by=["people", None])
    array([[3., 1.],
           [2., 2.]])
    """
    result = np.array(x, dtype=float)
    factors = [scale] * x.shape[-1] if isinstance(scale, int | float) else list(scale)
    for column, name in enumerate(by or ()):
        if name is None:
            continue
        below = _denominator(denominators, name)
        if (below == 0).any():
            raise MethodError(
                f"the denominator '{name}' is 0",
                where=f"column {column}",
                seen=f"0 for {int((below == 0).sum())} of {below.size} regions",
                allowed="numbers other than 0, or nothing where there is no denominator",
            )
        factor = factors[column]
        result[..., column] = x[..., column] / below * (1.0 if factor is None else factor)
    return result


def denominator_correlations(
    x: NDArray[np.float64], denominators: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the correlation of each column with each denominator, (…, columns, denominators).

    Pearson, over the regions that have both; NaN where fewer than three do or one of them is
    constant. `x` is (…, regions, columns), `denominators` (…, regions, denominators).

    >>> x, people = np.array([[1.0], [2.0], [4.0]]), np.array([[2.0], [4.0], [8.0]])
    >>> denominator_correlations(x, people)
    array([[1.]])
    """
    both = ~np.isnan(x)[..., :, None] & ~np.isnan(denominators)[..., None, :]
    n = both.sum(axis=-3)
    left = _centred(x[..., :, None], both, n)
    right = _centred(denominators[..., None, :], both, n)
    scale = np.sqrt((left**2).sum(axis=-3) * (right**2).sum(axis=-3))
    sound = (n > 2) & (scale > 0)  # noqa: PLR2004 - two points always lie on a line
    answer: NDArray[np.float64] = np.divide(
        (left * right).sum(axis=-3), scale, out=np.full(scale.shape, np.nan), where=sound
    )
    return answer


def driving_denominators(
    x: NDArray[np.float64],
    denominators: Mapping[str, NDArray[np.float64]],
    *,
    by: Sequence[str | None],
    limit: float,
) -> tuple[Driving, ...]:
    """Return where a divided column's correlation with its own denominator reaches ±`limit`.

    `x` (members, regions, columns) are the values after division, with one leading batch axis.
    """
    found = []
    for column, name in enumerate(by):
        if name is None:
            continue
        below = np.broadcast_to(_denominator(denominators, name), x.shape[:-1])
        links = denominator_correlations(x[..., [column]], below[..., None])[..., 0, 0]
        found += [
            Driving(column, name, member, float(link))
            for member, link in enumerate(links)
            if abs(link) >= limit
        ]
    return tuple(found)


def _centred(
    values: NDArray[np.float64], both: NDArray[np.bool_], n: NDArray[np.int64]
) -> NDArray[np.float64]:
    filled = np.where(both, values, 0.0)
    mean = filled.sum(axis=-3) / np.maximum(n, 1)
    return np.where(both, filled - mean[..., None, :, :], 0.0)


def _denominator(denominators: Mapping[str, NDArray[np.float64]], name: str) -> NDArray[np.float64]:
    if name not in denominators:
        close = nearest(name, denominators)
        raise MethodError(
            f"there is no denominator '{name}'",
            seen=name,
            allowed=", ".join(denominators) or "none",
            advice=f"did you mean '{close}'?"
            if close
            else "declare it under `measures:`, or in the panel's source with `measures: [...]`",
        )
    return denominators[name]


RATIO = Method(
    kind="denominate",
    id="ratio",
    name=Text("按分母折算", "Ratio to a denominator"),
    citation="OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 2 (size and scale)",
    formula=Text("x' = x / d * scale，d 为分母，scale 为换算系数", "x' = x / d * scale"),
    needs="a denominator that is 0 nowhere: an indicator or a measure of the edition",
    range="all numbers",
    degenerate={
        "nan": "stays NaN, also where the denominator is missing",
        "constant": "harmless",
        "zero": "0 stays 0 (a denominator of 0 is an error)",
        "negative": "harmless",
        "tie": "equal values with equal denominators stay equal",
        "single_region": "harmless",
    },
    function=ratio,
    inputs=("denominators",),
    parameters={
        "by": Option(
            None,
            {"type": ["object", "null"], "additionalProperties": {"type": ["string", "null"]}},
            "indicator → its denominator, an indicator or a measure",
            by_indicator=True,
            table="labels",
        ),
        "scale": Option(
            1.0,
            {
                "type": ["number", "object"],
                "exclusiveMinimum": 0,
                "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
            },
            "the factor after division, one for all or indicator → factor",
            by_indicator=True,
            table="values",
        ),
    },
    example=Example(
        (np.array([[6.0, 1.0], [8.0, 2.0]]), {"people": np.array([2.0, 4.0])}),
        [[3.0, 1.0], [2.0, 2.0]],
        {"by": ["people", None]},
    ),
)

DENOMINATORS: Mapping[str, Method] = {RATIO.id: RATIO}
