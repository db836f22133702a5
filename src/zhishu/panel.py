"""The panel: year × region × indicator at one level, each cell with a value and a status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import PanelError

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Status(IntEnum):
    """How a cell of the panel came by its value."""

    OBSERVED = 0
    IMPUTED = 1
    TREATED = 2
    SUPPRESSED = 3
    MISSING = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of every indicator for every region of one level.

    `values` and `status` have the shape (years, regions, indicators); a missing value is NaN with
    status MISSING. `regions` are codes, `names` stand beside them.
    """

    level: str
    years: tuple[int, ...]
    regions: tuple[str, ...]
    names: tuple[str, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    status: NDArray[np.uint8]

    def __post_init__(self) -> None:
        shape = (len(self.years), len(self.regions), len(self.indicators))
        if self.values.shape != shape or self.status.shape != shape:
            raise PanelError(
                f"the panel of level '{self.level}' has the wrong shape",
                seen=f"values {self.values.shape}, status {self.status.shape}",
                allowed=str(shape),
            )
        infinite = np.argwhere(np.isinf(self.values))
        if len(infinite):
            year, region, indicator = infinite[0]
            raise PanelError(
                "an indicator value is infinite",
                where=f"level {self.level}, region {self.regions[region]} {self.names[region]}, "
                f"indicator {self.indicators[indicator]}, year {self.years[year]}",
                seen=self.values[year, region, indicator],
                allowed="a finite number, or an empty cell for a missing one",
            )
        for array in (self.values, self.status):
            array.setflags(write=False)


def panel_of(  # noqa: PLR0913 - the axes of the array, each by name
    level: str,
    values: NDArray[np.float64],
    *,
    regions: tuple[str, ...],
    indicators: tuple[str, ...],
    years: tuple[int, ...],
    names: tuple[str, ...] | None = None,
) -> Panel:
    """Return a Panel whose NaN cells are MISSING and all others OBSERVED."""
    values = np.array(values, dtype=np.float64)
    status = np.where(np.isnan(values), Status.MISSING, Status.OBSERVED).astype(np.uint8)
    return Panel(level, years, regions, names or regions, indicators, values, status)
