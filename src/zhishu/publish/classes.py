"""Class breaks: which class of the ramp a value falls in, and what each class spans."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.publish.figure import number_text
from zhishu.publish.style import CLASSES, class_role

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_DATA = "unscored"


@dataclass(frozen=True, slots=True)
class ValueClass:
    """One class: the role of its colour, the smallest and largest value found in it, how many."""

    role: str
    low: float
    high: float
    count: int

    @property
    def span(self) -> str:
        """The values it covers, as the legend says it."""
        low, high = number_text(self.low, 1), number_text(self.high, 1)
        return low if low == high else f"{low}–{high}"


def natural_classes(values: Sequence[float], classes: int = CLASSES) -> tuple[ValueClass, ...]:
    """Return at most `classes` classes by natural breaks (Fisher–Jenks: exact, without chance).

    NaN is in no class. Fewer distinct values give fewer classes; none give none. Equal values are
    always in one class.

    >>> [found.span for found in natural_classes([1, 2, 10, 11, float("nan")], classes=2)]
    ['1.0–2.0', '10.0–11.0']
    """
    finite = np.array([value for value in values if np.isfinite(value)], dtype=np.float64)
    wanted = min(classes, len(np.unique(finite)))
    if wanted == 0:
        return ()
    tops = _breaks(finite, wanted)
    lows = [-np.inf, *tops[:-1]]
    members = [finite[(finite > low) & (finite <= top)] for low, top in zip(lows, tops, strict=True)]
    found = [part for part in members if len(part)]
    roles = np.linspace(1, CLASSES, len(found)).round().astype(int) if len(found) > 1 else [CLASSES // 2 + 1]
    return tuple(
        ValueClass(class_role(int(rank)), float(part.min()), float(part.max()), len(part))
        for rank, part in zip(roles, found, strict=True)
    )


def role_of(value: float, classes: Sequence[ValueClass]) -> str:
    """Return the colour role of `value`: its class, or no data for NaN."""
    inside = (found.role for found in classes if value <= found.high)
    return next(inside, NO_DATA)


def _breaks(values: np.ndarray[tuple[int], np.dtype[np.float64]], classes: int) -> list[float]:
    """Return the largest value of every class; fewer distinct values than classes are their own."""
    distinct = np.unique(values)
    if classes in (1, len(distinct)):
        return [float(value) for value in (distinct[-1:] if classes == 1 else distinct)]
    from mapclassify import FisherJenks  # noqa: PLC0415 - slow to import, only maps need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends numba, which a few hundred values do not need
        return [float(top) for top in FisherJenks(values, k=classes).bins]
