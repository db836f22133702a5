"""Radars in pixels: a panel per region, an axis per node, its outline before others or before a yardstick."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.publish.drawing import text_width
from zhishu.publish.figure import ByLanguage, number_text
from zhishu.publish.layers import drawing, lines, texts
from zhishu.publish.style import PHONE_WIDTH, colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zhishu.framework import Text

RINGS = 2
PER_ROW, PER_ROW_PHONE = 5, 2
ABOVE, BELOW = 66.0, 56.0
"""Room over a radar for its heading and a label, and under it for labels."""
HEAD = 10.0
RADIUS, RADIUS_OF_MANY = 0.36, 0.3
"""Of the width of a panel; smaller where labels stand beside it, with more than three axes."""
TRIANGLE = 3
LINE = 13
LONGEST = 8.0
"""Names wider than this many ideographs are broken in two lines."""
NEAR_AXIS = 0.3
"""An axis that rises less than this share of its length has its label under its end."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """The regions to be shown, the nodes that are their axes, and their scores (regions, axes).

    Behind each outline stands the `yardstick` (axes,), or without one all other regions.
    """

    names: tuple[Text, ...]
    axes: tuple[Text, ...]
    scores: NDArray[np.float64]
    yardstick: NDArray[np.float64] | None = None

    @property
    def shares(self) -> NDArray[np.float64]:
        """Scores as shares of the longest axis; the centre is zero, or the least score below it."""
        return self.as_shares(self.scores)

    def as_shares(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return any scores as shares of the longest axis."""
        seen = self.scores if self.yardstick is None else np.vstack([self.scores, self.yardstick])
        low, high = min(0.0, float(seen.min())), float(seen.max())
        answer: NDArray[np.float64] = (scores - low) / max(high - low, 1e-12)
        return answer

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
        """How many panels stand side by side: rows are as even as they can be."""
        most = PER_ROW if self.width > PHONE_WIDTH else PER_ROW_PHONE
        return -(-self.panels // -(-self.panels // most))

    @property
    def cell(self) -> float:
        """The width of a panel; a lone one does not fill the page."""
        return self.width / max(self.per_row, PER_ROW_PHONE)

    @property
    def radius(self) -> float:
        """The length of an axis."""
        return self.cell * (RADIUS if self.axes <= TRIANGLE else RADIUS_OF_MANY)

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


def radar_spec(profiles: Profiles, width: int) -> dict[str, Any]:
    """Return the specification of all radars at a width."""
    grid = Grid(len(profiles.names), len(profiles.axes), width)
    own = {"filled": True, "fill": colour("accent"), "fillOpacity": 0.2}
    layers = [
        lines("rings", _rings(profiles, grid), grid.size, {"color": colour("line"), "strokeWidth": 1}),
        lines("others", _others(profiles, grid), grid.size, _behind(profiles)),
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


def _behind(profiles: Profiles) -> dict[str, Any]:
    """Return the mark of what stands behind: thin lines of others, or the yardstick in a stronger one."""
    if profiles.yardstick is None:
        return {"color": colour("context"), "strokeWidth": 1}
    return {"color": colour("alert"), "strokeWidth": 1.4, "strokeDash": [4, 3]}


def _others(profiles: Profiles, grid: Grid) -> list[list[dict[str, Any]]]:
    if profiles.yardstick is not None:
        shares = profiles.as_shares(profiles.yardstick).tolist()
        return [_closed(profiles, grid, panel, shares) for panel in range(grid.panels)]
    pairs = product(range(grid.panels), repeat=2)
    return [_outline(profiles, grid, panel, region) for panel, region in pairs if panel != region]


def _outline(profiles: Profiles, grid: Grid, panel: int, region: int) -> list[dict[str, Any]]:
    return _closed(profiles, grid, panel, profiles.shares[region].tolist())


def _closed(profiles: Profiles, grid: Grid, panel: int, shares: list[float]) -> list[dict[str, Any]]:
    closed = enumerate([*shares, shares[0]])
    return [grid.point(panel, profiles.angle(axis), share) for axis, share in closed]


def _labels(profiles: Profiles, grid: Grid) -> list[dict[str, Any]]:
    """Return the region's name over each panel, and at every axis the dimension's name over the score."""
    heads = [
        {
            "x": grid.centre(panel)[0],
            "y": grid.centre(panel)[1] - grid.radius - ABOVE + HEAD,
            "text": name,
            "row": panel,
        }
        for panel, name in enumerate(profiles.names)
    ]
    names: dict[str, list[Any]] = {"zh": [], "en": []}
    values: dict[str, list[Any]] = {"zh": [], "en": []}
    for language, panel, axis in product(names, range(grid.panels), range(grid.axes)):
        words = _lines_of(profiles.axes[axis].in_language(language))
        at = _axis_end(grid, panel, profiles.angle(axis), len(words) + 1)
        at["x"] = _outwards(grid, panel, at["x"], max(text_width(line, LINE - 2) for line in words) / 2)
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


def _outwards(grid: Grid, panel: int, x: float, half: float) -> float:
    """Return where a label is centred that stands beside an axis: outwards, as far as its panel reaches."""
    off = x - grid.centre(panel)[0]
    if grid.axes <= TRIANGLE or abs(off) < 1:
        return x
    reach = min(abs(off) + half * 0.9, grid.cell / 2 - half)
    return round(grid.centre(panel)[0] + (reach if off > 0 else -reach), 2)


def _axis_end(grid: Grid, panel: int, angle: float, lines_of_text: int) -> dict[str, Any]:
    """Return where the first line stands outside the end of an axis: over a rising one, else under it."""
    end = grid.point(panel, angle, 1.0)
    shift = -LINE * (lines_of_text - 0.35) if cos(angle) > NEAR_AXIS else LINE
    return end | {"y": round(end["y"] + shift, 2)}
