"""How far the indicators say the same: rank correlations, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.figures.bar_list import legend
from zhishu.publish.figures.choice import in_sentence
from zhishu.publish.figures.parts import leaves_below
from zhishu.publish.figures.picture import (
    LINE,
    SMALL,
    Picture,
    Row,
    bars,
    broken,
    narrow_specification,
    specification,
    stacked,
    words,
)
from zhishu.publish.kinds import kind
from zhishu.publish.style import DEEP_CLASS, PHONE_WIDTH, class_role, colour
from zhishu.score.coherence import spearman

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zhishu.publish.figure import Language
    from zhishu.publish.findings import Findings, LevelFindings

NAMES, NAMES_PHONE = 0.24, 0.3
"""Of the width; names of indicators that are wider are broken."""
BREAKS = (0.2, 0.4, 0.6, 0.8)
REDUNDANT = 0.9
FEWEST_REGIONS = 3
CLOSE_NUMBERS = 16.0
"""Columns narrower than this have every second number below."""
TALL, APART = 24.0, 6.0
"""The gap between dimensions, and the height of a line, in pixels."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The indicators, the dimension of each, and their rank correlations, NaN where there is none."""

    names: tuple[Text, ...]
    ids: tuple[str, ...]
    dimensions: tuple[str, ...]
    rho: NDArray[np.float64]

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair once, the later indicator first."""
        return ((row, column) for row in range(len(self.ids)) for column in range(row))


@kind("figure", "coherence", Text("指标之间的相关", "How indicators correlate"))
def coherence(findings: Findings, *, level: str, node: str = "") -> Figure | None:
    """Return a heat map of Spearman's rank correlation of the indicators below a node, by dimension.

    Regions without one of two values are left out of that pair; a constant indicator correlates with
    nothing (a dash). None with fewer than two indicators or three regions.
    """
    found = findings.level(level)
    at = node or findings.framework.root.id
    matrix = _matrix(findings, found, at)
    if len(matrix.ids) < 2 or len(found.codes) < FEWEST_REGIONS:  # noqa: PLR2004 - a pair
        return None

    def draw(language: Language, width: int) -> Picture:
        return _picture(matrix, language, width)

    known = [float(matrix.rho[pair]) for pair in matrix.pairs if np.isfinite(matrix.rho[pair])]
    high, below = sum(rho >= REDUNDANT for rho in known), sum(rho < 0 for rho in known)
    region = found.level.name
    return Figure(
        id=f"coherence-{level}-{at}",
        number="",
        title=Text(
            f"指标间的秩相关（{region.zh}）：{high} 对高度重合，{below} 对方向相反",
            f"Rank correlations, {in_sentence(region.en)}: {high} nearly the same, {below} opposed",
        ),
        data=_data(matrix),
        spec=specification(draw),
        narrow=narrow_specification(draw),
        alternative=_alternative(matrix),
        note=Text(
            f"斯皮尔曼秩相关系数。粗框：不低于 {REDUNDANT}，两项指标几乎在说同一件事；"
            "红字：负相关，相互抵消。空隙分开各维度。",
            f"Spearman’s rank correlation. Framed: {REDUNDANT} or more, two indicators say almost the same; "
            "red: negative, they cancel out. Gaps part the dimensions.",
        ),
    )


def _matrix(findings: Findings, level: LevelFindings, node: str) -> Matrix:
    ids = leaves_below(level, node)
    values = np.column_stack([level.values(indicator) for indicator in ids])
    return Matrix(
        tuple(level.title(indicator) for indicator in ids),
        ids,
        tuple(findings.framework.dimension_of(indicator) for indicator in ids),
        np.round(spearman(values), 12),
    )


def _class(rho: float) -> int:
    """Return the class of the ramp for a correlation: 1 below 0.2, 5 from 0.8 on."""
    return 1 + sum(rho >= limit for limit in BREAKS)


def _picture(matrix: Matrix, language: Language, width: int) -> Picture:
    limits = ("< 0.2", "0.2–0.4", "0.4–0.6", "0.6–0.8", "≥ 0.8")
    entries = [(class_role(at + 1), Text(text, text)) for at, text in enumerate(limits)]
    return stacked([*legend(entries, language, width), _cells(matrix, language, width)], 10.0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells stand: edges and heights of lines, edges and width of columns, names in lines."""

    names: tuple[tuple[str, ...], ...]
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    lefts: tuple[float, ...]
    cell: float

    def middle(self, line: int) -> float:
        """Return the middle of a line."""
        return self.tops[line] + self.heights[line] / 2

    @property
    def bottom(self) -> float:
        """Where the last line ends."""
        return self.tops[-1] + self.heights[-1]


def _grid(matrix: Matrix, language: Language, width: int) -> Grid:
    room = width * (NAMES if width > PHONE_WIDTH else NAMES_PHONE)
    names = tuple(tuple(broken(name.in_language(language), room, SMALL)) for name in matrix.names)
    left = max(text_width(line, SMALL) for lines in names for line in lines) + 34
    shifts = _shifts(matrix)
    cell = (width - left - shifts[-1]) / len(names)
    heights = tuple(max(TALL, (LINE - 2) * len(lines) + 4) for lines in names)
    tops = tuple(sum(heights[:at]) + shift for at, shift in enumerate(shifts))
    return Grid(
        names, tops, heights, tuple(left + at * cell + shift for at, shift in enumerate(shifts)), cell
    )


def _shifts(matrix: Matrix) -> list[float]:
    """Return how far each indicator is moved on by the gaps between the dimensions before it."""
    changes = [
        one != two
        for one, two in zip(matrix.dimensions, (matrix.dimensions[:1] + matrix.dimensions), strict=False)
    ]
    return [APART * sum(changes[: at + 1]) for at in range(len(changes))]


def _cells(matrix: Matrix, language: Language, width: int) -> Picture:
    """Return the lower triangle, the names on the left, the indicators' numbers on the left and below."""
    grid = _grid(matrix, language, width)
    count = len(matrix.ids)
    boxes = [_box(matrix, grid, at, pair) for at, pair in enumerate(matrix.pairs)]
    framed = [box for box, pair in zip(boxes, matrix.pairs, strict=True) if matrix.rho[pair] >= REDUNDANT]
    frames = [{key: value for key, value in box.items() if key != "fill"} for box in framed]
    left = [{"x": 18.0, "y": grid.middle(at), "text": str(at + 1)} for at in range(count)]
    below = [
        {"x": grid.lefts[at] + grid.cell / 2, "y": grid.bottom + 12, "text": str(at + 1)}
        for at in range(0, count - 1, 1 if grid.cell >= CLOSE_NUMBERS else 2)
    ]
    muted = {"fontSize": SMALL, "color": colour("muted")}
    return Picture(
        grid.bottom + 22,
        (
            bars("cells", boxes),
            bars("redundant", frames, filled=False, stroke=colour("series_2"), strokeWidth=2),
            words("values", _values(matrix, grid), align="center", fontSize=SMALL - 1),
            words("numbers_left", left, align="right", **muted),
            words("numbers_below", below, align="center", **muted),
            words("names", _names(grid), fontSize=SMALL),
        ),
    )


def _box(matrix: Matrix, grid: Grid, at: int, pair: tuple[int, int]) -> Row:
    line, column = pair
    rho = float(matrix.rho[pair])
    role = class_role(_class(rho)) if np.isfinite(rho) else "unscored"
    x, y = grid.lefts[column], grid.tops[line]
    return {
        "x": x,
        "x2": x + grid.cell - 1,
        "y": y,
        "y2": y + grid.heights[line] - 1,
        "fill": colour(role),
        "row": at,
    }


def _values(matrix: Matrix, grid: Grid) -> list[Row]:
    """Return the correlations in their cells; in small cells only the sign of the negative ones."""
    wide = grid.cell >= text_width("−0.00", SMALL - 1)
    return [
        {
            "x": grid.lefts[column] + (grid.cell - 1) / 2,
            "y": grid.middle(line),
            "text": _rho_text(float(matrix.rho[line, column])) if wide else "−",
            "fill": colour(_ink(float(matrix.rho[line, column]))),
            "row": at,
        }
        for at, (line, column) in enumerate(matrix.pairs)
        if wide or matrix.rho[line, column] < 0
    ]


def _names(grid: Grid) -> list[Row]:
    return [
        {"x": 26.0, "y": grid.middle(at) + (LINE - 2) * (part - (len(lines) - 1) / 2), "text": line}
        for at, lines in enumerate(grid.names)
        for part, line in enumerate(lines)
    ]


def _rho_text(rho: float) -> str:
    return number_text(rho, 2).replace("-", "−")


def _ink(rho: float) -> str:
    """Return the role of the words on a cell: red for a negative correlation, light on deep classes."""
    if rho < 0:
        return "alert"
    return "label_on_deep" if np.isfinite(rho) and _class(rho) >= DEEP_CLASS else "label_on_pale"


def _data(matrix: Matrix) -> Data:
    columns = (
        Column("one", Text("指标", "Indicator")),
        Column("two", Text("另一指标", "Other indicator")),
        Column("rho", Text("秩相关系数", "Rank correlation"), "number", digits=2),
        Column("flag", Text("提示", "Flag")),
    )
    rows = tuple(
        (
            matrix.names[one],
            matrix.names[two],
            float(matrix.rho[one, two]),
            _flag(float(matrix.rho[one, two])),
        )
        for one, two in matrix.pairs
    )
    return Data(columns, rows)


def _flag(rho: float) -> Text:
    if not np.isfinite(rho):
        return Text("无变化", "constant")
    if rho >= REDUNDANT:
        return Text("高度重合", "nearly the same")
    return Text("方向相反", "opposed") if rho < 0 else Text("", "")


def _alternative(matrix: Matrix) -> Text:
    """Return the pairs that are flagged in words, and the range of all."""
    known = [float(matrix.rho[pair]) for pair in matrix.pairs if np.isfinite(matrix.rho[pair])]
    low, high = (number_text(value, 2) for value in (min(known, default=0.0), max(known, default=0.0)))
    flagged = [
        (matrix.names[one], matrix.names[two], number_text(float(matrix.rho[one, two]), 2))
        for one, two in matrix.pairs
        if matrix.rho[one, two] >= REDUNDANT or matrix.rho[one, two] < 0
    ]
    zh = "；".join(f"{one.zh}与{two.zh} {rho}" for one, two, rho in flagged) or "无"
    en = "; ".join(f"{one.en} and {two.en} {rho}" for one, two, rho in flagged) or "none"
    return Text(
        f"{len(matrix.ids)} 项指标两两秩相关系数的热力图，由 {low} 到 {high}。需要留意的：{zh}。",
        f"Heat map of rank correlations of {len(matrix.ids)} indicators, from {low} to {high}. "
        f"Flagged: {en}.",
    )
