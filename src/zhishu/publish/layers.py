"""Pieces of Vega-Lite specifications whose positions are pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.figure import ByLanguage
from zhishu.publish.style import VEGA_LITE, chart_theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Point = dict[str, Any]


def drawing(layers: Sequence[Mapping[str, Any]], *, width: int, height: int) -> dict[str, Any]:
    """Return the specification of `layers`, whose x, y and GeoJSON coordinates are pixels, y downwards."""
    return {
        "$schema": VEGA_LITE,
        "width": width,
        "height": height,
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "layer": list(layers),
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
        "config": chart_theme(),
    }


def pixels(width: int, height: int) -> dict[str, Any]:
    """Return the encoding that reads the fields x and y as pixels, y downwards."""
    fixed = {"nice": False, "zero": False}
    return {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, width], **fixed}},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [height, 0], **fixed}},
    }


def lines(
    name: str,
    paths: Sequence[Sequence[Point]] | ByLanguage,
    size: tuple[int, int],
    mark: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a layer of paths, each a list of points with x and y."""
    if isinstance(paths, ByLanguage):
        values: Any = ByLanguage(_steps(paths.zh), _steps(paths.en))
    else:
        values = _steps(paths)
    return {
        "name": name,
        "data": {"values": values},
        "mark": {"type": "line", "strokeJoin": "round", **mark},
        "encoding": {
            **pixels(*size),
            "detail": {"field": "path"},
            "order": {"field": "step", "type": "quantitative"},
        },
    }


def _steps(paths: Sequence[Sequence[Point]]) -> list[Point]:
    return [
        {"x": point["x"], "y": point["y"], "path": number, "step": step}
        for number, path in enumerate(paths)
        for step, point in enumerate(path)
    ]


def points(
    name: str, values: Sequence[Point] | ByLanguage, size: tuple[int, int], mark: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a layer of filled circles; where the mark has no size, the field `size` is their area."""
    sized = {} if "size" in mark else {"size": {"field": "size", "type": "quantitative", "scale": None}}
    return {
        "name": name,
        "data": {"values": values},
        "mark": {"type": "circle", "opacity": 1, **mark},
        "encoding": {**pixels(*size), **sized},
    }


def texts(
    name: str, values: Sequence[Point] | ByLanguage, size: tuple[int, int], mark: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a layer of texts: points with x, y, text and, where the mark names no colour, fill."""
    coloured = {} if "color" in mark else {"fill": {"field": "fill", "type": "nominal", "scale": None}}
    return {
        "name": name,
        "data": {"values": values},
        "mark": {"type": "text", "baseline": "middle", "align": "center", **mark},
        "encoding": {**pixels(*size), "text": {"field": "text", "type": "nominal"}, **coloured},
    }


def shapes(name: str, features: Sequence[Mapping[str, Any]], mark: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layer of GeoJSON features; a property `fill` colours an area."""
    layer = {"name": name, "data": {"values": features}, "mark": {"type": "geoshape", **mark}}
    if any("fill" in feature["properties"] for feature in features):
        layer["encoding"] = {"fill": {"field": "properties.fill", "type": "nominal", "scale": None}}
    return layer


def feature(geometry: Mapping[str, Any], **properties: object) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def rectangle(left: float, top: float, width: float, height: float) -> dict[str, Any]:
    """Return a rectangle as a GeoJSON polygon, its ring clockwise on screen as geoshape wants it."""
    right, bottom = left + width, top + height
    ring = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
    return {"type": "Polygon", "coordinates": [ring]}
