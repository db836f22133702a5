"""The charts of the report, declared: the profile of the leading regions, one radar each.

Positions are computed here, in pixels, so that a figure looks the same wherever it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Column, Data, Figure, number_text
from zhishu.publish.layers import drawing, lines, texts
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.publish.ranking import Ranking

LEADERS = 5
FEWEST_AXES = 3
RINGS = 4
NEAR_AXIS = 0.3
"""A horizontal direction below this is centred above or below its axis."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One small radar: where it stands, in pixels, and which region it shows."""

    centre: tuple[float, float]
    radius: float
    region: int


def leaders_radar(ranking: Ranking, *, number: str, leaders: int = LEADERS) -> Figure | None:
    """Return the radar of the leading regions by dimension, a panel for each before all the others.

    None when fewer than three axes would be drawn, or no region has all its scores.
    """
    axes = radar_axes(ranking)
    columns = [ranking.column(node) for node in axes]
    complete = [row for row in range(len(ranking.names)) if np.isfinite(ranking.scores[row, [0, *columns]]).all()]
    shown = complete[:leaders]
    if len(axes) < FEWEST_AXES or not shown:
        return None
    scores = ranking.scores[np.ix_(shown, columns)]
    level = ranking.level.name
    return Figure(
        id=f"leaders-{ranking.level.id}",
        number=number,
        title=Text(f"领先{level.zh}各维度得分雷达图", f"{level.en}: the leaders by dimension"),
        data=_data(ranking, shown, axes),
        spec=_spec(ranking, shown, axes, scores, width=PAGE_WIDTH),
        narrow=_spec(ranking, shown, axes, scores, width=PHONE_WIDTH),
        alternative=_alternative(ranking, shown, axes, scores),
        note=Text(
            "实心图形为该地区，细线为其余领先地区；轴端数字为该维度得分，越靠外得分越高。",
            "Filled: the region; thin lines: the other leaders. Numbers are dimension scores, higher further out.",
        ),
    )


def radar_axes(ranking: Ranking) -> tuple[str, ...]:
    """Return the dimensions, or what lies below them when they are too few for a radar."""
    framework = ranking.framework
    below = tuple(child for node in framework.dimensions for child in framework[node].children or (node,))
    return framework.dimensions if len(framework.dimensions) >= FEWEST_AXES else below


def _data(ranking: Ranking, shown: Sequence[int], axes: Sequence[str]) -> Data:
    columns = (
        Column("region", ranking.level.name),
        *(Column(node, ranking.framework[node].name, "number", digits=2) for node in axes),
    )
    positions = [ranking.column(node) for node in axes]
    rows = tuple(
        (ranking.names[row].full, *(float(ranking.scores[row, position]) for position in positions)) for row in shown
    )
    return Data(columns, rows)


def _alternative(ranking: Ranking, shown: Sequence[int], axes: Sequence[str], scores: np.ndarray[Any, Any]) -> Text:
    said = {
        language: "; ".join(
            f"{ranking.names[row].short.in_language(language)} "
            + ", ".join(
                f"{ranking.framework[node].name.in_language(language)} {number_text(float(value), 1)}"
                for node, value in zip(axes, scores[position], strict=True)
            )
            for position, row in enumerate(shown)
        )
        for language in ("zh", "en")
    }
    zh = said["zh"].replace("; ", "；").replace(", ", "，")
    return Text(f"每个领先地区一幅雷达图，轴为各维度得分。{zh}。", f"One radar per leading region, an axis per dimension. {said['en']}.")


def _spec(
    ranking: Ranking, shown: Sequence[int], axes: Sequence[str], scores: np.ndarray[Any, Any], *, width: int
) -> dict[str, Any]:
    """Return the drawing: panels in rows, two to a row on a phone."""
    per_row = min(len(shown), 5 if width > PHONE_WIDTH else 2)
    cell = width / max(per_row, 2)
    tall = cell * (1.16 if width > PHONE_WIDTH else 1.22)
    down = -(-len(shown) // per_row)
    low, high = min(0.0, float(scores.min())), max(float(scores.max()), 1e-12)
    shares = (scores - low) / (high - low)
    panels = [
        Panel(_centre(index, len(shown), per_row, cell=cell, tall=tall, width=width), cell * 0.33, index)
        for index in range(len(shown))
    ]
    size = (width, round(down * tall))
    outline = {"color": colour("context"), "strokeWidth": 1}
    own = {"filled": True, "fill": colour("accent"), "fillOpacity": 0.2, "stroke": colour("accent"), "strokeWidth": 2}
    grid = {"color": colour("line"), "strokeWidth": 1}
    layers = [
        lines("rings", [path for panel in panels for path in _rings(panel, len(axes))], size, grid),
        lines("others", [path for panel in panels for path in _outlines(panel, shares, own=False)], size, outline),
        lines("own", [path for panel in panels for path in _outlines(panel, shares, own=True)], size, own),
        *_labels(ranking, shown, axes, scores, panels, size),
    ]
    return drawing(layers, width=size[0], height=size[1])


def _centre(index: int, count: int, per_row: int, *, cell: float, tall: float, width: int) -> tuple[float, float]:
    row, place = divmod(index, per_row)
    in_row = min(per_row, count - row * per_row)
    left = (width - in_row * cell) / 2
    return left + (place + 0.5) * cell, row * tall + tall * 0.58


def _point(panel: Panel, axis: int, axes: int, share: float) -> dict[str, Any]:
    angle = 2 * pi * axis / axes
    x, y = panel.centre[0] + panel.radius * share * sin(angle), panel.centre[1] - panel.radius * share * cos(angle)
    return {"x": round(x, 2), "y": round(y, 2)}


def _rings(panel: Panel, axes: int) -> list[list[dict[str, Any]]]:
    rings = [[_point(panel, axis % axes, axes, ring / RINGS) for axis in range(axes + 1)] for ring in range(1, RINGS + 1)]
    spokes = [[_point(panel, axis, axes, 0.0), _point(panel, axis, axes, 1.0)] for axis in range(axes)]
    return rings + spokes


def _outlines(panel: Panel, shares: np.ndarray[Any, Any], *, own: bool) -> list[list[dict[str, Any]]]:
    axes = shares.shape[1]
    return [
        [_point(panel, axis % axes, axes, float(shares[region, axis % axes])) for axis in range(axes + 1)]
        for region in range(len(shares))
        if (region == panel.region) == own
    ]


def _labels(
    ranking: Ranking, shown: Sequence[int], axes: Sequence[str], scores: np.ndarray[Any, Any], panels: Sequence[Panel], size: tuple[int, int]
) -> list[dict[str, Any]]:
    """Return the region's name above each panel, and at every axis its name over its score."""
    heads = [
        {"x": panel.centre[0], "y": panel.centre[1] - panel.radius * 1.52, "text": ranking.names[shown[panel.region]].short}
        for panel in panels
    ]
    names, values = [], []
    for panel in panels:
        for axis, node in enumerate(axes):
            at = _axis_end(panel, axis, len(axes))
            names.append(at | {"text": ranking.framework[node].name})
            values.append(at | {"y": at["y"] + 13, "text": number_text(float(scores[panel.region, axis]), 1)})
    return [
        texts("heads", heads, size, {"color": colour("ink"), "fontSize": 15}),
        texts("axis_names", names, size, {"color": colour("muted"), "fontSize": 11}),
        texts("axis_values", values, size, {"color": colour("ink"), "fontSize": 11}),
    ]


def _axis_end(panel: Panel, axis: int, axes: int) -> dict[str, Any]:
    """Return where an axis is labelled: outside its end, above for the upper, below for the lower."""
    angle = 2 * pi * axis / axes
    side, up = sin(angle), cos(angle)
    y = panel.centre[1] - panel.radius * up + (-19 if up > NEAR_AXIS else 14)
    return {"x": round(panel.centre[0] + panel.radius * side, 2), "y": round(y, 2)}
