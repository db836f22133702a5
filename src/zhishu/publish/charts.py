"""The charts of the report, declared: the profile of the leading regions, one radar each.

Positions are computed here, in pixels, so that a figure looks the same wherever it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.framework import Text
from zhishu.publish.drawing import text_width
from zhishu.publish.figure import ByLanguage, Column, Data, Figure, number_text
from zhishu.publish.layers import drawing, lines, texts
from zhishu.publish.ranking import region_title
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from zhishu.publish.ranking import Ranking

LEADERS = 5
FEWEST_AXES = 3
RINGS = 2
PER_ROW, PER_ROW_PHONE = 5, 2
ABOVE, BELOW = 66.0, 56.0
"""Room over a radar for its heading and a label, and under it for labels."""
HEAD = 10.0
RADIUS = 0.37
"""Of the width of a panel."""
LINE = 13
LONGEST = 8.0
"""Names wider than this many ideographs are broken in two lines."""
NEAR_AXIS = 0.3
"""An axis that rises less than this share of its length has its label under its end."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The regions to be shown, the nodes that are their axes, and their scores (regions, axes)."""

    names: tuple[Text, ...]
    axes: tuple[Text, ...]
    scores: NDArray[np.float64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Scores as shares of the longest axis; the centre is zero, or the least score below it."""
        low, high = min(0.0, float(self.scores.min())), float(self.scores.max())
        return (self.scores - low) / max(high - low, 1e-12)

    def angle(self, axis: int) -> float:
        """Return the direction of an axis, clockwise from straight up, in radians."""
        return 2 * pi * (axis % len(self.axes)) / len(self.axes)


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels in rows: how many stand in the full width, and how large they are, in pixels."""

    panels: int
    axes: int
    width: int

    @property
    def per_row(self) -> int:
        """How many panels stand side by side."""
        return min(self.panels, PER_ROW if self.width > PHONE_WIDTH else PER_ROW_PHONE)

    @property
    def cell(self) -> float:
        """The width of a panel; a lone one does not fill the page."""
        return self.width / max(self.per_row, PER_ROW_PHONE)

    @property
    def radius(self) -> float:
        """The length of an axis."""
        return self.cell * RADIUS

    @property
    def tall(self) -> float:
        """The height of a panel, down to the label under its lowest axis."""
        lowest = min(cos(2 * pi * axis / self.axes) for axis in range(self.axes))
        return self.radius * (1.0 - lowest) + ABOVE + BELOW

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of all panels."""
        return self.width, round(-(-self.panels // self.per_row) * self.tall)

    def centre(self, panel: int) -> tuple[float, float]:
        """Return where the axes of a panel meet; a last row that is not full stands in the middle."""
        row, place = divmod(panel, self.per_row)
        in_row = min(self.per_row, self.panels - row * self.per_row)
        left = (self.width - in_row * self.cell) / 2
        return left + (place + 0.5) * self.cell, row * self.tall + ABOVE + self.radius

    def point(self, panel: int, angle: float, share: float) -> dict[str, Any]:
        """Return the point at `share` of an axis of that direction."""
        (x, y), reach = self.centre(panel), self.radius * share
        return {"x": round(x + reach * sin(angle), 2), "y": round(y - reach * cos(angle), 2)}


def leaders_radar(ranking: Ranking, *, number: str, leaders: int = LEADERS) -> Figure | None:
    """Return the radar of the leading regions by dimension, a panel for each before all the others.

    None when there would be fewer than three axes, or no region has all its scores.
    """
    nodes = radar_axes(ranking)
    columns = [ranking.column(node) for node in nodes]
    complete = np.isfinite(ranking.scores[:, [0, *columns]]).all(axis=1)
    shown = np.flatnonzero(complete)[:leaders]
    if len(nodes) < FEWEST_AXES or not len(shown):
        return None
    full = [ranking.names[row].full for row in shown]
    axes = tuple(ranking.framework[node].name for node in nodes)
    profiles = Profiles(
        tuple(ranking.names[row].short for row in shown), axes, ranking.scores[shown][:, columns]
    )
    level = ranking.level.name
    return Figure(
        id=f"leaders-{ranking.level.id}",
        number=number,
        title=Text(f"领先{level.zh}各维度得分雷达图", f"{level.en}: the leaders by dimension"),
        data=_data(ranking, nodes, full, profiles),
        spec=_spec(profiles, PAGE_WIDTH),
        narrow=_spec(profiles, PHONE_WIDTH),
        alternative=_alternative(profiles),
        note=Text(
            "实心图形为该地区，细线为其余领先地区；轴端数字为该维度得分，越靠外得分越高。",
            "Filled: the region; thin lines: the other leaders. "
            "Numbers are dimension scores, higher further out.",
        ),
    )


def radar_axes(ranking: Ranking) -> tuple[str, ...]:
    """Return the dimensions, or what lies below them when they are too few for a radar."""
    framework = ranking.framework
    below = tuple(child for node in framework.dimensions for child in framework[node].children or (node,))
    return framework.dimensions if len(framework.dimensions) >= FEWEST_AXES else below


def _data(ranking: Ranking, nodes: Iterable[str], names: Iterable[Text], profiles: Profiles) -> Data:
    columns = (
        Column("region", region_title(ranking)),
        *(Column(node, name, "number", digits=2) for node, name in zip(nodes, profiles.axes, strict=True)),
    )
    rows = zip(names, profiles.scores.tolist(), strict=True)
    return Data(columns, tuple((name, *scores) for name, scores in rows))


def _alternative(profiles: Profiles) -> Text:
    """Return the scores in words, region by region."""
    zh = "；".join(_in_words(profiles, row, "zh", "，") for row in range(len(profiles.names)))
    en = "; ".join(_in_words(profiles, row, "en", ", ") for row in range(len(profiles.names)))
    return Text(
        f"每个领先地区一幅雷达图，轴为各维度得分。{zh}。",
        f"One radar per leading region, an axis per dimension. {en}.",
    )


def _in_words(profiles: Profiles, row: int, language: str, comma: str) -> str:
    scores = comma.join(
        f"{axis.in_language(language)} {number_text(float(score), 1)}"
        for axis, score in zip(profiles.axes, profiles.scores[row], strict=True)
    )
    return f"{profiles.names[row].in_language(language)} {scores}"


def _spec(profiles: Profiles, width: int) -> dict[str, Any]:
    grid = Grid(len(profiles.names), len(profiles.axes), width)
    own = {"filled": True, "fill": colour("accent"), "fillOpacity": 0.2}
    layers = [
        lines("rings", _rings(profiles, grid), grid.size, {"color": colour("line"), "strokeWidth": 1}),
        lines("others", _others(profiles, grid), grid.size, {"color": colour("context"), "strokeWidth": 1}),
        lines("own", _own(profiles, grid), grid.size, {**own, "stroke": colour("accent"), "strokeWidth": 2}),
        *_labels(profiles, grid),
    ]
    return drawing(layers, width=grid.size[0], height=grid.size[1])


def _rings(profiles: Profiles, grid: Grid) -> list[list[dict[str, Any]]]:
    panels, axes = range(grid.panels), range(grid.axes + 1)
    shares = [ring / RINGS for ring in range(1, RINGS + 1)]
    rings = [
        [grid.point(panel, profiles.angle(axis), share) for axis in axes]
        for panel, share in product(panels, shares)
    ]
    spokes = [
        [grid.point(panel, profiles.angle(axis), end) for end in (0.0, 1.0)]
        for panel, axis in product(panels, axes[:-1])
    ]
    return rings + spokes


def _own(profiles: Profiles, grid: Grid) -> list[list[dict[str, Any]]]:
    return [_outline(profiles, grid, panel, panel) for panel in range(grid.panels)]


def _others(profiles: Profiles, grid: Grid) -> list[list[dict[str, Any]]]:
    pairs = product(range(grid.panels), repeat=2)
    return [_outline(profiles, grid, panel, region) for panel, region in pairs if panel != region]


def _outline(profiles: Profiles, grid: Grid, panel: int, region: int) -> list[dict[str, Any]]:
    shares = profiles.shares[region].tolist()
    closed = enumerate([*shares, shares[0]])
    return [grid.point(panel, profiles.angle(axis), share) for axis, share in closed]


def _labels(profiles: Profiles, grid: Grid) -> list[dict[str, Any]]:
    """Return the region's name over each panel, and at every axis the dimension's name over the score."""
    heads = [
        {"x": grid.centre(panel)[0], "y": grid.centre(panel)[1] - grid.radius - ABOVE + HEAD, "text": name}
        for panel, name in enumerate(profiles.names)
    ]
    names: dict[str, list[Any]] = {"zh": [], "en": []}
    values: dict[str, list[Any]] = {"zh": [], "en": []}
    for language, panel, axis in product(names, range(grid.panels), range(grid.axes)):
        words = _lines_of(profiles.axes[axis].in_language(language))
        at = _axis_end(grid, panel, profiles.angle(axis), len(words) + 1)
        score = number_text(float(profiles.scores[panel, axis]), 1)
        names[language].append(at | {"text": words})
        values[language].append(at | {"y": round(at["y"] + LINE * len(words), 2), "text": score})
    small = {"fontSize": LINE - 2, "lineHeight": LINE}
    return [
        texts("heads", heads, grid.size, {"color": colour("ink"), "fontSize": 15}),
        texts("axis_names", ByLanguage(**names), grid.size, {"color": colour("muted"), **small}),
        texts("axis_values", ByLanguage(**values), grid.size, {"color": colour("ink"), **small}),
    ]


def _lines_of(name: str) -> list[str]:
    """Return a name in at most two lines, broken at the space nearest its middle when it is long.

    >>> _lines_of("Industry environment"), _lines_of("产业环境")
    (['Industry', 'environment'], ['产业环境'])
    """
    if text_width(name, 1) <= LONGEST or " " not in name:
        return [name]
    breaks = [at for at, character in enumerate(name) if character == " "]
    middle = min(breaks, key=lambda at: abs(2 * at - len(name)))
    return [name[:middle], name[middle + 1 :]]


def _axis_end(grid: Grid, panel: int, angle: float, lines_of_text: int) -> dict[str, Any]:
    """Return where the first line stands outside the end of an axis: over a rising one, else under it."""
    end = grid.point(panel, angle, 1.0)
    shift = -LINE * (lines_of_text - 0.35) if cos(angle) > NEAR_AXIS else LINE
    return end | {"y": round(end["y"] + shift, 2)}
