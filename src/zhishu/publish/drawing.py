"""Geometry in pixels: boundaries fitted to a box, hatching, and where a label finds room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Box = tuple[float, float, float, float]
HATCH_STEP = 5.0
WIDE = 0x2E80
"""Characters from here on (ideographs, full-width forms) are one em wide."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How map coordinates become pixels: x · scale + left, y · scale + top; both have y downwards."""

    scale: float
    left: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point of the map, to a tenth of a pixel."""
        return round(x * self.scale + self.left, 1), round(y * self.scale + self.top, 1)


@dataclass(frozen=True, slots=True)
class Core:
    """Where an area is widest, how wide it is there, and the box of the part that holds the point."""

    x: float
    y: float
    span: float
    box: Box


def fit(features: Iterable[Mapping[str, Any]], box: Box) -> Fit:
    """Return the scaling that centres all features in `box` (left, top, right, bottom)."""
    points = [point for feature in features for point in _points(feature["geometry"]["coordinates"])]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    wide, tall = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale = min((box[2] - box[0]) / wide, (box[3] - box[1]) / tall)
    left = (box[0] + box[2]) / 2 - scale * (min(xs) + max(xs)) / 2
    top = (box[1] + box[3]) / 2 - scale * (min(ys) + max(ys)) / 2
    return Fit(scale, left, top)


def in_pixels(geometry: Mapping[str, Any], place: Fit) -> dict[str, Any]:
    """Return the geometry in pixels, without the points that fall on the one before."""
    return {"type": geometry["type"], "coordinates": _in_pixels(geometry["coordinates"], place)}


def _points(coordinates: Sequence[Any]) -> Iterable[Sequence[float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates
        return
    for part in coordinates:
        yield from _points(part)


def _in_pixels(coordinates: Sequence[Any], place: Fit) -> list[Any]:
    first = coordinates[0]
    if isinstance(first, int | float):
        return list(place.point(first, coordinates[1]))
    if not isinstance(first[0], int | float):
        return [_in_pixels(part, place) for part in coordinates]
    line = [list(place.point(x, y)) for x, y, *_ in coordinates]
    thinned = [point for at, point in enumerate(line) if at == 0 or point != line[at - 1]]
    return thinned if len(thinned) > 3 else line  # noqa: PLR2004 - a ring needs four points, an island stays


def hatching(geometry: Mapping[str, Any], step: float = HATCH_STEP) -> dict[str, Any] | None:
    """Return parallel slanting lines that fill an area, or None when it is too small for one."""
    from shapely import MultiLineString, make_valid  # noqa: PLC0415 - only maps need it
    from shapely.geometry import mapping, shape  # noqa: PLC0415 - as above

    area = make_valid(shape(geometry), method="structure", keep_collapsed=False)
    left, top, right, bottom = area.bounds
    tall = bottom - top
    starts = range(int((left - tall) // step), int(right // step) + 1)
    lines = MultiLineString([((start * step, bottom), (start * step + tall, top)) for start in starts])
    kept = [
        part
        for part in _parts(area.intersection(lines))
        if part.geom_type == "LineString" and part.length > 1
    ]
    if not kept:
        return None
    drawn = mapping(MultiLineString(kept))
    return {
        "type": "MultiLineString",
        "coordinates": [[[round(x, 1), round(y, 1)] for x, y in line] for line in drawn["coordinates"]],
    }


def _parts(geometry: Any) -> list[Any]:  # noqa: ANN401 - shapely has no types
    return list(getattr(geometry, "geoms", [geometry]))


def core_of(geometry: Mapping[str, Any]) -> Core:
    """Return the middle of the largest part of an area, how wide it is there, and that part's box."""
    from shapely import make_valid, maximum_inscribed_circle  # noqa: PLC0415 - only maps need it
    from shapely.geometry import shape  # noqa: PLC0415 - as above

    largest = max(
        _polygons(make_valid(shape(geometry), method="structure", keep_collapsed=False)),
        key=lambda part: part.area,
    )
    radius = maximum_inscribed_circle(largest, tolerance=0.5)
    x, y = radius.coords[0]
    return Core(round(x, 1), round(y, 1), 2 * float(radius.length), largest.bounds)


def _polygons(geometry: Any) -> list[Any]:  # noqa: ANN401 - shapely has no types
    parts = [inner for part in _parts(geometry) for inner in _parts(part)]
    return [part for part in parts if part.geom_type == "Polygon"]


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is: an ideograph one em, other characters a bit over half.

    >>> text_width("北京A", 10)
    25.8
    """
    return sum(size if ord(character) >= WIDE else size * 0.58 for character in text)


def label_box(x: float, y: float, text: str, size: float) -> Box:
    """Return the box that a text centred on (x, y) takes."""
    half = text_width(text, size) / 2
    return x - half, y - size * 0.55, x + half, y + size * 0.55


def overlap(first: Box, second: Box) -> bool:
    """Return whether two boxes share a point inside both."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
