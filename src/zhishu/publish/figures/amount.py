"""How the values of one measure are written: scaled to readable units, which differ by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import number_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.publish.figure import Language

YUAN = "元"
LARGE, MIDDLE = 1e9, 1e6
"""The largest value in yuan from which values are written in 亿元 and billions, in 万元 and millions."""
DIGITS_BELOW = ((10.0, 2), (1000.0, 1))
"""Values of which the largest is below 10 have two digits after the point, below 1,000 one."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A way to write values: divided by `divisor` (zh, en), with digits and a unit, each by language."""

    divisor: tuple[float, float] = (1.0, 1.0)
    digits: tuple[int, int] = (0, 0)
    unit: Text | None = None

    @property
    def scaled(self) -> bool:
        """Whether values are written in another unit than their own."""
        return self.divisor != (1.0, 1.0)

    def text(self, value: float) -> Text:
        """Return a value as written; no data is a dash.

        >>> Amount((1e8, 1e9), (0, 1)).text(4.05e11)
        Text(zh='4,050', en='405.0')
        """
        zh, en = (
            number_text(value / divisor, digits)
            for divisor, digits in zip(self.divisor, self.digits, strict=True)
        )
        return Text(zh, en)

    def shown(self, value: float, language: Language) -> float:
        """Return the number that is written."""
        return value / self.divisor[language == "en"]

    def heading(self, title: Text) -> Text:
        """Return a title with the unit behind it."""
        if self.unit is None or self.unit.en.lower() in title.en.lower().split():
            return Text(f"{title.zh}（{self.unit.zh}）" if self.unit else title.zh, title.en)
        return Text(f"{title.zh}（{self.unit.zh}）", f"{title.en} ({self.unit.en})")


def amount_of(values: NDArray[np.float64], unit: Text | None) -> Amount:
    """Return how to write values of a unit; money is scaled: 亿元 and billion yuan, 万元 and million yuan."""
    largest = float(np.nanmax(np.abs(values), initial=0.0)) if len(values) else 0.0
    if unit is None or unit.zh != YUAN:
        return Amount((1.0, 1.0), (_digits(values, 1.0),) * 2, unit)
    if largest >= LARGE:
        return _scaled(values, (1e8, 1e9), Text("亿元", "billion yuan"))
    if largest >= MIDDLE:
        return _scaled(values, (1e4, 1e6), Text("万元", "million yuan"))
    return Amount((1.0, 1.0), (_digits(values, 1.0),) * 2, unit)


def _scaled(values: NDArray[np.float64], divisor: tuple[float, float], unit: Text) -> Amount:
    return Amount(divisor, (_digits(values, divisor[0]), _digits(values, divisor[1])), unit)


def _digits(values: NDArray[np.float64], divisor: float) -> int:
    """Return how many digits tell the values apart: none for whole numbers and for thousands."""
    known = values[np.isfinite(values)] / divisor
    if not known.size or (divisor == 1.0 and bool((known == np.round(known)).all())):
        return 0
    largest = float(np.abs(known).max())
    return next((digits for limit, digits in DIGITS_BELOW if largest < limit), 0)
