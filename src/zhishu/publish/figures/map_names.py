"""The names on a map: on plain colour in its own shade, elsewhere with a halo, none on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.classes import NO_DATA
from zhishu.publish.drawing import core_of, label_box
from zhishu.publish.figure import ByLanguage
from zhishu.publish.figures.map_marks import words_x
from zhishu.publish.figures.map_shapes import sound
from zhishu.publish.labels import Anchor, place_labels
from zhishu.publish.layers import texts
from zhishu.publish.style import CLASSES, DEEP_CLASS, class_role, colour

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhishu.publish.drawing import Box
    from zhishu.publish.figures.map_marks import Badge
    from zhishu.publish.figures.map_shapes import Area
    from zhishu.publish.labels import Label

DEEP = frozenset(class_role(rank) for rank in range(DEEP_CLASS, CLASSES + 1))
HALO = "ink"
"""The role of names that stand on no plain colour: beside their area, or on hatching."""
SMALLER = 2
"""English names are that many pixels smaller: they are longer."""


def name_layers(
    areas: Sequence[Area], size: int, frame: Box, canvas: tuple[int, int], *, strict: bool = False
) -> list[dict[str, Any]]:
    """Return the names that find room in `frame`, the first areas first.

    Where names may touch lines and colours that are not their own they have a halo of paper. With
    `strict` no name stands on an area that is not its own.
    """
    named = [area for area in areas if area.name.zh]
    cores = [core_of(area.geometry) for area in named]
    rows = {}
    for language, height in (("zh", size), ("en", size - SMALLER)):
        anchors = [
            Anchor(area.name.in_language(language), core, _role(area))
            for area, core in zip(named, cores, strict=True)
        ]
        rule = _off_others(areas, height) if strict else _anywhere
        rows[language] = [_row(label) for label in place_labels(anchors, height, frame, rule)]
    style = {"fontSize": ByLanguage(size, size - SMALLER)}
    return [*_halos(rows, canvas, style), texts("labels", ByLanguage(**rows), canvas, style)]


def _row(label: Label) -> dict[str, Any]:
    """Return a name; one on a deep colour is light, and its halo is that colour, where it leaves it."""
    deep = label.role in DEEP
    halo = label.role if deep else "paper" if label.role == HALO else ""
    fill = colour("label_on_deep" if deep else label.role)
    return {"x": label.x, "y": label.y, "text": label.text, "fill": fill, "halo": halo}


def _halos(
    rows: Mapping[str, list[dict[str, Any]]], canvas: tuple[int, int], style: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the halos below the names, a layer for each colour in use."""
    used = dict.fromkeys(["paper", *sorted(row["halo"] for found in rows.values() for row in found)])
    return [
        halo_layer(
            "label_halo" if role == "paper" else f"label_halo_{role}",
            ByLanguage(**{at: [row for row in found if row["halo"] == role] for at, found in rows.items()}),
            canvas,
            style,
            role=role,
        )
        for role in used
        if role
    ]


def _anywhere(_anchor: Anchor, _label: Label) -> bool:
    return True


def _off_others(areas: Sequence[Area], size: float) -> Callable[[Anchor, Label], bool]:
    """Return the rule that a name beside its area does not touch another area."""
    import shapely  # noqa: PLC0415 - only maps need it

    shapes = [sound(area.geometry) for area in areas]
    tree = shapely.STRtree(shapes)

    def allowed(anchor: Anchor, label: Label) -> bool:
        if label.inside:
            return True
        box = shapely.box(*label_box(label.x, label.y, label.text, size))
        own = shapely.Point(anchor.core.x, anchor.core.y)
        return all(shapes[at].covers(own) for at in tree.query(box, predicate="intersects"))

    return allowed


def badge_name_layers(
    placed: Mapping[str, Sequence[Badge]], radius: float, size: int, canvas: tuple[int, int]
) -> list[dict[str, Any]]:
    """Return the words of badges, those right of theirs and those left, each over its halo."""
    layers = []
    for side, align in ((1, "left"), (-1, "right")):
        rows = ByLanguage(
            *(
                [
                    {"x": words_x(one, radius), "y": one.y, "text": one.spot.words}
                    for one in placed[language]
                    if one.spot.words and one.side == side
                ]
                for language in ("zh", "en")
            )
        )
        style = {"fontSize": size, "align": align, "color": colour("ink")}
        layers += [
            halo_layer(f"halo_{align}", rows, canvas, style),
            texts(f"labels_{align}", rows, canvas, style),
        ]
    return layers


def halo_layer(
    name: str, rows: ByLanguage, canvas: tuple[int, int], style: dict[str, Any], *, role: str = "paper"
) -> dict[str, Any]:
    """Return texts as a thick outline in the colour of a role, to stand below the same texts."""
    halo = {"stroke": colour(role), "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85}
    return texts(name, rows, canvas, {**style, **halo})


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return a text in lines no wider than `width` pixels, broken at spaces or between ideographs.

    >>> wrapped("Universities with majors", 10, 90), wrapped("开设专业的高校", 10, 40)
    (['Universities', 'with majors'], ['开设专业', '的高校'])
    """
    from zhishu.publish.drawing import WIDE, text_width  # noqa: PLC0415 - next to its use

    pieces: list[str] = []
    for character in text:
        glued = pieces and ord(character) < WIDE and ord(pieces[-1][-1]) < WIDE and pieces[-1][-1] != " "
        if pieces and (glued or character in "，。、；：）”"):
            pieces[-1] += character
        else:
            pieces.append(character)
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _role(area: Area) -> str:
    """Return the colour of a name on its area, a deep area's own; on hatching the name gets a halo."""
    if area.role == NO_DATA:
        return HALO
    return area.role if area.role in DEEP else "label_on_pale"
