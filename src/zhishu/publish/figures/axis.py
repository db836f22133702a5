"""Axes in pixels: where a value stands, and which values are worth a line."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.publish.figure import Language

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
SKEWED = 20.0
"""From this ratio of the largest value to the median on, an axis is logarithmic."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from `low` to `high`, drawn from pixel `start` to pixel `end`.

    `bend` is None for a linear axis; otherwise the axis is linear below it and logarithmic above, as
    log(1 + value ÷ bend), so that zero has its place.
    """

    low: float
    high: float
    start: float
    end: float
    bend: float | None = None

    def at(self, value: float) -> float:
        """Return the pixel of a value.

        >>> Axis(0, 10, 100, 200).at(5)
        150.0
        """
        low, high, here = (self._bent(part) for part in (self.low, self.high, float(value)))
        return self.start + (self.end - self.start) * (here - low) / ((high - low) or 1.0)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values on the axis: some four to six of them, or zero and the powers of ten."""
        if self.bend is None:
            return round_values(self.low, self.high)
        first, last = math.floor(math.log10(self.bend)), math.floor(math.log10(max(self.high, self.bend)))
        powers = [10.0**power for power in range(first, last + 1)]
        inside = [value for value in powers if self.bend * 0.99 <= value <= self.high]
        return ((0.0,) if self.low <= 0 else ()) + tuple(inside)

    def _bent(self, value: float) -> float:
        return value if self.bend is None else math.log1p(max(value, 0.0) / self.bend)


def round_values(low: float, high: float, *, about: int = 5) -> tuple[float, ...]:
    """Return round values from `low` to `high`, in steps of 1, 2, 2.5 or 5 times a power of ten.

    >>> round_values(0, 93)
    (0.0, 20.0, 40.0, 60.0, 80.0)
    """
    if not high > low:
        return (low,)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((factor * power for factor in NICE), key=lambda size: abs(size - rough))
    first = math.ceil(low / step - 1e-9)
    return tuple(round(step * at, 10) for at in range(first, math.floor(high / step + 1e-9) + 1))


def axis_of(values: NDArray[np.float64], start: float, end: float) -> Axis:
    """Return the axis of values: from zero, logarithmic where a few are far above all others.

    The bend is the smallest value above zero. Negative values make it linear, from the lowest.
    """
    known = values[np.isfinite(values)]
    low, high = min(0.0, float(known.min(initial=0.0))), float(known.max(initial=0.0))
    above = known[known > 0]
    skewed = low == 0 and len(above) > 1 and high > SKEWED * float(np.median(above))
    return Axis(low, high * 1.06 or 1.0, start, end, bend=float(above.min()) if skewed else None)


def tick_text(value: float, language: Language) -> str:
    """Return a value of an axis: 万 and 亿 in Chinese, thousands separated in English.

    >>> tick_text(20000, "zh"), tick_text(20000, "en"), tick_text(2.5, "zh")
    ('2万', '20,000', '2.5')
    """
    if language == "zh" and value >= HUNDRED_MILLION:
        return f"{value / HUNDRED_MILLION:g}亿"
    if language == "zh" and value >= TEN_THOUSAND:
        return f"{value / TEN_THOUSAND:g}万"
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


TEN_THOUSAND, HUNDRED_MILLION = 1e4, 1e8
Place = Callable[[float], float]
