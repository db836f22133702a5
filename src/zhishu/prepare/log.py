"""What preparation changed, cell by cell, and what it found: plain records, kept in the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zhishu.panel import Panel


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that was changed: `before` and `after` (None: no value), and by what."""

    region: str
    indicator: str
    year: int
    before: float | None
    after: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Screened:
    """One region or indicator (`kind`) and what it was screened by, NaN where that was not asked.

    `data` is its share of data, `nonzero` among those the share of values not 0, `spread` how far an
    indicator tells regions apart.
    """

    kind: str
    id: str
    data: float = np.nan
    nonzero: float = np.nan
    passed: bool = True
    dropped: bool = False
    spread: float = np.nan

    @property
    def said(self) -> Text:
        """What was found, in words."""
        if np.isnan(self.spread):
            return Text(
                f"仅有 {self.data:.0%} 的数值，其中 {self.nonzero:.0%} 不为零",
                f"has {self.data:.0%} of its values, {self.nonzero:.0%} of those not 0",
            )
        return Text(
            f"几乎不能区分地区（离散程度 {self.spread:g}）",
            f"hardly tells regions apart (spread {self.spread:g})",
        )


@dataclass(frozen=True, slots=True)
class Treatment:
    """One indicator's shape before and after treatment; NaN where it has none (a constant)."""

    indicator: str
    year: int
    method: str
    winsorised: int
    transformed: bool
    skewness_before: float
    kurtosis_before: float
    skewness_after: float
    kurtosis_after: float


@dataclass(frozen=True, slots=True)
class PreparationLog:
    """Everything that preparation did to one level's panel, in the order of the recipe."""

    imputed: tuple[Change, ...] = ()
    treated: tuple[Change, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    screened: tuple[Screened, ...] = ()


def changes(
    panel: Panel, after: NDArray[np.float64], how: Callable[[int, int, int], str]
) -> tuple[Change, ...]:
    """Return a Change for every cell of the panel whose value is another one in `after`.

    `how` names the cause at the positions (year, region, indicator).
    """
    before = panel.values
    same = (before == after) | (np.isnan(before) & np.isnan(after))
    return tuple(
        Change(
            panel.regions[region],
            panel.indicators[column],
            panel.years[year],
            _value(before[year, region, column]),
            _value(after[year, region, column]),
            how(year, region, column),
        )
        for year, region, column in np.argwhere(~same).tolist()
    )


def _value(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
