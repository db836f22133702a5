"""The sheet of tiers: live wherever cuts make them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.ranking import tier_cuts, tier_named
from zhishu.publish.workbook.inputs import label_columns
from zhishu.publish.workbook.level import LABELS, settled
from zhishu.publish.workbook.scores import FIRST_SCORE, RANK, SCORE
from zhishu.publish.workbook.sheet import TOP, Column, Formula, Rule, Sheet, Shown, at, span

if TYPE_CHECKING:
    from zhishu.publish.workbook.level import LevelSheets
    from zhishu.publish.workbook.sheet import Cell

TIERS_LIVE = Text(
    "梯队由分档线用公式得出；黄色格为分档线，可以改动。",
    "Tiers are formulas on the yellow cuts, which may be changed.",
)
TIERS_FIXED = Text("梯队由分级算法得出，为数值。", "Tiers come from a classification and stand as values.")
CUTS, TIER = Text("分档线", "Cuts"), Text("梯队", "Tier")
NAME = Text("梯队名称", "Name of the tier")


def tiers_sheet(around: LevelSheets, title: str) -> Sheet:
    """Return score, rank and tier of every region, the tiers live where cuts make them."""
    columns = (
        *label_columns(around),
        Column(around.said(SCORE), "score"),
        Column(around.said(RANK), "rank"),
        Column(around.said(TIER), "rank"),
        Column(around.said(NAME)),
    )
    cuts = tier_cuts(around.recipe)
    pinned: tuple[Cell, ...] = ("", around.said(CUTS), *(Shown(cut, "cut") for cut in cuts))
    rows = tuple(
        (
            name.code,
            around.name(row),
            _copied(around, "scores", FIRST_SCORE + row, row),
            _copied(around, "ranks", TOP + row, row),
            _tier(around, row, len(cuts)),
            _tier_name(around, row),
        )
        for row, name in enumerate(around.names)
    )
    note = around.said(TIERS_LIVE if cuts else TIERS_FIXED)
    rules = (Rule("bar", LABELS, LABELS), Rule("tiers", 4, 4))
    return Sheet(
        around.sheets["tiers"], title, note, columns, rows, pinned=(pinned,) if cuts else (), rules=rules
    )


def _copied(around: LevelSheets, stage: str, sheet_row: int, row: int) -> Formula:
    root = around.nodes[0]
    array = around.found.scores if stage == "scores" else around.found.ranks
    value = float(around.values(array, root)[row])
    cell = at(sheet_row, around.column(root), sheet=around.sheets[stage])
    return Formula(cell, "" if isnan(value) else value)


def _tier(around: LevelSheets, row: int, cuts: int) -> Cell:
    tiers = around.found.tiers
    assert tiers is not None  # noqa: S101 - only a level with tiers gets this sheet
    tier = float(tiers[-1, row])
    if not cuts:
        return tier
    by_rank = settled(around.recipe, "tiers").method.id == "rank_cuts"
    place = TOP + 1 + row
    own = at(place, LABELS + 1 if by_rank else LABELS)
    bounds = span((TOP, LABELS), (TOP, LABELS + cuts - 1), fixed="both")
    formula = f"1+SUMPRODUCT(--({bounds}{'<' if by_rank else '>'}{own}))"
    return Formula(f'IF(ISNUMBER({own}),{formula},"")', tier if _has_place(around, row) else "")


def _has_place(around: LevelSheets, row: int) -> bool:
    return not isnan(float(around.values(around.found.ranks, around.nodes[0])[row]))


def _tier_name(around: LevelSheets, row: int) -> Cell:
    """Return the name of the tier, live where the tier is: names of all tiers stand in the formula."""
    tiers, cuts = around.found.tiers, tier_cuts(around.recipe)
    assert tiers is not None  # noqa: S101 - as above
    tier = int(tiers[-1, row])
    name = around.said(tier_named(tier, cuts).name) if _has_place(around, row) else ""
    if not cuts:
        return name
    names = ",".join(f'"{around.said(tier_named(n, cuts).name)}"' for n in range(1, len(cuts) + 2))
    own = at(TOP + 1 + row, LABELS + 2)
    return Formula(f'IF(ISNUMBER({own}),CHOOSE({own},{names}),"")', name)
