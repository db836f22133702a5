"""A drawing in pixels, in either language: layers of marks that become one Vega-Lite specification.

Makers compute every position, because a label's room depends on its words: so the layers differ by
language, and nothing is left for the renderer to decide. A row of a layer may hold `row`, the position of
the row of the figure's data that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from zhishu.publish.drawing import WIDE, text_width
from zhishu.publish.figure import ByLanguage
from zhishu.publish.layers import drawing, pixels
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from zhishu.publish.figure import Language

Row = dict[str, Any]
SMALL, LABEL, HEADING = 11, 12, 13
"""Sizes of type in every figure: notes on marks, names and values, headings of panels."""
LINE = 16.0
MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind: `mark` is a Vega-Lite mark, `rows` have x and y in pixels, and what it draws."""

    name: str
    mark: Mapping[str, Any]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Layers, the lowest first, and how tall they are in pixels."""

    height: float
    layers: tuple[Layer, ...]


Draw = Callable[["Language", int], Picture]


def bars(name: str, rows: Iterable[Row], **mark: Any) -> Layer:  # noqa: ANN401 - properties of the mark
    """Return rectangles from (x, y) to (x2, y2), each with its `fill`."""
    return Layer(name, {"type": "rect", **mark}, tuple(rows))


def dots(name: str, rows: Iterable[Row], **mark: Any) -> Layer:  # noqa: ANN401 - properties of the mark
    """Return circles around (x, y): `area` and `fill` by row, or `size` and `color` for all."""
    return Layer(name, {"type": "circle", "opacity": 1, **mark}, tuple(rows))


def rules(name: str, rows: Iterable[Row], **mark: Any) -> Layer:  # noqa: ANN401 - properties of the mark
    """Return straight lines from (x, y) to (x2, y2)."""
    return Layer(name, {"type": "rule", "color": colour("line"), **mark}, tuple(rows))


def words(name: str, rows: Iterable[Row], **mark: Any) -> Layer:  # noqa: ANN401 - properties of the mark
    """Return texts that start at (x, y), at half their height, unless the mark says otherwise."""
    given = {"color": colour("ink"), "fontSize": LABEL, "align": "left", "baseline": "middle"}
    return Layer(name, {"type": "text", **given, **mark}, tuple(rows))


def paths(name: str, lines: Iterable[Sequence[Row]], **mark: Any) -> Layer:  # noqa: ANN401 - as above
    """Return lines through points with x and y."""
    rows = [
        {**point, "path": number, "step": step}
        for number, line in enumerate(lines)
        for step, point in enumerate(line)
    ]
    return Layer(name, {"type": "line", "strokeJoin": "round", **mark}, tuple(rows))


def specification(draw: Draw, width: int = PAGE_WIDTH) -> dict[str, Any]:
    """Return the Vega-Lite specification of what `draw` gives for each language at that width."""
    zh, en = draw("zh", width), draw("en", width)
    height = ceil(max(zh.height, en.height))
    layers = ByLanguage(_in_vega_lite(zh, width, height), _in_vega_lite(en, width, height))
    return drawing([], width=width, height=height) | {"layer": layers}


def narrow_specification(draw: Draw) -> dict[str, Any]:
    """Return the same for a phone."""
    return specification(draw, PHONE_WIDTH)


def stacked(pictures: Iterable[Picture], gap: float) -> Picture:
    """Return pictures one under the other, layers of one name put together."""
    top, moved = 0.0, []
    for picture in pictures:
        moved.append(Picture(picture.height, tuple(_moved(layer, 0.0, top) for layer in picture.layers)))
        top += picture.height + gap
    return Picture(max(top - gap, 0.0), _together(moved))


def side_by_side(pictures: Iterable[tuple[float, Picture]]) -> Picture:
    """Return pictures beside each other, each with its left edge, layers of one name put together."""
    moved = [
        Picture(picture.height, tuple(_moved(layer, left, 0.0) for layer in picture.layers))
        for left, picture in pictures
    ]
    return Picture(max((picture.height for picture in moved), default=0.0), _together(moved))


def broken(text: str, room: float, size: float = LABEL) -> list[str]:
    """Return a text in lines that fit in `room` pixels, broken at spaces and hyphens, or between ideographs.

    A single word that is wider than the room keeps a line of its own.

    >>> broken("Universities with majors", 100), broken("产业环境", 24)
    (['Universities', 'with majors'], ['产业', '环境'])
    """
    lines = [""]
    for piece in _pieces(text.strip()):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


BREAKS = (" ", "–", "-")
CLOSING = "，。、；：）”’》！？%)"
"""What no line begins with."""


def _pieces(text: str) -> list[str]:
    """Return what may not be broken: words with the space after them, ideographs with what closes them."""
    pieces: list[str] = []
    for character in text:
        closing = character in CLOSING or character == " "
        opens = not pieces or pieces[-1].endswith(BREAKS) or _is_wide(character) or _is_wide(pieces[-1][-1])
        if opens and not (closing and pieces):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _is_wide(character: str) -> bool:
    return ord(character) >= WIDE and character not in CLOSING


def _moved(layer: Layer, right: float, down: float) -> Layer:
    steps = {"x": right, "x2": right, "y": down, "y2": down}
    rows = tuple(
        {key: value + steps[key] if key in steps else value for key, value in row.items()}
        for row in layer.rows
    )
    return Layer(layer.name, layer.mark, rows)


def _together(pictures: Iterable[Picture]) -> tuple[Layer, ...]:
    found: dict[str, Layer] = {}
    for layer in (layer for picture in pictures for layer in picture.layers):
        before = found[layer.name].rows if layer.name in found else ()
        paths_before = 1 + max((row.get("path", -1) for row in before), default=-1)
        rows = tuple(
            {**row, "path": row["path"] + paths_before} if "path" in row else row for row in layer.rows
        )
        found[layer.name] = Layer(layer.name, layer.mark, (*before, *rows))
    return tuple(found.values())


def _in_vega_lite(picture: Picture, width: int, height: int) -> list[dict[str, Any]]:
    return [_layer_spec(layer, width, height) for layer in picture.layers if layer.rows]


def _layer_spec(layer: Layer, width: int, height: int) -> dict[str, Any]:
    keys = {key for row in layer.rows for key in row}
    encoding = pixels(width, height) | {end: {"field": end} for end in ("x2", "y2") if end in keys}
    for channel in ("fill", "stroke"):
        if channel in keys:
            encoding[channel] = {"field": channel, "type": "nominal", "scale": None}
    if "area" in keys:
        encoding["size"] = {"field": "area", "type": "quantitative", "scale": None}
    if "text" in keys:
        encoding["text"] = {"field": "text", "type": "nominal"}
    if "path" in keys:
        encoding |= {"detail": {"field": "path"}, "order": {"field": "step", "type": "quantitative"}}
    rows = [{key: _rounded(value) for key, value in row.items()} for row in layer.rows]
    return {"name": layer.name, "data": {"values": rows}, "mark": dict(layer.mark), "encoding": encoding}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - a cell of a row
    return round(float(value), 2) if isinstance(value, float) else value
