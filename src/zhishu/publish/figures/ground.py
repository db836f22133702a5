"""The ground that a level's maps are drawn on: its areas and lines, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from zhishu.edition import BoundaryFile
from zhishu.errors import EditionError, PlaceError
from zhishu.framework import Text, text_of
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zhishu.edition import Edition
    from zhishu.publish.findings import LevelFindings

Feature = Mapping[str, Any]
Given = str | Mapping[str, Any] | None
"""The option `boundaries` of a map: a file, `{file, code, name, source}`, or the edition's own."""
PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """Areas and lines in map coordinates, y downwards, and the source line of every map of them.

    `kind` is `province` or `prefecture` for the installed boundaries of China, `own` for a file.
    """

    kind: Literal["province", "prefecture", "own"]
    features: tuple[Feature, ...]
    source: Text

    @property
    def areas(self) -> tuple[Feature, ...]:
        """The areas of the main map and those of its inset."""
        return tuple(one for one in self.features if one["properties"].get("kind", "area") == "area")

    @property
    def lines(self) -> tuple[Feature, ...]:
        """The dash line, boundaries in water, the frame of the inset."""
        return tuple(one for one in self.features if one["properties"].get("kind", "area") != "area")

    @property
    def centres(self) -> Mapping[str, tuple[float, float]]:
        """Where a mark of each area stands, in map coordinates."""
        places = (one["properties"] for one in self.areas)
        return {place["code"]: (place["x"], place["y"]) for place in places if "x" in place}

    @property
    def nested(self) -> bool:
        """Whether the areas are parts of provinces, whose outlines are drawn over them."""
        return self.kind == "prefecture"


def ground_of(edition: Edition, level: LevelFindings, given: Given = None) -> Ground | None:
    """Return the ground of a level's maps, None when no known boundaries are those of its regions.

    `given` comes before the edition's own file, and that before the installed boundaries of China:
    provinces when all regions are provinces, otherwise all prefecture-level areas. A file that
    cannot be read, or that holds none of the level's regions, raises an error that names it.
    """
    own = _file_of(given) or edition.boundaries
    if own is not None:
        return _own_ground(edition, level, own, required=given is not None)
    kind = _kind_of(level.codes)
    return None if kind is None else ground_of_china(edition, kind)


def ground_of_china(
    edition: Edition, kind: Literal["province", "prefecture"], codes: Collection[str] | None = None
) -> Ground:
    """Return the installed boundaries: all of China, or the areas `codes` in more detail."""
    from zhishu.places.boundaries import boundaries, boundary_source  # noqa: PLC0415 - only maps need them

    features = boundaries(kind, codes)["features"]
    return Ground(kind, tuple(features), map_source(boundary_source(), edition))


def map_source(boundary: str | Text, edition: Edition) -> Text:
    """Return the source line of a map: the boundaries, and the review number when the edition has one."""
    said = boundary if isinstance(boundary, Text) else Text(boundary, boundary)
    review = edition.map_review
    zh, en = WORDS["boundaries"].zh + said.zh, WORDS["boundaries"].en + said.en
    if review:
        zh = f"{zh}；{WORDS['review'].zh.format(review)}"
        en = f"{en}; {WORDS['review'].en.format(review)}"
    return Text(f"{zh}。", f"{en}.")


def _kind_of(codes: Sequence[str]) -> Literal["province", "prefecture"] | None:
    from zhishu.places import china  # noqa: PLC0415 - only a report needs the regions
    from zhishu.places.boundaries import area_centres  # noqa: PLC0415 - as above

    provinces = {region.code for region in china().at_level("province")}
    if set(codes) <= provinces:
        return "province"
    return "prefecture" if set(codes) & area_centres("prefecture").keys() else None


def _file_of(given: Given) -> BoundaryFile | None:
    if given is None or isinstance(given, str):
        return None if given is None else BoundaryFile(given)
    unknown = sorted(set(given) - {"file", "code", "name", "source"})
    if unknown or "file" not in given:
        raise EditionError(
            "the option 'boundaries' of a map does not fit",
            where="the report, a map",
            seen=", ".join(given),
            allowed="a file, or {file, code, name, source}",
        )
    source = given.get("source")
    return BoundaryFile(**{**given, "source": None if source is None else text_of(source)})


def _own_ground(
    edition: Edition, level: LevelFindings, own: BoundaryFile, *, required: bool
) -> Ground | None:
    """Return the ground of a file; None when it has no region of the level and only the edition named it."""
    from zhishu.places.boundary_file import read_boundaries  # noqa: PLC0415 - only maps need shapes

    path = edition.folder / own.file
    features = tuple(read_boundaries(path, own.code, own.name)["features"])
    found = {one["properties"].get("code") for one in features}
    if not found & set(level.codes):
        if not required:
            return None
        raise PlaceError(
            f"the file of boundaries has no region of the level '{level.id}'",
            where=str(path),
            seen=", ".join(sorted(str(code) for code in found if code)[:5]),
            allowed=f"codes such as {', '.join(level.codes[:3])}",
            advice=f"name the property that holds the code; '{own.code}' was read",
        )
    return Ground("own", features, map_source(own.source or Text(own.file, own.file), edition))
