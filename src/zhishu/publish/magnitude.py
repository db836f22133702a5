"""Large amounts as people write them: 亿元 and 万人 in Chinese, million and billion in English."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

CHINESE = ((1e9, 1e8, "亿"), (1e6, 1e4, "万"))
ENGLISH = ((1e9, 1e9, "billion"), (1e6, 1e6, "million"))
"""From this largest value on, amounts are divided by the second number and called the third."""
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How the numbers of one measure are written: divisors and unit per language, and digits.

    `digits` is how many stand after the point; None lets the size of each number decide.
    """

    by_zh: float
    by_en: float
    unit: Text | None
    digits: int | None

    def text(self, value: float) -> Text:
        """Return a number as it is written in either language.

        >>> magnitude_of([3.2e9, 4e11], Text("元", "yuan")).text(4e11)
        Text(zh='4,000', en='400')
        """
        return Text(self._written(value / self.by_zh), self._written(value / self.by_en))

    def span(self, low: float, high: float) -> Text:
        """Return "low–high", or one number where both are written the same."""
        first, last = self.text(low), self.text(high)
        zh, en = (
            one if one == other else f"{one}–{other}"
            for one, other in ((first.zh, last.zh), (first.en, last.en))
        )
        return Text(zh, en)

    def _written(self, value: float) -> str:
        return number_text(value, _digits(value) if self.digits is None else self.digits)


def magnitude_of(values: Iterable[float], unit: Text | None) -> Magnitude:
    """Return how the numbers of a measure are written.

    Counts stay whole; other numbers have one digit after the point, and amounts of a million and
    more are divided, with so many digits that small ones do not read as zero.

    >>> magnitude_of([12e8], Text("元", "yuan")).unit
    Text(zh='亿元', en='billion yuan')
    """
    finite = np.array([value for value in values if math.isfinite(value)] or [0.0])
    largest = float(abs(finite).max())
    (by_zh, zh), (by_en, en) = (_divided(largest, steps) for steps in (CHINESE, ENGLISH))
    whole = bool((finite == finite.round()).all())
    divided = by_zh > 1 or by_en > 1
    said = Text(zh + (unit.zh if unit else ""), " ".join(part for part in (en, unit and unit.en) if part))
    return Magnitude(by_zh, by_en, said if said.zh else None, None if divided else 0 if whole else 1)


def _divided(largest: float, steps: tuple[tuple[float, float, str], ...]) -> tuple[float, str]:
    return next(((by, name) for least, by, name in steps if largest >= least), (1.0, ""))


def _digits(value: float) -> int:
    """Return digits after the point: none from 100 on, one from 1 on, below that what shows the number.

    >>> [_digits(value) for value in (250.0, 25.0, 2.5, 0.25, 0.0027, 0.0)]
    [0, 1, 1, 2, 3, 0]
    """
    size = abs(value)
    if size == 0 or size >= HUNDRED:
        return 0
    return 1 if size >= 1 else min(6, max(2, -math.floor(math.log10(size))))
