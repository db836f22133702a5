"""What a map shows: one value per region of a level, its classes, and how its numbers are written."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA, value_classes
from zhishu.publish.figure import Column, Data, Interval, Rank
from zhishu.publish.figures.ground import PROVINCE_DIGITS
from zhishu.publish.figures.map_legend import NO_VALUE, NOT_SCORED
from zhishu.publish.magnitude import Magnitude, magnitude_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhishu.publish.classes import Classing, ValueClass
    from zhishu.publish.figures.ground import Ground
    from zhishu.publish.findings import LevelFindings

ROOT = "index"
"""What the root of any framework may be called."""
TOTAL = Text("总得分", "Total score")


class MapValues:
    """One measure of one level, as the maps read it.

    It is a class because values, order and ranks are read once and asked for often.
    """

    def __init__(self, level: LevelFindings, measure: str) -> None:
        self.level = level
        is_root = measure in ("", ROOT) and measure not in level.framework.ids
        self.measure = level.framework.root.id if is_root else measure

    @property
    def is_score(self) -> bool:
        """Whether the values are scores of a node, not numbers as counted."""
        framework = self.level.framework
        return self.measure in framework.ids and self.measure not in framework.indicators

    @property
    def title(self) -> Text:
        """What the values are."""
        if self.measure == self.level.framework.root.id:
            return TOTAL
        name = self.level.title(self.measure)
        return Text(f"{name.zh}得分", f"{name.en}, score") if self.is_score else name

    @property
    def suffix(self) -> str:
        """What tells the id of a map of this measure from that of the total score."""
        return "" if self.measure == self.level.framework.root.id else f"-{self.measure}"

    @property
    def missing(self) -> Text:
        """What areas without a value are called."""
        return NOT_SCORED if self.is_score else NO_VALUE

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The values, (regions,), in the panel's order."""
        return self.level.values(self.measure)

    @cached_property
    def by_code(self) -> Mapping[str, float]:
        """Code → value."""
        return dict(zip(self.level.codes, self.values.tolist(), strict=True))

    @property
    def names(self) -> Mapping[str, Text]:
        """Code → short name."""
        return {name.code: name.short for name in self.level.names}

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Positions of the regions, the largest value first, those without one last."""
        found: NDArray[np.intp] = np.argsort(
            np.where(np.isnan(self.values), np.inf, -self.values), kind="stable"
        )
        return found

    @cached_property
    def ranks(self) -> NDArray[np.float64]:
        """The rank of every region: the result's for a score, the place of the value otherwise."""
        if self.is_score:
            return self.level.ranks[:, self.level.column(self.measure)]
        ahead = (self.values[None, :] > self.values[:, None]).sum(axis=1)
        return np.where(np.isnan(self.values), np.nan, ahead + 1.0)

    @cached_property
    def magnitude(self) -> Magnitude:
        """How the numbers are written: scores with one digit, counts whole."""
        if self.is_score:
            return Magnitude(1.0, 1.0, None, 1)
        return magnitude_of(self.values.tolist(), self.level.unit(self.measure))

    def column(self) -> Column:
        """Return the column of the values, with their unit and without division."""
        unit = None if self.is_score else self.level.unit(self.measure)
        whole = bool((np.nan_to_num(self.values) == np.nan_to_num(self.values).round()).all())
        named = Text(f"{self.title.zh}（{unit.zh}）", f"{self.title.en} ({unit.en})") if unit else self.title
        node = self.measure if self.measure in self.level.framework.ids else ""
        return Column("value", named, "number", digits=0 if whole and not self.is_score else 2, node=node)

    def interval(self, row: int) -> Interval | None:
        """Return the interval of a region's rank, None where there is none."""
        found = self.level.interval
        if found is None or not self.is_score:
            return None
        column = self.level.column(self.measure)
        low, high = float(found.low[row, column]), float(found.high[row, column])
        return None if np.isnan(low) else Interval(low, high)

    def classes(self, classing: Classing, rows: Sequence[int] | None = None) -> tuple[ValueClass, ...]:
        """Return the classes of all regions, or of some."""
        return value_classes(self.values if rows is None else self.values[list(rows)], classing.checked())

    def data(self, rows: Sequence[int], extra: Sequence[tuple[Column, Sequence[str | float | Text]]]) -> Data:
        """Return rank, region, value and interval of regions, and further columns of one cell per row."""
        level, node = self.level, self.column().node
        intervals = [self.interval(row) for row in rows]
        with_intervals = any(found is not None for found in intervals)
        columns = (
            Column("rank", Text("名次", "Rank"), "rank", node=node if self.is_score else ""),
            Column("region", Text(level.level.name.zh, "Region")),
            self.column(),
            *(
                (Column("interval", Text("名次区间", "Rank interval"), "interval", node=node),)
                * with_intervals
            ),
            *(column for column, _ in extra),
        )
        cells = tuple(
            (
                Rank(float(self.ranks[row]), among=len(level.codes)),
                level.names[row].full,
                float(self.values[row]),
                *((intervals[at],) * with_intervals),
                *(further[at] for _, further in extra),
            )
            for at, row in enumerate(rows)
        )
        return Data(columns, cells, level=level.id, regions=tuple(level.codes[row] for row in rows))


def role_of_land(base: Ground, shown: MapValues) -> Callable[[str], str]:
    """Return the colour role of each area below marks: land, or no data where no region has a value.

    Areas of provinces count as land as soon as one of the regions in them has a value.
    """
    with_value = {code for code, value in shown.by_code.items() if not np.isnan(value)}
    provinces = {code[:PROVINCE_DIGITS] for code in with_value}
    if base.kind == "own":
        return lambda code: "land" if code in with_value else NO_DATA
    return lambda code: "land" if code[:PROVINCE_DIGITS] in provinces else NO_DATA
