"""What every map needs: sound polygons, a place for each label, and features as Vega-Lite reads them."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely


def valid_polygons(geometry: Any) -> Any:  # noqa: ANN401 - shapely has no types
    """Return the polygons of a repaired geometry as one multipolygon; slivers of lines are left out."""
    parts = shapely.get_parts(shapely.make_valid(geometry))
    polygons = [part for whole in parts for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(polygons)


def centre(geometry: Any, digits: int) -> dict[str, float]:  # noqa: ANN401
    """Return x and y (downwards) of the centre of the largest circle in the largest part."""
    parts = shapely.get_parts(geometry)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    radius = shapely.maximum_inscribed_circle(largest, tolerance=largest.length / 1000)
    x, y = shapely.get_coordinates(radius)[0]
    return {"x": round(float(x), digits), "y": round(-float(y), digits)}


def feature(geometry: Any, properties: dict[str, Any], digits: int) -> dict[str, Any]:  # noqa: ANN401
    """Return a GeoJSON feature with y turned downwards and coordinates rounded to `digits`."""
    flipped = shapely.transform(geometry, lambda points: np.round(points * [1, -1], digits))
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(flipped)}
